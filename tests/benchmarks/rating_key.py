"""A rating key to the painted frame, and to its row in the workbook. `python -m tests.benchmarks.rating_key`."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, ScoringType, VisitState
from domain.workbook import attempts, queue
from tests.benchmarks.cursor_key import floor
from tests.benchmarks.harness import Figures, Terminal, home, milepost
from tests.benchmarks.hubs import hub, look

if TYPE_CHECKING:
    from pathlib import Path

TALKS = (MilestoneId.PHONE, MilestoneId.IN_PERSON)
"""Milestones that are rated with one key a criterion."""


UP, DOWN = "\x1b[A", "\x1b[B"
MOST_LINES = 12


class Watch:
    """Notes when the number of acts in a workbook grows."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stop = threading.Event()
        self.seen: list[float] = []
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._stop.set()
        self._thread.join()

    def since(self, moment: float, patience: float = 2.0) -> float:
        """Seconds from a moment (`perf_counter`) to the act that came after it."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            if found := [at for at in self.seen if at > moment]:
                return found[0] - moment
            time.sleep(0.001)
        raise TimeoutError("the rating was not stored")

    def _look(self) -> None:
        with sqlite3.connect(self._path.as_uri() + "?mode=ro", uri=True) as db:
            before = None
            while not self._stop.is_set():
                now = db.execute("select count(*) from act").fetchone()[0]
                if before is not None and now > before:
                    self.seen.append(time.perf_counter())
                before = now
                time.sleep(0.001)


def waiting(path: Path) -> tuple[int, str]:
    """Row of the queue and name of the first who waits for a talk."""
    wb = look(path)
    rows = queue.rows(wb)
    wb.close()
    return next(
        (number, row.name)
        for number, row in enumerate(rows)
        if row.state is VisitState.WAITING and row.milestone in TALKS
    )


def criteria(path: Path) -> list[str]:
    """Names of what is rated in the attempt that was opened last, as far as one key does it."""
    wb = look(path)
    with wb.store.read() as tx:
        attempt = tx.value("select id from attempt where finished_at = 0 order by opened_at desc, id desc limit 1")
    lines = attempts.sheet(wb, int(attempt)).lines
    wb.close()
    return [line.criterion.name for line in lines if line.criterion.scoring.type is ScoringType.BARS]


def rate(terminal: Terminal, path: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Go through the sheet again and again with other ratings; seconds to the paint, and to the act."""
    painted, stored = [], []
    how_many = len(criteria(path))
    with Watch(path) as watch:
        time.sleep(0.1)
        for number in range(rounds):
            for line in range(how_many - 1):
                # After a rating the focus goes to what is not rated yet, which may be a field that takes letters.
                terminal.type(UP * MOST_LINES + DOWN * line)
                terminal.settle(0.3)
                pressed = time.perf_counter()
                painted.append(terminal.press("1234"[number % 4]))
                stored.append(watch.since(pressed))
                terminal.settle(0.2)
    return painted, stored


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=12)
    given = parser.parse_args()
    kept = hub(given.people)
    with home() as folder:
        path = folder / "hub.milepost"
        shutil.copy(kept, path)
        row, name = waiting(path)
        with milepost(path, folder) as terminal:
            terminal.wait_for("Today so far")
            terminal.settle(0.5)
            terminal.type("gq")
            terminal.wait_for(name[:14])
            terminal.settle(0.5)
            for _ in range(row):
                terminal.press_and_settle("j")
            terminal.press("\r", name.split()[0])
            terminal.settle(1.0)
            painted, stored = rate(terminal, path, given.rounds)
    figures = Figures(f"Rating key, {given.people:,} people")
    figures.add("empty app", floor(60))
    figures.add("milepost, painted", painted)
    figures.add("milepost, stored", stored)
    figures.show()


if __name__ == "__main__":
    main()
