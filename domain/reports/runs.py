"""Many documents as files of a folder: one after the other, stopped at any time, and gone on with."""

from __future__ import annotations

import os
from collections import deque
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.reports.bulk import render_many
from domain.reports.names import file_name
from domain.reports.unfinished import Ledger, mark

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from pathlib import Path

    from domain.model.letterhead import Letterhead
    from domain.model.slip import JourneyDocument, SlipDocument
    from domain.reports.formats import Addressed, Format, Paper, Rendered


class Taken(StrEnum):
    """What happens where a file of that name is there already."""

    BOTH = "both"
    """The new one gets a number."""
    OVER = "over"
    """It is written over."""
    LEAVE = "leave"
    """It stays, and no new one is written."""
    GO_ON = "go_on"
    """What an export that was stopped has written stays, and the rest goes as it would have gone then."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    files: int = 0
    slips: int = 0
    """Documents that are in them."""
    left: int = 0
    """Documents whose file was there and stays."""
    there: int = 0
    """Documents whose file an export that was stopped had written."""
    first: Path | None = None
    notes: tuple[str, ...] = ()
    """What there is to say about single files, the first few."""
    stopped: bool = False


NOTES = 9
"""Notes that are kept; more would not be read."""


class Run:
    """One export of documents as files. Close it, whole or not: what is not whole can be gone on with."""

    def __init__(
        self,
        folder: Path,
        form: Format,
        where_taken: Taken = Taken.GO_ON,
        *,
        paper: Paper = "a4",
        letterhead: Letterhead | None = None,
    ) -> None:
        """Look at what the folder holds; nothing is made before the first file is written."""
        self._folder, self._form, self._paper, self._letterhead = folder, form, paper, letterhead
        self._going_on = where_taken is Taken.GO_ON
        self._ledger = Ledger(folder, form, "" if self._going_on else where_taken.value)
        self._manner = Taken(self._ledger.manner or Taken.BOTH)
        self._names: deque[tuple[str, str]] = deque()
        self._written: set[str] = set()
        self.files = self.left = self.there = 0
        self.first: Path | None = None
        self.notes: list[str] = []

    def write(
        self, documents: Iterable[SlipDocument | JourneyDocument | Addressed]
    ) -> Generator[tuple[Path, Rendered]]:
        """Write each as it is asked for: where it is, and what it says. Two of one run never share a file.

        TemplateFault, before anything is written, where a template of the site cannot be used.
        """
        rendered = render_many(self._wanted(documents), self._form, paper=self._paper, letterhead=self._letterhead)
        try:
            for one in rendered:
                yield self._put(one), one
        finally:
            if (close := getattr(rendered, "close", None)) is not None:
                close()

    def close(self, whole: bool) -> None:
        """End it; one that is not whole is gone on with by the next of this format in this folder."""
        self._ledger.close(whole)

    def told(self, stopped: bool = False) -> Written:
        """What it came to."""
        return Written(self.files, self.files, self.left, self.there, self.first, tuple(self.notes), stopped)

    def _wanted(
        self, documents: Iterable[SlipDocument | JourneyDocument | Addressed]
    ) -> Iterator[SlipDocument | JourneyDocument | Addressed]:
        """Those that are to be written; their names wait in line for what is made of them."""
        for document in documents:
            name, of = file_name(document, self._form), mark(document, self._paper, self._letterhead)
            if (already := self._ledger.left.take(of)) and self._going_on:
                self._written.add(already)
                self.first = self.first or self._folder / already
                self.there += 1
                continue
            there = name not in self._written and os.path.lexists(self._folder / name)
            if there and self._manner is Taken.LEAVE:
                self.left += 1
                continue
            self._names.append((name, of))
            yield document

    def _put(self, rendered: Rendered) -> Path:
        name, of = self._names.popleft()
        over = self._manner is Taken.OVER and name not in self._written
        path = self._ledger.write(of, name, rendered.data, over)
        self._written.add(name)
        self.files += 1
        self.first = self.first or path
        self.notes += [f"{name}: {note}" for note in rendered.notes][: NOTES - len(self.notes)]
        return path


def write_files(
    documents: Iterable[SlipDocument | JourneyDocument | Addressed],
    folder: Path,
    form: Format,
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
    where_taken: Taken = Taken.BOTH,
    told: Callable[[int], bool] = lambda _files: True,
) -> Written:
    """Write documents as files, each as it comes; needs no workbook, so it may run beside one.

    `told` hears after each how many there are, those of an export that is gone on with among them, and says whether
    to go on. What is stopped, or dies, is gone on with by the next in this folder with `Taken.GO_ON`.
    """
    run = Run(folder, form, where_taken, paper=paper, letterhead=letterhead)
    whole = False
    try:
        with closing(run.write(documents)) as writing:
            for _ in writing:
                if not told(run.files + run.there):
                    return run.told(stopped=True)
        whole = True
    finally:
        run.close(whole)
    return run.told()
