"""The calls of attempts as they are stored."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from domain.model.call import Counts
from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.store import Tx

COUNTED = tuple(field.name for field in fields(Counts) if field.name != "length")
"""Columns of the table that hold what was counted."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A critical error that was flagged while the call ran."""

    error: str
    at: int
    """Milliseconds from the start of the call."""


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call of an attempt; times in milliseconds UTC."""

    id: int
    attempt: int
    number: int
    """1, 2 ... within the attempt."""
    scenario: str
    who: str
    at: int
    """When the candidate got the card."""
    started: int
    """0 until it is over."""
    over: int
    """0 while it is under way."""
    counts: Counts
    """Nothing until it is over."""
    flagged: tuple[Flag, ...]


def rows_of_many(tx: Tx, attempts: Sequence[int]) -> dict[int, tuple[CallRow, ...]]:
    """The calls of these attempts in their order; attempts without one are left out."""
    if not attempts:
        return {}
    among, values = tx.among("attempt", attempts)
    columns = ", ".join(
        ("id", "attempt", "number", "scenario", "who", "at", "started_at", "over_at", "flagged", *COUNTED)
    )
    found: dict[int, tuple[CallRow, ...]] = {}
    for row in tx.rows(f"select {columns} from call where {among} order by number, id", **values):
        found[row["attempt"]] = (*found.get(row["attempt"], ()), row_of(row))
    return found


def row_of(row: Mapping[str, Any]) -> CallRow:
    """One stored row."""
    length = row["over_at"] - row["started_at"] if row["over_at"] else 0
    return CallRow(
        id=row["id"],
        attempt=row["attempt"],
        number=row["number"],
        scenario=row["scenario"],
        who=row["who"],
        at=row["at"],
        started=row["started_at"],
        over=row["over_at"],
        counts=Counts(length=length, **{name: row[name] for name in COUNTED}),
        flagged=tuple(_flag(part) for part in row["flagged"].split(",") if part),
    )


def _flag(text: str) -> Flag:
    error, _, at = text.partition("@")
    return Flag(error, int(at))


def flags_text(flags: Sequence[Flag]) -> str:
    """Flags as the column holds them."""
    return ",".join(f"{flag.error}@{flag.at}" for flag in flags)
