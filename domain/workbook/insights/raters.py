"""Whether raters agree, and whether one of them leans: over the attempts that two people rated alone.

Looked at is what both submitted, before they talked it over. One attempt is one case for the correlations, by the mean
level of what both rated of it, and for lean: ratings of one person hang together. Equal, near and kappa count ratings.
Levels 1-5 only: what is measured or checked is the same whoever looks at it. The raters are named here, so this is for
those who train them; nothing of it corrects a score (rules.md).
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import LookKind, ScoringType
from domain.rules import agreement
from domain.rules.agreement import Figure, Intraclass, Lean, PairSums, Weights
from domain.workbook import rubrics
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.rules.agreement import Pair
    from domain.store import Tx
    from domain.workbook.insights.scope import Values
    from domain.workbook.workbook import Workbook

__all__ = ["Agreement", "Figure", "Intraclass", "Lean", "Month", "Rater", "Raters", "few", "people", "show"]

LEVELS = (1.0, 2.0, 3.0, 4.0, 5.0)
MONTHS = 12
"""Months that drift is told for, this one included."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two raters, or all first and second ones, agree. Figures are None where there are too few."""

    raters: tuple[str, ...]
    """Two names; none for all together."""
    attempts: int
    ratings: int
    few: str
    """'too few: 7 of 20' where nothing may be said, else ''."""
    exact: Figure | None
    near: Figure | None
    """At most one level apart."""
    linear: Figure | None
    quadratic: Figure | None
    correlation: Intraclass | None

    @property
    def words(self) -> str:
        """What the interval for one rater alone is called, as in 'poor to good'; '' where nothing may be said."""
        return words_of(self.correlation)


@dataclass(frozen=True, slots=True)
class Month:
    """One rater in one month."""

    month: str
    """As in '2026-08'."""
    shared: int
    lean: Lean | None
    """None where there are too few."""


@dataclass(frozen=True, slots=True)
class Rater:
    """One rater on all that they shared with others."""

    name: str
    shared: int
    """Attempts."""
    few: str
    lean: Lean | None
    spread: float | None
    """Standard deviation of the levels that they gave; a rater who gives everybody a 3 has next to none."""
    others_spread: float | None
    """Of those who rated the same."""
    months: tuple[Month, ...]
    """The newest first, those with something shared."""


@dataclass(frozen=True, slots=True)
class Raters:
    """All that is known of how raters agree."""

    least: int
    """Shared attempts from which on anything is said."""
    together: Agreement
    pairs: tuple[Agreement, ...]
    """Those who shared most first."""
    raters: tuple[Rater, ...]
    """By name."""


def show(wb: Workbook, scope: Scope = EVERYTHING) -> Raters:
    """How raters agree on what they shared in the period of a scope, by the day on which the second submitted."""
    with wb.store.read() as tx:
        judged = _judged(wb, tx, scope)
        shared = _shared(wb, tx, scope, judged) if judged else _Shared()
    least = wb.catalogue.follow_up.figures.raters_from
    names = sorted(shared.names.items(), key=lambda found: found[0])
    return Raters(
        least,
        _agreement((), shared.levels_of_all(), shared.sums_of_all(), least),
        tuple(
            _agreement(tuple(shared.names[key] for key in pair), shared.levels[pair], shared.sums_of(pair), least)
            for pair in sorted(shared.levels, key=lambda pair: (-shared.sums_of(pair).n, pair))
        ),
        tuple(_rater(shared, key, name, least) for key, name in names),
    )


def people(wb: Workbook, scope: Scope, names: Sequence[str] = ()) -> array[int]:
    """Whose attempts were shared, once for each: by all of these raters, or by any where none is named."""
    tests, values = scope.joined(wb, "two.submitted_at")
    keys = {name.casefold() for name in names}
    with wb.store.read() as tx:
        judged = _judged(wb, tx, scope)
        among, criteria = tx.among("a.criterion", judged)
        pairs = _PAIRS.format(tests=tests, judged=among)
        rows = tx.rows(
            f"select distinct attempt, person, first, second from ({pairs}) as pairs order by attempt",
            **values,
            **criteria,
            kind=LookKind.RATER,
        )
    return array("q", (row["person"] for row in rows if keys <= _both(row)))


def _both(row: Mapping[str, str]) -> set[str]:
    return {row["first"].casefold(), row["second"].casefold()}


def words_of(found: Intraclass | None) -> str:
    """What Koo and Li call the interval for one rater alone, as in 'poor to good'; '' for none."""
    if found is None:
        return ""
    low, high = agreement.reliability(found.single)
    return str(low) if low is high else f"{low} to {high}"


def few(found: int, least: int) -> str:
    """What is said in place of a figure; '' where there are enough."""
    return "" if found >= least else f"too few: {found} of {least}"


def _agreement(names: tuple[str, ...], levels: Mapping[Pair, int], sums: PairSums, least: int) -> Agreement:
    why = few(sums.n, least)
    ratings = sum(levels.values())
    if why:
        return Agreement(names, sums.n, ratings, why, None, None, None, None, None)
    return Agreement(
        names,
        sums.n,
        ratings,
        "",
        agreement.agreed(levels, 0),
        agreement.agreed(levels, 1),
        agreement.kappa(levels, LEVELS, Weights.LINEAR),
        agreement.kappa(levels, LEVELS, Weights.QUADRATIC),
        agreement.intraclass_of(sums),
    )


def _rater(shared: _Shared, key: str, name: str, least: int) -> Rater:
    by_month = shared.by_rater[key]
    whole = _added(by_month.values())
    why = few(whole.n, least)
    own, others = shared.levels_by(key)
    return Rater(
        name,
        whole.n,
        why,
        None if why else agreement.lean(whole.n, *whole.apart),
        None if why else _spread(own),
        None if why else _spread(others),
        tuple(
            Month(month, sums.n, None if few(sums.n, least) else agreement.lean(sums.n, *sums.apart))
            for month, sums in sorted(by_month.items(), reverse=True)
            if month
        ),
    )


def _spread(levels: Mapping[float, int]) -> float | None:
    """The standard deviation of some levels; None with fewer than two."""
    number = sum(levels.values())
    if number < 2:
        return None
    mean = sum(level * times for level, times in levels.items()) / number
    whole = sum(times * (level - mean) ** 2 for level, times in levels.items())
    return float((whole / (number - 1)) ** 0.5)


def _added(sums: Iterable[PairSums]) -> PairSums:
    whole = PairSums()
    for one in sums:
        whole = whole.and_(one)
    return whole


class _Shared:
    """What was shared, by pair of raters in the order of their names, whoever of them was first."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.levels: dict[tuple[str, str], Counter[Pair]] = defaultdict(Counter)
        self.sums: dict[tuple[str, str], list[PairSums]] = defaultdict(list)
        self.by_rater: dict[str, dict[str, PairSums]] = defaultdict(dict)
        self._as_rated: Counter[Pair] = Counter()
        self._first_second: list[PairSums] = []

    def key(self, name: str) -> str:
        """By which a rater is known however they write themselves."""
        self.names.setdefault(name.casefold(), name)
        return name.casefold()

    def add_levels(self, first: str, second: str, pair: Pair, number: int) -> None:
        """So many ratings that the first and the second gave so."""
        keys = (self.key(first), self.key(second))
        ordered = (min(keys), max(keys))
        self.levels[ordered][pair if keys == ordered else pair[::-1]] += number
        self._as_rated[pair] += number

    def add_sums(self, first: str, second: str, month: str, sums: PairSums) -> None:
        """Attempts of one month, by their mean levels."""
        keys = (self.key(first), self.key(second))
        ordered = (min(keys), max(keys))
        self.sums[ordered].append(sums if keys == ordered else sums.turned)
        self._first_second.append(sums)
        for key, mine in zip(keys, (sums, sums.turned), strict=True):
            known = self.by_rater[key]
            known[month] = known.get(month, PairSums()).and_(mine)

    def levels_of_all(self) -> Mapping[Pair, int]:
        """First against second rater."""
        return self._as_rated

    def sums_of_all(self) -> PairSums:
        """First against second rater."""
        return _added(self._first_second)

    def sums_of(self, pair: tuple[str, str]) -> PairSums:
        """Of two raters."""
        return _added(self.sums[pair])

    def levels_by(self, key: str) -> tuple[Mapping[float, int], Mapping[float, int]]:
        """The levels that a rater gave, and those that others gave for the same."""
        own, others = Counter[float](), Counter[float]()
        for pair, levels in self.levels.items():
            if key in pair:
                at = pair.index(key)
                for values, number in levels.items():
                    own[values[at]] += number
                    others[values[1 - at]] += number
        return own, others


_CARDS = """
  from card two cross join card one cross join attempt cross join application{more}
 where one.attempt = two.attempt and one.number = 0 and one.submitted_at > 0
   and attempt.id = two.attempt and application.id = attempt.application
   and two.number = 1 and two.submitted_at > 0 and two.kind = :kind and {tests}
"""
"""Joined crosswise, so that SQLite reads the few cards first, and not every attempt."""
_AS_SUBMITTED = """
coalesce((select v.value from revision v where v.attempt = {r}.attempt and v.criterion = {r}.criterion
             and v.card = {r}.card and v.entered = 1 order by v.id limit 1), {r}.value)
"""
"""A rating as it was before it was talked over."""
_PAIRS = (
    f"select one.rater as first, two.rater as second, two.attempt, two.submitted_at, attempt.person,"
    f" {_AS_SUBMITTED.format(r='a')} as own, {_AS_SUBMITTED.format(r='b')} as other"
    + _CARDS.replace("{more}", " cross join rating a cross join rating b")
    + """
   and a.attempt = two.attempt and a.card = 0 and a.entered = 1 and {judged}
   and b.attempt = a.attempt and b.criterion = a.criterion and b.card = 1 and b.entered = 1
   and not exists (
       select 1 from revision v where v.attempt = a.attempt and v.criterion = a.criterion and v.entered <> 1)
"""
)


def _judged(wb: Workbook, tx: Tx, scope: Scope) -> list[str]:
    """The criteria that are rated 1-5, of every version under which something was shared."""
    tests, values = scope.joined(wb, "two.submitted_at")
    found: dict[str, None] = {}
    cards = _CARDS.format(more="", tests=tests)
    for row in tx.rows(f"select distinct attempt.rubric {cards}", **values, kind=LookKind.RATER):
        for criterion in rubrics.milestone(wb, tx, int(row["rubric"])).criteria:
            if criterion.scoring.type is ScoringType.BARS:
                found[criterion.id] = None
    return list(found)


def _shared(wb: Workbook, tx: Tx, scope: Scope, judged: list[str]) -> _Shared:
    tests, values = scope.joined(wb, "two.submitted_at")
    among, criteria = tx.among("a.criterion", judged)
    pairs = _PAIRS.format(tests=tests, judged=among)
    asked: Values = {**values, **criteria, "kind": LookKind.RATER}
    found = _Shared()
    for row in tx.rows(
        f"select first, second, own, other, count(*) as n from ({pairs}) as pairs group by first, second, own, other",
        **asked,
    ):
        found.add_levels(row["first"], row["second"], (float(row["own"]), float(row["other"])), int(row["n"]))
    months = _months(wb)
    when = " ".join(f"when submitted_at >= :month_{at} then {at}" for at in range(len(months)))
    starts = {f"month_{at}": wb.starts_at(month) for at, month in enumerate(months)}
    for row in tx.rows(
        f"select first, second, case {when} else -1 end as month, count(*) as n, sum(own) as own, sum(other) as other,"
        " sum(own * own) as own_squares, sum(other * other) as other_squares, sum(own * other) as products"
        " from (select first, second, attempt, submitted_at, avg(own) as own, avg(other) as other"
        f" from ({pairs}) as pairs group by first, second, attempt, submitted_at) as attempts"
        " group by first, second, month",
        **asked,
        **starts,
    ):
        month = months[row["month"]].isoformat()[:7] if row["month"] >= 0 else ""
        found.add_sums(row["first"], row["second"], month, _sums(row))
    return found


def _sums(row: Mapping[str, object]) -> PairSums:
    values = (float(str(row[name])) for name in ("own", "other", "own_squares", "other_squares", "products"))
    return PairSums(int(str(row["n"])), *values)


def _months(wb: Workbook) -> list[date]:
    """The first days of the last months, the newest first."""
    today = wb.today()
    whole = today.year * 12 + today.month - 1
    return [date((whole - back) // 12, (whole - back) % 12 + 1, 1) for back in range(MONTHS)]
