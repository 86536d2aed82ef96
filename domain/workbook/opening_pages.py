"""Openings as their pages show them: one class whole, its people by milestone, and the accounts behind the classes."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from domain.model.catalogue import HURDLE_CRITERIA
from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, Direction, MilestoneId, ScoringType, State
from domain.rules.path import route
from domain.workbook import account_versions, openings, reserve, rubrics
from domain.workbook.account_versions import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Account, Criterion, Milestone
    from domain.store import Tx
    from domain.workbook.openings import OpeningRow
    from domain.workbook.reserve import ReserveRow
    from domain.workbook.workbook import Workbook

_ON_THE_WAY = frozenset(State) - ENDINGS
_CHANNELS = {"voice": "voice", "chat": "chat and e-mail", "blended": "voice and chat"}


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone of a route."""

    milestone: MilestoneId
    short: str
    weight: float
    """0 for one that carries none."""
    pass_mark: float
    """Points 0-100."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """How an account is assessed, in the words of a side pane."""

    steps: tuple[Step, ...]
    hurdles: tuple[tuple[str, str], ...]
    """What must be met, by name, with the value in words: 'Typing speed (net)', '30 wpm'."""
    preview: tuple[str, ...]
    """What people are told before they say yes."""
    edition: Edition
    differs: bool
    """Whether the catalogue has changed since."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One opening with the route and the pass lines that are in force for it."""

    row: OpeningRow
    assessed: Assessed

    @property
    def route(self) -> tuple[tuple[str, float], ...]:
        """Milestones in order, by short name, with their weight."""
        return tuple((step.short, step.weight) for step in self.assessed.steps)


@dataclass(frozen=True, slots=True)
class Stage:
    """The people of one class at one milestone."""

    step: Step
    ready: int
    underway: int
    waiting: int
    """Not yet, incomplete, on hold: something must happen first."""

    @property
    def people(self) -> int:
        """All of them."""
        return self.ready + self.underway + self.waiting


@dataclass(frozen=True, slots=True)
class ClassPage:
    """Everything that the page of one class shows."""

    detail: Detail
    stages: tuple[Stage, ...]
    ended: int
    """Applications that ended in any other way than hired."""
    reserve: tuple[ReserveRow, ...] = ()
    """Who met the standard when the class was full, and is kept for it."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account of the catalogue as the list shows it."""

    at: int
    """Its place in the catalogue, from 1."""
    id: str
    code: str
    short: str
    name: str
    channel: str
    classes: int
    """Open ones."""
    seats: int
    """Of the open classes together."""
    taken: int
    people: int
    edition: int
    """Number of the version that the next class takes; 0 while nothing is stored."""
    edited: bool


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """One account with how its next class is assessed."""

    account: Account
    channel: str
    assessed: Assessed
    expertise: tuple[str, ...]


def detail(wb: Workbook, opening_id: int) -> Detail:
    """One opening, whole; NotFound with what to do."""
    with wb.store.read() as tx:
        return _detail(wb, tx, opening_id)


def _detail(wb: Workbook, tx: Tx, opening_id: int) -> Detail:
    row = openings.read(wb, tx, opening_id)
    return Detail(row, _assessed_in(wb, tx, row.rubric))


def page(wb: Workbook, opening_id: int) -> ClassPage:
    """One class with its people by milestone; NotFound with what to do."""
    with wb.store.read() as tx:
        found = _detail(wb, tx, opening_id)
        rows = tx.rows(
            "select milestone, state, count(*) as n from (select milestone, state from application where opening = :o"
            " union all select milestone, state from counted where opening = :o) as every group by milestone, state",
            o=opening_id,
        )
        kept = reserve.reserve_in(wb, tx, opening_id)
    counts = {(str(row["milestone"]), State(row["state"])): int(row["n"]) for row in rows}
    ended = sum(n for (_, state), n in counts.items() if state in ENDINGS and state is not State.HIRED)
    here = {MilestoneId(milestone) for milestone, state in counts if state in _ON_THE_WAY}
    steps = _with_added(wb, found.assessed.steps, here)
    return ClassPage(found, tuple(_stage(step, counts) for step in steps), ended, kept)


def _with_added(wb: Workbook, steps: tuple[Step, ...], here: set[MilestoneId]) -> tuple[Step, ...]:
    """The steps of the route, and behind them the tests that were added for some, where somebody is."""
    on_route = {step.milestone for step in steps}
    known = wb.catalogue.milestones
    added = [known[milestone] for milestone in MilestoneId if milestone in here - on_route]
    return (*steps, *(Step(one.id, one.short, 0.0, one.pass_mark) for one in added))


def _stage(step: Step, counts: Mapping[tuple[str, State], int]) -> Stage:
    here = {state: counts.get((str(step.milestone), state), 0) for state in _ON_THE_WAY}
    ready, underway = here.pop(State.READY), here.pop(State.UNDERWAY)
    return Stage(step, ready, underway, sum(here.values()))


def people_at(wb: Workbook, opening_id: int, milestone: MilestoneId | None = None) -> array[int]:
    """Who is on their way in a class, at one milestone or at any, the longest there first."""
    states = ", ".join(f"'{state}'" for state in sorted(_ON_THE_WAY))
    at = " and milestone = :m" if milestone else ""
    with wb.store.read() as tx:
        rows = tx.rows(
            f"select person from application where opening = :o and state in ({states}){at} order by since, id",
            o=opening_id,
            m=milestone,
        )
    return array("q", [int(row["person"]) for row in rows])


# accounts ------------------------------------------------------------------------------------------------------------


def accounts(wb: Workbook, classes: Sequence[OpeningRow] | None = None) -> tuple[AccountRow, ...]:
    """Every account of the catalogue in its order, those without a class too; `classes` are the open ones, if known."""
    with wb.store.read() as tx:
        classes = openings.read_listing(wb, tx) if classes is None else classes
        lasting = _lasting(tx)
    return tuple(
        _account_row(at, account, [row for row in classes if row.account == account.id], lasting.get(account.id))
        for at, account in enumerate(wb.catalogue.accounts.values(), 1)
    )


def _lasting(tx: Tx) -> dict[str, tuple[int, bool]]:
    """By account, the number of the version that the next class takes and whether it was edited here."""
    rows = tx.rows(
        "select name, number, lasting, case when milestones = '' then 0 else 1 end as kept from rubric"
        " where kind = 'account' order by number"
    )
    found: dict[str, tuple[int, bool]] = {}
    plain: dict[str, int] = {}
    for row in rows:
        if row["lasting"]:
            found[row["name"]] = (int(row["number"]), bool(row["kept"]))
        elif not row["kept"]:
            plain[row["name"]] = int(row["number"])
    of_catalogue = {name: (number, False) for name, number in plain.items()}
    return of_catalogue | found


def _account_row(at: int, account: Account, classes: list[OpeningRow], version: tuple[int, bool] | None) -> AccountRow:
    number, edited = version or (0, False)
    return AccountRow(
        at=at,
        id=account.id,
        code=account.code,
        short=account.short,
        name=account.title,
        channel=_CHANNELS.get(account.channel, account.channel),
        classes=len(classes),
        seats=sum(row.seats for row in classes),
        taken=sum(row.taken for row in classes),
        people=sum(row.people for row in classes),
        edition=number,
        edited=edited,
    )


def account_detail(wb: Workbook, account_id: str) -> AccountDetail:
    """One account as its next class takes it; NotFound with those that are known."""
    account = openings.account_named(wb, account_id)
    with wb.store.read() as tx:
        version = rubrics.lasting_version(tx, account_id)
        if version:
            account = rubrics.account(wb, tx, version)
            assessed = _assessed_in(wb, tx, version)
        else:
            nothing = Edition(0, account_id, 0, 0, "", False, False, ())
            assessed = _assessed(wb, account, wb.catalogue.milestones, nothing, differs=False)
    fields = tuple(name.replace("_", " ") for name in account.expertise)
    return AccountDetail(account, _CHANNELS.get(account.channel, account.channel), assessed, fields)


# in words ------------------------------------------------------------------------------------------------------------


def _assessed_in(wb: Workbook, tx: Tx, version: int) -> Assessed:
    account = rubrics.account(wb, tx, version)
    milestones = rubrics.kept_milestones(wb, tx, version) or wb.catalogue.milestones
    differs = account_versions.catalogue_differs(wb, tx, version)
    return _assessed(wb, account, milestones, account_versions.edition(tx, version), differs=differs)


def _assessed(
    wb: Workbook, account: Account, milestones: Mapping[MilestoneId, Milestone], edition: Edition, *, differs: bool
) -> Assessed:
    steps = tuple(
        Step(
            step,
            milestones[step].short,
            float(account.weights.get(step, 0)),
            account.pass_marks.get(step, milestones[step].pass_mark),
        )
        for step in route(account)
    )
    hurdles = tuple(hurdle_words(wb, milestones, key, need) for key, need in account.hurdles.items())
    return Assessed(steps, hurdles, account.preview, edition, differs)


def hurdle_words(
    wb: Workbook, milestones: Mapping[MilestoneId, Milestone], key: str, need: float | str
) -> tuple[str, str]:
    """What a hurdle of an account measures and what it asks for: 'Typing speed', '30 wpm'."""
    wanted = HURDLE_CRITERIA.get(key, key)
    criteria = (criterion for milestone in milestones.values() for criterion in milestone.criteria)
    criterion = next((one for one in criteria if one.id == wanted), None)
    return (criterion.name if criterion else key, _need(wb, criterion, need))


def _need(wb: Workbook, criterion: Criterion | None, need: float | str) -> str:
    """'30 wpm', 'B2', 'rated 3', 'yes'; 'at most 5 min' where less is better."""
    if isinstance(need, str) or criterion is None:
        return f"{need}"
    if criterion.scoring.type is ScoringType.CHECK:
        return "yes"
    unit = wb.catalogue.units.get(criterion.scoring.unit)
    if unit is None:
        return f"rated {need:g}"
    most = "at most " if criterion.scoring.direction is Direction.LOWER else ""
    return f"{most}{need:g} {unit.short}"
