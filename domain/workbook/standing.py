"""Where an application stands: worked out from its attempts, kept beside them for every list.

The list columns of `application` and `person` are a reading of the attempts, never a source: `refresh` is the
only function that writes them, and it runs inside the act that changed what they are read from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, Result, State
from domain.rules.path import route
from domain.rules.road import RoadCell, cell_of, road
from domain.workbook import openings

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    return latest_of_many(tx, [application])[int(str(application["id"]))]


def latest_of_many(tx: Tx, rows: Sequence[dict[str, object]]) -> dict[int, dict[MilestoneId, Latest]]:
    """The same for many stored applications, by their ids, in two questions."""
    columns = "id, application, milestone, number, result, proposal, finished_at, opened_at, retest"
    brought = {int(str(row["id"])): [int(part) for part in split(str(row["brought"]))] for row in rows}
    found: dict[int, dict[int, dict[str, object]]] = {one: {} for one in brought}
    among, values = tx.among("application", list(brought))
    for attempt in tx.rows(f"select {columns} from attempt where {among}", **values):
        found[attempt["application"]][attempt["id"]] = attempt
    if along := sorted({one for some in brought.values() for one in some}):
        among, values = tx.among("id", along)
        known = {
            attempt["id"]: attempt for attempt in tx.rows(f"select {columns} from attempt where {among}", **values)
        }
        for application, some in brought.items():
            found[application] |= {one: known[one] for one in some if one in known}
    return {one: _newest(list(attempts.values())) for one, attempts in found.items()}


def _newest(attempts: list[dict[str, object]]) -> dict[MilestoneId, Latest]:
    ordered = sorted(attempts, key=lambda attempt: int(str(attempt["number"])))
    return {MilestoneId(str(attempt["milestone"])): _latest(attempt) for attempt in ordered}


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
    return refresh_many(wb, act, [application_id])[application_id]


def refresh_many(wb: Workbook, act: Act, application_ids: Sequence[int]) -> dict[int, Standing]:
    """The same for many applications of different people, by their ids, in a few questions."""
    among, values = act.among("id", application_ids)
    rows = act.rows(f"select * from application where {among}", **values)
    accounts = {opening: openings.account_of(wb, act, opening) for opening in {row["opening"] for row in rows}}
    tries = latest_of_many(act, rows)
    stands = {row["id"]: work_out(row, route_of(accounts[row["opening"]], row), tries[row["id"]]) for row in rows}
    ending = [row["id"] for row in rows if stands[row["id"]].state is State.HIRED and not row["ended_at"]]
    _write(act, {one: _columns(stands[one]) for one in stands.keys() - set(ending)})
    _write(act, {one: _columns(stands[one]) | {"ended_at": stands[one].since, "ended_by": "us"} for one in ending})
    _show(act, {row["person"]: row["id"] for row in rows})
    return stands


def _columns(standing: Standing) -> dict[str, object]:
    return {
        "milestone": standing.milestone,
        "state": standing.state,
        "since": standing.since,
        "retest": standing.retest,
        "road": standing.road,
    }


def _write(act: Act, rows: dict[int, dict[str, object]]) -> None:
    if rows:
        act.update_many("application", rows)


_SHOWN = ("opening", "account", "milestone", "state", "since", "retest", "road")


def _show(act: Act, touched: dict[int, int]) -> None:
    """Lists show the application that something happened on; one that has ended only where no other is open.

    By person, the application that was touched.
    """
    among, values = act.among("person", list(touched))
    shown: dict[int, dict[str, object]] = {}
    order = "order by at desc, id desc"
    for row in act.rows(
        f"select id, person, ended_at, {', '.join(_SHOWN)} from application where {among} {order}", **values
    ):
        mine, known = touched[row["person"]] == row["id"], shown.get(row["person"])
        if (mine or not row["ended_at"]) and (known is None or _comes_first(row, mine, known)):
            shown[row["person"]] = row
    act.update_many(
        "person",
        {person: {"application": row["id"], **{name: row[name] for name in _SHOWN}} for person, row in shown.items()},
    )


def _comes_first(row: dict[str, object], mine: bool, known: dict[str, object]) -> bool:
    """Whether an application is shown before one that is newer."""
    if bool(row["ended_at"]) != bool(known["ended_at"]):
        return not row["ended_at"]
    return mine
