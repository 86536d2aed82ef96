"""History: what was done to a person, in words; taking an act back, and why that may be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import Conflict, NotFound
from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts, decisions, history, openings, people, queue, slips

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

TABLES = (
    "rubric",
    "opening",
    "person",
    "application",
    "attempt",
    "rating",
    "critical",
    "slip",
    "visit",
    "twin",
    "view",
)


def fingerprint(hub: Hub) -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored, but for how often it was written."""
    return {
        table: [
            {name: value for name, value in row.items() if name not in ("version", "act")}
            for row in hub.rows(f"select * from {table} order by id")
        ]
        for table in TABLES
    }


def words(entries: list[history.Entry]) -> list[str]:
    """What was done, the newest first."""
    return [entry.what for entry in entries]


def undo_everything(hub: Hub) -> None:
    """Take back every act that stands, the last one first."""
    while any(entry.kind == "do" and not entry.undone for entry in history.recent(hub.wb, 10_000)):
        history.undo(hub.wb)


def test_a_persons_history_holds_what_was_done_to_all_that_is_theirs(hub: Hub) -> None:
    opening = hub.opening()
    application = hub.application(hub.person("Joan Alcaraz", opening))
    other = hub.application(hub.person("Omar Said", opening))
    attempt = attempts.open_or_start(hub.wb, application)
    attempts.open_or_start(hub.wb, other)
    attempts.rate(hub.wb, attempt, "app.clarity", 4)
    attempts.critical(hub.wb, attempt, "app.ce.false_claim", "never issued")
    slip = decisions.decide(hub.wb, attempt, Result.INCOMPLETE, reason="we look into it").slip
    view = slips.view(hub.wb, slip)
    slips.save(hub.wb, slip, view.version, view.draft, "another tip")
    person = hub.stands(application)["person"]
    assert words(history.of_person(hub.wb, person)) == [
        "another tip",
        "Joan Alcaraz: online application incomplete",
        "critical error",
        "rated clear layout and wording",
        "started online application of Joan Alcaraz",
        "took in Joan Alcaraz",
    ]
    assert words(history.of_person(hub.wb, person, limit=2)) == [
        "another tip",
        "Joan Alcaraz: online application incomplete",
    ]


def test_history_says_who_and_when_and_what_was_taken_back(hub: Hub, colleague: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    hub.clock.ahead(minutes=3)
    version = people.find(hub.wb, person).version
    people.correct(colleague.wb, person, version, people.NewPerson("Joan Alcaraz", city="Cebu"))
    history.undo(colleague.wb)
    entries = history.of_person(hub.wb, person)
    assert [(entry.who, entry.what, entry.kind, entry.undone) for entry in entries] == [
        ("Ines", "corrected Joan Alcaraz", "undo", False),
        ("Ines", "corrected Joan Alcaraz", "do", True),
        ("Noor", "took in Joan Alcaraz", "do", False),
    ]
    assert entries[0].at == hub.clock.now
    assert entries == history.recent(hub.wb, 3)


def test_undo_takes_back_ones_own_last_act_only(hub: Hub, colleague: Hub) -> None:
    hub.person("Joan Alcaraz")
    theirs = queue.walk_in(colleague.wb, people.NewPerson("Omar Said"))
    assert history.undo(hub.wb).what == "took in Joan Alcaraz"
    assert [row.id for row in queue.rows(hub.wb)] == [theirs]
    with pytest.raises(NotFound, match="nothing to undo"):
        history.undo(hub.wb)


def test_an_act_is_taken_back_by_its_id(hub: Hub) -> None:
    hub.person("Joan Alcaraz")
    hub.person("Omar Said")
    first = next(entry.act for entry in history.recent(hub.wb) if entry.what == "took in Joan Alcaraz")
    history.undo(hub.wb, first)
    assert [row.name for row in queue.rows(hub.wb)] == ["Omar Said"]
    with pytest.raises(Conflict, match="undone already"):
        history.undo(hub.wb, first)


def test_what_later_work_stands_on_is_not_taken_back(hub: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    before = fingerprint(hub)
    started = next(entry.act for entry in history.recent(hub.wb, 99) if entry.what.startswith("started"))
    with pytest.raises(Conflict, match=r"Cannot undo “started online application of Joan Alcaraz”: “.*” by Noor"):
        history.undo(hub.wb, started)
    assert fingerprint(hub) == before


def test_an_older_rating_is_taken_back_where_nothing_followed_it(hub: Hub) -> None:
    attempt = attempts.open_or_start(hub.wb, hub.put_on())
    attempts.rate(hub.wb, attempt, "app.clarity", 2)
    attempts.rate(hub.wb, attempt, "app.contact", 5)
    older = next(entry.act for entry in history.recent(hub.wb) if entry.what == "rated clear layout and wording")
    history.undo(hub.wb, older)
    rated = [line.criterion.id for line in attempts.sheet(hub.wb, attempt).lines if line.rating]
    assert rated == ["app.contact"]


def test_redo_does_again_and_new_work_ends_it(hub: Hub) -> None:
    hub.person("Joan Alcaraz")
    after = fingerprint(hub)
    history.undo(hub.wb)
    history.redo(hub.wb)
    assert fingerprint(hub) == after
    history.undo(hub.wb)
    openings.create(hub.wb, "retail_cs", seats=9)
    with pytest.raises(NotFound, match="nothing to redo"):
        history.redo(hub.wb)


def test_the_whole_way_to_the_offer_is_taken_back_step_by_step(hub: Hub) -> None:
    empty = fingerprint(hub)
    application = hub.put_on(account="saas_chat")
    while hub.stands(application)["state"] != "hired":
        hub.take(application, 5)
    undo_everything(hub)
    assert fingerprint(hub) == empty
    assert hub.wb.store.check() == []


def test_what_undo_and_redo_would_do_is_known_before(hub: Hub) -> None:
    assert history.next_steps(hub.wb) == ("", "")
    hub.person("Joan Alcaraz")
    hub.person("Ben Cruz")
    assert history.next_steps(hub.wb) == ("took in Ben Cruz", "")
    history.undo(hub.wb)
    assert history.next_steps(hub.wb) == ("took in Joan Alcaraz", "took in Ben Cruz")
    history.redo(hub.wb)
    assert history.next_steps(hub.wb) == ("took in Ben Cruz", "")
    history.undo(hub.wb)
    hub.person("Cora Diaz")
    assert history.next_steps(hub.wb) == ("took in Cora Diaz", "")


def test_in_a_long_log_of_others_what_comes_next_is_not_known(hub: Hub) -> None:
    hub.person("Joan Alcaraz")
    hub.wb.store.who = "Omar"
    for number in range(20):
        hub.person(f"Person {number}")
    hub.wb.store.who = "Noor"
    assert history.next_steps(hub.wb) == (None, None)


def test_the_names_in_an_act_are_known_as_they_are_and_were(hub: Hub) -> None:
    joan = hub.person("Joan Alcaraz", hub.opening())
    hub.take_to(hub.application(joan), MilestoneId.IN_PERSON)
    hub.take(hub.application(joan))
    acts = {entry.what: entry.act for entry in history.recent(hub.wb)}
    assert all(history.names_in(hub.wb, act) == ("Joan Alcaraz",) for what, act in acts.items() if "Joan" in what)
    assert any("Joan" in what for what in acts)
    people.correct(hub.wb, joan, people.find(hub.wb, joan).version, people.NewPerson(name="Joan Reyes"))
    newest = history.recent(hub.wb, 1)[0].act
    assert set(history.names_in(hub.wb, newest)) == {"Joan Reyes", "Joan Alcaraz"}
