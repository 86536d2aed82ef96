"""The days on which a site is closed, read from a file of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from domain.model.errors import BadInput

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 1_000_000
"""Bytes that a file of holidays may have."""
LONGEST_NAME = 60
"""Characters of the name of a holiday."""


def read_holidays(path: Path) -> dict[date, str]:
    """The days in a file, one ISO date a line, with the names after them; BadInput names file, line and what to do."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is too large for a list of days.", "Name a file with a date a line.")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} cannot be read: {_reason(error)}.", "Check the file, or leave it out.") from error
    days = [_holiday(line.partition("#")[0].strip(), number, path) for number, line in enumerate(lines, 1)]
    return dict(found for found in days if found)


def _holiday(line: str, number: int, path: Path) -> tuple[date, str] | None:
    if not line:
        return None
    day, *name = line.split()
    try:
        return date.fromisoformat(day), " ".join(name)[:LONGEST_NAME]
    except ValueError as error:
        raise BadInput(
            f'{path}, line {number}: "{day}" is no date.', "Write it as 2026-12-25, and its name after it."
        ) from error


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is no text"
