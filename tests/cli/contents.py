"""What a workbook holds, read past the command line: everything but the log and the counters of versions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TABLES = ("person", "application", "opening", "attempt", "slip", "visit", "twin", "intake")


def contents(book: Path) -> dict[str, list[tuple[object, ...]]]:
    """Rows by table, without the columns that tell which act wrote them."""
    with closing(sqlite3.connect(book)) as db:
        return {table: _rows(db, table) for table in TABLES}


def _rows(db: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    columns = [row[1] for row in db.execute(f"pragma table_info({table})") if row[1] not in ("version", "act")]
    return db.execute(f"select {', '.join(columns)} from {table} order by id").fetchall()
