"""People: taken in as typed, found by whatever is at hand, listed in order, corrected by one hand at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Result, State
from domain.store import fold_words
from domain.workbook import applications, bulk, decisions, finding, people, people_list, queue
from domain.workbook.people import NewPerson, PeopleQuery

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def names(hub: Hub, query: PeopleQuery, limit: int = 0) -> list[str]:
    """Who a query finds, in its order."""
    return [row.name for row in people.rows(hub.wb, people.ids(hub.wb, query, limit))]


# taking in -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_set_right_and_kept_as_typed(hub: Hub) -> None:
    new = NewPerson("  Joan   Alcaraz ", mobile="0917 555 4471", email=" Joan@Example.ORG ", points=(" one  call ", ""))
    person = people.find(hub.wb, people.add(hub.wb, new))
    assert (person.name, person.called) == ("Joan Alcaraz", "Joan")
    assert (person.phone, person.phone_typed) == ("+639175554471", "0917 555 4471")
    assert person.email == "joan@example.org"
    assert person.points == ("one call",)
    assert (person.language, person.zone) == ("en", "Asia/Manila")


def test_a_number_that_is_none_is_kept_as_typed_and_found_by_its_digits(hub: Hub) -> None:
    person = people.find(hub.wb, people.add(hub.wb, NewPerson("Joan Alcaraz", mobile="local 4471")))
    assert (person.phone, person.phone_typed) == ("", "local 4471")
    assert names(hub, PeopleQuery("4471")) == ["Joan Alcaraz"]


@pytest.mark.parametrize("name", ["", "   ", "12345", "0917 555 4471", "\u200b\u200b"])
def test_what_is_no_name_is_refused_and_nothing_is_stored(hub: Hub, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        people.add(hub.wb, NewPerson(name))
    assert refused.value.hint
    with pytest.raises(BadInput):
        queue.walk_in(hub.wb, NewPerson(name), hub.opening())
    assert hub.value("select count(*) from person") == 0


def test_a_value_card_holds_three_points(hub: Hub) -> None:
    with pytest.raises(BadInput, match="3 points, not 4"):
        people.add(hub.wb, NewPerson("Joan Alcaraz", points=("a b", "c d", "e f", "g h")))
    person = people.add(hub.wb, NewPerson("Joan Alcaraz", points=("a b", " ", "c d", "e f")))
    assert people.find(hub.wb, person).points == ("a b", "c d", "e f")


def test_a_point_over_two_lines_stays_one_point(hub: Hub) -> None:
    person = people.add(hub.wb, NewPerson("Joan Alcaraz", points=("first\nsecond",)))
    assert people.find(hub.wb, person).points == ("first second",)


# correcting ----------------------------------------------------------------------------------------------------------


def test_a_correction_is_found_by_its_new_words_only(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", mobile="0917 555 4471")
    version = people.find(hub.wb, person).version
    people.correct(hub.wb, person, version, NewPerson("Joana Alcázar", mobile="0917 555 9900"))
    assert names(hub, PeopleQuery("alcazar")) == ["Joana Alcázar"]
    assert names(hub, PeopleQuery("9900")) == ["Joana Alcázar"]
    assert names(hub, PeopleQuery("alcaraz")) == names(hub, PeopleQuery("4471")) == []


def test_a_correction_of_what_somebody_else_changed_is_refused(hub: Hub, colleague: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    version = people.find(hub.wb, person).version
    people.correct(colleague.wb, person, version, NewPerson("Joan Alcaraz", city="Cebu"))
    with pytest.raises(Conflict, match="Ines"):
        people.correct(hub.wb, person, version, NewPerson("Joan Alcaraz", city="Davao"))
    assert people.find(hub.wb, person).city == "Cebu"


def test_a_correction_at_another_site_keeps_the_zone_of_the_person(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz")
    hub.wb.site = replace(hub.wb.site, zone="Europe/Madrid")
    people.correct(hub.wb, person, people.find(hub.wb, person).version, NewPerson("Joan Alcaraz"))
    assert people.find(hub.wb, person).zone == "Asia/Manila"


def test_somebody_who_is_not_there(hub: Hub) -> None:
    with pytest.raises(NotFound, match="id 12"):
        people.find(hub.wb, 12)
    with pytest.raises(NotFound):
        people.correct(hub.wb, 12, 1, NewPerson("Joan Alcaraz"))


# finding -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def five(hub: Hub) -> Hub:
    """Five people, taken in a minute apart."""
    for name, mobile in (
        ("Joan Alcaraz", "0917 555 4471"),
        ("José Núñez", "0917 555 4472"),
        ("Lea Mondal", "0918 000 4471"),
        ("Nunzia Alcott", ""),
        ("Łukasz Øster", ""),
    ):
        hub.person(name, mobile=mobile, reference="WD-2026-0815" if name.startswith("Lea") else "")
        hub.clock.ahead(minutes=1)
    return hub


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("alc", ["Joan Alcaraz", "Nunzia Alcott"]),
        ("ALC jo", ["Joan Alcaraz"]),
        ("nunez", ["José Núñez"]),
        ("NÚÑEZ josé", ["José Núñez"]),
        ("nun", ["José Núñez", "Nunzia Alcott"]),
        ("4471", ["Joan Alcaraz", "Lea Mondal"]),
        ("0917 555 4471", ["Joan Alcaraz"]),
        ("+63 917-555-4472", ["José Núñez"]),
        ("09180004471", ["Lea Mondal"]),
        ("2026-0815", ["Lea Mondal"]),
        ("wd 2026", ["Lea Mondal"]),
        ("caraz", []),
        ("joan mondal", []),
    ],
)
def test_people_are_found_by_starts_of_words_accents_and_digits(five: Hub, words: str, found: list[str]) -> None:
    assert names(five, PeopleQuery(words)) == found
    assert people.count(five.wb, PeopleQuery(words)) == len(found)


def test_the_number_of_the_queue_comes_before_other_digits(five: Hub) -> None:
    answer = finding.find(five.wb, "4")
    assert answer.people[0].name == "Nunzia Alcott"
    assert answer.people[0].number == 4
    assert {one.name for one in answer.people[1:]} == {"Joan Alcaraz", "José Núñez", "Lea Mondal"}
    assert answer.total == 4


def test_yesterdays_numbers_find_nobody(five: Hub) -> None:
    assert [one.name for one in finding.find(five.wb, "3").people] == ["Lea Mondal"]
    five.clock.ahead(days=1)
    assert finding.find(five.wb, "3").people == ()


def test_what_tells_people_of_one_name_apart(hub: Hub) -> None:
    opening = hub.opening()
    hub.take(hub.application(hub.person("Joan Alcaraz", opening, mobile="0917 555 4471")))
    hub.person("Joan Alcaraz", mobile="0917 555 9900")
    shown = {(one.where, one.tail, one.number) for one in finding.find(hub.wb, "joan").people}
    assert shown == {("Phone, Retail", "…4471", 1), ("", "…9900", 2)}


def test_without_words_the_latest_come_first(hub: Hub) -> None:
    opening = hub.opening()
    for name in ("Joan Alcaraz", "Lea Mondal", "Omar Said"):
        hub.person(name, opening)
        hub.clock.ahead(minutes=1)
    assert [one.name for one in finding.find(hub.wb, " ", limit=2).people] == ["Omar Said", "Lea Mondal"]


def test_the_closest_name_where_nobody_fits(five: Hub) -> None:
    answer = finding.find(five.wb, "alcarz")
    assert (answer.people, answer.total, answer.closest) == ((), 0, "Joan Alcaraz")
    assert finding.find(five.wb, "xqzt").closest == ""


def test_the_filter_joins_words_opening_state_and_milestone(hub: Hub) -> None:
    retail, travel = hub.opening("retail_cs"), hub.opening("travel_air")
    for name, opening in (("Joan Alcaraz", retail), ("Joan Mondal", travel), ("Omar Said", retail)):
        hub.person(name, opening)
    ahead = hub.application(hub.person("Joan Tanabe", retail))
    hub.take(ahead)
    stopped = hub.application(hub.person("Joan Santos", retail))
    hub.take(stopped, 1, Result.NOT_YET)
    here = PeopleQuery("joan", opening=retail)
    assert names(hub, here) == ["Joan Alcaraz", "Joan Santos", "Joan Tanabe"]
    assert names(hub, replace(here, states=(State.READY,))) == ["Joan Alcaraz", "Joan Tanabe"]
    assert names(hub, replace(here, milestone=MilestoneId.PHONE)) == ["Joan Tanabe"]
    assert names(hub, replace(here, states=(State.NOT_YET, State.HIRED))) == ["Joan Santos"]
    assert people.count(hub.wb, replace(here, states=(State.READY,))) == 2


# order ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def placed(hub: Hub) -> Hub:
    """People at different mileposts, one of them waiting for a retake, one on no opening."""
    opening = hub.opening()
    for name, steps in (("Ana Cruz", 3), ("Ben Reyes", 0), ("Cara Diaz", 1)):
        application = hub.application(hub.person(name, opening))
        for _ in range(steps):
            hub.take(application)
        hub.clock.ahead(hours=1)
    hub.take(hub.application(hub.person("Dan Uy", opening)), 1, Result.NOT_YET)
    hub.clock.ahead(days=1)
    hub.take(hub.application(hub.person("Eva Lim", opening)), 1, Result.NOT_YET)
    hub.person("Fe Tan")
    return hub


@pytest.mark.parametrize(
    ("sort", "descending", "initials"),
    [
        ("name", False, "ABCDEF"),
        ("name", True, "FEDCBA"),
        ("since", True, "EDCBAF"),
        ("since", False, "FABCDE"),
        ("added", False, "ABCDEF"),
        ("added", True, "FEDCBA"),
        ("milestone", False, "BDECAF"),
        ("milestone", True, "FACEDB"),
        ("state", False, "ABCDEF"),
        ("retest", False, "DEFABC"),
        ("retest", True, "EDCBAF"),
        ("road", False, "ACBDEF"),
        ("account", False, "ABCDEF"),
        ("account", True, "EDCBAF"),
        ("opening", False, "ABCDEF"),
    ],
)
def test_the_orders_of_the_list(placed: Hub, sort: str, descending: bool, initials: str) -> None:
    query = PeopleQuery(sort=sort, descending=descending)
    assert "".join(name[0] for name in names(placed, query)) == initials
    assert "".join(name[0] for name in names(placed, query, 4)) == initials[:4]
    assert in_slices(placed, query, 2) == list(people.ids(placed.wb, query))


@pytest.mark.parametrize(
    ("sort", "descending", "names_in_order"),
    [
        ("owner", False, ["Bo", "Di", "Al", "Cy", "Ed"]),
        ("owner", True, ["Al", "Di", "Bo", "Ed", "Cy"]),
        ("tags", False, ["Di", "Al", "Bo", "Cy", "Ed"]),
        ("tags", True, ["Al", "Di", "Ed", "Cy", "Bo"]),
    ],
)
def test_owners_and_tags_are_orders_with_whoever_has_none_at_the_end(
    hub: Hub, sort: str, descending: bool, names_in_order: list[str]
) -> None:
    ids = {name: hub.person(name) for name in ("Al", "Bo", "Cy", "Di", "Ed")}
    deeds: list[tuple[str, bulk.Deed]] = [
        ("Al", bulk.Assign("Tomas")),
        ("Bo", bulk.Assign("Mai")),
        ("Di", bulk.Assign("Mai")),
        ("Al", bulk.AddTags(("nights",))),
        ("Di", bulk.AddTags(("fluent",))),
    ]
    for name, deed in deeds:
        bulk.carry_out(hub.wb, bulk.preview(hub.wb, deed, [ids[name]]))
    query = PeopleQuery(sort=sort, descending=descending)
    assert names(hub, query) == names_in_order
    assert in_slices(hub, query, 2) == list(people.ids(hub.wb, query))


def test_rows_come_in_the_order_that_was_asked_and_without_those_that_are_gone(five: Hub) -> None:
    everybody = list(people.ids(five.wb, PeopleQuery()))
    wanted = [everybody[3], 17, everybody[0]]
    assert [row.id for row in people.rows(five.wb, wanted)] == [everybody[3], everybody[0]]
    assert people.rows(five.wb, []) == []


@pytest.mark.parametrize("words", ["joan.alcaraz@example.org", "alcaraz@ex", "joan.alc", "joan @exam"])
def test_an_address_finds_its_person(hub: Hub, words: str) -> None:
    people.add(hub.wb, NewPerson("Jo", email="joan.alcaraz@example.org"))
    people.add(hub.wb, NewPerson("Ben", email="ben@example.org"))
    assert names(hub, PeopleQuery(words)) == ["Jo"]


@pytest.mark.parametrize("words", ["exam", "o"])
def test_nobody_is_found_by_the_domain_of_their_address(hub: Hub, words: str) -> None:
    people.add(hub.wb, NewPerson("Ben", email="ben@example.org"))
    assert names(hub, PeopleQuery(words)) == []
    assert names(hub, PeopleQuery(words), 9) == []


letters = st.text("abcdeñÁß 1-", min_size=1, max_size=8).filter(lambda text: bool(fold_words(text)))
lists = st.lists(letters.flatmap(lambda text: st.sampled_from([f"Ana {text}", f"{text} Ana"])), min_size=1, max_size=6)


@given(
    added=lists,
    words=st.one_of(st.sampled_from(["", "an", "ana"]), letters),
    sort=st.sampled_from(sorted(people.SORTS)),
    descending=st.booleans(),
    limit=st.integers(1, 9),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_page_is_the_beginning_of_the_list_whichever_way_it_is_looked_up(
    hub: Hub, added: list[str], words: str, sort: str, descending: bool, limit: int
) -> None:
    for name in added:
        people.add(hub.wb, NewPerson(name))
        hub.clock.ahead(minutes=1)
    query = PeopleQuery(words, sort=sort, descending=descending)
    whole = list(people.ids(hub.wb, query))
    asked = fold_words(words)
    fitting = {
        row["id"]
        for row in hub.rows("select id, find from person")
        if all(any(word.startswith(part) for word in row["find"].split()) for part in asked)
    }
    assert set(whole) == fitting
    assert people.count(hub.wb, query) == len(whole) == len(fitting)
    assert list(people.ids(hub.wb, query, limit)) == whole[:limit]
    assert in_slices(hub, query, limit) == whole
    with pytest.MonkeyPatch.context() as patch:
        for at_once in (1, 0):
            patch.setattr(people_list, "AT_ONCE", at_once)
            assert list(people.ids(hub.wb, query, limit)) == whole[:limit]
        patch.setattr(people_list, "FEW", 0)
        patch.setattr(people_list, "SORTED", 0)
        assert list(people.ids(hub.wb, query, limit)) == whole[:limit]
        patch.setattr(people_list, "WALKED", 1)
        patch.setattr(people_list, "WALKED_READING", 1)
        assert list(people.ids(hub.wb, query, limit)) == whole[:limit]
    assert in_slices(hub, query, limit) == whole
    assert whole[:1] + rest_behind(hub, query, whole[0] if whole else 0) == whole


def rest_behind(hub: Hub, query: PeopleQuery, person: int) -> list[int]:
    """Everybody behind a person, asked for until that is all."""
    found: list[int] = []
    place: people.Behind | None = people.Behind(person)
    while place:
        more, place = people.rest(hub.wb, query, place)
        found += more
    return found


def in_slices(hub: Hub, query: PeopleQuery, size: int) -> list[int]:
    """The list read piece by piece: a first page, then slices of so many people, hits of a search a few at a time."""
    first = list(people.ids(hub.wb, query, 1))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AT_ONCE", "FEW", "SORTED"):
            patch.setattr(people_list, name, 0)
        patch.setattr(people_list, "SLICE", size)
        patch.setattr(people_list, "HITS", size)
        return first + (rest_behind(hub, query, first[0]) if first else [])


# twins ---------------------------------------------------------------------------------------------------------------


def test_two_entries_with_one_number_are_noted_and_never_merged(hub: Hub) -> None:
    first = hub.person("Joan Alcaraz", mobile="0917 555 4471")
    second = hub.person("Joan Alcarez", mobile="+63 917 555 4471")
    twins = hub.rows("select * from twin")
    assert [(twin["person"], twin["other"], twin["settled"]) for twin in twins] == [(second, first, "")]
    assert people.count(hub.wb, PeopleQuery("joan")) == 2
    people.settle_twin(hub.wb, twins[0]["id"], "different")
    assert hub.value("select settled from twin") == "different"
    with pytest.raises(BadInput):
        people.settle_twin(hub.wb, twins[0]["id"], "perhaps")


def test_people_without_a_number_are_nobodys_twins(hub: Hub) -> None:
    hub.person("Joan Alcaraz")
    hub.person("Lea Mondal")
    assert hub.rows("select * from twin") == []


def test_the_list_shows_the_application_that_goes_on(hub: Hub) -> None:
    retail, travel = hub.opening("retail_cs"), hub.opening("travel_air")
    person = hub.person("Joan Alcaraz", retail)
    first = hub.application(person)
    second = applications.add(hub.wb, person, travel)
    assert people.rows(hub.wb, [person])[0].account == "travel_air"
    decisions.withdraw(hub.wb, second)
    row = people.rows(hub.wb, [person])[0]
    assert (row.account, row.state) == ("retail_cs", State.READY)
    decisions.withdraw(hub.wb, first)
    assert people.rows(hub.wb, [person])[0].state == State.WITHDREW
    assert hub.application(person) == first
