"""Rows that are erased: nothing of them is legible in any byte, and the log still agrees with the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict
from domain.store import open_store
from domain.store.belongings import belongings, beside
from domain.store.erasing import finish, take_away
from domain.store.schema import STEPS
from domain.store.shape import logged, shape_of
from tests.store.people import add, add_attempt, change, found

if TYPE_CHECKING:
    from pathlib import Path

    from domain.store import Act, Store

SHAPE = shape_of(STEPS)
PLACES = {"opening", "rubric", "intake", "view", "counted", "slot"}
"""Tables that hold nothing that belongs to one person."""


def erase_person(store: Store, person: int, *phrases: str) -> None:
    def work(act: Act) -> None:
        take_away(act, belongings(act, SHAPE, "person", [person]), [word for one in phrases for word in one.split()])
        finish(act, SHAPE, phrases)

    store.erase("erased a person", work)


def test_every_table_belongs_to_somebody_or_to_nobody() -> None:
    """A table that comes later is erased with its person by the way in which it refers to them."""
    reached = {"person"}
    while more := {name for name, table in SHAPE.items() if set(table.references.values()) & reached} - reached:
        reached |= more
    assert not reached & PLACES
    assert reached | PLACES == set(logged(SHAPE))
    assert {name for name in reached if not SHAPE[name].owner} == {"person"}
    assert set(beside(SHAPE)) | {"unswept", "apart", "owed_apart"} == set(SHAPE) - set(logged(SHAPE))


def legible(folder: Path, *words: str) -> dict[str, list[str]]:
    """Words that stand in any file of a folder, whatever the case, by file."""
    found = {}
    for file in folder.iterdir():
        data = file.read_bytes().lower()
        found[file.name] = [word for word in words if word.lower().encode() in data]
    return {name: hits for name, hits in found.items() if hits}


def test_no_byte_of_a_file_and_its_copy_says_who_was_erased(tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    store = open_store(folder / "hub.milepost", who="Noor")
    others = [add(store, f"Ben Number{n}", note="x" * 300) for n in range(400)]
    one = add(store, "Zenobia Quillfeather", phone="+639171234567", note="zenobia said so " * 40)
    change(store, one, "corrected Zenobia", name="Zenobia Quillfeather-Ames", find="zenobia quillfeather ames")
    for other in others[::3]:
        change(store, other, note="y" * 900)
    change(store, others[0], "noted", note="came with Zenobia Quillfeather")
    words = ("zenobia", "quillfeather", "9171234567")
    assert legible(folder, *words)
    erase_person(store, one, "Zenobia Quillfeather", "Zenobia Quillfeather-Ames", "+639171234567")
    assert store.wipe() == ""
    assert found(store, "zenobia") == []
    assert legible(folder, *words) == {}
    store.backup(folder / "copy.milepost")
    assert legible(folder, *words) == {}
    assert store.check() == []
    store.close()
    assert legible(folder, *words) == {}


def test_what_is_gone_already_is_erased_with_it(store: Store) -> None:
    person = add(store, "Zenobia")
    add_attempt(store, person, "start the exam of Zenobia")
    store.undo()
    erase_person(store, person, "Zenobia")
    with store.read() as tx:
        assert (
            tx.value(
                "select count(*) from change where tbl in ('person', 'application', 'attempt')"
                " and (before is not null or after is not null)"
            )
            == 0
        )
        assert not [row for row in tx.rows("select what from act") if "zenobia" in row["what"].lower()]
    assert store.check() == []


def test_acts_that_touched_them_and_the_erasure_are_not_taken_back(store: Store) -> None:
    other = add(store, "Ben")
    person = add(store, "Zenobia")
    taken_in = store.acts(1)[0].id
    erase_person(store, person, "Zenobia")
    erased = store.acts(1)[0]
    for act, why in ((taken_in, "touched a person who was erased"), (erased.id, "for good")):
        with pytest.raises(Conflict, match=why):
            store.undo(act)
        hindrance = store.hindrance(act)
        assert hindrance is not None
    assert store.undo().what == "add Ben"
    with store.read() as tx:
        assert tx.value("select id from person where id = :id", id=other) is None


@pytest.mark.parametrize("more", [0, 100])
def test_what_others_hold_of_them_is_replaced_in_row_and_image_alike(store: Store, more: int) -> None:
    """A few phrases are looked for by the database, many row by row."""
    other, person = add(store, "Ben", note='met "Zoë O\'Hara" twice'), add(store, "Zoë O'Hara")
    erase_person(store, person, "Zoë O'Hara", *(f"Person Number{n}" for n in range(more)))
    with store.read() as tx:
        assert tx.value("select note from person where id = :id", id=other) == 'met "someone" twice'
        images = tx.rows("select before, after from change")
    assert not [row for row in images if "Hara" in str(row)]
    assert store.check() == []


class Cut(Exception):
    """The power went."""


def test_cut_off_anywhere_it_is_all_there_or_all_gone(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(where, who="Noor")
    person = add(store, "Zenobia")
    add_attempt(store, person)
    engine = store._engine
    execute = engine.execute

    def fails_at(step: int) -> bool:
        left = [step]

        def counted(*args: object, **more: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Cut
            return execute(*args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(engine, "execute", counted)
        try:
            erase_person(store, person, "Zenobia")
        except Cut:
            return True
        finally:
            monkeypatch.setattr(engine, "execute", execute)
        return False

    steps = 0
    while fails_at(steps):
        steps += 1
        assert found(store, "zenobia") == ["Zenobia"]
    assert steps > 20
    assert found(store, "zenobia") == []
    assert store.check() == []
    store.close()


def test_pages_that_were_not_swept_are_swept_at_the_next_opening(tmp_path: Path) -> None:
    book = tmp_path / "hub.milepost"
    store = open_store(book, who="Noor")
    person = add(store, "Zenobia")
    erase_person(store, person, "Zenobia")
    store.close()  # as if the program had been killed before it swept
    again = open_store(book, who="Noor")
    with again.read() as tx:
        assert tx.value("select count(*) from unswept") == 0
    assert legible(tmp_path, "zenobia") == {}
    again.close()
