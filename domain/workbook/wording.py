"""How dates, counts and lengths of time are put in words everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR

STATE_WORDS: Mapping[State, tuple[str, str]] = {
    State.READY: ("ready", "ready"),
    State.UNDERWAY: ("underway", "underway"),
    State.INCOMPLETE: ("incomplete", "incomplete"),
    State.NOT_YET: ("not yet", "not yet"),
    State.ON_HOLD: ("on hold", "on hold"),
    State.HIRED: ("hired", "hired"),
    State.DECLINED: ("said no", "said no to the offer"),
    State.NOT_SELECTED: ("not chosen", "not selected"),
    State.OUTSCORED: ("class full", "met the standard, class full"),
    State.WITHDREW: ("withdrew", "withdrew"),
    State.CLIENT_DECLINED: ("client no", "not taken by the client"),
    State.NO_SHOW: ("no-show", "no-show"),
    State.UNREACHABLE: ("no answer", "could not be reached"),
    State.DUPLICATE: ("closed", "closed, goes on elsewhere"),
}
"""State -> the word of at most 10 cells for lists, and the words in full."""
NO_OPENING = "no opening"
"""The state of a person who is on none, as lists show it."""


def day_month(day: date, today: date | None = None) -> str:
    """'12 Aug'; with the year where it is not today's."""
    text = f"{day.day} {_MONTHS[day.month - 1]}"
    return text if today is None or day.year == today.year else f"{text} {day.year}"


def short_day(day: date, today: date) -> str:
    """'12 Aug' for a column of 9 cells; of another year '12 Aug 27'."""
    return day_month(day) if day.year == today.year else f"{day_month(day)} {day.year % 100:02}"


def inside(name: str) -> str:
    """A name within a sentence: 'clear layout' of 'Clear layout'; 'CEFR level' and 'SaaS tools' stay as they are."""
    first = name.split(" ", 1)[0]
    return name if first[1:] != first[1:].lower() else name[:1].lower() + name[1:]


def sentence(text: str) -> str:
    """What somebody typed, as a sentence: 'No answer to three calls.'; '' where nothing was."""
    said = text.strip()
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '!', '?', '…')) else '.'}" if said else ""


def weekday_day_month(day: date) -> str:
    """'Tue 12 Aug'."""
    return f"{_DAYS[day.weekday()]} {day_month(day)}"


def age(milliseconds: int) -> str:
    """How long ago, in one unit: '38 min', '2 h', '14 d'."""
    if milliseconds < HOUR:
        return f"{max(0, milliseconds) // MINUTE} min"
    if milliseconds < 2 * DAY:
        return f"{milliseconds // HOUR} h"
    return f"{milliseconds // DAY} d"


def count(number: int, one: str, many: str = "") -> str:
    """'1 person', '2 people', '104,318 slips'."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def years(typical_time: str) -> str:
    """A typical time as words that can be read aloud: '2 to 4 years' of '2-4 years (often a side step)'."""
    return typical_time.split(" (")[0].replace("-", " to ")
