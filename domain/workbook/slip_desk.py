"""A slip on the desk: the draft, what could stand in it instead, and how it reads, in one answer."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import Severity, SlipState
from domain.rules.composing import plain_words
from domain.rules.drafting import Alternatives, alternatives, next_tips, with_drill
from domain.rules.readability import measure
from domain.rules.safety import HOLES, verdict
from domain.rules.untold import LANGUAGE_RULE as LANGUAGE_RULE
from domain.rules.wording import under_heading
from domain.workbook import attempts, slip_gates, slips

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.model.slip import Finding, ImprovementDraft, SlipDraft
    from domain.model.wording import SlipRules
    from domain.rules.drafting import SlipFacts
    from domain.store import Tx
    from domain.workbook.slip_gates import Held
    from domain.workbook.slips import SlipView
    from domain.workbook.workbook import Workbook

_RULE = re.compile(r"F\d\d")
LIST_NOTE = ("The safety list", HOLES)
"""What a recruiter must know of the list: a heading, and how much it was measured to hold."""


@dataclass(frozen=True, slots=True)
class Drill:
    """Which of a criterion's drills an improvement has, from 1 (0 for one in own words), of how many; the next one."""

    number: int
    of: int
    next: ImprovementDraft


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a point was chosen: its weight, and what its points (0-100) lack to 100."""

    weight: float
    lacks: float


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the editor of one slip shows."""

    slip: SlipView
    options: Alternatives
    tips: tuple[str, ...]
    """Every tip that fits what comes next, in an order that does not depend on the one chosen."""
    tip_words: Mapping[str, str]
    """Each of them as it will be read under the heading of this slip."""
    drills: Mapping[str, Drill]
    """By criterion of an improvement, where there is another drill."""
    gaps: Mapping[str, Gap]
    """By criterion that has points."""
    rules: SlipRules
    words: int
    grade: float
    """Flesch-Kincaid grade level."""
    language: str
    """The language that it is written in, '' for English."""
    in_english: frozenset[str]
    """Places whose words stay in English in a slip of another language."""
    language_note: str
    """What the recruiter should know about that, in one line; '' for nothing."""
    verdict: str
    """What the word list says, at best 'No known problem found'."""
    following: str
    """Short name of the next milestone after a pass, else ''."""
    today: date
    delivered_on: date | None
    delivered_clock: str
    """'10:42' on the site's clock, '' while it is open."""
    confirmed_on: date | None
    """When they said that they have it."""
    confirmed_clock: str
    held: Held | None = None
    """What the rules of contact say of it; None once it was given, and while a draft is only tried."""

    @property
    def frozen(self) -> bool:
        """Whether its words are as they were given, or left."""
        return self.slip.state is not SlipState.DRAFT

    @property
    def hits(self) -> tuple[Finding, ...]:
        """What the word list asks to change or to confirm, with a better wording; its hints are among the others."""
        return _hits(self.slip)


def _hits(slip: SlipView) -> tuple[Finding, ...]:
    listed = (finding for finding in slip.findings if not _RULE.fullmatch(finding.rule))
    return tuple(finding for finding in listed if finding.severity is not Severity.HINT)


def desk(wb: Workbook, slip_id: int, draft: SlipDraft | None = None) -> Desk:
    """The editor's view of a slip, with `draft` as it would be with that one; nothing is stored. NotFound if gone."""
    with wb.store.read() as tx:
        shown = slips.read(wb, tx, slip_id, draft)
        found = _desk(wb, tx, shown)
        if draft is not None or found.frozen:
            return found
        return replace(found, held=slip_gates.look_in(wb, tx, [slip_id], {slip_id: shown.document}).get(slip_id))


def _desk(wb: Workbook, tx: Tx, shown: SlipView) -> Desk:
    facts = shown.facts or slips.facts_of(wb, tx, attempts.read_sheet(wb, tx, shown.attempt), shown.draft)
    read = measure(plain_words(shown.document))
    frozen = shown.state is not SlipState.DRAFT
    told = [finding for finding in shown.findings if finding.rule == LANGUAGE_RULE]
    tips = next_tips(facts, shown.draft.improvements)
    return Desk(
        slip=shown,
        options=alternatives(facts, shown.draft),
        tips=tips,
        tip_words={tip: under_heading(tip, shown.document.tip_heading) for tip in (*tips, shown.draft.next_tip)},
        drills=_drills(facts, shown.draft),
        gaps={
            score.criterion: Gap(score.weight, 100.0 - score.points)
            for score in facts.assessment.scores
            if score.points is not None
        },
        rules=wb.catalogue.slip_rules,
        words=read.words,
        grade=read.grade,
        language=shown.language,
        in_english=frozenset(finding.place for finding in told if finding.place),
        language_note=_language_note(shown, told),
        verdict=verdict(_hits(shown)),
        following=facts.following.short if facts.following else "",
        today=wb.today(),
        delivered_on=wb.day(shown.delivered_at) if frozen else None,
        delivered_clock=wb.time_of_day(shown.delivered_at) if frozen else "",
        confirmed_on=wb.day(shown.confirmed_at) if shown.confirmed_at else None,
        confirmed_clock=wb.time_of_day(shown.confirmed_at) if shown.confirmed_at else "",
    )


def _language_note(shown: SlipView, told: Sequence[Finding]) -> str:
    """'4 parts in English: no Filipino text yet', or that there are no words at all in what the person speaks."""
    marked = [finding for finding in told if finding.place]
    if marked:
        parts = "1 part" if len(marked) == 1 else f"{len(marked)} parts"
        return f"{parts} in English: no {shown.language} text yet"
    return "" if shown.language else next((finding.message for finding in told), "")


def _drills(facts: SlipFacts, draft: SlipDraft) -> dict[str, Drill]:
    """For each improvement the drill after its own, round and round; those of the last slip come last."""
    found = {}
    for point in draft.improvements:
        criterion = next((one for one in facts.milestone.criteria if one.id == point.criterion), None)
        if criterion is None or not criterion.tips:
            continue
        order = sorted(range(len(criterion.tips)), key=lambda at: (point.criterion, at) in facts.last.tips)
        at = order.index(point.tip) if point.tip in order else -1
        following = order[(at + 1) % len(order)]
        if following != point.tip:
            found[point.criterion] = Drill(at + 1, len(order), with_drill(point, criterion, following))
    return found
