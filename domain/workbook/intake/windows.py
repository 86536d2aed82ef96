"""When people want to be called: '9am-12nn', 'after 3pm', 'por la tarde'."""

from __future__ import annotations

import re

from domain.model.lazily import dataclass
from domain.store.cleaning import clean
from domain.workbook.intake.vocabulary import Windows, fold, vocabulary

MAX_WINDOW = 80
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?\s?m\.?|p\.?\s?m\.?|nn|noon|mn|midnight|h|hrs)?"
_RANGE = re.compile(rf"(?:between |entre (?:las )?)?{_TIME}\s*(?:-|–|—|to|till|until|a|a las|and|y|hanggang)\s*{_TIME}")
_ONE = re.compile(_TIME)


@dataclass(frozen=True, slots=True)
class CleanWindow:
    """Hours of a day as '09:00'; both '' for no wish."""

    start: str
    end: str
    rest: str = ""
    """What was typed, where no hours could be read from it."""


def clean_window(text: str) -> CleanWindow:
    """Hours from words; open ends are filled with the hours at which people may be called at all."""
    typed = " ".join(clean(text, MAX_WINDOW).split())
    lower = typed.lower()
    words = vocabulary().windows
    folded = fold(lower)
    if not typed or lower in vocabulary().blank or folded in {fold(each) for each in words.any}:
        return CleanWindow("", "")
    part = vocabulary().day_parts.get(folded)
    if part:
        return CleanWindow(*part.split("-"))
    between = _RANGE.fullmatch(lower)
    found = _between(between) if between else _open_ended(lower, words)
    return CleanWindow(*found) if found else CleanWindow("", "", typed)


def _between(match: re.Match[str]) -> tuple[str, str] | None:
    first_hour, first_minute, first_half, hour, minute, half = match.groups()
    end = _clock(hour, minute, half)
    start = _clock(first_hour, first_minute, first_half)
    if start is None or end is None:
        return None
    if not first_half and not half and end <= start:
        end += 12 * 60
    if not first_half and half and half[0] == "p" and start + 12 * 60 < end:
        start += 12 * 60
    if start == end or end > 24 * 60:
        return None
    return _text(start), _text(end)


def _clock(hour: str, minute: str | None, half: str | None) -> int | None:
    """Minutes since midnight."""
    hours, minutes = int(hour), int(minute or 0)
    mark = re.sub(r"[.\s]", "", half or "")
    if hours > 24 or minutes > 59 or (mark in ("am", "pm") and not 1 <= hours <= 12):
        return None
    if mark in ("nn", "noon"):
        hours = 12
    elif mark in ("mn", "midnight"):
        hours = 24
    elif mark == "pm":
        hours = hours % 12 + 12
    elif mark == "am":
        hours %= 12
    return hours * 60 + minutes


def _text(minutes: int) -> str:
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _open_ended(lower: str, words: Windows) -> tuple[str, str] | None:
    """'after 3pm', '3pm onwards', 'before noon'."""
    for side, phrases in (("after", words.after), ("before", words.before)):
        for phrase in sorted(phrases, key=len, reverse=True):
            if lower.startswith(f"{phrase} "):
                return _one_side(lower.removeprefix(phrase).strip(), side == "after", words)
    for phrase in words.onwards:
        if lower.endswith(f" {phrase}"):
            return _one_side(lower.removesuffix(phrase).strip(), True, words)
    return None


def _one_side(text: str, after: bool, words: Windows) -> tuple[str, str] | None:
    text = {"noon": "12nn", "lunch": "1pm", "work": "6pm"}.get(text, text)
    match = _ONE.fullmatch(text)
    time = _clock(*match.groups()) if match else None
    if time is None:
        return None
    at = _text(time)
    found = (at, words.latest) if after else (words.earliest, at)
    return found if found[0] < found[1] else None
