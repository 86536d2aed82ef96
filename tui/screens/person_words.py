"""The words and signs in which people are spoken of: states, results, channels, days and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.model.terms import ENDINGS, Channel, State
from domain.workbook.wording import age, day_month

if TYPE_CHECKING:
    from domain.workbook.people import Person
    from domain.workbook.promises import PromiseRow
    from tui.look import Look
    from tui.safe_text import Pieces

STATES: Final[dict[State, tuple[str, str, str]]] = {
    State.READY: ("here", "ready", "ready"),
    State.UNDERWAY: ("unfinished", "underway", "underway"),
    State.INCOMPLETE: ("unfinished", "incomplete", "incomplete"),
    State.NOT_YET: ("open", "not yet", "not yet"),
    State.ON_HOLD: ("stopped", "on hold", "on hold"),
    State.HIRED: ("done", "hired", "hired"),
    State.DECLINED: ("stopped", "said no", "said no to the offer"),
    State.NOT_SELECTED: ("stopped", "not chosen", "not selected"),
    State.OUTSCORED: ("stopped", "class full", "met the standard, class full"),
    State.WITHDREW: ("stopped", "withdrew", "withdrew"),
    State.CLIENT_DECLINED: ("stopped", "client no", "not taken by the client"),
    State.NO_SHOW: ("no_show", "no-show", "no-show"),
    State.UNREACHABLE: ("stopped", "no answer", "could not be reached"),
    State.DUPLICATE: ("stopped", "closed", "closed, goes on elsewhere"),
}
"""State -> glyph, word of at most 10 cells for lists, and the words in full."""

CHANNELS: Final[dict[str, str]] = {
    Channel.CALL: "Call",
    Channel.SMS: "Text message",
    Channel.CHAT: "Chat app",
    Channel.EMAIL: "E-mail",
}
LANGUAGES: Final[dict[str, str]] = {"en": "English", "es": "Spanish", "fil": "Filipino"}
"""Languages that slips are written in, by code; anything else shows as it was typed."""

_SOON_DAYS = 330
"""Up to here a day to come needs no year."""
GONE: Final = ENDINGS - {State.HIRED, State.NO_SHOW}
"""States that are the past; who is hired is not, and who did not come may come yet."""


def state_pieces(state: str, look: Look) -> Pieces:
    """Return glyph and short word of a stored state; nothing for a person on no opening."""
    if state not in STATES:
        return look.state("not_needed", "no opening", "muted")
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
    """Return how a person wants to be reached, or that nobody has asked."""
    return CHANNELS.get(person.channel, person.channel) or "Channel not asked yet"


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
