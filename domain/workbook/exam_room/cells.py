"""What may be typed into a cell of the grid, and how a stored measure is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.terms import ScoringType
from domain.rules.points import check_value
from domain.workbook.intake.values import read_level, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.catalogue import Criterion, Unit

LEVELS = "cefr"
"""The unit whose values are names on a scale."""
NOT_OBSERVED = "-"
"""What is typed for a measure that was not observed."""
_NOTHING_SEEN = frozenset({NOT_OBSERVED, "–", "—", "n/a", "na"})


def read(criterion: Criterion, text: str, units: Mapping[str, Unit], cefr: Mapping[str, float]) -> float | str | None:
    """The value that a text stands for: a number, `NOT_OBSERVED`, or None for an empty cell.

    Raises BadInput, naming the measure and what it takes, for anything else: 'B2+' for a level, '38', '96,5' or '90 %'
    for a number, within the unit's range.
    """
    text = text.strip()
    if not text:
        return None
    if text.lower() in _NOTHING_SEEN:
        return NOT_OBSERVED
    value, problem = _level(text, cefr) if criterion.scoring.unit == LEVELS else _number(text)
    if value is None:
        raise BadInput(f"{_title(criterion)}: {problem}", takes(criterion, units, cefr))
    try:
        check_value(criterion.scoring, units.get(criterion.scoring.unit), value)
    except BadInput as error:
        raise BadInput(f"{_title(criterion)}: {error.message}", error.hint) from error
    return value


def _number(text: str) -> tuple[float | None, str]:
    value = read_number(text)
    return value, "" if value is not None else f'"{text[:40]}" is no number.'


def _level(text: str, cefr: Mapping[str, float]) -> tuple[float | None, str]:
    value, _ = read_level(text, cefr)
    if value is not None:
        return value, ""
    number = read_number(text)
    if number is not None and number in cefr.values():
        return number, ""
    return None, f'"{text[:40]}" is no spoken level.'


def _title(criterion: Criterion) -> str:
    return criterion.name.split(" (")[0]


def takes(criterion: Criterion, units: Mapping[str, Unit], cefr: Mapping[str, float]) -> str:
    """What a cell takes, in words: 'Enter 0 to 250 words a minute.'"""
    if criterion.scoring.unit == LEVELS:
        return f"Choose one of {', '.join(cefr)}."
    if criterion.scoring.type is not ScoringType.NUMERIC:
        return "Enter 5 for yes or 1 for no." if criterion.scoring.type is ScoringType.CHECK else "Enter 1 to 5."
    unit = units[criterion.scoring.unit]
    return f"Enter {unit.low:g} to {unit.high:g} {unit.name}."


def written(criterion: Criterion, value: float, cefr: Mapping[str, float]) -> str:
    """A stored value as the grid shows it and as it can be typed: '38', '96.5', 'B2+'."""
    if criterion.scoring.unit == LEVELS:
        reached = [(number, name) for name, number in cefr.items() if number <= value + 1e-9]
        return max(reached)[1] if reached else f"{value:g}"
    return f"{round(value, 2):g}"
