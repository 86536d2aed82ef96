"""What of a slip stays in English because its language has no text for it yet; for the recruiter, never for others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.model.slip import Finding
from domain.model.terms import Result, Severity
from domain.rules.wording import says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.model.catalogue import Milestone
    from domain.model.slip import SlipDraft
    from domain.rules.tongues import Tongue

LANGUAGE_RULE = "language"
"""The rule of the findings that tell about the language of a slip."""


def in_english(
    draft: SlipDraft, milestone: Milestone, following: Milestone | None, tongue: Tongue, wanted: str = ""
) -> tuple[Finding, ...]:
    """Hints, one for each place of the draft that will be read in English, and what cannot be counted.

    `wanted` is the person's language where there are no words for it at all.
    """
    if wanted:
        said = f'no slip texts in "{wanted}": this slip is in English'
        return (Finding(LANGUAGE_RULE, Severity.HINT, said),)
    if tongue.is_english:
        return ()
    name = tongue.words.name
    places = dict.fromkeys(place for place, text in _texts(draft, milestone, following) if _lacks(tongue, place, text))
    marked = (Finding(LANGUAGE_RULE, Severity.HINT, f"English: no {name} text yet", place) for place in places)
    return (*marked, Finding(LANGUAGE_RULE, Severity.HINT, f"reading grade and drill check: not known for {name}"))


def _lacks(tongue: Tongue, place: str, text: str) -> bool:
    if not says(text):
        return False
    return not (tongue.act(text) if place.endswith(" act") else tongue.own(text))


def _texts(draft: SlipDraft, milestone: Milestone, following: Milestone | None) -> Iterator[tuple[str, str]]:
    """Every text of a draft that is told in the language of the slip, with its place."""
    words = following.words if following is not None and draft.result is Result.PASSED else milestone.words
    yield "opening", milestone.words.thanks
    yield "opening", words.arrive if words is not milestone.words else words.retake
    yield "better", draft.better
    for at, strength in enumerate(draft.strengths, 1):
        yield from _told(f"strength {at}", strength.evidence.moment, strength.evidence.act, strength.evidence.effect)
        if not (says(strength.evidence.act) and says(strength.evidence.effect)):
            yield f"strength {at} effect", strength.text
    for at, point in enumerate(draft.improvements, 1):
        yield from _told(f"improvement {at}", point.evidence.moment, point.evidence.act, point.evidence.effect)
        yield f"improvement {at}", point.title
        yield f"improvement {at} drill", point.drill
        yield f"improvement {at} target", point.target
    yield "next_tip", draft.next_tip
    yield from (("next_tip", text) for text in re.split(r"(?<=[.])\s+", draft.ladder))
    yield "free_text", draft.free_text


def _told(place: str, moment: str, act: str, effect: str) -> Iterator[tuple[str, str]]:
    yield f"{place} moment", moment
    yield f"{place} act", act
    yield f"{place} effect", effect
