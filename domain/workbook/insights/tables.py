"""The views as tables, for files: a cell holds a number or a word, and a share stands with both of its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.reports.files import write_new
from domain.reports.table import Column, TableFormat, Value, render_table
from domain.workbook.insights.funnel import Outcome
from domain.workbook.wording import DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.model.terms import MilestoneId
    from domain.rules.shares import Share
    from domain.workbook.insights.funnel import Funnel
    from domain.workbook.insights.kept import Kept
    from domain.workbook.insights.reasons import Reasons
    from domain.workbook.insights.retakes import Retakes
    from domain.workbook.insights.waits import Spread, Waits
    from domain.workbook.workbook import Workbook

FORMATS: Final = (TableFormat.CSV, TableFormat.JSON, TableFormat.MD)

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Table:
    """One view, ready to be written."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]


def written(wb: Workbook, folder: Path, form: TableFormat, table: Table) -> Path:
    """Write a table as a new file; CSV is safe for spreadsheets, and carries the mark by which they know UTF-8."""
    data = render_table(table.rows, table.columns, form, bom=form is TableFormat.CSV)
    return write_new(folder, f"{wb.today().isoformat()} {table.name}.{form}", data)


def funnel_table(wb: Workbook, found: Funnel, medians: Mapping[MilestoneId, int]) -> Table:
    """A row a milestone: people by what became of them, the share that passed, and the days that takes."""
    outcomes = (one.name.lower() for one in Outcome)
    names = ("people", *outcomes, "passed_percent", "planned_percent", "median_days")
    rows: list[Row] = []
    for row in found.rows:
        median = medians.get(row.milestone)
        told: Row = {"milestone": wb.catalogue.milestones[row.milestone].title, "people": row.people}
        told |= {one.name.lower(): row.of(one) for one in Outcome}
        told["passed_percent"] = _percent(row.conversion)
        told["planned_percent"] = None if row.planned is None else round(100 * row.planned, 1)
        told["median_days"] = None if median is None else round(median / DAY, 2)
        rows.append(told)
    rows.append({"milestone": "Started", "people": found.started})
    return Table(f"funnel {found.view}", _columns("milestone", *names, words=1), rows)


def reasons_table(wb: Workbook, found: Reasons, after: Retakes) -> Table:
    """A row a criterion, then what decided, how it ended, and what became of tips."""
    columns = ("what", "milestone", "words", "people", "near", "points_short", "one_level_enough", "looked_at")
    rows: list[Row] = [
        {
            "what": "criterion",
            "milestone": wb.catalogue.milestones[gap.milestone].title,
            "words": gap.name,
            "people": gap.lost,
            "near": gap.near,
            "points_short": None if gap.short is None else round(gap.short, 1),
            "one_level_enough": gap.enough,
            "looked_at": gap.looked,
        }
        for gap in found.gaps
    ]
    rows += [{"what": "decided by", "words": one.words, "people": one.people} for one in found.why]
    rows += [{"what": "ended", "words": one.words, "people": one.people} for one in found.endings]
    rows += [
        {"what": "retake", "words": words, "people": share.n, "looked_at": share.of}
        for words, share in (
            ("came back", after.came_back),
            ("passed on the next try", after.passed),
            ("passed with a drill log", after.with_log),
            ("tips taken up", after.taken_up),
        )
    ]
    return Table(
        "why people stop",
        tuple(Column(name, right=name not in ("what", "milestone", "words")) for name in columns),
        rows,
    )


def waits_table(wb: Workbook, found: Waits) -> Table:
    """A row a length of time, in days, or in minutes of the queue."""
    rows = [
        _took(f"at {wb.catalogue.milestones[one.milestone].title}", "days", one.spread, one.in_time)
        for one in found.stages
    ]
    for name, spread in (
        ("to first contact", found.first_contact),
        ("to slip", found.to_slip),
        ("to hire", found.to_hire),
    ):
        if spread is not None:
            rows.append(_took(name, "days", spread, found.slips_in_time if name == "to slip" else None))
    rows += [_took(f"queue at {one.hour}:00", "minutes", one.spread, one.in_time) for one in found.hours]
    rows += [
        {"what": f"no-show, booked {one.words} ahead", "n": one.no_shows.of, "of_them": one.no_shows.n}
        for one in found.leads
    ]
    names = ("what", "unit", "n", "median", "ninetieth", "of_them")
    return Table("time", tuple(Column(name, right=name not in ("what", "unit")) for name in names), rows)


def _took(what: str, unit: str, spread: Spread, in_time: Share | None) -> Row:
    each = DAY if unit == "days" else 60_000
    return {
        "what": what,
        "unit": unit,
        "n": spread.n,
        "median": round(spread.median / each, 2),
        "ninetieth": round(spread.ninetieth / each, 2),
        "of_them": None if in_time is None else in_time.n,
    }


def kept_table(found: Kept) -> Table:
    """A row a figure: how many, of how many."""
    pairs: list[tuple[str, int, int]] = [
        ("slips given", found.given, found.attempts),
        ("slips in time", found.on_time.n, found.on_time.of),
        ("slips late and owed", found.owed_late, found.attempts),
        ("slips not wanted", found.not_wanted, found.attempts),
        *((f"given {one.channel}", one.given, found.given) for one in found.channels),
        *((f"confirmed {one.channel}", one.confirmed.n, one.confirmed.of) for one in found.channels),
        ("promises kept in time", found.promises.kept, found.promises.all),
        ("promises kept late", found.promises.late, found.promises.all),
        ("promises missed", found.promises.missed, found.promises.all),
        *((f"chance answer {answer}", found.chances.get(answer, 0), found.asked.n) for answer in range(1, 6)),
    ]
    rows: list[Row] = [{"what": what, "n": n, "of": of} for what, n, of in pairs]
    return Table("promises kept", _columns("what", "n", "of", words=1), rows)


def _columns(*names: str, words: int) -> tuple[Column, ...]:
    """The columns of a table, of which the first ones hold words."""
    return tuple(Column(name, right=at >= words) for at, name in enumerate(names))


def _percent(share: Share) -> float | None:
    return round(100 * share.value, 1) if share.of else None
