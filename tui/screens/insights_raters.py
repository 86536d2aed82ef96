"""Whether raters agree, as it is painted: pairs, each rater, and calls for calibration."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.workbook import calibrations
from domain.workbook.insights import figure_tables, panels, raters
from domain.workbook.wording import count, day_month
from tui.lines import GAP, Line, blocks, heading, text
from tui.safe_text import cut, pad
from tui.screens.insights_lines import NAMES_AT, Asked, Room, fact_line, titled
from tui.screens.insights_panels import (
    NAME,
    NEVER,
    PANEL,
    figure_line,
    near_head,
    number,
    panel_lines,
    panel_pane,
    percent_of,
    signed,
)

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from domain.workbook import Workbook
    from domain.workbook.calibrations import CalibrationRow
    from domain.workbook.insights.panels import Panel
    from domain.workbook.insights.raters import Agreement, Lean, Rater, Raters
    from domain.workbook.insights.tables import Table
    from tui.look import Look

ALL, PAIR, RATER, CALL = "all", "pair", "rater", "call"
CALL_NAME: Final = 32
DAY: Final = 7
MOST_PAIRS: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows."""

    raters: Raters
    panels: Sequence[Panel]
    calls: Sequence[CalibrationRow]


class RatersView:
    """Agreement, lean and drift; nothing is drawn of too few."""

    id = "raters"
    label = "Raters"
    short = ""
    word = "line"
    will = "Raters appear with the first attempt that two of them rated alone."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Count what was shared."""
        return Found(raters.show(wb, asked.scope), panels.show(wb, asked.scope), calibrations.listing(wb))

    def is_empty(self, found: Found) -> bool:
        """Nobody shared anything, and no call is kept."""
        return not (found.raters.together.attempts or found.calls)

    def first(self, found: Found) -> str:
        """All together."""
        return ALL

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """Pairs, then raters, then calls."""
        heads = (("Agreement", NAME, False), ("Shared", 7, True), ("Equal", 7, True), (near_head(room.look), 6, True))
        shown = found.raters
        said = [titled((*heads, ("Kappa", 7, True), ("ICC", 6, True)))]
        said += [_agreement("All together", shown.together, room, ALL)]
        said += [
            _agreement(", ".join(map(room.look.name, one.raters)), one, room, f"{PAIR} {at}")
            for at, one in enumerate(shown.pairs[:MOST_PAIRS])
        ]
        if shown.raters:
            said += [GAP, titled((("Rater", NAME, False), ("Shared", 7, True), ("Lean", 7, True), ("", 2, False)))]
            said += [_rater(one, room, f"{RATER} {at}") for at, one in enumerate(shown.raters)]
        said += panel_lines(found.panels, room)
        if found.calls:
            said += [GAP, titled((("Calibration calls", CALL_NAME, False), ("Kept", DAY, False), ("Rated", 7, True)))]
            said += [_call(one, room, f"{CALL} {one.id}") for one in found.calls]
        else:
            said += [GAP, Line((("No call is kept for calibration yet: c keeps one of yours.", "muted"),), at=NAMES_AT)]
        return said

    def detail(self, wb: Workbook, asked: Asked, line: str) -> None:
        """Nothing more is read."""

    def pane(self, found: Found, line: str, detail: None, look: Look) -> Sequence[Line]:
        """What a line comes to, with its intervals."""
        kind, _, which = line.partition(" ")
        if kind == RATER and int(which) < len(found.raters.raters):
            return _pane_rater(found.raters.raters[int(which)], found.raters.least, look)
        if kind == CALL:
            call = next((one for one in found.calls if str(one.id) == which), None)
            return _pane_call(call) if call else ()
        if kind == PANEL:
            panel = next((one for one in found.panels if str(one.calls[0]) == which), None)
            return panel_pane(panel, look) if panel else ()
        if kind == PAIR and int(which) < len(found.raters.pairs):
            one = found.raters.pairs[int(which)]
            return _pane_agreement(", ".join(map(look.name, one.raters)), one)
        return _pane_agreement("All together", found.raters.together)

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Whose attempts were shared."""
        kind, _, which = line.partition(" ")
        return partial(_people, asked, kind, int(which or 0)) if kind in (ALL, PAIR, RATER) else None

    def table(self, wb: Workbook, found: Found) -> Table:
        """Every figure."""
        return figure_tables.raters_table(found.raters, found.panels)


def _people(asked: Asked, kind: str, which: int, wb: Workbook) -> array[int]:
    names: Sequence[str] = ()
    if kind in (PAIR, RATER):
        shown = raters.show(wb, asked.scope)
        names = shown.pairs[which].raters if kind == PAIR else (shown.raters[which].name,)
    return raters.people(wb, asked.scope, names)


def call_of(line: str) -> int:
    """Return the call for calibration that a line stands for, of a panel its newest; 0 for another line."""
    kind, _, which = line.partition(" ")
    return int(which) if kind in (CALL, PANEL) and which.isdigit() else 0


# The main area.


def _agreement(name: str, one: Agreement, room: Room, line: str) -> Line:
    title = (pad(cut(name, NAME - 2, room.look.dots), NAME), "")
    shared = (f"{one.attempts:>7,}", "")
    if one.few:
        return Line((title, shared, (f"   {one.few}", "muted")), id=line, at=NAMES_AT, name=0)
    single = one.correlation.single if one.correlation else None
    figures = (
        (pad(percent_of(one.exact), 7, True), ""),
        (pad(percent_of(one.near), 6, True), ""),
        (pad(number(one.quadratic), 7, True), ""),
        (pad(number(single), 6, True), ""),
        (f"  {one.words}", "muted"),
    )
    return Line((title, shared, *figures), id=line, at=NAMES_AT, name=0)


def _rater(one: Rater, room: Room, line: str) -> Line:
    title = (pad(cut(room.look.name(one.name), NAME - 2, room.look.dots), NAME), "")
    shared = (f"{one.shared:>7,}", "")
    if one.lean is None:
        return Line((title, shared, (f"   {one.few}", "muted")), id=line, at=NAMES_AT, name=0)
    said = ((pad(signed(one.lean.mean), 7, True), ""), (f"  {_which_way(one.lean)}", "muted"))
    return Line((title, shared, *said), id=line, at=NAMES_AT, name=0)


def _call(one: CalibrationRow, room: Room, line: str) -> Line:
    title = (pad(cut(one.name, CALL_NAME - 2, room.look.dots), CALL_NAME), "")
    day = (pad(day_month(one.day), DAY), "muted")
    return Line((title, day, (f"{one.raters:>7,}", ""), (f"   {_stands(one)}", "muted")), id=line, at=NAMES_AT, name=0)


def _stands(one: CalibrationRow) -> str:
    if one.opened:
        return "open side by side"
    if one.submitted:
        return "yours is in"
    if one.shown:
        return "you have seen it open"
    return "you have begun" if one.begun else "you have not rated it"


def _which_way(lean: Lean) -> str:
    if lean.interval.low > 0:
        return "milder than the others"
    return "stricter than the others" if lean.interval.high < 0 else "no lean to speak of"


# The pane.


def _pane_agreement(name: str, one: Agreement) -> Sequence[Line]:
    head = [heading(name, right=count(one.attempts, "attempt"))]
    if one.few:
        why = "Figures of so few are left out: the next attempt could turn them round."
        return blocks(head, [fact_line("Shared", one.few)], text(why, "muted"))
    rows = [("Equal", one.exact), ("Within one", one.near), ("Kappa, linear", one.linear)]
    rows += [("Kappa, quadratic", one.quadratic)]
    if one.correlation:
        rows += [("ICC(2,1), one", one.correlation.single), ("ICC(2,k), mean", one.correlation.average)]
    told = [figure_line(label, figure) for label, figure in rows if figure]
    words = f"How far one rater alone can be relied on: {one.words}." if one.words else ""
    return blocks(
        [*head, *text(f"{one.ratings:,} ratings, as they were submitted.", "muted")],
        told,
        text(words) if words else [],
        text("Behind each figure its 95% interval. The words are those of Koo and Li.", "muted"),
    )


def _pane_rater(one: Rater, least: int, look: Look) -> Sequence[Line]:
    head = [heading(look.name(one.name), right=count(one.shared, "attempt"))]
    if one.lean is None:
        return blocks(head, [fact_line("Shared", one.few)], text(NEVER, "muted"))
    low, high = one.lean.interval
    facts = [fact_line("Lean, in levels", signed(one.lean.mean)), fact_line("", f"{signed(low)} to {signed(high)}")]
    if one.spread is not None and one.others_spread is not None:
        facts += [fact_line("Spread", f"{one.spread:.2f}"), fact_line("Of the others", f"{one.others_spread:.2f}")]
    months = [
        fact_line(
            one_month.month,
            f"{signed(one_month.lean.mean)} of {one_month.shared}"
            if one_month.lean
            else raters.few(one_month.shared, least),
        )
        for one_month in one.months
    ]
    return blocks(head, facts, [heading("By month"), *months] if months else [], text(NEVER, "muted"))


def _pane_call(one: CalibrationRow) -> Sequence[Line]:
    return blocks(
        [heading("For calibration", right=count(one.raters, "rating")), *text(one.name)],
        [
            fact_line("Kept by", one.who),
            fact_line("On", day_month(one.day)),
            fact_line("Stands", _stands(one)),
        ],
        text("Each rates it alone; then all is opened side by side. It changes nobody's result.", "muted"),
    )
