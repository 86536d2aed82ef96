"""The candidate's briefing card: their side of a scenario, and nothing of the assessor's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.call import Briefing

if TYPE_CHECKING:
    from domain.model.catalogue import Milestone
    from domain.model.role_plays import Scenario


def briefing(scenario: Scenario, milestone: Milestone) -> Briefing:
    """What the candidate reads before a call.

    Only the card goes in, and the rules of the milestone that count because they stand here: no title, no person, no
    opening line, nothing that only a question brings out, no surprise, no list of what would be good.
    """
    card = scenario.card
    rules = tuple(error.trigger for error in milestone.critical_errors if error.briefed)
    if card is None:
        return Briefing("", (("These decide the call by themselves", rules),) if rules else ())
    parts = (
        ("Check first", card.must_verify),
        ("What you know", card.facts),
        ("You may", card.may_offer),
        ("You may not", card.may_not),
        ("These decide the call by themselves", rules),
    )
    return Briefing(card.brand, tuple((head, lines) for head, lines in parts if lines))
