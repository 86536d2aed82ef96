"""What slips say: drafted and composed once for every kind of attempt; name, day and number come in at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.rules.composing import compose
from domain.rules.drafting import LastSlip
from domain.rules.drafting import draft as draft_slip
from domain.rules.wording import tidy
from domain.workbook import slip_facts, slips

if TYPE_CHECKING:
    from datetime import date

    from domain.model.catalogue import Milestone
    from domain.model.slip import SlipDocument, SlipDraft
    from domain.model.terms import MilestoneId, Result, State
    from domain.workbook.founding.cards import Card
    from domain.workbook.workbook import Workbook

MOST_KEPT = 50_000
"""Greetings and openings kept in memory before they are made anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """A slip without days and other accounts: the draft, and what of the document does not depend on the person."""

    draft: SlipDraft
    body: SlipDocument
    milestone: Milestone
    following: Milestone | None
    kind: object
    """Equal for slips whose opening differs in days and other accounts only."""


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
        self._greetings: dict[str, str] = {}

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
        body = self._compose(draft, card.milestone, after, "", self._wb.today())
        kind = (card.milestone.id, draft.next_milestone, result, ending, draft.critical_text)
        return Told(draft, body, card.milestone, after, kind)

    def document(
        self, told: Told, draft: SlipDraft, *, name: str, called: str, number: int, dated: date, language: str
    ) -> SlipDocument:
        """The words of a slip for one person; `draft` is `told.draft` with days and other accounts."""
        return replace(
            told.body,
            person=tidy(name),
            attempt=number,
            dated=dated,
            language=language or self._wb.site.language,
            greeting=self._greeting(told, called or name),
            opening=self._opening(told, draft, dated),
        )

    def _greeting(self, told: Told, called: str) -> str:
        found = self._greetings.get(called)
        if found is None:
            _make_room(self._greetings)
            bare = _bare(told.draft)
            found = self._compose(bare, told.milestone, told.following, called, self._wb.today()).greeting
            self._greetings[called] = found
        return found

    def _opening(self, told: Told, draft: SlipDraft, dated: date) -> str:
        key = (told.kind, draft.next_date, draft.next_booked, draft.other_accounts, dated)
        found = self._openings.get(key)
        if found is None:
            _make_room(self._openings)
            found = self._compose(_bare(draft), told.milestone, told.following, "", dated).opening
            self._openings[key] = found
        return found

    def _compose(
        self, draft: SlipDraft, milestone: Milestone, following: Milestone | None, called: str, dated: date
    ) -> SlipDocument:
        frame = slips.frame_of(self._wb, name=called, called=called, number=1, dated=dated, language="")
        return compose(draft, milestone, following, self._wb.catalogue.words, frame)


def _bare(draft: SlipDraft) -> SlipDraft:
    """The draft with only that in it which the opening speaks of: result, next step, days, other accounts."""
    return replace(draft, strengths=(), improvements=(), next_tip="", better="", free_text="")


def _make_room(kept: dict[object, str] | dict[str, str]) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
