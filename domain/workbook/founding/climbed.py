"""The ladder of a history, as `ladder` would have noted it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from domain.model.ladder import How

Fields = dict[str, object]


def rung_row(level: str, how: How, since: date, at: int, who: str) -> Fields:
    """The row of a level that was set by hand."""
    return {"level": level, "how": how, "since": since.isoformat(), "who": who, "at": at}


def proof_row(level: str, asks: str, words: str, day: date, at: int, who: str) -> Fields:
    """The row of something that was shown, which stays with the site."""
    return {"level": level, "asks": asks, "words": words, "day": day.isoformat(), "told": 0, "who": who, "at": at}
