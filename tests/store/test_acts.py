"""Acts: one transaction each, logged, numbered, safe to repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound, ReadOnly
from domain.model.terms import Result
from domain.store import open_store
from domain.store.schema import STEPS
from domain.store.shape import logged, shape_of
from tests.store.people import add, add_attempt, change, field, person

if TYPE_CHECKING:
    from domain.store import Act, Store
    from tests.store.conftest import Clock


def test_new_row_has_defaults_version_and_act(store: Store) -> None:
    made = person(store, add(store, "Ben Cruz"))
    assert made is not None
    assert (made["name"], made["phone"], made["since"], made["version"]) == ("Ben Cruz", "", 0, 1)
    assert made["act"] == store.acts()[0].id


def test_optional_column_is_null_until_given(store: Store) -> None:
    attempt = add_attempt(store, add(store, "Ben"))
    with store.read() as tx:
        assert tx.row("select points, coverage from attempt") == {"points": None, "coverage": 0.0}
    store.do("score", lambda act: act.update("attempt", attempt, points=81.25))
    with store.read() as tx:
        assert tx.value("select points from attempt") == 81.25


def test_act_records_who_what_when_and_its_number(store: Store, clock: Clock) -> None:
    add(store, "Ben")
    clock.now += 5
    add(store, "Ana")
    newest, oldest = store.acts()
    assert (newest.seq, newest.at, newest.who, newest.what) == (2, clock.now, "Noor", "add Ana")
    assert (oldest.seq, oldest.at, oldest.kind, oldest.undone) == (1, clock.now - 5, "do", False)


def test_acts_are_listed_in_pages(store: Store) -> None:
    for name in "abcde":
        add(store, name)
    first = store.acts(2)
    assert [act.what for act in first] == ["add e", "add d"]
    assert [act.what for act in store.acts(2, before=first[-1].seq)] == ["add c", "add b"]


def test_stale_version_is_a_conflict_that_names_who_changed_it(store: Store, where: str) -> None:
    row = add(store, "Ben")
    other = open_store(where, who="Omar")
    change(other, row, called="Benny")
    other.close()
    with pytest.raises(Conflict, match="changed by Omar"):
        store.do("greet", lambda act: act.update("person", row, 1, called="B"))
    assert field(store, row, "called") == "Benny"


def test_each_update_counts_the_version_up(store: Store) -> None:
    row = add(store, "Ben")
    store.do("greet", lambda act: act.update("person", row, 1, called="Benny"))
    store.do("greet", lambda act: act.update("person", row, version=2, called="B"))
    assert field(store, row, "version") == 3
    with pytest.raises(Conflict):
        store.do("greet", lambda act: act.update("person", row, version=2, called="C"))


def test_gone_row_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.do("greet", lambda act: act.update("person", 12, called="Benny"))
    with pytest.raises(NotFound):
        store.do("remove", lambda act: act.delete("person", 12))


def test_all_of_an_act_or_nothing(store: Store) -> None:
    row = add(store, "Ben")

    def work(act: Act) -> None:
        act.update("person", row, called="Benny")
        act.insert("person", name="Half")
        raise BadInput("Stop.")

    with pytest.raises(BadInput):
        store.do("half", work)
    with store.read() as tx:
        assert tx.rows("select name, called from person") == [{"name": "Ben", "called": ""}]
    assert [act.what for act in store.acts()] == ["add Ben"]


def test_second_row_where_one_may_be_is_a_conflict(store: Store) -> None:
    def twice(act: Act) -> None:
        act.insert_many("rubric", [{"kind": "account", "name": "retail_cs", "number": 1}] * 2)

    with pytest.raises(Conflict, match="number"):
        store.do("twice", twice)
    assert store.acts() == []


def test_reference_to_nothing_is_a_conflict(store: Store) -> None:
    with pytest.raises(Conflict, match="belongs to"):
        store.do("apply", lambda act: act.insert("application", person=1, opening=2))


def test_row_that_others_belong_to_cannot_be_deleted(store: Store) -> None:
    row = add(store, "Ben")
    add_attempt(store, row)
    with pytest.raises(Conflict, match="belongs to"):
        store.do("remove", lambda act: act.delete("person", row))


def test_deleting_is_logged_under_the_act_that_deleted(store: Store) -> None:
    row = add(store, "Ben")
    store.do("remove Ben", lambda act: act.delete("person", row))
    gone = store.history("person", row)[0]
    assert (gone.act.what, gone.after) == ("remove Ben", None)
    assert gone.before is not None
    assert gone.before["name"] == "Ben"


def test_history_tells_what_changed_newest_first(store: Store) -> None:
    row, other = add(store, "Ben"), add(store, "Ana")
    change(store, row, "move Ben", city="Cebu", state="ready")
    change(store, other, "move Ana", city="Iloilo")
    assert next((c.act.what, c.fields) for c in store.history("person", row)) == ("move Ben", ["city", "state"])
    both = store.history_of({"person": [row, other], "slip": [5]})
    assert [c.act.what for c in both] == ["move Ana", "move Ben", "add Ana", "add Ben"]


def test_act_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    assert store.do("look", lambda act: act.value("select count(*) from person")) == 0
    assert store.acts() == []


def test_act_with_a_known_id_happens_once(store: Store) -> None:
    act_id = store.new_id()
    first = store.do("add Ben", lambda act: act.insert("person", name="Ben"), act_id=act_id)
    assert first is not None
    assert store.do("add Ben", lambda act: act.insert("person", name="Ben"), act_id=act_id) is None
    with store.read() as tx:
        assert tx.value("select count(*) from person") == 1
    assert store.acts()[0].id == act_id


def test_questions_within_an_act_see_what_it_did(store: Store) -> None:
    def work(act: Act) -> tuple[int, int]:
        act.insert("person", name="Ben")
        with store.read() as tx:
            return act.value("select count(*) from person"), tx.value("select count(*) from person")

    assert store.do("add Ben", work) == (1, 1)


def test_act_within_an_act_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="within another"):
        store.do("outer", lambda act: add(store, "Ben"))


def test_transaction_cannot_be_used_when_it_is_over(store: Store) -> None:
    with store.read() as tx:
        pass
    with pytest.raises(RuntimeError, match="over"):
        tx.value("select 1")


def test_questions_cannot_write(store: Store) -> None:
    row = add(store, "Ben")
    with pytest.raises(ReadOnly), store.read() as tx:
        tx.value("delete from person where id = :id", id=row)
    assert person(store, row) is not None


def test_first_question_after_opening_cannot_write_either(store: Store) -> None:
    with pytest.raises(ReadOnly), store.read() as tx:
        tx.value("delete from person")


@pytest.mark.parametrize(
    ("table", "fields"),
    [
        ("person", {"nmae": "Ben"}),
        ("person", {"name": 5}),
        ("person", {"since": "today"}),
        ("person", {"name": None}),
        ("person", {"act": 5}),
        ("persons", {"name": "Ben"}),
        ("act", {"what": "nothing"}),
    ],
)
def test_what_the_tables_do_not_hold_is_a_defect(store: Store, table: str, fields: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        store.do("add", lambda act: act.insert(table, **fields))


@pytest.mark.parametrize("points", [float("nan"), float("inf")])
def test_no_number_is_bad_input(store: Store, points: float) -> None:
    attempt = add_attempt(store, add(store, "Ben"))
    with pytest.raises(BadInput):
        store.do("score", lambda act: act.update("attempt", attempt, points=points))


def test_too_large_a_number_is_bad_input(store: Store) -> None:
    with pytest.raises(BadInput):
        add(store, "Ben", since=2**63)


def test_terms_and_truth_are_stored_plainly(store: Store) -> None:
    attempt = add_attempt(store, add(store, "Ben", ok_text=True))
    store.do("pass", lambda act: act.update("attempt", attempt, result=Result.PASSED, points=80))
    with store.read() as tx:
        assert tx.row("select result, points from attempt where result = :r", r=Result.PASSED) == {
            "result": Result.PASSED.value,
            "points": 80.0,
        }
        assert tx.value("select ok_text from person where ok_text = :yes", yes=True) == 1


def test_text_is_cleaned_on_its_way_in(store: Store) -> None:
    row = add(store, "Zoe\u0301\0 \u202eO'Neil\ud800\n\x1b[31m", note="one\r\ntwo\x07", tags="t" * 5_000)
    assert field(store, row, "name") == "Zoé O'Neil [31m"
    assert field(store, row, "note") == "one\ntwo"
    assert len(field(store, row, "tags")) == 600


def test_json_is_stored_as_it_is(store: Store) -> None:
    body = '{"text": "e\u0301\u200d"}' + " " * 10_000
    row = store.do("keep", lambda act: act.insert("rubric", kind="account", name="x", number=1, body=body))
    with store.read() as tx:
        assert tx.value("select body from rubric where id = :id", id=row) == body


def test_question_with_a_half_character_finds_nothing(store: Store) -> None:
    add(store, "Ben")
    with store.read() as tx:
        assert tx.rows("select id from person where name = :name", name="Be\ud800\0") == []


def test_ids_of_a_store_grow_while_the_clock_stands(store: Store) -> None:
    made = [store.new_id() for _ in range(1_000)]
    assert made == sorted(set(made))
    assert all(0 < number < 2**63 for number in made)


def test_ids_come_packed_and_in_order(store: Store) -> None:
    made = [add(store, name) for name in "cab"]
    with store.read() as tx:
        found = tx.ids("select id from person order by name desc")
    assert (found.typecode, list(found)) == ("q", [made[0], made[2], made[1]])


def test_among_takes_any_number_of_values(store: Store) -> None:
    made = [add(store, name) for name in ("a", "b", "c")]
    with store.read() as tx:
        for column, values, names in (
            ("person.id", made[:2] + list(range(5_000)), ["a", "b"]),
            ("name", ["c", "x'); --", "a"], ["a", "c"]),
            ("person.id", [], []),
        ):
            where, given = tx.among(column, values)
            assert [
                r["name"] for r in tx.rows(f"select name from person where {where} order by name", **given)
            ] == names


def test_text_is_ordered_by_its_letters_codes(store: Store) -> None:
    for name in ("b", "B", "é", "a b", "ab", "Ä", "z"):
        add(store, "x", sort_name=name)
    with store.read() as tx:
        order = [row["sort_name"] for row in tx.rows("select sort_name from person order by sort_name")]
    assert order == ["B", "a b", "ab", "b", "z", "Ä", "é"]


def test_like_minds_case(store: Store) -> None:
    add(store, "x", city="Cebu 100%")
    with store.read() as tx:
        assert tx.value("select count(*) from person where city like 'Ce%'") == 1
        assert tx.value("select count(*) from person where city like :start", start="ce%") == 0


def test_sums_and_means_are_plain_numbers(store: Store) -> None:
    for since in (1, 2):
        add(store, "x", since=since)
    with store.read() as tx:
        row = tx.row("select sum(since) as total, avg(since) as mean from person")
    assert row is not None
    assert [(type(v), v) for v in row.values()] == [(int, 3), (float, 1.5)]


@pytest.mark.parametrize("table", logged(shape_of(STEPS)))
def test_every_column_can_be_named_without_quotes(store: Store, table: str) -> None:
    names = shape_of(STEPS)[table].columns
    with store.read() as tx:
        assert tx.rows(f"select {', '.join(names)} from {table}") == []
        assert tx.rows(f"select {', '.join(f't.{name}' for name in names)} from {table} as t") == []
