"""The console in a real terminal, killed at any moment: it comes back with its clock and every mark."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId
from domain.workbook import attempts, calls
from domain.workbook.calls import JotKind, Phase
from tests.tui.test_terminal import ATTACK, FORBIDDEN, PATIENCE, Terminal, kills
from tests.workbook.hub import Clock, make_hub

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook.calls import Session

PROGRAM = """
from pathlib import Path
from tui.settings.config import Config
from tui.opening import run_app
clock = Path({clock!r})
run_app({path!r}, Config(who="Noor"), clock=lambda: int(clock.read_text()))
"""
KILLS = kills(5)
"""How often it is killed with keys on their way."""


class Booth:
    """A workbook, a clock that stands in a file, and a program over both that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.path, self.file = folder / "hub.milepost", folder / "clock"
        self.clock = Clock()
        hub = make_hub(self.path, clock=self.clock)
        application = hub.put_on("Joan Alcaraz")
        hub.take_to(application, MilestoneId.MOCK_CALL)
        self.attempt = attempts.open_or_start(hub.wb, application)
        calls.begin(hub.wb, self.attempt, "mk02")
        hub.wb.close()
        self.later(30)
        self.terminal = self.start()

    def later(self, seconds: float) -> None:
        """Let time go by; the file is there whole at any moment."""
        self.clock.ahead(seconds=seconds)
        new = self.file.with_suffix(".new")
        new.write_text(str(self.clock()))
        new.replace(self.file)

    def start(self) -> Terminal:
        """The program, over the workbook as it was left."""
        program = PROGRAM.format(path=str(self.path), clock=str(self.file))
        self.terminal = Terminal(sys.executable, "-c", program)
        return self.terminal

    def kill(self) -> None:
        """Without a word."""
        os.kill(self.terminal.pid, signal.SIGKILL)
        os.waitpid(self.terminal.pid, 0)
        os.close(self.terminal.fd)

    def wait_until_kept(self, number: int) -> None:
        """Until so many open questions are in the file."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.terminal.read()
            with sqlite3.connect(f"file:{self.path}?mode=ro", uri=True, timeout=10) as db:
                (found,) = db.execute("select count(*) from jot where kind = 'mark' and \"key\" = 'o'").fetchone()
            db.close()
            if found == number:
                return
        raise AssertionError(found)

    def stored(self) -> tuple[Session, list[str]]:
        """The call as it is stored, and what is wrong with the workbook."""
        hub = make_hub(self.path, clock=self.clock)
        session = calls.console(hub.wb, self.attempt).session(self.clock())
        faults = hub.wb.store.check()
        hub.wb.close()
        assert session is not None
        return session, faults


def test_a_call_that_was_killed_comes_back_with_its_clock_and_every_mark(tmp_path: Path) -> None:
    booth = Booth(tmp_path)
    booth.terminal.wait_for("They read the card.")
    booth.terminal.press(" ", "call started")
    booth.later(12)
    booth.terminal.press("o", "0:12  o open question")
    booth.terminal.press("4", "1 of 8")
    booth.later(9)
    booth.terminal.press("d", "Dead air")
    booth.kill()
    booth.later(21)
    again = booth.start()
    again.wait_for("The call with Joan Alcaraz goes on.")
    again.wait_for("Dead air  0:21")
    shown = again.text()
    assert "0:12  o open question" in shown
    assert "0:21  d dead air, running" in shown
    assert "1 of 8" in shown
    again.press("d", "d dead air 0:21")
    again.press(" ", "Call over, 0:42.")
    assert again.end() == 0
    session, faults = booth.stored()
    assert faults == []
    assert session.phase is Phase.OVER
    assert [(one.kind, one.key, one.at) for one in session.entries] == [
        (JotKind.MARK, "o", 12_000),
        (JotKind.MARK, "d", 21_000),
    ]


def test_whatever_was_on_the_screen_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    """Keys of more than two seconds ago are never lost, and none is half-written; those on their way may be."""
    booth = Booth(tmp_path)
    booth.terminal.wait_for("They read the card.")
    booth.terminal.press(" ", "call started")
    for expected in range(1, KILLS + 1):
        booth.later(3)
        booth.terminal.press("o", f"open question   {expected:>4}")
        booth.wait_until_kept(expected)  # a mark shows at once, and is kept within two seconds
        booth.later(3)
        os.write(booth.terminal.fd, b"k" * (expected % 4))
        for _ in range(expected % 3):
            booth.terminal.read()  # so that now nothing, now some, now all of it has arrived
        booth.kill()
        session, faults = booth.stored()
        assert faults == []
        kept = [one.key for one in session.entries]
        assert kept.count("o") == expected
        assert kept.count("k") <= sum(n % 4 for n in range(expected + 1))
        booth.start().wait_for("The call with Joan Alcaraz goes on.")
    booth.terminal.press("u", "u undo")
    assert booth.terminal.end() == 0


def test_hostile_words_of_a_call_stay_text(tmp_path: Path) -> None:
    booth = Booth(tmp_path)
    hub = make_hub(booth.path, clock=booth.clock)
    call = int(hub.value("select id from call"))
    calls.start(hub.wb, call)
    booth.later(5)
    calls.jot(hub.wb, call, JotKind.QUOTE, str(calls.jot(hub.wb, call, JotKind.MARK, "o").id), "Eve")
    hub.wb.close()
    with sqlite3.connect(booth.path) as db:
        for table, column in (("person", "name"), ("jot", "words"), ("call", "who"), ("attempt", "who")):
            db.execute(f'update "{table}" set "{column}" = "{column}" || ?', [ATTACK])
        db.execute("update call set who = 'Noor'")
    db.close()
    booth.kill()
    terminal = booth.start()
    terminal.wait_for("open question")
    terminal.press("c", "Promise an hour.")
    terminal.leave("Promise an hour.")
    terminal.press("?", "Esc close")
    terminal.leave("Esc close")
    terminal.press(" ", "Call over")
    terminal.press("\x1b", "Criterion")
    terminal.press("\x1b[B\x1b[B", "m ● 0:05")
    terminal.press("m", "taken from the call")
    assert terminal.end() == 0
    found = {name: terminal.written.count(what) for name, what in FORBIDDEN.items()}
    assert found == dict.fromkeys(FORBIDDEN, 0)
    assert b"Eve" in terminal.written
