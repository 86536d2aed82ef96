"""A draft becomes the document that a candidate reads, word for word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.labels import Labels
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

    from domain.model.catalogue import Milestone
    from domain.model.wording import SharedWords
    from domain.rules.tongues import Tongue

_ENGLISH_LABELS = Labels()
_RETAKES = frozenset({Result.NOT_YET, Result.NO_SHOW, Result.VOID, Result.INCOMPLETE})
_CLOSED = frozenset({State.UNREACHABLE, State.DUPLICATE})
_COMES_BACK = frozenset({State.NOT_SELECTED, State.DECLINED, State.CLIENT_DECLINED})
"""Endings after which a retake says more than a new application."""


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
    draft: SlipDraft, milestone: Milestone, following: Milestone | None, tongue: Tongue, frame: SlipFrame
) -> SlipDocument:
    """The candidate's document of a draft; nothing but the draft and the catalogue's sentences goes in.

    `following` is the milestone of `draft.next_milestone`.
    """
    words = tongue.words
    went_well = tuple(
        text for text in (_better(draft, tongue), *(_praise(point, tongue) for point in draft.strengths)) if text
    )
    work_on = tuple(
        WorkOn(_seen(point, tongue), _drill(point, tongue, "_more" if at == 1 else ""))
        for at, point in enumerate(draft.improvements)
    )
    heading = _tip_heading(draft, milestone, following, tongue)
    return SlipDocument(
        person=tidy(frame.person),
        site=tidy(frame.site),
        milestone=tongue.or_english(milestone.title),
        attempt=frame.attempt,
        dated=frame.dated,
        language=frame.language,
        greeting=tidy(fill(words.greeting, name=frame.called)),
        opening=_opening(draft, milestone, following, tongue, frame.dated),
        went_well_heading=words.went_well if went_well else "",
        went_well=went_well,
        work_on_heading=words.work_on if work_on else "",
        work_on=work_on,
        tip_heading=heading,
        tip=_tip(draft, heading, tongue),
        contact=contact_line(tongue, channel=frame.channel, hours=frame.hours, called=frame.called),
        free_text=sentence(draft.free_text),
        critical=sentence(_each(draft.critical_text, tongue)),
        drills=tuple(_drill_row(point, tongue) for point in draft.improvements if says(point.drill)),
        labels=labels_of(words),
    )


def labels_of(words: SharedWords) -> Labels | None:
    """The labels of a document in a language; None for those that are shipped in English."""
    return None if words.labels == _ENGLISH_LABELS else words.labels


def _tip(draft: SlipDraft, heading: str, tongue: Tongue) -> str:
    """It goes on from its heading and a colon; after an offer, the step of the ladder that comes next follows it."""
    tip = under_heading(tongue.or_english(draft.next_tip), heading)
    return tidy(f"{lower_first(tip) if heading else tip} {sentence(_each(draft.ladder, tongue))}")


def _drill_row(point: ImprovementDraft, tongue: Tongue) -> DrillRow:
    title = title_words(tongue.or_english(point.title))
    return DrillRow(title, point.minutes, sentence(_drill_words(point, tongue)[1]))


def _drill_words(point: ImprovementDraft, tongue: Tongue) -> tuple[str, str]:
    """The drill in the language of the slip, '' where it stays in English, and its target in the language of both."""
    text = tongue.own(point.drill)
    return text, tongue.or_english(point.target) if text else point.target


def _each(text: str, tongue: Tongue) -> str:
    """Several errors are told one after the other; each has its text."""
    if not says(text):
        return ""
    whole = tongue.own(text)
    if whole:
        return whole
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)
    for at in range(len(parts) - 1, 0, -1):
        if first := tongue.own(" ".join(parts[:at])):
            return f"{first} {_each(' '.join(parts[at:]), tongue)}"
    return text


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


def _opening(draft: SlipDraft, milestone: Milestone, following: Milestone | None, tongue: Tongue, dated: date) -> str:
    words = tongue.words
    result = words.endings.get(draft.ending, "") if draft.ending else ""
    result = result or words.results.get(draft.result, "")
    parts = [_thanks(draft, milestone, tongue), result, _next_step(draft, milestone, following, tongue, result)]
    text = with_date(" ".join(part for part in parts if part), draft.next_date, dated, words)
    if draft.moved_to:
        went = fill(words.moved, account=draft.moved_to)
        text = f"{text} {went} {words.moved_valid if draft.moved_valid else ''}"
    elif draft.other_accounts:
        text = f"{text} {fill(words.other_routes, accounts=listed(draft.other_accounts, words.conjunction))}"
    return tidy(text)


def _thanks(draft: SlipDraft, milestone: Milestone, tongue: Tongue) -> str:
    """Nobody is thanked for what they did not do."""
    if draft.result is Result.NO_SHOW or draft.ending in _CLOSED:
        return ""
    if draft.ending is not None and draft.result is Result.INCOMPLETE:
        return tongue.words.goodbye
    return tongue.or_english(milestone.words.thanks)


def _next_step(draft: SlipDraft, milestone: Milestone, following: Milestone | None, tongue: Tongue, result: str) -> str:
    words = tongue.words
    if draft.ending:
        return _after_ending(draft, draft.ending, milestone, tongue, result)
    if draft.result is Result.PASSED:
        if following is None:
            return words.day_one if milestone.next == "day_one" else ""
        return tongue.or_english(following.words.arrive if draft.next_booked else following.words.arrive_undated)
    if draft.result is Result.ON_HOLD:
        return words.hold_next
    if draft.result is Result.VOID:
        return words.void_next
    if draft.result is Result.INCOMPLETE:
        return words.incomplete_next
    if says(draft.critical_text):
        return words.critical_next
    return tongue.or_english(milestone.words.retake)


def _after_ending(draft: SlipDraft, ending: State, milestone: Milestone, tongue: Tongue, result: str) -> str:
    if "{date}" in result or draft.next_date is None:
        return ""
    if ending in _COMES_BACK and draft.result in _RETAKES:
        return tongue.or_english(milestone.words.retake)
    return tongue.words.endings_next.get(ending, "")


def with_date(text: str, day: date | None, dated: date, words: SharedWords) -> str:
    """The text with its date, 'today' on the day itself; without one, the sentences that need it are left out."""
    if day == dated:
        for phrase in sorted(words.today, key=len, reverse=True):
            text = text.replace(phrase, words.today[phrase])
    if day is not None:
        return fill(text, date=day_words(day, dated, words))
    return " ".join(part for part in re.split(r"(?<=[.!?])\s+", text) if "{date}" not in part)


def _better(draft: SlipDraft, tongue: Tongue) -> str:
    text, lead = tidy(tongue.or_english(draft.better)), tongue.words.better
    if not text:
        return ""
    if lead.rstrip().endswith(":"):
        text = lower_first(text)
    return sentence(f"{lead} {text}")


def _praise(point: StrengthDraft, tongue: Tongue) -> str:
    """Evidence with its effect; the catalogue's sentence stands in for what is missing."""
    evidence, text = point.evidence, tongue.or_english(point.text)
    if says(evidence.act):
        return tongue.observation(evidence if says(evidence.effect) else replace(evidence, effect=point.text))
    if not says(text):
        title = title_words(tongue.or_english(point.title))
        return sentence(f"{title}: {tongue.or_english(evidence.effect)}" if evidence.effect else title)
    if says(evidence.moment) and tongue.own(evidence.moment):
        # The catalogue's sentence has its own subject, so it stands after the moment as it is.
        if tongue.is_english:
            return observation(replace(evidence, act=text))
        text = f"{tongue.own(evidence.moment)}, {lower_first(text)}"
    if tongue.is_english:
        return with_effect(sentence(text).rstrip("."), evidence.effect)
    return tongue.with_effect(text, evidence.effect)


def _seen(point: ImprovementDraft, tongue: Tongue) -> str:
    if says(point.evidence.act):
        return tongue.observation(point.evidence)
    head = title_words(tongue.or_english(point.title))
    if says(point.evidence.moment):
        head = f"{head}, {lower_first(tidy(tongue.or_english(point.evidence.moment)))}"
    return tidy(f"{sentence(head)} {tongue.observation(replace(point.evidence, moment=''))}")


def _drill(point: ImprovementDraft, tongue: Tongue, nth: str) -> str:
    if not says(point.drill):
        return ""
    # Dose and target are in the language of the drill that they follow.
    text, target = _drill_words(point, tongue)
    words = tongue.words if text else tongue.english
    template = words.drill[("one" if point.minutes == 1 else "other") + nth] if point.minutes > 0 else "{text} {target}"
    minutes = number_words(point.minutes, words.numbers)
    opens = re.search(r"(?:^|[.!?}]\s*)\{minutes\}", template) is not None
    filled = fill(
        template,
        text=sentence(text or point.drill),
        minutes=minutes.capitalize() if opens else minutes,
        target=sentence(target),
    )
    return tidy(filled)


def _tip_heading(draft: SlipDraft, milestone: Milestone, following: Milestone | None, tongue: Tongue) -> str:
    words = tongue.words
    if draft.next_tip in milestone.arrive_tips:
        return tongue.or_english(milestone.words.heading)
    if draft.result is not Result.PASSED:
        return tongue.or_english(milestone.words.retake_heading)
    if following is not None:
        return tongue.or_english(following.words.heading)
    return words.day_one_heading if milestone.next == "day_one" else words.next_step_heading


def contact_line(tongue: Tongue, *, channel: str, hours: str, called: str) -> str:
    """How and when to reach us, one sentence; `channel` is a key of `words.channels` or the phrase itself."""
    words = tongue.words
    phrase = words.channels.get(channel) or tongue.or_english(channel)
    when = tongue.or_english(hours)
    template = _without_holes(words.contact, {"channel": phrase, "hours": when})
    return sentence(fill(template, channel=phrase, hours=when, name=called))


def _without_holes(template: str, values: dict[str, str]) -> str:
    """The template without the phrases whose value is not known: ', {hours}' or ' by {channel}'."""
    for name in _empty(values):
        template = re.sub(rf"(?:,| [^\W\d_]{{1,3}})? \{{{name}\}}", "", template)
    return template


def _empty(values: dict[str, str]) -> Iterable[str]:
    return (name for name, value in values.items() if not value.strip())
