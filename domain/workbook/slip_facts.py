"""What the rules need to know to draft a slip, gathered from an attempt and what came before it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.terms import ErrorEffect, MilestoneId, Result, State
from domain.rules.drafting import LastSlip, SlipFacts
from domain.rules.ladder import above
from domain.rules.wording import fill, lower_first, tidy
from domain.workbook import attempts, ladder
from domain.workbook.wording import years

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domain.model.catalogue import LadderStep
    from domain.model.slip import SlipDraft
    from domain.store import Tx
    from domain.workbook.attempts import CriticalRow, Sheet
    from domain.workbook.workbook import Workbook


def gather(
    wb: Workbook,
    tx: Tx,
    found: Sheet,
    result: Result,
    *,
    last: SlipDraft | None,
    next_date: date | None,
    next_booked: bool = False,
    ending: State | None = None,
    other_accounts: tuple[str, ...] = (),
) -> SlipFacts:
    """Everything that decides what the slip of this attempt can say."""
    facts = facts_of(
        wb,
        found,
        result,
        last=last_slip(last, earlier_points(wb, tx, found)),
        next_date=next_date,
        next_booked=next_booked,
        ending=ending,
        other_accounts=other_accounts,
    )
    if not _is_hire(found, result) or (stands := ladder.level_in(wb, tx, found.person)) is None:
        return facts
    return replace(facts, ladder=growth_words(wb, growth(wb, found.account, stands)))


def _is_hire(found: Sheet, result: Result) -> bool:
    return result is Result.PASSED and found.milestone.id is MilestoneId.OFFER


def facts_of(
    wb: Workbook,
    found: Sheet,
    result: Result,
    *,
    last: LastSlip,
    next_date: date | None,
    next_booked: bool = False,
    ending: State | None = None,
    other_accounts: tuple[str, ...] = (),
) -> SlipFacts:
    """The same where it is known what the person was told last time."""
    following = found.next if result is Result.PASSED else None
    return SlipFacts(
        milestone=found.milestone,
        assessment=found.assessment,
        result=result,
        ratings={line.rating.criterion: line.rating for line in found.lines if line.rating},
        evidence={line.criterion.id: line.evidence for line in found.lines},
        following=wb.catalogue.milestones[following] if following else None,
        next_date=next_date,
        next_booked=next_booked,
        ending=ending,
        last=last,
        critical_text=critical_text(found),
        other_accounts=other_accounts,
        ladder=growth_words(wb, growth(wb, found.account)) if _is_hire(found, result) else "",
        units=wb.catalogue.units,
        levels=wb.catalogue.cefr,
    )


def growth(wb: Workbook, account: str, stands: LadderStep | None = None) -> LadderStep | None:
    """The level above the one that they begin on, or `stands` on where that is higher; None at the top."""
    first = ladder.entry_step(wb, account)
    return above(stands if stands is not None and stands.level > first.level else first, wb.catalogue.ladder)


def growth_words(wb: Workbook, step: LadderStep | None) -> str:
    """The growth tip: the level, its typical time, what it asks for, and one thing to do; '' for no level."""
    if step is None:
        return ""
    said = wb.catalogue.phrases
    time = years(step.typical_time)
    asks = fill(said["ladder_asks"], things=", ".join(step.evidence)) if step.evidence else ""
    return tidy(f"{fill(said['ladder'], step=lower_first(step.name), time=time)} {asks} {step.tip}")


def critical_text(found: Sheet) -> str:
    """What the candidate is told about the critical errors that stand, in the catalogue's words."""
    errors = {error.id: error for error in found.milestone.critical_errors}
    texts = (errors[noted.error].candidate_text for noted in found.criticals if counts(noted))
    return " ".join(dict.fromkeys(texts))


def counts(noted: CriticalRow) -> bool:
    """Whether a critical error stands: a hold from the start, all others once a second name is on them."""
    return not noted.cleared and (bool(noted.second) or noted.effect is ErrorEffect.HOLD)


def last_slip(last: SlipDraft | None, points: dict[str, float]) -> LastSlip:
    """What the person was told last time at this milestone, and their points by criterion then."""
    if last is None:
        return LastSlip(points=points)
    tips = frozenset((point.criterion, point.tip) for point in last.improvements if point.tip >= 0)
    return LastSlip(tips, last.next_tip, points)


COMPARED = (Result.PASSED, Result.NOT_YET, Result.INCOMPLETE)
"""Results of tries that a later one can be better than; what does not count is no measure of anything."""


def earlier_points(wb: Workbook, tx: Tx, found: Sheet) -> dict[str, float]:
    """Points by criterion of the last try at the same milestone, for what got better; empty on the first try."""
    return earlier_points_of_many(wb, tx, [found]).get(found.attempt, {})


def earlier_points_of_many(wb: Workbook, tx: Tx, sheets: Sequence[Sheet]) -> dict[int, dict[str, float]]:
    """The same for many sheets by their attempts, those with nothing left out."""
    later = by_place(sheets)
    if not later:
        return {}
    among, values = tx.among("person", sorted({person for person, _ in later}))
    rows = tx.rows(
        f"select id, person, milestone, number from attempt where {among} and points is not null"
        f" and result in ({', '.join(repr(str(result)) for result in COMPARED)}) order by number",
        **values,
    )
    before: dict[int, int] = {}
    for row in rows:
        for sheet in later.get((row["person"], row["milestone"]), ()):
            if row["number"] < sheet.number:
                before[sheet.attempt] = row["id"]
    earlier = attempts.read_sheets(wb, tx, list(before.values())) if before else {}
    return {
        attempt: {score.criterion: score.points for score in earlier[one].assessment.scores if score.points is not None}
        for attempt, one in before.items()
    }


def by_place(sheets: Iterable[Sheet]) -> dict[tuple[int, str], list[Sheet]]:
    """The sheets of later tries, which another may come before, by person and milestone."""
    later: dict[tuple[int, str], list[Sheet]] = {}
    for sheet in sheets:
        if sheet.number > 1:
            later.setdefault((sheet.person, sheet.milestone.id), []).append(sheet)
    return later
