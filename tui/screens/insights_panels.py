"""How the same raters agree on calls for calibration, as it is painted among the raters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from domain.workbook.wording import count
from tui.lines import GAP, PANE_WIDTH, Line, blocks, heading, text
from tui.safe_text import cut, pad
from tui.screens.insights_lines import NAMES_AT, Room, fact_line, titled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.workbook.insights.panels import Panel
    from domain.workbook.insights.raters import Figure
    from tui.look import Look

NAME: Final = 20
PANEL: Final = "panel"
MOST_PAIRS: Final = 6
NEVER: Final = "Lean is for training. It never corrects a single score."
MONTH: Final = 8
"""Cells of a column of the table of leans."""


def panel_lines(found: Sequence[Panel], room: Room) -> list[Line]:
    """Return a line a panel under their heads; nothing where no call was opened."""
    if not found:
        return []
    heads = (
        ("Calibration panel", NAME, False),
        ("Ratings", 7, True),
        ("Equal", 7, True),
        (near_head(room.look), 6, True),
    )
    head = titled((*heads, ("Kappa", 7, True), ("ICC", 6, True)))
    return [GAP, head, *(_panel(one, room) for one in found)]


def _panel(one: Panel, room: Room) -> Line:
    title = (pad(_who(one, room.look), NAME), "")
    rated, line = (f"{one.ratings:>7,}", ""), f"{PANEL} {one.calls[0]}"
    if one.few:
        return Line((title, rated, (f"   {one.few}", "muted")), id=line, at=NAMES_AT, name=0)
    single = one.correlation.single if one.correlation else None
    kappa = "" if one.kappa is None else f"{one.kappa:.2f}"
    figures = (
        (pad(percent_of(one.equal), 7, True), ""),
        (pad(percent_of(one.near), 6, True), ""),
        (pad(kappa, 7, True), ""),
        (pad(number(single), 6, True), ""),
        (f"  {one.words}", "muted"),
    )
    return Line((title, rated, *figures), id=line, at=NAMES_AT, name=0)


def _who(one: Panel, look: Look) -> str:
    """As many names as there is room for, and how many more."""
    names = [look.name(name) for name in one.raters]
    for shown in range(len(names), 1, -1):
        rest = f" +{len(names) - shown}" if shown < len(names) else ""
        if len(said := ", ".join(names[:shown]) + rest) <= NAME - 2:
            return said
    rest = f" +{len(names) - 1}"
    return cut(names[0], NAME - 2 - len(rest), look.dots) + rest


# The pane.


def panel_pane(one: Panel, look: Look) -> Sequence[Line]:
    """Return what a panel comes to, with its intervals, pairs and leans; of too few, what is missing."""
    names = ", ".join(map(look.name, one.raters))
    head = [heading("Calibration panel", right=count(len(one.calls), "call")), *text(names)]
    if one.few:
        return blocks(head, [fact_line("Rated by all", one.few)], text(_missing(one), "muted"))
    rows = [("All equal", one.equal), ("Within one", one.near)]
    if one.correlation:
        rows += [("ICC(2,1), one", one.correlation.single), ("ICC(2,k), mean", one.correlation.average)]
    rated = f"{count(one.ratings, 'criterion', 'criteria')} that each of them rated alone."
    return blocks(
        [*head, *text(rated, "muted")],
        [figure_line(label, figure) for label, figure in rows if figure],
        text(_lower_end(one)),
        _pairs(one, look),
        _leans(one, look),
        text("Ratings of one call hang together: of a few calls, think the intervals wider.", "muted"),
        text(NEVER, "muted"),
    )


def _missing(one: Panel) -> str:
    more = f"About {count(one.calls_missing, 'more call')} that all of them rate: keep one with c, rate it, open it."
    return f"Figures of so few are left out: the next call could turn them round. {more}"


def _lower_end(one: Panel) -> str:
    found = one.at_least
    if found is None:
        return "All gave the same level throughout, so nothing tells calls apart."
    single, mean = found
    relied = f"one of them alone {single}, the mean of all {mean}"
    return f"How far to rely on them, by the lower end of the interval, in the words of Koo and Li: {relied}."


def _pairs(one: Panel, look: Look) -> list[Line]:
    """Those who agree least come first."""
    told = []
    ordered = sorted(one.pairs, key=lambda pair: pair.kappa.value if pair.kappa else 1)
    for pair in ordered[:MOST_PAIRS]:
        named = ", ".join(map(look.name, pair.raters)) if len(one.pairs) > 1 else "Quadratic"
        label = cut(named, PANE_WIDTH - 21, look.dots)
        told.append(figure_line(label, pair.kappa) if pair.kappa else fact_line(label, "chance explains all"))
    if len(ordered) > MOST_PAIRS:
        told.append(fact_line(f"and {len(ordered) - MOST_PAIRS} more", "in the export"))
    return [heading("Kappa by pair" if len(one.pairs) > 1 else "Kappa"), *told]


def _leans(one: Panel, look: Look) -> list[Line]:
    """A row a rater: their lean by month, the newest last, and in all."""
    first = PANE_WIDTH - MONTH * (len(one.months) + 1)
    heads = [*(f"{date.fromisoformat(f'{month}-01'):%b}" for month, _ in one.months), "all"]
    rows = [Line(((pad("In levels", first), "muted"), *((pad(head, MONTH, True), "muted") for head in heads)))]
    for member in one.members:
        leans = [*member.months, member.lean]
        cells = ((pad("few" if lean is None else signed(lean.mean), MONTH, True), _role(lean)) for lean in leans)
        rows.append(Line(((pad(cut(look.name(member.name), first - 1, look.dots), first), ""), *cells)))
    ratings = [*(number_of for _, number_of in one.months), one.ratings]
    rows.append(
        Line(((pad("Ratings", first), "muted"), *((pad(f"{many:,}", MONTH, True), "muted") for many in ratings)))
    )
    return [heading("Lean"), *rows]


def _role(lean: object) -> str:
    return "muted" if lean is None else ""


# Figures, as everywhere among the raters.


def figure_line(label: str, figure: Figure) -> Line:
    """Return a line of the pane: a figure and the interval that it may well lie in."""
    low, high = figure.interval
    return fact_line(label, f"{figure.value:.2f}  {low:5.2f} to {high:.2f}")


def near_head(look: Look) -> str:
    """Return the head of the column of those within one."""
    return "+/-1" if look.ascii_only else "±1"


def percent_of(figure: Figure | None) -> str:
    """Return a share as in '83%', or nothing."""
    return "" if figure is None else f"{round(100 * figure.value)}%"


def number(figure: Figure | None) -> str:
    """Return a figure as in '0.75', or nothing."""
    return "" if figure is None else f"{figure.value:.2f}"


def signed(value: float) -> str:
    """Return a lean as in '+0.40'; what rounds to nothing leans nowhere."""
    return f"{value:+.2f}" if abs(value) >= 0.005 else "0.00"
