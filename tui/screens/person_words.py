"""The words and signs in which people are spoken of: states, results, channels, days and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.model.terms import ENDINGS, Channel, State
from domain.workbook.wording import NO_OPENING, STATE_WORDS, age, day_month, weekday_day_month

if TYPE_CHECKING:
    from domain.workbook.people import Person
    from domain.workbook.promises import PromiseRow
    from tui.look import Look
    from tui.safe_text import Pieces

_GLYPHS: Final[dict[State, str]] = {
    State.READY: "here",
    State.UNDERWAY: "unfinished",
    State.INCOMPLETE: "unfinished",
    State.NOT_YET: "open",
    State.HIRED: "done",
    State.NO_SHOW: "no_show",
}
"""State -> glyph; every other one is stopped."""
STATES: Final[dict[State, tuple[str, str, str]]] = {
    state: (_GLYPHS.get(state, "stopped"), *said) for state, said in STATE_WORDS.items()
}
"""State -> glyph, word of at most 10 cells for lists, and the words in full."""

CHANNELS: Final[dict[str, str]] = {
    Channel.CALL: "Call",
    Channel.SMS: "Text message",
    Channel.CHAT: "Chat app",
    Channel.EMAIL: "E-mail",
}

_SOON_DAYS = 330
"""Up to here a day to come needs no year."""
GONE: Final = ENDINGS - {State.HIRED, State.NO_SHOW}
"""States that are the past; who is hired is not, and who did not come may come yet."""


def state_pieces(state: str, look: Look) -> Pieces:
    """Return glyph and short word of a stored state; nothing for a person on no opening."""
    if state not in STATES:
        return look.state("not_needed", NO_OPENING, "muted")
    glyph, word, _ = STATES[State(state)]
    return look.state(glyph, word)


def is_over(state: str) -> bool:
    """Say whether a stored state belongs to the past."""
    return state in GONE


def since_words(since: int, now: datetime) -> str:
    """Return how long ago milliseconds UTC are, as in "14 d"; nothing for 0."""
    return age(int(now.timestamp() * 1000) - since) if since else ""


def retest_pieces(retest: str, today: date, look: Look) -> Pieces:
    """Return the day from which a retake is open: "► today" once it is."""
    if not retest:
        return ()
    opens = date.fromisoformat(retest)
    if opens <= today:
        return (look.glyph("here"), (" today", "accent"))
    return ((day_to_come(opens, today), "muted"),)


def day_to_come(day: date, today: date) -> str:
    """Return a day ahead for a narrow column: "27 Aug", or "Aug 2027" when it is far."""
    return day_month(day) if (day - today).days <= _SOON_DAYS else f"{day:%b %Y}"


def day_of(at: int, now: datetime) -> date:
    """Return the site's day of a moment in milliseconds UTC; ``now`` carries the site's zone."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(now.tzinfo).date()


def day_words(at: int, now: datetime) -> str:
    """Return the day of a moment: "29 Jul", with the year where it is another."""
    return day_month(day_of(at, now), now.date()) if at else ""


def minute_words(at: int, now: datetime) -> str:
    """Return day and clock of a moment: "29 Jul 10:42"."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(now.tzinfo)
    return f"{day_month(moment.date(), now.date())} {moment.hour}:{moment.minute:02}"


def clock_words(at: int, now: datetime) -> str:
    """Return the site's clock at a moment: "9:05"."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(now.tzinfo)
    return f"{moment.hour}:{moment.minute:02}"


def weekday_words(day: date, now: datetime) -> str:
    """Return "Tue 12 Aug", with the year where it is another."""
    return weekday_day_month(day) if day.year == now.year else f"{weekday_day_month(day)} {day.year}"


def bare(line: str) -> str:
    """Return a line without the glyph that it starts with, for plain text."""
    glyph, space, rest = line.partition(" ")
    return rest if space and len(glyph) == 1 and not glyph.isalnum() else line


def hours(person: Person, now: datetime, look: Look) -> str:
    """Return the hours a person chose, on their own clock: "9:00–19:00, local 10:42"."""
    local = _local(person.zone, now)
    to = look.sign("not_needed")
    window = (
        f"{_hour(person.window_from)}{to}{_hour(person.window_to)}" if person.window_from or person.window_to else ""
    )
    return ", ".join(part for part in (window, f"local {local}" if local else "") if part)


def _hour(text: str) -> str:
    return text[1:] if text.startswith("0") and len(text) == 5 else text


def _local(zone: str, now: datetime) -> str:
    try:
        there = now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return ""
    return f"{there.hour}:{there.minute:02}"


def channel(person: Person) -> str:
    """Return how a person wants to be reached, "Text message, else call", or that nobody has asked."""
    first = CHANNELS.get(person.channel, person.channel) or "Channel not asked yet"
    second = CHANNELS.get(person.second_channel, person.second_channel).lower()
    return f"{first}, else {second}" if second else first


def phone_tail(person: Person, look: Look) -> str:
    """Return the last four digits of the number, "…4471"."""
    digits = "".join(filter(str.isdigit, person.phone or person.phone_typed))
    return f"{look.dots}{digits[-4:]}" if digits else ""


def promise_due(row: PromiseRow, today: date) -> Pieces:
    """Return by when something was promised, or how late it is: '12 min late', 'by 11:00', 'today', 'by 14 Aug'."""
    if row.late:
        days = (today - row.due).days
        return ((f"{f'{days} d' if days else age(row.late)} late", "due"),)
    hour = row.hour.removeprefix("0")
    if row.due > today:
        return ((f"by {day_month(row.due, today)} {hour}".rstrip(), "muted"),)
    return ((f"by {hour}" if hour else "today", "muted"),)
