"""The candidate's seat in a real terminal: killed and back, and tried by everything that a keyboard can send."""

from __future__ import annotations

import os
import signal
import sqlite3
import struct
import sys
import termios
import time
from fcntl import ioctl
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.tui.seated import OTHERS, room
from tests.tui.test_terminal import PATIENCE, PROGRAM, Terminal, kills
from tests.workbook.hub import MORNING, make_hub

if TYPE_CHECKING:
    from collections.abc import Iterator

ESCAPE = "\x1b"
CONTROLS = [chr(code) for code in range(0x20) if code not in (0x0D, 0x0A, 0x1B)] + ["\x7f"]
"""Every control character but Enter and Escape: ctrl+c, ctrl+z, ctrl+\\, ctrl+q, ctrl+s and the others."""
FUNCTIONS = [f"{ESCAPE}O{letter}" for letter in "PQRS"] + [f"{ESCAPE}[{n}~" for n in range(1, 35)]
MODIFIED = [f"{ESCAPE}[1;{mod}{letter}" for mod in range(2, 9) for letter in "ABCDFHPQRS"]
KITTY = [f"{ESCAPE}[{code};{mod}u" for code in (99, 113, 122, 92, 112, 111) for mod in (3, 5, 6, 9)]
ALT = [f"{ESCAPE}{letter}" for letter in "qxzc:gw/?"]
MOUSE = [
    f"{ESCAPE}[<{button};{x};{y}{end}"
    for button in (0, 1, 2, 35, 64, 65)
    for x, y in ((1, 1), (60, 35))
    for end in "Mm"
]
REPORTS = [f"{ESCAPE}[O", f"{ESCAPE}[I", f"{ESCAPE}[?1;2c", f"{ESCAPE}[8;1;1t", f"{ESCAPE}]52;c;ZXZpbA==\x07"]
LETTERS = list("gqGHuU:?;/wity+-*")
KILLS = kills(3)
BOMB = f"{ESCAPE}[200~{'gq:quit' * 20_000}\x11\x03\x1a\r{ESCAPE}[201~"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with Kofi, and others whom Kofi must not see."""
    hub = make_hub(str(tmp_path / "hub.milepost"))
    room(hub)
    hub.wb.close()
    return tmp_path / "hub.milepost"


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """Programs that are ended with the test."""
    started: list[Terminal] = []
    yield started
    for terminal in started:
        if alive(terminal):
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        os.close(terminal.fd)


def start(path: Path, terminals: list[Terminal]) -> Terminal:
    """The program over a workbook."""
    terminal = Terminal(sys.executable, "-c", PROGRAM.format(path=str(path), now=MORNING))
    terminals.append(terminal)
    return terminal


def hand_over(terminal: Terminal, part: str, label: str) -> int:
    """Hand the keyboard to the first of the class; how many bytes were written before."""
    terminal.wait_for("no slips owed")
    terminal.press("go", "Enter open")
    terminal.wait_for("▌     RETAIL")
    terminal.press("\r", "On their way")
    terminal.press("x", "Kofi Mensah")
    terminal.press("h", label)
    line = next(line for line in terminal.text().splitlines() if label in line)
    terminal.press(line.split()[0].strip("▌") or line.split()[1], "▌   ○ Staff code")
    terminal.press("4711\r", "▌   ○ Once more")
    terminal.press("4711", "▌   ● Once more")
    seen = len(terminal.written)
    terminal.press("\r", part)
    terminal.wait_for("Enter begin")
    return seen


def alive(terminal: Terminal) -> bool:
    """Whether the program runs, and was not stopped."""
    try:
        state = Path(f"/proc/{terminal.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "TtZX"


def stored(path: Path, sql: str, enough: int) -> int:
    """Wait until a count in the workbook is large enough."""
    end = time.monotonic() + PATIENCE
    while True:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10) as db:
            found = int(db.execute(sql).fetchone()[0])
        db.close()
        if found >= enough:
            return found
        assert time.monotonic() < end, found


def pump(terminal: Terminal, path: Path, sql: str, enough: int) -> None:
    """Read what the program shows until it has stored enough."""
    terminal.read()
    stored(path, sql, enough)
    terminal.read()


def kill(terminal: Terminal) -> None:
    """A power cut."""
    os.kill(terminal.pid, signal.SIGKILL)
    os.waitpid(terminal.pid, 0)


def leave(terminal: Terminal) -> None:
    """The staff code, and what it brings."""
    terminal.press(ESCAPE, "For staff only")
    os.write(terminal.fd, b"4711\r")


def test_a_kill_while_typing_loses_nothing_and_comes_back_locked(book: Path, terminals: list[Terminal]) -> None:
    terminal = start(book, terminals)
    hand_over(terminal, "Typing test", "3 Typing test")
    terminal.press("\r", "Type the text below.")
    terminal.press("Xhank", "×")
    pump(terminal, book, "select count(*) from answer where value like '%Xhank'", 1)
    kill(terminal)
    again = start(book, terminals)
    again.wait_for("You are back.")
    assert not any(name in again.text() for name in OTHERS)
    again.press("gq:\x11", "You are back.")
    assert alive(again)
    again.press("\r", "Type the text below.")
    again.wait_for("×")
    leave(again)
    again.wait_for("no slips owed")
    assert again.end() == 0


def test_a_kill_between_questions_keeps_every_answer(book: Path, terminals: list[Terminal]) -> None:
    terminal = start(book, terminals)
    hand_over(terminal, "Grammar", "4 Grammar")
    terminal.press("\r", "Question 1 of 14")
    for number in range(2, 6):
        terminal.press("2\r", f"Question {number} of 14")
    pump(terminal, book, "select count(*) from answer", 4)
    kill(terminal)
    again = start(book, terminals)
    again.wait_for("You are back.")
    again.press("\r", "Question 5 of 14")  # the first without an answer
    kill(again)
    third = start(book, terminals)
    third.wait_for("You are back.")
    leave(third)
    third.wait_for("no slips owed")
    assert third.end() == 0


def test_what_was_answered_before_a_kill_is_there_after_it(book: Path, terminals: list[Terminal]) -> None:
    """An answer is kept with its key; killed at any moment, none that was kept is lost and none is half-written."""
    terminal = start(book, terminals)
    hand_over(terminal, "Grammar", "4 Grammar")
    terminal.press("\r", "Question 1 of 14")
    for number in range(2, 15):
        terminal.press("2\r", f"Question {number} of 14")
    pump(terminal, book, "select count(*) from answer", 13)
    kept = answers(book)
    for turn in range(1, KILLS + 1):
        terminal.press(f"{ESCAPE}[D", "Question 13 of 14")
        os.write(terminal.fd, b"12")  # one of them at least is another answer than the last, perhaps both
        pump(terminal, book, "select count(*) from answer", len(kept) + 1)
        sure = answers(book)
        os.write(terminal.fd, b"1432"[: turn % 5])
        for _ in range(turn % 3):
            terminal.read()  # so that now nothing, now some, now all of it has arrived
        kill(terminal)
        kept = answers(book)
        assert sure.items() <= kept.items()
        assert len(kept) - len(sure) <= 1 + turn % 5
        assert {value for _, value in kept.values()} <= {"a", "b", "c", "d"}
        terminal = start(book, terminals)
        terminal.wait_for("You are back.")
        terminal.press("\r", "Question 14 of 14")  # the only one without an answer
    leave(terminal)
    terminal.wait_for("no slips owed")
    assert terminal.end() == 0
    hub = make_hub(str(book))
    assert hub.wb.store.check() == []
    hub.wb.close()


def answers(path: Path) -> dict[int, tuple[str, str]]:
    """Every answer that is kept, by its id: item and value."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10) as db:
        found = {key: (str(item), str(value)) for key, item, value in db.execute("select id, item, value from answer")}
    db.close()
    return found


def test_nothing_that_a_keyboard_sends_leads_away(book: Path, terminals: list[Terminal]) -> None:
    terminal = start(book, terminals)
    seen = hand_over(terminal, "Grammar", "4 Grammar")
    terminal.press("\r", "Question 1 of 14")
    for sent in (*CONTROLS, *FUNCTIONS, *MODIFIED, *KITTY, *ALT, *MOUSE, *REPORTS, *LETTERS, BOMB, "gq:" * 4_000):
        os.write(terminal.fd, sent.encode()) if len(sent) < 1_000 else write_all(terminal, sent)
        terminal.read()
        assert alive(terminal), repr(sent[:20])
    for size in ((8, 30), (1, 1), (50, 200), (36, 120)):
        ioctl(terminal.fd, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        os.kill(terminal.pid, signal.SIGWINCH)
        terminal.read()
    terminal.screen.reset()
    terminal.press(ESCAPE, "For staff only")
    terminal.press(ESCAPE, "Every answer is kept")
    assert alive(terminal)
    written = terminal.written[seen:].decode("utf-8", "replace")
    assert not any(word in written for name in OTHERS for word in name.split())
    assert "slips owed" not in written
    with sqlite3.connect(book) as db:
        (last,) = db.execute("select what from act order by seq desc limit 1").fetchone()
        assert last == "handed the keyboard to Kofi Mensah: 1 part"
    db.close()
    leave(terminal)
    terminal.wait_for("Lin Xiaomei")
    assert terminal.end() == 0


def write_all(terminal: Terminal, sent: str) -> None:
    """Write more than the terminal takes at once, and read meanwhile."""
    data = sent.encode()
    while data:
        data = data[os.write(terminal.fd, data[:2_000]) :]
        terminal.read()
