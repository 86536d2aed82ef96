"""One application of a traveller with what was tried on it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Result
from domain.workbook import slips
from domain.workbook.standing import Latest, Standing

if TYPE_CHECKING:
    from domain.workbook.founding.classes import OpenClass

Fields = dict[str, object]


@dataclass(frozen=True, slots=True)
class Handed:
    """When, how and by whom a slip was handed over."""

    at: int
    channel: str
    who: str

    @property
    def confirmed(self) -> bool:
        """Whether they said that they have it: who reads it on the screen says so there."""
        return self.channel == slips.IN_PERSON


@dataclass(slots=True)
class Walk:
    """One application with what was tried on it."""

    row: Fields
    opened: OpenClass
    tries: dict[MilestoneId, Latest]
    stands: Standing = field(init=False)
    following: tuple[MilestoneId, MilestoneId | None] | None = None
    """The milestone where they stand with the one after it; what is passed before they move on is passed for good."""


NOWHERE: Fields = {
    "application": 0,
    "opening": 0,
    "account": "",
    "milestone": "",
    "state": "",
    "since": 0,
    "retest": "",
    "road": "",
}
"""What lists show of a person who is on no opening."""


def latest_of(attempt: Fields) -> Latest:
    """An attempt as `standing` reads it."""
    finished = int(str(attempt["finished_at"]))
    return Latest(
        id=int(str(attempt["id"])),
        milestone=MilestoneId(str(attempt["milestone"])),
        number=int(str(attempt["number"])),
        result=Result(str(attempt["result"])) if finished else None,
        proposal=str(attempt["proposal"]),
        finished_at=finished,
        opened_at=int(str(attempt["opened_at"])),
        retest=str(attempt["retest"]),
    )
