"""Which other openings a person fits, and moving them there with the scores that are still valid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from domain.model.catalogue import plain_name
from domain.model.errors import Conflict
from domain.model.lazily import dataclass
from domain.model.slip import SlipDraft
from domain.model.terms import MilestoneId, Proposal, Result, SlipState, State
from domain.rules.routes import Against, Past, fits, rank, still_valid
from domain.workbook import applications, attempts, openings, rubrics
from domain.workbook.wording import count, inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domain.model.catalogue import Milestone
    from domain.model.score import RouteFit
    from domain.store import Act, Tx
    from domain.workbook.attempts import Sheet
    from domain.workbook.openings import OpeningRow
    from domain.workbook.sheets import Entries
    from domain.workbook.workbook import Workbook

MOVED_ON = "moved on"
"""Why an application ended whose person went on to another opening."""

MOST_OFFERED = 3
"""Other accounts named on a slip, and openings shown beside a person."""


@dataclass(frozen=True, slots=True)
class Fit:
    """An open opening with how the person stands against it."""

    opening: OpeningRow
    fit: RouteFit


def past_of(wb: Workbook, tx: Tx, person_id: int) -> list[Past]:
    """The person's finished attempts, on whatever opening, as the rules take them."""
    return [past for _, past in past_of_many(wb, tx, [person_id])[person_id]]


def past_of_many(wb: Workbook, tx: Tx, person_ids: Sequence[int]) -> dict[int, list[tuple[int, Past]]]:
    """The same for many people, each attempt with its id, in a few questions."""
    among, values = tx.among("person", person_ids)
    rows = tx.rows(
        "select id, person, finished_at, number, result, proposal, rubric from attempt"
        f" where {among} and finished_at > 0 order by finished_at, number",
        **values,
    )
    rubric_of = {row["id"]: rubrics.milestone(wb, tx, row["rubric"]) for row in rows}
    entered = attempts.entries_of_many(tx, rubric_of)
    found: dict[int, list[tuple[int, Past]]] = {person: [] for person in person_ids}
    for row in rows:
        found[row["person"]].append((row["id"], _past(wb, row, rubric_of[row["id"]], entered[row["id"]])))
    return found


def _past(wb: Workbook, row: dict[str, object], rubric: Milestone, entered: Entries) -> Past:
    lines, criticals = entered
    return Past(
        rubric=rubric,
        result=Result(str(row["result"])),
        day=wb.day(int(str(row["finished_at"]))),
        number=int(str(row["number"])),
        proposal=Proposal(str(row["proposal"])) if row["proposal"] else None,
        ratings=tuple(line.rating for line in lines if line.rating),
        criticals=tuple(attempts.fact(noted) for noted in criticals),
    )


def against(wb: Workbook, tx: Tx, opening_id: int, today: date) -> Against:
    """The account of an opening as past attempts are held against it."""
    version = openings.rubric_of(tx, opening_id)
    return Against(
        account=rubrics.account(wb, tx, version),
        milestones=rubrics.milestones(wb, tx, version),
        cefr=wb.catalogue.cefr,
        follow_up=wb.catalogue.follow_up,
        today=today,
        units=wb.catalogue.units,
    )


def fits_of(wb: Workbook, person_id: int, *, most: int = MOST_OFFERED) -> tuple[Fit, ...]:
    """The open openings that a person is not on, best first: no hurdle missed, then the least left to do."""
    with wb.store.read() as tx:
        return _fits_in(wb, tx, person_id, wb.today())[:most]


def _fits_in(wb: Workbook, tx: Tx, person_id: int, today: date) -> tuple[Fit, ...]:
    taken = {
        row["opening"]
        for row in tx.rows("select opening from application where person = :p and ended_at = 0", p=person_id)
    }
    past = past_of(wb, tx, person_id)
    best: dict[str, tuple[OpeningRow, RouteFit]] = {}
    for opening in openings.open_now(wb, tx):
        if opening.id not in taken and opening.account not in best:
            best[opening.account] = (opening, fits(against(wb, tx, opening.id, today), past))
    order = rank(fit for _, fit in best.values())
    return tuple(Fit(best[fit.account][0], fit) for fit in order)


def other_accounts(wb: Workbook, tx: Tx, found: Sheet) -> tuple[str, ...]:
    """Names of accounts with an open class whose measured hurdles the person meets, for the slip."""
    return worth_naming(_fits_in(wb, tx, found.person, wb.today()), found.account)


def worth_naming(ranked: Iterable[Fit], account: str) -> tuple[str, ...]:
    """Of openings in the order to offer them, the accounts that a slip of somebody on `account` names."""
    offered = [
        plain_name(fit.opening.account_name)
        for fit in ranked
        if fit.fit.open and fit.fit.met and fit.fit.valid and fit.opening.account != account
    ]
    return tuple(offered[:MOST_OFFERED])


def move(wb: Workbook, application_id: int, opening_id: int) -> int:
    """Move a person to another opening; attempts that are valid there go along. Returns the new application."""
    with wb.store.read() as tx:
        target = openings.open_one(wb, tx, opening_id)
        old = applications.row(tx, application_id)
        name = str(tx.value("select name from person where id = :id", id=old["person"]))
    if old["opening"] == opening_id:
        raise Conflict(f"{name} is on this opening already.", "Choose another one.", names=[name])
    return wb.store.do(
        f"moved {name} to {target.name}",
        lambda act: move_many(wb, act, [applications.row(act, application_id)], target)[0],
    )


def move_many(wb: Workbook, act: Act, stored: Sequence[dict[str, object]], target: OpeningRow) -> list[int]:
    """The same inside an act, for stored applications of different people; the new ones in the same order."""
    going = [int(str(row["id"])) for row in stored if not row["ended_at"]]
    if going:
        # Without a word about the person: they go on elsewhere.
        applications.end_many(wb, act, going, State.DUPLICATE, MOVED_ON)
    people = [int(str(row["person"])) for row in stored]
    brought = brought_by(wb, act, people, target)
    newcomers = [
        applications.Newcomer(person, brought[person], int(str(row["id"])))
        for person, row in zip(people, stored, strict=True)
    ]
    made = applications.add_many(wb, act, newcomers, target.id, target.account)
    _tell(act, stored, target, brought)
    return made


def _tell(
    act: Act, stored: Sequence[dict[str, object]], target: OpeningRow, brought: dict[int, tuple[int, ...]]
) -> None:
    """Slips that are not handed over yet say where the person goes on: of each the newest, in kind words."""
    among, values = act.among("a.application", [int(str(row["id"])) for row in stored])
    newest = {
        row["application"]: row
        for row in act.rows(
            "select s.id, s.draft, s.person, a.application from attempt a join slip s on s.id = a.slip"
            f" where {among} and s.state = :draft order by a.finished_at, a.number",
            draft=SlipState.DRAFT,
            **values,
        )
    }
    told = {}
    for row in newest.values():
        draft = msgspec.json.decode(row["draft"], type=SlipDraft)
        if draft.ending is None:
            counts = bool(brought[row["person"]])
            moved = replace(draft, moved_to=plain_name(target.account_name), moved_valid=counts)
            told[row["id"]] = {"draft": msgspec.json.encode(moved).decode()}
    if told:
        act.update_many("slip", told)


def brought_by(wb: Workbook, tx: Tx, person_ids: Sequence[int], target: OpeningRow) -> dict[int, tuple[int, ...]]:
    """By person: their newest attempt at every milestone that still counts on the account of an opening."""
    held = against(wb, tx, target.id, wb.today())
    return {person: _brought(held, past) for person, past in past_of_many(wb, tx, person_ids).items()}


def _brought(held: Against, past: Sequence[tuple[int, Past]]) -> tuple[int, ...]:
    valid = still_valid(held, (one for _, one in past))
    newest = {one.rubric.id: attempt for attempt, one in past if one.result in (Result.PASSED, Result.NOT_YET)}
    return tuple(newest[milestone] for milestone in valid)


def milestones_left(fit: Fit, known: dict[MilestoneId, Milestone]) -> str:
    """'3 left', or the short name of the only one."""
    left = fit.fit.left
    return known[left[0]].short if len(left) == 1 else f"{len(left)} left"


def standing_of(fit: Fit) -> str:
    """In words for the side pane: 'all hurdles met', 'level B2 of B2+', '4 hurdles open'."""
    if fit.fit.misses:
        miss = fit.fit.misses[0]
        return (
            f"{inside(miss.name)} not met" if miss.got == "no" else f"{inside(miss.name)} {miss.got} of {miss.needed}"
        )
    if fit.fit.unknown:
        return f"{count(len(fit.fit.unknown), 'hurdle')} to show"
    return "all hurdles met"
