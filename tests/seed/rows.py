"""What a workbook holds, as plain rows."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.workbook import Workbook

TABLES = (
    "rubric",
    "opening",
    "person",
    "application",
    "attempt",
    "card",
    "call",
    "jot",
    "paper",
    "rating",
    "revision",
    "critical",
    "slip",
    "visit",
    "twin",
    "promise",
    "calibration",
    "calibrated",
    "shown",
)


def table(wb: Workbook, name: str) -> list[dict[str, Any]]:
    """Every row of a table by id; which act wrote it is left out, because its id is made by chance."""
    with wb.store.read() as tx:
        rows = tx.rows(f'select * from "{name}" order by id')
    for row in rows:
        row.pop("act", None)  # keys of a call and answers of an exam belong to none
    return rows


def fingerprint(wb: Workbook) -> str:
    """Two workbooks with the same rows have the same."""
    found = hashlib.sha256()
    for name in TABLES:
        for row in table(wb, name):
            found.update(repr(sorted(row.items())).encode())
    return found.hexdigest()
