"""Whether groups of people come through alike, where a site looks at it and people said freely what they are.

What they said lies apart (`domain.workbook.freely`). Nobody sees what one person said, not even whether they said
anything; a group below a size is not there at all, nor a step at which only some few came through, and no sum is given
by which it could be worked out. Nor could two figures be subtracted: everybody is counted, over whole periods of the
calendar that share no day, once each when it is over; what was counted then stays as it is, whoever answers, is erased
or is corrected later. It is of no use for a decision about anybody, and no view of a candidate or of a recruiter at
work may ask for it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId
from domain.rules.fairness import GroupRate, GroupRates, Period, group_rates, period_over
from domain.rules.shares import Share
from domain.store.apart import Counted
from domain.workbook import freely
from domain.workbook.insights.flows import flow_outcomes
from domain.workbook.insights.outcomes import Outcome
from domain.workbook.insights.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.insight_rules import FigureRules, GroupQuestion
    from domain.store import Tx
    from domain.store.apart import Apart
    from domain.workbook.workbook import Workbook

__all__ = ["Fairness", "GroupRate", "GroupRates", "Period", "Step", "periods", "show", "shown_from"]

READ_WITH: Final = (
    "A flag is a reason to look at the step, never a finding.",
    "Only people who chose to answer are counted; they may differ from the others.",
    "Who withdrew or did not come counts as not come through.",
)
"""What must be read beside these figures."""
RULE: Final = (
    "Everybody, over one whole {period} that is over, counted once and kept as it was: figures of two spans that share"
    " a day could be subtracted, and tell what one person said."
)
"""Why these figures know no other days and nobody less than everybody."""
NOTHING: Final = GroupRates((), 0)
"""Of a step at which nobody was who answered."""
NAMES: Final = {3: "quarter", 6: "half-year", 12: "year"}
"""What a period of so many months is called."""
OFFERED: Final = 8
"""Periods that can be chosen from."""


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone, or all of the road."""

    milestone: MilestoneId | None
    """None for all of the road: of those about whom it is decided, who was hired."""
    rates: GroupRates


@dataclass(frozen=True, slots=True)
class Fairness:
    """How groups came through, by one question."""

    question: GroupQuestion
    period: Period
    counted_at: int
    """When it was counted, milliseconds UTC; 0 where nobody was asked yet."""
    whole: Step
    steps: tuple[Step, ...]
    """The milestones at which there is a group, shown or hidden, in the order of the road."""
    smallest: int
    """People below which a group is not shown."""
    refused: str = ""
    """Why nothing is shown for this period; '' where it could be."""

    @property
    def flagged(self) -> tuple[tuple[Step, GroupRate], ...]:
        """Every flag, with its step."""
        return tuple((step, row) for step in (self.whole, *self.steps) for row in step.rates.flagged)


def periods(wb: Workbook) -> tuple[Period, ...]:
    """The periods that are over and can be looked at, the newest first."""
    months = wb.catalogue.follow_up.figures.fairness_months
    return tuple(period_over(wb.today(), months, back) for back in range(OFFERED))


def shown_from(wb: Workbook) -> date:
    """The day from which the period that is running now can be looked at."""
    return period_over(wb.today(), wb.catalogue.follow_up.figures.fairness_months, -1).until + timedelta(days=1)


def show(wb: Workbook, question_id: str, period: Period | None = None) -> Fairness:
    """How groups came through a period, the last one that is over unless one is named, by milestone and in all.

    It is counted when it is first asked for, and kept. BadInput for a question that is not asked and for days that are
    no period which is over; Conflict where it is not turned on; errors of the file as `domain.store.apart` says.
    """
    file = freely.opened(wb)
    known = {one.id: one for one in freely.questions(wb)}
    if question_id not in known:
        raise BadInput(f'"{question_id}" is not asked here.', f"Known: {', '.join(known)}.")
    months = wb.catalogue.follow_up.figures.fairness_months
    wanted = period or period_over(wb.today(), months)
    if wanted.until >= wb.today() or not _is_whole(wanted, months):
        raise BadInput(
            f"Groups are counted over a whole {NAMES[months]} that is over.", RULE.format(period=NAMES[months])
        )
    return _shown(wb, known[question_id], wanted, _kept(wb, file, question_id, wanted))


def _is_whole(period: Period, months: int) -> bool:
    return period == period_over(period.until, months, -1)


def _kept(wb: Workbook, file: Apart, question: str, period: Period) -> Counted | Period | None:
    """What was counted for the period, now or before; a period that stands in its way; None: nobody was asked."""
    with wb.store.read() as tx:
        book = freely.book_of(tx, file.mark())
        if not book:
            return None
        for one in file.counted(book, question):
            before = Period(date.fromisoformat(one.since), date.fromisoformat(one.until))
            if before == period:
                return one
            if before.shares_days(period):
                return before
        counts = json.dumps(_counts(wb, tx, _groups(tx, file, question), period))
    since, until = period.since.isoformat(), period.until.isoformat()
    return file.count(book, question, Counted(since, until, counts, wb.now()))


def _counts(wb: Workbook, tx: Tx, group_of: Mapping[int, str], period: Period) -> list[dict[str, Any]]:
    """A row a step, all of the road first: groups that may be shown, and how many may not."""
    passed: dict[str, set[int]] = defaultdict(set)
    lost: dict[str, set[int]] = defaultdict(set)
    for person, step, outcome in flow_outcomes(wb, tx, Scope(since=period.since, until=period.until), group_of):
        if outcome is not Outcome.WAITING:
            (passed if outcome is Outcome.PASSED else lost)[step].add(person)
    rules = wb.catalogue.follow_up.figures
    whole = ("", passed[MilestoneId.OFFER], set().union(*lost.values()))
    steps = (whole, *((str(one), passed[one], lost[one]) for one in ROAD))
    return [
        {
            "step": step,
            "groups": {row.group: [row.share.n, row.share.of] for row in found.rows},
            "hidden": found.hidden,
            "thin": found.thin,
        }
        for step, through, gone in steps
        for found in [group_rates(_counted(group_of, through, through | gone), rules)]
    ]


def _shown(wb: Workbook, question: GroupQuestion, period: Period, kept: Counted | Period | None) -> Fairness:
    rules = wb.catalogue.follow_up.figures
    counts = json.loads(kept.counts) if isinstance(kept, Counted) else []
    steps = [_step(row, rules) for row in counts]
    refused = (
        f"Days of it were counted from {kept.since.isoformat()} to {kept.until.isoformat()} already."
        if isinstance(kept, Period)
        else ""
    )
    return Fairness(
        question,
        period,
        kept.at if isinstance(kept, Counted) else 0,
        next((one for one in steps if one.milestone is None), Step(None, NOTHING)),
        tuple(one for one in steps if one.milestone is not None and one.rates != NOTHING),
        rules.smallest_group,
        refused,
    )


def _step(row: Mapping[str, Any], rules: FigureRules) -> Step:
    """A step as it was counted; a group that is too small by the rules of today is not shown any more."""
    rates = group_rates({group: Share(n, of) for group, (n, of) in row["groups"].items()}, rules)
    milestone = MilestoneId(row["step"]) if row["step"] else None
    return Step(milestone, GroupRates(rates.rows, rates.hidden + row["hidden"], rates.thin or row["thin"]))


def _groups(tx: Tx, file: Apart, question: str) -> dict[int, str]:
    """By person, what they said: as who they are now, else as an entry that was put into theirs."""
    said = file.given(question)
    among, values = tx.among("was", sorted(said))
    rows = tx.rows(f"select was, person from merged where {among} order by at, id", **values)
    now = {int(row["was"]): int(row["person"]) for row in rows}
    return {now[one]: answer for one, answer in said.items() if one in now} | {
        one: answer for one, answer in said.items() if one not in now
    }


def _counted(group_of: Mapping[int, str], through: set[int], considered: set[int]) -> dict[str, Share]:
    found: dict[str, list[int]] = {}
    for person in considered:
        if (group := group_of.get(person)) is not None:
            counts = found.setdefault(group, [0, 0])
            counts[0] += person in through
            counts[1] += 1
    return {group: Share(n, of) for group, (n, of) in found.items()}
