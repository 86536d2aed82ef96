"""Dates and measures: in the file's own order and notation, within what is possible."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.intake.drafts import Doubt
from domain.workbook.intake.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.model.catalogue import Unit

EARLIEST_YEAR = 2000
MONTH_FIRST = "month first"
DAY_FIRST = "day first"
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{1,2}:\d{2}.*)?")
_PARTS = re.compile(
    r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap])?\.?\s?(?:m\.?)?)?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+(?:de\s+)?)?([^\W\d_]{3,})\.?,?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?:del?\s+)?(\d{4})"
)
_MONTHS = (
    ("jan", "ene"), ("feb", "peb"), ("mar",), ("apr", "abr"), ("may",), ("jun", "hun"), ("jul", "hul"), ("aug", "ago"),
    ("sep", "set"), ("oct", "okt"), ("nov", "nob"), ("dec", "dic", "dis"),
)  # fmt: skip
_NUMBER = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(?:%|[^\W\d_][^\d]*)?")
_LEVEL = re.compile(r"\b([abc][12])\s*(\+|plus|high)?(?![^\W_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How a column writes 3/4/2026."""

    month_first: bool
    doubt: Doubt | None = None


def date_order(header: str, cells: Iterable[tuple[int, str]], today: date, month_first: bool) -> DateOrder:
    """The order that all dates of a column allow, where they allow one; `month_first` is only the likelier guess.

    `cells` are line numbers and texts. Dates after tomorrow rule an order out, because the column tells of the past.
    """
    days: dict[str, int] = {}
    for line, text in cells:
        days.setdefault(text.split()[0].rstrip(",") if text else "", line)
    seen = [(line, text) for text, line in days.items() if _ambiguous_notation(text)]
    possible = {order: all(_possible(text, order, today) for _, text in seen) for order in (True, False)}
    if possible[True] != possible[False]:
        return DateOrder(possible[True])
    differing = [(line, text) for line, text in seen if read_date(text, True) != read_date(text, False)]
    if not differing:
        return DateOrder(month_first)
    choices = (MONTH_FIRST, DAY_FIRST) if month_first else (DAY_FIRST, MONTH_FIRST)
    samples = tuple(f"line {line}: {text[:40]}" for line, text in differing[:3])
    return DateOrder(
        month_first, Doubt(f"date order: {header}", "Which comes first, the month or the day?", choices, samples)
    )


def _ambiguous_notation(text: str) -> bool:
    match = _PARTS.fullmatch(text)
    return match is not None and len(match.group(1)) < 3


def _possible(text: str, month_first: bool, today: date) -> bool:
    found = read_date(text, month_first)
    return found is not None and day_of(found) <= today + timedelta(days=1)


def day_of(moment: date) -> date:
    """The calendar day of a date or a date with a time."""
    return moment.date() if isinstance(moment, datetime) else moment


def read_date(text: str, month_first: bool) -> date | None:
    """A date, a datetime where there is a time, aware where there is an offset; None where it is neither.

    Years from 2000 to 2099.
    """
    found = _read_date(text.strip(), month_first)
    return found if found is not None and EARLIEST_YEAR <= found.year < EARLIEST_YEAR + 100 else None


def _read_date(text: str, month_first: bool) -> date | None:
    if _ISO.fullmatch(text):
        return _iso(text)
    parts = _PARTS.fullmatch(text)
    if parts:
        return _from_parts(parts, month_first)
    worded = _WORDED.fullmatch(text.lower())
    if worded:
        day, month = worded.group(1) or worded.group(3), fold(worded.group(2))[:3]
        number = next((n for n, names in enumerate(_MONTHS, 1) if month in names), 0)
        return _date(int(worded.group(4)), number, int(day or 1))
    return None


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text.replace(" ", "T", 1))
    except ValueError:
        return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_parts(match: re.Match[str], month_first: bool) -> date | None:
    one, two, three, hour, minute, second, half = match.groups()
    if len(one) == 4:
        day = _date(int(one), int(two), int(three))
    else:
        month, number = (int(one), int(two)) if month_first else (int(two), int(one))
        day = _date(int(three) + (2000 if len(three) <= 2 else 0), month, number)
    if day is None or hour is None:
        return day
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    try:
        return datetime(day.year, day.month, day.day, hours, int(minute), int(second or 0))
    except ValueError:
        return None


def read_number(text: str) -> float | None:
    """'35,5', '35.5', '85 %', '38 wpm'; None for anything else."""
    match = _NUMBER.fullmatch(text.strip())
    if not match:
        return None
    value = float(match.group(1).replace(",", "."))
    return value if math.isfinite(value) else None


def read_measure(text: str, unit: Unit, scale: float = 1.0) -> tuple[float | None, str]:
    """A value within the unit's range, or None and why it is refused."""
    value = read_number(text)
    allowed = f"{unit.low:g} to {unit.high:g} {unit.name}"
    if value is None:
        return None, f'"{text[:40]}" is no number; {allowed} can be.'
    value = round(value * scale, 6)
    if not unit.low <= value <= unit.high:
        return None, f'"{text[:40]}" is impossible; {allowed} can be.'
    return value, ""


def share_scale(cells: Iterable[str]) -> float:
    """100 where a column writes percentages as shares of one (0.85), else 1."""
    values = [value for value in map(read_number, cells) if value is not None]
    return 100.0 if values and max(values) <= 1 and any(not value.is_integer() for value in values) else 1.0


def read_level(text: str, cefr: Mapping[str, float]) -> tuple[float | None, str]:
    """A spoken level as its number, or None and why it is refused."""
    match = _LEVEL.search(text)
    names = ", ".join(cefr)
    if not match or len(_LEVEL.findall(text)) > 1:
        return None, f'"{text[:40]}" is no spoken level; {names} can be.'
    level = match.group(1).upper() + ("+" if match.group(2) else "")
    if level not in cefr:
        return None, f'"{text[:40]}" is no spoken level here; {names} can be.'
    return cefr[level], ""
