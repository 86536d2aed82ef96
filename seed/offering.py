"""Offers of the demonstration hub: who said yes for a class that is still to begin."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from seed.keeping import untouched_since

if TYPE_CHECKING:
    from datetime import date

    from domain.model.follow_up import OfferRules
    from domain.workbook.founding import Traveller

TERMS = {
    "pay": "22,000 a month, paid on the 15th and the 30th",
    "shift": "Nights, two days off in a row",
    "place": "Harbour hub, third floor",
    "training": "Four weeks, full pay",
    "benefits": "Health card from the first day",
}
_PAPERS = ("id_card", "tax_number", "social_security", "last_job")


def take_offer(travels: Traveller, rules: OfferRules, today: date, at: int, said: date, who: str) -> None:
    """They say yes at a moment on a day; what was due before today was done, but for one contact in three of
    yesterday."""
    starts = travels.opened.row.starts
    if starts is None or starts <= today or {term.id for term in rules.terms} != TERMS.keys():
        return
    left = at // 60_000 % 3 == 0
    touched = []
    for touch in rules.pre_start:
        due = said + timedelta(days=touch.after_yes) if touch.after_yes else starts - timedelta(days=touch.before_start)
        if due < today and not (left and untouched_since(due, today)):
            touched.append(touch.id)
    papers = _PAPERS[: at // 60_000 % (len(_PAPERS) + 1)]
    travels.accept(TERMS, at, who, papers=",".join(papers), touched=",".join(touched))
