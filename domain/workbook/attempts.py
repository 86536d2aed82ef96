"""Attempts: started, rated, noted, and decided; earlier ones are never overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from domain.model.catalogue import Criterion, Milestone, Unit
from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.score import Assessment, CriticalFact, Rating
from domain.model.slip import Evidence
from domain.model.terms import ErrorEffect, MilestoneId, Result, ScoringType, State
from domain.rules.points import check_value
from domain.rules.results import assess, hurdles_of
from domain.rules.retests import DRILL_DAYS, attempt_allowed, early
from domain.rules.routes import next_on
from domain.workbook import applications, openings, queue, rubrics, standing

if TYPE_CHECKING:
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

EVIDENCE_ONLY, RATED, NOT_OBSERVED = 0, 1, 2
MAX_EVIDENCE = 200
"""Characters in one evidence field."""
MAX_QUOTE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a score sheet with what was entered."""

    criterion: Criterion
    rating: Rating | None
    """None while nothing was entered."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CriticalRow:
    """A critical error as it was noted."""

    id: int
    error: str
    effect: ErrorEffect
    trigger: str
    quote: str
    by: str
    second: str
    cleared: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the score sheet of one attempt shows."""

    attempt: int
    person: int
    name: str
    application: int
    account: str
    account_name: str
    milestone: Milestone
    next: MilestoneId | None
    number: int
    by: str
    opened_at: int
    finished_at: int
    result: Result | None
    slip: int
    lines: tuple[Line, ...]
    criticals: tuple[CriticalRow, ...]
    assessment: Assessment
    points: tuple[str, ...]
    """What the person wants to say: up to three."""
    made: frozenset[int]
    """Which of the points were made, from 1."""
    note: str
    units: Mapping[str, Unit]
    levels: Mapping[str, float]
    """Spoken levels by name with their numbers."""

    @property
    def entered(self) -> int:
        """How many criteria are rated or marked not observed."""
        return sum(line.rating is not None for line in self.lines)


def row(tx: Tx, attempt_id: int) -> dict[str, object]:
    """The stored row; NotFound when there is none."""
    found = tx.row("select * from attempt where id = :id", id=attempt_id)
    if found is None:
        raise NotFound("This attempt is no longer in the workbook.", "It may have been undone; go back one step.")
    return found


def open_or_start(wb: Workbook, application_id: int, *, proof: str = "") -> int:
    """The open attempt at the milestone where the application stands, or a new one.

    A retake before its date needs `proof` of practice and half of the wait; Conflict says from when it is open.
    """
    with wb.store.read() as tx:
        application = applications.row(tx, application_id)
        account = openings.account_of(wb, tx, int(str(application["opening"])))
        tries = standing.latest_attempts(tx, application)
        stands = standing.work_out(application, standing.route_of(account, application), tries)
        name = str(tx.value("select name from person where id = :id", id=application["person"]))
        last = tries.get(stands.milestone)
        if last and last.result is None:
            return last.id
        if application["ended_at"]:
            raise Conflict(f"The application of {name} has ended.", "Put them on an opening again to go on.")
        _check_retake(wb, tx, application, last, proof)
    milestone = wb.catalogue.milestones[stands.milestone]
    return wb.store.do(
        f"started {milestone.name.lower()} of {name}",
        lambda act: start_in(wb, act, application, stands.milestone),
    )


def _check_retake(
    wb: Workbook, tx: Tx, application: dict[str, object], last: standing.Latest | None, proof: str
) -> None:
    if last is None:
        return
    opens = date.fromisoformat(last.retest) if last.retest else None
    if opens and wb.today() < opens:
        finished = wb.day(last.finished_at)
        follow_up = wb.catalogue.follow_up
        drilled = DRILL_DAYS if proof else 0
        half = early((opens - finished).days, drilled, max_days=follow_up.early_retake_max_days)
        if (wb.today() - finished).days < half:
            raise Conflict(
                f"The retake is open from {opens:%d %b}.".replace(" 0", " "),
                "Ten days of drill log may halve a wait of 30 days or less.",
            )
    finished_before = tx.rows(
        "select finished_at from attempt where person = :p and milestone = :m and result in ('passed', 'not_yet')",
        p=application["person"],
        m=last.milestone,
    )
    days = [wb.day(found["finished_at"]) for found in finished_before]
    refused = attempt_allowed(days, wb.today(), wb.catalogue.follow_up)
    if refused:
        raise Conflict(refused, "Move them to another opening, or wait until then.")


def start_in(wb: Workbook, act: Act, application: dict[str, object], milestone: MilestoneId, *, at: int = 0) -> int:
    """Open the next attempt at a milestone inside an act that may do more."""
    account = openings.account_of(wb, act, int(str(application["opening"])))
    person = int(str(application["person"]))
    number = act.value("select max(number) from attempt where person = :p and milestone = :m", p=person, m=milestone)
    attempt = act.insert(
        "attempt",
        application=application["id"],
        person=person,
        milestone=milestone,
        number=int(number or 0) + 1,
        rubric=rubrics.milestone_version(wb, act, milestone, account),
        opened_at=at or act.at,
        who=wb.store.who,
    )
    queue.begin_in(wb, act, person, _place(wb, milestone))
    standing.refresh(wb, act, int(str(application["id"])))
    return attempt


def _place(wb: Workbook, milestone: MilestoneId) -> str:
    return "exam room" if milestone is MilestoneId.EXAM else f"with {wb.store.who}"


# entering ------------------------------------------------------------------------------------------------------------


def rate(wb: Workbook, attempt_id: int, criterion_id: str, value: float) -> None:
    """Store a rating 1-5, a check (5 yes, 1 no) or a measure; BadInput names the range that it must be in."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    unit = wb.catalogue.units.get(criterion.scoring.unit)
    check_value(criterion.scoring, unit, value)
    _enter(wb, attempt_id, criterion, f"rated {criterion.name.lower()}", entered=RATED, value=float(value))


def not_observed(wb: Workbook, attempt_id: int, criterion_id: str) -> None:
    """Say that there was nothing to see of a criterion."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    _enter(wb, attempt_id, criterion, f"not observed: {criterion.name.lower()}", entered=NOT_OBSERVED, value=0.0)


def clear_rating(wb: Workbook, attempt_id: int, criterion_id: str) -> None:
    """Take a rating back; its evidence stays."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    _enter(wb, attempt_id, criterion, f"cleared {criterion.name.lower()}", entered=EVIDENCE_ONLY, value=0.0)


def evidence(wb: Workbook, /, attempt_id: int, criterion_id: str, **parts: str) -> None:
    """Store any of moment, act and effect for a criterion; 200 characters each."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    columns = {"moment": "moment", "act": "did", "effect": "effect"}
    fields = {columns[part]: " ".join(text.split())[:MAX_EVIDENCE] for part, text in parts.items()}
    _enter(wb, attempt_id, criterion, f"evidence for {criterion.name.lower()}", **fields)


def chip(wb: Workbook, attempt_id: int, criterion_id: str, number: int) -> None:
    """Fill the evidence of a criterion from its ready piece 1, 2, 3 ...; what was typed as the moment stays."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
        kept = tx.value("select moment from rating where attempt = :a and criterion = :c", a=attempt_id, c=criterion_id)
    if not 1 <= number <= len(criterion.chips):
        raise BadInput(f"There is no piece of evidence {number} here.", f"Use 1 to {len(criterion.chips)}.")
    piece = criterion.chips[number - 1]
    _enter(
        wb,
        attempt_id,
        criterion,
        f"evidence for {criterion.name.lower()}",
        moment=kept or piece.moment,
        did=piece.act,
        effect=piece.effect,
    )


def _criterion(wb: Workbook, tx: Tx, attempt_id: int, criterion_id: str) -> Criterion:
    attempt = row(tx, attempt_id)
    if attempt["finished_at"]:
        raise Conflict("This attempt is finished.", "Undo the decision to change it, or start another attempt.")
    milestone = rubrics.milestone(wb, tx, int(str(attempt["rubric"])))
    try:
        return milestone.criterion(criterion_id)
    except KeyError:
        raise NotFound(f'{milestone.name} has no criterion "{criterion_id}".', "Open the sheet again.") from None


def _enter(wb: Workbook, attempt_id: int, criterion: Criterion, what: str, **fields: object) -> None:
    def work(act: Act) -> None:
        attempt = row(act, attempt_id)
        if attempt["finished_at"]:
            raise Conflict("Somebody else has finished this attempt.", "Open the sheet again to see it.")
        stored = act.value("select id from rating where attempt = :a and criterion = :c", a=attempt_id, c=criterion.id)
        if stored:
            act.update("rating", stored, at=act.at, **fields)
        else:
            act.insert("rating", attempt=attempt_id, criterion=criterion.id, rater=attempt["who"], at=act.at, **fields)

    wb.store.do(what, work)


def note(wb: Workbook, attempt_id: int, text: str) -> None:
    """Store the private note of an attempt; it has no way into anything that a candidate reads."""
    wb.store.do("private note", lambda act: act.update("attempt", attempt_id, note=text.strip()))


def point_made(wb: Workbook, attempt_id: int, number: int) -> None:
    """Tick, or untick, a point of the value card (from 1) as made."""
    with wb.store.read() as tx:
        attempt = row(tx, attempt_id)
    ticked = {int(part) for part in standing.split(str(attempt["made"]))} ^ {number}
    made = ",".join(str(point) for point in sorted(ticked))
    wb.store.do(
        f"point {number} made" if number in ticked else f"point {number} not made",
        lambda act: act.update("attempt", attempt_id, made=made),
    )


def critical(wb: Workbook, attempt_id: int, error_id: str, quote: str, *, second: str = "") -> int:
    """Note a critical error with its quote; it counts once a second name stands on it. BadInput without a quote."""
    with wb.store.read() as tx:
        attempt = row(tx, attempt_id)
        milestone = rubrics.milestone(wb, tx, int(str(attempt["rubric"])))
    if attempt["finished_at"]:
        raise Conflict("This attempt is finished.", "Undo the decision to change it.")
    if error_id not in {error.id for error in milestone.critical_errors}:
        raise NotFound(f'{milestone.name} has no critical error "{error_id}".', "Choose one from the list.")
    if not quote.strip():
        raise BadInput("A critical error needs a quote.", "Write what was said or done, word for word.")
    _check_second(second, wb.store.who)
    return wb.store.do(
        "critical error",
        lambda act: act.insert(
            "critical",
            attempt=attempt_id,
            error=error_id,
            quote=quote.strip()[:MAX_QUOTE],
            who=wb.store.who,
            second=second.strip(),
            at=act.at,
        ),
    )


def _check_second(second: str, first: str) -> None:
    if second.strip() and second.strip().casefold() == first.casefold():
        raise BadInput("The second name must be somebody else's.", "Ask a colleague to look at it with you.")


def confirm_critical(wb: Workbook, critical_id: int, second: str) -> None:
    """Put the second name to a critical error."""
    if not second.strip():
        raise BadInput("A second name is needed.", "Ask a colleague to look at it with you.")
    with wb.store.read() as tx:
        _check_second(second, str(tx.value("select who from critical where id = :id", id=critical_id)))
    wb.store.do("confirmed a critical error", lambda act: act.update("critical", critical_id, second=second.strip()))


def clear_critical(wb: Workbook, critical_id: int, why: str) -> None:
    """Say that a critical error was looked into and does not stand; BadInput without a reason."""
    if not why.strip():
        raise BadInput("Say why it does not stand.", "One line is enough.")
    wb.store.do(
        "cleared a critical error",
        lambda act: act.update("critical", critical_id, cleared_at=act.at, cleared_why=why.strip()),
    )


# reading -------------------------------------------------------------------------------------------------------------


def sheet(wb: Workbook, attempt_id: int) -> Sheet:
    """What the score sheet shows; NotFound when the attempt is gone."""
    with wb.store.read() as tx:
        return read_sheet(wb, tx, attempt_id)


def read_sheet(wb: Workbook, tx: Tx, attempt_id: int) -> Sheet:
    """The same inside a transaction."""
    attempt = row(tx, attempt_id)
    milestone = rubrics.milestone(wb, tx, int(str(attempt["rubric"])))
    application = applications.row(tx, int(str(attempt["application"])))
    account = openings.account_of(wb, tx, int(str(application["opening"])))
    lines, criticals = entries(tx, attempt_id, milestone)
    person = tx.row("select name, points from person where id = :id", id=attempt["person"])
    assert person is not None
    path = standing.route_of(account, application)
    covered = standing.covered(path, application, standing.latest_attempts(tx, application))
    return Sheet(
        attempt=attempt_id,
        person=int(str(attempt["person"])),
        name=person["name"],
        application=int(str(attempt["application"])),
        account=account.id,
        account_name=account.name,
        milestone=milestone,
        next=next_on(path, milestone.id, covered),
        number=int(str(attempt["number"])),
        by=str(attempt["who"]),
        opened_at=int(str(attempt["opened_at"])),
        finished_at=int(str(attempt["finished_at"])),
        result=Result(str(attempt["result"])) if attempt["result"] else None,
        slip=int(str(attempt["slip"])),
        lines=lines,
        criticals=criticals,
        assessment=assess(
            milestone,
            [line.rating for line in lines if line.rating],
            [fact(noted) for noted in criticals],
            hurdles_of(account, milestone),
            wb.catalogue.cefr,
            wb.catalogue.units,
        ),
        points=tuple(str(person["points"]).splitlines()),
        made=frozenset(int(part) for part in standing.split(str(attempt["made"]))),
        note=str(attempt["note"]),
        units=wb.catalogue.units,
        levels=wb.catalogue.cefr,
    )


def entries(tx: Tx, attempt_id: int, milestone: Milestone) -> tuple[tuple[Line, ...], tuple[CriticalRow, ...]]:
    """What was entered for an attempt: a line for each criterion, and the critical errors."""
    entered = {found["criterion"]: found for found in tx.rows("select * from rating where attempt = :a", a=attempt_id)}
    lines = tuple(_line(criterion, entered.get(criterion.id)) for criterion in milestone.criteria)
    return lines, _criticals(tx, attempt_id, milestone)


def _line(criterion: Criterion, entered: dict[str, object] | None) -> Line:
    if entered is None:
        return Line(criterion, None, Evidence())
    rating = None
    if entered["entered"] != EVIDENCE_ONLY:
        rating = Rating(criterion.id, entered["entered"] == RATED, float(str(entered["value"])))
    return Line(criterion, rating, Evidence(str(entered["moment"]), str(entered["did"]), str(entered["effect"])))


def _criticals(tx: Tx, attempt_id: int, milestone: Milestone) -> tuple[CriticalRow, ...]:
    known = {error.id: error for error in milestone.critical_errors}
    found = tx.rows("select * from critical where attempt = :a order by at, id", a=attempt_id)
    return tuple(
        CriticalRow(
            id=noted["id"],
            error=noted["error"],
            effect=known[noted["error"]].effect,
            trigger=known[noted["error"]].trigger,
            quote=noted["quote"],
            by=noted["who"],
            second=noted["second"],
            cleared=bool(noted["cleared_at"]),
        )
        for noted in found
        if noted["error"] in known
    )


def fact(noted: CriticalRow) -> CriticalFact:
    """A critical error as the rules take it."""
    return CriticalFact(noted.error, noted.effect, bool(noted.second), noted.cleared)


def missing_coaching(found: Sheet) -> tuple[Criterion, ...]:
    """Criteria that are not scored and have nothing entered; they never hold up a decision."""
    return tuple(
        line.criterion
        for line in found.lines
        if line.rating is None and line.criterion.scoring.type is ScoringType.COACHING
    )


def is_open_state(state: State) -> bool:
    """Whether an application in this state can start or go on with an attempt."""
    return state in (State.READY, State.UNDERWAY, State.INCOMPLETE, State.NOT_YET, State.NO_SHOW)
