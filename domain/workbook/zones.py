"""Time zones as people write them: the name in the IANA zone database, or only its city."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones

from domain.model.errors import BadInput
from domain.store import fold_words


@lru_cache(1)
def names() -> tuple[str, ...]:
    """Every name of the zone database that names a place, in the order of the alphabet."""
    return tuple(sorted(name for name in available_timezones() if "/" in name or name == "UTC"))


def closest(text: str) -> str:
    """The name most like a text, by spelling; '' where none comes near."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(text, names(), 1, 0.6)), "")


def zone_of(typed: str) -> str:
    """The zone that was typed, by its name or by its city alone: 'manila' is Asia/Manila; '' for nothing.

    Raises BadInput for any other text, with the closest name.
    """
    if not typed.strip():
        return ""
    if found := _known().get(_folded(typed)):
        return found
    near = closest(typed.strip())
    hint = f"Closest: {near}." if near else "Write it as Asia/Manila or Europe/Madrid, or only the city."
    raise BadInput(f'"{typed.strip()}" is no time zone.', hint)


@lru_cache(1)
def _known() -> dict[str, str]:
    """By name and by city, in small letters; a city that two zones are named after stands for neither."""
    cities: dict[str, set[str]] = {}
    for name in names():
        cities.setdefault(_folded(name.rpartition("/")[2]), set()).add(name)
    alone = {city: next(iter(zones)) for city, zones in cities.items() if len(zones) == 1}
    return alone | {_folded(name): name for name in names()}


def _folded(text: str) -> str:
    return " ".join(fold_words(text))
