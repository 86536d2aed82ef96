"""A letter typed in the filter of People to the right rows. `python -m tests.benchmarks.filter_letter`."""

from __future__ import annotations

import argparse
import sqlite3
from typing import TYPE_CHECKING

from domain.store import fold_words
from domain.store.sqlite_schema import fts
from domain.workbook import people
from tests.benchmarks.harness import Figures, home, milepost, timed
from tests.benchmarks.hubs import hub, look

if TYPE_CHECKING:
    from pathlib import Path

FIRST = f"select rowid from {fts('person')} where {fts('person')} match ? limit 200"


def words(path: Path) -> list[str]:
    """Names that are typed: from common to rare."""
    wb = look(path)
    found = people.ids(wb, people.PeopleQuery(), 0)
    names = [row.name for row in people.rows(wb, found[7 :: len(found) // 6])]
    wb.close()
    return [fold_words(name)[-1] for name in names]


def floor(path: Path, typed: list[str]) -> list[float]:
    """The full-text index alone: the first 200 of every beginning."""
    with sqlite3.connect(path.as_uri() + "?mode=ro", uri=True) as db:
        return [
            timed(lambda begins=word[:end]: db.execute(FIRST, [f'"{begins}"*']).fetchall())  # type: ignore[misc]
            for word in typed
            for end in range(1, len(word) + 1)
        ]


def in_people(path: Path, home_folder: Path, typed: list[str]) -> tuple[list[float], list[float]]:
    """Seconds to the first frame after a letter, and to the last before the screen was quiet."""
    first, last = [], []
    with milepost(path, home_folder) as terminal:
        terminal.wait_for("Today so far")
        terminal.settle(1.0)
        terminal.type("g")
        terminal.settle(0.5)
        terminal.type("c")
        terminal.settle(3.0)
        for word in typed:
            terminal.type("/")
            terminal.settle(0.5)
            for letter in word:
                first.append(terminal.press(letter))
                last.append(first[-1] + terminal.press_and_settle("", 0.2))
                terminal.settle(0.6)
            terminal.type("\x1b")
            terminal.settle(0.8)
    return first, last


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    given = parser.parse_args()
    path = hub(given.people)
    typed = words(path)
    figures = Figures(f"Letter typed to rows painted, {given.people:,} people: {', '.join(typed)}")
    figures.add("full-text index alone", floor(path, typed))
    with home() as folder:
        first, last = in_people(path, folder, typed)
    figures.add("milepost, first frame", first)
    figures.add("milepost, last of the burst", last)
    figures.show()


if __name__ == "__main__":
    main()
