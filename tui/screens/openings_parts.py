"""Cells, panes and words of openings and accounts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from domain.workbook.wording import count, day_month, short_day
from tui.lines import PANE_WIDTH, Line, bar, blocks, heading, item, pair, text
from tui.safe_text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.workbook.account_versions import Edition
    from domain.workbook.opening_pages import AccountDetail, AccountRow, Assessed, Detail
    from domain.workbook.openings import OpeningRow
    from tui.look import Look
    from tui.safe_text import Pieces

BAR_CELLS = 6
WEIGHT_CELLS, MARK_CELLS = 8, 6
MOST_CHANGES = 4
"""Changes of a version that a pane names."""


def fold(words: str) -> list[str]:
    """What was typed to find something, as words without case."""
    return words.casefold().split()


def matches(words: Sequence[str], *texts: str) -> bool:
    """Whether every word begins or stands in one of the texts."""
    within = " ".join(texts).casefold()
    return all(word in within for word in words)


# cells ---------------------------------------------------------------------------------------------------------------


def seats_bar(look: Look, taken: int, seats: int, cells: int = BAR_CELLS) -> Pieces:
    """Seats taken as a bar: heavy for taken, thin for free; nothing where there are no seats."""
    if not seats:
        return ()
    full = min(cells, round(taken / seats * cells))
    full = max(full, 1) if taken else full
    return ((look.sign("behind") * full, ""), (look.sign("ahead") * (cells - full), "rule"))


def list_name(row: OpeningRow) -> str:
    """The name of a class beside its start: one that is made of account and date without the date."""
    made = f", class of {day_month(row.starts)}" if row.starts else ""
    return row.name.removesuffix(made) if made else row.name


def starts(row: OpeningRow, today: date) -> str:
    """'1 Sep', with the year where it is another one; '' while it is not known."""
    return day_month(row.starts, today) if row.starts else ""


def starts_cell(row: OpeningRow, look: Look, today: date) -> Pieces:
    """'1 Sep', of another year '1 Sep 27'; an open ring where it is not known."""
    if row.starts is None:
        return (look.glyph("not_needed", "muted"),) if row.closed else look.state("open", "no day", "due", "due")
    return ((short_day(row.starts, today), ""),)


def moment(at: int, now: datetime) -> str:
    """'12 Aug, 10:42' at the site."""
    when = datetime.fromtimestamp(at / 1000, UTC).astimezone(now.tzinfo)
    return f"{day_month(when.date(), now.date())}, {when.hour}:{when.minute:02}"


# panes ---------------------------------------------------------------------------------------------------------------


def class_pane(look: Look, detail: Detail, now: datetime) -> Sequence[Line]:
    """Seats, start, route with weights and pass marks, hurdles in words, the version and what it changed."""
    row = detail.row
    return blocks(
        [Line(((cut(row.name, PANE_WIDTH, look.dots), "bold"),)), *text(row.account_name, "muted")],
        seat_lines(look, row, now.date()),
        *assessed_blocks(look, detail.assessed, now),
        [heading("Note"), *text(row.note, "muted")] if row.note else [],
        told_lines(detail.assessed.preview),
    )


def seat_lines(look: Look, row: OpeningRow, today: date) -> list[Line]:
    """Seats in words and as a bar, and the first day."""
    taken = f"{row.taken:,} of {row.seats:,}"
    state = "closed" if row.closed else f"{row.free:,} free"
    known = pair("Starts", starts(row, today)) if row.starts else item(look, "open", "No start date yet", role="due")
    return [pair("Seats taken", f"{taken}, {state}"), bar(look, row.taken / row.seats if row.seats else 0), known]


def account_pane(look: Look, detail: AccountDetail, row: AccountRow, now: datetime) -> Sequence[Line]:
    """What an account asks for, as its next class takes it."""
    about = [Line(((cut(detail.account.name, PANE_WIDTH, look.dots), "bold"),))]
    about += text(f"{detail.account.code}, {detail.channel}", "muted")
    about += text(f"Asks for {', '.join(detail.expertise)} expertise.", "muted") if detail.expertise else ()
    seats = [
        pair("Open classes", str(row.classes)),
        pair("Seats taken", f"{row.taken:,} of {row.seats:,}"),
        bar(look, row.taken / row.seats if row.seats else 0),
    ]
    none = [item(look, "open", "No class is open")]
    return blocks(
        about,
        seats if row.seats else none,
        *assessed_blocks(look, detail.assessed, now),
        told_lines(detail.assessed.preview),
    )


def assessed_blocks(look: Look, assessed: Assessed, now: datetime) -> list[list[Line]]:
    """Route, hurdles, and the version in force."""
    head = heading("Route", right=_columns("weight", "pass", "muted"))
    route = [
        pair(
            step.short, _columns(f"{step.weight:g}" if step.weight else look.sign("not_needed"), f"{step.pass_mark:g}")
        )
        for step in assessed.steps
    ]
    hurdles = [pair(name, value) for name, value in assessed.hurdles]
    return [
        [head, *route],
        [heading("Hurdles"), *(hurdles or text("None: the points decide.", "muted"))],
        version_lines(look, assessed, now),
    ]


def _columns(weight: str, mark: str, role: str = "muted") -> Pieces:
    return ((f"{weight:>{WEIGHT_CELLS}}{mark:>{MARK_CELLS}}", role),)


def version_lines(look: Look, assessed: Assessed, now: datetime) -> list[Line]:
    """Which version is in force, who changed what last, and whether the catalogue has gone on."""
    edition = assessed.edition
    if not edition.number:
        return [heading("Rubric"), *text("As the catalogue has it; the first class makes version 1.", "muted")]
    by = f"{moment(edition.at, now)}{f', {edition.who}' if edition.who else ''}"
    lines = [heading("Rubric", right=f"version {edition.number}"), *text(by, "muted")]
    lines += change_lines(look, edition)
    if assessed.differs:
        said, *rest = text("The catalogue has changed since: h shows it", "due", 34)
        lines += [item(look, "open", said.left[0][0], role="due"), *(Line(line.left, at=2) for line in rest)]
    return lines


def change_lines(look: Look, edition: Edition, cells: int = 34, most: int = MOST_CHANGES) -> list[Line]:
    """What a version made different."""
    if not edition.edited:
        return list(text("As the catalogue had it.", "muted", cells))
    lines: list[Line] = []
    for change in edition.changed[:most]:
        first, *rest = text(change, "", cells)
        lines += [item(look, "marked", first.left[0][0]), *(Line(line.left, at=2) for line in rest)]
    left = len(edition.changed) - most
    return [*lines, *text(f"and {count(left, 'more', 'more')}", "muted")] if left > 0 else lines


def told_lines(preview: Sequence[str]) -> list[Line]:
    """What people are told before they say yes."""
    return [heading("Told before they say yes"), *(line for one in preview for line in text(one, "muted"))]
