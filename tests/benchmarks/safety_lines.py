"""How many of a stranger's lines the safety net holds: unsafe ones caught, safe ones stopped.

    python -m tests.benchmarks.safety_lines FILE [--show]

A line of the file is 'unsafe' or 'safe', anything else (a language, a topic), and the text, with tabs between them; a
heading and lines that begin with '#' are left out. Held is a line that has to be changed or confirmed with a reason;
that a line is only asked for an act, a quote or a count counts for nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from domain.catalog.kept import load
from domain.model.terms import Severity
from domain.rules.safety import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.model.wording import SafetyList


@dataclass(frozen=True)
class Judged:
    """A line of somebody else, and which categories hold it."""

    unsafe: bool
    group: str
    text: str
    held: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether the net does with it what it is for."""
        return bool(self.held) is self.unsafe


def judged(file: Path, safety: SafetyList) -> Iterator[Judged]:
    """Every line of a file, with what holds it."""
    for row in file.read_text("utf-8").splitlines():
        side, *rest = (part.strip() for part in row.split("\t"))
        if rest and side.lower() in ("unsafe", "safe"):
            yield Judged(side.lower() == "unsafe", " ".join(rest[:-1]), rest[-1], held_by(rest[-1], safety))


def held_by(text: str, safety: SafetyList) -> tuple[str, ...]:
    """Ids of the categories for which a line has to be changed or confirmed."""
    return tuple(one.rule for one in check(text, safety) if one.severity is not Severity.HINT)


def figures(lines: Iterable[Judged]) -> dict[str, tuple[int, int]]:
    """Of 'unsafe' and 'safe': how many are held, of how many."""
    whole: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for line in lines:
        side = "unsafe" if line.unsafe else "safe"
        whole[side] += 1
        held[side] += bool(line.held)
    return {side: (held[side], whole[side]) for side in ("unsafe", "safe")}


def main() -> None:
    """Prints the figures, by group as well, and with --show every line that was judged wrongly."""
    found = list(judged(Path(sys.argv[1]), load().safety))
    groups = sorted({line.group for line in found})
    for name, among in (("all", found), *((group, [one for one in found if one.group == group]) for group in groups)):
        (caught, unsafe), (stopped, safe) = figures(among).values()
        print(f"{name or '-'}: caught {caught} of {unsafe} unsafe, stopped {stopped} of {safe} safe")
    if "--show" in sys.argv:
        for line in found:
            if not line.right:
                print("stopped" if line.held else "missed ", line.group, line.text, line.held, sep=" | ")


if __name__ == "__main__":
    main()
