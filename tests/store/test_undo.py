"""Undo and redo: whole acts, by what they changed, with a reason in words where later work forbids it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict, NotFound
from domain.store import open_store
from domain.store.hindrance import Hindered, How
from tests.store.people import add, add_attempt, change, field, found, person

if TYPE_CHECKING:
    from domain.store import Act, Store


def test_undo_takes_back_the_last_act_and_tells_which(store: Store) -> None:
    row = add(store, "Ben")
    change(store, row, "move Ben to Cebu", city="Cebu")
    undone = store.undo()
    assert field(store, row, "city") == ""
    assert (undone.kind, undone.what, undone.undoes) == ("undo", "move Ben to Cebu", store.acts()[1].id)
    assert [act.undone for act in store.acts()] == [False, True, False]


def test_undo_goes_further_back_each_time_and_redo_comes_forward(store: Store) -> None:
    row = add(store, "Ben")
    for city in ("Cebu", "Davao", "Iloilo"):
        change(store, row, city=city)
    seen = []
    for step in (store.undo, store.undo, store.redo, store.redo, store.undo, store.undo, store.undo):
        step()
        seen.append(field(store, row, "city"))
    assert seen == ["Davao", "Cebu", "Davao", "Iloilo", "Davao", "Cebu", ""]


def test_undo_of_a_new_row_and_redo_bring_it_away_and_back(store: Store) -> None:
    row = add(store, "Ben", note="calls\nback", since=2**62)
    before = person(store, row)
    for _ in range(3):
        store.undo()
        assert person(store, row) is None
        assert found(store, "ben") == []
        store.redo()
        assert found(store, "ben") == ["Ben"]
    after = person(store, row)
    assert before is not None
    assert after is not None
    assert {**after, "version": 0, "act": 0} == {**before, "version": 0, "act": 0}
    assert store.check() == []


def test_undo_of_a_deleted_row_puts_it_back(store: Store) -> None:
    row = add(store, "Ben", city="Cebu")
    store.do("remove Ben", lambda act: act.delete("person", row))
    store.undo()
    assert field(store, row, "city") == "Cebu"
    assert field(store, row, "version") > 1
    store.redo()
    assert person(store, row) is None
    assert store.check() == []


def test_fractions_come_back_exactly(store: Store) -> None:
    attempt = add_attempt(store, add(store, "Ben"))
    store.do("score", lambda act: act.update("attempt", attempt, points=100 / 3, coverage=0.1 + 0.2))
    with store.read() as tx:
        scored = tx.row("select points, coverage from attempt")
    store.do("score again", lambda act: act.update("attempt", attempt, points=None, coverage=1))
    store.undo()
    with store.read() as tx:
        assert tx.row("select points, coverage from attempt") == scored
    store.undo()
    assert store.check() == []


def test_later_work_on_other_fields_stays(store: Store) -> None:
    row = add(store, "Ben")
    change(store, row, "move", city="Cebu")
    moved = store.acts()[0].id
    change(store, row, "greet", called="Benny")
    store.undo(moved)
    assert (field(store, row, "city"), field(store, row, "called")) == ("", "Benny")


def test_later_work_on_the_same_field_forbids_and_is_named(store: Store, where: str) -> None:
    row = add(store, "Ben")
    change(store, row, "move to Cebu", city="Cebu")
    moved = store.acts()[0].id
    other = open_store(where, who="Omar")
    change(other, row, "move to Davao", city="Davao", called="B")
    change(other, row, "greet", called="Benny")
    other.close()
    with pytest.raises(Hindered, match=r"Cannot undo “move to Cebu”: “move to Davao” by Omar came later\.") as raised:
        store.undo()
    assert raised.value.hindrance == store.hindrance(moved)
    assert raised.value.hindrance.how is How.CHANGED
    assert raised.value.hindrance.fields == ("city",)
    assert field(store, row, "city") == "Davao"
    assert [act.undone for act in store.acts()] == [False] * 4


def test_field_that_holds_the_same_again_is_no_hindrance(store: Store) -> None:
    row = add(store, "Ben")
    change(store, row, "move", city="Cebu")
    moved = store.acts()[0].id
    change(store, row, city="Davao")
    change(store, row, city="Cebu")
    store.undo(moved)
    assert field(store, row, "city") == ""


def test_new_row_that_was_changed_since_stays(store: Store) -> None:
    row = add(store, "Ben")
    added = store.acts()[0].id
    change(store, row, "greet", called="Benny")
    with pytest.raises(Conflict, match="“greet” by Noor"):
        store.undo(added)
    store.undo()
    store.undo(added)
    assert person(store, row) is None


def test_new_row_that_others_belong_to_stays(store: Store) -> None:
    row = add(store, "Ben")
    added = store.acts()[0].id
    add_attempt(store, row, "start the exam")
    with pytest.raises(Hindered, match=r"Cannot undo “add Ben”: “start the exam” by Noor") as raised:
        store.undo(added)
    assert (raised.value.hindrance.how, raised.value.hindrance.table) == (How.BUILT, "application")


def test_row_that_is_gone_forbids_and_the_deleting_act_is_named(store: Store) -> None:
    row = add(store, "Ben")
    change(store, row, "move", city="Cebu")
    moved = store.acts()[0].id
    store.do("remove Ben", lambda act: act.delete("person", row))
    with pytest.raises(Hindered, match="“remove Ben”") as raised:
        store.undo(moved)
    assert raised.value.hindrance.how is How.GONE


def test_one_row_that_forbids_keeps_the_whole_act(store: Store) -> None:
    rows = [add(store, name) for name in "abc"]

    def move_all(act: Act) -> None:
        for row in rows:
            act.update("person", row, city="Cebu")

    store.do("move all", move_all)
    moved = store.acts()[0].id
    change(store, rows[0], city="Davao")
    with pytest.raises(Conflict):
        store.undo(moved)
    assert [field(store, row, "city") for row in rows] == ["Davao", "Cebu", "Cebu"]


def test_act_that_touched_a_row_several_times_is_taken_back_whole(store: Store) -> None:
    kept = add(store, "Ana", city="Cebu")

    def work(act: Act) -> None:
        row = act.insert("person", name="Ben")
        act.update("person", row, city="Davao")
        act.update("person", row, city="Cebu")
        act.update("person", kept, city="Davao")
        act.delete("person", kept)

    store.do("much", work)
    for _ in range(2):
        store.undo()
        with store.read() as tx:
            assert tx.rows("select name, city from person") == [{"name": "Ana", "city": "Cebu"}]
        store.redo()
        with store.read() as tx:
            assert tx.rows("select name, city from person") == [{"name": "Ben", "city": "Cebu"}]
    assert store.check() == []


def test_rows_that_belong_together_go_and_come_back_together(store: Store) -> None:
    row = add(store, "Ben")
    add_attempt(store, row)
    store.undo()
    with store.read() as tx:
        assert tx.value("select count(*) from application") == 0
    store.redo()
    with store.read() as tx:
        assert tx.value("select count(*) from attempt join application a on a.id = attempt.application") == 1


def test_act_of_a_thousand_rows_is_one_undo(store: Store) -> None:
    store.do("take in", lambda act: act.insert_many("person", [{"name": str(n)} for n in range(1_200)]))
    store.undo()
    with store.read() as tx:
        assert tx.value("select count(*) from person") == 0
    store.redo()
    with store.read() as tx:
        assert tx.value("select count(*) from person") == 1_200
    assert store.check() == []


def test_undo_leaves_the_work_of_others_alone(store: Store, where: str) -> None:
    add(store, "Ben")
    other = open_store(where, who="Omar")
    row = add(other, "Ana")
    store.undo()
    assert field(store, row, "name") == "Ana"
    with pytest.raises(NotFound, match="nothing to undo"):
        store.undo()
    assert other.undo().what == "add Ana"
    other.close()


def test_nothing_to_undo_or_redo(store: Store) -> None:
    with pytest.raises(NotFound, match="nothing to undo"):
        store.undo()
    with pytest.raises(NotFound, match="nothing to redo"):
        store.redo()
    with pytest.raises(NotFound, match="nothing to undo"):
        store.undo(17)


def test_undone_act_is_not_undone_twice(store: Store) -> None:
    add(store, "Ben")
    added = store.acts()[0].id
    store.undo()
    with pytest.raises(Conflict, match="it was taken back already"):
        store.undo(added)


def test_undo_itself_is_not_undone_but_redone(store: Store) -> None:
    add(store, "Ben")
    undo = store.undo()
    with pytest.raises(Conflict, match="it took an act back itself"):
        store.undo(undo.id)


def test_redo_ends_where_the_user_went_on(store: Store) -> None:
    add(store, "Ben")
    store.undo()
    add(store, "Ana")
    with pytest.raises(NotFound, match="went on with “add Ana”"):
        store.redo()


def test_redo_is_forbidden_by_later_work_of_others(store: Store, where: str) -> None:
    row = add(store, "Ben")
    change(store, row, "move", city="Cebu")
    store.undo()
    other = open_store(where, who="Omar")
    change(other, row, "move to Davao", city="Davao")
    other.close()
    with pytest.raises(Conflict, match="Cannot redo “move”: “move to Davao” by Omar"):
        store.redo()
    assert field(store, row, "city") == "Davao"


def test_put_back_row_does_not_overwrite_one_that_took_its_place(store: Store) -> None:
    row = add(store, "Ben")
    store.do("remove Ben", lambda act: act.delete("person", row))
    removed = store.acts()[0].id
    store.do("add Ana", lambda act: act.insert("person", id=row, name="Ana"))
    with pytest.raises(Conflict, match="“add Ana”"):
        store.undo(removed)
    assert field(store, row, "name") == "Ana"


def test_undo_is_in_the_history_of_the_row(store: Store) -> None:
    row = add(store, "Ben")
    change(store, row, "move", city="Cebu")
    store.undo()
    store.redo()
    assert [(c.act.kind, c.act.what) for c in store.history("person", row)] == [
        ("redo", "move"),
        ("undo", "move"),
        ("do", "move"),
        ("do", "add Ben"),
    ]


def with_words(store: Store, person_id: int, what: str) -> int:
    """One act with a class and an attempt, under words that whoever needs them first writes down."""

    def work(act: Act) -> int:
        words = act.value("select id from rubric where name = 'exam'")
        words = words or act.insert("rubric", kind="milestone", name="exam", number=1)
        opening = act.insert("opening", account="retail_cs", rubric=words)
        application = act.insert("application", person=person_id, opening=opening)
        whose = {"person": person_id, "application": application, "rubric": words}
        return act.insert("attempt", milestone="exam", number=1, **whose)

    return store.do(what, work)


def test_words_that_others_use_by_now_stay_and_forbid_nothing(store: Store, where: str) -> None:
    """The row of a rubric is made by whoever comes first, and by nobody a second time."""
    ben, ana = add(store, "Ben"), add(store, "Ana")
    with_words(store, ben, "start the exam of Ben")
    first = store.acts()[0].id
    other = open_store(where, who="Omar")
    with_words(other, ana, "start the exam of Ana")
    assert store.hindrance(first) is None
    store.undo()
    with store.read() as tx:
        assert list(tx.ids("select person from attempt")) == [ana]
    other.undo()
    other.close()
    store.redo()
    with store.read() as tx:
        assert list(tx.ids("select person from attempt")) == [ben]
        assert tx.value("select count(*) from rubric") == 1
    assert store.check() == []


def test_a_rubric_that_somebody_edited_goes_with_its_act(store: Store) -> None:
    store.do("edit", lambda act: act.insert("rubric", kind="account", name="retail_cs", number=1, changed="Exam 60"))
    store.undo()
    with store.read() as tx:
        assert tx.value("select count(*) from rubric") == 0
