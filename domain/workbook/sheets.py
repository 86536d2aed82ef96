"""The score sheet of an attempt as it stands: what is asked, what was entered, and what the rules make of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.model.errors import NotFound
from domain.model.lazily import dataclass
from domain.model.score import Assessment, CriticalFact, Rating
from domain.model.slip import Evidence
from domain.model.terms import ErrorEffect, LookKind, MilestoneId, Result
from domain.rules.path import next_on
from domain.rules.results import assess, combine
from domain.rules.second_looks import FIRST, SECOND, evidence_of_both
from domain.workbook import openings, rubrics, standing
from domain.workbook.call_rows import CallRow, rows_of_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.model.catalogue import Criterion, Milestone, Unit
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

EVIDENCE_ONLY, RATED, NOT_OBSERVED = 0, 1, 2
"""What was entered for a criterion, as `rating.entered` holds it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a score sheet with what was entered."""

    criterion: Criterion
    rating: Rating | None
    """None while nothing was entered."""
    evidence: Evidence
    at: int = 0
    """When it was entered last, milliseconds UTC; 0 while nothing was."""


@dataclass(frozen=True, slots=True)
class CardRow:
    """One of the two cards of an attempt that is looked at twice."""

    number: int
    kind: LookKind
    rater: str
    """'' until somebody sits down to it."""
    scenario: str
    why: str
    who: str
    """Who asked for the second look."""
    at: int
    submitted_at: int
    """0 while it is rated alone."""


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
    calls: tuple[CallRow, ...] = ()
    """What was played for it, in order; empty for a milestone that is not played."""

    cards: tuple[CardRow, ...] = ()
    """Both cards where a second look was asked for; none while one person rates alone."""
    card: int = FIRST
    """Whose ratings these are: of the card with that number, or of both once both are in."""
    kit_asked: int = 0
    """1 = all questions of the kit were asked, 2 = not all; 0 = nothing was said."""
    they_asked: int = 0
    """1 = the person asked a question, 2 = none; 0 = nothing was said."""
    chance: int = 0
    """Their answer 1-5 to 'I had the chance to show what I can do'; 0 = none. It never touches a score."""
    closed: bool = False
    """Two people rate it alone and whoever looks is neither: nothing that was entered is here."""

    @property
    def call(self) -> CallRow | None:
        """The call that is under way: somebody has its card, or it runs."""
        return next((call for call in self.calls if not call.over), None)

    @property
    def both_in(self) -> bool:
        """Whether two cards were submitted, so that their mean stands here."""
        return both_in(self.cards)

    @property
    def waits(self) -> bool:
        """Whether a second look was asked for, and is waited for."""
        return bool(self.cards) and not self.both_in and not self.finished_at

    @property
    def own(self) -> CardRow | None:
        """The card that is shown, where there are two."""
        return next((one for one in self.cards if one.number == self.card), None)

    @property
    def submitted(self) -> bool:
        """Whether what is shown was submitted, so that a change takes a reason."""
        return self.own is not None and bool(self.own.submitted_at)

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


def sheet(wb: Workbook, attempt_id: int) -> Sheet:
    """What the score sheet shows; NotFound when the attempt is gone."""
    with wb.store.read() as tx:
        return read_sheet(wb, tx, attempt_id)


def read_sheet(wb: Workbook, tx: Tx, attempt_id: int) -> Sheet:
    """The same inside a transaction."""
    found = read_sheets(wb, tx, [attempt_id])
    if attempt_id not in found:
        row(tx, attempt_id)  # says that it is gone
    return found[attempt_id]


def read_sheets(wb: Workbook, tx: Tx, attempt_ids: Sequence[int]) -> dict[int, Sheet]:
    """The sheets of many attempts by their ids, in a few questions; those that are gone are left out."""
    attempts = _by_id(tx, "attempt", attempt_ids)
    stored = _by_id(tx, "application", [one["application"] for one in attempts.values()])
    people = _by_id(tx, "person", [one["person"] for one in attempts.values()], "id, name, points")
    accounts = {
        opening: openings.account_of(wb, tx, opening) for opening in {one["opening"] for one in stored.values()}
    }
    tries = standing.latest_of_many(tx, list(stored.values()))
    rubric_of = {one: rubrics.milestone(wb, tx, found["rubric"]) for one, found in attempts.items()}
    cards = cards_of_many(tx, list(attempts))
    entered = entries_of_many(tx, rubric_of, cards)
    played = rows_of_many(tx, [one for one, milestone in rubric_of.items() if milestone.calls is not None])
    judged: dict[object, Assessment] = {}
    sheets = {}
    for one, attempt in attempts.items():
        application = stored[attempt["application"]]
        account, person = accounts[application["opening"]], people[attempt["person"]]
        lines, criticals = entered[one]
        path = standing.route_of(account, application)
        covered = standing.covered(path, application, tries[application["id"]])
        sheets[one] = Sheet(
            attempt=one,
            person=attempt["person"],
            name=person["name"],
            application=application["id"],
            account=account.id,
            account_name=account.name,
            milestone=rubric_of[one],
            next=next_on(path, rubric_of[one].id, covered),
            number=attempt["number"],
            by=attempt["who"],
            opened_at=attempt["opened_at"],
            finished_at=attempt["finished_at"],
            result=Result(attempt["result"]) if attempt["result"] else None,
            slip=attempt["slip"],
            lines=lines,
            criticals=criticals,
            assessment=_assessment(wb, judged, attempt, rubric_of[one], lines, criticals, both_in(cards[one])),
            points=tuple(person["points"].splitlines()),
            made=frozenset(int(part) for part in standing.split(attempt["made"])),
            note=attempt["note"],
            units=wb.catalogue.units,
            levels=wb.catalogue.cefr,
            calls=played.get(one, ()),
            cards=cards[one],
            kit_asked=attempt["kit_asked"],
            they_asked=attempt["they_asked"],
            chance=attempt["chance"],
        )
    return sheets


def read_second(wb: Workbook, tx: Tx, attempt_id: int) -> Sheet:
    """The sheet of whoever looks second, as long as it is rated alone.

    It holds what they entered themselves, and nothing that would tell what the first one saw: no ratings, evidence,
    critical errors, ticks or note of theirs. NotFound when the attempt is gone.
    """
    whole = read_sheet(wb, tx, attempt_id)
    rows = _ratings(tx, [attempt_id])[attempt_id].get(SECOND, {})
    noted = [one for one in _noted(tx, [attempt_id])[attempt_id] if one["card"] == SECOND]
    lines = tuple(_line(criterion, rows.get(criterion.id)) for criterion in whole.milestone.criteria)
    criticals = _criticals(noted, whole.milestone)
    return replace(
        _without(whole),
        card=SECOND,
        by=next((one.rater for one in whole.cards if one.number == SECOND), ""),
        lines=lines,
        criticals=criticals,
        assessment=_assessed(wb, whole.milestone, lines, criticals, both=False),
    )


def closed(wb: Workbook, found: Sheet) -> Sheet:
    """The sheet for anybody else while two people rate alone: what is asked, and nothing that was entered."""
    lines = tuple(Line(line.criterion, None, Evidence()) for line in found.lines)
    nothing = _assessed(wb, found.milestone, lines, (), both=False)
    return replace(_without(found), lines=lines, criticals=(), assessment=nothing, closed=True)


def _without(found: Sheet) -> Sheet:
    """A sheet without what the first rater noted beside the ratings, the marks of a call among it."""
    return replace(found, calls=(), points=(), made=frozenset(), note="", kit_asked=0, they_asked=0, chance=0)


def both_in(cards: Sequence[CardRow]) -> bool:
    """Whether there are two cards and both were submitted."""
    return len(cards) > 1 and all(one.submitted_at for one in cards)


def cards_of_many(tx: Tx, attempt_ids: Sequence[int]) -> dict[int, tuple[CardRow, ...]]:
    """The cards of attempts, in one question; of most there are none."""
    found: dict[int, list[CardRow]] = {one: [] for one in attempt_ids}
    among, values = tx.among("attempt", list(attempt_ids))
    columns = "attempt, number, kind, rater, scenario, why, who, at, submitted_at"
    for row in tx.rows(f"select {columns} from card where {among} order by attempt, number", **values):
        attempt = row.pop("attempt")
        found[attempt].append(CardRow(**row | {"kind": LookKind(row["kind"])}))
    return {one: tuple(cards) for one, cards in found.items()}


def _by_id(tx: Tx, table: str, ids: Iterable[int], columns: str = "*") -> dict[int, dict[str, Any]]:
    among, values = tx.among("id", sorted(set(ids)))
    return {found["id"]: found for found in tx.rows(f"select {columns} from {table} where {among}", **values)}


def _assessment(
    wb: Workbook,
    judged: dict[object, Assessment],
    attempt: Mapping[str, Any],
    milestone: Milestone,
    lines: tuple[Line, ...],
    criticals: tuple[CriticalRow, ...],
    both: bool,
) -> Assessment:
    """What the rules make of entries; worked out once for all that are alike."""
    ratings = tuple(line.rating for line in lines if line.rating)
    key = (attempt["rubric"], ratings, tuple(fact(noted) for noted in criticals), both)
    if key not in judged:
        judged[key] = _assessed(wb, milestone, lines, criticals, both=both)
    return judged[key]


def _assessed(
    wb: Workbook, milestone: Milestone, lines: Iterable[Line], criticals: Iterable[CriticalRow], *, both: bool
) -> Assessment:
    ratings = [line.rating for line in lines if line.rating]
    facts = [fact(noted) for noted in criticals]
    cefr, units = wb.catalogue.cefr, wb.catalogue.units
    return assess(milestone, ratings, facts, milestone.hurdles, cefr, units, band=not both)


Entries = tuple[tuple["Line", ...], tuple["CriticalRow", ...]]
"""A line for each criterion, and the critical errors."""


def entries(tx: Tx, attempt_id: int, milestone: Milestone) -> Entries:
    """What was entered for an attempt."""
    return entries_of_many(tx, {attempt_id: milestone})[attempt_id]


def entries_of_many(
    tx: Tx, attempts: Mapping[int, Milestone], cards: Mapping[int, Sequence[CardRow]] | None = None
) -> dict[int, Entries]:
    """The same for many attempts, with the milestone of each as it was rated, in three questions.

    Of two raters the mean stands once both are in, with the evidence and the critical errors of both; until then the
    first one's alone.
    """
    cards = cards_of_many(tx, list(attempts)) if cards is None else cards
    rated, noted = _ratings(tx, list(attempts)), _noted(tx, list(attempts))
    found = {}
    for one, milestone in attempts.items():
        both = both_in(cards[one])
        first, second = rated[one].get(FIRST, {}), rated[one].get(SECOND, {}) if both else {}
        own = [_line(criterion, first.get(criterion.id)) for criterion in milestone.criteria]
        lines = [of_both(line, _line(line.criterion, second.get(line.criterion.id))) for line in own]
        counted = [row for row in noted[one] if both or row["card"] == FIRST]
        found[one] = (tuple(lines), _criticals(counted, milestone))
    return found


def lines_of(tx: Tx, attempt_id: int, milestone: Milestone) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """What the first and the second rater entered, a line for each criterion."""
    rows = _ratings(tx, [attempt_id])[attempt_id]
    first, second = (
        tuple(_line(criterion, rows.get(number, {}).get(criterion.id)) for criterion in milestone.criteria)
        for number in (FIRST, SECOND)
    )
    return first, second


def _ratings(tx: Tx, attempt_ids: Sequence[int]) -> dict[int, dict[int, dict[str, dict[str, object]]]]:
    """Stored ratings by attempt, card and criterion."""
    found: dict[int, dict[int, dict[str, dict[str, object]]]] = {one: {} for one in attempt_ids}
    among, values = tx.among("attempt", list(attempt_ids))
    for row in tx.rows(f"select * from rating where {among}", **values):
        found[row["attempt"]].setdefault(row["card"], {})[row["criterion"]] = row
    return found


def _noted(tx: Tx, attempt_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {one: [] for one in attempt_ids}
    among, values = tx.among("attempt", list(attempt_ids))
    for row in tx.rows(f"select * from critical where {among} order by at, id", **values):
        found[row["attempt"]].append(row)
    return found


def of_both(first: Line, second: Line) -> Line:
    """One criterion as two people rated it: the mean, and the fuller evidence of both."""
    if second.rating is None and not second.evidence.filled:
        return first
    ratings = ([line.rating] for line in (first, second) if line.rating)
    mean = combine(*ratings).ratings
    return Line(
        first.criterion,
        mean[0] if mean else None,
        evidence_of_both(first.evidence, second.evidence),
        max(first.at, second.at),
    )


def _line(criterion: Criterion, entered: dict[str, object] | None) -> Line:
    if entered is None:
        return Line(criterion, None, Evidence())
    rating = None
    if entered["entered"] != EVIDENCE_ONLY:
        rating = Rating(criterion.id, entered["entered"] == RATED, float(str(entered["value"])))
    told = Evidence(str(entered["moment"]), str(entered["did"]), str(entered["effect"]))
    return Line(criterion, rating, told, int(str(entered["at"])))


def _criticals(found: Iterable[dict[str, Any]], milestone: Milestone) -> tuple[CriticalRow, ...]:
    known = {error.id: error for error in milestone.critical_errors}
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
