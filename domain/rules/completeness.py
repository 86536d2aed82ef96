"""What still stands between a draft and the candidate: the rules F01-F22, each with its place and what to do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.slip import Finding
from domain.model.terms import MilestoneId, Result, Severity, State
from domain.rules import readability, safety
from domain.rules.composing import plain_words
from domain.rules.drafting import SHORT_RESULTS, decisive_gaps, strongest
from domain.rules.specificity import (
    IMPROVEMENT_NEEDS,
    STRENGTH_NEEDS,
    improvement_parts,
    missing,
    strength_parts,
)
from domain.rules.wording import day_words, lower_first, says, tidy, title_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from domain.model.slip import ImprovementDraft, SlipDocument, SlipDraft
    from domain.model.wording import SafetyList, SlipRules
    from domain.rules.drafting import SlipFacts
    from domain.rules.specificity import Part
    from domain.rules.tongues import Tongue

GRADE_OF_DOUBT = 1.0
"""Counted grades are only known to about one; so much is let pass."""

# Capitals, because 'todo' is a word in Spanish.
_MARKS = re.compile(r"\{[^{}]*\}|[{}]|\[(?!(?i:name|brand|nombre|marca)\])[^\[\]]{0,40}\]|\b(?:TODO|TBD|XXX)\b|_{3,}")
_THIRD_PERSON = re.compile(
    r"\b(?:the |this |our )?(?:candidate|applicant)s?\b|(?:^|[.!?] )(?:he|she|his|her|they)\b", re.IGNORECASE
)
_SCORE = re.compile(
    r"\b(?:scored?|rated|points?)\b[^.!?]*?\b\d+|\b\d+(?:\.\d+)? ?(?:%|percent|points?|wpm|words a minute)",
    re.IGNORECASE,
)
_EXACTLY = "what this account needs"
"""Names the standard without its number, because it is the same."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LINE = re.compile(r"\b(?:cut-?offs?|pass(?:ing)? (?:mark|line|score)|percentile)\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')
_LEFT = frozenset({State.WITHDREW, State.DECLINED, State.NO_SHOW, State.UNREACHABLE, State.DUPLICATE})
_NOTE_WORDS = 3
"""A private note of fewer words than this may stand in a slip by chance."""


@dataclass(frozen=True, slots=True)
class _Slip:
    draft: SlipDraft
    document: SlipDocument
    rules: SlipRules
    severities: Mapping[str, Severity]
    """By rule id; a rule that the site has dropped is not among them."""
    unseen: bool
    """True where it is known that no criterion has points."""
    tongue: Tongue | None = None
    """The language that it is written in; English without one."""

    @property
    def english(self) -> bool:
        """Whether what is known of English prose holds for it."""
        return self.tongue is None or self.tongue.is_english

    @property
    def short(self) -> bool:
        """True where praise and work are not owed: little was seen, the person left, or an error decided at once."""
        draft = self.draft
        decided_early = says(draft.critical_text) and not draft.strengths
        return self.unseen or draft.result in SHORT_RESULTS or draft.ending in _LEFT or decided_early

    def found(self, rule: str, message: str, place: str = "", text: str = "") -> Iterator[Finding]:
        """The finding, with the severity that the site gives the rule; none where the site has dropped the rule."""
        if rule in self.severities:
            yield Finding(rule, self.severities[rule], message, place, text)


def findings(
    draft: SlipDraft,
    document: SlipDocument,
    rules: SlipRules,
    safety_list: SafetyList,
    *,
    facts: SlipFacts | None = None,
    note: str = "",
    read_aloud: bool = False,
    tongue: Tongue | None = None,
) -> tuple[Finding, ...]:
    """Everything that stands against delivering a slip, the gravest first.

    `facts` are those that the draft was made from; without them the rules on choice (F07, F13, F15, F16) are not
    looked at. `note` is the private note, which must not be in the document (F18). `read_aloud` says that the free
    text was shown once more (F20). F05 shows as the safety categories' own ids; F21 is for people, once a week.
    `tongue` is the language of the document: the grade (F10) and what a drill must hold are only counted in English.
    """
    unseen = facts is not None and not facts.observed
    slip = _Slip(draft, document, rules, {rule.id: rule.severity for rule in rules.rules}, unseen, tongue)
    found = [
        *_strengths(slip),
        *_improvements(slip),
        *_next_step(slip),
        *_marks(slip),
        *_counts(slip),
        *_reading(slip),
        *_address(slip),
        *_numbers(slip),
        *_contradictions(slip),
        *_separate(slip, note),
        *_free_text(slip, safety_list, read_aloud),
        *(_choice(slip, facts) if facts else ()),
        *(_harm(slip, safety_list) if "F05" in slip.severities else ()),
    ]
    order = list(Severity)
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: order.index(finding.severity)))


def deliverable(found: Iterable[Finding]) -> bool:
    """True where nothing blocks delivery."""
    return all(finding.severity is not Severity.BLOCK for finding in found)


def _strengths(slip: _Slip) -> Iterator[Finding]:
    strengths = slip.draft.strengths
    if not strengths and not slip.short:
        yield from slip.found("F01", "one thing that went well, with what they said or did", "strength 1")
    parts = [strength_parts(point, slip.rules.detectors) for point in strengths]
    for at, point in enumerate(parts, 1):
        # A praise without evidence may stand beside one that has it, not alone.
        alone = not slip.short and not any(other.get("act") for other in parts)
        yield from _parts_missing(slip, "F01", f"strength {at}", point, STRENGTH_NEEDS, alone and "act")


def _improvements(slip: _Slip) -> Iterator[Finding]:
    improvements = slip.draft.improvements
    if not improvements and not slip.short:
        yield from slip.found("F02", "one thing to work on, with a drill", "improvement 1")
    for at, point in enumerate(improvements, 1):
        # The detectors know English; a drill in another language is taken as it was typed.
        parts = improvement_parts(point, slip.rules.detectors if slip.english else {})
        if slip.short and not says(point.evidence.act):
            # Nothing was seen that could be told, so the drill alone has to be whole.
            parts = {part: there for part, there in parts.items() if part not in ("moment", "act")}
            yield from _parts_missing(slip, "F02", f"improvement {at}", parts, len(parts), "drill")
        else:
            yield from _parts_missing(slip, "F02", f"improvement {at}", parts, IMPROVEMENT_NEEDS, "act")
        if point.minutes > slip.rules.max_dose_minutes:
            most = slip.rules.max_dose_minutes
            yield from slip.found("F09", f"{most} minutes a day at most", f"improvement {at} minutes")


def _parts_missing(
    slip: _Slip, rule: str, place: str, parts: Mapping[Part, bool], needs: int, must: str | bool
) -> Iterator[Finding]:
    """Blocks where too few parts are there or the one part that must be there is not; otherwise a hint."""
    enough = sum(parts.values()) >= needs
    for part, message in missing(parts):
        grave = not enough or part == must
        if grave:
            yield from slip.found(rule, message, f"{place} {part}")
        elif part == "moment" and rule in slip.severities:
            yield Finding(rule, Severity.HINT, message, f"{place} {part}")


def _next_step(slip: _Slip) -> Iterator[Finding]:
    draft, document = slip.draft, slip.document
    if not says(draft.next_tip):
        aim = "the next step" if draft.result is Result.PASSED else "the next try"
        yield from slip.found("F03", f"one tip for {aim}", "next_tip")
    if not document.opening.strip():
        yield from slip.found("F04", "the result in one plain line", "opening")
    elif draft.ending is None and not _says_when(slip):
        yield from slip.found("F04", _missing_day(draft), "next_date")
    if draft.ending is not None and not (_says_when(slip) or document.contact.strip()):
        yield from slip.found("F04", "a date, or how to reach us", "next_date")


def _missing_day(draft: SlipDraft) -> str:
    """What to do about it: the day after a passed offer is the first of the class, and stands there."""
    if draft.result is Result.PASSED and draft.milestone is MilestoneId.OFFER:
        return "the first day of the class; set it in Openings"
    return "the date of the next step"


def _says_when(slip: _Slip) -> bool:
    day = slip.draft.next_date
    words = slip.tongue.words if slip.tongue else None
    if slip.draft.result is Result.VOID and (words.void_next if words else "today") in slip.document.opening:
        return True
    today = words.today.values() if words else ("today",)
    if day == slip.document.dated and any(said in slip.document.opening for said in today):
        return True
    return day is not None and day_words(day, words=words) in slip.document.opening


def _marks(slip: _Slip) -> Iterator[Finding]:
    for place, text in _pieces(slip):
        mark = _MARKS.search(text)
        if mark:
            yield from slip.found("F06", f"take out {mark[0]}", place, mark[0])


def _counts(slip: _Slip) -> Iterator[Finding]:
    most = slip.rules.max_points
    for kind, points in (("strength", slip.draft.strengths), ("improvement", slip.draft.improvements)):
        if len(points) > most:
            yield from slip.found("F08", f"{most} at most; keep the others for later", f"{kind} {most + 1}")


def _reading(slip: _Slip) -> Iterator[Finding]:
    read = readability.measure(plain_words(slip.document))
    rules = slip.rules
    if slip.english and read.grade > rules.max_grade + GRADE_OF_DOUBT:
        yield from slip.found(
            "F10", f"shorter words and sentences: grade {read.grade:.0f}, {rules.max_grade:g} at most"
        )
    if read.longest > rules.max_sentence_words:
        said = f"split this sentence: {read.longest} words, {rules.max_sentence_words} at most"
        yield from slip.found("F10", said, _place_of(slip, read.longest_text), read.longest_text)
    if read.words > rules.max_words:
        yield from slip.found("F10", f"cut it down: {read.words} words, {rules.max_words} at most")
    if read.words < rules.min_words and not slip.short:
        yield from slip.found("F10", f"say a little more: {read.words} words, {rules.min_words} at least")


def _address(slip: _Slip) -> Iterator[Finding]:
    for place, text in _typed(slip.draft):
        other = _THIRD_PERSON.search(_QUOTED.sub("", tidy(text)))
        if other:
            yield from slip.found("F11", "speak to them: 'you'", place, other[0].strip(" .!?"))
    called = _called(slip.document.greeting)
    if not called:
        yield from slip.found("F17", "their name, spelled as on the form", "greeting")
    rest = _QUOTED.sub("", "\n".join(text for _, text in _pieces(slip)))
    if called and re.search(rf"\b{re.escape(called)}\b", rest):
        yield from slip.found("F17", "their name once is enough", text=called)


def _numbers(slip: _Slip) -> Iterator[Finding]:
    for place, text in _observations(slip):
        for part in readability.sentences(_QUOTED.sub("", text)):
            line = _LINE.search(part)
            if line:
                yield from slip.found("F12", "say what the account needs", place, line[0])
            score = _SCORE.search(part)
            if (
                score
                and _EXACTLY not in part
                and len(re.findall(r"\d+(?:\.\d+)?", part)) < 2
                and re.search("(?i)score|%|percent|point|wpm|words a", part)
            ):
                yield from slip.found("F12", "put the standard beside the number", place, score[0])


def _contradictions(slip: _Slip) -> Iterator[Finding]:
    praised = {point.criterion for point in slip.draft.strengths}
    for at, point in enumerate(slip.draft.improvements, 1):
        if point.criterion in praised:
            yield from slip.found("F14", f"praised above as well: {title_words(point.title)}", f"improvement {at}")


def _separate(slip: _Slip, note: str) -> Iterator[Finding]:
    private = tidy(note).lower()
    if len(private.split()) >= _NOTE_WORDS and private in tidy(plain_words(slip.document)).lower():
        yield from slip.found("F18", "take the private note out", text=tidy(note))


def _free_text(slip: _Slip, safety_list: SafetyList, read_aloud: bool) -> Iterator[Finding]:
    text = slip.draft.free_text.strip()
    if len(text) > slip.rules.max_free_text:
        most = slip.rules.max_free_text
        yield from slip.found("F19", f"{len(text)} characters, {most} at most", "free_text")
    if text and not read_aloud:
        yield from slip.found("F20", "Would I say this aloud to anyone here?", "free_text")
    if text and not safety.names_something(text, safety_list):
        yield from slip.found("F22", "name what they said or did, a quote or a count", "free_text")


def _choice(slip: _Slip, facts: SlipFacts) -> Iterator[Finding]:
    decisive = decisive_gaps(facts)
    for at, point in enumerate(slip.draft.improvements, 1):
        if decisive and point.criterion not in decisive:
            yield from slip.found("F07", "not one of the largest gaps; say why", f"improvement {at}")
        if _repeats(point, facts):
            yield from slip.found("F13", "the drill of the last slip; take another", f"improvement {at} drill")
    tip = tidy(slip.draft.next_tip)
    if tip and tip == tidy(facts.last.next_tip):
        yield from slip.found("F13", "the tip of the last slip; take another", "next_tip")
    if says(facts.critical_text) and tidy(facts.critical_text) not in tidy(slip.draft.critical_text):
        yield from slip.found("F15", "explain the critical error in its own words", "critical")
    if says(slip.draft.critical_text) and not slip.draft.improvements and slip.draft.result is Result.NOT_YET:
        yield from slip.found("F15", "normal tips as well", "improvement 1")
    best = strongest(facts, slip.draft.improvements)
    if slip.draft.strengths and best and slip.draft.strengths[0].criterion != best:
        title = next((one.name for one in facts.milestone.criteria if one.id == best), best)
        yield from slip.found("F16", f"their strongest point is {lower_first(title_words(title))}", "strength 1")


def _repeats(point: ImprovementDraft, facts: SlipFacts) -> bool:
    tips = next((len(one.tips) for one in facts.milestone.criteria if one.id == point.criterion), 0)
    others = {(point.criterion, at) for at in range(tips)} - facts.last.tips
    return (point.criterion, point.tip) in facts.last.tips and bool(others)


def _harm(slip: _Slip, safety_list: SafetyList) -> Iterator[Finding]:
    name = _name_mask(slip.document.person, slip.document.greeting)
    for place, text in _pieces(slip):
        text = _by_hand(slip, text)
        # A person's own name may be a word of the list.
        yield from safety.check(name.sub("Name", text) if name else text, safety_list, "candidate", place)


def _by_hand(slip: _Slip, text: str) -> str:
    """What a hand wrote of a text in another language: the catalogue was read before, and the list knows English."""
    for known in () if slip.tongue is None else slip.tongue.from_catalogue(_told(slip.draft)):
        text = re.sub(re.escape(known), "", text, flags=re.IGNORECASE)
    return text


def _told(draft: SlipDraft) -> tuple[str, ...]:
    seen = [point.evidence for point in draft.strengths] + [point.evidence for point in draft.improvements]
    told = [part for evidence in seen for part in (evidence.moment, evidence.act, evidence.effect)]
    told += [point.text for point in draft.strengths]
    told += [part for point in draft.improvements for part in (point.title, point.drill, point.target)]
    return (*told, draft.next_tip, draft.better, draft.critical_text)


@lru_cache(maxsize=64)
def _name_mask(person: str, greeting: str) -> re.Pattern[str] | None:
    parts = [part for part in re.findall(r"\w{2,}", f"{person} {_called(greeting)}") if not part[0].islower()]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, parts))})\b") if parts else None


def _called(greeting: str) -> str:
    """The name in a greeting: what follows its first word."""
    return greeting.partition(" ")[2].strip(" ,.!:")


def _pieces(slip: _Slip) -> Iterator[tuple[str, str]]:
    """Everything in the document that a choice or a hand put there, with its place; not the shared sentences."""
    yield from _observations(slip)
    for at, point in enumerate(slip.document.work_on, 1):
        yield f"improvement {at} drill", point.drill
    yield "next_tip", slip.document.tip
    yield "critical", slip.document.critical


def _observations(slip: _Slip) -> Iterator[tuple[str, str]]:
    # What got better since the last try stands before the strengths and is none of them.
    better = len(slip.document.went_well) - len(slip.draft.strengths)
    for at, text in enumerate(slip.document.went_well, 1 - better):
        yield f"strength {at}" if at > 0 else "better", text
    for at, point in enumerate(slip.document.work_on, 1):
        yield f"improvement {at}", point.observation
    yield "free_text", slip.document.free_text


def _typed(draft: SlipDraft) -> Iterator[tuple[str, str]]:
    evidence = [(f"strength {at}", point.evidence) for at, point in enumerate(draft.strengths, 1)]
    evidence += [(f"improvement {at}", point.evidence) for at, point in enumerate(draft.improvements, 1)]
    for place, told in evidence:
        yield f"{place} act", told.act
        yield f"{place} effect", _about_them(told.effect)
    yield "free_text", draft.free_text


def _about_them(effect: str) -> str:
    # In an effect 'they' and 'she' are the customer.
    return re.sub(r"(?i)\b(?:he|she|his|her|they)\b", "", effect)


def _place_of(slip: _Slip, text: str) -> str:
    return next((place for place, piece in _pieces(slip) if text in piece), "")
