"""Clean rows taken in, beside `sqlite-utils insert --csv`. `python -m tests.benchmarks.import_csv --people 20000`."""

from __future__ import annotations

import argparse
import csv
import sys
from typing import TYPE_CHECKING

from tests.benchmarks.harness import Figures, home, private, run

if TYPE_CHECKING:
    from pathlib import Path

GIVEN = (
    "Ana",
    "Ben",
    "Carla",
    "Dev",
    "Ella",
    "Farid",
    "Grace",
    "Hana",
    "Idris",
    "Joan",
    "Kofi",
    "Lea",
    "Marek",
    "Nadia",
)
FAMILY = ("Abad", "Bello", "Cruz", "Diaz", "Evans", "Flores", "Garcia", "Haddad", "Ito", "Jensen", "Khan", "Lopez")


def write(path: Path, people: int) -> None:
    """A form export without anything wrong in it; nobody in it twice."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Full name", "Mobile number", "Email", "City", "Source", "Reference"])
        both = len(GIVEN) * len(FAMILY)
        for number in range(people):
            given, family = GIVEN[number % len(GIVEN)], FAMILY[number // len(GIVEN) % len(FAMILY)]
            middle = "".join(chr(97 + number // both // 26**place % 26) for place in range(3)).capitalize()
            mobile = f"0917{number:07}"
            city = ("Manila", "Cebu", "Davao")[number % 3]
            email = f"{given}.{family}.{number}@example.org".lower()
            rows.writerow([f"{given} {middle} {family}", mobile, email, city, "job fair", f"R{number:06}"])


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    floor, ours = [], []
    with home() as folder:
        table = folder / "form.csv"
        write(table, given.people)
        for number in range(given.times):
            env, book, plain = private(folder), folder / f"{number}.milepost", folder / f"{number}.db"
            insert = ("insert", str(plain), "people", str(table), "--csv")
            floor.append(run(sys.executable, "-m", "sqlite_utils", *insert, env=env))
            take_in = ("--file", str(book), "import", "--yes", str(table))
            ours.append(run(sys.executable, "-m", "tui.cli", *take_in, env=env))
    for kind, title in enumerate(("by the clock", "processor time")):
        figures = Figures(f"{given.people:,} clean rows, whole processes, {title}", "s")
        figures.add("sqlite-utils insert --csv", [times[kind] for times in floor])
        figures.add("milepost import --yes", [times[kind] for times in ours])
        figures.show()


if __name__ == "__main__":
    main()
