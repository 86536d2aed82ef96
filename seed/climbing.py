"""The ladder in the demonstration hub: who works here and aims higher, and who comes back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.ladder import How

if TYPE_CHECKING:
    from datetime import date

    from domain.model.catalogue import LadderStep
    from domain.model.ladder import LadderRules
    from domain.workbook.founding import Traveller

_SEEN = ("Wrote down three talks with a new colleague.", "Was on time on each shift of the last two months.")


def source_of(says: How | None, rules: LadderRules) -> str:
    """Where somebody comes from who says so, in the words of the site."""
    known = {How.INTERNAL: rules.works_here, How.RETURNING: rules.worked_here}.get(says or How.HIRED, ())
    return known[0] if known else "online form"


def climb(travels: Traveller, ladder: tuple[LadderStep, ...], says: How | None, today: date, at: int, who: str) -> None:
    """Set who says that they work here, or did, to the second or first level at a moment; with what they showed."""
    if says is None or len(ladder) < 3:
        return
    if says is How.RETURNING:
        travels.stood(ladder[0].id, says, today - timedelta(days=700), at, who)
        return
    travels.stood(ladder[1].id, says, today - timedelta(days=400), at, who)
    for asked, words in zip(ladder[2].evidence, _SEEN, strict=False):
        travels.showed(ladder[2].id, asked, words, today, at, who)
