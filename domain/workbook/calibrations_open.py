"""Calibration calls once they are open: what everybody said side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.rules.results import TALK_OVER
from domain.workbook import rubrics
from domain.workbook.calibrations import OPEN, find_row, judged_of, row_of, said_of, shown_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.catalogue import Criterion
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
