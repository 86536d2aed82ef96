"""How the same raters agree on the calibration calls that all of them rated and then opened together.

One criterion of one call is one case, where everybody of the panel heard something to rate. Ratings of one call hang
together, so a few calls tell less than an interval over their criteria says; the screen says so. A month is the one in
which a call was opened. Nothing of it corrects a score (rules.md).

Sources: R. J. Light, Psychological Bulletin 76 (1971) 365-377, kappa of many as the mean of that of all pairs; else
`domain.rules.agreement`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import field
from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.rules import agreement
from domain.workbook.calibrations import OPEN, said_of
from domain.workbook.insights.raters import LEVELS, few, words_of
from domain.workbook.insights.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.rules.agreement import Figure, Intraclass, Lean, Reliability
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

MONTHS = 3
"""Months that drift is told for: the newest in which the panel opened something."""


@dataclass(frozen=True, slots=True)
class PanelPair:
    """Two of a panel."""

    raters: tuple[str, str]
    kappa: Figure | None
    """With quadratic weights; None where both gave next to one level only, so that chance explains all."""


@dataclass(frozen=True, slots=True)
class PanelRater:
    """One of a panel beside the others."""

    name: str
    lean: Lean
    """In levels: own less the mean of the others."""
    months: tuple[Lean | None, ...]
    """In the order of the panel's months; None where there are too few."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The same raters on all the calls that each of them rated. Figures are None, and parts empty, of too few."""

    raters: tuple[str, ...]
    """By name."""
    calls: tuple[int, ...]
    """The newest first."""
    ratings: int
    """Criteria that all of them rated, over all calls."""
    few: str
    """'too few: 7 of 20' where nothing may be said, else ''."""
    calls_missing: int
    """About how many calls more are needed until something may be said; 0 where it may."""
    equal: Figure | None = None
    """The share on which all of them gave the same level."""
    near: Figure | None = None
    """The same, at most one level apart."""
    correlation: Intraclass | None = None
    pairs: tuple[PanelPair, ...] = ()
    members: tuple[PanelRater, ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    """Month, as in '2026-08', and what all of them rated in it; the oldest first."""

    @property
    def kappa(self) -> float | None:
        """The mean of that of all pairs (Light); None where a pair has none."""
        known = [pair.kappa.value for pair in self.pairs if pair.kappa]
        return sum(known) / len(known) if known and len(known) == len(self.pairs) else None

    @property
    def words(self) -> str:
        """What the interval for one rater alone is called, as in 'poor to good'; '' where nothing may be said."""
        return words_of(self.correlation)

    @property
    def at_least(self) -> tuple[Reliability, Reliability] | None:
        """The words for the lower ends, of one rater and of the mean of all; None where nothing may be said."""
        if self.correlation is None:
            return None
        return agreement.reliability(self.correlation.single)[0], agreement.reliability(self.correlation.average)[0]


@dataclass(slots=True)
class _Opened:
    """What one group of raters opened so far, a table for each call."""

    names: tuple[str, ...]
    calls: list[int] = field(default_factory=list)
    table: list[list[float]] = field(default_factory=list)
    by_month: dict[str, list[list[float]]] = field(default_factory=lambda: defaultdict(list))


def show(wb: Workbook, scope: Scope = EVERYTHING) -> tuple[Panel, ...]:
    """Every group of two or more that opened calls together in the period of a scope, who rated most first."""
    with wb.store.read() as tx:
        rows = _opened_calls(wb, tx, scope)
        said = said_of(tx, [int(row["id"]) for row in rows])
    groups: dict[tuple[str, ...], _Opened] = {}
    for row in rows:
        shown = sorted(
            (one for one in said[int(row["id"])] if one["stage"] == OPEN), key=lambda one: one["rater"].casefold()
        )
        if len(shown) < 2:
            continue
        names = tuple(one["rater"] for one in shown)
        group = groups.setdefault(tuple(map(str.casefold, names)), _Opened(names))
        group.calls.append(int(row["id"]))
        table = _table([json.loads(one["ratings"]) for one in shown])
        group.table += table
        group.by_month[wb.day(row["opened_at"]).isoformat()[:7]] += table
    least = wb.catalogue.follow_up.figures.raters_from
    return tuple(sorted((_panel(one, least) for one in groups.values()), key=lambda one: (-one.ratings, one.raters)))


def _opened_calls(wb: Workbook, tx: Tx, scope: Scope) -> list[dict[str, Any]]:
    """Calls that were opened in the period, the newest first."""
    among, values = scope.applications()
    within, span = scope.within(wb, "calibration.opened_at")
    joined = (
        " join call on call.id = calibration.call join attempt on attempt.id = call.attempt"
        " join application on application.id = attempt.application"
    )
    tests = f"{joined} where {within} and {among}" if among else f" where {within}"
    return tx.rows(
        f"select calibration.id, calibration.opened_at from calibration{tests}"
        " order by calibration.opened_at desc, calibration.id desc",
        **values,
        **span,
    )


def _table(levels: Sequence[Mapping[str, int | None]]) -> list[list[float]]:
    """A row for each criterion that everybody rated, a column for each rater."""
    whole = ([one.get(criterion) for one in levels] for criterion in levels[0])
    return [[float(level) for level in row if level is not None] for row in whole if None not in row]


def _panel(opened: _Opened, least: int) -> Panel:
    table, calls = opened.table, tuple(opened.calls)
    if why := few(len(table), least):
        missing = ceil((least - len(table)) * len(calls) / max(1, len(table)))
        return Panel(opened.names, calls, len(table), why, missing)
    months = sorted(opened.by_month.items())[-MONTHS:]
    at = range(len(opened.names))
    return Panel(
        opened.names,
        calls,
        len(table),
        "",
        0,
        agreement.all_agreed(table, 0),
        agreement.all_agreed(table, 1),
        agreement.intraclass(table),
        tuple(
            PanelPair(
                (opened.names[one], opened.names[two]),
                agreement.kappa(agreement.counted([(row[one], row[two]) for row in table]), LEVELS),
            )
            for one, two in combinations(at, 2)
        ),
        tuple(
            PanelRater(
                opened.names[one],
                _lean(table, one),
                tuple(None if few(len(part), least) else _lean(part, one) for _, part in months),
            )
            for one in at
        ),
        tuple((month, len(part)) for month, part in months),
    )


def _lean(table: Sequence[Sequence[float]], at: int) -> Lean:
    """How much higher one column goes than the mean of the others."""
    apart = [row[at] - (sum(row) - row[at]) / (len(row) - 1) for row in table]
    return agreement.lean(len(apart), sum(apart), sum(one * one for one in apart))
