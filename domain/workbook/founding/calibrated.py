"""Calls of a history that were kept for calibration, as `calibrations` would have left them behind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook import calibrations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.catalogue import Milestone

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Alone:
    """What one rater submitted; times are milliseconds UTC."""

    rater: str
    levels: Mapping[str, int]
    """1-5, by criterion; what is not in here was not observed."""
    at: int
    saw_at: int = 0
    """When they were shown what the others gave; 0 = never."""


def rated_row(calibration: int, milestone: Milestone, alone: Alone, *, opened: bool) -> Fields:
    """The row of a rating that is in, as `submit` leaves it, and `open_all` once all is open."""
    ratings = {one.id: alone.levels.get(one.id) for one in calibrations.judged_of(milestone)}
    return {
        "calibration": calibration,
        "rater": alone.rater,
        "draft": "",
        "ratings": json.dumps(ratings),
        "stage": calibrations.OPEN if opened else calibrations.SUBMITTED,
        "at": alone.at,
    }
