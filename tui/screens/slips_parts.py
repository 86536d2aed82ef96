"""What Slips says: the cells of a row, and the pane with the words that go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import Channel, Result, SlipState
from domain.workbook import slip_list, slips
from domain.workbook.wording import age, weekday_day_month
from tui.lines import GAP, Line, text
from tui.results import RESULTS
from tui.safe_text import cut, wrap
from tui.screens.person_tables import SLIP_STATES
from tui.screens.person_words import hours
from tui.screens.slip_letter import given_words, letter, notes
from tui.screens.slip_parts import in_words, warning_words
from tui.widgets.letter import LetterLine, LetterText
from tui.widgets.line_view import SidePane

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from domain.model.slip import Finding
    from domain.workbook.slip_checks import Check
    from domain.workbook.slip_desk import Desk
    from domain.workbook.slip_gates import Gate
    from domain.workbook.slip_list import Card, SlipLine
    from tui.look import Look
    from tui.safe_text import Pieces

HANDED: Mapping[str, str] = {
    slips.IN_PERSON: "screen",
    slips.ON_PAPER: "print",
    slips.BY_FILE: "file",
    slips.BY_TEXT: "text",
    slips.BY_CHAT: "chat app",
    slips.BY_HAND: "by hand",
    slips.BY_MAIL: "e-mail",
}
"""How a slip was handed over, in at most 8 cells."""
WISHES: Mapping[str, str] = {
    Channel.CALL: "call",
    Channel.SMS: "text",
    Channel.CHAT: "chat app",
    Channel.EMAIL: "e-mail",
}
"""How a person wants to be reached, in at most 8 cells."""


@dataclass(frozen=True, slots=True)
class When:
    """What time it is, and which business day."""

    now: datetime
    today: date


class SlipPane(SidePane, LetterText):
    """The side pane, which says how many lines of a slip are below."""

    wanted = "nothing in particular"


# Cells.


def result_cell(row: SlipLine, look: Look) -> Pieces:
    """Return the result of the attempt: "○ not yet"."""
    return look.state(*RESULTS[Result(row.result)])


def state_cell(row: SlipLine, check: Check | None, look: Look, today: date) -> Pieces:
    """Return where the slip is on its way; a late one has its glyph in the tone of what is due."""
    due = "due" if row.late(today) else None
    if row.gone:
        return look.state(*SLIP_STATES[row.state], "muted")
    if row.state == SlipState.FAILED:
        return look.state(*SLIP_STATES[row.state], "stop")
    if check is not None and check.ready and row.state == slip_list.DRAFT:
        return look.state("here", "ready")
    return look.state(*SLIP_STATES[row.state], glyph_role=due)


def age_cell(row: SlipLine, look: Look, now: datetime, today: date) -> Pieces:
    """Return how long ago it was decided or handed over; "! 3 d" for somebody who waits longer than promised."""
    passed = age(int(now.timestamp() * 1000) - row.since)
    if row.late(today):
        return (look.glyph("late"), (f" {passed}", "due"))
    return ((passed, "muted" if row.gone else ""),)


def by_cell(row: SlipLine, look: Look) -> Pieces:
    """Return how it was handed over, or how they want to be reached."""
    if row.channel:
        return ((HANDED.get(row.channel) or WISHES.get(row.channel, row.channel), "muted"),)
    return ((look.private(WISHES.get(row.wish, row.wish)) or look.sign("not_needed"), "muted"),)


def against(blocks: Sequence[Finding], warnings: Sequence[Finding]) -> str:
    """Return what stands against delivery, counted: "2 missing, 1 to confirm"; "" where nothing does."""
    change = sum(in_words(finding) for finding in blocks)
    counted = ((len(blocks) - change, "missing"), (change, "to change"), (len(warnings), "to confirm"))
    return ", ".join(f"{number} {word}" for number, word in counted if number)


def why_not(blocks: Sequence[Finding], warnings: Sequence[Finding], gates: Sequence[Gate] = ()) -> str:
    """Return what stands against delivery, the first thing in words."""
    if gates:
        return f"{gates[0].message}. {gates[0].hint}"
    if blocks:
        return f"{against(blocks, ())}: {warning_words(blocks[0])}"
    if warnings:
        return f"needs a look: {warning_words(warnings[0])}"
    return "nothing is drafted yet"


# The pane.


def pane(look: Look, card: Card, check: Check | None, short: str, when: When, cells: int) -> list[Line]:
    """Return who, where it stands, what was promised, and word for word what will be read, or was."""
    row = card.line
    state = state_cell(row, check, look, when.today)
    room = cells - 1 - sum(len(words) for words, _ in state)
    head = Line(((cut(look.name(row.name), room, look.dots), "bold"),), tuple((t, s or "muted") for t, s in state))
    lines = [head, *_about(look, card, short, when, cells), GAP]
    if card.desk is None:
        return [
            *lines,
            *text("Nothing is drafted yet.", cells=cells),
            Line((("Enter", "bold accent"), (" drafts it", "muted"))),
        ]
    lines += letter(look, card.desk, cells)
    if card.desk.frozen:
        return [*lines, GAP, *_given(look, card.desk, cells)]
    return [*lines, *notes(look, card.desk, cells)]


def _about(look: Look, card: Card, short: str, when: When, cells: int) -> list[Line]:
    row = card.line
    what = f"{short}, {RESULTS[Result(row.result)][1]}" + (f", attempt {row.number}" if row.number > 1 else "")
    reach = WISHES.get(row.wish, row.wish) or "channel not asked yet"
    at = hours(card.person, when.now, look)
    lines = [*text(what, "muted", cells)]
    if row.gone:
        return lines
    if not look.hide_names:
        lines += text(", ".join(part for part in (reach, at) if part), "muted", cells)
    day = weekday_day_month(row.promised)
    if row.late(when.today):
        lines.append(Line((look.glyph("late"), (f" Promised by {day}", "due"))))
    else:
        lines += text(f"Promised by {day}", "muted", cells)
    if not card.moment.good:
        lines += text(quiet_words(card.moment.opens, when.now), "muted", cells)
    return lines


def quiet_words(opens: datetime | None, now: datetime) -> str:
    """Return that now is outside somebody's hours, and when these begin on their own clock."""
    if opens is None:
        return "Outside their hours now"
    local = now.astimezone(opens.tzinfo)
    day = "" if opens.date() == local.date() else f"{weekday_day_month(opens.date())} "
    return f"Outside their hours until {day}{opens.hour}:{opens.minute:02}"


def _given(look: Look, desk: Desk, cells: int) -> list[Line]:
    """Return where the slip is and how it came there, for the foot of the pane."""
    found: list[Line] = []
    for glyph, words in given_words(desk):
        first, *rest = wrap(words, cells - 2) or [""]
        found.append(LetterLine((look.glyph(glyph), (f" {first}", "muted"))))
        found += [LetterLine(((line, "muted"),), at=2) for line in rest]
    return [*found, LetterLine((("Frozen word for word.", "muted"),), at=2)] if desk.slip.digest else found
