"""What a column accepts: one cleaner for each, chosen once by the column's type and name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from domain.store.cleaning import clean, clean_fraction, clean_integer, storable
from domain.store.folding import LONGEST_WORD, fold_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.store.table import Column

Value = str | int | float | None
Cleaner = Callable[[object], Value]
ManyCleaner = Callable[[Sequence[object]], Sequence[Value]]

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
"""What both engines keep as a whole number."""


def plain(value: object) -> object:
    """The value as both engines take it: members of an enumeration by value, true and false as 1 and 0."""
    if isinstance(value, Enum):
        return value.value
    return int(value) if isinstance(value, bool) else value


def plain_values(values: Mapping[str, object]) -> dict[str, object]:
    """Query parameters as both engines take them; text that no engine stores matches nothing but harms nothing."""
    return {name: storable(v) if type(v) is str else plain(v) for name, v in values.items()}


def cleaner(name: str, column: Column) -> Cleaner:
    """The function that every value of this column, which is called `name` in errors, passes on its way in.

    It raises `TypeError` for a value of another type and `BadInput` for a number out of range.
    """
    kind, optional = column.type, column.optional
    if kind is str:
        return _text_cleaner(name, column)
    change: Callable[..., Value] = clean_integer if kind is int else clean_fraction

    def accept(value: object) -> Value:
        if type(value) is int and kind is int and _LOWEST <= value <= _HIGHEST:
            return value  # as nearly every number is
        return None if value is None and optional else change(_as_kind(name, kind, value))

    return accept


def many_cleaner(column: Column, clean_one: Cleaner) -> ManyCleaner:
    """The same for many values at a time: as they are where one look at all shows that nothing need be done."""
    kind, limit = column.type, column.most
    is_clean: Callable[[Sequence[Any]], bool]
    if kind is int:
        is_clean = _whole
    elif kind is str and not column.exact:
        is_clean = _folded if column.folded else _plain
    else:
        return lambda values: [clean_one(value) for value in values]

    def accept(values: Sequence[object]) -> Sequence[Value]:
        if set(map(type, values)) == {kind} and is_clean(values) and (kind is int or _longest(values) <= limit):
            return values  # type: ignore[return-value]
        return [clean_one(value) for value in values]

    return accept


def _whole(values: Sequence[Any]) -> bool:
    return bool(min(values) >= _LOWEST and max(values) <= _HIGHEST)


def _plain(values: Sequence[Any]) -> bool:
    joined = "".join(values)
    return bool(joined.isascii() and joined.isprintable())


def _folded(values: Sequence[Any]) -> bool:
    """Whether all are small letters and digits of ASCII in words with one space between."""
    joined = "\n".join(values)
    letters = joined.replace(" ", "").replace("\n", "")
    return (
        (letters.isascii() and letters.isalnum() and joined == joined.lower())
        and not any(gap in f"\n{joined}\n" for gap in ("  ", "\n ", " \n"))
        and joined.count("\n") == len(values) - 1
        and _longest(joined.split()) <= LONGEST_WORD
    )


def _longest(values: Sequence[Any]) -> int:
    return max(map(len, values))


def _text_cleaner(name: str, column: Column) -> Cleaner:
    """Exact columns keep everything, searchable ones hold folded words, the others clean text of their length."""
    limit, lines = column.most, column.lines
    if column.exact:
        return lambda value: storable(_as_kind(name, str, value))
    if column.folded:
        return lambda value: " ".join(fold_words(_as_kind(name, str, value)))[:limit].rstrip()

    def accept(value: object) -> Value:
        if type(value) is str and len(value) <= limit and value.isascii() and value.isprintable():
            return value  # nearly every value is like this, and a load has millions
        return clean(_as_kind(name, str, value), limit, lines)

    return accept


def _as_kind(name: str, kind: type, value: object) -> Any:
    if type(value) is kind:
        return value
    value = plain(value)
    if kind is float and isinstance(value, int):
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(f"{name} holds {kind.__name__}, not {type(value).__name__}")
    return value
