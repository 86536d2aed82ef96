"""History: what was done to a person, in words; taking an act back, and why that may be refused."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import Conflict, NotFound
from domain.model.terms import MilestoneId, Result
from domain.workbook import (
    applications,
    attempts,
    decisions,
    fitting,
    head,
    history,
    journeys,
    merging,
    openings,
    people,
    queue,
    slips,
    taking_in,
)
from domain.workbook.history_words import labels_of

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

TABLES = (
    "rubric",
    "opening",
    "person",
    "application",
    "attempt",
    "card",
    "rating",
    "revision",
    "critical",
    "slip",
    "visit",
    "twin",
    "view",
)


def fingerprint(hub: Hub) -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored, but for how often it was written and the shared words that stay when an act goes."""
    return {
        table: [
            {name: value for name, value in row.items() if name not in ("version", "act")}
            for row in hub.rows(f"select * from {table} order by id")
            if table != "rubric" or row["changed"]
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
        "noted a critical error",
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
    assert [entry.act for entry in entries] == [entry.act for entry in history.recent(hub.wb, 3)]


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
    with pytest.raises(Conflict, match="it was taken back already"):
        history.undo(hub.wb, first)


def test_what_later_work_stands_on_is_not_taken_back(hub: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    before = fingerprint(hub)
    started = next(entry.act for entry in history.recent(hub.wb, 99) if entry.what.startswith("started"))
    with pytest.raises(Conflict, match=r"Cannot undo “started online application of Joan Alcaraz”: Noor came"):
        history.undo(hub.wb, started)
    assert fingerprint(hub) == before


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_first_tries_at_a_milestone_are_taken_back_in_any_order(hub: Hub, order: tuple[int, ...]) -> None:
    """Whoever is first writes down the words that all are rated by; nobody stands in another's way for that."""
    opening = hub.opening()
    applications = [hub.application(hub.person(f"Person {number}", opening)) for number in range(3)]
    before = hub.rows("select id, milestone, state, road from application order by id")
    begun = []
    for application in applications:
        attempts.open_or_start(hub.wb, application)
        begun.append(hub.wb.store.acts(1)[0].id)
    for left, number in enumerate(order, 1):
        assert history.why_not(hub.wb, begun[number]) == ""
        history.undo(hub.wb, begun[number])
        assert hub.value("select count(*) from attempt") == 3 - left
    assert hub.rows("select id, milestone, state, road from application order by id") == before
    for back in range(1, 4):
        history.redo(hub.wb)
        assert hub.value("select count(*) from attempt") == back
    assert hub.wb.store.check() == []


def test_two_classes_on_the_same_words_are_taken_back_in_any_order(hub: Hub, colleague: Hub) -> None:
    first = hub.opening()
    second = colleague.opening()
    history.undo(hub.wb)
    assert hub.rows("select id from opening") == [{"id": second}]
    history.undo(colleague.wb)
    history.redo(hub.wb)
    assert hub.rows("select id from opening") == [{"id": first}]


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
    assert head.next_steps(hub.wb) == ("", "")
    hub.person("Joan Alcaraz")
    hub.person("Ben Cruz")
    assert head.next_steps(hub.wb) == ("took in Ben Cruz", "")
    history.undo(hub.wb)
    assert head.next_steps(hub.wb) == ("took in Joan Alcaraz", "took in Ben Cruz")
    history.redo(hub.wb)
    assert head.next_steps(hub.wb) == ("took in Ben Cruz", "")
    history.undo(hub.wb)
    hub.person("Cora Diaz")
    assert head.next_steps(hub.wb) == ("took in Cora Diaz", "")


def test_in_a_long_log_of_others_what_comes_next_is_not_known(hub: Hub) -> None:
    hub.person("Joan Alcaraz")
    hub.wb.store.who = "Omar"
    for number in range(20):
        hub.person(f"Person {number}")
    hub.wb.store.who = "Noor"
    assert head.next_steps(hub.wb) == (None, None)


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


# In plain sentences.


def said(hub: Hub, person: int, **how: Any) -> list[str]:
    """What was done to a person, the newest first."""
    return [f"{entry.who} {entry.said}" for entry in history.of_person(hub.wb, person, **how)]


def test_history_is_told_in_plain_sentences(hub: Hub, colleague: Hub) -> None:
    opening, travel = hub.opening(), hub.opening("travel_air")
    person = hub.person("Joan Alcaraz", opening)
    attempt = attempts.open_or_start(hub.wb, hub.application(person))
    attempts.rate(hub.wb, attempt, "app.clarity", 4)
    attempts.rate(hub.wb, attempt, "app.clarity", 3)
    attempts.not_observed(hub.wb, attempt, "app.contact")
    attempts.clear_rating(hub.wb, attempt, "app.contact")
    attempts.evidence(hub.wb, attempt, "app.clarity", moment="in the header")
    attempts.note(hub.wb, attempt, "Looked tired")
    attempts.critical(hub.wb, attempt, "app.ce.false_claim", "never issued")
    critical = hub.value("select id from critical")
    attempts.confirm_critical(hub.wb, critical, "Ines")
    attempts.clear_critical(hub.wb, critical, "It was another form")
    decisions.decide(hub.wb, attempt, Result.PASSED, reason="as it stands", second="Ines")
    applications.add_test(hub.wb, hub.application(person), MilestoneId.SALES)
    decisions.no_show(hub.wb, hub.application(person))
    fitting.move(hub.wb, hub.application(person), travel)
    card = people.find(hub.wb, person)
    people.correct(colleague.wb, person, card.version, people.NewPerson(card.name, city="Cebu", channel="call"))
    card = people.find(hub.wb, person)
    new = people.NewPerson(card.name, city="Cebu", channel="call", note="Shy")
    people.correct(hub.wb, person, card.version, new)
    decisions.withdraw(hub.wb, hub.application(person), reason="took a job nearer home")
    history.undo(hub.wb)
    hub.clock.ahead(days=1)
    queue.come_in(hub.wb, person)
    assert said(hub, person) == [
        "Noor noted that Joan arrived, No. 1",
        "Noor took back: withdrew",
        "Noor ended the application for Travel and airline support, class of 1 Sep, withdrew, by the candidate: "
        "took a job nearer home",
        "Noor wrote a private note on Joan",
        "Ines corrected reach by and city of Joan",
        "Noor moved Joan from Retail customer service, class of 1 Sep to Travel and airline support, class of 1 Sep",
        "Noor noted that Joan did not come to the phone interview",
        "Noor added the sales test to the route",
        "Noor moved Joan from Online application to Phone interview, passed",
        "Noor cleared the critical error at the online application, attempt 1",
        "Noor put a second name to the critical error at the online application, attempt 1",
        "Noor noted a critical error at the online application, attempt 1",
        "Noor wrote a private note on the online application, attempt 1",
        "Noor wrote evidence for clear layout and wording",
        "Noor cleared contact details that work",
        "Noor marked contact details that work not observed",
        "Noor rated clear layout and wording 3",
        "Noor rated clear layout and wording 4",
        "Noor started the online application, attempt 1",
        "Noor took Joan in for Retail customer service, class of 1 Sep, No. 1",
    ]


def test_slips_are_told_of_with_the_attempt_that_they_are_for(hub: Hub) -> None:
    application = hub.put_on()
    hub.hand_over(hub.take(application).slip)
    told = said(hub, hub.stands(application)["person"])
    assert told[0] == "Noor handed over the slip of the online application, attempt 1, on screen"
    assert told[1] == "Noor changed the slip of the online application, attempt 1"


def test_private_notes_are_told_of_and_shown_only_when_opened(hub: Hub) -> None:
    attempt = attempts.open_or_start(hub.wb, hub.put_on())
    attempts.note(hub.wb, attempt, "Looked tired")
    person = attempts.sheet(hub.wb, attempt).person
    assert "Looked tired" not in str(history.of_person(hub.wb, person))
    entry = history.of_person(hub.wb, person)[0]
    (group,) = history.details(hub.wb, person, entry.act).groups
    assert group.fields == (history.Told("Private note", "", "Looked tired", private=True),)


def test_an_entry_tells_before_and_after_of_its_fields_in_words(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening(), city="Cebu")
    hub.take(hub.application(person), 2, Result.NOT_YET)
    card = people.find(hub.wb, person)
    people.correct(hub.wb, person, card.version, people.NewPerson("Joan Miguel", city="Davao", ok_text=True))
    newest = history.of_person(hub.wb, person)[0]
    found = history.details(hub.wb, person, newest.act)
    assert [(group.title, [(one.label, one.before, one.after) for one in group.fields]) for group in found.groups] == [
        (
            "Card",
            [
                ("Name", "Joan Alcaraz", "Joan Miguel"),
                ("Ok to text", "", "yes"),
                ("City", "Cebu", "Davao"),
            ],
        )
    ]
    decided = next(one for one in history.of_person(hub.wb, person) if "decided" in one.said)
    told = {
        group.title: {one.label: (one.before, one.after) for one in group.fields}
        for group in history.details(hub.wb, person, decided.act).groups
    }
    assert told["Online application, attempt 1"]["Result"] == ("", "not yet")
    assert told["Application for Retail customer service, class of 1 Sep"]["State"] == ("underway", "not yet")


def test_no_entry_shows_a_column_or_what_is_stored_raw(hub: Hub) -> None:
    opening, travel = hub.opening(), hub.opening("travel_air")
    person, other = (hub.person(f"Joan {word}", opening, mobile="0917 555 4471") for word in ("A", "B"))
    hub.hand_over(hub.take(hub.application(person)).slip)
    fitting.move(hub.wb, hub.application(person), travel)
    decisions.no_show(hub.wb, hub.application(person), notice=True)
    people.settle_twin(hub.wb, journeys.page(hub.wb, person).twins[0].id, "different")
    merging.merge(hub.wb, person, other)
    shown = [history.details(hub.wb, person, entry.act) for entry in history.of_person(hub.wb, person)]
    words = [
        word
        for found in shown
        for word in (
            found.entry.said,
            *(group.title for group in found.groups),
            *(
                part
                for group in found.groups
                for told in group.fields
                for part in (told.label, told.before, told.after)
            ),
        )
    ]
    assert [word for word in words if "_" in word or "{" in word or "[" in word] == []
    assert {found.entry.what for found in shown if not found.groups} <= {"changed the slip"}


def test_names_are_told_as_they_are_to_be_shown(hub: Hub) -> None:
    kept = hub.person("Joan Alcaraz", hub.opening(), mobile="0917 555 4471")
    other = hub.person("Juana Alcaraz", mobile="0917 555 4471")
    hub.take(hub.application(kept))
    merging.merge(hub.wb, kept, other)
    told = said(hub, kept, name=lambda _name: "N. N.")
    assert told[0] == "Noor put the entry of N. N. together with N. N.'s"
    assert [line for line in told if "Joan" in line or "Juana" in line or "Alcaraz" in line] == []


def test_whoever_came_with_a_load_or_an_import_says_so(hub: Hub) -> None:
    with hub.wb.store.bulk("made a demonstration hub of 2 people") as loader:
        loader.add("person", [{"name": "Joan Alcaraz", "called": "Joan", "at": 1}, {"name": "Omar Said", "at": 1}])
    person = hub.value("select id from person where called = 'Joan'")
    assert said(hub, person) == ["Noor made a demonstration hub of 2 people, and Joan came with it"]
    people.correct(hub.wb, person, people.find(hub.wb, person).version, people.NewPerson("Joan Miguel"))
    assert said(hub, person)[-1] == "Noor made a demonstration hub of 2 people, and Joan came with it"
    load = history.of_person(hub.wb, person)[-1]
    assert history.why_not(hub.wb, load.act) == "it filled the workbook"
    shown = taking_in.preview(hub.wb, b"name,mobile\nLea Mondal,0917 555 0001\n", "march.csv")
    taking_in.take_in(hub.wb, shown)
    lea = people.ids(hub.wb, people.PeopleQuery("lea"))[0]
    assert said(hub, lea) == ["Noor imported 1 person from march.csv, Lea among them"]


def test_history_comes_in_pages_that_join_without_a_seam(hub: Hub) -> None:
    attempt = attempts.open_or_start(hub.wb, hub.put_on())
    for number in range(30):
        attempts.rate(hub.wb, attempt, "app.clarity", 1 + number % 5)
    person = attempts.sheet(hub.wb, attempt).person
    whole = history.of_person(hub.wb, person)
    assert len(whole) == 32
    pages, before = [], 0
    while page := history.of_person(hub.wb, person, 7, before=before):
        pages += page
        before = page[-1].seq
    assert pages == whole


def test_why_an_act_cannot_be_taken_back_is_known_before(hub: Hub, colleague: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening())
    attempt = attempts.open_or_start(colleague.wb, hub.application(person))
    attempts.rate(hub.wb, attempt, "app.clarity", 4)
    rated, started, taken = history.of_person(hub.wb, person)
    assert history.why_not(hub.wb, rated.act) == ""
    assert history.why_not(hub.wb, started.act) == (
        "Noor came later with “rated clear layout and wording” at 10:42, which stands on it"
    )
    why = history.why_not(hub.wb, taken.act, person, name=lambda _name: "J. A.")
    assert why == "Ines came later with “started online application of J. A.” at 10:42, which changed the state"
    history.undo(hub.wb, rated.act)
    assert history.why_not(hub.wb, rated.act) == "it was taken back already"
    assert history.why_not(hub.wb, started.act) == ""
    assert history.why_not(hub.wb, hub.wb.store.acts(1)[0].id) == "it took an act back itself"


def test_a_refused_undo_says_what_was_changed_since_by_whom_and_when(hub: Hub, colleague: Hub) -> None:
    person = hub.person("Joan Alcaraz", city="Cebu")
    people.correct(hub.wb, person, people.find(hub.wb, person).version, people.NewPerson("Joan Alcaraz", city="Davao"))
    mine = hub.wb.store.acts(1)[0].id
    hub.clock.ahead(days=1)
    version = people.find(hub.wb, person).version
    people.correct(colleague.wb, person, version, people.NewPerson("Joan Alcaraz", city="Iloilo", note="calls back"))
    said = "Ines came later with “corrected Joan Alcaraz” at 10:42, which changed the city"
    assert history.why_not(hub.wb, mine) == said
    with pytest.raises(Conflict) as raised:
        history.undo(hub.wb)
    assert raised.value.message == f"Cannot undo “corrected Joan Alcaraz”: {said}."
    assert raised.value.names == ("Joan Alcaraz",)
    hub.clock.ahead(days=1)
    assert history.why_not(hub.wb, mine) == said.replace("at 10:42", "on 13 Aug")


def test_no_column_of_a_workbook_is_named_raw(hub: Hub) -> None:
    """Whatever column later work changes: it has a word, or follows from one that has."""
    follow = {"id", "version", "act", "at"}
    for table, known in hub.wb.store._shape.items():
        if known.logged:
            said = labels_of(table, [column for column in known.columns if column not in follow])
            assert [word for word in said if "_" in word or word != word.strip()] == []


def test_what_was_taken_back_stays_in_the_history_and_says_so(hub: Hub, colleague: Hub) -> None:
    """A rating that is gone from the sheet was given all the same, and who took it back is known."""
    person = hub.person("Joan Alcaraz", hub.opening())
    attempt = attempts.open_or_start(hub.wb, hub.application(person))
    started = hub.wb.store.acts(1)[0].id
    attempts.rate(hub.wb, attempt, "app.clarity", 4)
    rated = hub.wb.store.acts(1)[0].id
    history.undo(colleague.wb, rated)
    assert [(one.act == rated, one.undone) for one in history.of_person(hub.wb, person)][:2] == [
        (False, False),
        (True, True),
    ]
    assert said(hub, person)[:2] == [
        "Ines took back: rated clear layout and wording",
        "Noor rated clear layout and wording 4",
    ]
    history.undo(hub.wb, started)
    assert said(hub, person) == [
        "Noor took back: started online application of Joan Alcaraz",
        "Ines took back: rated clear layout and wording",
        "Noor rated clear layout and wording 4",
        "Noor started the online application, attempt 1",
        "Noor took Joan in for Retail customer service, class of 1 Sep, No. 1",
    ]
    shown = history.details(hub.wb, person, rated)
    assert [(group.title, group.fields[0].after) for group in shown.groups] == [
        ("Clear layout and wording, online application, attempt 1", "4")
    ]
    assert shown.why_not == "it was taken back already"
    history.redo(hub.wb)
    assert said(hub, person)[0] == "Noor did again: started online application of Joan Alcaraz"


def test_what_was_taken_back_of_somebody_else_is_not_theirs(hub: Hub) -> None:
    opening = hub.opening()
    joan, omar = (hub.person(name, opening) for name in ("Joan Alcaraz", "Omar Said"))
    attempts.open_or_start(hub.wb, hub.application(joan))
    history.undo(hub.wb)
    assert [line for line in said(hub, omar) if "Joan" in line or "started" in line] == []
    assert len(said(hub, joan)) == 3
