"""Contacts of a history, as `touches` would have logged them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import INCOMING, NextStep, Outcome

if TYPE_CHECKING:
    from datetime import date

    from domain.workbook.standing import Standing

Fields = dict[str, object]
_AFTER = {Outcome.THANK_YOU: NextStep.ANSWER, Outcome.CHECK_IN: NextStep.ANSWER, Outcome.NO_ANSWER: NextStep.TRY}
"""What the first contact of a kind leaves to be done."""
DAY = 86_400_000
"""Milliseconds between two tries."""


def touch_row(
    outcome: Outcome,
    at: int,
    who: str,
    due: date,
    standing: Standing,
    *,
    channel: str,
    via: str = "",
    words: str = "",
) -> Fields:
    """The row of one contact that is still to be followed; `via` is the way of the next try."""
    step = _AFTER[outcome]
    return {
        "milestone": standing.milestone,
        "at": at,
        "direction": "in" if outcome in INCOMING else "out",
        "channel": channel,
        "outcome": outcome,
        "asked": int(outcome is Outcome.NO_ANSWER),
        "words": words,
        "who": who,
        "next": step,
        "due": due.isoformat(),
        "not_before": at + DAY if step is NextStep.TRY else 0,
        "via": via,
    }
