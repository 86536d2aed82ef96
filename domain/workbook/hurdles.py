"""The hurdles of an account as one person stands against them, in words."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.opening_pages import hurdle_words

if TYPE_CHECKING:
    from domain.model.score import RouteFit
    from domain.rules.routes import Against
    from domain.workbook.workbook import Workbook


class Cleared(StrEnum):
    """How a hurdle stands."""

    MET = "met"
    MISSED = "missed"
    UNKNOWN = "to show"


@dataclass(frozen=True, slots=True)
class HurdleRow:
    """One hurdle."""

    name: str
    need: str
    state: Cleared
    got: str = ""
    """What was shown, where it was missed: '24'."""


def rows(wb: Workbook, held: Against, fit: RouteFit) -> tuple[HurdleRow, ...]:
    """Every hurdle of an account in its own order."""
    missed = {miss.key: miss for miss in fit.misses}
    found = []
    for key, need in held.account.hurdles.items():
        name, words = hurdle_words(wb, held.milestones, key, need)
        state = Cleared.MISSED if key in missed else Cleared.MET if key in fit.met else Cleared.UNKNOWN
        found.append(HurdleRow(name, words, state, missed[key].got if key in missed else ""))
    return tuple(found)
