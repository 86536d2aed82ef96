"""What people do: they come, or do not; they write; they ask for no more contact."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.message import Situation
from domain.model.terms import Channel, MilestoneId, Outcome, Result, State
from domain.workbook import (
    applications,
    attempts,
    decisions,
    offer_sheets,
    offers,
    people,
    queue,
    requests,
    touches,
)
from tests.workbook.sixty_days.places import HARMLESS, STOPS, TERMS, soul, take_in

if TYPE_CHECKING:
    from tests.workbook.sixty_days.life import Life

RECRUITERS = ("Noor", "Ines", "Mai")
JOINS = (MilestoneId.PHONE, MilestoneId.EXAM, MilestoneId.MOCK_CALL, MilestoneId.FINAL, MilestoneId.OFFER)
SITUATIONS = (
    Situation.ACKNOWLEDGE,
    Situation.DATE,
    Situation.REMINDER,
    Situation.OFFER,
    Situation.POOL_TOUCH,
    Situation.CLOSING_NOTE,
    Situation.CHECK_IN,
)


def newcomers(life: Life) -> None:
    """Somebody applies, and stands anywhere on the road."""
    while len(life.souls) < life.most and life.random.random() < 0.5:
        person = take_in(life.hub, life.random, len(life.souls))
        life.souls[person] = soul(life.random)
        if life.random.random() < 0.9:
            applications.add(life.wb, person, life.random.choice(life.openings), joins=life.random.choice(JOINS))


def people_write(life: Life) -> None:
    """Thank-you notes, check-ins and replies; some ask to stop."""
    for person, one in list(life.souls.items()):
        if life.random.random() >= one.writes:
            continue
        if one.leaves and person not in life.stopped and life.random.random() < 0.5:
            stops(life, person)
            continue
        outcome = life.random.choice((Outcome.THANK_YOU, Outcome.CHECK_IN, Outcome.REPLIED))
        logged = touches.log(life.wb, person, outcome, channel=Channel.SMS, words=life.random.choice(HARMLESS))
        assert logged.outcome is outcome
        life.done["wrote"] += 1


def stops(life: Life, person: int) -> None:
    """One of the ways to ask for no more contact."""
    pick = life.random.randrange(4)
    if pick < 2:
        life.hears_stop(person, Outcome.REPLIED, life.random.choice(STOPS))
        return
    if pick == 2:
        requests.ask(life.wb, person, requests.Kind.STOP)
    else:
        card = people.find(life.wb, person)
        people.correct(life.wb, person, card.version, _with_stop(card))
    life.stopped[person] = life.wb.now()
    life.done["stop"] += 1


def people_come(life: Life) -> None:
    """Whoever is booked for a time that has come is here, or is not."""
    for visit in queue.rows(life.wb):
        if visit.state != "booked" or visit.booked_for > life.wb.now():
            continue
        if life.random.random() < life.souls[visit.person].comes:
            queue.arrived(life.wb, visit.id)
            life.hub.clock.now += 1
            take(life, visit.person)
            life.hub.clock.now += 1
        elif life.hub.stands(life.hub.application(visit.person))["state"] == State.UNDERWAY:
            missed = partial(decisions.visit_no_show, life.wb, visit.id)
            life.refused("a no-show of somebody who has begun", missed, "has begun")
            queue.arrived(life.wb, visit.id)
        else:
            decisions.visit_no_show(life.wb, visit.id, notice=life.random.random() < 0.3)
            does_not_count_as_fail(life, visit.person)


def does_not_count_as_fail(life: Life, person: int) -> None:
    """Who missed a slot has not failed anything."""
    stands = life.hub.stands(life.hub.application(person))
    assert (stands["state"], stands["ended_at"]) == (State.NO_SHOW, 0)
    newest = life.hub.rows(
        "select id, result, points from attempt where person = :p order by finished_at desc, number desc limit 1",
        p=person,
    )[0]
    assert (newest["result"], newest["points"]) == (Result.NO_SHOW, None)
    life.missed.add(newest["id"])
    life.done["no-show"] += 1


def take(life: Life, person: int) -> None:
    """The milestone where they stand is taken and decided, or left open."""
    application = life.hub.application(person)
    if life.hub.stands(application)["milestone"] == MilestoneId.OFFER:
        offer(life, person)
        return
    try:
        attempt = attempts.open_or_start(life.wb, application)
    except Conflict:
        life.done["no attempt"] += 1
        return
    attempts.rate(life.wb, attempt, attempts.sheet(life.wb, attempt).lines[0].criterion.id, 4)
    result = life.random.choices((Result.PASSED, Result.NOT_YET, Result.INCOMPLETE, None), (5, 4, 1, 1))[0]
    if result is not None:
        decisions.decide(life.wb, attempt, result, reason="as it was", second="Luka")
        life.done[f"decided: {result}"] += 1


def offer(life: Life, person: int) -> None:
    """Make an offer to whoever stands at the job offer, and read it aloud."""
    if offer_sheets.sheet(life.wb, person).id:
        return
    offer = offers.make(life.wb, person, TERMS)
    life.refused("yes before the terms were said back", lambda: offers.accept(life.wb, offer), "not said back")
    offers.read_aloud(life.wb, offer, said_back=True)
    life.done["offer"] += 1


def _with_stop(card: people.Person) -> people.NewPerson:
    return people.NewPerson(
        name=card.name,
        mobile=card.phone_typed,
        email=card.email_typed,
        language=card.language,
        channel=card.channel,
        window_from=card.window_from,
        window_to=card.window_to,
        ok_text=card.ok_text,
        ok_keep=card.ok_keep,
        no_contact=True,
    )
