"""What leaves the workbook as files: slips, journey reports, lists. Private notes have no way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId
from domain.reports import (
    Format,
    TableFormat,
    file_name,
    render_journey,
    render_many,
    render_slip,
    render_table,
    slip_body,
    write_new,
)
from domain.workbook import journeys, people, slips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.model.slip import Finding, SlipDocument
    from domain.workbook.workbook import Workbook

__all__ = ["Exported", "Format", "TableFormat", "journey_to", "people_page", "people_table", "people_to", "slips_to"]


@dataclass(frozen=True, slots=True)
class Exported:
    """One file that was written, and what there is to say about it."""

    path: Path
    notes: tuple[str, ...] = ()


def slips_to(
    wb: Workbook, folder: Path, form: Format, *, state: str = "", person_id: int = 0, blocked: bool = False
) -> Iterator[Exported | str]:
    """Write slips as files; a slip that something blocks is named instead, unless `blocked` asks for it as it is."""
    shown: list[SlipDocument] = []
    for row in slips.listing(wb, state, person_id=person_id):
        if not row.id:
            yield f"{row.name}, {wb.catalogue.milestones[MilestoneId(row.milestone)].name}: nothing is drafted yet."
            continue
        view = slips.view(wb, row.id)
        if view.blocks and not blocked:
            yield f"{row.name}, {view.milestone.title}: {what_blocks(view.blocks)}."
            continue
        shown.append(view.document)
    for document, rendered in zip(shown, render_many(shown, form, paper=wb.site.paper), strict=True):
        yield Exported(write_new(folder, file_name(document, form), rendered.data), rendered.notes)


def slip_to(wb: Workbook, folder: Path, form: Format, slip_id: int) -> Exported:
    """Write one slip; Conflict, naming what, while something blocks it."""
    view = slips.view(wb, slip_id)
    if view.blocks:
        raise Conflict(f"Not written: {view.blocks[0].message}.", "Fill it in first.")
    rendered = render_slip(view.document, form, paper=wb.site.paper)
    return Exported(write_new(folder, file_name(view.document, form), rendered.data), rendered.notes)


def slip_text(document: SlipDocument, width: int = 72) -> str:
    """What the candidate reads as plain text, lines of at most `width` cells: to be copied, or shown as it stands."""
    return slip_body(document, width)


def slip_page(document: SlipDocument) -> str:
    """A whole slip as plain text, head and drill log included, lines of at most 72 cells: what the file holds."""
    return render_slip(document, Format.TXT).data.decode()


def what_blocks(blocks: tuple[Finding, ...]) -> str:
    """What stands against delivery, with the place: 'improvement 1 moment, when it happened'."""
    named = (f"{each.place}, {each.message}" if each.place else each.message for each in blocks)
    return "; ".join(words.rstrip(".") for words in named)


def journey_to(wb: Workbook, folder: Path, form: Format, person_id: int) -> Exported:
    """Write the journey report of one person."""
    document = journeys.document(wb, person_id)
    rendered = render_journey(document, form, paper=wb.site.paper)
    return Exported(write_new(folder, file_name(document, form), rendered.data), rendered.notes)


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
    data = render_table(people_table(wb, chosen), PEOPLE_COLUMNS, form, bom=form is TableFormat.CSV)
    return Exported(write_new(folder, f"{wb.today().isoformat()} people.{form}", data))


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
