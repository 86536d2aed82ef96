"""A demonstration hub, ready to use. `python -m tests.benchmarks.demo_hub --people 100000`."""

from __future__ import annotations

import argparse
import statistics
import sys
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Figures, Terminal, bare, home, private, run

if TYPE_CHECKING:
    from pathlib import Path

BUILD = "import sys, seed; seed.build(sys.argv[1], people=int(sys.argv[2])).workbook.close()"


def built(path: Path, people: int) -> tuple[float, float]:
    """Seconds of a whole process that makes a hub, by the clock and of processor time."""
    return run(sys.executable, "-c", BUILD, str(path), str(people))


def demo(folder: Path) -> float:
    """Seconds from `milepost demo` to its first place."""
    with Terminal([sys.executable, "-m", "tui.cli", "demo"], private(folder)) as terminal:
        return terminal.wait_for("Today so far")


def main() -> None:
    """Run and print."""
    from seed import DEFAULT_PEOPLE

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    floor, shown, small = [], [], []
    with home() as folder:
        for number in range(given.times):
            with bare() as terminal:
                floor.append(terminal.wait_for("key 0"))
            shown.append(demo(folder))
            small.append(built(folder / f"{number}.milepost", DEFAULT_PEOPLE))
        large = [built(folder / "large.milepost", given.people)]
    figures = Figures("A demonstration hub, ready to use", "s")
    figures.add("empty app", floor)
    figures.add("milepost demo to Today, painted", shown)
    for size, times in ((DEFAULT_PEOPLE, small), (given.people, large)):
        cpu = statistics.median(used for _, used in times)
        figures.add(f"hub of {size:,} people", [clock for clock, _ in times], f"{cpu:.1f} s of processor time")
    figures.show()


if __name__ == "__main__":
    main()
