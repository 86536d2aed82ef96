"""`milepost`, cold, to a populated first screen, beside an empty app. `python -m tests.benchmarks.startup`."""

from __future__ import annotations

import argparse

from tests.benchmarks.harness import Figures, bare, home, milepost
from tests.benchmarks.hubs import hub


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=9)
    given = parser.parse_args()
    path = hub(given.people)
    floor: list[float] = []
    ours: list[float] = []
    cpu: tuple[list[float], list[float]] = ([], [])
    memory = 0.0
    with home() as folder:
        for _ in range(given.times + 1):
            with bare() as terminal:
                floor.append(terminal.wait_for("key 0"))
            cpu[0].append(terminal.cpu)
            with milepost(path, folder) as terminal:
                ours.append(terminal.wait_for("Today so far"))
                memory = terminal.memory()
            cpu[1].append(terminal.cpu)
    figures = Figures(f"Process started to Today painted, {given.people:,} people")
    figures.add("empty app", floor[1:])
    figures.add("milepost", ours[1:], f"{memory:.0f} MB")
    figures.show()
    spent = Figures("The same, processor time")
    spent.add("empty app", cpu[0][1:])
    spent.add("milepost", cpu[1][1:])
    spent.show()


if __name__ == "__main__":
    main()
