"""What a person may ask: to see what is held, to have it corrected, to be left alone, to be erased."""

from __future__ import annotations

import json
import re
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.model.call import JotKind
from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.exam import Part
from domain.model.terms import MilestoneId, Result, State
from domain.store.belongings import belongings, beside
from domain.store.schema import STEPS
from domain.store.shape import shape_of
from domain.workbook import (
    applications,
    attempts,
    calls,
    decisions,
    erasing,
    exporting,
    handover,
    history,
    holding,
    merging,
    openings,
    people,
    promises,
    requests,
    retention,
    slips,
    today,
    views,
)
from domain.workbook.exam_room import papers
from domain.workbook.people import NewPerson
from domain.workbook.requests import Kind
from tests.workbook.mail.test_sending import put
from tests.workbook.test_outbox import ready

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

SHAPE = shape_of(STEPS)
NAME, BEFORE, OTHER = "Zenobia Quillfeather", "Zenobia Mortlake", "Zennie O'Quill-Feather"
MOBILE, MAIL = "0917 765 4321", "zen.quill@example.org"
LEGIBLE = ("zenobia", "quillfeather", "mortlake", "zennie", "9177654321", "917 765 4321", "zen.quill", "zenq-77")
"""What may be legible nowhere; the surname with an apostrophe falls apart when it is folded."""


def somebody(hub: Hub, folder: Path) -> int:
    """One person with something in every table: two entries put together, a call, an exam, a mail, files, requests."""
    opening = hub.opening()
    other = hub.person(OTHER, opening, mobile="0917 765 4321")
    known = {"mobile": MOBILE, "email": MAIL, "note": f"{BEFORE} brought a letter", "reference": "ZENQ-77"}
    joan = ready(hub, "Joan Alcaraz", level=2).person
    person = ready(hub, BEFORE, level=2, **known).person
    now = people.find(hub.wb, person)
    new = NewPerson(name=NAME, mobile=MOBILE, email=MAIL, note=now.note, reference="ZENQ-77", points=("Sold most",))
    people.correct(hub.wb, person, now.version, new)
    merging.merge(hub.wb, person, other)
    told(hub, person, folder)
    promises.make(hub.wb, joan, f"call after {NAME}, not before", hub.wb.today())
    views.make(hub.wb, f"like {NAME}", NAME)
    return person


def told(hub: Hub, person: int, folder: Path) -> None:
    """All that can happen to one person: a mail, files, a call that runs, an exam that is not handed in."""
    put(hub, slips.view(hub.wb, slips.listing(hub.wb, person_id=person)[0].id))
    promises.make(hub.wb, person, "call Zenobia back", hub.wb.today())
    requests.ask(hub.wb, person, Kind.CORRECT)
    for form in (exporting.Format.TXT, exporting.Format.JSON):
        exporting.journey_to(hub.wb, folder, form, person)
    handover.to_file(hub.wb, folder, person)
    exporting.people_to(hub.wb, folder, exporting.TableFormat.CSV, [person])
    sat = applications.add(hub.wb, person, hub.opening("travel_air"))
    hub.take_to(sat, MilestoneId.EXAM)
    (paper,) = papers.hand_over(hub.wb, sat, [Part.TYPING], seed=7).papers
    papers.keep_typing(hub.wb, paper.id, "", "zenobia types", 1000)
    played = applications.add(hub.wb, person, hub.opening("telecom_tech"))
    hub.take_to(played, MilestoneId.MOCK_CALL)
    attempt = attempts.open_or_start(hub.wb, played)
    call = calls.begin(hub.wb, attempt, calls.console(hub.wb, attempt).offers[0].id)
    calls.start(hub.wb, call)
    hub.clock.ahead(minutes=1)
    calls.jot(hub.wb, call, JotKind.QUOTE, words="this is Zenobia")


def everything(hub: Hub) -> str:
    """All text of all tables, and all bytes where the workbook is a file."""
    found: list[str] = []
    with hub.wb.store.read() as tx:
        for table in [*SHAPE, "act", "change"]:
            found += [str(value) for row in tx.rows(f'select * from "{table}"') for value in row.values() if value]
    if hub.wb.store.engine_name == "sqlite":
        where = Path(hub.wb.store.where)
        files = [where.with_name(where.name + end) for end in ("", "-wal", "-shm", "-journal")]
        found += [file.read_bytes().decode("latin-1") for file in files if file.exists()]
    return "\n".join(found).lower()


def test_everything_that_is_held_is_in_one_file_in_plain_words_without_other_names(hub: Hub, tmp_path: Path) -> None:
    person = somebody(hub, tmp_path)
    hub.person("Amara Nwosu")
    now = people.find(hub.wb, person)
    note = "came with Amara Nwosu, Noor was not sure"
    people.correct(
        hub.wb, person, now.version, NewPerson(name=NAME, mobile=MOBILE, email=MAIL, note=note, reference="ZENQ-77")
    )
    made = holding.to_file(hub.wb, tmp_path, person)
    text = made.path.read_text()
    assert made.path.name == "2026-08-12 what-we-hold zenobia-quillfeather.txt"
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert max(map(len, text.splitlines())) <= holding.WIDTH
    flat = " ".join(text.split())
    for held in (
        NAME,
        BEFORE,
        "+639177654321",
        MAIL,
        "ZENQ-77",
        "brought a letter",
        "call Zenobia back",
        "Feedback",
        "came with somebody else, a colleague was not sure",
        "asked to have something corrected",
    ):
        assert held in flat, held
    for hidden in ("Noor", "Amara", "Nwosu", "Joan", "Alcaraz"):
        assert hidden not in text, hidden
    again = holding.to_file(hub.wb, tmp_path, person, "json")
    found = json.loads(again.path.read_text())
    assert [part["title"] for part in found["parts"]][:2] == ["Who you are", "Entered twice"]
    assert holding.to_file(hub.wb, tmp_path, person).path.name.endswith("-2.txt")


def test_every_table_with_something_of_a_person_has_its_part(hub: Hub, tmp_path: Path) -> None:
    person = somebody(hub, tmp_path)
    with hub.wb.store.read() as tx:
        found = belongings(tx, SHAPE, "person", holding.entries_of(tx, person))
    tables = {*found.rows, *found.beside}
    assert tables >= {"person", "merged", "application", "attempt", "rating", "slip", "mailing", "visit", "promise"}
    assert tables >= {"asked", "exported", "paper", "call", "jot", "answer"}
    titles = {part.title for part in holding.read(hub.wb, person).parts}
    assert titles >= {holding._PARTS[table][0] for table in tables}
    assert set(holding._PARTS) >= set(beside(SHAPE))


def test_nothing_of_an_erased_person_is_left_anywhere(hub: Hub, tmp_path: Path) -> None:
    person = somebody(hub, tmp_path)
    assert all(word in everything(hub) for word in LEGIBLE)
    shown = erasing.preview(hub.wb, person)
    assert {file.kind for file in shown.files} == {"journey report", "handover"}
    assert len(shown.lists) == 1
    done = erasing.erase(hub.wb, person, " zenobia  QUILLFEATHER ")
    assert done.left == ""
    assert [re.sub(r".*/", "", words) for words in done.files][-1] == "2026-08-12 people.csv"
    assert len(done.files) == 4
    left = everything(hub)
    assert [word for word in LEGIBLE if word in left] == []
    assert hub.wb.store.check() == []
    with pytest.raises(NotFound):
        people.find(hub.wb, person)
    if hub.wb.store.engine_name == "sqlite":
        hub.wb.store.backup(tmp_path / "copy.milepost")
        copy = (tmp_path / "copy.milepost").read_bytes().decode("latin-1").lower()
        assert [word for word in LEGIBLE if word in copy] == []


def test_the_log_says_that_somebody_was_erased_and_the_request_keeps_its_day(hub: Hub) -> None:
    person = hub.person(NAME, hub.opening())
    requests.ask(hub.wb, person, Kind.ERASE, hub.wb.today() - timedelta(days=3))
    erasing.erase(hub.wb, person, NAME)
    said = history.recent(hub.wb, 1)[0]
    assert (said.what, said.who, said.kind) == ("erased a person on request", "Noor", "erase")
    (row,) = hub.rows("select person, kind, day, why, done_at from asked")
    assert (row["person"], row["kind"], row["day"], row["why"]) == (None, "erase", "2026-08-09", "")
    assert row["done_at"] == hub.clock.now
    with pytest.raises(Conflict, match="for good"):
        history.undo(hub.wb, said.act)


def test_older_acts_are_not_taken_back_and_say_why(hub: Hub) -> None:
    hub.opening("travel_air")
    person = hub.person(NAME, hub.opening())
    act = history.recent(hub.wb, 1)[0].act
    erasing.erase(hub.wb, person, NAME)
    with pytest.raises(Conflict, match="it touched a person who was erased"):
        history.undo(hub.wb, act)
    assert history.why_not(hub.wb, act) == "it touched a person who was erased"
    assert "someone" in history.recent(hub.wb, 2)[1].what


def test_numbers_stay_right_without_a_name(hub: Hub) -> None:
    opening = hub.opening(seats=20)
    person, stays = hub.person(NAME, opening), hub.person("Joan Alcaraz", opening)
    for one in (person, stays):
        hub.take_to(hub.application(one), MilestoneId.OFFER)
        decisions.decide(hub.wb, _rated(hub, one), Result.PASSED)
    before = openings.find(hub.wb, opening).taken
    erasing.erase(hub.wb, person, NAME)
    assert openings.find(hub.wb, opening).taken == before == 2
    assert [row.taken for row in today.snapshot(hub.wb).classes.rows if row.opening == opening] in ([2], [])
    (row,) = hub.rows("select * from counted")
    assert (row["opening"], row["state"], row["ended_by"], row["month"]) == (opening, State.HIRED, "us", "2026-08")
    assert "mock_call=passed" in row["tries"].split(",")


def _rated(hub: Hub, person: int) -> int:
    attempt = attempts.open_or_start(hub.wb, hub.application(person))
    hub.rate(attempt, 5)
    return attempt


def test_who_was_on_the_way_counts_as_withdrawn(hub: Hub) -> None:
    erasing.erase(hub.wb, hub.person(NAME, hub.opening()), NAME)
    (row,) = hub.rows("select state, ended_by, ended from counted")
    assert (row["state"], row["ended_by"], row["ended"]) == (State.WITHDREW, "candidate", "2026-08")


def test_who_missed_a_slot_was_on_the_way_still(hub: Hub) -> None:
    person = hub.person(NAME, hub.opening())
    decisions.no_show(hub.wb, hub.application(person))
    erasing.erase(hub.wb, person, NAME)
    (row,) = hub.rows("select state, ended_by from counted")
    assert (row["state"], row["ended_by"]) == (State.WITHDREW, "candidate")


@pytest.mark.parametrize("typed", ["", "Zenobia", "Joan Alcaraz"])
def test_another_name_erases_nobody(hub: Hub, typed: str) -> None:
    person = hub.person(NAME)
    with pytest.raises(BadInput, match="not the name"):
        erasing.erase(hub.wb, person, typed)
    assert people.find(hub.wb, person).name == NAME


def test_a_duty_to_keep_and_a_legal_minimum_refuse_with_the_day(hub: Hub) -> None:
    person = hub.person(NAME, hub.opening())
    requests.keep(hub.wb, person, hub.wb.today() + timedelta(days=10), "a claim about pay")
    with pytest.raises(Conflict, match="until 22 Aug: a claim about pay"):
        erasing.erase(hub.wb, person, NAME)
    hub.clock.ahead(days=11)
    hub.wb.take_settings(replace(hub.wb.site, keep_days=30), "Noor")
    with pytest.raises(Conflict, match="30 days after the last step, until 11 Sep"):
        erasing.erase(hub.wb, person, NAME)
    hub.clock.ahead(days=19)
    assert erasing.erase(hub.wb, person, NAME).people == 1


def test_a_namesake_keeps_their_name_in_the_words_of_others(hub: Hub) -> None:
    first, second = hub.person(NAME), hub.person(NAME, mobile="0917 000 1111")
    promises.make(hub.wb, second, f"call {NAME}", hub.wb.today())
    erasing.erase(hub.wb, first, NAME)
    assert people.find(hub.wb, second).name == NAME
    assert hub.value("select words from promise") == f"call {NAME}"


def test_a_longer_name_and_a_longer_address_are_somebody_elses(hub: Hub) -> None:
    first = hub.person(NAME, email="ann@example.org", reference="12345")
    longer = hub.person(f"{NAME} Cruz", email="joann@example.org", reference="123456", note="ask jo.ann@example.org")
    erasing.erase(hub.wb, first, NAME)
    found = people.find(hub.wb, longer)
    assert (found.name, found.email, found.reference) == (f"{NAME} Cruz", "joann@example.org", "123456")
    assert found.note == "ask jo.ann@example.org"
    assert hub.wb.store.check() == []


def test_entries_taken_apart_again_are_erased_one_by_one(hub: Hub) -> None:
    kept, other = hub.person("Joan Alcaraz", hub.opening()), hub.person(NAME, email=MAIL)
    merging.merge(hub.wb, kept, other)
    history.undo(hub.wb)
    erasing.erase(hub.wb, other, NAME)
    left = everything(hub)
    assert [word for word in ("zenobia", "quillfeather", "zen.quill") if word in left] == []
    assert people.find(hub.wb, kept).name == "Joan Alcaraz"
    assert hub.wb.store.check() == []


def test_requests_are_noted_with_their_day_and_settled_by_what_is_done(hub: Hub, tmp_path: Path) -> None:
    person = hub.person(NAME)
    requests.ask(hub.wb, person, Kind.CORRECT)
    requests.ask(hub.wb, person, Kind.SHOW)
    with pytest.raises(Conflict, match="asked for this already"):
        requests.ask(hub.wb, person, Kind.SHOW)
    with pytest.raises(BadInput, match="still to come"):
        requests.ask(hub.wb, person, Kind.ERASE, hub.wb.today() + timedelta(days=1))
    assert [one.kind for one in requests.to_do(hub.wb)] == [Kind.CORRECT, Kind.SHOW]
    people.correct(hub.wb, person, 1, NewPerson(name=NAME))
    holding.to_file(hub.wb, tmp_path, person)
    assert requests.to_do(hub.wb) == []
    requests.ask(hub.wb, person, Kind.STOP)
    assert people.find(hub.wb, person).no_contact
    history.undo(hub.wb)
    assert not people.find(hub.wb, person).no_contact
    with hub.wb.store.read() as tx:
        words = [requests.words_of(hub.wb, one) for one in requests.of_person(tx, person)]
    assert words == [
        "asked to see what is held of them on 12 Aug, done on 12 Aug",
        "asked to have something corrected on 12 Aug, done on 12 Aug",
    ]


def test_names_are_confirmed_without_case_and_accents() -> None:
    assert erasing.confirms("José  Peñaflor", "jose penaflor")
    assert not erasing.confirms("李", "")


def test_whose_time_is_over_is_seen_first_and_goes_in_one_act(hub: Hub) -> None:
    opening = hub.opening()
    gone, later, hired, held = (hub.person(f"{NAME} {n}", opening) for n in ("One", "Two", "Three", "Four"))
    waits = hub.person("Joan Alcaraz", opening)
    nowhere = hub.person("Ben Cruz")
    hub.take_to(hub.application(hired), MilestoneId.OFFER)
    decisions.decide(hub.wb, _rated(hub, hired), Result.PASSED)
    for person in (gone, later, held):
        applications.end(hub.wb, hub.application(person), State.WITHDREW)
    requests.keep(hub.wb, held, hub.wb.today() + timedelta(days=400), "a claim")
    hub.clock.ahead(days=100)
    promises.make(hub.wb, later, "call", hub.wb.today())
    touched = people.find(hub.wb, later)
    requests.ask(hub.wb, touched.id, Kind.SHOW)
    applications.add(hub.wb, later, opening)
    applications.end(hub.wb, hub.application(later), State.WITHDREW)
    assert retention.plan(hub.wb).due == ()
    hub.clock.ahead(days=266)
    shown = retention.plan(hub.wb)
    assert ({one.person for one in shown.due}, shown.days) == ({gone, nowhere}, 365)
    assert (shown.hired, shown.waiting, shown.held) == (1, 1, 1)
    before = len(hub.wb.store.acts(1000))
    assert retention.apply(hub.wb, shown).people == 2
    assert len(hub.wb.store.acts(1000)) == before + 1
    assert {row["id"] for row in hub.rows("select id from person")} == {later, hired, held, waits}
    assert [row["kind"] for row in hub.rows("select kind from asked where person is null")] == ["retention"] * 2
    assert hub.wb.store.check() == []
    with pytest.raises(NotFound, match="nobody whose time is over"):
        retention.apply(hub.wb, shown)
    hub.wb.take_settings(replace(hub.wb.site, forget_days=200), "Noor")
    assert [one.person for one in retention.plan(hub.wb).due] == [later]
