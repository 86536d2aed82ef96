"""How a workbook is opened: from the words that name it to a `Store`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from domain.store.cleaning import clean
from domain.store.ids import IdMaker, random_bits
from domain.store.schema import STEPS
from domain.store.shape import shape_of
from domain.store.store import Store
from domain.store.table import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from domain.store.engine import Engine
    from domain.store.schema import Step

PATIENCE = 5.0
"""Seconds for which a busy workbook is tried again."""


def now_ms() -> int:
    """Milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


def open_store(
    where: str | Path,
    *,
    who: str,
    clock: Callable[[], int] = now_ms,
    create: bool = True,
    read_only: bool = False,
    patience: float = PATIENCE,
    bits: Callable[[], int] = random_bits,
    steps: tuple[Step, ...] = STEPS,
) -> Store:
    """The workbook in this file or at this postgresql:// address, brought up to date, in the name of `who`.

    A new one is made where there is none, unless `create` is false. `patience`: seconds for which a busy workbook is
    tried again; `bits`: 22 random bits for ids; `steps`: the schema. A file that cannot be written, or
    `read_only`, gives a store that only reads. A file that is refused stays as it is, byte for byte.

    Raises `NotFound`, `NotAWorkbook`, `Unavailable` or `ReadOnly` (a workbook of an older version that cannot be
    written), each with what to do.
    """
    engine = _engine(where, steps, create=create and not read_only, read_only=read_only, patience=patience)
    ids = IdMaker(clock, bits)
    store = Store(engine, shape_of(steps), clean(who, USUAL), clock, ids, patience)
    if not store.read_only:
        store.wipe()
    return store


def is_server(where: str | Path) -> bool:
    """Whether these words name a PostgreSQL database rather than a file."""
    return isinstance(where, str) and where.startswith(("postgresql://", "postgres://"))


def _engine(where: str | Path, steps: tuple[Step, ...], *, create: bool, read_only: bool, patience: float) -> Engine:
    """Each engine is imported when it is asked for, to keep the start short."""
    if is_server(where):
        from domain.store.postgres import Postgres

        return Postgres(str(where), steps, create=create, read_only=read_only, wait=patience)
    from domain.store.sqlite import Sqlite

    return Sqlite(where, steps, create=create, read_only=read_only, wait=patience)
