"""A cursor key in People to the painted frame, at two sizes. `python -m tests.benchmarks.cursor_key`."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from domain.workbook import people
from tests.benchmarks.harness import Figures, Terminal, bare, home, milepost
from tests.benchmarks.hubs import hub, look

if TYPE_CHECKING:
    from pathlib import Path

SEEN = 14
"""Letters of a name that are never cut."""


def names(path: Path, how_many: int) -> list[str]:
    """The first people by name, as the list shows them."""
    wb = look(path)
    first = list(people.ids(wb, people.PeopleQuery(), how_many))
    found = [row.name[:SEEN] for row in people.rows(wb, first)]
    wb.close()
    return found


def floor(times: int) -> list[float]:
    """The empty app's answers."""
    with bare() as terminal:
        terminal.wait_for("key 0")
        terminal.settle()
        return [_apart(terminal, "j", f"key {number}") for number in range(1, times + 1)]


def in_people(path: Path, home_folder: Path, times: int) -> tuple[list[float], list[float], float]:
    """Answers to `j` and to the page key, in seconds, and megabytes of memory at the end."""
    shown = names(path, times + 1)
    with milepost(path, home_folder) as terminal:
        terminal.wait_for("Today so far")
        terminal.settle(1.0)
        terminal.type("g")
        terminal.settle(0.5)
        terminal.press("c", shown[0])
        terminal.settle(3.0)
        downs = [_apart(terminal, "j", name) for name in shown[1:]]
        pages = [_apart(terminal, "\x1b[6~") for _ in range(times // 2)]
        return downs, pages, terminal.memory()


def _apart(terminal: Terminal, key: str, words: str = "") -> float:
    """One answer, with a pause before the next as between the keys of a person."""
    answer = terminal.press(key, words)
    terminal.settle(0.15)
    time.sleep(0.02)
    return answer


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=120)
    given = parser.parse_args()
    down = Figures("Key to painted frame in People")
    down.add("empty app", floor(given.times))
    with home() as folder:
        for size in sorted({10_000, given.people}):
            downs, pages, memory = in_people(hub(size), folder, given.times)
            down.add(f"j, {size:,} people", downs, f"{memory:.0f} MB")
            down.add(f"page down, {size:,} people", pages)
    down.show()


if __name__ == "__main__":
    main()
