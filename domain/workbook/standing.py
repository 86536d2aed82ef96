"""Where an application stands: worked out from its attempts, kept beside them for every list.

The list columns of `application` and `person` are a reading of the attempts, never a source: `refresh` is the
only function that writes them, and it runs inside the act that changed what they are read from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result, State
from domain.rules.road import RoadCell, cell_of, road
from domain.rules.routes import route
from domain.workbook import openings

if TYPE_CHECKING:
    from domain.model.catalogue import Account
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

NO_ACCOUNT_ROAD = "." * len(MilestoneId)


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest attempt at one milestone."""

    id: int
    milestone: MilestoneId
    number: int
    result: Result | None
    """None while it is open."""
    proposal: str
    finished_at: int
    opened_at: int
    retest: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the attempts of an application add up to."""

    milestone: MilestoneId
    state: State
    since: int
    """Milliseconds UTC."""
    retest: str
    road: str


def split(text: str) -> tuple[str, ...]:
    """The parts of a comma-separated column."""
    return tuple(part for part in text.split(",") if part)


def route_of(account: Account, application: dict[str, object]) -> tuple[MilestoneId, ...]:
    """The milestones of an application in order: the account's route and the tests that were added."""
    added = tuple(MilestoneId(test) for test in split(str(application["added_tests"])))
    return route(account, added)


def elsewhere(path: tuple[MilestoneId, ...], application: dict[str, object]) -> tuple[MilestoneId, ...]:
    """The milestones before the one at which an application joined, done in another system."""
    joins = str(application["joins"])
    return path[: path.index(MilestoneId(joins))] if joins and MilestoneId(joins) in path else ()


def latest_attempts(tx: Tx, application: dict[str, object]) -> dict[MilestoneId, Latest]:
    """The newest attempt by milestone, those that were brought along included."""
    brought = split(str(application["brought"]))
    also = f" or id in ({','.join(str(int(part)) for part in brought)})" if brought else ""
    rows = tx.rows(
        "select id, milestone, number, result, proposal, finished_at, opened_at, retest from attempt"
        f" where application = :id{also} order by number",
        id=application["id"],
    )
    return {MilestoneId(row["milestone"]): _latest(row) for row in rows}


def _latest(row: dict[str, object]) -> Latest:
    return Latest(
        id=int(str(row["id"])),
        milestone=MilestoneId(str(row["milestone"])),
        number=int(str(row["number"])),
        result=Result(str(row["result"])) if row["finished_at"] else None,
        proposal=str(row["proposal"]),
        finished_at=int(str(row["finished_at"])),
        opened_at=int(str(row["opened_at"])),
        retest=str(row["retest"]),
    )


_OPEN_STATES = {
    Result.NOT_YET: State.NOT_YET,
    Result.ON_HOLD: State.ON_HOLD,
    Result.INCOMPLETE: State.INCOMPLETE,
    Result.NO_SHOW: State.NO_SHOW,
    Result.VOID: State.READY,
}


def work_out(
    application: dict[str, object], path: tuple[MilestoneId, ...], tries: dict[MilestoneId, Latest]
) -> Standing:
    """The standing that follows from an application's row, its route and its newest attempts."""
    done_elsewhere = elsewhere(path, application)
    done = covered(path, application, tries)
    here = next((milestone for milestone in path if milestone not in done), None)
    last = tries.get(here) if here else None
    if application["ended_at"]:
        state, since = State(str(application["state"])), int(str(application["ended_at"]))
    elif here is None:
        state, since = State.HIRED, max(attempt.finished_at for attempt in tries.values())
    else:
        state, since = _open_state(last), _since(application, path, tries, here)
    return Standing(
        milestone=here or path[-1],
        state=state,
        since=since,
        retest=last.retest if last and not application["ended_at"] and state in _OPEN_STATES.values() else "",
        road=_road(path, tries, done - set(done_elsewhere), done_elsewhere, here, state),
    )


def covered(
    path: tuple[MilestoneId, ...], application: dict[str, object], tries: dict[MilestoneId, Latest]
) -> frozenset[MilestoneId]:
    """The milestones of a route that need no further attempt: passed, brought along, or done elsewhere."""
    brought = {int(part) for part in split(str(application["brought"]))}
    done = {key for key, attempt in tries.items() if attempt.result is Result.PASSED or attempt.id in brought}
    return frozenset(done).union(elsewhere(path, application)).intersection(path)


def _open_state(last: Latest | None) -> State:
    if last is None:
        return State.READY
    if last.result is None:
        return State.UNDERWAY
    return _OPEN_STATES.get(last.result, State.READY)


def _since(
    application: dict[str, object], path: tuple[MilestoneId, ...], tries: dict[MilestoneId, Latest], here: MilestoneId
) -> int:
    """When the person came to where they are: the last thing that happened on this application."""
    if here in tries:
        return tries[here].finished_at or tries[here].opened_at
    before = [tries[milestone].finished_at for milestone in path[: path.index(here)] if milestone in tries]
    return max([int(str(application["at"])), *before])


def _road(
    path: tuple[MilestoneId, ...],
    tries: dict[MilestoneId, Latest],
    done: frozenset[MilestoneId],
    done_elsewhere: tuple[MilestoneId, ...],
    here: MilestoneId | None,
    state: State,
) -> str:
    cells = dict.fromkeys(done_elsewhere, RoadCell.NOT_NEEDED)
    for milestone, attempt in tries.items():
        cells[milestone] = RoadCell.PASSED if milestone in done else cell_of(attempt.result)
    if state is State.UNDERWAY and here:
        cells[here] = RoadCell.HERE
    return road(path, cells, here, state)


def stands(wb: Workbook, tx: Tx, application: dict[str, object]) -> Standing:
    """The standing of a stored application, worked out anew."""
    account = openings.account_of(wb, tx, int(str(application["opening"])))
    return work_out(application, route_of(account, application), latest_attempts(tx, application))


def refresh(wb: Workbook, act: Act, application_id: int) -> Standing:
    """Work out the standing again and write it where the lists read it."""
    application = act.row("select * from application where id = :id", id=application_id)
    assert application is not None
    standing = stands(wb, act, application)
    fields: dict[str, object] = {
        "milestone": standing.milestone,
        "state": standing.state,
        "since": standing.since,
        "retest": standing.retest,
        "road": standing.road,
    }
    if standing.state is State.HIRED and not application["ended_at"]:
        act.update("application", application_id, ended_at=standing.since, ended_by="us", **fields)
    else:
        act.update("application", application_id, **fields)
    _show(act, application["person"], application_id)
    return standing


_SHOWN = ("opening", "account", "milestone", "state", "since", "retest", "road")


def _show(act: Act, person_id: int, application_id: int) -> None:
    """Lists show the application that something happened on; one that has ended only where no other is open."""
    shown = act.row(
        f"select id, {', '.join(_SHOWN)} from application where person = :p and (id = :a or ended_at = 0)"
        " order by case when ended_at = 0 then 0 else 1 end, case when id = :a then 0 else 1 end, at desc, id desc"
        " limit 1",
        p=person_id,
        a=application_id,
    )
    assert shown is not None
    act.update("person", person_id, application=shown["id"], **{name: shown[name] for name in _SHOWN})
