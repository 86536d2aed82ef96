"""Attempts: started, rated and noted; earlier ones are never overwritten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Proposal, Result
from domain.rules.chances import is_poor
from domain.rules.points import check_value
from domain.rules.retests import attempt_allowed, drill_days_needed, early
from domain.rules.second_looks import FIRST
from domain.workbook import applications, openings, practising, queue, rubrics, standing
from domain.workbook.sheets import (
    EVIDENCE_ONLY,
    NOT_OBSERVED,
    RATED,
    CriticalRow,
    Line,
    Sheet,
    cards_of_many,
    entries,
    entries_of_many,
    fact,
    read_sheet,
    read_sheets,
    row,
    sheet,
)
from domain.workbook.wording import day_month, inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.catalogue import Criterion
    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

__all__ = [
    "EVIDENCE_ONLY",
    "MAX_EVIDENCE",
    "MAX_QUOTE",
    "NOT_OBSERVED",
    "RATED",
    "CriticalRow",
    "Line",
    "Sheet",
    "check_second",
    "check_start",
    "chip",
    "clear_critical",
    "clear_rating",
    "confirm_critical",
    "critical",
    "entries",
    "entries_of_many",
    "evidence",
    "fact",
    "insert_in",
    "not_observed",
    "note",
    "open_or_start",
    "point_made",
    "rate",
    "read_sheet",
    "read_sheets",
    "row",
    "sheet",
    "start_in",
]

MAX_EVIDENCE = 200
"""Characters in one evidence field."""
MAX_QUOTE = 500
"""Characters in the quote of a critical error."""


def open_or_start(wb: Workbook, application_id: int, *, proof: str = "") -> int:
    """The open attempt at the milestone where the application stands, or a new one.

    A retake before its date needs `proof` of practice and half of the wait; Conflict says from when it is open, what
    holds the application up, or that it has ended.
    """
    with wb.store.read() as tx:
        application = applications.row(tx, application_id)
        name = str(tx.value("select name from person where id = :id", id=application["person"]))
        here, last = _here(wb, tx, application)
        begun = last is not None and last.result is None
        if last and begun and not queue.is_waiting(wb, tx, int(str(application["person"]))):
            return last.id
    milestone = wb.catalogue.milestones[here].name.lower()

    def work(act: Act) -> int:
        now = applications.row(act, application_id)
        stands, newest = _here(wb, act, now)
        if newest and newest.result is None:
            queue.begin_in(wb, act, int(str(now["person"])), _place(wb, stands))
            return newest.id
        if now["ended_at"]:
            again = "Put them on an opening again to go on."
            raise Conflict(f"The application of {name} has ended.", again, names=[name])
        check_start(wb, act, now, stands, newest, proof)
        return start_in(wb, act, now, stands, note=f"Proof of practice: {proof.strip()}" if proof.strip() else "")

    return wb.store.do(f"{'went on with' if begun else 'started'} {milestone} of {name}", work)


def _here(wb: Workbook, tx: Tx, application: dict[str, object]) -> tuple[MilestoneId, standing.Latest | None]:
    """Where an application stands, and its newest attempt there."""
    account = openings.account_of(wb, tx, int(str(application["opening"])))
    tries = standing.latest_attempts(tx, application)
    here = standing.work_out(application, standing.route_of(account, application), tries).milestone
    return here, tries.get(here)


def check_start(
    wb: Workbook,
    tx: Tx,
    application: dict[str, object],
    here: MilestoneId,
    last: standing.Latest | None,
    proof: str = "",
) -> None:
    """Conflict where a new attempt at a milestone cannot begin yet: a hold, a wait, or too many tries."""
    if last and last.result is Result.ON_HOLD:
        _check_hold(wb, tx, last.id)
    _check_wait(wb, tx, application, here, proof)
    finished = tx.rows(
        "select finished_at from attempt where person = :p and milestone = :m and result in ('passed', 'not_yet')",
        p=application["person"],
        m=here,
    )
    days = [wb.day(found["finished_at"]) for found in finished]
    refused = attempt_allowed(days, wb.today(), wb.catalogue.follow_up)
    if refused:
        raise Conflict(refused, "Move them to another opening, or wait until then.")


def _check_hold(wb: Workbook, tx: Tx, attempt_id: int) -> None:
    found = read_sheet(wb, tx, attempt_id)
    if found.assessment.proposal is Proposal.ON_HOLD:
        raise Conflict(found.assessment.reason, "Settle the critical error first.")


def _check_wait(wb: Workbook, tx: Tx, application: dict[str, object], here: MilestoneId, proof: str) -> None:
    """The wait after the newest try at a milestone of the account; another class of it makes it no shorter."""
    last = practising.last_try(tx, {**application, "milestone": here})
    if last is not None and last["result"] == Result.NOT_YET and is_poor(last["chance"]):
        return  # little chance to show it was our fault, and a second look is theirs at once
    if last is None or not last["retest"] or wb.today() >= (opens := date.fromisoformat(last["retest"])):
        return
    finished = wb.day(last["finished_at"])
    needed = drill_days_needed(wb.catalogue.follow_up)
    drilled = needed if proof.strip() and not last["halved"] else 0
    most = wb.catalogue.follow_up.early_retake_max_days
    wait = early((opens - finished).days, drilled, max_days=most, needed=needed)
    if (wb.today() - finished).days < wait:
        raise Conflict(
            f"The retake is open from {day_month(finished + timedelta(days=wait), wb.today())}.",
            f"{needed} days of drill log may halve a wait of {most} days or less, once.",
        )


def start_in(
    wb: Workbook,
    act: Act,
    application: dict[str, object],
    milestone: MilestoneId,
    *,
    at: int = 0,
    note: str = "",
) -> int:
    """Open the next attempt at a milestone inside an act that may do more."""
    attempt = insert_in(wb, act, application, milestone, at=at, note=note)
    queue.begin_in(wb, act, int(str(application["person"])), _place(wb, milestone))
    standing.refresh(wb, act, int(str(application["id"])))
    return attempt


def insert_in(
    wb: Workbook,
    act: Act,
    application: dict[str, object],
    milestone: MilestoneId,
    *,
    at: int = 0,
    note: str = "",
) -> int:
    """The row of the next attempt at a milestone; what follows from it is left to the caller."""
    return insert_many(wb, act, [(application, milestone)], at=at, note=note)[0]


def insert_many(
    wb: Workbook,
    act: Act,
    wanted: Sequence[tuple[dict[str, object], MilestoneId]],
    *,
    at: int = 0,
    note: str = "",
) -> list[int]:
    """The same for stored applications of different people, each at its milestone, in a few questions."""
    people = [int(str(application["person"])) for application, _ in wanted]
    among, values = act.among("person", people)
    counted = f"select person, milestone, max(number) as number from attempt where {among} group by person, milestone"
    numbers = {(row["person"], row["milestone"]): int(row["number"]) for row in act.rows(counted, **values)}
    asked = dict.fromkeys((application["opening"], milestone) for application, milestone in wanted)
    rubric_of = {
        (opening, step): rubrics.milestone_version(wb, act, step, openings.rubric_of(act, int(str(opening))))
        for opening, step in asked
    }
    return act.insert_many(
        "attempt",
        [
            {
                "application": application["id"],
                "person": person,
                "milestone": milestone,
                "number": numbers.get((person, milestone), 0) + 1,
                "rubric": rubric_of[application["opening"], milestone],
                "opened_at": at or act.at,
                "who": wb.store.who,
                "note": note,
            }
            for person, (application, milestone) in zip(people, wanted, strict=True)
        ],
    )


def _place(wb: Workbook, milestone: MilestoneId) -> str:
    return "exam room" if milestone is MilestoneId.EXAM else f"with {wb.store.who}"


# entering ------------------------------------------------------------------------------------------------------------


def rate(
    wb: Workbook, attempt_id: int, criterion_id: str, value: float, *, card: int = FIRST, act_id: int | None = None
) -> None:
    """Store a rating 1-5, a check (5 yes, 1 no) or a measure; BadInput names the range that it must be in.

    `card` is whose it is, here and in all that is entered: the first rater's, or the second's. Conflict once that card
    was submitted, or the attempt is finished. `act_id` is the id of the act, for a caller who may want to take just
    this one back.
    """
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    unit = wb.catalogue.units.get(criterion.scoring.unit)
    check_value(criterion.scoring, unit, value)
    what = f"rated {inside(criterion.name)}"
    _enter(wb, attempt_id, criterion, what, card, act_id, entered=RATED, value=float(value))


def not_observed(
    wb: Workbook, attempt_id: int, criterion_id: str, *, card: int = FIRST, act_id: int | None = None
) -> None:
    """Say that there was nothing to see of a criterion; `card` and `act_id` as for `rate`."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    what = f"marked {inside(criterion.name)} not observed"
    _enter(wb, attempt_id, criterion, what, card, act_id, entered=NOT_OBSERVED, value=0.0)


def clear_rating(wb: Workbook, attempt_id: int, criterion_id: str, *, card: int = FIRST) -> None:
    """Take a rating back; its evidence stays."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    _enter(wb, attempt_id, criterion, f"cleared {inside(criterion.name)}", card, entered=EVIDENCE_ONLY, value=0.0)


def evidence(wb: Workbook, /, attempt_id: int, criterion_id: str, *, card: int = FIRST, **parts: str) -> None:
    """Store any of moment, act and effect for a criterion; BadInput beyond 200 characters each."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
    columns = {"moment": "moment", "act": "did", "effect": "effect"}
    fields = {columns[part]: _within(" ".join(text.split()), MAX_EVIDENCE) for part, text in parts.items()}
    _enter(wb, attempt_id, criterion, f"wrote evidence for {inside(criterion.name)}", card, **fields)


def _within(text: str, most: int) -> str:
    """The text; BadInput where it is longer, because a sentence that was cut would reach the slip."""
    if len(text) > most:
        raise BadInput(f"That is {len(text)} characters, and {most} fit.", "Shorten it; what was stored before stays.")
    return text


def chip(wb: Workbook, attempt_id: int, criterion_id: str, number: int, *, card: int = FIRST) -> None:
    """Fill the evidence of a criterion from its ready piece 1, 2, 3 ...; what was typed as the moment stays."""
    with wb.store.read() as tx:
        criterion = _criterion(wb, tx, attempt_id, criterion_id)
        asked = "select moment from rating where attempt = :a and criterion = :c and card = :card"
        kept = tx.value(asked, a=attempt_id, c=criterion_id, card=card)
    if not 1 <= number <= len(criterion.chips):
        raise BadInput(f"There is no piece of evidence {number} here.", f"Use 1 to {len(criterion.chips)}.")
    piece = criterion.chips[number - 1]
    typed = kept and kept not in {ready.moment for ready in criterion.chips}
    _enter(
        wb,
        attempt_id,
        criterion,
        f"wrote evidence for {inside(criterion.name)}",
        card,
        moment=kept if typed else piece.moment,
        did=piece.act,
        effect=piece.effect,
    )


def _criterion(wb: Workbook, tx: Tx, attempt_id: int, criterion_id: str) -> Criterion:
    attempt = _open_row(tx, attempt_id)
    milestone = rubrics.milestone(wb, tx, int(str(attempt["rubric"])))
    try:
        return milestone.criterion(criterion_id)
    except KeyError:
        raise NotFound(f'{milestone.title} has no criterion "{criterion_id}".', "Open the sheet again.") from None


def _enter(
    wb: Workbook,
    attempt_id: int,
    criterion: Criterion,
    what: str,
    card: int,
    act_id: int | None = None,
    /,
    **fields: object,
) -> None:
    def work(act: Act) -> None:
        attempt = row(act, attempt_id)
        if attempt["finished_at"]:
            raise Conflict("Somebody else has finished this attempt.", "Open the sheet again to see it.")
        rater = _rater_in(wb, act, attempt_id, card)
        stored = act.value(
            "select id from rating where attempt = :a and criterion = :c and card = :card",
            a=attempt_id,
            c=criterion.id,
            card=card,
        )
        if stored:
            act.update("rating", stored, at=act.at, **fields)
        else:
            named = {"attempt": attempt_id, "criterion": criterion.id, "card": card, "rater": rater}
            act.insert("rating", **named, at=act.at, **fields)

    wb.store.do(what, work, act_id=act_id)


def _rater_in(wb: Workbook, tx: Tx, attempt_id: int, number: int) -> str:
    """Who enters on a card; Conflict where it was submitted, or where there is none or nobody sits at it."""
    cards = {one.number: one for one in cards_of_many(tx, [attempt_id])[attempt_id]}
    own = cards.get(number)
    if own is None:
        if number == FIRST:
            return wb.store.who
        raise Conflict("No second rating is asked for any more.", "Ask for one again, or go back.")
    if own.submitted_at:
        raise Conflict("This rating was submitted.", "Changing it takes a reason: compare both ratings with S.")
    if not own.rater:
        raise Conflict("Nobody has sat down to the second rating.", "Say first who rates.")
    return own.rater


def note(wb: Workbook, attempt_id: int, text: str) -> None:
    """Store the private note of an attempt; it has no way into anything that a candidate reads."""
    wb.store.do("wrote a private note", lambda act: act.update("attempt", attempt_id, note=text.strip()))


def point_made(wb: Workbook, attempt_id: int, number: int) -> None:
    """Tick, or untick, a point of the value card (from 1) as made."""
    with wb.store.read() as tx:
        before = _points_of(tx, attempt_id, number)

    def work(act: Act) -> None:
        ticked = _points_of(act, attempt_id, number) ^ {number}
        act.update("attempt", attempt_id, made=",".join(str(point) for point in sorted(ticked)))

    wb.store.do(f"marked point {number} as {'not made' if number in before else 'made'}", work)


def _points_of(tx: Tx, attempt_id: int, number: int) -> set[int]:
    """Which points were made so far; BadInput where there is no such point, Conflict once the attempt is finished."""
    attempt = _open_row(tx, attempt_id)
    known = str(tx.value("select points from person where id = :id", id=attempt["person"])).splitlines()
    if not 1 <= number <= len(known):
        raise BadInput(f"There is no point {number} on the value card.", f"It holds {len(known)}.")
    return {int(part) for part in standing.split(str(attempt["made"]))}


def _open_row(tx: Tx, attempt_id: int) -> dict[str, object]:
    attempt = row(tx, attempt_id)
    if attempt["finished_at"]:
        raise Conflict("This attempt is finished.", "Undo the decision to change it, or start another attempt.")
    return attempt


def critical(wb: Workbook, attempt_id: int, error_id: str, quote: str, *, second: str = "", card: int = FIRST) -> int:
    """Note a critical error with its quote; it counts once a second name stands on it. BadInput without a quote.

    `card` is whose sheet it was noted on: what the second rater notes stays off the first one's until both are in.
    """
    with wb.store.read() as tx:
        milestone = rubrics.milestone(wb, tx, int(str(_open_row(tx, attempt_id)["rubric"])))
    if error_id not in {error.id for error in milestone.critical_errors}:
        raise NotFound(f'{milestone.title} has no critical error "{error_id}".', "Choose one from the list.")
    if not quote.strip():
        raise BadInput("A critical error needs a quote.", "Write what was said or done, word for word.")
    said = _within(quote.strip(), MAX_QUOTE)
    check_second(second, wb.store.who)

    def work(act: Act) -> int:
        _open_row(act, attempt_id)
        noted_by = wb.store.who if card == FIRST else _rater_in(wb, act, attempt_id, card)
        check_second(second, noted_by)
        return act.insert(
            "critical",
            attempt=attempt_id,
            card=card,
            error=error_id,
            quote=said,
            who=noted_by,
            second=second.strip(),
            at=act.at,
        )

    return wb.store.do("noted a critical error", work)


def check_second(second: str, first: str) -> None:
    """BadInput where the second name is the first one's own."""
    if second.strip() and second.strip().casefold() == first.casefold():
        raise BadInput("The second name must be somebody else's.", "Ask a colleague to look at it with you.")


def confirm_critical(wb: Workbook, critical_id: int, second: str) -> None:
    """Put the second name to a critical error; it must not be the one of who noted it."""
    if not second.strip():
        raise BadInput("A second name is needed.", "Ask a colleague to look at it with you.")

    def work(act: Act) -> None:
        check_second(second, str(_critical_row(act, critical_id)["who"]))
        act.update("critical", critical_id, second=second.strip())

    wb.store.do("confirmed a critical error", work)


def clear_critical(wb: Workbook, critical_id: int, why: str) -> None:
    """Say that a critical error was looked into and does not stand; BadInput without a reason."""
    if not why.strip():
        raise BadInput("Say why it does not stand.", "One line is enough.")

    def work(act: Act) -> None:
        _critical_row(act, critical_id)
        act.update("critical", critical_id, cleared_at=act.at, cleared_why=why.strip())

    wb.store.do("cleared a critical error", work)


def _critical_row(tx: Tx, critical_id: int) -> dict[str, object]:
    """A critical error that can still be judged: its attempt is open, or on hold because of it."""
    found = tx.row(
        "select c.*, a.finished_at, a.result from critical c join attempt a on a.id = c.attempt where c.id = :id",
        id=critical_id,
    )
    if found is None:
        raise NotFound("This critical error is no longer in the workbook.", "It may have been undone.")
    if found["finished_at"] and found["result"] != Result.ON_HOLD:
        raise Conflict("This attempt is finished.", "Undo the decision to change it.")
    return found
