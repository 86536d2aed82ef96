"""What was promised and kept, as it is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from domain.workbook.insights import Share, kept, tables
from domain.workbook.insights.kept import Slips
from domain.workbook.promise_rates import End
from domain.workbook.wording import count
from tui.lines import Line, blocks, heading, text
from tui.safe_text import pad
from tui.screens.insights_lines import (
    ENOUGH,
    NAMES_AT,
    Asked,
    Room,
    cells_of,
    fact_line,
    group,
    of_words,
    percent,
    share_line,
    share_row,
    titled,
)

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Sequence

    from domain.workbook import Workbook
    from domain.workbook.insights.kept import Kept
    from domain.workbook.insights.tables import Table
    from tui.look import Look

NAME, BAR = 24, 24
CHANNEL, CONFIRMED, PROMISE, CHANCE = "channel", "confirmed", "promise", "chance"
LOW: Final = 0.9
"""Below this share, of enough cases, it stands out."""
MOST_WHO: Final = 5


class KeptView:
    """Slips, promises, and the chance people had."""

    id = "kept"
    label = "Promise kept"
    short = "Promise"
    word = "line"
    will = "Every milestone that is decided owes a slip, and counts from then on."

    def read(self, wb: Workbook, asked: Asked) -> Kept:
        """Count slips, promises and answers."""
        return kept.kept(wb, asked.scope)

    def is_empty(self, found: Kept) -> bool:
        """Nothing was owed."""
        return not (found.attempts or found.promises.all)

    def first(self, found: Kept) -> str:
        """The slips in time."""
        return str(Slips.IN_TIME)

    def lines(self, found: Kept, room: Room) -> Sequence[Line]:
        """Shares, a bar each."""
        said: list[Line] = [
            titled((("Slips", NAME + BAR, False), ("Number", 8, True), ("Of", 8, True), ("Share", 8, True)))
        ]
        said += [
            _share("Given", Share(found.given, found.attempts), room, Slips.GIVEN),
            _share("In time", found.on_time, room, Slips.IN_TIME, low=True),
            _share("Given late", Share(found.given_late, found.on_time.of), room, Slips.GIVEN_LATE),
            _share("Still owed", Share(found.owed, found.attempts), room, Slips.OWED),
            _share("Late and still owed", Share(found.owed_late, found.attempts), room, Slips.OWED_LATE, bad=True),
        ]
        said += group("By channel, and whether they confirmed it", _channels(found, room))
        said += group("Promises whose day has come", _promises(found, room))
        said += group('"I had the chance to show what I can do", 1 to 5', _chances(found, room))
        return said

    def detail(self, wb: Workbook, asked: Asked, line: str) -> None:
        """Nothing more is read."""

    def pane(self, found: Kept, line: str, detail: None, look: Look) -> Sequence[Line]:
        """What a line counts."""
        kind, _, which = line.partition(" ")
        if kind in (CHANNEL, CONFIRMED):
            one = next((one for one in found.channels if one.channel == which), None)
            return _pane_channel(one.channel, one.given, one.confirmed) if one else ()
        if kind == PROMISE:
            return _pane_promises(found)
        if kind == CHANCE:
            return _pane_chance(found)
        return _pane_slips(found)

    def people(self, asked: Asked, line: str) -> Callable[[Workbook], array[int]] | None:
        """Whom the first number of a line counts."""
        kind, _, which = line.partition(" ")
        if kind in (CHANNEL, CONFIRMED):
            return partial(_slips, asked, Slips.GIVEN if kind == CHANNEL else Slips.CONFIRMED, which)
        if kind == PROMISE:
            return partial(_promised, asked, End(which))
        if kind == CHANCE:
            return partial(_answering, asked, int(which))
        return partial(_slips, asked, Slips(line), None) if line in set(Slips) else None

    def table(self, wb: Workbook, found: Kept) -> Table:
        """Every figure."""
        return tables.kept_table(found)


def _slips(asked: Asked, which: Slips, channel: str | None, wb: Workbook) -> array[int]:
    return kept.people(wb, asked.scope, which, channel)


def _promised(asked: Asked, end: End, wb: Workbook) -> array[int]:
    return kept.people_promised(wb, asked.scope, end)


def _answering(asked: Asked, answer: int, wb: Workbook) -> array[int]:
    return kept.people_answering(wb, asked.scope, answer)


# The main area.


def _share(name: str, share: Share, room: Room, line: str, *, low: bool = False, bad: bool = False) -> Line:
    late = (low and share.of >= ENOUGH and share.value < LOW) or (bad and share.n > 0)
    return share_row(name, share, room, line, (NAME, BAR), role="due" if late else "")


def _channels(found: Kept, room: Room) -> list[Line]:
    rows = []
    for one in found.channels:
        name = one.channel[:1].upper() + one.channel[1:]
        rows.append(_share(name, Share(one.given, found.given), room, f"{CHANNEL} {one.channel}"))
        rows.append(_share("  confirmed", one.confirmed, room, f"{CONFIRMED} {one.channel}"))
    return rows


def _promises(found: Kept, room: Room) -> list[Line]:
    told = found.promises
    if not told.all:
        return []
    whole = _share("Kept in time", Share(told.kept, told.all), room, f"{PROMISE} {End.KEPT}", low=True)
    late = _share("Kept late", Share(told.late, told.all), room, f"{PROMISE} {End.LATE}")
    missed = Share(told.missed, told.all)
    return [whole, late, _share("Missed", missed, room, f"{PROMISE} {End.MISSED}", bad=True)]


def _chances(found: Kept, room: Room) -> list[Line]:
    total = found.asked.n
    if not total:
        return []
    most = max(found.chances.values())
    rows = []
    for answer in range(5, 0, -1):
        many, line = found.chances.get(answer, 0), f"{CHANCE} {answer}"
        full = cells_of(many, most, BAR - 1)
        bar = (pad(room.look.sign("chart") * full, BAR), "accent" if room.focused == line else "muted")
        share = Share(many, total)
        words = f"{answer}{_CHANCE.get(answer, '')}"
        counts = ((f"{many:>8,}", ""), (f"{total:>8,}", "muted"), (pad(percent(share), 8, True), ""))
        rows.append(Line(((pad(words, NAME), ""), bar, *counts), id=line, at=NAMES_AT, name=0))
    return rows


_CHANCE: Final = {5: ", fully", 1: ", not at all"}


# The pane.


def _pane_slips(found: Kept) -> Sequence[Line]:
    facts = [
        fact_line("Decided", f"{found.attempts:,}"),
        fact_line("Slip given", f"{found.given:,}"),
        fact_line("Still owed", f"{found.owed:,}"),
    ]
    if found.not_wanted:
        facts.append(fact_line("Not wanted", f"{found.not_wanted:,}"))
    return blocks(
        [heading("Slips", right=count(found.attempts, "attempt")), *text("Every finished attempt owes one.", "muted")],
        facts,
        [
            share_line("In time", found.on_time),
            fact_line("Given late", f"{found.given_late:,}"),
            fact_line("Late and still owed", f"{found.owed_late:,}"),
        ],
        text("In time: within the business days that the follow-up rules give for the milestone.", "muted"),
    )


def _pane_channel(channel: str, given: int, confirmed: Share) -> Sequence[Line]:
    return blocks(
        [heading(f"Given: {channel}", right=count(given, "slip"))],
        [share_line("They said they have it", confirmed)],
        text("Confirmed: somebody heard from them that they have it.", "muted"),
    )


def _pane_promises(found: Kept) -> Sequence[Line]:
    told = found.promises
    who = list(found.by_who.items())[:MOST_WHO]
    return blocks(
        [heading("Promises", right=count(told.all, "promise"))],
        [
            fact_line("Kept in time", f"{told.kept:,}"),
            fact_line("Kept late", f"{told.late:,}"),
            fact_line("Missed", f"{told.missed:,}"),
        ],
        [
            heading("Kept in time, by who promised"),
            *(share_line(name, Share(r.kept, r.all), counted=True) for name, r in who),
        ]
        if len(who) > 1
        else [],
        text("Follow-up lists those that are open.", "muted"),
    )


def _pane_chance(found: Kept) -> Sequence[Line]:
    mean = "" if found.chance is None else f"{found.chance:.1f} of 5"
    return blocks(
        [heading("The chance to show it", right=count(found.asked.n, "answer"))],
        [fact_line("Mean answer", mean), fact_line("Answered", of_words(found.asked))],
        text(
            "Their own answer after the attempt, if they wish. A 1 or 2 with a not yet opens a second look.",
            "muted",
        ),
    )
