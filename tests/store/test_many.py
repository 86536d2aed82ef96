"""Many rows at a time go in as the same rows would one by one, and cost no statement each."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import BadInput, Conflict
from domain.model.terms import State
from domain.store.hindrance import Hindered, How
from domain.store.many import clean_rows
from domain.store.schema import STEPS
from domain.store.shape import shape_of
from tests.store.people import add, add_attempt, change, field, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.store import Store

MANY = 1_200
SHAPE = shape_of(STEPS)
TEXT = st.one_of(
    st.text("ab Z9é\n\x1b_-", max_size=12),
    st.sampled_from(["ana cruz", " ana", "ana ", "ana  cruz", "", "x" * 70, "ab " * 100, "Ana", "ı", State.READY]),
)


@pytest.mark.parametrize("column", ["name", "note", "tags", "find"])
@given(values=st.lists(TEXT, min_size=1, max_size=4))
def test_text_of_many_rows_is_cleaned_as_of_one(column: str, values: list[str]) -> None:
    person = SHAPE["person"]
    one_by_one = [person.cleaners[column](value) for value in values]
    assert list(person.many_cleaners[column](values)) == one_by_one
    assert all(type(value) is str for value in person.many_cleaners[column](values))


@given(values=st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.booleans()), min_size=1, max_size=4))
def test_numbers_of_many_rows_are_cleaned_as_of_one(values: list[int]) -> None:
    cleaned = SHAPE["person"].many_cleaners["since"](values)
    assert list(cleaned) == [int(value) for value in values]
    assert all(type(value) is int for value in cleaned)


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [("since", 2**63, BadInput), ("since", "5", TypeError), ("name", 5, TypeError), ("name", None, TypeError)],
)
def test_one_wrong_value_among_many_is_refused(column: str, value: object, error: type[Exception]) -> None:
    fine: object = 5 if column == "since" else "Ana"
    rows = [[fine]] * 700 + [[value]]
    with pytest.raises(error):
        list(clean_rows(SHAPE["person"], [column], rows))


def test_many_rows_of_different_columns_are_whole_and_in_order(store: Store) -> None:
    rows: list[dict[str, object]] = [{"name": f"N{n}", "find": f"n{n}", "since": n} for n in range(MANY)]
    rows[7] = {"city": "Cebu\0", "name": "Seven", "id": 5}
    rows[1_100] = {}
    ids = store.do("take in", lambda act: act.insert_many("person", rows))
    act = store.acts()[0].id
    assert (ids[7], len(set(ids))) == (5, MANY)
    with store.read() as tx:
        stored = {row["id"]: row for row in tx.rows("select * from person")}
    assert [stored[row]["name"] for row in ids] == [str(row.get("name", "")) for row in rows]
    assert stored[5]["city"] == "Cebu"
    assert {(row["version"], row["act"], row["note"], row["ok_text"]) for row in stored.values()} == {(1, act, "", 0)}
    assert found(store, "n119") == ["N119", *(f"N119{n}" for n in range(10) if 1190 + n < MANY)]
    assert store.history("person", ids[0])[0].after == stored[ids[0]]
    assert store.check() == []


@pytest.mark.parametrize("wrong", ["act", "nmae"])
def test_many_rows_give_only_columns_that_can_be_given(store: Store, wrong: str) -> None:
    rows = [{"name": "Ana"}] * MANY + [{"name": "Ben", wrong: 5}]
    with pytest.raises(TypeError, match=wrong):
        store.do("take in", lambda act: act.insert_many("person", rows))
    assert store.acts() == []


def test_many_rows_that_break_a_rule_leave_nothing(store: Store) -> None:
    rows: list[dict[str, object]] = [{"id": 1 + n % 1_000, "name": "Ana"} for n in range(MANY)]
    with pytest.raises(Conflict):
        store.do("take in", lambda act: act.insert_many("person", rows))
    assert store.acts() == []
    assert found(store, "ana") == []


def test_tuples_are_loaded_as_rows_are(store: Store) -> None:
    with store.bulk("tuples") as loader:
        assert loader.add_tuples("person", ("name", "find"), ((f"N{n} Ño", f"N{n} Ño") for n in range(MANY))) == MANY
        assert loader.loaded == MANY
    assert found(store, "n1 no") == sorted(f"N{n} Ño" for n in range(MANY) if str(n).startswith("1"))
    assert store.check() == []


# undo ----------------------------------------------------------------------------------------------------------------


def test_many_changes_of_every_kind_go_and_come_back(store: Store) -> None:
    rows = [{"name": f"K{n}", "find": f"k{n}"} for n in range(700)]
    kept = store.do("take in", lambda act: act.insert_many("person", rows))

    def work(act: Any) -> None:
        for number, row in enumerate(kept):
            if number % 3:
                act.update("person", row, city="Cebu", **({"find": f"moved{number}"} if number % 2 else {}))
            else:
                act.delete("person", row)
        act.insert_many("person", [{"name": f"N{n}", "find": f"n{n}"} for n in range(700)])

    def everybody() -> list[dict[str, Any]]:
        with store.read() as tx:
            return tx.rows("select name, city, find from person order by name")

    before = everybody()
    store.do("turn over", work)
    after = everybody()
    for _ in range(2):
        store.undo()
        assert everybody() == before
        assert found(store, "moved1") == []
        store.redo()
        assert everybody() == after
        assert len(found(store, "n")) == 700
    assert store.check() == []


def test_undo_of_many_names_what_stands_on_one_of_them(store: Store) -> None:
    ids = store.do("take in", lambda act: act.insert_many("person", [{"name": f"N{n}"} for n in range(MANY)]))
    taken = store.acts()[0].id
    change(store, ids[3], "greet", called="Benny")
    with pytest.raises(Hindered, match=r"“greet” by Noor came later") as raised:
        store.undo(taken)
    assert (raised.value.hindrance.table, raised.value.hindrance.fields) == ("person", ("called",))
    store.undo()
    add_attempt(store, ids[900], "start the exam")
    with pytest.raises(Hindered, match=r"“start the exam” by Noor") as raised:
        store.undo(taken)
    assert (raised.value.hindrance.how, raised.value.hindrance.table) == (How.BUILT, "application")
    assert field(store, ids[-1], "name") == f"N{MANY - 1}"


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Every statement that is run meanwhile, one for many rows counted once."""
    seen: list[str] = []
    engine = store._engine

    def watching(name: str) -> Any:
        run = getattr(engine, name)

        def watched(sql: str, *values: Any) -> Any:
            seen.append(sql)
            return run(sql, *values)

        return watched

    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "execute_many", "load"):
            patch.setattr(engine, name, watching(name))
        yield seen


def test_statements_of_an_undo_do_not_grow_with_the_rows(store: Store) -> None:
    counts = []
    for many in (2, 450):
        rows = [{"name": f"N{n}"} for n in range(many)]
        ids = store.do("take in", lambda act, rows=rows: act.insert_many("person", rows))  # type: ignore[misc]
        store.do("move", lambda act, ids=ids: [act.update("person", row, city="Cebu") for row in ids])  # type: ignore[misc]
        with statements(store) as seen:
            store.undo()
            store.undo()
            store.redo()
            store.redo()
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_taking_in_many_costs_a_handful_of_statements(store: Store) -> None:
    with statements(store) as seen:
        store.do("take in", lambda act: act.insert_many("person", [{"name": f"N{n}"} for n in range(MANY)]))
    assert len(seen) <= 5


# the file ------------------------------------------------------------------------------------------------------------


def test_a_load_leaves_indexes_triggers_and_the_search_as_they_were(store: Store) -> None:
    if store.engine_name != "sqlite":
        pytest.skip("a server keeps its indexes during a load")

    def state() -> list[list[dict[str, Any]]]:
        with store.read() as tx:
            return [
                tx.rows("select type, name, sql from sqlite_master order by type, name"),
                tx.rows("pragma cache_size"),
            ]

    before = state()
    store.load("person", [{"name": f"N{n}", "find": f"n{n}"} for n in range(MANY)])
    assert state() == before
    with store.read() as tx:
        kept = {row["k"]: row["v"] for row in tx.rows("select k, v from person_fts_config")}
    assert (kept["automerge"], kept["crisismerge"], kept["hashsize"]) == (4, 16, 1 << 20)
    add(store, "Ana")
    assert found(store, "ana") == ["Ana"]
