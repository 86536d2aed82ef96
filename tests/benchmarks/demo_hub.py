"""A demonstration hub, ready to use. `python -m tests.benchmarks.demo_hub --people 100000`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.benchmarks.harness import ROOT, Figures, Terminal, bare, home, private, timed

if TYPE_CHECKING:
    from pathlib import Path

BUILD = "import sys, seed; seed.build(sys.argv[1], people=int(sys.argv[2])).workbook.close()"


def built(path: Path, people: int) -> float:
    """Seconds of a whole process that makes a hub."""
    command = [sys.executable, "-c", BUILD, str(path), str(people)]
    return timed(lambda: subprocess.run(command, cwd=ROOT, check=True))


def demo(folder: Path) -> float:
    """Seconds from `milepost demo` to its queue."""
    with Terminal([sys.executable, "-m", "tui.cli", "demo"], private(folder)) as terminal:
        return terminal.wait_for("waiting")


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
    figures.add("milepost demo to a painted queue", shown)
    figures.add(f"hub of {DEFAULT_PEOPLE:,} people", small)
    figures.add(f"hub of {given.people:,} people", large)
    figures.show()


if __name__ == "__main__":
    main()
