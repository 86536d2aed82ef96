"""A second look at an attempt: asked for, rated alone, submitted, held beside the first, and decided on together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.score import Rating
from domain.model.terms import LookKind
from domain.rules.points import check_value
from domain.rules.second_looks import FIRST, SECOND, as_submitted, in_order, to_talk_over
from domain.workbook import sheets
from domain.workbook.sheets import NOT_OBSERVED, RATED
from domain.workbook.wording import inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Criterion
    from domain.store import Act, Tx
    from domain.workbook.sheets import CardRow, Line, Sheet
    from domain.workbook.workbook import Workbook

# asking --------------------------------------------------------------------------------------------------------------


def ask(
    wb: Workbook,
    attempt_id: int,
    *,
    rater: str = "",
    why: str = "",
    kind: LookKind = LookKind.RATER,
    scenario: str = "",
) -> None:
    """Ask for a second look at an open attempt: by somebody called `rater`, by anybody, or in a second scenario.

    Whoever asks is the first rater. BadInput where they name themselves as the second; Conflict where a second look
    was asked for already or the attempt is finished.
    """
    named = " ".join(rater.split())
    first = wb.store.who
    if kind is LookKind.SCENARIO:
        named = first
    else:
        _check_other(named, first)
    shown = sheets.sheet(wb, attempt_id)

    def work(act: Act) -> None:
        found = _open(wb, act, attempt_id)
        if found.cards:
            raise Conflict("A second look was asked for already.", "Press S to see how it stands.")
        _insert_cards(act, attempt_id, first, named, why.strip(), kind, scenario, submitted=False)

    wb.store.do(f"asked for a second {_what(kind)} of {shown.name}", work)


def ask_in_band(wb: Workbook, attempt_id: int) -> None:
    """Submit the only rating of an attempt within the band, and ask for the second look that decides with it.

    Conflict where it is not within the band any more, or a second look was asked for already.
    """
    shown = sheets.sheet(wb, attempt_id)

    def work(act: Act) -> None:
        found = _open(wb, act, attempt_id)
        if found.cards:
            raise Conflict("A second look was asked for already.", "Press S to see how it stands.")
        _check_entered(found)
        _insert_cards(act, attempt_id, wb.store.who, "", found.assessment.reason, LookKind.RATER, "", submitted=True)

    wb.store.do(f"asked for a second rating of {shown.name}", work)


def _insert_cards(
    act: Act,
    attempt_id: int,
    first: str,
    second: str,
    why: str,
    kind: LookKind,
    scenario: str,
    *,
    submitted: bool,
) -> None:
    common = {"attempt": attempt_id, "kind": kind, "why": why, "who": first, "at": act.at}
    act.insert("card", **common, number=FIRST, rater=first, submitted_at=act.at if submitted else 0)
    act.insert("card", **common, number=SECOND, rater=second, scenario=scenario)


def _what(kind: LookKind) -> str:
    return "scenario" if kind is LookKind.SCENARIO else "rating"


def _check_other(second: str, first: str) -> None:
    if second.strip() and second.strip().casefold() == first.strip().casefold():
        raise BadInput("The second rater must be somebody else.", "Give a colleague's name, or take a second scenario.")


def _open(wb: Workbook, tx: Tx, attempt_id: int) -> Sheet:
    found = sheets.read_sheet(wb, tx, attempt_id)
    if found.finished_at:
        raise Conflict("This attempt is finished.", "Undo the decision to change it, or start another attempt.")
    return found


def _asked(found: Sheet) -> tuple[CardRow, CardRow]:
    if len(found.cards) < 2:
        raise Conflict("No second look is asked for any more.", "Ask for one again, or go back.")
    return found.cards[FIRST], found.cards[SECOND]


def begin(wb: Workbook, attempt_id: int, rater: str = "") -> None:
    """Sit down to the second rating, in this name or in one's own.

    It may be another name than was asked for, as long as nothing was entered. BadInput for the first rater's name;
    Conflict where somebody else has begun, or it was submitted.
    """
    named = " ".join((rater or wb.store.who).split())
    shown = sheets.sheet(wb, attempt_id)

    def work(act: Act) -> None:
        first, second = _asked(_open(wb, act, attempt_id))
        if second.submitted_at:
            raise Conflict(f"The rating of {second.rater} was submitted.", "Press S to see how it stands.")
        if second.kind is LookKind.SCENARIO:
            return
        _check_other(named, first.rater)
        if second.rater.casefold() == named.casefold():
            return
        if second.rater and act.value("select id from rating where attempt = :a and card = 1 limit 1", a=attempt_id):
            raise Conflict(f"{second.rater} has begun to rate.", "Let them finish, or take the request back first.")
        act.update("card", _card_id(act, attempt_id, SECOND), rater=named)

    wb.store.do(f"sat down to the second rating of {shown.name}", work)


def _card_id(tx: Tx, attempt_id: int, number: int) -> int:
    return int(tx.value("select id from card where attempt = :a and number = :n", a=attempt_id, n=number))


def take_back(wb: Workbook, attempt_id: int) -> None:
    """Ask for no second look any more; what was entered for it goes, and the first rating is open again.

    Conflict once the second rating was submitted: then both decide.
    """
    shown = sheets.sheet(wb, attempt_id)

    def work(act: Act) -> None:
        _, second = _asked(_open(wb, act, attempt_id))
        if second.submitted_at:
            raise Conflict(f"The rating of {second.rater} was submitted.", "Both decide now; compare them with S.")
        for table in ("rating", "critical"):
            if ids := act.ids(f"select id from {table} where attempt = :a and card = 1", a=attempt_id):
                act.delete_many(table, ids)
        act.delete_many("card", act.ids("select id from card where attempt = :a", a=attempt_id))

    wb.store.do(f"took back the second look at {shown.name}", work)


# rating alone --------------------------------------------------------------------------------------------------------


def sheet_for(wb: Workbook, attempt_id: int, card: int = FIRST) -> Sheet:
    """The sheet of an attempt as whoever works here may see it; NotFound when it is gone.

    While two rate alone, each sees their own, whoever is neither sees nothing that was entered. `card` 1 is the sheet
    of a colleague who sits at the same machine.
    """
    with wb.store.read() as tx:
        found = sheets.read_sheet(wb, tx, attempt_id)
        if not found.waits:
            return found
        first, second = _asked(found)
        if card == SECOND or _is(second.rater, wb.store.who) > _is(first.rater, wb.store.who):
            return sheets.read_second(wb, tx, attempt_id)
        return found if _is(first.rater, wb.store.who) else sheets.closed(wb, found)


def asks_name(wb: Workbook, attempt_id: int) -> bool:
    """Whether whoever sits down to the second rating at this machine must say who they are: it is the first one's."""
    with wb.store.read() as tx:
        cards = sheets.cards_of_many(tx, [attempt_id])[attempt_id]
    return bool(cards) and _is(cards[FIRST].rater, wb.store.who)


def _is(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def submit(wb: Workbook, attempt_id: int, card: int) -> bool:
    """Submit one's rating; whether both are in then.

    Conflict where something is not entered yet, or it was submitted already. A change afterwards takes a reason.
    """
    shown = sheets.sheet(wb, attempt_id)

    def work(act: Act) -> bool:
        own = _asked(_open(wb, act, attempt_id))[card]
        if own.submitted_at:
            raise Conflict(f"The rating of {own.rater} was submitted.", "Press S to see how it stands.")
        found = sheets.read_second(wb, act, attempt_id) if card == SECOND else sheets.read_sheet(wb, act, attempt_id)
        _check_entered(found)
        act.update("card", _card_id(act, attempt_id, card), submitted_at=act.at)
        return all(one.submitted_at for one in found.cards if one.number != card)

    return wb.store.do(f"submitted {'the second' if card else 'the first'} rating of {shown.name}", work)


def _check_entered(found: Sheet) -> None:
    if not found.assessment.all_entered:
        missing = [line.criterion.name for line in found.lines if line.rating is None]
        raise Conflict(
            f"Not submitted: {len(missing)} of {len(found.lines)} are not rated yet.",
            f"First {inside(missing[0])}; 0 where there was nothing to see.",
        )


# both together -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Changed:
    """What a submitted rating was before it was changed."""

    was: Rating
    why: str
    who: str
    at: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion as two people, or one in two scenarios, rated it."""

    criterion: Criterion
    first: Line
    second: Line
    final: Rating | None
    talk_over: bool
    """They differ by 2 or more, as they were submitted."""
    changed: tuple[Changed | None, Changed | None]
    """What each was at first, where it was changed."""

    def may_change(self, card: int) -> bool:
        """Whether a rating may be changed, once, after talking."""
        return self.talk_over and self.changed[card] is None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ratings of one attempt side by side, those to be talked over first."""

    sheet: Sheet
    """What both together say."""
    first: CardRow
    second: CardRow
    rows: tuple[Compared, ...]

    @property
    def to_talk_over(self) -> int:
        """How many criteria differ by 2 or more."""
        return sum(row.talk_over for row in self.rows)


def compare(wb: Workbook, attempt_id: int) -> Comparison:
    """Both ratings; Conflict as long as one of them is not in, for each is rated alone."""
    with wb.store.read() as tx:
        return _comparison(wb, tx, attempt_id)


def _comparison(wb: Workbook, tx: Tx, attempt_id: int) -> Comparison:
    found = sheets.read_sheet(wb, tx, attempt_id)
    if not found.both_in:
        raise Conflict("Both ratings are seen once both are in.", "Each submits alone with S.")
    first, second = sheets.lines_of(tx, attempt_id, found.milestone)
    revised = _revised(tx, attempt_id)
    talked = _talked_over(found, first, second, revised)
    final = {line.criterion.id: line.rating for line in found.lines}
    by_id = {line.criterion.id: (line, other) for line, other in zip(first, second, strict=True)}
    rows = [
        Compared(
            own.criterion,
            own,
            other,
            final[key],
            key in talked,
            (revised.get((FIRST, key)), revised.get((SECOND, key))),
        )
        for key in in_order(list(by_id), talked)
        for own, other in [by_id[key]]
    ]
    return Comparison(found, *_asked(found), tuple(rows))


def _talked_over(
    found: Sheet, first: Sequence[Line], second: Sequence[Line], revised: Mapping[tuple[int, str], Changed]
) -> tuple[str, ...]:
    """Which criteria differ by 2 or more as they were submitted; two scenarios may differ as they will."""
    if found.cards[SECOND].kind is LookKind.SCENARIO:
        return ()
    cards = []
    for number, lines in enumerate((first, second)):
        now = {line.criterion.id: line.rating for line in lines if line.rating}
        was = {key: one.was for (card, key), one in revised.items() if card == number}
        cards.append(as_submitted(now, was).values())
    return to_talk_over(*cards)


def _revised(tx: Tx, attempt_id: int) -> dict[tuple[int, str], Changed]:
    """What stood before the first change, by card and criterion."""
    found: dict[tuple[int, str], Changed] = {}
    for row in tx.rows("select * from revision where attempt = :a order by at desc, id desc", a=attempt_id):
        was = Rating(row["criterion"], row["entered"] == RATED, float(row["value"]))
        found[row["card"], row["criterion"]] = Changed(was, row["why"], row["who"], row["at"])
    return found


def change(wb: Workbook, attempt_id: int, criterion_id: str, card: int, value: float | None, why: str) -> None:
    """Change a rating after talking it over, once, with a reason; what it was is kept. None = not observed.

    BadInput without a reason or for a value out of range; Conflict where both are not in, it does not differ by 2 or
    more, or it was changed already.
    """
    shown = compare(wb, attempt_id)
    row = next((one for one in shown.rows if one.criterion.id == criterion_id), None)
    if row is None:
        raise BadInput(f'There is no criterion "{criterion_id}" here.', "Open it again.")
    _check_value(wb, row.criterion, value)

    def work(act: Act) -> None:
        _open(wb, act, attempt_id)
        now = next(one for one in _comparison(wb, act, attempt_id).rows if one.criterion.id == criterion_id)
        if not now.talk_over:
            raise Conflict("These two ratings are close enough.", "Only what differs by 2 or more is talked over.")
        if not now.may_change(card):
            raise Conflict("This rating was changed already.", "Each is changed once, after talking.")
        revise_in(act, attempt_id, criterion_id, card, value, why)

    wb.store.do(f"changed {inside(row.criterion.name)} after talking it over", work)


def _check_value(wb: Workbook, criterion: Criterion, value: float | None) -> None:
    if value is not None:
        check_value(criterion.scoring, wb.catalogue.units.get(criterion.scoring.unit), value)


def revise_in(act: Act, attempt_id: int, criterion_id: str, card: int, value: float | None, why: str) -> None:
    """Give a submitted rating another value inside an act, and keep what it was. BadInput without a reason."""
    if not why.strip():
        raise BadInput("Say why it is changed.", "One line is enough; what it was is kept.")
    row = act.row(
        "select * from rating where attempt = :a and criterion = :c and card = :card",
        a=attempt_id,
        c=criterion_id,
        card=card,
    )
    if row is None:
        raise Conflict("There is no rating to change.", "It was not observed by this rater.")
    kept = {name: row[name] for name in ("attempt", "criterion", "card", "entered", "value")}
    act.insert("revision", **kept, why=why.strip(), who=row["rater"], at=act.at)
    entered = NOT_OBSERVED if value is None else RATED
    act.update("rating", row["id"], entered=entered, value=float(value or 0.0), at=act.at)


def correct(wb: Workbook, attempt_id: int, criterion_id: str, value: float | None, why: str) -> None:
    """Change a rating of a decided attempt, with a reason; what it was is kept, and so is the decision.

    The points of the attempt follow. BadInput without a reason or for a value out of range; Conflict while it is open,
    and where two rated it: their mean is nobody's to change.
    """
    shown = sheets.sheet(wb, attempt_id)
    criterion = next((line.criterion for line in shown.lines if line.criterion.id == criterion_id), None)
    if criterion is None:
        raise BadInput(f'There is no criterion "{criterion_id}" here.', "Open the sheet again.")
    _check_value(wb, criterion, value)

    def work(act: Act) -> None:
        found = sheets.read_sheet(wb, act, attempt_id)
        if not found.finished_at:
            raise Conflict("This attempt is open.", "Rate it on its sheet.")
        if found.both_in:
            raise Conflict("Two people rated this, and it is decided.", "Undo the decision to talk it over again.")
        revise_in(act, attempt_id, criterion_id, FIRST, value, why)
        now = sheets.read_sheet(wb, act, attempt_id).assessment
        act.update("attempt", attempt_id, points=now.score, coverage=now.coverage)

    wb.store.do(f"changed {inside(criterion.name)} of {shown.name} after the decision", work)
