"""What takes long can be stopped from another thread, and leaves nothing behind."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Stopped
from tests.store.people import add, field

if TYPE_CHECKING:
    from domain.store import Act, Store

ENDLESS = """with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000)
    select count(*) from n where i % 7 = 0"""
"""Counts for many minutes on both engines."""


@pytest.fixture
def stopper(store: Store) -> threading.Timer:
    """Stops the store from another thread, soon after it is started."""
    timer = threading.Timer(0.2, store.stop)
    timer.daemon = True
    return timer


def test_a_long_question_ends_when_it_is_stopped(store: Store, stopper: threading.Timer) -> None:
    stopper.start()
    with pytest.raises(Stopped), store.read() as tx:
        tx.value(ENDLESS)


def test_a_stopped_act_leaves_nothing_and_the_next_one_works(store: Store, stopper: threading.Timer) -> None:
    row = add(store, "Ben")

    def work(act: Act) -> None:
        act.update("person", row, city="Cebu")
        act.value(ENDLESS)

    stopper.start()
    with pytest.raises(Stopped):
        store.do("move", work)
    store.go_on()
    assert field(store, row, "city") == ""
    assert [act.what for act in store.acts()] == ["add Ben"]
    add(store, "Ana")
    assert store.check() == []


def test_many_short_statements_stop_at_the_next_one(store: Store) -> None:
    """Work that is between two statements is met by the next."""

    def work(act: Act) -> None:
        for number in range(1000):
            act.insert("person", name=f"Person {number}", find="person")
            if number == 3:
                store.stop()

    with pytest.raises(Stopped):
        store.do("add many", work)
    with pytest.raises(Stopped), store.read() as tx:
        tx.value("select 1")
    store.go_on()
    with store.read() as tx:
        assert tx.value("select count(*) from person") == 0


def test_stopping_where_nothing_runs_harms_nothing(store: Store) -> None:
    store.stop()
    store.go_on()
    assert add(store, "Ben")
