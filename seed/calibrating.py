"""Calls that are kept for calibration: one that waits for whoever has not rated it yet, and one that was laid open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import Result
from domain.workbook.founding import Alone
from seed.spoken import LATE_GIFT, LATE_GIFT_RATED, REFUND, REFUND_RATED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.workbook.founding import Traveller
    from seed.roads import Scene

_EVENING = 1_020
"""Minute of the day at which a call is kept."""
_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Rater:
    """Who rated a call alone, and when."""

    who: str
    days: int
    """Working days after it was kept."""
    minute: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A call that is kept."""

    scenario: str
    who: str
    """Whose call it was, and who kept it."""
    ago: int
    """Working days before the last one."""
    transcript: str
    raters: Sequence[Rater]
    rated: Mapping[str, Sequence[int]]
    """By criterion, 1-5, in the order of the raters."""
    opened: tuple[int, int] | None = None
    """Working days after it was kept, and the minute at which all raters looked at it side by side."""


KEPT = (
    Kept("mk07", "Luka", 0, REFUND, (Rater("Luka", 0, 1_032), Rater("Tomas", 0, 1_047)), REFUND_RATED),
    Kept(
        *("mk02", "Tomas", 8, LATE_GIFT),
        (Rater("Tomas", 0, 1_029), Rater("Noor", 1, 615), Rater("Luka", 1, 980)),
        LATE_GIFT_RATED,
        opened=(2, 840),
    ),
)


class Calibrating:
    """Looks for the newest call that each transcript can be of, and has it kept when all people are known.

    Nothing of it is by chance, and its rows come last, so that nothing else depends on it.
    """

    def __init__(self, scene: Scene, kept: Sequence[Kept] = ()) -> None:
        self._scene = scene
        self._kept = kept
        self._found: dict[str, tuple[int, Traveller, Mapping[str, object]]] = {}

    def anybody(self, travels: Traveller) -> None:
        """Somebody whose story is told: their calls are looked at."""
        for kept in self._kept:
            for call in travels.rows["call"]:
                over = int(str(call["over_at"]))
                newest = self._found[kept.scenario][0] if kept.scenario in self._found else 0
                if newest < over < self._at(kept) and _fits(kept, travels, call):
                    self._found[kept.scenario] = over, travels, call

    def play(self) -> None:
        """The calls are kept and rated, as far as somebody had one of their kind."""
        for kept in self._kept:
            if kept.scenario in self._found:
                _, travels, call = self._found[kept.scenario]
                self._keep(kept, travels, call)

    def _keep(self, kept: Kept, travels: Traveller, call: Mapping[str, object]) -> None:
        opened_at = self._at(kept, *kept.opened) if kept.opened else 0
        said = [
            Alone(
                rater.who,
                {criterion: levels[place] for criterion, levels in kept.rated.items()},
                self._at(kept, rater.days, rater.minute),
                opened_at + place * _MINUTE if opened_at else 0,
            )
            for place, rater in enumerate(kept.raters)
        ]
        self._scene.book.rooms.calibrated(
            travels, call, kept.transcript, who=kept.who, at=self._at(kept), said=said, opened_at=opened_at
        )

    def _at(self, kept: Kept, after: int = 0, minute: int = _EVENING) -> int:
        """Milliseconds UTC so many working days after the day on which a call was kept."""
        return self._scene.days.at(self._scene.days.last - kept.ago + after, minute)


def _fits(kept: Kept, travels: Traveller, call: Mapping[str, object]) -> bool:
    """Whether a call can have gone as the transcript says: of that scenario, with that assessor, and passed."""
    if (call["scenario"], call["who"]) != (kept.scenario, kept.who):
        return False
    attempt = next(row for row in travels.rows["attempt"] if row["id"] == call["attempt"])
    return attempt["result"] is Result.PASSED and attempt["application"] == travels.application
