"""How long things take, as it is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId
from domain.workbook.insights import tables, waits
from domain.workbook.insights.waits import Way
from domain.workbook.wording import count
from tui.lines import GAP, Line, blocks, heading, text
from tui.safe_text import pad
from tui.screens.insights_lines import (
    ENOUGH,
    NAMES_AT,
    Asked,
    Room,
    cells_of,
    fact_line,
    group,
    percent,
    share_line,
    share_row,
    titled,
    took,
)

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights import Share
    from domain.workbook.insights.tables import Table
    from domain.workbook.insights.waits import Spread, Stage, Waits
    from tui.look import Look

NAME, BAR, LEAD_BAR = 19, 18, 29
HOUR, LEAD = "hour", "lead"
FEW: Final = 20
"""Below so many cases, a median says little."""
LOW: Final = 0.8
"""Below this share in time, of enough cases, it stands out."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the place shows."""

    waits: Waits
    shorts: Mapping[MilestoneId, str]


class TimeView:
    """Lengths of time, and the share within target."""

    id = "time"
    label = "Time"
    short = ""
    word = "line"
    will = "Times appear with the first milestone that somebody passes."

    def read(self, wb: Workbook, asked: Asked) -> Found:
        """Reckon medians."""
        shorts = {key: milestone.short for key, milestone in wb.catalogue.milestones.items()}
        return Found(waits.waits(wb, asked.scope), shorts)

    def is_empty(self, found: Found) -> bool:
        """Nothing came to an end."""
        told = found.waits
        return not (told.stages or told.hours or told.leads or told.first_contact or told.to_slip or told.to_hire)

    def first(self, found: Found) -> str:
        """The milestone at which the fewest are in time."""
        stages = found.waits.stages
        return str(min(stages, key=lambda stage: stage.in_time.value).milestone) if stages else ""

    def lines(self, found: Found, room: Room) -> Sequence[Line]:
        """Milestones, then the ways to somewhere, then the queue and no-shows."""
        told = found.waits
        most = max((stage.spread.ninetieth for stage in told.stages), default=0)
        said: list[Line] = [
            titled(
                (
                    ("At a milestone", NAME + BAR, False),
                    ("People", 7, True),
                    ("Median", 9, True),
                    ("90th", 9, True),
                    ("In time", 10, True),
                )
            )
        ]
        said += [
            _row(found.shorts[one.milestone], one.spread, most, one.in_time, room, str(one.milestone))
            for one in told.stages
        ]
        said += _ways(told, room)
        said += _hours(told, room)
        said += _leads(told, room)
        said += _newest(told)
        return said

    def detail(self, wb: Workbook, asked: Asked, line: str) -> None:
        """Nothing more is read."""

    def pane(self, found: Found, line: str, detail: None, look: Look) -> Sequence[Line]:
        """What a line counts, from when to when."""
        told = found.waits
        stage = next((one for one in told.stages if one.milestone == line), None)
        if stage is not None:
            return _pane_stage(found, stage)
        kind, _, which = line.partition(" ")
        if kind == HOUR:
            hour = next((one for one in told.hours if str(one.hour) == which), None)
            return _pane_hour(told, hour.hour, hour.spread, hour.in_time) if hour else ()
        if kind == LEAD:
            lead = next((one for one in told.leads if one.words == which), None)
            return _pane_lead(which, lead.no_shows) if lead else ()
        return _pane_way(told, kind)

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Whose cases the number of a line counts; of slots, who did not come."""
        kind, _, which = line.partition(" ")
        if kind == HOUR:
            return partial(_in_queue, asked, int(which))
        if kind == LEAD:
            return partial(_missing, asked, which)
        if kind in set(Way):
            return partial(_on_way, asked, Way(kind))
        return partial(_through, asked, MilestoneId(kind)) if kind in set(MilestoneId) else None

    def table(self, wb: Workbook, found: Found) -> Table:
        """Every length of time."""
        return tables.waits_table(wb, found.waits)


def _through(asked: Asked, milestone: MilestoneId, wb: Workbook) -> array[int]:
    return waits.people_through(wb, asked.scope, milestone)


def _on_way(asked: Asked, way: Way, wb: Workbook) -> array[int]:
    return waits.people_on(wb, asked.scope, way)


def _in_queue(asked: Asked, hour: int, wb: Workbook) -> array[int]:
    return waits.people_in_queue(wb, asked.scope, hour)


def _missing(asked: Asked, words: str, wb: Workbook) -> array[int]:
    return waits.people_missing(wb, asked.scope, words)


# The main area.


def _row(name: str, spread: Spread, most: int, in_time: Share | None, room: Room, line: str) -> Line:
    look, focused = room.look, room.focused == line
    heavy, long = (cells_of(value, most, BAR - 1) for value in (spread.median, spread.ninetieth))
    bar = (
        (look.sign("chart") * heavy, "accent" if focused else "muted"),
        (look.sign("ahead") * (long - heavy), "rule"),
        (" " * (BAR - long), ""),
    )
    low = in_time is not None and in_time.of >= ENOUGH and in_time.value < LOW
    share = percent(in_time) if in_time else ""
    role = "due" if low else "" if in_time and in_time.of >= ENOUGH else "muted"
    shown = f"{look.sign('late')} {share}" if low else share
    counts = ((f"{spread.n:>7,}", "muted"), (pad(took(spread.median), 9, True), "" if spread.n >= FEW else "muted"))
    ends = ((pad(took(spread.ninetieth), 9, True), "muted"), (pad(shown, 10, True), role))
    return Line(((pad(name, NAME), ""), *bar, *counts, *ends), id=line, at=NAMES_AT, name=0)


def _ways(told: Waits, room: Room) -> list[Line]:
    given = (
        (Way.CONTACT, "To first contact", told.first_contact, None),
        (Way.SLIP, "To the slip", told.to_slip, told.slips_in_time),
        (Way.HIRE, "To hire", told.to_hire, None),
    )
    most = max((spread.ninetieth for _, _, spread, _ in given if spread), default=0)
    rows = [_row(name, spread, most, share, room, line) for line, name, spread, share in given if spread]
    return group("How long it took", rows)


def _hours(told: Waits, room: Room) -> list[Line]:
    most = max((hour.spread.ninetieth for hour in told.hours), default=0)
    rows = [
        _row(f"{one.hour}:00 to {one.hour + 1}:00", one.spread, most, one.in_time, room, f"{HOUR} {one.hour}")
        for one in told.hours
    ]
    return group("In the queue, by the hour of arrival", rows)


def _leads(told: Waits, room: Room) -> list[Line]:
    cells = (NAME, LEAD_BAR)
    rows = [share_row(one.words, one.no_shows, room, f"{LEAD} {one.words}", cells) for one in told.leads]
    return group("No-shows, by how long ahead the slot was booked", rows)


def _newest(told: Waits) -> list[Line]:
    """Say that there were more cases than were looked at, where one figure has as many as there can be."""
    spreads = (told.first_contact, told.to_slip, told.to_hire)
    cases = (
        sum(stage.spread.n for stage in told.stages),
        sum(hour.spread.n for hour in told.hours),
        sum(lead.no_shows.of for lead in told.leads),
        *(spread.n for spread in spreads if spread),
    )
    if max(cases, default=0) < told.most:
        return []
    return [GAP, Line(((f"Of the newest {told.most:,} cases of each kind.", "muted"),), at=NAMES_AT)]


# The pane.


def _figures(spread: Spread) -> Sequence[Line]:
    return [
        fact_line("Median", took(spread.median)),
        fact_line("Nine of ten within", took(spread.ninetieth)),
        fact_line("Cases", f"{spread.n:,}"),
    ]


def _pane_stage(found: Found, stage: Stage) -> Sequence[Line]:
    target = count(stage.target, "business day") if stage.target else "the same day"
    return blocks(
        [heading(found.shorts[stage.milestone], right=count(stage.spread.n, "person", "people"))],
        text("From when they came to it until they passed it, retakes and the wait for them included.", "muted"),
        [*_figures(stage.spread), share_line(f"Within {target}", stage.in_time)],
    )


def _pane_hour(told: Waits, hour: int, spread: Spread, in_time: Share) -> Sequence[Line]:
    return blocks(
        [heading(f"Arrived from {hour}:00 to {hour + 1}:00")],
        text("From arrival at the hub until somebody called them.", "muted"),
        [*_figures(spread), share_line(f"Within {told.queue_target} min", in_time)],
    )


def _pane_lead(words: str, share: Share) -> Sequence[Line]:
    return blocks(
        [heading(f"Booked {words} ahead" if words != "same day" else "Booked on the same day")],
        [share_line("Did not come", share)],
        text("Of slots whose time has come; one that was moved counts from when it was booked first.", "muted"),
    )


def _pane_way(told: Waits, kind: str) -> Sequence[Line]:
    hire = "From applying, on whichever opening that was, until the offer was passed."
    ways = {
        Way.CONTACT: ("To first contact", "From applying until we first reached out.", told.first_contact),
        Way.SLIP: ("To the slip", "From the decision until the slip was given.", told.to_slip),
        Way.HIRE: ("To hire", hire, told.to_hire),
    }
    if kind not in ways or (spread := ways[Way(kind)][2]) is None:
        return ()
    title, what, _ = ways[Way(kind)]
    promised = [share_line("Within what is promised", told.slips_in_time)] if kind == Way.SLIP else []
    return blocks([heading(title)], text(what, "muted"), [*_figures(spread), *promised])
