"""Rows beside the log: durable when they are answered, cheap, swept by age, and of no other table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput

if TYPE_CHECKING:
    from domain.store import Store


def rows(store: Store) -> list[tuple[int, str]]:
    """What was jotted down, in order."""
    with store.read() as tx:
        return [(row["at"], row["key"]) for row in tx.rows("select at, key from jot order by id")]


def counted(store: Store) -> tuple[int, int]:
    """Acts and changes in the log."""
    with store.read() as tx:
        return int(tx.value("select count(*) from act")), int(tx.value("select count(*) from change"))


def test_a_jot_is_stored_and_the_log_does_not_follow_it(store: Store) -> None:
    before = counted(store)
    first = store.jot("jot", call=1, at=10, kind="mark", key="o")
    second = store.jot("jot", call=1, at=20, kind="mark", key="k\u202e")
    assert second > first
    assert rows(store) == [(10, "o"), (20, "k")]
    assert counted(store) == before
    assert store.check() == []


def test_old_jots_are_swept(store: Store) -> None:
    for at in (10, 20, 30):
        store.jot("jot", call=1, at=at, kind="mark", key="o")
    assert store.sweep("jot", 30) == 2
    assert rows(store) == [(30, "o")]


def test_only_tables_beside_the_log_take_jots(store: Store) -> None:
    with pytest.raises(TypeError, match="beside the log"):
        store.jot("person", name="Joan")
    with pytest.raises(TypeError, match="beside the log"):
        store.sweep("person", 0)
    with pytest.raises(TypeError, match="cannot be given"):
        store.jot("jot", colour="red")
    with pytest.raises(BadInput):
        store.jot("jot", at=2**70)


def test_a_jot_has_a_transaction_of_its_own(store: Store) -> None:
    with store.read(), pytest.raises(RuntimeError, match="within another transaction"):
        store.jot("jot", call=1, at=10, kind="mark", key="o")
    assert rows(store) == []
