"""What slips say: drafted and composed once for every kind of attempt; name, day and number come in at the end."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from domain.model.lazily import dataclass
from domain.rules.composing import compose
from domain.rules.drafting import LastSlip
from domain.rules.drafting import draft as draft_slip
from domain.rules.wording import tidy
from domain.workbook import languages, slip_facts, slips

if TYPE_CHECKING:
    from datetime import date

    from domain.model.catalogue import Milestone
    from domain.model.slip import SlipDocument, SlipDraft
    from domain.model.terms import MilestoneId, Result, State
    from domain.workbook.founding.cards import Card
    from domain.workbook.languages import Voice
    from domain.workbook.workbook import Workbook

_OF_DRAFT = frozenset({"next_date", "next_booked", "other_accounts"})
_OF_WORDS = frozenset({"person", "attempt", "dated", "language", "greeting", "opening"})
"""Fields that differ between slips of one kind."""

MOST_KEPT = 50_000
"""Greetings and openings kept in memory before they are made anew."""


class Template:
    """A value as the workbook stores it, encoded once, with holes for fields that differ."""

    def __init__(self, value: SlipDraft | SlipDocument, holes: frozenset[str]) -> None:
        self._before: list[str] = []
        text, comma = "{", ""
        for one in fields(value):
            text, comma = f'{text}{comma}"{one.name}":', ","
            if one.name in holes:
                self._before.append(text)
                text = ""
            else:
                text += to_json(getattr(value, one.name))
        self._end = f"{text}}}"

    def filled(self, *values: str) -> str:
        """The whole, with encoded values for the holes in the order of the fields."""
        parts = chain.from_iterable(zip(self._before, values, strict=True))
        return "".join((*parts, self._end))


def to_json(value: object) -> str:
    """A field as it stands in a stored slip."""
    return msgspec.json.encode(value).decode()


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A slip without days and other accounts: the draft, and what of the document does not depend on the person."""

    draft: SlipDraft
    draft_text: Template
    words: dict[str, Template]
    """By language, as they are needed."""
    milestone: Milestone
    following: Milestone | None
    kind: object
    """Equal for slips whose opening differs in days and other accounts only."""


@dataclass(frozen=True, slots=True)
class Days:
    """What one person's slip says beyond what is told to all of its kind."""

    step: date | None
    booked: bool
    other_accounts: tuple[str, ...]
    dated: date


@dataclass(frozen=True, slots=True)
class Before:
    """The try before at the same milestone: what was told then, and the last card that had points."""

    told: Told | None = None
    scored: Card | None = None

    def last(self) -> LastSlip:
        """As the rules take it."""
        scores = self.scored.assessment.scores if self.scored else ()
        points = {score.criterion: score.points for score in scores if score.points is not None}
        return slip_facts.last_slip(self.told.draft if self.told else None, points)


class Teller:
    """Drafts and composes slips, each kind once."""

    def __init__(self, wb: Workbook) -> None:
        self._wb = wb
        self._told: dict[object, Told] = {}
        self._openings: dict[object, str] = {}
        self._greetings: dict[tuple[str, str], str] = {}
        self._voices: dict[str, Voice] = {}

    def tell(
        self,
        card: Card,
        result: Result,
        following: MilestoneId | None,
        ending: State | None,
        before: Before,
    ) -> Told:
        """The slip of an attempt that was filled in like this and decided like this."""
        key = (card, result, following, ending, before)
        found = self._told.get(key)
        if found is None:
            found = self._told[key] = self._make(card, result, following, ending, before)
        return found

    def _make(
        self,
        card: Card,
        result: Result,
        following: MilestoneId | None,
        ending: State | None,
        before: Before,
    ) -> Told:
        facts = slip_facts.facts_of(
            self._wb,
            replace(card.sheet, next=following),
            result,
            last=before.last(),
            next_date=None,
            ending=ending,
        )
        draft = draft_slip(facts)
        after = self._wb.catalogue.milestones[draft.next_milestone] if draft.next_milestone else None
        kind = (card.milestone.id, draft.next_milestone, result, ending, draft.critical_text)
        return Told(draft, Template(draft, _OF_DRAFT), {}, card.milestone, after, kind)

    def draft(self, told: Told, days: Days) -> str:
        """The draft of one person's slip, as it is stored."""
        return told.draft_text.filled(
            to_json(days.step), "true" if days.booked else "false", to_json(days.other_accounts)
        )

    def words(self, told: Told, days: Days, *, name: str, called: str, number: int, language: str) -> str:
        """The document of one person's slip, as it is stored."""
        voice = self._voices.get(language)
        if voice is None:
            voice = self._voices[language] = languages.voice(self._wb, language)
        return self._body(told, voice).filled(
            to_json(tidy(name)),
            str(number),
            to_json(days.dated),
            to_json(voice.tag),
            self._greeting(told, called or name, voice),
            self._opening(told, days, voice),
        )

    def _body(self, told: Told, voice: Voice) -> Template:
        found = told.words.get(voice.tongue.code)
        if found is None:
            body = self._compose(told.draft, told.milestone, told.following, "", self._wb.today(), voice)
            found = told.words[voice.tongue.code] = Template(body, _OF_WORDS)
        return found

    def _greeting(self, told: Told, called: str, voice: Voice) -> str:
        key = (called, voice.tongue.code)
        found = self._greetings.get(key)
        if found is None:
            _make_room(self._greetings)
            bare = _bare(told.draft)
            composed = self._compose(bare, told.milestone, told.following, called, self._wb.today(), voice)
            found = self._greetings[key] = to_json(composed.greeting)
        return found

    def _opening(self, told: Told, days: Days, voice: Voice) -> str:
        key = (told.kind, days.step, days.booked, days.other_accounts, days.dated, voice.tongue.code)
        found = self._openings.get(key)
        if found is None:
            _make_room(self._openings)
            bare = replace(
                _bare(told.draft), next_date=days.step, next_booked=days.booked, other_accounts=days.other_accounts
            )
            composed = self._compose(bare, told.milestone, told.following, "", days.dated, voice)
            found = self._openings[key] = to_json(composed.opening)
        return found

    def _compose(
        self,
        draft: SlipDraft,
        milestone: Milestone,
        following: Milestone | None,
        called: str,
        dated: date,
        voice: Voice,
    ) -> SlipDocument:
        frame = slips.frame_of(self._wb, name=called, called=called, number=1, dated=dated, language=voice.tag)
        return compose(draft, milestone, following, voice.tongue, frame)


def _bare(draft: SlipDraft) -> SlipDraft:
    """The draft with only that in it which the opening speaks of: result, next step, days, other accounts."""
    return replace(draft, strengths=(), improvements=(), next_tip="", better="", free_text="")


def _make_room(kept: dict[object, str] | dict[tuple[str, str], str]) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
