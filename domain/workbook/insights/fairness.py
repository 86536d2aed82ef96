"""Whether groups of people come through alike, where a site looks at it and people said freely what they are.

What they said is no part of the workbook: it lies in a file of its own under its own key (`domain.store.apart`), which
the site names in its settings, and the questions are the site's own. Nobody sees what one person said, not even whether
they said anything; a group below a size is not there at all, and no sum is given by which it could be worked out. It is
of no use for a decision about anybody, and no view of a candidate or of a recruiter at work may ask for it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId
from domain.rules.fairness import GroupRate, GroupRates, group_rates
from domain.rules.shares import Share
from domain.store.apart import Apart
from domain.workbook import holding, people
from domain.workbook.insights.flows import flow_outcomes
from domain.workbook.insights.outcomes import Outcome
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from domain.model.insight_rules import GroupQuestion
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

__all__ = ["Fairness", "GroupRate", "GroupRates", "Step", "ask", "forget", "give", "is_on", "questions", "show"]

FREELY: Final = (
    "You need not answer. It changes nothing for you: whoever rates or decides never sees it. It is kept apart from"
    " your record, and only used to count whether all groups of people are treated alike. You can take it back."
)
"""What stands over the questions, before somebody answers."""
READ_WITH: Final = (
    "A flag is a reason to look at the step, never a finding.",
    "Only people who chose to answer are counted; they may differ from the others.",
    "Who withdrew or did not come counts as not come through.",
)
"""What must be read beside these figures."""


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
    whole: Step
    steps: tuple[Step, ...]
    """The milestones at which there is a group to show, in the order of the road."""
    smallest: int
    """People below which a group is not shown."""

    @property
    def flagged(self) -> tuple[tuple[Step, GroupRate], ...]:
        """Every flag, with its step."""
        return tuple((step, row) for step in (self.whole, *self.steps) for row in step.rates.flagged)


def is_on(wb: Workbook) -> bool:
    """Whether this site looks at fairness: it named a file for it, and has a question."""
    return wb.site.fairness is not None and bool(wb.catalogue.follow_up.figures.questions)


def questions(wb: Workbook) -> tuple[GroupQuestion, ...]:
    """What people may be asked; nothing where it is not turned on."""
    return wb.catalogue.follow_up.figures.questions if is_on(wb) else ()


def _file(wb: Workbook) -> Apart:
    if wb.site.fairness is None or not is_on(wb):
        raise Conflict(
            "This site does not look at fairness.",
            "It is turned on by a file for it in the settings, and a question in the catalogue.",
        )
    return Apart(wb.site.fairness)


def ask(wb: Workbook) -> tuple[str, tuple[GroupQuestion, ...]]:
    """What is said before the questions, and the questions; Conflict where it is not turned on."""
    _file(wb)
    return FREELY, questions(wb)


def give(wb: Workbook, person_id: int, answers: Mapping[str, str], *, freely: bool) -> None:
    """Keep what somebody said about themselves, in place of what they said before; '' = rather not say.

    Only they answer, never somebody for them. It is no act: no log names it, and no undo brings it back. BadInput where
    they did not say that they give it freely, and for an answer that is not offered; Conflict where it is not turned
    on; NotFound where nobody has that id; errors of the file as `domain.store.apart` says.
    """
    file = _file(wb)
    person = people.find(wb, person_id)
    if not freely:
        raise BadInput("It is kept only where it is given freely.", "They say so themselves, or nothing is kept.")
    known = {question.id: question for question in questions(wb)}
    for question, answer in answers.items():
        if question not in known:
            raise BadInput(f'"{question}" is not asked here.', f"Known: {', '.join(known)}.")
        if answer and answer not in known[question].answers:
            raise BadInput(f'"{answer}" is no answer to that.', f"Known: {', '.join(known[question].answers)}.")
    forget(wb, _ids(wb, person.id))
    given = {question: answer for question, answer in answers.items() if answer}
    if given:
        file.put(person.id, given)


def take_back(wb: Workbook, person_id: int) -> None:
    """They take back all that they said; nothing happens where they said nothing. Errors as `give`."""
    _file(wb)
    forget(wb, _ids(wb, people.find(wb, person_id).id))


def forget(wb: Workbook, ids: Collection[int]) -> None:
    """Take away what was said under these ids, whether it is turned on now or not; for who is erased as well."""
    if wb.site.fairness is not None:
        Apart(wb.site.fairness).take_away(ids)


def _ids(wb: Workbook, person_id: int) -> list[int]:
    with wb.store.read() as tx:
        return holding.entries_of(tx, person_id)


def show(wb: Workbook, question_id: str, scope: Scope = EVERYTHING) -> Fairness:
    """How groups came through, milestone by milestone and in all, as the flow of a scope counts it.

    BadInput for a question that is not asked; Conflict where it is not turned on; errors of the file as `give`.
    """
    file = _file(wb)
    question = next((one for one in questions(wb) if one.id == question_id), None)
    if question is None:
        raise BadInput(f'"{question_id}" is not asked here.', f"Known: {', '.join(one.id for one in questions(wb))}.")
    with wb.store.read() as tx:
        group_of = _groups(tx, file, question_id)
        passed: dict[str, set[int]] = defaultdict(set)
        lost: dict[str, set[int]] = defaultdict(set)
        for person, step, outcome in flow_outcomes(wb, tx, scope, group_of):
            if outcome is not Outcome.WAITING:
                (passed if outcome is Outcome.PASSED else lost)[step].add(person)
    rules = wb.catalogue.follow_up.figures

    def rates(milestone: MilestoneId | None, through: set[int], gone: set[int]) -> Step:
        return Step(milestone, group_rates(_counted(group_of, through, through | gone), rules))

    steps = (rates(one, passed[one], lost[one]) for one in ROAD)
    return Fairness(
        question,
        rates(None, passed[MilestoneId.OFFER], set().union(*lost.values())),
        tuple(one for one in steps if one.rates.rows),
        rules.smallest_group,
    )


def _groups(tx: Tx, file: Apart, question: str) -> dict[int, str]:
    """By person, what they said: as who they are now, else as an entry that was put into theirs."""
    now = set(tx.ids("select id from person"))
    before = {int(row["was"]): int(row["person"]) for row in tx.rows("select was, person from merged order by at, id")}
    said = file.groups(question, [*before, *now])
    return {before[one]: answer for one, answer in said.items() if one in before} | {
        one: answer for one, answer in said.items() if one in now
    }


def _counted(group_of: Mapping[int, str], through: set[int], considered: set[int]) -> dict[str, Share]:
    found: dict[str, list[int]] = {}
    for person in considered:
        if (group := group_of.get(person)) is not None:
            counts = found.setdefault(group, [0, 0])
            counts[0] += person in through
            counts[1] += 1
    return {group: Share(n, of) for group, (n, of) in found.items()}
