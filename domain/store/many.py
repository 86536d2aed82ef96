"""Many rows on their way in: cleaned a column at a time, because most columns need no more than one look."""

from __future__ import annotations

from itertools import islice, repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.store.table import Table
    from domain.store.values import Value

TOGETHER = 500
"""Rows that are cleaned together: enough to save time, few enough to need no memory."""


def clean_rows(
    table: Table, names: Sequence[str], rows: Iterable[Sequence[object]], constants: Sequence[Value] = ()
) -> Iterator[tuple[Value, ...]]:
    """The rows as they are stored, each followed by the constants; `TypeError` and `BadInput` as the cleaners."""
    cleaners = [table.many_cleaners[name] for name in names]
    going_on = iter(rows)
    while some := list(islice(going_on, TOGETHER)):
        columns = [clean(column) for clean, column in zip(cleaners, zip(*some, strict=True), strict=True)]
        yield from zip(*columns, *map(repeat, constants), strict=False)
