"""Many slips as files: read in parts, written one after the other, and stopped at any time."""

from __future__ import annotations

import os
from collections import deque
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.reports import Format, file_name, render_many, write_new, write_over
from domain.workbook import slip_checks, slips
from domain.workbook.exporting import what_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from domain.model.slip import SlipDocument
    from domain.reports import Paper, Rendered
    from domain.workbook.workbook import Workbook

__all__ = ["Format", "Taken", "Written", "documents", "taken", "write"]


class Taken(StrEnum):
    """What happens where a file of that name is there already."""

    BOTH = "both"
    """The new one gets a number."""
    OVER = "over"
    """It is written over."""
    LEAVE = "leave"
    """It stays, and no new one is written."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    files: int = 0
    left: int = 0
    """Slips whose file was there and stays."""
    first: Path | None = None
    notes: tuple[str, ...] = ()
    """What there is to say about single files, the first few."""
    stopped: bool = False


NOTES = 9
"""Notes that are kept; more would not be read."""


def documents(wb: Workbook, attempts: Sequence[int]) -> list[SlipDocument | str]:
    """The words of these attempts' slips, a few dozen at a time; one that something blocks is named, with what."""
    with wb.store.read() as tx:
        among, values = tx.among("id", attempts)
        slip_of = {row["id"]: row["slip"] for row in tx.rows(f"select id, slip from attempt where {among}", **values)}
        slip_ids = [slip_of[attempt] for attempt in attempts if slip_of.get(attempt)]
        found = slips.words(wb, tx, slip_ids)
        drafts = [one.id for one in found.values() if not one.frozen]
        checks = slip_checks.look_in(wb, tx, drafts)
    shown: list[SlipDocument | str] = []
    for slip in slip_ids:
        if slip not in found:
            continue
        words, check = found[slip], checks.get(slip)
        if check is not None and check.blocks:
            shown.append(f"{words.name}, {words.milestone.title}: {what_blocks(check.blocks)}.")
        else:
            shown.append(words.document)
    return shown


def taken(wb: Workbook, attempts: Sequence[int], folder: Path, form: Format) -> int:
    """How many of these attempts' slips have a file of their name in the folder already."""
    names = (file_name(one, form) for one in documents(wb, attempts) if not isinstance(one, str))
    return sum(os.path.lexists(folder / name) for name in names)


def write(
    slips_of: Iterable[SlipDocument],
    folder: Path,
    form: Format,
    *,
    paper: Paper = "a4",
    where_taken: Taken = Taken.BOTH,
    told: Callable[[int], bool] = lambda _files: True,
) -> Written:
    """Write slips as files, each as it comes; needs no workbook, so it may run beside one.

    `told` hears how many there are after each, and says whether to go on. Two slips of one run never share a file.
    """
    run = _Run(folder, form, where_taken)
    rendered = render_many(run.wanted(slips_of), form, paper=paper)
    try:
        for one in rendered:
            run.put(one)
            if not told(run.files):
                run.stopped = True
                break
    finally:
        if (close := getattr(rendered, "close", None)) is not None:
            close()
    return Written(run.files, run.left, run.first, tuple(run.notes), run.stopped)


class _Run:
    """One export under way."""

    def __init__(self, folder: Path, form: Format, where_taken: Taken) -> None:
        self.folder, self.form, self.where_taken = folder, form, where_taken
        self.names: deque[str] = deque()
        self.written: set[str] = set()
        self.files = self.left = 0
        self.first: Path | None = None
        self.notes: list[str] = []
        self.stopped = False

    def wanted(self, slips_of: Iterable[SlipDocument]) -> Iterator[SlipDocument]:
        """Those that are to be written; their names wait in line for what is made of them."""
        for document in slips_of:
            name = file_name(document, self.form)
            there = name not in self.written and os.path.lexists(self.folder / name)
            if there and self.where_taken is Taken.LEAVE:
                self.left += 1
                continue
            self.names.append(name)
            yield document

    def put(self, rendered: Rendered) -> None:
        """Write the next one down."""
        name = self.names.popleft()
        over = self.where_taken is Taken.OVER and name not in self.written
        path = (write_over if over else write_new)(self.folder, name, rendered.data)
        self.written.add(name)
        self.files += 1
        self.first = self.first or path
        self.notes += [f"{name}: {note}" for note in rendered.notes][: NOTES - len(self.notes)]
