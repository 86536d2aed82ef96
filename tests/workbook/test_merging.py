"""Two entries that are one person: put together, and taken apart again as if nothing had been."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Result, State
from domain.store.shape import logged
from domain.workbook import (
    applications,
    attempts,
    decisions,
    finding,
    fitting,
    history,
    journeys,
    merging,
    people,
    queue,
    slips,
)
from domain.workbook.merging import Take
from tests.workbook.hub import make_hub

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.engines import Workshop
    from tests.workbook.hub import Hub

OWNED = ("application", "attempt", "slip", "visit", "promise", "touch", "snooze", "pool", "rung", "proof")


def tables(hub: Hub) -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored, but for how often and by which act it was written."""
    return {
        table: [
            {name: value for name, value in row.items() if name not in ("version", "act")}
            for row in hub.rows(f"select * from {table} order by id")
        ]
        for table in logged(hub.wb.store._shape)
    }


def twice(hub: Hub, **known: object) -> tuple[int, int]:
    """Joan, entered twice on one class: stopped at the phone interview in one entry, ready in the other."""
    opening = hub.opening()
    kept = hub.person("Joan Alcaraz", opening, mobile="0917 123 4471", city="Cebu", note="calls back late")
    hub.take(hub.application(kept))
    hub.take(hub.application(kept), 2, Result.NOT_YET)
    hub.clock.ahead(hours=1)
    other = hub.person("Joan M. Alcaraz", opening, mobile="0917 555 0000", email="joan@example.org", **known)
    return kept, other


def whole(hub: Hub) -> None:
    """Nothing points at somebody else's: attempts, slips and visits belong to the person of their application."""
    odd = {
        "attempt": "select t.id from attempt t join application a on a.id = t.application where t.person <> a.person",
        "slip": "select s.id from slip s join attempt t on t.id = s.attempt where s.person <> t.person",
        "visit": "select v.id from visit v join application a on a.id = v.application where v.person <> a.person",
        "shown": "select p.id from person p join application a on a.id = p.application where a.person <> p.id",
        "gone": "select id from merged where was in (select id from person)",
    }
    assert {name: found for name, sql in odd.items() if (found := hub.rows(sql))} == {}
    assert hub.wb.store.check() == []


# Looking first.


def test_the_preview_shows_both_cards_and_fills_blanks_from_the_other(hub: Hub) -> None:
    kept, other = twice(hub, note="prefers nights", tags="night", ok_text=True)
    shown = merging.preview(hub.wb, kept, other)
    by_key = {field.key: field for field in shown.fields}
    assert shown.names == ("Joan Alcaraz", "Joan M. Alcaraz")
    assert (by_key["city"].kept, by_key["city"].other, by_key["city"].take) == ("Cebu", "", Take.KEPT)
    assert (by_key["email"].other, by_key["email"].take) == ("joan@example.org", Take.OTHER)
    assert (by_key["phone"].other, by_key["phone"].take) == ("0917 555 0000", Take.KEPT)
    assert by_key["note"].take is Take.BOTH
    assert by_key["ok_text"].take is Take.KEPT, "a yes in one entry does not overrule a no in the other"
    assert shown.coming == ("1 application", "1 visit")


def test_a_field_turns_through_its_choices(hub: Hub) -> None:
    kept, other = twice(hub, note="prefers nights")
    by_key = {field.key: field for field in merging.preview(hub.wb, kept, other).fields}
    assert by_key["phone"].turned().take is Take.OTHER
    assert by_key["phone"].turned().turned().take is Take.KEPT
    assert [by_key["note"].turned().take, by_key["note"].turned().turned().take] == [Take.KEPT, Take.OTHER]
    assert by_key["zone"].turned().take is Take.KEPT, "nothing to choose where both say the same"


def test_nobody_is_put_together_with_themselves_or_with_nobody(hub: Hub) -> None:
    kept = hub.person()
    with pytest.raises(BadInput, match="the same entry"):
        merging.preview(hub.wb, kept, kept)
    with pytest.raises(NotFound, match="no longer"):
        merging.preview(hub.wb, kept, 99)


# Putting together.


def test_the_card_keeps_what_was_chosen_and_is_found_by_it(hub: Hub) -> None:
    kept, other = twice(hub, note="prefers nights", points=("Night shifts",))
    merging.merge(hub.wb, kept, other, {"phone": Take.OTHER, "name": Take.OTHER})
    card = people.find(hub.wb, kept)
    assert (card.name, card.phone, card.city, card.email) == (
        "Joan M. Alcaraz",
        "+639175550000",
        "Cebu",
        "joan@example.org",
    )
    assert card.note == "calls back late\nprefers nights"
    assert card.points == ("Night shifts",)
    assert [row.id for row in finding.find(hub.wb, "5550000").people] == []
    assert [row.id for row in finding.find(hub.wb, "0000").people] == [kept]
    assert list(people.ids(hub.wb, people.PeopleQuery("4471"))) == []


def test_everything_comes_along_and_the_other_entry_is_in_no_list(hub: Hub) -> None:
    kept, other = twice(hub)
    before = {table: hub.value(f"select count(*) from {table}") for table in OWNED}
    merging.merge(hub.wb, kept, other)
    assert {table: hub.value(f"select count(*) from {table}") for table in OWNED} == before
    assert {table: hub.value(f"select count(*) from {table} where person <> :k", k=kept) for table in OWNED} == (
        dict.fromkeys(OWNED, 0)
    )
    assert list(people.ids(hub.wb, people.PeopleQuery())) == [kept]
    assert people.count(hub.wb, people.PeopleQuery("joan")) == 1
    assert {row.person for row in queue.rows(hub.wb)} == {kept}
    whole(hub)


def test_an_old_id_leads_to_the_one_that_was_kept_over_more_than_one_step(hub: Hub) -> None:
    kept, other = twice(hub)
    third = hub.person("Joanne Alcaraz")
    merging.merge(hub.wb, kept, other)
    merging.merge(hub.wb, third, kept)
    assert journeys.page(hub.wb, other).person.id == third
    assert people.find(hub.wb, kept).id == third
    assert journeys.page(hub.wb, kept).attempts


def test_two_applications_for_one_class_become_one_and_what_was_passed_counts(hub: Hub) -> None:
    kept, other = twice(hub)
    hub.take(hub.application(other))
    hub.take(hub.application(other))
    on = hub.application(other)
    shown = merging.preview(hub.wb, kept, other)
    assert shown.refused == ()
    assert "with 2 passed goes on; the other is closed as entered twice" in shown.resolved[0]
    merging.merge(hub.wb, kept, other)
    assert hub.application(kept) == on
    stands = {row["id"]: row for row in hub.rows("select * from application")}
    (off,) = stands.keys() - {on}
    assert (stands[off]["state"], stands[off]["reason"]) == (State.DUPLICATE, merging.ENTERED_TWICE)
    assert (stands[on]["state"], stands[on]["milestone"]) == (State.READY, MilestoneId.IN_PERSON)
    numbers = hub.rows("select milestone, number, application from attempt order by milestone, number")
    assert [(row["milestone"], row["number"], row["application"]) for row in numbers] == [
        (MilestoneId.APPLICATION, 1, off),
        (MilestoneId.APPLICATION, 2, on),
        (MilestoneId.PHONE, 1, off),
        (MilestoneId.PHONE, 2, on),
    ]
    whole(hub)


def test_what_only_the_closed_application_passed_is_brought_along(hub: Hub) -> None:
    kept, other = twice(hub)
    applications.end(hub.wb, hub.application(other), State.DUPLICATE)
    opening = hub.value("select id from opening")
    on = applications.add(hub.wb, other, opening, joins=MilestoneId.PHONE)
    hub.take(on)
    hub.take(on)
    merging.merge(hub.wb, kept, other)
    assert hub.application(kept) == on
    passed = hub.value("select id from attempt where milestone = :m", m=MilestoneId.APPLICATION)
    assert hub.stands(on)["brought"] == str(passed)
    assert hub.stands(on)["road"].startswith("***@")
    whole(hub)


def test_an_attempt_that_is_open_where_the_other_has_passed_is_to_be_settled_first(hub: Hub) -> None:
    kept, other = twice(hub)
    attempts.open_or_start(hub.wb, hub.application(other))
    with pytest.raises(Conflict, match=r"attempt open at the online application .* which the other has passed"):
        merging.merge(hub.wb, kept, other)
    history.undo(hub.wb)
    merging.merge(hub.wb, kept, other)
    whole(hub)


def test_two_open_attempts_for_one_class_are_refused_with_what_to_do(hub: Hub) -> None:
    kept, other = twice(hub)
    hub.clock.ahead(days=60)
    attempts.open_or_start(hub.wb, hub.application(kept))
    attempts.open_or_start(hub.wb, hub.application(other))
    before = tables(hub)
    refused = merging.preview(hub.wb, kept, other).refused
    assert refused[0].startswith("Both have an attempt open for Retail customer service, class of 1 Sep: the phone")
    with pytest.raises(Conflict, match="Both have an attempt open"):
        merging.merge(hub.wb, kept, other)
    assert tables(hub) == before


def test_one_visit_of_the_day_goes_on(hub: Hub) -> None:
    kept, other = twice(hub)
    assert any("today's queue" in line for line in merging.preview(hub.wb, kept, other).resolved) is False
    hub.clock.ahead(days=30)
    queue.come_in(hub.wb, kept)
    hub.clock.ahead(minutes=5)
    queue.come_in(hub.wb, other)
    assert (
        "Both stand in today's queue: No. 1 stays, the other visit ends."
        in merging.preview(hub.wb, kept, other).resolved
    )
    merging.merge(hub.wb, kept, other)
    assert [(row.number, row.state) for row in queue.rows(hub.wb)] == [(1, "waiting"), (2, "done")]
    whole(hub)


def test_no_slip_that_was_delivered_is_altered(hub: Hub) -> None:
    kept, other = twice(hub)
    slip = hub.take(hub.application(other)).slip
    delivered = hub.hand_over(slip)
    sealed = hub.rows("select document, digest, draft, state, delivered_at from slip where id = :id", id=slip)
    merging.merge(hub.wb, kept, other)
    assert hub.rows("select document, digest, draft, state, delivered_at from slip where id = :id", id=slip) == sealed
    assert slips.view(hub.wb, slip).document == delivered.document
    assert slip in {row.id for row in slips.listing(hub.wb, person_id=kept)}


def test_twins_are_settled_and_those_of_a_third_are_said_once(hub: Hub) -> None:
    kept, other, third = (hub.person(f"Joan {word}", mobile="0917 555 4471") for word in ("A", "B", "C"))
    assert len(journeys.page(hub.wb, third).twins) == 2
    merging.merge(hub.wb, kept, other)
    assert [twin.person for twin in journeys.page(hub.wb, third).twins] == [kept]
    assert [twin.person for twin in journeys.page(hub.wb, kept).twins] == [third]
    people.settle_twin(hub.wb, journeys.page(hub.wb, third).twins[0].id, "different")
    assert journeys.page(hub.wb, kept).twins == ()


def test_a_card_that_changed_meanwhile_is_not_put_together_unseen(hub: Hub, colleague: Hub) -> None:
    kept, other = twice(hub)
    shown = merging.preview(hub.wb, kept, other)
    people.correct(colleague.wb, other, shown.versions[1], people.NewPerson("Joan Miguel"))
    with pytest.raises(Conflict, match="changed in the meantime"):
        merging.merge(hub.wb, kept, other, shown.takes, versions=shown.versions)


# Taking apart.


def test_one_undo_gives_back_both_entries_word_for_word(hub: Hub) -> None:
    kept, other = twice(hub, note="prefers nights")
    hub.take(hub.application(other))
    before = tables(hub)
    merging.merge(hub.wb, kept, other)
    after = tables(hub)
    assert len(hub.wb.store.acts(1)) == 1
    history.undo(hub.wb)
    assert tables(hub) == before
    whole(hub)
    history.redo(hub.wb)
    assert tables(hub) == after
    whole(hub)


def test_unrelated_work_stays_when_the_two_are_taken_apart(hub: Hub, colleague: Hub) -> None:
    kept, other = twice(hub)
    before = tables(hub)
    merging.merge(hub.wb, kept, other)
    merge = hub.wb.store.acts(1)[0].id
    third = colleague.person("Omar Said")
    colleague.take(colleague.application(colleague.person("Lea Mondal", hub.opening("travel_air"))))
    card = people.find(hub.wb, kept)
    known = people.NewPerson(card.name, mobile=card.phone_typed, email=card.email, city=card.city, note=card.note)
    people.correct(colleague.wb, kept, card.version, replace(known, channel="call"))
    history.undo(hub.wb, merge)
    assert people.find(hub.wb, other).name == "Joan M. Alcaraz"
    assert people.find(hub.wb, third).name == "Omar Said"
    assert people.find(hub.wb, kept).channel == "call"
    assert [row for row in tables(hub)["attempt"] if row["person"] in (kept, other)] == before["attempt"]
    whole(hub)


def _start(hub: Hub, kept: int) -> None:
    hub.clock.ahead(days=60)
    attempts.open_or_start(hub.wb, hub.application(kept))


def _move(hub: Hub, kept: int) -> None:
    fitting.move(hub.wb, hub.application(kept), hub.opening("travel_air"))


def _correct(hub: Hub, kept: int) -> None:
    people.correct(hub.wb, kept, people.find(hub.wb, kept).version, people.NewPerson("Joan Miguel"))


def _deliver(hub: Hub, kept: int) -> None:
    for slip in slips.listing(hub.wb, "draft", person_id=kept):
        hub.hand_over(slip.id)


def _merge_again(hub: Hub, kept: int) -> None:
    merging.merge(hub.wb, hub.person("Third Joan"), kept)


@pytest.mark.parametrize("later", [_start, _move, _correct, _merge_again])
def test_later_work_on_them_forbids_it_and_is_named(hub: Hub, later: Any) -> None:
    kept, other = twice(hub)
    hub.take(hub.application(other))
    merging.merge(hub.wb, kept, other, {"name": Take.OTHER})
    merge = hub.wb.store.acts(1)[0].id
    later(hub, kept)
    before = tables(hub)
    with pytest.raises(Conflict, match=r"Cannot undo “put .* entry”: Noor came later with .* at 11:42, which \w+"):
        history.undo(hub.wb, merge)
    assert tables(hub) == before


def test_a_visit_for_what_came_along_forbids_it(hub: Hub) -> None:
    kept = hub.person("Joan Alcaraz")
    other = hub.application(hub.person("Joan M. Alcaraz", hub.opening()))
    merging.merge(hub.wb, kept, hub.stands(other)["person"])
    merge = hub.wb.store.acts(1)[0].id
    hub.clock.ahead(days=1)
    queue.come_in(hub.wb, kept)
    with pytest.raises(Conflict, match="Noor came later with “Joan Alcaraz arrived” at 10:42, which stands on it"):
        history.undo(hub.wb, merge)


def test_a_slip_delivered_later_stays_delivered_when_they_are_taken_apart(hub: Hub) -> None:
    kept, other = twice(hub)
    slip = hub.take(hub.application(other)).slip
    merging.merge(hub.wb, kept, other)
    merge = hub.wb.store.acts(1)[0].id
    hub.hand_over(slip)
    history.undo(hub.wb, merge)
    assert hub.value("select person from slip where id = :id", id=slip) == other
    assert slips.view(hub.wb, slip).state == "handed_over"
    whole(hub)


# Anybody with anybody.

STEPS = ("pass", "not_yet", "void", "no_show", "withdraw", "deliver", "arrive", "leave", "move", "test", "open")
plans = st.lists(st.tuples(st.booleans(), st.sampled_from(STEPS), st.integers(0, 40)), max_size=9)
later = st.lists(st.tuples(st.sampled_from((0, 2)), st.sampled_from(STEPS), st.integers(0, 40)), max_size=3)


def step(hub: Hub, person: int, what: str, hours: int, second: int) -> None:
    """One thing that a recruiter does; what cannot be done now is left."""
    hub.clock.ahead(hours=hours)
    application = hub.application(person)
    doing: dict[str, Callable[[], object]] = {
        "pass": lambda: hub.take(application),
        "not_yet": lambda: hub.take(application, 2, Result.NOT_YET),
        "void": lambda: hub.take(application, 3, Result.VOID, reason="power cut"),
        "no_show": lambda: decisions.no_show(hub.wb, application),
        "withdraw": lambda: decisions.withdraw(hub.wb, application),
        "deliver": lambda: hub.hand_over(slips.listing(hub.wb, "draft", person_id=person)[0].id),
        "arrive": lambda: queue.come_in(hub.wb, person),
        "leave": lambda: queue.leave(hub.wb, queue.rows(hub.wb)[0].id),
        "move": lambda: fitting.move(hub.wb, application, second),
        "test": lambda: applications.add_test(hub.wb, application, MilestoneId.SALES),
        "open": lambda: attempts.open_or_start(hub.wb, application),
    }
    try:
        doing[what]()
    except (Conflict, NotFound, IndexError, StopIteration):
        return


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(plan=plans, same=st.booleans(), after=later)
def test_whoever_is_put_together_loses_nothing_and_comes_apart_as_before(
    workshop: Workshop, engine: str, plan: Any, same: bool, after: Any
) -> None:
    with TemporaryDirectory() as folder, workshop.address(engine, Path(folder)) as where:
        hub = make_hub(where)
        retail, travel = hub.opening(), hub.opening("travel_air")
        kept = hub.person("Joan Alcaraz", retail, mobile="0917 555 4471", points=("One", "Two"))
        other = hub.person("Juana Alcaraz", retail if same else travel, mobile="0917 555 4471", points=("Three",))
        third = hub.person("Omar Said", retail, mobile="0917 555 4471")
        for first, what, hours in plan:
            step(hub, kept if first else other, what, hours, travel)
        before = tables(hub)
        if merging.preview(hub.wb, kept, other).refused:
            with pytest.raises(Conflict):
                merging.merge(hub.wb, kept, other)
            assert tables(hub) == before
            hub.wb.close()
            return
        merging.merge(hub.wb, kept, other)
        whole(hub)
        merge = hub.wb.store.acts(1)[0].id
        assert len({(row["person"], row["milestone"], row["number"]) for row in tables(hub)["attempt"]}) == len(
            before["attempt"]
        )
        history.undo(hub.wb)
        assert tables(hub) == before
        history.redo(hub.wb)
        for who, what, hours in after:
            step(hub, third if who else kept, what, hours, travel)
        now, hindered = tables(hub), history.why_not(hub.wb, merge)
        try:
            history.undo(hub.wb, merge)
        except Conflict:
            assert hindered
            assert tables(hub) == now
        else:
            assert not hindered
            assert [row for row in tables(hub)["person"] if row["id"] == other] == [
                row for row in before["person"] if row["id"] == other
            ]
        whole(hub)
        hub.wb.close()
