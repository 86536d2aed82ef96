"""What comes up for anybody now and then; and what must not be, tried all the same."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from domain.model.message import Situation
from domain.model.terms import Channel, MilestoneId, State
from domain.workbook import (
    attempts,
    decisions,
    erasing,
    people,
    pooling,
    practising,
    promises,
    requests,
    snoozes,
)
from domain.workbook.follow_up import Kind
from domain.workbook.touches import About
from tests.workbook.sixty_days import desk
from tests.workbook.sixty_days.tables import marks

if TYPE_CHECKING:
    from collections.abc import Callable

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


def now_and_then(life: Life) -> None:
    """Things that come up for anybody; and what must not be, tried all the same."""
    if not life.souls:
        return
    person = life.random.choice(list(life.souls))
    life.random.choice(_NOW_AND_THEN)(life, person)


def promises_something(life: Life, person: int) -> None:
    due = life.wb.today() + timedelta(days=life.random.choice((0, 1, 1, 2, 4)))
    if person in life.stopped:
        made = partial(promises.make, life.wb, person, "call with the result", due)
        life.refused("a promise after a stop", made, "asked not to be contacted")
        return
    promises.make(life.wb, person, "call with the result", due)
    over = life.wb.today() - timedelta(days=1)
    life.refused("a promise for yesterday", lambda: promises.make(life.wb, person, "call", over), "over")


def writes_at_any_hour(life: Life, person: int) -> None:
    situation = life.random.choice(SITUATIONS)
    life.send(person, situation, life.random.choice(list(Channel)))


def calls_at_any_hour(life: Life, person: int) -> None:
    life.call(person, About(""))


def gets_a_slot(life: Life, person: int) -> None:
    desk.book(life, person)


def tries_too_early(life: Life, person: int) -> None:
    """No try before its day; proof of practice for less than ten days moves nothing."""
    application = life.hub.application(person)
    if not application:
        return
    stands = life.hub.stands(application)
    if stands["ended_at"] or stands["retest"] <= life.wb.today().isoformat() or stands["state"] == "underway":
        return
    life.refused("a retake before its day", lambda: attempts.open_or_start(life.wb, application), "open from")
    life.refused("half of a wait", lambda: practising.halve(life.wb, person))


def practises(life: Life, person: int) -> None:
    """Ten days of drill log; what may be halved is halved once."""
    found = practising.read(life.wb, person)
    if found is None or found.today:
        return
    for back in range(found.needed):
        day = life.wb.today() - timedelta(days=back)
        if not life.hub.value("select id from practice where person = :p and day = :d", p=person, d=day.isoformat()):
            practising.note(life.wb, person, day)
    found = practising.read(life.wb, person)
    if found and not found.why_not:
        assert practising.halve(life.wb, person) < found.opens
        life.done["halved"] += 1
        if practising.read(life.wb, person):
            life.refused("half of half a wait", lambda: practising.halve(life.wb, person), "already")


def goes_to_the_pool(life: Life, person: int) -> None:
    """Kept with a yes, after their application has ended; not against it."""
    application = life.hub.application(person)
    if application and not life.hub.stands(application)["ended_at"]:
        life.refused("the pool for somebody on the way", lambda: pooling.keep(life.wb, person, "strong on chat"))
        if life.random.random() < 0.5:
            return
        how = life.random.choice((State.WITHDREW, State.OUTSCORED, State.NOT_SELECTED))
        decisions.withdraw(life.wb, application, how, reason="another time")
    if person in life.stopped:
        life.refused("the pool after a stop", lambda: pooling.keep(life.wb, person, "strong", agreed=True), "contact")
    elif not life.hub.value("select id from pool where person = :p and left_at = 0", p=person):
        pooling.keep(life.wb, person, "strong on chat", agreed=True)
        life.done["kept"] += 1


def is_erased(life: Life, person: int) -> None:
    """On request, not while a duty runs, and not in another name; nothing of them stays on any list."""
    if life.done["erased"] >= 2:
        return
    name = people.find(life.wb, person).name
    requests.keep(life.wb, person, life.wb.today() + timedelta(days=30), "a claim is open")
    life.refused("erasing under a duty", lambda: erasing.erase(life.wb, person, name), "must be kept until")
    requests.release(life.wb, person)
    life.refused("erasing in another name", lambda: erasing.erase(life.wb, person, "Somebody Else"), "not the name")
    erasing.erase(life.wb, person, name)
    del life.souls[person]
    life.stopped.pop(person, None)
    life.done["erased"] += 1


def takes_back(life: Life, person: int) -> None:
    """The last act is taken back and done again: nothing of it is left in between."""
    before = marks(life.hub)
    requests.keep(life.wb, person, life.wb.today() + timedelta(days=30), "a claim is open")
    life.wb.store.undo()
    assert marks(life.hub)[1:] == before[1:]
    life.done["undone"] += 1


def puts_off_too_far(life: Life, person: int) -> None:
    far = life.wb.today() + timedelta(days=120)
    life.refused("putting off too far", lambda: snoozes.put_off(life.wb, Kind.WAITING, 0, person, far, "on leave"))
    soon = life.wb.today() + timedelta(days=2)
    life.refused("putting off for nothing", lambda: snoozes.put_off(life.wb, Kind.WAITING, 0, person, soon, " "))


_NOW_AND_THEN: tuple[Callable[[Life, int], None], ...] = (
    promises_something,
    promises_something,
    writes_at_any_hour,
    writes_at_any_hour,
    calls_at_any_hour,
    gets_a_slot,
    gets_a_slot,
    tries_too_early,
    practises,
    goes_to_the_pool,
    is_erased,
    takes_back,
    puts_off_too_far,
)
