"""The tables of a workbook, step by step; a step that was released is never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.store import tables_assessing, tables_contact, tables_people
from domain.store.table import EXACT, LINE, NUMBER, Index, Table, id_of, optional, row_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.store.verbs import SchemaVerbs

    Step = Callable[[SchemaVerbs], None]

PARTS = (tables_people, tables_assessing, tables_contact)
TABLES: tuple[Table, ...] = tuple(table for part in PARTS for table in part.TABLES)
"""In an order in which no table has a bond to one that comes later."""

ACT = Table(
    "act",
    {
        "seq": NUMBER,  # 1, 2, 3 ... in the order in which acts were stored
        "at": NUMBER,
        "who": LINE,
        "what": LINE,
        "kind": LINE,  # see domain.store.acts.ActInfo
        "undoes": id_of("act"),
        "undone": NUMBER,  # 1 = it is taken back
    },
    logged=False,
    indexes=[Index("seq", unique=True)],
)
CHANGE = Table(
    "change",
    {
        "act": row_of("act"),
        "tbl": LINE,
        "row": NUMBER,
        "before": optional(EXACT),  # the row as JSON; nothing for a new one
        "after": optional(EXACT),  # nothing for one that was deleted
        "owner": NUMBER,  # whose a deleted row was; 0 while it is there
    },
    logged=False,
    indexes=[Index("tbl", "row"), Index("owner", "tbl", carried=["row"], filled='"owner" > 0')],
)


def m001_tables(s: SchemaVerbs) -> None:
    """Every table, and the log."""
    s.create_log(ACT, CHANGE)
    for table in TABLES:
        s.create(table)


def m002_indexes(s: SchemaVerbs) -> None:
    """What every list and every lookup needs to stay quick at a million people."""
    for table in TABLES:
        for index in table.indexes:
            s.index(table.name, index)


def m003_log(s: SchemaVerbs) -> None:
    """Images of every change."""
    for table in TABLES:
        if table.logged:
            s.logged(table.name, table.owner)


def m004_search(s: SchemaVerbs) -> None:
    """People by words, letters of words and digits."""
    for table in TABLES:
        if table.searchable:
            s.searchable(table.name, table.searchable)


STEPS: tuple[Step, ...] = (m001_tables, m002_indexes, m003_log, m004_search)
