"""What recruiters do with what is listed; some of it they neglect."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.errors import Conflict
from domain.model.message import Situation
from domain.model.terms import Channel, MilestoneId, Result, State
from domain.rules.offers import Due
from domain.workbook import (
    decisions,
    offer_sheets,
    offers,
    pooling,
    promises,
    slots,
    snoozes,
    touches,
)
from domain.workbook.follow_up import Kind
from domain.workbook.touches import About
from tests.workbook.sixty_days import reference
from tests.workbook.sixty_days.tables import seats_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from domain.workbook.follow_up_rows import FollowUpRow
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


def work_through(life: Life, rows: list[FollowUpRow]) -> None:
    """Go through what is due, in the order of people and kinds; some of it is neglected, some put off."""
    life.wb.take_settings(life.place.site, life.random.choice(RECRUITERS))
    numbers = {person: number for number, person in enumerate(life.souls)}
    for row in sorted(rows, key=lambda row: (row.due, row.kind, numbers[row.person], row.what))[:12]:
        pick = life.random.random()
        if pick < 0.2 or not (row.good or pick > 0.94):
            continue
        life.hub.clock.now += 60_000
        if pick < 0.25 and row.kind is not Kind.PROMISE:
            put_off(life, row, life.wb.today() + timedelta(days=life.random.choice((1, 2, 9))))
        else:
            _WORK[row.kind](life, row)


def put_off(life: Life, row: FollowUpRow, until: date) -> None:
    """To another day; a reminder not until it is too late."""

    def work() -> None:
        snoozes.put_off(life.wb, row.kind, row.about, row.person, until, "later")

    day = life.hub.value("select day from visit where id = :id", id=row.id) if row.kind is Kind.SLOT else None
    if day is not None and until.isoformat() >= day:
        life.refused("a reminder after the slot", work, "Their slot is on")
    else:
        work()
        life.done[f"put off: {row.kind}"] += 1


def promise(life: Life, row: FollowUpRow) -> None:
    """Kept on the phone; or word that it takes longer, or another day, or closed."""
    about = About(row.kind, row.id)
    pick = life.random.random()
    if row.word == "message" or pick < 0.3:
        life.send(row.person, Situation.DELAY, life.random.choice(list(Channel)), about)
    elif pick < 0.4:
        promises.keep(life.wb, row.id)
    elif pick < 0.5:
        promises.close(life.wb, row.id, "no longer needed")
    else:
        life.call(row.person, about)


def reply(life: Life, row: FollowUpRow) -> None:
    """What they wrote is answered."""
    if life.random.random() < 0.3:
        life.call(row.person, About(row.kind, row.id))
    else:
        life.send(row.person, Situation.CHECK_IN, life.random.choice(list(Channel)), About(row.kind, row.id))


def touch(life: Life, row: FollowUpRow) -> None:
    """Another try, the closing note, or the end of the step."""
    about = About(row.kind, row.id)
    if row.step == "closing":
        life.send(row.person, Situation.CLOSING_NOTE, Channel(row.channel or "call"), about)
    elif row.step == "close" and not life.hub.application(row.person):
        touches.settle(life.wb, row.id)
    elif row.step == "close":
        decisions.withdraw(life.wb, life.hub.application(row.person), State.UNREACHABLE, reason="no answer")
        life.done["closed"] += 1
    elif row.channel == Channel.CALL:
        life.call(row.person, about)
    else:
        life.send(row.person, Situation.DATE, Channel(row.channel), about)


def slot(life: Life, row: FollowUpRow) -> None:
    """They are reminded of their slot."""
    if life.random.random() < 0.5:
        life.call(row.person, About(row.kind, row.id))
    else:
        marks_contact(life, row.person, lambda: slots.reminded(life.wb, row.id))


def marks_contact(life: Life, person: int, work: Callable[[], object]) -> None:
    """Say that somebody was contacted, at an hour at which they may be; never of somebody who wants no contact."""
    against = reference.broken(life.facts(), person, informs=True)
    assert "stop" not in against, "somebody is to be contacted after a stop"
    if not against:
        work()
        life.done["marked"] += 1


def offered(life: Life, row: FollowUpRow) -> None:
    """The next step of an offer."""
    sheet = offer_sheets.sheet(life.wb, row.person)
    step = sheet.steps[0]
    pick = life.random.random()
    match step.kind:
        case Due.REMIND:
            marks_contact(life, row.person, lambda: offers.reminded(life.wb, row.id))
        case Due.REPLY if pick < 0.7:
            says_yes(life, row.person, row.id)
        case Due.REPLY:
            offers.decline(life.wb, row.id, "another offer")
        case Due.TOUCH if pick < 0.1:
            offers.back_out(life.wb, row.id, "moves away")
        case Due.TOUCH:
            marks_contact(life, row.person, lambda: offers.touched(life.wb, row.id, step.about))
        case Due.DAY_ONE:
            offers.came(life.wb, row.id, there=pick < 0.8)
        case Due.STAY:
            offers.stayed(life.wb, row.id, int(step.about), here=pick < 0.7, why="" if pick < 0.7 else "left")
    life.done[f"offer: {step.kind}"] += 1


def says_yes(life: Life, person: int, offer: int) -> None:
    """They say yes; where the class is full, nobody can take them at their word."""
    opening = life.hub.stands(life.hub.application(person))["opening"]
    seats, taken = seats_of(life.hub, opening)
    if taken >= seats:
        life.refused("yes to a full class", lambda: offers.accept(life.wb, offer), "taken")
    else:
        offers.accept(life.wb, offer)


def waiting(life: Life, row: FollowUpRow) -> None:
    """They get a slot, or are told that it takes longer."""
    pick = life.random.random()
    if pick < 0.4:
        book(life, row.person)
    elif pick < 0.8:
        life.call(row.person, About(row.kind))
    else:
        life.send(row.person, Situation.DELAY, life.random.choice(list(Channel)), About(row.kind))


def book(life: Life, person: int) -> None:
    """The first slot that is free; where there is none, nothing."""
    try:
        days = slots.offer(life.wb, person).days
    except Conflict:
        life.done["no slot"] += 1
        return
    free = [slot for day in days for slot in day.slots if slot.free]
    full = [slot for day in days for slot in day.slots if not slot.free]
    if full:
        life.refused("a full slot", lambda: slots.book(life.wb, person, full[0].starts))
    if free:
        # Refused where they are here, or have something else on that day.
        with suppress(Conflict):
            slots.book(life.wb, person, life.random.choice(free[:6]).starts)
            life.done["booked"] += 1


def slip(life: Life, row: FollowUpRow) -> None:
    """Slips are told of elsewhere; here they stay owed, and must stay listed."""


def draft(life: Life, row: FollowUpRow) -> None:
    """A sheet that was left open is decided."""
    decisions.decide(life.wb, row.id, Result.NOT_YET, reason="as it was", second="Luka")


def kept(life: Life, row: FollowUpRow) -> None:
    """Somebody of the pool hears from us, is renewed, or is let go."""
    pick = life.random.random()
    if "renew or let go" in row.what or pick < 0.1:
        pooling.renew(life.wb, row.person) if pick < 0.06 else pooling.let_go(life.wb, row.person, "found work")
    else:
        life.send(row.person, Situation.POOL_TOUCH, life.random.choice(list(Channel)), About(row.kind, row.id))


def retest(life: Life, row: FollowUpRow) -> None:
    """Their day has come: they get a slot."""
    book(life, row.person)


_WORK: dict[Kind, Callable[[Life, FollowUpRow], None]] = {
    Kind.PROMISE: promise,
    Kind.REPLY: reply,
    Kind.TOUCH: touch,
    Kind.SLOT: slot,
    Kind.OFFER: offered,
    Kind.WAITING: waiting,
    Kind.SLIP: slip,
    Kind.DRAFT: draft,
    Kind.POOL: kept,
    Kind.RETEST: retest,
}
