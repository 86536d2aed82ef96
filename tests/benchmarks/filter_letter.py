"""A letter typed in the filter of People to the right rows. `python -m tests.benchmarks.filter_letter`."""

from __future__ import annotations

import argparse
import sqlite3
from itertools import takewhile
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING

from domain.store import fold_words
from domain.store.sqlite_schema import fts
from domain.workbook import people
from tests.benchmarks.harness import Figures, home, milepost, timed
from tests.benchmarks.hubs import hub, look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.harness import Burst

SEEN = 14
"""Letters of a name that are never cut."""
IN_SIGHT = 25
WORDS = 12
"""So many are typed that one letter alone is not the 95th percentile."""
TIMES = 3
"""So many programs are typed into, each anew; of a letter their median counts, since a virtual machine that waits for
its processor doubles a single time."""
QUIET = 0.5
"""Seconds without a frame after which the whole list was read: more than the list waits after a letter."""
FIRST = f"select rowid from {fts('person')} where {fts('person')} match ? limit 200"


def words(path: Path) -> list[str]:
    """Names that are typed: from common to rare."""
    wb = look(path)
    found = people.ids(wb, people.PeopleQuery(), 0)
    names = [row.name for row in people.rows(wb, found[7 :: len(found) // WORDS])]
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


def shown(path: Path, typed: str) -> list[str]:
    """Names in sight for what is typed, as far as no column cuts them."""
    wb = look(path)
    page = people.first(wb, people.PeopleQuery(typed), IN_SIGHT)
    names = [row.name[:SEEN] for row in people.rows(wb, page.ids[:IN_SIGHT])]
    wb.close()
    return names


def news(path: Path, word: str) -> Iterator[tuple[str, str]]:
    """Every letter of a word, with a name that comes into sight because of it; '' where none does."""
    before = shown(path, "")
    for end in range(1, len(word) + 1):
        now = shown(path, word[:end])
        yield word[end - 1], next((name for name in now if name not in before), "")
        before = now


def in_people(path: Path, home_folder: Path, typed: list[str]) -> list[Burst]:
    """Letter by letter, seconds to the first frame after it, to the right rows, and to the last before all was quiet.

    A letter that brings nobody new into sight says nothing about the rows; a word ends with it.
    """
    seen = []
    with milepost(path, home_folder) as terminal:
        terminal.wait_for("Today so far")
        terminal.settle(1.0)
        terminal.type("g")
        terminal.settle(0.5)
        terminal.type("c")
        terminal.settle(3.0)
        for word in typed:
            terminal.type("/")
            terminal.settle(QUIET)
            for letter, name in takewhile(itemgetter(1), news(path, word)):
                seen.append(terminal.burst(letter, name))
                terminal.settle(QUIET)
            terminal.type("\x1b")
            terminal.settle(0.8)
    return seen


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
        letters = list(zip(*(in_people(path, folder, typed) for _ in range(TIMES)), strict=True))
    for name, part in (("first frame", "first"), ("the right rows", "words"), ("last of the burst", "last")):
        figures.add(f"milepost, {name}", [median(getattr(one, part) for one in times) for times in letters])
    figures.show()


if __name__ == "__main__":
    main()
