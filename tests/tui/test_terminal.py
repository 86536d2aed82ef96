"""The program in a real terminal, over a workbook in which every text attacks."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sqlite3
import struct
import sys
import termios
import time
from fcntl import ioctl
from typing import TYPE_CHECKING

import pyte

from domain.model.exam import Part, Script
from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, looking_after, promises, second_ratings, views
from domain.workbook.exam_room import papers
from tests.tui.seated import room
from tests.workbook.hub import MORNING, make_hub

if TYPE_CHECKING:
    from pathlib import Path

ATTACK = "\x1b]52;c;ZXZpbA==\x07\x9b31m\u202e\u200b\x00[/][@click=app.quit]Eve\x1b[2J\x08\r"
FORBIDDEN = {
    "clipboard write": b"\x1b]52",
    "bell from data": b"ZXZpbA==\x07",
    "C1 control": "\x9b".encode(),
    "right-to-left override": "\u202e".encode(),
    "zero-width space": "\u200b".encode(),
    "clear screen from data": b"Eve\x1b[2J",
}
COLUMNS, ROWS = 120, 36
PATIENCE = 60.0
"""Seconds to wait for the screen to show something; only ever used up when it never comes."""
LONG = bool(os.environ.get("MILEPOST_LONG"))
ASKS_FOR_FRAMES, HAS_FRAMES = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
"""A terminal that is asked answers that it waits for whole frames; the program then says where each begins and ends."""
CUT_OFF = re.compile(rb"\x1b[^A-Za-z]*\Z")
PROGRAM = """
from tui.settings.config import Config
from tui.opening import run_app
run_app({path!r}, Config(who="Noor"), clock=lambda: {now})
"""
TEXTS = {
    "person": (
        *("name", "called", "city", "source", "tags", "owner", "points", "note"),
        *("phone_typed", "email_typed", "channel"),
    ),
    "view": ("name", "filter"),
    "rubric": ("changed",),
    "opening": ("name", "note"),
    "application": ("reason",),
    "attempt": ("who", "reason", "note"),
    "rating": ("moment", "did", "effect", "rater"),
    "card": ("rater", "scenario", "why", "who"),
    "revision": ("why", "who"),
    "critical": ("quote", "who", "second"),
    "visit": ("place",),
    "promise": ("words", "who", "outcome"),
    "act": ("what",),
}


def kills(few: int) -> int:
    """How often a program is killed: so few times, or some hundred by `MILEPOST_LONG=1`."""
    return 200 if LONG else few


class Terminal:
    """A program in a pseudo-terminal: everything that it writes is kept, and whole frames of it are shown."""

    def __init__(self, *command: str) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.coming = b""
        """What came and is not shown yet: the begin of a frame, or of an escape sequence."""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            names = ("NO_COLOR", "COLUMNS", "LINES")
            kept = {name: value for name, value in os.environ.items() if name not in names}
            os.execve(command[0], command, kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor"})
        ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def read(self) -> bool:
        """Take what is there; False at the end of the program."""
        if not select.select([self.fd], [], [], 0.05)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        if ASKS_FOR_FRAMES not in self.written and ASKS_FOR_FRAMES in self.written + data:
            os.write(self.fd, HAS_FRAMES)
        self.written += data
        self.coming += data
        whole = self._whole()
        shown = re.sub(rb"\x1b\[[<>=?][0-9;]*\$?[a-z]", b"", self.coming[:whole])
        self.stream.feed(re.sub(rb"\x1b[P_].*?\x1b\\", b"", shown, flags=re.DOTALL))
        self.coming = self.coming[whole:]
        return bool(data)

    def _whole(self) -> int:
        """How much of what came can be shown: up to a frame that has begun and not ended."""
        begun = self.coming.rfind(FRAME_BEGINS)
        if begun >= 0:
            ended = self.coming.find(FRAME_ENDS, begun)
            return ended + len(FRAME_ENDS) if ended >= 0 else begun
        cut = CUT_OFF.search(self.coming)
        return cut.start() if cut else len(self.coming)

    def wait_for(self, text: str) -> None:
        """Read until the screen shows a text."""
        end = time.monotonic() + PATIENCE
        while text not in self.text():
            assert self.read(), f"ended before {text!r}:\n{self.text()}"
            assert time.monotonic() < end, f"never showed {text!r}:\n{self.text()}"

    def press(self, keys: str, then: str) -> None:
        """Press keys and wait for what they bring."""
        os.write(self.fd, keys.encode())
        self.wait_for(then)

    def leave(self, gone: str) -> None:
        """Press Esc and read until a text is gone: a key sent before that would be read together with Esc."""
        os.write(self.fd, b"\x1b")
        end = time.monotonic() + PATIENCE
        while gone in self.text():
            assert self.read(), f"ended with {gone!r}:\n{self.text()}"
            assert time.monotonic() < end, f"never left {gone!r}:\n{self.text()}"

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def end(self) -> int:
        """Quit, read to the end, and return the exit code."""
        os.write(self.fd, b"\x11")
        deadline = time.monotonic() + PATIENCE
        while self.read():
            assert time.monotonic() < deadline, self.text()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def attacked(folder: Path) -> Path:
    """A workbook with somebody at every kind of screen, and the attack in every text, past all cleaning."""
    path = folder / "hub.milepost"
    hub = make_hub(str(path))
    opening = hub.opening()
    joan = hub.person("Joan Alcaraz", opening, points=("Ran a repair counter",), mobile="0917 123 4567")
    hub.take_to(hub.application(joan), MilestoneId.PHONE)
    attempt = attempts.open_or_start(hub.wb, hub.application(joan))
    attempts.critical(hub.wb, attempt, "ph.ce.abuse", "You are useless.", second="Ines")
    lea = hub.person("Lea Mondal", opening)
    hub.take(hub.application(lea), 2, Result.NOT_YET)
    promises.make(hub.wb, lea, "Call back", hub.wb.today())
    looking_after.assign(hub.wb, lea, "Ines")
    views.make(hub.wb, "Night shift", "lea")
    hub.wb.close()
    attack(path)
    return path


def attacked_pair(folder: Path) -> Path:
    """The same where two people rate: both are in and one rating was changed; an error wants its second name."""
    path = folder / "hub.milepost"
    hub = make_hub(str(path))
    joan = hub.person("Joan Alcaraz", hub.opening(), points=("Ran a repair counter",))
    hub.opening("travel_air")
    hub.take(hub.application(joan))
    attempt = attempts.open_or_start(hub.wb, hub.application(joan))
    second_ratings.ask(hub.wb, attempt, rater="Ines", why="It is close")
    for card, value in ((0, 5), (1, 2)):
        for line in attempts.sheet(hub.wb, attempt).lines:
            attempts.rate(hub.wb, attempt, line.criterion.id, value, card=card)
        attempts.chip(hub.wb, attempt, "ph.clarity", 1, card=card)
        attempts.critical(hub.wb, attempt, "ph.ce.abuse", "You are useless.", card=card)
        second_ratings.submit(hub.wb, attempt, card)
    second_ratings.change(hub.wb, attempt, "ph.clarity", 0, 3, "The line was bad")
    hub.wb.close()
    attack(path)
    with sqlite3.connect(path) as db:
        db.execute("update critical set second = ''")
    db.close()
    return path


def attacked_exam(folder: Path) -> Path:
    """The same in the exam room: somebody is half through a part at the keyboard, others wait."""
    path = folder / "hub.milepost"
    hub = make_hub(str(path))
    room(hub)
    kofi = int(hub.value("select application from person where name = 'Kofi Mensah'"))
    (paper,) = papers.hand_over(hub.wb, kofi, [Part.DATA_ENTRY], seed=7).papers
    assert isinstance(paper.form, Script)
    for one in paper.form.fields[:3]:
        papers.answer(hub.wb, paper.id, one.id, one.right, 20_000)
    hub.wb.close()
    attack(path)
    with sqlite3.connect(path) as db:
        for table, column in (("answer", "value"), ("paper", "who")):
            db.execute(f'update "{table}" set "{column}" = "{column}" || ?', [ATTACK])
    db.close()
    return path


def attack(path: Path) -> None:
    """Put the attack into every text of a workbook."""
    with sqlite3.connect(path) as db:
        for table, columns in TEXTS.items():
            for column in columns:
                db.execute(f'update "{table}" set "{column}" = "{column}" || ?', [ATTACK])
        for row, draft in db.execute("select id, draft from slip").fetchall():
            db.execute("update slip set draft = ? where id = ?", [_attacked_draft(draft), row])
    db.close()


def _attacked_draft(text: str) -> str:
    draft = json.loads(text)
    for point in (*draft["strengths"], *draft["improvements"]):
        point["evidence"] = dict.fromkeys(point["evidence"], ATTACK)
        point["title"] += ATTACK
    draft["next_tip"] += ATTACK
    return json.dumps(draft)


def test_hostile_text_in_every_field_of_every_screen_stays_text(tmp_path: Path) -> None:
    path = attacked(tmp_path)
    terminal = Terminal(sys.executable, "-c", PROGRAM.format(path=str(path), now=MORNING))
    terminal.wait_for("Promises due")
    terminal.press("t", "own words")
    terminal.press("\x1b", "Promises due")
    terminal.press("D", "In a word")
    terminal.press("\x1b", "Promises due")
    terminal.press("m", "Retests")
    terminal.wait_for("Promised by")
    terminal.press("gq", "with Noor")
    terminal.press("\r", "Criterion")  # the score sheet of whoever waits longest
    terminal.press("e", "Which piece")
    terminal.press("gq", "Waiting")
    terminal.press("c", "Attempts")
    for _ in range(4):
        terminal.press("\x1b[C", "History")
    terminal.press("gc", "Since")
    terminal.wait_for("Lea Mondal")
    for field, offered in (("source:", "]52"), ("city:", "]52"), ("owner:", "me  ]52"), ("tag:", "]52")):
        terminal.press("/", "Tab complete")
        terminal.press(field, f"/  {field}")
        terminal.wait_for(f"\n     {offered}")
        terminal.press("\x1b", "Space mark")
        terminal.press("\x1b", "last digits of")
    terminal.press("/", "Tab complete")
    terminal.press("tag:[/]x", "No tag begins with")
    terminal.press("\x1b", "Space mark")
    terminal.press("\x1b", "last digits of")
    terminal.press("v", "save as new")
    terminal.press("\x1b[F\r", "Nobody matches")
    terminal.press("\x1b", "last digits of")
    terminal.press("*", "2 marked")
    terminal.press("a", "Somebody else")
    terminal.press("1", "people can")
    terminal.press("\x1b", "2 marked")
    terminal.press("#", "F9 editor")
    terminal.press("\x1b", "2 marked")
    terminal.press("r", "valid scores go along")
    terminal.press("1", "Nobody can")
    terminal.press("\x1b", "2 marked")
    terminal.press("\x1b", "Enter open")
    terminal.press("\r", "Attempts")
    terminal.press("i", "y copy")
    terminal.press("\x1b", "c contact")
    terminal.press("\x1b[B\r", "o private note")
    terminal.press("\x1b", "c contact")
    terminal.press("\x1b[D\x1b[C\x1b[D", "took")  # history stands before attempts
    terminal.press("\r", "Can be taken back with Z")
    terminal.press("\x1b", "c contact")
    terminal.press("M", "same person?")
    terminal.press("lea", "1 found")
    terminal.press("\r", "M put together")
    terminal.press("\x1b", "c contact")
    terminal.press("go", "Starts")
    terminal.press("/", "to the list")
    terminal.press("\x1b", "put somebody on it")
    terminal.press("w", "Esc leave")
    terminal.press("\x1b", "put somebody on it")
    terminal.press("e", "Esc leave")
    terminal.press("\x1b", "put somebody on it")
    terminal.press("\r", "On their way")
    terminal.press("\r", "Retest")
    terminal.press("\x1b", "On their way")
    terminal.press("h", "in force")
    terminal.press("\x1b", "On their way")
    terminal.press("m", "At least")
    terminal.press("\x1b", "On their way")
    terminal.press("\x1b", "Accounts")
    terminal.press("gq", "Waiting")
    terminal.press("\x1b[Bf", "Went well 1")
    terminal.press("gs", "Promised by")
    terminal.press("+1", "marked")
    terminal.press("f", "Staying")
    terminal.press("\x1b", "Owed")
    terminal.press("p", "Feedback for")
    terminal.press("gq", "Waiting")
    terminal.press("gb", "This column")
    terminal.press("\x1b[C", "This column")
    terminal.press("o", "closed ones")
    terminal.press("\x1b", "other opening")
    terminal.press("gq", "Waiting")
    terminal.press("?", "Esc close")
    terminal.press("\x1b", "f slip")
    terminal.press("u", "Undone")
    assert "did not expect" not in terminal.text()
    assert terminal.end() == 0
    found = {name: terminal.written.count(what) for name, what in FORBIDDEN.items()}
    assert found == dict.fromkeys(FORBIDDEN, 0)
    assert b"Eve" in terminal.written


def test_hostile_text_in_the_exam_room_and_at_the_seat_stays_text(tmp_path: Path) -> None:
    path, file = attacked_exam(tmp_path), tmp_path / "results.csv"
    cell = "[/][@click=app.quit]Eve\u202e\u200b\x9b31m"  # a file with control characters is refused as no table
    lines = (f"[/]Eve{cell},41,97", f"Kofi Mensah{cell},33,95", f"Lin Xiaomei,{cell},95")
    file.write_text("\n".join([f"name,net_wpm,typing_accuracy,{cell}", *lines, ""]), encoding="utf-8")
    terminal = Terminal(sys.executable, "-c", PROGRAM.format(path=str(path), now=MORNING))
    terminal.wait_for("Today")
    terminal.press("ge", "Cut-off")
    terminal.wait_for("Kofi Mensah")
    terminal.press("-\x1b[B", "u undo")
    terminal.press("u", "Undone")
    terminal.press("o", " choose")
    terminal.press("\x1b", "save, next person")
    terminal.press("a", " choose")
    terminal.press("1", "what is right")
    terminal.press("aP", "The script, with")
    terminal.press("\x1b", "save, next person")
    terminal.press("c", "e correct")
    terminal.press("\x1b", "save, next person")
    terminal.press("l", "Esc leave")
    terminal.press(f"{file}\r", "who is meant")
    terminal.press("\x1b[H\r", "choose")
    terminal.press("\x1b", "who is meant")
    terminal.press("\x1b", "save, next person")
    terminal.press("P", "Nobody can be decided")
    terminal.press("\x1b[Hh", " choose")
    terminal.wait_for("goes on")
    line = next(line for line in terminal.text().splitlines() if "Data entry" in line and "goes on" in line)
    terminal.press(line.split()[0].strip("▌") or line.split()[1], "▌   ○ Staff code")
    terminal.press("4711\r", "▌   ○ Once more")
    terminal.press("4711", "▌   ● Once more")
    terminal.press("\r", "Enter begin")
    terminal.press("\r", "What you type is kept")
    terminal.press("\x1b", "For staff only")
    os.write(terminal.fd, b"4711\r")
    terminal.wait_for("Cut-off")
    assert "did not expect" not in terminal.text()
    assert terminal.end() == 0
    found = {name: terminal.written.count(what) for name, what in FORBIDDEN.items()}
    assert found == dict.fromkeys(FORBIDDEN, 0)
    assert b"Eve" in terminal.written


def test_a_program_that_hang_ups_do_not_end_ends_with_its_terminal(tmp_path: Path) -> None:
    path = str(tmp_path / "hub.milepost")
    make_hub(path).wb.close()
    deaf = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    terminal = Terminal(sys.executable, "-c", deaf + PROGRAM.format(path=path, now=MORNING))
    terminal.wait_for("Today")
    os.close(terminal.fd)
    ended = os.pidfd_open(terminal.pid)
    try:
        gone, _, _ = select.select([ended], [], [], PATIENCE)
    finally:
        os.close(ended)
        os.kill(terminal.pid, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(terminal.pid, 0)[1])
    assert gone
    assert code in (-signal.SIGHUP, -signal.SIGTERM)


def test_hostile_text_where_two_rate_stays_text(tmp_path: Path) -> None:
    path = attacked_pair(tmp_path)
    terminal = Terminal(sys.executable, "-c", PROGRAM.format(path=str(path), now=MORNING))
    terminal.wait_for("Second names wanted")
    terminal.press("\r", "It does not stand")
    terminal.press("3", "Rated twice")
    terminal.press("E", " choose")
    terminal.press("\x1b", "1–5 rate")
    terminal.press("V", "F10 save")
    terminal.press("\x1b", "1–5 rate")
    terminal.press("S", "Tab whose")
    terminal.press("\x1b[B\t", "Talk over")
    terminal.press("4", "Esc leave")
    terminal.press("\x1b", "Tab whose")
    terminal.press("gt", "Second ratings")
    terminal.press("\t\r", "Talk over")
    terminal.press("gc", "Since")
    terminal.press("\r", "c contact")
    terminal.press("h", "P as text")
    terminal.press("\x1b", "c contact")
    terminal.press("r", "seats free")
    terminal.press("1", "An attempt is open there")
    assert "did not expect" not in terminal.text()
    assert terminal.end() == 0
    found = {name: terminal.written.count(what) for name, what in FORBIDDEN.items()}
    assert found == dict.fromkeys(FORBIDDEN, 0)
    assert b"Eve" in terminal.written
