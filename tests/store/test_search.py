"""Search by the beginnings of words: the same people on every engine."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.store import fold_words
from tests.engines import ENGINES
from tests.store.conftest import Clock
from tests.store.people import add, change, field, found

if TYPE_CHECKING:
    from pathlib import Path

    from domain.store import Act, Store
    from tests.engines import Workshop

LONG = bool(os.environ.get("MILEPOST_LONG"))


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("nun", ["José Núñez"]),
        ("JOSE nunez", ["José Núñez"]),
        ("nunez jose nunez", ["José Núñez"]),
        ("jo", ["John O'Neil", "José Núñez"]),
        ("o'neil", ["John O'Neil"]),
        ("jose oneil", []),
        ("unez", []),
        ("李", ["李小龙"]),
        ("𞤢𞤣", ["𞤢𞤣𞤤𞤢𞤥"]),
        ('drop table\' or "x"*', []),
        ("AND OR NOT", []),
    ],
)
def test_every_word_must_begin_a_word(store: Store, words: str, names: list[str]) -> None:
    for name in ("José Núñez", "John O'Neil", "李小龙", "𞤢𞤣𞤤𞤢𞤥"):
        add(store, name)
    assert found(store, words) == names


def test_no_words_give_no_condition(store: Store) -> None:
    with store.read() as tx:
        assert tx.match("person", " ,- ") == ("", {})


def test_condition_fits_into_a_larger_question(store: Store) -> None:
    add(store, "Ana Cruz", state="ready")
    add(store, "Ana Reyes", state="ended")
    with store.read() as tx:
        where, values = tx.match("person", "ana")
        sql = f"select name from person where (state = :state and {where}) or name = :other"
        assert tx.rows(sql, state="ready", other="", **values) == [{"name": "Ana Cruz"}]


def test_search_follows_every_change(store: Store) -> None:
    row = add(store, "Ana Cruz")
    change(store, row, find="Ana Reyes")
    assert (found(store, "cruz"), found(store, "reyes")) == ([], ["Ana Cruz"])
    change(store, row, city="Cebu")
    assert found(store, "reyes") == ["Ana Cruz"]
    store.undo()
    store.undo()
    assert (found(store, "cruz"), found(store, "reyes")) == (["Ana Cruz"], [])
    store.do("remove", lambda act: act.delete("person", row))
    assert found(store, "ana") == []
    assert store.check() == []


def test_searchable_text_is_folded_on_its_way_in(store: Store) -> None:
    row = add(store, "José-María Núñez")
    assert field(store, row, "find") == "jose maria nunez"


text = st.text(st.characters(codec="utf-8"), max_size=20)
spoken = st.text(st.characters(codec="utf-8", categories=["L", "N", "M", "Zs"], max_codepoint=0x2FFF), max_size=20)


@pytest.mark.skipif(len(ENGINES) < 2, reason="compares two engines")
def test_engines_find_the_same(workshop: Workshop, tmp_path: Path) -> None:
    with ExitStack() as stack:
        stores = [stack.enter_context(workshop.store(name, tmp_path, clock=Clock())) for name in ENGINES]

        @settings(
            max_examples=1_500 if LONG else 40,
            deadline=None,
            derandomize=not LONG,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(text | spoken, min_size=1, max_size=4), st.lists(text | spoken, max_size=3))
        def agree(names: list[str], asked: list[str]) -> None:
            for store in stores:
                replace_everybody(store, names)
            for words in [*asked, *(name[:3] for name in names), *names]:
                one, other = ([] if not fold_words(words) else numbers(store, words) for store in stores)
                assert one == other

        agree()


def replace_everybody(store: Store, names: list[str]) -> None:
    def work(act: Act) -> None:
        for row in act.ids("select id from person"):
            act.delete("person", row)
        act.insert_many("person", [{"tags": str(number), "find": name} for number, name in enumerate(names)])

    store.do("replace everybody", work)


def numbers(store: Store, words: str) -> list[str]:
    with store.read() as tx:
        where, values = tx.match("person", words)
        return [row["tags"] for row in tx.rows(f"select tags from person where {where} order by tags", **values)]
