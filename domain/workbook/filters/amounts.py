"""Ages, days ahead and dates as they are typed after a colon, and back."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.workbook.filters.query import Age, Ahead, Dates
from domain.workbook.wording import DAY, HOUR, MINUTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.workbook.filters.query import Piece

MOST_DAYS = 36_500
"""A hundred years; whatever is longer counts as much."""

_UNITS = {"min": MINUTE, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_AMOUNT = re.compile(r"(\d{1,9})\s*(min|m|h|d|w)", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_DAY_MONTH = re.compile(r"(\d{1,2})[ -]?([a-z]{3})[a-z]*(?:[ -]?(\d{4}))?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEAR = {"today": 0, "yesterday": -1, "tomorrow": 1}
_BEGUN = re.compile(r"\d{0,9}|\d{1,9}\s?(mi?|min|h|d|w)|\d{4}-\d{0,2}|\d{4}-\d{1,2}-\d{0,2}", re.ASCII)
_BEGUN_DAY = re.compile(r"\d{1,2}[ -]?([a-z]{1,3})", re.ASCII)


def age_of(text: str, today: date) -> Piece | None:
    """'>3d', '<2h', '3d..7d', '30d' (at most so long ago), or a date; None where it is none of these."""
    return _ranged(text, _milliseconds, Age, inclusive=0) or dates_of(text, today)


def ahead_of(text: str, today: date) -> Piece | None:
    """'<14d', '>14d', '3d..7d', '14d' (at most so far ahead), or a date; None where it is none of these."""
    return _ranged(text, _days, Ahead, inclusive=1) or dates_of(text, today)


def _ranged(
    text: str, measure: Callable[[str], int | None], kind: type[Age] | type[Ahead], inclusive: int
) -> Piece | None:
    low, dots, high = text.partition("..")
    if dots:
        ends = [measure(low) if low else None, measure(high) if high else None]
        if (low and ends[0] is None) or (high and ends[1] is None) or ends == [None, None]:
            return None
        if None not in ends:
            ends.sort(key=lambda end: end or 0)
        return kind(*ends)
    sign, amount = (text[:1], text[1:].removeprefix("=")) if text[:1] in ("<", ">") else ("<", text)
    found = measure(amount)
    if found is None:
        return None
    return kind(found + inclusive, None) if sign == ">" else kind(None, found)


def _milliseconds(text: str) -> int | None:
    found = _AMOUNT.fullmatch(text.strip().lower())
    return min(int(found[1]) * _UNITS[found[2]], MOST_DAYS * DAY) if found else None


def _days(text: str) -> int | None:
    found = _AMOUNT.fullmatch(text.strip().lower())
    if found is None or found[2] not in ("d", "w"):
        return None
    return min(int(found[1]) * (7 if found[2] == "w" else 1), MOST_DAYS)


def dates_of(text: str, today: date) -> Dates | None:
    """'2026-09-01', '1sep', 'today', two of them with '..' between, or one behind 'before:', 'after:', '<', '>'."""
    folded = text.strip().lower()
    for word, sign in (("before:", "<"), ("after:", ">")):
        folded = folded.replace(word, sign, 1) if folded.startswith(word) else folded
    low, dots, high = folded.partition("..")
    if dots:
        first, last = date_of(low, today), date_of(high, today)
        if (low and first is None) or (high and last is None) or not (low or high):
            return None
        return Dates(last, first) if first and last and last < first else Dates(first, last)
    day = date_of(folded.lstrip("<>="), today)
    if day is None or len(folded) - len(folded.lstrip("<>=")) > 1:
        return None
    match folded[0]:
        case "<":
            return Dates(None, day - timedelta(days=1))
        case ">":
            return Dates(day + timedelta(days=1), None)
    return Dates(day, day)


def date_of(text: str, today: date) -> date | None:
    """One day; without a year the one that is nearest to today. None where it is no day between 1900 and 2200."""
    text = text.strip().lower()
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text])
    if found := _ISO.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _DAY_MONTH.fullmatch(text)
    if not found or found[2] not in _MONTHS:
        return None
    month, day = _MONTHS.index(found[2]) + 1, int(found[1])
    if found[3]:
        return _day(int(found[3]), month, day)
    near = (_day(today.year + years, month, day) for years in (-1, 0, 1))
    return min(filter(None, near), key=lambda one: abs((one - today).days), default=None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def may_become(text: str) -> bool:
    """Whether more letters could make a range or a date of a text that is none yet: '>', '>3', '1s', '2026-0'."""
    part = text.strip().lower().rpartition("..")[2]
    if any(word.startswith(part) for word in ("before:", "after:")):
        return True
    bare = part.removeprefix("before:").removeprefix("after:")
    bare = bare[1:].removeprefix("=") if bare[:1] in ("<", ">") else bare
    if _BEGUN.fullmatch(bare) or any(word.startswith(bare) for word in _NEAR):
        return True
    day = _BEGUN_DAY.fullmatch(bare)
    return day is not None and any(month.startswith(day[1]) for month in _MONTHS)


def amount_words(piece: Age | Ahead | Dates) -> str:
    """The range as it is typed; reading it gives the same range."""
    if isinstance(piece, Dates):
        return _date_words(piece)
    if isinstance(piece, Ahead):
        return _range_words(piece.least, piece.most, lambda days: f"{days}d", 1)
    return _range_words(piece.least, piece.most, _age_words, 0)


def _range_words(least: int | None, most: int | None, say: Callable[[int], str], inclusive: int) -> str:
    if least is None:
        return f"<{say(most or 0)}"
    if most is None:
        return f">{say(least - inclusive)}" if least >= inclusive else f"{say(least)}.."
    return f"{say(least)}..{say(most)}"


def _age_words(milliseconds: int) -> str:
    for unit, size in (("d", DAY), ("h", HOUR)):
        if milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds // MINUTE}min"


def _date_words(piece: Dates) -> str:
    if piece.first == piece.last and piece.first:
        return piece.first.isoformat()
    if piece.first and piece.last:
        return f"{piece.first.isoformat()}..{piece.last.isoformat()}"
    if piece.last:
        return f"before:{(piece.last + timedelta(days=1)).isoformat()}"
    return f"after:{(piece.first - timedelta(days=1)).isoformat()}" if piece.first else ""
