"""What leaves the workbook as files: slips, journey reports, lists. Private notes have no way in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.letterhead import Letterhead
from domain.model.terms import MilestoneId
from domain.reports import (
    Addressed,
    Format,
    TableFormat,
    TemplateFault,
    check_templates,
    file_name,
    render_any,
    render_slip,
    render_table,
    slip_body,
    write_new,
)
from domain.reports.runs import Run
from domain.reports.unfinished import left_in, mark
from domain.workbook import exports, journeys, ladder_file, people, slips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.model.ladder_file import LadderDocument
    from domain.model.slip import Finding, JourneyDocument, SlipDocument
    from domain.workbook.workbook import Workbook

__all__ = [
    "Addressed",
    "Exported",
    "Format",
    "GoingOn",
    "Run",
    "TableFormat",
    "TemplateFault",
    "journey_to",
    "ladder_to",
    "people_page",
    "people_table",
    "people_to",
    "slips_to",
]


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that was written, and what there is to say about it."""

    path: Path
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoingOn:
    """What an export that was stopped has written already."""

    there: int
    total: int

    def __str__(self) -> str:
        """Return "212 of 500 are there already, from an export that was stopped; going on."."""
        are = "is" if self.there == 1 else "are"
        return f"{self.there:,} of {self.total:,} {are} there already, from an export that was stopped; going on."


def check_own_templates(folder: str) -> None:
    """Try every template in a folder of the site's own; TemplateFault names file and line of the first bad one."""
    check_templates(Letterhead(templates=folder))


def check_paper(wb: Workbook, forms: Sequence[Format], standard: bool = False) -> None:
    """Raise TemplateFault where a template that one of these formats needs cannot be used."""
    check_templates(paper_of(wb, standard), forms)


def paper_of(wb: Workbook, standard: bool = False) -> Letterhead:
    """What slips and reports are printed on; `standard` sets the site's own templates aside, and nothing else."""
    return replace(wb.site.letterhead, templates="") if standard else wb.site.letterhead


def slips_to(
    wb: Workbook,
    folder: Path,
    form: Format,
    *,
    state: str = "",
    person_id: int = 0,
    blocked: bool = False,
    standard: bool = False,
) -> Iterator[Exported | GoingOn | str]:
    """Write slips as files; a slip that something blocks is named instead, unless `blocked` asks for it as it is.

    What an export of this format that was stopped has written there stays, and is told of first. TemplateFault,
    before anything is written, where a template of the site cannot be used; `standard` does without.
    """
    check_paper(wb, [form], standard)
    shown: list[Addressed] = []
    whose: list[int] = []
    for row in slips.listing(wb, state, person_id=person_id):
        if not row.id:
            yield f"{row.name}, {wb.catalogue.milestones[MilestoneId(row.milestone)].name}: nothing is drafted yet."
            continue
        view = slips.view(wb, row.id)
        if view.blocks and not blocked:
            yield f"{row.name}, {view.milestone.title}: {what_blocks(view.blocks)}."
            continue
        shown.append(_addressed(wb, view.document, view.person, form))
        whose.append(view.person)
    exports.note(wb, exports.SLIP, folder, whose)
    yield from _one_by_one(wb, folder, form, shown, standard)


def _one_by_one(
    wb: Workbook, folder: Path, form: Format, documents: Sequence[Addressed], standard: bool
) -> Iterator[Exported | GoingOn | str]:
    head = paper_of(wb, standard)
    left = left_in(folder, form)
    if left.files and (there := sum(bool(left.take(mark(one, wb.site.paper, head))) for one in documents)):
        yield GoingOn(there, len(documents))
    run = run_of(wb, folder, form, standard)
    whole = False
    try:
        for path, rendered in run.write(documents):
            yield Exported(path, rendered.notes)
        whole = True
    finally:
        run.close(whole)


def run_of(wb: Workbook, folder: Path, form: Format, standard: bool = False) -> Run:
    """An export of reports as files on the site's paper, which may run beside the workbook."""
    return Run(folder, form, paper=wb.site.paper, letterhead=paper_of(wb, standard))


def journeys_of(wb: Workbook, wanted: Sequence[int], form: Format) -> list[Addressed]:
    """The journey reports of these people, some dozens at a time, to be written as files in a folder."""
    return [_addressed(wb, journeys.document(wb, person), person, form) for person in wanted]


def _addressed(
    wb: Workbook, document: SlipDocument | JourneyDocument | LadderDocument, person_id: int, form: Format
) -> Addressed:
    """The document with the person's address, which only an e-mail needs."""
    return Addressed(document, people.find(wb, person_id).email if form is Format.EML else "")


def slip_to(wb: Workbook, folder: Path, form: Format, slip_id: int, *, standard: bool = False) -> Exported:
    """Write one slip; Conflict, naming what, while something blocks it. TemplateFault as `slips_to`."""
    view = slips.view(wb, slip_id)
    if view.blocks:
        raise Conflict(f"Not written: {view.blocks[0].message}.", "Fill it in first.")
    written = _written(wb, folder, form, _addressed(wb, view.document, view.person, form), standard)
    exports.note(wb, exports.SLIP, written.path, [view.person])
    return written


def _written(wb: Workbook, folder: Path, form: Format, document: Addressed, standard: bool) -> Exported:
    rendered = render_any(document, form, paper=wb.site.paper, letterhead=paper_of(wb, standard))
    return Exported(write_new(folder, file_name(document, form), rendered.data), rendered.notes)


def slip_text(document: SlipDocument, width: int = 72) -> str:
    """What the candidate reads as plain text, lines of at most `width` cells: to be copied, or shown as it stands."""
    return slip_body(document, width)


def slip_page(wb: Workbook, document: SlipDocument) -> str:
    """A whole slip as plain text, head, foot and drill log included, lines of at most 72 cells: what paper holds."""
    return render_slip(document, Format.TXT, letterhead=paper_of(wb, standard=True)).data.decode()


def what_blocks(blocks: tuple[Finding, ...]) -> str:
    """What stands against delivery, with the place: 'improvement 1 moment, when it happened'."""
    named = (f"{each.place}, {each.message}" if each.place else each.message for each in blocks)
    return "; ".join(words.rstrip(".") for words in named)


def journey_to(wb: Workbook, folder: Path, form: Format, person_id: int, *, standard: bool = False) -> Exported:
    """Write the journey report of one person; TemplateFault as `slips_to`."""
    document = journeys.document(wb, person_id)
    written = _written(wb, folder, form, _addressed(wb, document, person_id, form), standard)
    exports.note(wb, exports.JOURNEY, written.path, [person_id])
    return written


def ladder_to(wb: Workbook, folder: Path, form: Format, person_id: int, *, standard: bool = False) -> Exported:
    """Write the ladder file of one person; Conflict for who is not on the ladder, TemplateFault as `slips_to`."""
    document = ladder_file.document(wb, person_id)
    written = _written(wb, folder, form, _addressed(wb, document, person_id, form), standard)
    exports.note(wb, exports.LADDER, written.path, [people.find(wb, person_id).id])
    return written


PEOPLE_COLUMNS = (
    "name",
    "phone",
    "email",
    "city",
    "account",
    "opening",
    "milestone",
    "state",
    "since",
    "retest",
    "source",
)


def people_to(wb: Workbook, folder: Path, form: TableFormat, chosen: people.PeopleQuery | Sequence[int]) -> Exported:
    """Write the people of a query, or these, as one table; CSV carries the mark by which spreadsheets know UTF-8."""
    rows = people_table(wb, chosen)
    data = render_table(rows, PEOPLE_COLUMNS, form, bom=form is TableFormat.CSV)
    path = write_new(folder, f"{wb.today().isoformat()} people.{form}", data)
    exports.note_list(wb, path, len(rows))
    return Exported(path)


def people_table(wb: Workbook, chosen: people.PeopleQuery | Sequence[int], limit: int = 0) -> list[dict[str, str]]:
    """People as rows of plain text, in the order of the query or as they were chosen."""
    wanted = list(people.ids(wb, chosen, limit) if isinstance(chosen, people.PeopleQuery) else chosen)
    rows: list[dict[str, str]] = []
    for start in range(0, len(wanted), 500):
        rows += people_page(wb, wanted[start : start + 500])
    return rows


def people_page(wb: Workbook, wanted: list[int]) -> list[dict[str, str]]:
    """The rows of these ids as plain text, in their order; a few hundred at a time."""
    if not wanted:
        return []
    listed = ",".join(str(int(person)) for person in wanted)
    with wb.store.read() as tx:
        found = {
            row["id"]: row
            for row in tx.rows(
                "select p.id, p.name, p.phone, p.phone_typed, p.email, p.email_typed, p.city, p.account,"
                " coalesce(o.name, '') as opening, p.milestone, p.state, p.since, p.retest, p.source"
                f" from person p left join opening o on o.id = p.opening where p.id in ({listed})"
            )
        }
    return [_people_row(wb, found[person]) for person in wanted if person in found]


def _people_row(wb: Workbook, row: dict[str, object]) -> dict[str, str]:
    since = int(str(row["since"]))
    values = row | {
        "phone": row["phone"] or row["phone_typed"],
        "email": row["email"] or row["email_typed"],
        "since": wb.day(since).isoformat() if since else "",
    }
    return {"id": str(row["id"])} | {column: str(values[column]) for column in PEOPLE_COLUMNS}
