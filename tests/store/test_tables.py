"""Declarations of tables: one that contradicts itself is refused, and those of the workbook agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.store.schema import ACT, CHANGE, TABLES
from domain.store.table import (
    BOOK,
    EXACT,
    FRACTION,
    LINE,
    NUMBER,
    USUAL,
    Index,
    Table,
    belongs_to,
    id_of,
    line,
    lines,
    optional,
    row_of,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.store.table import Column

CALL = Table(
    "call",
    {
        "person": belongs_to("person"),
        "opening": optional(row_of("opening")),
        "again": id_of("call"),
        "note": lines(40),
        "find": words(60),
        "points": optional(FRACTION),
        "report": EXACT,
    },
    shared={"note": ""},
    indexes=[Index("again", carried=["note"], filled="\"find\" > ''")],
)


def test_everything_about_a_table_follows_from_its_declaration() -> None:
    assert CALL.names == ("id", "person", "opening", "again", "note", "find", "points", "report", *BOOK)
    assert (CALL.owner, CALL.searchable) == ("person", "find")
    assert CALL.references == {"person": "person", "opening": "opening"}
    assert list(CALL.texts) == ["note", "find", "report"]
    nothing = {"id": 0, "person": 0, "opening": None, "again": 0, "note": "", "find": "", "points": None, "report": ""}
    assert CALL.defaults == {**nothing, "version": 0, "act": 0}


def test_a_table_beside_the_log_has_no_book_and_may_belong_to_somebody() -> None:
    jot = Table("jot", {"call": belongs_to("call", bond=False)}, logged=False)
    assert (jot.names, jot.owner, jot.references) == (("id", "call"), "call", {})


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        (LINE, "a b".ljust(USUAL)),
        (line(3), "a b"),
        (lines(3), "a\nb"),
        (words(3), "a b"),
        (EXACT, "a\nb" + " " * 300),
    ],
)
def test_text_is_kept_as_its_column_declares(column: Column, kept: str) -> None:
    table = Table("one", {"text": column})
    text = "a\nb" + " " * 300
    assert table.cleaners["text"](text) == kept
    assert list(table.many_cleaners["text"]([text, text])) == [kept, kept]


def test_rows_are_shared_by_what_they_hold() -> None:
    assert CALL.is_shared({"note": "", "report": "x"})
    assert not CALL.is_shared({"note": "mine", "report": "x"})
    assert not CALL.is_shared(None)
    assert not Table("one", {"note": LINE}).is_shared({"note": ""})


@pytest.mark.parametrize(
    ("declare", "said"),
    [
        (lambda: Table("one", {"id": NUMBER}), "one has id of itself"),
        (lambda: Table("one", {"version": NUMBER, "act": NUMBER}), "one has act, version of itself"),
        (lambda: Table("one", {"a": belongs_to("x"), "b": belongs_to("y")}), "one has more than one owner: a, b"),
        (lambda: Table("one", {"a": words(9), "b": words(9)}), "one has more than one column of folded words: a, b"),
        (lambda: Table("one", {"a": LINE}, shared={"b": ""}), "one has no column b"),
        (lambda: Table("one", {"a": LINE}, indexes=[Index("b", "a")]), "one has no column b"),
        (lambda: Table("one", {"a": LINE}, indexes=[Index("a", carried=["b"])]), "one has no column b"),
        (lambda: Table("one", {"a": LINE}, indexes=[Index("a", filled='"b" = 0')]), "one has no column b"),
        (lambda: line(0), "a text cannot have 0 characters at most"),
        (lambda: lines(-1), "a text cannot have -1 characters at most"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(declare: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        declare()


def test_tables_refer_to_tables_that_are_there() -> None:
    """A bond, moreover, to one that is made earlier, or to the table itself."""
    names = [table.name for table in (ACT, CHANGE, *TABLES)]
    assert len(set(names)) == len(names)
    for place, table in enumerate((ACT, CHANGE, *TABLES)):
        assert {column.to for column in table.columns.values()} <= {"", *names}, table.name
        assert set(table.references.values()) <= set(names[: place + 1]), table.name


def test_indexes_are_declared_once() -> None:
    """They are called after their columns, the one of every bond among them."""
    for table in (ACT, CHANGE, *TABLES):
        over = [*((column,) for column in table.references), *(index.columns for index in table.indexes)]
        assert len(set(over)) == len(over), table.name
