"""What people say freely: apart under its own key, whole or not at all, nowhere else, and gone with its person."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotAWorkbook, NotFound
from domain.store import apart
from domain.workbook import erasing, freely, history, holding, requests
from domain.workbook.requests import Kind
from tests.workbook.freed import HOME, HOURS, look_at_fairness

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

SEA = HOME.answers[0]


@pytest.fixture
def file(hub: Hub, tmp_path: Path) -> Path:
    """The site looks at fairness; where the file is to be."""
    return look_at_fairness(hub, tmp_path / "apart" / "fairness.db", HOURS, HOME)


def elsewhere(hub: Hub, path: Path | None) -> None:
    """The settings name another file, or none."""
    hub.wb.take_settings(replace(hub.wb.site, fairness=path), "Noor")


def test_nobody_is_asked_where_it_is_off(hub: Hub) -> None:
    person = hub.person()
    for refused in (
        lambda: freely.offer(hub.wb, person),
        lambda: freely.give(hub.wb, person, {"hours": "days"}, freely=True),
        lambda: freely.take_back(hub.wb, person),
    ):
        with pytest.raises(Conflict, match="does not look at fairness"):
            refused()
    assert freely.offer_once(hub.wb, 1) is None


def test_they_read_why_in_their_language_with_the_questions_as_far_as_the_site_has_them(hub: Hub, file: Path) -> None:
    shown = freely.page(hub.wb, hub.person("Jomar Cruz", language="tl"))
    assert "5 tao" in shown.words["apart"]
    hours, home = shown.questions
    assert (hours.label, hours.answers[1]) == ("Anong oras ka puwede?", ("nights", "gabi"))
    assert home.answers[0] == (SEA, SEA)
    english = freely.page(hub.wb, hub.person("Ana Cruz"))
    assert "need not answer" in english.words["free"]
    assert english.words.keys() == shown.words.keys()


def test_the_workbook_knows_that_they_were_asked_and_nothing_else(hub: Hub, file: Path) -> None:
    person = hub.person("Ana Cruz")
    freely.offer(hub.wb, person)
    freely.offer(hub.wb, person)
    before = history.recent(hub.wb)
    assert before[0].what == "asked Ana Cruz the free questions"
    freely.give(hub.wb, person, {"home": SEA, "hours": "nights"}, freely=True)
    freely.take_back(hub.wb, person)
    freely.give(hub.wb, person, {"home": SEA}, freely=True)
    assert history.recent(hub.wb) == before
    with hub.wb.store.read() as tx:
        assert [one.kind for one in requests.of_person(tx, person)] == [Kind.FREE]
    held = "\n".join(
        value for part in holding.read(hub.wb, person).parts for one in part.pieces for _, value in one.fields
    )
    assert "zz-" not in held
    hub.wb.store.undo()
    assert hub.rows("select id from asked") == []


def test_no_byte_of_the_workbook_holds_an_answer(hub: Hub, file: Path) -> None:
    person = hub.person("Ana Cruz")
    freely.offer(hub.wb, person)
    freely.give(hub.wb, person, {"home": SEA}, freely=True)
    assert SEA.encode() in file.read_bytes()
    if hub.wb.store.engine_name == "sqlite":
        where = Path(hub.wb.store.where)
        hub.wb.store.backup(where.with_name("copy.milepost"))
        for one in where.parent.glob("*"):
            assert not one.is_file() or SEA.encode() not in one.read_bytes(), one.name


def test_the_file_says_nothing_of_whose_it_is_and_keeps_nothing_that_was_taken_back(hub: Hub, file: Path) -> None:
    person = hub.person()
    freely.give(hub.wb, person, {"home": SEA}, freely=True)
    key = file.with_name("fairness.db.key")
    assert [stat.S_IMODE(one.stat().st_mode) for one in (file, key, file.parent)] == [0o600, 0o600, 0o700]
    data = file.read_bytes()
    assert person.to_bytes(8) not in data
    assert str(person).encode() not in data
    freely.take_back(hub.wb, person)
    assert SEA.encode() not in file.read_bytes()
    key.write_bytes(bytes(32))
    with pytest.raises(NotAWorkbook, match="is not the key"):
        freely.give(hub.wb, person, {"hours": "days"}, freely=True)
    key.unlink()
    with pytest.raises(NotFound, match="key"):
        freely.give(hub.wb, person, {"hours": "days"}, freely=True)


def test_only_what_is_offered_is_kept_and_only_freely(hub: Hub, file: Path) -> None:
    person = hub.person()
    with pytest.raises(BadInput, match="freely"):
        freely.give(hub.wb, person, {"hours": "days"}, freely=False)
    for answers in ({"hours": "mornings"}, {"age": "30"}):
        with pytest.raises(BadInput) as told:
            freely.give(hub.wb, person, answers, freely=True)
        assert not {*answers, *answers.values()} & set(str(told.value).split())
    assert not file.exists()


def test_an_answer_takes_the_place_of_the_one_before_whole_or_not_at_all(
    hub: Hub, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hub.person()
    freely.give(hub.wb, person, {"hours": "days", "home": SEA}, freely=True)
    with monkeypatch.context() as broke:
        broke.setattr(apart, "_sealed", lambda *_given: object())
        with pytest.raises(sqlite3.Error):
            freely.give(hub.wb, person, {"hours": "nights"}, freely=True)
    assert apart.Apart(file).given("hours") == {person: "days"}
    assert apart.Apart(file).given("home") == {person: SEA}
    freely.give(hub.wb, person, {"hours": "nights", "home": ""}, freely=True)
    assert apart.Apart(file).given("hours") == {person: "nights"}
    assert apart.Apart(file).given("home") == {}
    freely.give(hub.wb, person, {"hours": ""}, freely=True)
    assert apart.Apart(file).given("hours") == {}


def test_they_are_offered_it_once_after_an_exam(hub: Hub, file: Path) -> None:
    hub.take(hub.put_on())
    attempt = int(hub.value("select id from attempt"))
    shown = freely.offer_once(hub.wb, attempt)
    assert shown is not None
    assert freely.offer_once(hub.wb, attempt) is None


# erasing -------------------------------------------------------------------------------------------------------------


def two(hub: Hub, file: Path) -> tuple[int, apart.Apart]:
    """Ana Cruz, who answered as somebody else did; the file."""
    for name in ("Ana Cruz", "Omar Reyes"):
        person = hub.person(name)
        freely.offer(hub.wb, person)
        freely.give(hub.wb, person, {"hours": "days"}, freely=True)
    return int(hub.value("select id from person where name = 'Ana Cruz'")), apart.Apart(file)


def test_nobody_is_erased_while_the_named_file_cannot_be_opened(hub: Hub, file: Path) -> None:
    person, _ = two(hub, file)
    key = file.with_name(file.name + ".key")
    kept = key.rename(file.with_name("elsewhere"))
    with pytest.raises(NotFound, match="The key of"):
        erasing.erase(hub.wb, person, "Ana Cruz")
    assert hub.value("select name from person where id = :p", p=person) == "Ana Cruz"
    kept.rename(key)
    assert erasing.erase(hub.wb, person, "Ana Cruz").files == ()
    assert person not in apart.Apart(file).given("hours")


@pytest.mark.parametrize("named", ["", "another.db"])
def test_who_is_erased_goes_from_a_file_that_the_settings_no_longer_name(
    hub: Hub, file: Path, tmp_path: Path, named: str
) -> None:
    person, there = two(hub, file)
    elsewhere(hub, tmp_path / named if named else None)
    assert erasing.preview(hub.wb, person).apart == ()
    assert erasing.erase(hub.wb, person, "Ana Cruz").files == ()
    assert len(there.given("hours")) == 1
    assert person not in there.given("hours")


def test_a_file_out_of_reach_is_named_and_pays_when_it_is_opened_next(hub: Hub, file: Path, tmp_path: Path) -> None:
    person, _ = two(hub, file)
    away = file.parent.rename(tmp_path / "stick")
    assert erasing.preview(hub.wb, person).apart == (str(file),)
    (told,) = erasing.erase(hub.wb, person, "Ana Cruz").files
    assert told == f"what may have been said freely, once it is opened: {file}"
    moved = apart.Apart(away / file.name)
    assert person in moved.given("hours")
    elsewhere(hub, moved.path)
    freely.opened(hub.wb)
    assert len(moved.given("hours")) == 1
    assert person not in moved.given("hours")
    assert hub.rows("select * from owed_apart") == []
    assert erasing.preview(hub.wb, int(hub.value("select id from person"))).apart == ()


def test_another_file_in_its_place_is_not_taken_for_it(hub: Hub, file: Path, tmp_path: Path) -> None:
    person, _ = two(hub, file)
    file.parent.rename(tmp_path / "stick")
    apart.Apart(file).make()
    assert erasing.preview(hub.wb, person).apart == (str(file),)
    assert len(erasing.erase(hub.wb, person, "Ana Cruz").files) == 1
