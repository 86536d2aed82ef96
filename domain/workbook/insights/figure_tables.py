"""Raters, plans, staying and fairness as tables for files; what may not be said is an empty cell beside its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId
from domain.reports.table import Column
from domain.workbook.insights.planning import STEP_WORDS
from domain.workbook.insights.raters import few
from domain.workbook.insights.tables import Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.rules.agreement import Figure, Intraclass
    from domain.rules.shares import Interval
    from domain.workbook.insights.fairness import Fairness, GroupRate
    from domain.workbook.insights.panels import Panel
    from domain.workbook.insights.planning import ClassPlan
    from domain.workbook.insights.raters import Agreement, Month, Raters
    from domain.workbook.insights.staying import Staying
    from domain.workbook.workbook import Workbook


def raters_table(found: Raters, panels: Sequence[Panel] = ()) -> Table:
    """A row for all together, for each pair and for each rater, and one for each of their months; then the panels."""
    names = ("what", "first", "second", "month", "said", "shared", "ratings", "equal_percent", "within_one_percent")
    figures = ("kappa_linear", "kappa_quadratic", "icc_2_1", "icc_2_k", "lean")
    rows = [_agreement("together" if not one.raters else "pair", one) for one in (found.together, *found.pairs)]
    for rater in found.raters:
        told: Row = {"what": "rater", "first": rater.name, "said": rater.few, "shared": rater.shared}
        if rater.lean is not None:
            told |= {"lean": round(rater.lean.mean, 3), **_ends("lean", rater.lean.interval)}
        rows.append(told | {"spread": _short(rater.spread), "others_spread": _short(rater.others_spread)})
        for month in rater.months:
            mine: Row = {"what": "month", "first": rater.name, "month": month.month, "shared": month.shared}
            rows.append(mine | _lean_or_few(month, found.least))
    for panel in panels:
        rows += _panel(panel)
    ends = tuple(f"{name}_{end}" for name in figures for end in ("low", "high"))
    return Table("raters", _columns(names + figures + ends + ("spread", "others_spread"), 5), rows)


def _lean_or_few(month: Month, least: int) -> Row:
    return {"lean": round(month.lean.mean, 3)} if month.lean else {"said": few(month.shared, least)}


def _short(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)


def _agreement(what: str, one: Agreement) -> Row:
    first, second = one.raters or ("", "")
    told: Row = {"what": what, "first": first, "second": second, "said": one.few or one.words}
    told |= {"shared": one.attempts, "ratings": one.ratings}
    told |= {"equal_percent": _percent(one.exact), "within_one_percent": _percent(one.near)}
    told |= _figure("kappa_linear", one.linear) | _figure("kappa_quadratic", one.quadratic)
    return told | _correlations(one.correlation)


def _panel(one: Panel) -> list[Row]:
    """A panel, its pairs, and the lean of each in it; `shared` are calls."""
    told: Row = {"what": "panel", "first": ", ".join(one.raters), "said": one.few or one.words}
    told |= {"shared": len(one.calls), "ratings": one.ratings}
    told |= {"equal_percent": _percent(one.equal), "within_one_percent": _percent(one.near)}
    rows = [told | _correlations(one.correlation)]
    for pair in one.pairs:
        first, second = pair.raters
        two: Row = {"what": "panel pair", "first": first, "second": second}
        rows.append(two | _figure("kappa_quadratic", pair.kappa))
    for member in one.members:
        lean: Row = {"lean": round(member.lean.mean, 3), **_ends("lean", member.lean.interval)}
        rows.append(lean | {"what": "panel rater", "first": member.name, "ratings": one.ratings})
        for (month, ratings), mine in zip(one.months, member.months, strict=True):
            drift: Row = {"what": "panel month", "first": member.name, "month": month, "ratings": ratings}
            rows.append(drift | ({"lean": round(mine.mean, 3)} if mine else {}))
    return rows


def _correlations(found: Intraclass | None) -> Row:
    if found is None:
        return {}
    return _figure("icc_2_1", found.single) | _figure("icc_2_k", found.average)


def _figure(name: str, figure: Figure | None) -> Row:
    return {} if figure is None else {name: round(figure.value, 3), **_ends(name, figure.interval)}


def plan_table(wb: Workbook, found: ClassPlan) -> Table:
    """A row a rate, then a row a milestone, then what it comes to."""
    rows: list[Row] = [
        {
            "what": "rate",
            "name": _step(wb, rate.id),
            "said": "supposed" if rate.supposed else "own" if rate.own else rate.source,
            "percent": round(100 * rate.share, 1),
            "n": rate.cases.n,
            "of": rate.cases.of,
        }
        for rate in found.plan.rates
    ]
    rows += [
        {
            "what": "milestone",
            "name": wb.catalogue.milestones[load.milestone].title,
            "here": load.here,
            "people": load.people,
            "a_day": load.per_day if found.days else None,
        }
        for load in found.plan.loads
    ]
    ahead = found.plan.outlook
    rows += [
        {"what": "offers to make", "people": ahead.offers},
        {"what": "offers expected", "people": round(ahead.expected, 1)},
        {"what": "people to find", "people": ahead.people},
    ]
    for what, odds in (("fills as it stands", found.plan.odds), ("fills with those to find", found.plan.planned)):
        percent = round(100 * odds.filled.value, 1)
        rows.append({"what": what, "said": f"seed {odds.seed}", "percent": percent, "n": odds.filled.n})
        rows[-1]["of"] = odds.filled.of
    return Table(
        "class forecast", _columns(("what", "name", "said", "percent", "n", "of", "here", "people", "a_day"), 3), rows
    )


def _step(wb: Workbook, step: str) -> str:
    """What a step of a plan is called."""
    return STEP_WORDS.get(step) or wb.catalogue.milestones[MilestoneId(step)].title


def staying_table(wb: Workbook, found: Sequence[Staying]) -> Table:
    """A row a day, then a row for each milestone on it."""
    rows: list[Row] = []
    for day in found:
        rows.append({"day": day.day, "what": "stayed", "n": day.stayed.n, "of": day.stayed.of})
        for row in day.rows:
            told: Row = {"day": day.day, "what": wb.catalogue.milestones[row.milestone].title, "of": row.people}
            told["said"] = row.few
            if row.found is not None:
                told |= {"correlation": round(row.found.correlation, 3), **_ends("correlation", row.found.interval)}
                told |= {"mean_stayed": round(row.found.stayed.mean, 1), "mean_left": round(row.found.left.mean, 1)}
            rows.append(told)
    names = ("what", "said", "day", "n", "of", "correlation", "correlation_low", "correlation_high")
    return Table("staying", _columns((*names, "mean_stayed", "mean_left"), 2), rows)


def _beside(row: GroupRate) -> Row:
    """How a group stands beside the one with the highest rate."""
    return {
        "ratio": round(row.ratio, 3),
        "under_four_fifths": "yes" if row.below else "no",
        "exact_test": round(row.chance, 4),
        "one_more_lifts": "yes" if row.lifts else "no",
        "one_other_turns": "yes" if row.turns else "no",
    }


def fairness_table(wb: Workbook, found: Sequence[Fairness]) -> Table:
    """A row a group, by question, for all of the road and each milestone."""
    rows: list[Row] = []
    for one, step in ((shown, step) for shown in found for step in (shown.whole, *shown.steps)):
        title = wb.catalogue.milestones[step.milestone].title if step.milestone else "all of the road"
        for row in step.rates.rows:
            told: Row = {"question": one.question.label, "step": title, "group": row.group}
            told |= {"since": one.period.since.isoformat(), "until": one.period.until.isoformat()}
            told |= {"n": row.share.n, "of": row.share.of}
            rows.append(told | (_beside(row) if step.rates.compared else {}))
    names = (
        "question",
        "since",
        "until",
        "step",
        "group",
        "under_four_fifths",
        "one_more_lifts",
        "one_other_turns",
        "n",
        "of",
        "ratio",
        "exact_test",
    )
    return Table("fairness", _columns(names, 8), rows)


def _ends(name: str, interval: Interval) -> Row:
    """An interval in two columns; an end that is nowhere is left out."""
    ends = {f"{name}_low": interval.low, f"{name}_high": interval.high}
    return {key: round(value, 3) for key, value in ends.items() if abs(value) < float("inf")}


def _columns(names: Sequence[str], words: int) -> tuple[Column, ...]:
    return tuple(Column(name, right=at >= words) for at, name in enumerate(names))


def _percent(figure: Figure | None) -> float | None:
    return None if figure is None else round(100 * figure.value, 1)
