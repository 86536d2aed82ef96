"""How long people are kept: the days after their last step after which they are to be erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from domain.model.errors import CatalogueError
from domain.model.terms import State

if TYPE_CHECKING:
    from domain.model.follow_up import FollowUp

WAITING_FOR_US = frozenset({State.READY, State.UNDERWAY, State.INCOMPLETE, State.ON_HOLD})
"""States in which we owe somebody an answer: time does not settle that, so they stay."""


def retention_days(follow_up: FollowUp, site_days: int = 0) -> int:
    """The days after which people are to be erased, 1 or more: the site's own, else the data's default.

    CatalogueError where the data has none.
    """
    if site_days > 0:
        return site_days
    found = follow_up.raw.get("retention")
    days = found.get("default_days") if isinstance(found, Mapping) else None
    if not isinstance(days, int) or days < 1:
        raise CatalogueError(
            "The follow-up data does not say how long people are kept.", "Set retention: default_days."
        )
    return days
