"""Calibration calls once they are open: what everybody said side by side, and how the same raters agree on them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.rules import agreement
from domain.rules.results import TALK_OVER
from domain.workbook import rubrics
from domain.workbook.calibrations import OPEN, find_row, judged_of, row_of, said_of, shown_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.catalogue import Criterion
    from domain.rules.agreement import Intraclass
    from domain.workbook.calibrations import CalibrationRow
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class CalibrationLine:
    """One criterion as everybody rated it."""

    criterion: Criterion
    levels: tuple[int | None, ...]
    """In the order of the raters; None = not observed."""
    mean: float | None
    talk_over: bool
    """Two of them differ by 2 or more."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A stored call with what everybody said of it."""

    row: CalibrationRow
    raters: tuple[str, ...]
    lines: tuple[CalibrationLine, ...]
    """Those to be talked over first."""


def side_by_side(wb: Workbook, calibration_id: int) -> SideBySide:
    """What everybody said of a call; Conflict as long as it is not open, NotFound when it is not there.

    Who is shown it is noted beside the log, so that they rate it no more, whatever is taken back.
    """
    with wb.store.read() as tx:
        row = find_row(tx, calibration_id)
        if not row["opened_at"]:
            raise Conflict("The ratings are seen once they are opened.", "Submit yours first; then anybody opens all.")
        said = said_of(tx, [calibration_id])[calibration_id]
        seen = shown_of(wb, tx, [calibration_id])
        milestone = rubrics.milestone(wb, tx, int(row["rubric"]))
    if not (seen or wb.store.read_only):
        wb.store.jot("shown", calibration=calibration_id, who=wb.store.who, at=wb.now())
        seen = frozenset((calibration_id,))
    shown = [one for one in said if one["stage"] == OPEN]
    levels = [json.loads(one["ratings"]) for one in shown]
    lines = [_line(criterion, [one.get(criterion.id) for one in levels]) for criterion in judged_of(milestone)]
    lines.sort(key=lambda line: not line.talk_over)
    return SideBySide(row_of(wb, row, said, seen), tuple(one["rater"] for one in shown), tuple(lines))


def _line(criterion: Criterion, levels: Sequence[int | None]) -> CalibrationLine:
    seen = [level for level in levels if level is not None]
    apart = max(seen) - min(seen) if seen else 0
    return CalibrationLine(
        criterion, tuple(levels), sum(seen) / len(seen) if seen else None, talk_over=apart >= TALK_OVER
    )


@dataclass(frozen=True, slots=True)
class Panel:
    """How the same raters agree on all the calls that each of them rated."""

    raters: tuple[str, ...]
    calls: int
    ratings: int
    """Criteria that all of them rated, over all calls."""
    few: str
    """'too few: 7 of 20' where nothing may be said, else ''."""
    correlation: Intraclass | None


def panels(wb: Workbook) -> tuple[Panel, ...]:
    """Every group of raters that opened a call together, those with most ratings first."""
    with wb.store.read() as tx:
        said = said_of(tx, tx.ids("select id from calibration where opened_at > 0 order by id"))
    tables: dict[tuple[str, ...], list[list[list[float]]]] = defaultdict(list)
    for rows in said.values():
        shown = [row for row in rows if row["stage"] == OPEN]
        levels = [json.loads(row["ratings"]) for row in shown]
        shared = [key for key in (levels[0] if levels else ()) if all(one.get(key) is not None for one in levels)]
        tables[tuple(row["rater"] for row in shown)].append([[float(one[key]) for one in levels] for key in shared])
    least = wb.catalogue.follow_up.figures.raters_from
    found = [_panel(raters, calls, least) for raters, calls in tables.items() if len(raters) > 1]
    return tuple(sorted(found, key=lambda panel: (-panel.ratings, panel.raters)))


def _panel(raters: tuple[str, ...], calls: Sequence[list[list[float]]], least: int) -> Panel:
    table = [line for call in calls for line in call]
    few = "" if len(table) >= least else f"too few: {len(table)} of {least}"
    return Panel(raters, len(calls), len(table), few, None if few else agreement.intraclass(table))
