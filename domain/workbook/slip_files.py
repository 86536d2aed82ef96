"""Many slips as files: read in parts, written one after the other, and stopped at any time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.slip import SlipDocument
from domain.reports import (
    Addressed,
    Format,
    TemplateFault,
    file_name,
    render_many,
    render_together,
    write_new,
)
from domain.reports.runs import NOTES, Taken, Written
from domain.reports.runs import write_files as write
from domain.reports.unfinished import Left, left_in, mark
from domain.workbook import slip_checks, slips
from domain.workbook.exporting import what_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from domain.model.letterhead import Letterhead
    from domain.reports import Paper
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

__all__ = [
    "Addressed",
    "Format",
    "Left",
    "Standing",
    "Taken",
    "TemplateFault",
    "Written",
    "documents",
    "left_in",
    "standing",
    "write",
    "write_one",
    "write_zip",
]


def documents(
    wb: Workbook, attempts: Sequence[int], form: Format | None = None
) -> list[SlipDocument | Addressed | str]:
    """The words of these attempts' slips, a few dozen at a time; one that something blocks is named, with what.

    For an e-mail they come with the address of the person.
    """
    with wb.store.read() as tx:
        among, values = tx.among("id", attempts)
        slip_of = {row["id"]: row["slip"] for row in tx.rows(f"select id, slip from attempt where {among}", **values)}
        slip_ids = [slip_of[attempt] for attempt in attempts if slip_of.get(attempt)]
        found = slips.words(wb, tx, slip_ids)
        drafts = [one.id for one in found.values() if not one.frozen]
        checks = slip_checks.look_in(wb, tx, drafts)
        mail = _mail_addresses(tx, slip_ids) if form is Format.EML else {}
    shown: list[SlipDocument | Addressed | str] = []
    for slip in slip_ids:
        if slip not in found:
            continue
        words, check = found[slip], checks.get(slip)
        if check is not None and check.blocks:
            shown.append(f"{words.name}, {words.milestone.title}: {what_blocks(check.blocks)}.")
        else:
            shown.append(Addressed(words.document, mail[slip]) if mail else words.document)
    return shown


def _mail_addresses(tx: Tx, slip_ids: Sequence[int]) -> dict[int, str]:
    among, values = tx.among("s.id", slip_ids)
    rows = tx.rows(f"select s.id, p.email from slip s join person p on p.id = s.person where {among}", **values)
    return {row["id"]: row["email"] for row in rows}


def _bare(document: SlipDocument | Addressed) -> SlipDocument:
    """The slip without an address."""
    if isinstance(document, Addressed):
        assert isinstance(document.document, SlipDocument)
        return document.document
    return document


@dataclass(frozen=True, slots=True)
class Standing:
    """What a folder holds of slips that are to be written."""

    taken: int = 0
    """Slips of whose name there is a file."""
    there: int = 0
    """Slips whose file an export that was stopped has written, word for word."""

    def __add__(self, other: Standing) -> Standing:
        """What both parts come to."""
        return Standing(self.taken + other.taken, self.there + other.there)


def standing(wb: Workbook, attempts: Sequence[int], folder: Path, form: Format, left: Left | None = None) -> Standing:
    """What the folder holds of these attempts' slips; `left` is what `left_in` found, each file counts once."""
    left = left if left is not None else left_in(folder, form)
    shown = [one for one in documents(wb, attempts, form) if not isinstance(one, str)]
    marks = (mark(one, wb.site.paper, wb.site.letterhead) for one in shown)
    return Standing(
        sum(os.path.lexists(folder / file_name(one, form)) for one in shown),
        sum(bool(left.take(of)) for of in marks),
    )


def write_one(
    slips_of: Iterable[SlipDocument | Addressed],
    folder: Path,
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
    told: Callable[[int], bool] = lambda _slips: True,
) -> Written:
    """Write one PDF of all these slips, to be printed in one go; needs no workbook, and nothing waits for it.

    `told` hears how many were read so far, then again and again while the pages are set, and says whether to go on;
    a file is there only when all of it is, so one that was stopped is made afresh.
    """
    documents: list[SlipDocument] = []
    for document in slips_of:
        documents.append(_bare(document))
        if not told(len(documents)):
            return Written(stopped=True)
    if not documents:
        return Written()
    rendered = render_together(documents, paper, lambda: told(len(documents)), letterhead)
    if rendered is None:
        return Written(stopped=True)
    path = write_new(folder, _together(documents, ".pdf"), rendered.data)
    return Written(1, len(documents), first=path, notes=rendered.notes)


def write_zip(
    slips_of: Iterable[SlipDocument | Addressed],
    folder: Path,
    form: Format,
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
    told: Callable[[int], bool] = lambda _slips: True,
) -> Written:
    """Write one zip with a file for each of these slips; as `write_one`, it is there only when all of it is."""
    import io
    import zipfile

    documents: list[SlipDocument | Addressed] = []
    notes: list[str] = []
    kept = io.BytesIO()
    names: set[str] = set()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        rendered = render_many(_noted(slips_of, documents), form, paper=paper, letterhead=letterhead)
        try:
            for at, one in enumerate(rendered):
                name = _free(file_name(documents[at], form), names)
                day = _bare(documents[at]).dated
                entry = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 12, 0, 0))
                entry.external_attr = FILE_MODE << 16
                archive.writestr(entry, one.data, zipfile.ZIP_DEFLATED)
                notes += [f"{name}: {note}" for note in one.notes][: NOTES - len(notes)]
                if not told(at + 1):
                    return Written(stopped=True)
        finally:
            if (close := getattr(rendered, "close", None)) is not None:
                close()
    if not names:
        return Written()
    path = write_new(folder, _together(documents, ".zip"), kept.getvalue())
    return Written(1, len(names), first=path, notes=tuple(notes))


FILE_MODE = 0o600
"""Who may read a file that comes out of a zip: its owner."""


def _noted(
    slips_of: Iterable[SlipDocument | Addressed], seen: list[SlipDocument | Addressed]
) -> Iterator[SlipDocument | Addressed]:
    for document in slips_of:
        seen.append(document)
        yield document


def _free(name: str, names: set[str]) -> str:
    """The name, with a number where another file of the zip has it."""
    stem, dot, suffix = name.rpartition(".")
    found, copy = name, 1
    while found in names:
        copy += 1
        found = f"{stem}-{copy}{dot}{suffix}"
    names.add(found)
    return found


def _together(documents: Sequence[SlipDocument | Addressed], suffix: str) -> str:
    """The name of a file that holds all of them: '2026-11-22 12 slips.pdf'."""
    day = max(_bare(document).dated for document in documents)
    return f"{day.isoformat()} {len(documents)} {'slip' if len(documents) == 1 else 'slips'}{suffix}"
