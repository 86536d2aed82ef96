"""Filling an empty workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.store.loading import Packer
from tests.store.people import add, change, field, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.store import Store


def test_loaded_rows_are_whole_and_can_be_found(store: Store) -> None:
    rows = ({"name": f"N{i} Cruz", "find": f"N{i} Cruz", "since": i} for i in range(300))
    assert store.load("person", rows) == 300
    assert found(store, "n29 cruz") == [f"N{i} Cruz" for i in (29, 290, 291, 292, 293, 294, 295, 296, 297, 298, 299)]
    with store.read() as tx:
        row = tx.row("select city, version, act from person where since = 7")
    assert row == {"city": "", "version": 1, "act": store.acts()[0].id}
    assert store.check() == []


def test_many_tables_are_one_act_that_cannot_be_undone(store: Store) -> None:
    with store.bulk("demo hub") as loader:
        rubric, opening, person = (loader.new_id() for _ in range(3))
        loader.add("rubric", [{"id": rubric, "kind": "account", "name": "retail_cs", "number": 1}])
        loader.add("opening", [{"id": opening, "rubric": rubric}])
        loader.add("person", [{"id": person, "name": "Ben", "find": "ben"}])
        assert loader.add("application", iter([{"person": person, "opening": opening}])) == 1
    (act,) = store.acts()
    assert (act.kind, act.what) == ("load", "demo hub")
    with pytest.raises(Conflict, match=r"Cannot undo .*: it filled the workbook"):
        store.undo(act.id)


def test_work_on_loaded_rows_is_logged_and_undone(store: Store) -> None:
    store.load("person", [{"id": 5, "name": "Ben", "find": "ben"}])
    change(store, 5, "move", city="Cebu", find="Ben Cebu")
    store.undo()
    assert field(store, 5, "city") == ""
    store.do("remove", lambda act: act.delete("person", 5))
    assert found(store, "ben") == []
    store.undo()
    assert found(store, "ben") == ["Ben"]
    assert store.check() == []


def test_several_loads_may_follow_each_other(store: Store) -> None:
    store.load("person", [{"name": "Ben"}])
    store.load("person", [{"name": "Ana"}])
    assert [act.seq for act in store.acts()] == [2, 1]


def test_workbook_in_use_is_not_filled(store: Store) -> None:
    add(store, "Ben")
    with pytest.raises(Conflict, match="empty workbook"):
        store.load("person", [{"name": "Ana"}])
    with store.read() as tx:
        assert tx.value("select count(*) from person") == 1


def test_load_that_stops_half_way_leaves_nothing(store: Store) -> None:
    def rows() -> Iterator[dict[str, object]]:
        yield {"name": "Ana", "find": "ana"}
        raise BadInput("Stop.")

    with pytest.raises(BadInput):
        store.load("person", rows())
    assert store.acts() == []
    add(store, "Cy")
    assert found(store, "cy") == ["Cy"]
    assert store.history_of({"person": [1]}) == []
    assert store.check() == []


def test_load_that_breaks_a_rule_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict):
        store.load("application", [{"person": 1, "opening": 2}])
    assert store.acts() == []


def test_loaded_text_is_cleaned(store: Store) -> None:
    store.load("person", [{"id": 5, "name": "Be\0n\ud800\x1b", "note": "a\r\nb"}])
    assert (field(store, 5, "name"), field(store, 5, "note")) == ("Ben", "a\nb")


def test_rows_may_give_different_columns(store: Store) -> None:
    rows = [{"name": "Ben"}, {"name": "Ana", "city": "Cebu"}, {"city": "Davao", "name": "Cy"}, {"name": "Di"}]
    assert store.load("person", rows) == 4
    with store.read() as tx:
        assert [tuple(row.values()) for row in tx.rows("select name, city from person order by name")] == [
            ("Ana", "Cebu"),
            ("Ben", ""),
            ("Cy", "Davao"),
            ("Di", ""),
        ]


@pytest.mark.parametrize("rows", [[{"nmae": "Ben"}], [{"name": "Ben"}, {"name": "Ben", "act": 5}], [{"name": 5}]])
def test_rows_that_the_table_does_not_hold_are_a_defect(store: Store, rows: list[dict[str, object]]) -> None:
    with pytest.raises(TypeError):
        store.load("person", rows)
    assert store.acts() == []


def test_nothing_to_load_is_fine(store: Store) -> None:
    assert store.load("person", []) == 0


def test_rows_made_ready_elsewhere_go_in_as_if_they_were_added_here(store: Store) -> None:
    rows = [{"id": at, "name": f"Ana\u202e {at}", "find": f"Ana {at}"} for at in range(1, 4)]
    with store.bulk("demo hub") as loader:
        packer = Packer(loader.act_id, loader.new_id)
        packer.add("person", rows)
        loader.take(packer.unpacked())
        assert packer.unpacked() == []
        loader.add("person", [{"id": 4, "name": "Ana\u202e 4", "find": "Ana 4"}])
        assert loader.loaded == 4
    with store.read() as tx:
        found = tx.rows("select id, name, find, act, version from person order by id")
    assert {(row["act"], row["version"]) for row in found} == {(store.acts()[0].id, 1)}
    assert [row["name"] for row in found] == ["Ana 1", "Ana 2", "Ana 3", "Ana 4"]
    assert [row["find"] for row in found] == ["ana 1", "ana 2", "ana 3", "ana 4"]
    assert store.check() == []
