"""Offers: terms said back before a yes, an answer that moves the application, what is due, and the days after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import EndedBy, MilestoneId, OfferState, Outcome, Result, State
from domain.rules.offers import Due
from domain.workbook import (
    applications,
    decisions,
    follow_up,
    history,
    merging,
    offer_sheets,
    offers,
    openings,
    reserve,
    slots,
    touches,
)
from domain.workbook.touches import About

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

TERMS = {
    "pay": "22,000 a month, paid on the 15th and 30th",
    "shift": "Nights, two days off in a row",
    "place": "Site two, third floor",
    "training": "Four weeks, full pay",
    "benefits": "Health card from day one",
}


def at_offer(hub: Hub, name: str = "Joan Alcaraz", opening: int = 0) -> int:
    """Somebody who stands at the job offer."""
    person = hub.person(name, opening or hub.opening())
    hub.take_to(hub.application(person), MilestoneId.OFFER)
    return person


def made(hub: Hub, name: str = "Joan Alcaraz") -> tuple[int, int]:
    """Somebody with an offer that was read and said back; the person and the offer."""
    person = at_offer(hub, name)
    offer = offers.make(hub.wb, person, TERMS)
    offers.read_aloud(hub.wb, offer, said_back=True)
    return person, offer


def taken(hub: Hub, name: str = "Joan Alcaraz") -> tuple[int, int]:
    """Somebody who said yes and is hired."""
    person, offer = made(hub, name)
    offers.accept(hub.wb, offer)
    return person, offer


def said(hub: Hub, person: int, most: int = 1) -> list[str]:
    """What the history says of the last acts."""
    return [entry.said for entry in history.of_person(hub.wb, person)][:most]


def test_an_offer_names_its_terms_the_first_day_and_by_when_it_is_answered(hub: Hub) -> None:
    person = at_offer(hub)
    before = offer_sheets.sheet(hub.wb, person)
    assert (before.id, before.state, before.starts, before.seats) == (0, None, date(2026, 9, 1), 20)
    offer = offers.make(hub.wb, person, TERMS)
    shown = offer_sheets.sheet(hub.wb, person)
    assert (shown.id, shown.state, shown.reply_by) == (offer, OfferState.MADE, date(2026, 8, 17))
    assert {term.id: term.words for term in shown.terms} == TERMS
    assert [step.on for step in shown.steps] == [date(2026, 8, 14), date(2026, 8, 17)]
    assert said(hub, person) == ["made Joan an offer, answer by 17 Aug"]
    hub.wb.store.undo()
    assert offer_sheets.sheet(hub.wb, person).id == 0


def test_a_yes_needs_the_terms_said_back_and_changed_terms_are_read_anew(hub: Hub) -> None:
    person = at_offer(hub)
    offer = offers.make(hub.wb, person, TERMS)
    offers.read_aloud(hub.wb, offer, said_back=False)
    with pytest.raises(Conflict, match="not said back yet"):
        offers.accept(hub.wb, offer)
    offers.read_aloud(hub.wb, offer, said_back=True)
    assert offers.make(hub.wb, person, TERMS | {"pay": "23,000"}, reply_by=date(2026, 8, 20)) == offer
    shown = offer_sheets.sheet(hub.wb, person)
    assert (shown.read, shown.said_back, shown.reply_by) == (False, False, date(2026, 8, 20))
    offers.read_aloud(hub.wb, offer, said_back=True)
    offers.accept(hub.wb, offer)
    assert said(hub, person, 2) == ["noted that Joan said yes to the offer", "noted that Joan said the terms back"]
    with pytest.raises(Conflict, match="answered already"):
        offers.make(hub.wb, person, TERMS)
    with pytest.raises(Conflict, match="was taken"):
        offers.decline(hub.wb, offer, "another offer")


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ({"pay": "22,000"}, "Shift is not filled in"),
        (TERMS | {"pay": "  "}, "Pay is not filled in"),
        (TERMS | {"car": "a red one"}, "is no term of an offer"),
        (TERMS | {"pay": "x" * 201}, "Pay has 201 characters"),
    ],
)
def test_terms_are_whole_and_known(hub: Hub, terms: dict[str, str], problem: str) -> None:
    person = at_offer(hub)
    with pytest.raises(BadInput, match=problem):
        offers.make(hub.wb, person, terms)


def test_an_offer_is_made_at_the_offer_and_for_a_day_to_come(hub: Hub) -> None:
    early = hub.person("Ana Lim", hub.opening())
    with pytest.raises(Conflict, match="stands at the online application"):
        offers.make(hub.wb, early, TERMS)
    with pytest.raises(Conflict, match="stands at the online application"):
        offer_sheets.sheet(hub.wb, early)
    with pytest.raises(BadInput, match="is over"):
        offers.make(hub.wb, at_offer(hub), TERMS, reply_by=date(2026, 8, 11))
    with pytest.raises(NotFound):
        offers.accept(hub.wb, 12)


def test_a_no_ends_the_application_with_its_slip_and_one_undo_takes_both_back(hub: Hub) -> None:
    person, offer = made(hub)
    application = hub.application(person)
    with pytest.raises(BadInput, match="no reason"):
        offers.decline(hub.wb, offer, " ")
    offers.decline(hub.wb, offer, "another offer")
    stands = hub.stands(application)
    assert (stands["state"], stands["ended_by"], stands["reason"]) == (
        State.DECLINED,
        EndedBy.CANDIDATE,
        "another offer",
    )
    assert hub.value("select count(*) from slip where person = :p and state = 'draft' and gone = 0", p=person) > 0
    assert offer_sheets.sheet(hub.wb, person).over == "they said no"
    assert offer_sheets.due(hub.wb, date(2027, 1, 1)) == ()
    assert said(hub, person) == ["noted that Joan said no to the offer: another offer"]
    hub.wb.store.undo()
    assert (hub.stands(application)["ended_at"], offer_sheets.sheet(hub.wb, person).state) == (0, OfferState.MADE)


def test_who_backs_out_or_does_not_come_gives_the_seat_up(hub: Hub) -> None:
    person, offer = taken(hub)
    opening = hub.stands(hub.application(person))["opening"]
    assert openings.find(hub.wb, opening).taken == 1
    offers.back_out(hub.wb, offer, "family")
    assert (openings.find(hub.wb, opening).taken, hub.stands(hub.application(person))["state"]) == (0, State.DECLINED)
    hub.wb.store.undo()
    assert openings.find(hub.wb, opening).taken == 1
    with pytest.raises(Conflict, match="Day one is still to come"):
        offers.came(hub.wb, offer, there=False)
    hub.clock.ahead(days=20)
    offers.came(hub.wb, offer, there=False)
    stands = hub.stands(hub.application(person))
    assert (openings.find(hub.wb, opening).taken, stands["state"], stands["ended_by"]) == (
        0,
        State.NO_SHOW,
        EndedBy.NO_SHOW,
    )
    assert said(hub, person) == ["noted that Joan did not come on day one"]
    assert hub.wb.store.check() == []


def test_papers_come_in_one_by_one(hub: Hub) -> None:
    person, offer = made(hub)
    offers.paper(hub.wb, offer, "medical", there=True)
    offers.paper(hub.wb, offer, "id_card", there=True)
    offers.paper(hub.wb, offer, "medical", there=False)
    assert [paper.id for paper in offer_sheets.sheet(hub.wb, person).papers if paper.there] == ["id_card"]
    with pytest.raises(BadInput, match="no paper"):
        offers.paper(hub.wb, offer, "birth", there=True)


def test_what_is_due_comes_by_its_day_until_the_last_one_is_logged(hub: Hub) -> None:
    person, offer = made(hub)

    def due() -> list[tuple[str, Due, str]]:
        return [(row.name, row.step.kind, row.step.about) for row in offer_sheets.due(hub.wb)]

    assert due() == []
    hub.clock.ahead(days=2)
    assert due() == [("Joan Alcaraz", Due.REMIND, "")]
    listed = [
        row for row in follow_up.rows(hub.wb, follow_up.ids(hub.wb)[0]) if row and row.kind is follow_up.Kind.OFFER
    ]
    assert [(row.id, row.what) for row in listed] == [(offer, "Remind them of our offer")]
    offers.reminded(hub.wb, offer)
    assert due() == []
    hub.clock.ahead(days=3)
    assert due() == [("Joan Alcaraz", Due.REPLY, "")]
    offers.accept(hub.wb, offer)
    hub.clock.ahead(days=1)
    assert due() == [("Joan Alcaraz", Due.TOUCH, "signed")]
    for name in ("signed", "week", "three_days", "day_before"):
        offers.touched(hub.wb, offer, name)
    with pytest.raises(Conflict, match="made already"):
        offers.touched(hub.wb, offer, "week")
    hub.clock.ahead(days=14)
    assert due() == [("Joan Alcaraz", Due.DAY_ONE, "")]
    offers.came(hub.wb, offer, there=True)
    with pytest.raises(Conflict, match="Day 30 is still to come"):
        offers.stayed(hub.wb, offer, 30, here=True)
    for day in (30, 60):
        hub.clock.ahead(days=30)
        assert due() == [("Joan Alcaraz", Due.STAY, str(day))]
        offers.stayed(hub.wb, offer, day, here=True, quality=4)
        assert due() == []
    assert said(hub, person) == ["noted that Joan is still here, day 60, quality 4"]
    hub.clock.ahead(days=30)
    with pytest.raises(BadInput, match="no reason"):
        offers.stayed(hub.wb, offer, 90, here=False)
    offers.stayed(hub.wb, offer, 90, here=False, why="moved away")
    assert (due(), offer_sheets.sheet(hub.wb, person).over) == ([], "they left")
    assert [(stay.here, stay.quality) for stay in offer_sheets.sheet(hub.wb, person).stays] == [
        (True, 4),
        (True, 4),
        (False, 0),
    ]
    assert said(hub, person) == ["noted that Joan left: moved away, day 90"]


def test_the_backup_list_names_who_meets_the_class_best_first(hub: Hub) -> None:
    here, there = hub.opening(), hub.opening()
    strong, weak, elsewhere, not_kept = (
        hub.person(name, opening, ok_keep=keep)
        for name, opening, keep in (
            ("Ana Lim", here, True),
            ("Bea Cruz", here, False),
            ("Omar Said", there, True),
            ("Carlo Reyes", there, False),
        )
    )
    for person in (strong, elsewhere, not_kept):
        hub.take_to(hub.application(person), MilestoneId.FINAL)
    hub.take_to(hub.application(weak), MilestoneId.EXAM)
    for person in (strong, weak, elsewhere, not_kept):
        decisions.withdraw(hub.wb, hub.application(person), State.OUTSCORED, reason="class full")
    found = reserve.backup(hub.wb, here)
    assert [(row.name, row.of_class) for row in found] == [
        ("Ana Lim", True),
        ("Omar Said", False),
        ("Bea Cruz", True),
    ]
    assert found[0].met > found[2].met
    hub.clock.ahead(days=hub.wb.catalogue.follow_up.reserve_days + 2)
    assert reserve.backup(hub.wb, here) == ()


def test_an_offer_goes_with_an_entry_that_is_put_into_another(hub: Hub) -> None:
    opening = hub.opening()
    kept = hub.person("Joan M. Alcaraz", opening)
    other = at_offer(hub, "Joan Alcaraz", opening)
    offer = offers.make(hub.wb, other, TERMS)
    merging.merge(hub.wb, kept, other)
    row = hub.rows("select * from offer where id = :id", id=offer)[0]
    assert (row["person"], row["application"]) == (kept, hub.application(kept))
    assert [due.name for due in offer_sheets.due(hub.wb, date(2026, 8, 17))][:1] == ["Joan M. Alcaraz"]
    offers.read_aloud(hub.wb, offer, said_back=True)
    assert hub.wb.store.check() == []


def test_what_an_offer_holds_is_told_to_nobody_by_a_slip(hub: Hub) -> None:
    person, offer = made(hub)
    decided = hub.take(hub.application(person), 5, Result.PASSED)
    offers.accept(hub.wb, offer)
    document = hub.value("select draft from slip where id = :id", id=decided.slip)
    assert "22,000" not in document


def test_a_yes_passes_the_job_offer_in_the_same_act(hub: Hub) -> None:
    person, offer = made(hub)
    booked = slots.book(hub.wb, person, slots.offer(hub.wb, person).days[1].slots[0].starts).visit
    offers.accept(hub.wb, offer)
    application = hub.application(person)
    stands = hub.stands(application)
    assert (stands["state"], openings.find(hub.wb, stands["opening"]).taken) == (State.HIRED, 1)
    last = hub.rows("select * from attempt where application = :a order by finished_at desc, id desc", a=application)[0]
    assert (last["milestone"], last["result"], last["slip"] > 0) == (MilestoneId.OFFER, Result.PASSED, True)
    assert hub.value("select id from visit where id = :v", v=booked) is None, "the talk that was booked need not be"
    assert said(hub, person) == ["noted that Joan said yes to the offer"] or "said yes" in said(hub, person)[0]
    hub.wb.store.undo()
    assert (hub.stands(application)["state"], offer_sheets.sheet(hub.wb, person).state) == (
        State.READY,
        OfferState.MADE,
    )
    assert hub.wb.store.check() == []


def test_nobody_says_yes_to_a_class_that_is_full(hub: Hub) -> None:
    opening = openings.create(hub.wb, "retail_cs", seats=1, starts=date(2026, 9, 1))
    people = [hub.person(name) for name in ("Joan Alcaraz", "Ben Cruz", "Ana Diaz")]
    for person in people:
        applications.add(hub.wb, person, opening, joins=MilestoneId.OFFER)
    offered = [offers.make(hub.wb, person, TERMS) for person in people[:2]]
    for offer in offered:
        offers.read_aloud(hub.wb, offer, said_back=True)
    offers.accept(hub.wb, offered[0])
    with pytest.raises(Conflict, match=r"The only seat of .* is taken"):
        offers.accept(hub.wb, offered[1])
    assert offer_sheets.sheet(hub.wb, people[1]).state is OfferState.MADE
    with pytest.raises(Conflict, match="is taken"):
        hub.take(hub.application(people[2]), 5)
    offers.back_out(hub.wb, offered[0], "family")
    offers.accept(hub.wb, offered[1])
    assert openings.find(hub.wb, opening).taken == 1


def test_a_contact_about_an_offer_is_the_one_that_was_due(hub: Hub) -> None:
    person, offer = made(hub)
    hub.clock.ahead(days=2)
    touches.log(hub.wb, person, Outcome.LEFT_WORD, about=About("offers", offer), asks=False)
    assert offer_sheets.due(hub.wb) == ()
    offers.accept(hub.wb, offer)
    hub.clock.ahead(days=3)
    assert [row.step.about for row in offer_sheets.due(hub.wb)] == ["signed"]
    touches.log(hub.wb, person, Outcome.NO_ANSWER, about=About("offers", offer))
    assert len(offer_sheets.due(hub.wb)) == 1
    touches.log(hub.wb, person, Outcome.REACHED, about=About("offers", offer))
    assert offer_sheets.due(hub.wb) == ()
    hub.clock.ahead(days=12)
    touches.log(hub.wb, person, Outcome.STOP)
    assert offer_sheets.due(hub.wb) == (), "no contact before the start is due with who wants none"
    with pytest.raises(Conflict, match="asked not to be contacted"):
        offers.touched(hub.wb, offer, "week")


def test_an_offer_ends_with_its_application(hub: Hub) -> None:
    person, _ = made(hub)
    decisions.withdraw(hub.wb, hub.application(person), State.CLIENT_DECLINED)
    assert follow_up.counts(hub.wb)[follow_up.Kind.OFFER] == (0, False)
    assert offer_sheets.sheet(hub.wb, person).over == "the application has ended"
