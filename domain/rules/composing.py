"""A draft becomes the document that a candidate reads, word for word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.slip import DrillRow, ImprovementDraft, SlipDocument, SlipDraft, StrengthDraft, WorkOn
from domain.model.terms import Result, State
from domain.rules.telling import observation, with_effect
from domain.rules.wording import (
    day_words,
    fill,
    listed,
    lower_first,
    number_words,
    says,
    sentence,
    tidy,
    title_words,
    under_heading,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.model.catalogue import Milestone, SharedWords

_DAY_ONE_HEADING = "For day one"
_NEXT_STEP_HEADING = "For your next step"
_DAY_ONE = "Day one is {date}."
_APPLY_AGAIN = "You can apply again from {date}."
_DO_SO = "You can do so from {date}."
_RETAKES = frozenset({Result.NOT_YET, Result.NO_SHOW, Result.VOID, Result.INCOMPLETE})
_CLOSED = frozenset({State.UNREACHABLE, State.DUPLICATE})


@dataclass(frozen=True, slots=True)
class SlipFrame:
    """Who reads a slip, from where it comes, and how to reach us."""

    person: str
    called: str
    """How the person wants to be greeted: 'Joan'."""
    site: str
    attempt: int
    """Which try at this milestone, from 1."""
    dated: date
    language: str = "en"
    channel: str = ""
    """Key of `SharedWords.channels`, or the phrase itself."""
    hours: str = ""
    """'9 am to 7 pm'."""


def compose(
    draft: SlipDraft, milestone: Milestone, following: Milestone | None, words: SharedWords, frame: SlipFrame
) -> SlipDocument:
    """The candidate's document of a draft; nothing but the draft and the catalogue's sentences goes in.

    `following` is the milestone of `draft.next_milestone`.
    """
    went_well = tuple(text for text in (_better(draft, words), *map(_praise, draft.strengths)) if text)
    work_on = tuple(_work_on(point, words) for point in draft.improvements)
    heading = _tip_heading(draft, milestone, following)
    return SlipDocument(
        person=tidy(frame.person),
        site=tidy(frame.site),
        milestone=milestone.title,
        attempt=frame.attempt,
        dated=frame.dated,
        language=frame.language,
        greeting=tidy(fill(words.greeting, name=frame.called)),
        opening=_opening(draft, milestone, following, words, frame.dated),
        went_well_heading=words.went_well if went_well else "",
        went_well=went_well,
        work_on_heading=words.work_on if work_on else "",
        work_on=work_on,
        tip_heading=heading,
        tip=under_heading(draft.next_tip, heading),
        contact=contact_line(words, channel=frame.channel, hours=frame.hours, called=frame.called),
        free_text=sentence(draft.free_text),
        critical=sentence(draft.critical_text),
        drills=tuple(
            DrillRow(title_words(point.title), point.minutes, sentence(point.target))
            for point in draft.improvements
            if says(point.drill)
        ),
    )


def plain_words(document: SlipDocument) -> str:
    """The document in reading order, a line per paragraph: what words and grade are counted on."""
    lines = [document.greeting, document.opening, document.critical, document.went_well_heading]
    lines += [f"- {text}" for text in document.went_well]
    lines.append(document.work_on_heading)
    lines += [f"{at}. {point.observation} {point.drill}" for at, point in enumerate(document.work_on, 1)]
    lines += [tip_line(document), document.free_text, document.contact]
    return "\n".join(line.strip() for line in lines if line.strip())


def tip_line(document: SlipDocument) -> str:
    """The tip in one line with its heading: 'For the mock call: listen first, type second.'"""
    return f"{document.tip_heading}: {lower_first(document.tip)}" if document.tip else ""


def _opening(
    draft: SlipDraft, milestone: Milestone, following: Milestone | None, words: SharedWords, dated: date
) -> str:
    result = words.endings.get(draft.ending, "") if draft.ending else ""
    result = result or words.results.get(draft.result, "")
    # A person who did not come is not thanked for taking it.
    thanks = "" if draft.result is Result.NO_SHOW else milestone.words.thanks
    parts = [thanks, result, _next_step(draft, milestone, following, words, result)]
    text = _dated(" ".join(part for part in parts if part), draft.next_date, dated)
    if draft.moved_to:
        went = fill(words.moved, account=draft.moved_to)
        text = f"{text} {went} {words.moved_valid if draft.moved_valid else ''}"
    elif draft.other_accounts:
        text = f"{text} {fill(words.other_routes, accounts=listed(draft.other_accounts))}"
    return tidy(text)


def _next_step(
    draft: SlipDraft, milestone: Milestone, following: Milestone | None, words: SharedWords, result: str
) -> str:
    if draft.ending:
        return _after_ending(draft, draft.ending, milestone, words, result)
    if draft.result is Result.PASSED:
        if following is None:
            return _DAY_ONE if milestone.next == "day_one" else ""
        return following.words.arrive if draft.next_booked else following.words.arrive_undated
    if draft.result is Result.ON_HOLD:
        return words.hold_next
    if draft.result is Result.VOID:
        return words.void_next
    if draft.result is Result.INCOMPLETE:
        return words.incomplete_next
    if says(draft.critical_text):
        return words.critical_next
    return milestone.words.retake


def _after_ending(draft: SlipDraft, ending: State, milestone: Milestone, words: SharedWords, result: str) -> str:
    if "{date}" in result or draft.next_date is None or ending in _CLOSED:
        return ""
    if ending is State.HIRED:
        return _DAY_ONE
    if ending is State.OUTSCORED:
        return words.reserve
    if re.search(r"apply again\.?$", result):
        return _DO_SO
    return milestone.words.retake if draft.result in _RETAKES else _APPLY_AGAIN


def _dated(text: str, day: date | None, dated: date) -> str:
    """The text with its date; without one, the sentences that need it are left out."""
    if day is not None:
        return fill(text, date=day_words(day, dated))
    return " ".join(part for part in re.split(r"(?<=[.!?])\s+", text) if "{date}" not in part)


def _better(draft: SlipDraft, words: SharedWords) -> str:
    text = tidy(draft.better)
    if not text:
        return ""
    if words.better.rstrip().endswith(":"):
        text = lower_first(text)
    return sentence(f"{words.better} {text}")


def _praise(point: StrengthDraft) -> str:
    """Evidence with its effect; the catalogue's sentence stands in for what is missing."""
    evidence = point.evidence
    if says(evidence.act):
        return observation(evidence if says(evidence.effect) else replace(evidence, effect=point.text))
    if not says(point.text):
        return sentence(f"{title_words(point.title)}: {evidence.effect}" if evidence.effect else point.title)
    if says(evidence.moment):
        # The catalogue's sentence has its own subject, so it stands after the moment as it is.
        return observation(replace(evidence, act=point.text))
    return with_effect(sentence(point.text).rstrip("."), evidence.effect)


def _work_on(point: ImprovementDraft, words: SharedWords) -> WorkOn:
    return WorkOn(_seen(point), _drill(point, words))


def _seen(point: ImprovementDraft) -> str:
    if says(point.evidence.act):
        return observation(point.evidence)
    head = title_words(point.title)
    if says(point.evidence.moment):
        head = f"{head}, {lower_first(tidy(point.evidence.moment))}"
    return tidy(f"{sentence(head)} {observation(replace(point.evidence, moment=''))}")


def _drill(point: ImprovementDraft, words: SharedWords) -> str:
    if not says(point.drill):
        return ""
    template = words.drill if point.minutes > 0 else "{text} {target}"
    minutes = number_words(point.minutes)
    opens = re.search(r"(?:^|[.!?}]\s*)\{minutes\}", template) is not None
    filled = fill(
        template,
        text=sentence(point.drill),
        minutes=minutes.capitalize() if opens else minutes,
        target=sentence(point.target),
    )
    return tidy(re.sub(r"\b([Oo]ne) minutes\b", r"\1 minute", filled))


def _tip_heading(draft: SlipDraft, milestone: Milestone, following: Milestone | None) -> str:
    if draft.result is not Result.PASSED:
        return milestone.words.retake_heading
    if following is not None:
        return following.words.heading
    return _DAY_ONE_HEADING if milestone.next == "day_one" else _NEXT_STEP_HEADING


def contact_line(words: SharedWords, *, channel: str, hours: str, called: str) -> str:
    """How and when to reach us, one sentence; `channel` is a key of `words.channels` or the phrase itself."""
    phrase = words.channels.get(channel, channel)
    template = _without_holes(words.contact, {"channel": phrase, "hours": hours})
    return sentence(fill(template, channel=phrase, hours=hours, name=called))


def _without_holes(template: str, values: dict[str, str]) -> str:
    """The template without the phrases whose value is not known: ', {hours}' or ' by {channel}'."""
    for name in _empty(values):
        template = re.sub(rf"(?:,| by| on| at)? \{{{name}\}}", "", template)
    return template


def _empty(values: dict[str, str]) -> Iterable[str]:
    return (name for name, value in values.items() if not value.strip())
