"""Whether the class fills, as it is painted: rates and whose they are, the work ahead, the chance, and what if."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.workbook.insights import figure_tables, planning
from domain.workbook.wording import count, day_month
from tui.lines import GAP, Line, blocks, heading, text
from tui.safe_text import pad
from tui.screens.form import Form
from tui.screens.insights_lines import NAMES_AT, Asked, Room, fact_line, titled
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from domain.workbook import Workbook
    from domain.workbook.insights.planning import ClassPlan, Load, Odds, Rate
    from domain.workbook.insights.tables import Table
    from tui.app import MilepostApp
    from tui.look import Look
    from tui.safe_text import Pieces

NAME: Final = 15
TAKEN, ON_THE_WAY = "taken", "on_the_way"
"""The lines of who has a seat, and of everybody on the way."""
BETTER: Final = 0.10
"""What the pane supposes a rate to be better by."""
WORDS: Final = {"show": "Come to site", "accept": "Say yes", "clear": "Papers in order", "day_one": "There on day 1"}
"""Steps that are no milestone, as they stand in a line."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows; no plan where no class is open."""

    plan: ClassPlan | None
    today: date
    shorts: Mapping[str, str]
    """Short names of milestones."""
    titles: Mapping[str, str]


class PlanningView:
    """The next class, or the one that is looked at."""

    id = "planning"
    label = "Class forecast"
    short = "Class"
    word = "step"
    will = "A forecast appears with the first class that is open."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Plan the class, with what is supposed."""
        opening = planning.next_class(wb, asked.scope)
        plan = planning.show(wb, opening, _known(wb, opening, asked)) if opening else None
        milestones = wb.catalogue.milestones
        return Found(
            plan,
            wb.today(),
            {step: one.short for step, one in milestones.items()},
            {step: one.title for step, one in milestones.items()},
        )

    def is_empty(self, found: Found) -> bool:
        """No class is open."""
        return found.plan is None

    def first(self, found: Found) -> str:
        """The bottleneck, else the first step."""
        plan = found.plan
        if plan is None:
            return ""
        return plan.plan.narrow.id if plan.plan.narrow else plan.plan.rates[0].id

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """The class in words, then a line a step."""
        if found.plan is None:
            return ()
        steps = _steps(found.plan, found, room)
        return [*_head(found.plan, found, room.rows - len(steps)), *steps]

    def detail(self, wb: Workbook, asked: Asked, line: str) -> ClassPlan | None:
        """The plan with this rate a little better."""
        if line in (TAKEN, ON_THE_WAY):
            return None
        opening = planning.next_class(wb, asked.scope)
        rates = {rate.id: rate.share for rate in planning.rates_of(wb, opening)} if opening else {}
        supposed = {step: share for step, share in asked.suppose if step in rates}
        now = supposed.get(line, rates.get(line, 1.0))
        return planning.show(wb, opening, supposed | {line: min(1.0, now + BETTER)}) if now < 1 else None

    def pane(self, found: Found, line: str, detail: ClassPlan | None, look: Look) -> Sequence[Line]:
        """Whose the rate is, and what if it were better."""
        if found.plan is None:
            return ()
        played = text(_played(found.plan), "muted")
        if (rate := _rate(found, line)) is None:
            return blocks(_pane_class(found.plan, line), played)
        return blocks(_whose(rate, found), _what_if(rate, found.plan, detail), _slowest(found, line), played)

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Who stands at the milestone, or is on the way or has a seat; of another step, whom its own rate is of."""
        if line in WORDS:
            return partial(_seen, line)
        if line == TAKEN:
            return partial(_hired, asked)
        return partial(_standing, asked, "" if line == ON_THE_WAY else line) if line else None

    def table(self, wb: Workbook, found: Found) -> Table:
        """Rates, work and chance."""
        assert found.plan is not None
        return figure_tables.plan_table(wb, found.plan)


def _standing(asked: Asked, line: str, wb: Workbook) -> array[int]:
    return planning.people_at(wb, planning.next_class(wb, asked.scope), line)


def _hired(asked: Asked, wb: Workbook) -> array[int]:
    return planning.people_hired(wb, planning.next_class(wb, asked.scope))


def _seen(step: str, wb: Workbook) -> array[int]:
    return planning.people_seen(wb, step)


def _known(wb: Workbook, opening: int, asked: Asked) -> dict[str, float]:
    """What is supposed, as far as this class has such a step."""
    if not asked.suppose:
        return {}
    steps = {rate.id for rate in planning.rates_of(wb, opening)}
    return {step: share for step, share in asked.suppose if step in steps}


def _rate(found: Found, line: str) -> Rate | None:
    return next((one for one in found.plan.plan.rates if one.id == line), None) if found.plan else None


def is_rate(found: Found | None, line: str) -> bool:
    """Return whether a line stands for a rate, which somebody can suppose to be another."""
    return found is not None and _rate(found, line) is not None


def _name(found: Found, step: str) -> str:
    return WORDS.get(step) or found.shorts.get(step, step)


# The main area.


def _head(plan: ClassPlan, found: Found, rows: int) -> list[Line]:
    """What the class is, what it lacks, and how likely it fills, in so many rows, so that every step is in sight."""
    row, ahead = plan.opening, plan.plan.outlook
    seats = f"{row.taken} of {count(row.seats, 'seat')} taken, {_dates(plan, found)}"
    bring = f"{plan.on_the_way:,} on the way bring about {ahead.expected:.0f}"
    find = f"find {count(ahead.people, 'more person', 'more people')}" if ahead.people else "nobody more is needed"
    stands, found_all = _chance(plan.plan.odds), _chance(plan.plan.planned)
    fills = f"Chance to fill: {stands} as it stands, {found_all} with those found."
    name = Line(((row.name, "bold"),), at=NAMES_AT)
    facts = [
        Line(((seats, "muted"),), id=TAKEN, at=NAMES_AT, name=0),
        Line(((f"{count(ahead.offers, 'offer')} to make, {bring}: {find}.", ""),), id=ON_THE_WAY, at=NAMES_AT, name=0),
        Line(((fills, ""),), at=NAMES_AT),
    ]
    if rows < len(facts) + 1:
        return facts
    played = [Line(((_played(plan), "muted"),), at=NAMES_AT)] if rows > len(facts) + 1 else []
    return [name, *facts, *played, *([GAP] if rows > len(facts) + 2 else [])]


def _steps(plan: ClassPlan, found: Found, room: Room) -> list[Line]:
    """A line a step."""
    heads = (("Step", NAME, False), ("Here", 6, True), ("To see", 8, True), ("A day", 7, True))
    said = [titled((*heads, ("Come through", 15, True)))]
    loads = {str(load.milestone): load for load in plan.plan.loads}
    narrow = plan.plan.narrow
    for rate in plan.plan.rates:
        slow = narrow is not None and narrow.id == rate.id
        if rate.id == "accept":
            said.append(_offer(plan.plan.loads[-1], found))
        said.append(_step(rate, loads.get(rate.id), found, room, slow=slow))
    return said


def _dates(plan: ClassPlan, found: Found) -> str:
    if plan.opening.starts is None or plan.by is None:
        return "no first day yet"
    begins = f"starts {day_month(plan.opening.starts, found.today)}"
    if plan.late:
        return f"{begins}, too late for an offer"
    return f"{begins}, last offer {day_month(plan.by, found.today)}"


def _played(plan: ClassPlan) -> str:
    odds = plan.plan.odds
    said = f"Simulated {odds.filled.of:,} times, seed {odds.seed}. "
    said += f"{plan.own} own rates, {plan.stated} stated"
    return said + (f", {plan.supposed} supposed." if plan.supposed else ".")


def _chance(odds: Odds) -> str:
    if 0 < odds.filled.value < 0.01:
        return "<1%"
    return f"{min(99, round(100 * odds.filled.value)) if odds.filled.value < 1 else 100}%"


def _step(rate: Rate, load: Load | None, found: Found, room: Room, *, slow: bool) -> Line:
    cells = ((" " * 21, ""),)
    if load is not None:
        cells = ((_work(load, found), ""),)
    share = (pad(f"{round(100 * rate.share)}%", 7, True), "accent" if rate.supposed else "" if rate.own else "muted")
    whose = "supposed" if rate.supposed else f"own, {rate.cases.of:,}" if rate.own else "stated"
    tail: Pieces = ((f"  {pad(whose, 11)}", "muted"),)
    if slow:
        tail = (*tail, (f" {room.look.sign('late')} bottleneck", "due"))
    return Line(((pad(_name(found, rate.id), NAME), ""), *cells, share, *tail), id=rate.id, at=NAMES_AT, name=0)


def _offer(load: Load, found: Found) -> Line:
    return Line(
        ((pad(_name(found, load.milestone), NAME), ""), (_work(load, found), "")),
        id=load.milestone,
        at=NAMES_AT,
        name=0,
    )


def _work(load: Load, found: Found) -> str:
    a_day = f"{load.per_day:,}" if found.plan is not None and found.plan.days else ""
    return f"{load.here:>6,}{load.people:>8,}{a_day:>7}"


# The pane.


def _pane_class(plan: ClassPlan, line: str) -> Sequence[Line]:
    """Who is there already, or on the way."""
    row = plan.opening
    facts = [
        fact_line("Seats taken", f"{row.taken:,} of {row.seats:,}"),
        fact_line("On the way", f"{plan.on_the_way:,}"),
        fact_line("To find", f"{plan.plan.outlook.people:,}"),
    ]
    said = "On the way: ready for a milestone of this class, or at it." if line == ON_THE_WAY else ""
    return blocks([heading(row.name)], facts, text(said, "muted") if said else [])


def _whose(rate: Rate, found: Found) -> Sequence[Line]:
    name = found.titles.get(rate.id) or WORDS.get(rate.id, rate.id)
    least = found.plan.own_from if found.plan else 0
    facts = [heading(name, right=f"{round(100 * rate.share)}%")]
    facts.append(fact_line("Cases here", f"{rate.cases.n:,} of {rate.cases.of:,}"))
    if rate.supposed:
        return [*facts, *text("Supposed: it is as you said, not as it was seen.")]
    if rate.own:
        return [*facts, *text("The site's own rate, of the last year.")]
    lacking = f"Stated until there are {least} cases; {rate.source}." if rate.cases.of else f"Stated; {rate.source}."
    return [*facts, *text(lacking)]


def _what_if(rate: Rate, now: ClassPlan, better: ClassPlan | None) -> Sequence[Line]:
    if better is None:
        return ()
    share = min(1.0, rate.share + BETTER)
    return [
        heading("What if it were", right=f"{round(100 * share)}%"),
        fact_line("People to find", f"{now.plan.outlook.people:,} now, then {better.plan.outlook.people:,}"),
        fact_line("Chance to fill", f"{_chance(now.plan.odds)} now, then {_chance(better.plan.odds)}"),
    ]


def _slowest(found: Found, line: str) -> Sequence[Line]:
    narrow = found.plan.plan.narrow if found.plan else None
    if narrow is None or narrow.id != line:
        return ()
    more = f"{narrow.gain:.1f} more people on day one"
    said = f"If 10 more of 100 came through here, that would bring {more}: more than at any other step."
    return [heading("Bottleneck"), *text(said)]


# What if.


def ask(app: MilepostApp, found: Found, line: str, asked: Asked, take: Callable[[Asked], None]) -> None:
    """Ask what the focused rate is supposed to be, and hand the new question on; empty is as it was seen."""
    rate = _rate(found, line)
    if rate is None:
        return
    now = dict(asked.suppose).get(line)
    value = "" if now is None else f"{round(100 * now)}"
    field = Field(
        key="share", label="Of 100", kind=Kind.NUMBER, value=value, hint="1 to 100; empty: as it is", low=1, high=100
    )

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            supposed = {step: share for step, share in asked.suppose if step != line}
            if values["share"].strip():
                supposed[line] = float(values["share"]) / 100
            take(replace(asked, suppose=tuple(supposed.items())))

    app.push_screen(
        Form("What if", [field], fact=f"{_name(found, line)}, now {round(100 * rate.share)} of 100"), answered
    )
