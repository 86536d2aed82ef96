"""Short messages by mail: the same outbox as slips, the rules of contact, and a contact once they left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.message import Situation
from domain.model.terms import Outcome, SlipState
from domain.rules.sending import WAITS
from domain.workbook import (
    contacts,
    follow_up,
    history,
    holding,
    letters,
    mail_runs,
    mailing,
    messages,
    people,
    promises,
    slots,
    touches,
)
from domain.workbook.follow_up import Kind
from domain.workbook.mailing import Carries
from domain.workbook.touches import About
from tests.workbook.hub import TODAY
from tests.workbook.mail.loopback import SENDER, serving
from tests.workbook.mail.test_sending import mailed, put, run, state

if TYPE_CHECKING:
    from domain.workbook.follow_up_rows import FollowUpRow
    from tests.workbook.hub import Hub
    from tests.workbook.mail.loopback import Loopback

THURSDAY = TODAY + timedelta(days=1)
WAIT = 3 * 60_000


def joan(hub: Hub, **known: object) -> int:
    """Somebody with an address, who went home."""
    person = hub.person("Joan Alcaraz", hub.opening(), **{"email": "joan@example.org"} | known)
    visit = hub.value("select id from visit where person = :p", p=person)
    hub.wb.store.do("went home", lambda act: act.update("visit", visit, state="done"))
    return person


def write(hub: Hub, person: int, situation: Situation = Situation.ACKNOWLEDGE, wait: int = 0, **about: Any) -> int:
    """Put a message in the mail."""
    draft = messages.draft(hub.wb, person, situation)
    return letters.put(hub.wb, draft, draft.text, wait, **about)


def letter(hub: Hub) -> dict[str, Any]:
    """The one message with its mail."""
    found = hub.rows("select l.*, m.state as mail, m.why as mail_why from letter l join mailing m on m.letter = l.id")
    assert len(found) == 1
    return found[0]


def test_a_message_and_a_slip_leave_by_one_connection_and_a_reply_confirms_it(
    hub: Hub, outbox: Hub, loopback: Loopback
) -> None:
    view, person = mailed(hub, "Ana Lim"), joan(hub)
    promise = promises.make(hub.wb, person, "call with the exam result", TODAY)
    put(hub, view, wait=WAIT)
    write(hub, person, Situation.DELAY, WAIT, about=About(contacts.PROMISES, promise))
    assert run(outbox, loopback.server()).of == 0
    assert touches.of_person(hub.wb, person) == []
    hub.clock.ahead(minutes=4)
    done = run(outbox, loopback.server())
    assert (done.sent, done.of, loopback.logins, state(hub, view)) == (2, 2, 1, SlipState.SENT)
    mail = next(one for one in loopback.messages() if one["To"] == "joan@example.org")
    assert (mail["Subject"], mail["From"]) == ("A new date from us", f"Harbour hub <{SENDER}>")
    assert mail["Message-ID"].startswith(f"<letter-{letter(hub)['id']}-")
    body = mail.get_body(("plain",))
    assert body is not None
    assert "You hear from us by Thursday 13 August." in " ".join(body.get_content().split())
    (touch,) = touches.of_person(hub.wb, person)
    assert (touch.channel, touch.outcome, touch.message, touch.who) == ("email", "left_word", "delay", "Noor")
    assert (letter(hub)["state"], letter(hub)["touch"]) == ("sent", touch.id)
    assert promises.listing(hub.wb)[0].due == THURSDAY
    assert run(outbox, loopback.server()).of == 0
    touches.log(hub.wb, person, Outcome.REPLIED, channel="email", words="Thank you")
    assert letter(hub)["state"] == SlipState.CONFIRMED
    told = [one.what for one in history.of_person(hub.wb, person)]
    assert any("a message to Joan" in one for one in told)


def test_a_message_that_was_sent_is_told_to_its_person_without_ids(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    person = joan(hub)
    write(hub, person)
    assert run(outbox, loopback.server()).sent == 1
    (part,) = (part for part in holding.read(hub.wb, person).parts if part.title == "Messages by e-mail")
    (piece,) = part.pieces
    assert {label for label, _ in piece.fields} >= {"Message", "Words", "Mail"}
    assert str(letter(hub)["touch"]) not in [text for _, text in piece.fields]


def test_an_appointment_goes_along_and_nobody_is_to_be_reminded_any_more(
    hub: Hub, outbox: Hub, loopback: Loopback
) -> None:
    person = joan(hub)
    hub.take(hub.application(person))
    slot = slots.offer(hub.wb, person).days[1].slots[0]
    visit = slots.book(hub.wb, person, slot.starts).visit
    write(hub, person, Situation.REMINDER, about=About(contacts.SLOTS, visit))
    assert run(outbox, loopback.server()).sent == 1
    (part,) = loopback.messages()[0].iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("appointment.ics", "text/calendar")
    starts = datetime.fromtimestamp(slot.starts / 1000, UTC)
    assert f"DTSTART:{starts:%Y%m%dT%H%M%SZ}" in str(part.get_content())
    assert hub.value("select reminded_at from visit where id = :id", id=visit) == hub.clock.now


def test_what_came_in_between_keeps_a_message_back(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    person = joan(hub)
    hub.take(hub.application(person))
    first, second = slots.offer(hub.wb, person).days[1].slots[:2]
    visit = slots.book(hub.wb, person, first.starts).visit
    write(hub, person, Situation.REMINDER, WAIT, about=About(contacts.SLOTS, visit))
    slots.book(hub.wb, person, second.starts)
    promise = promises.make(hub.wb, person, "call with the exam result", TODAY)
    write(hub, person, Situation.DELAY, WAIT, about=About(contacts.PROMISES, promise))
    promises.keep(hub.wb, promise)
    hub.clock.ahead(minutes=4)
    run(outbox, loopback.server())
    assert loopback.taken == []
    told = hub.rows("select situation, state, why from letter order by situation")
    assert [(one["situation"], one["state"], one["why"].split(".")[0]) for one in told] == [
        ("delay", "failed", "The promise that it is about is closed"),
        ("reminder", "failed", "The slot that it is about is no longer theirs"),
    ]
    assert hub.value("select reminded_at from visit where id = :id", id=visit) == 0


def test_it_is_tried_again_then_fails_and_is_never_lost(hub: Hub, outbox: Hub) -> None:
    person = joan(hub)
    write(hub, person)
    with serving() as busy:
        busy.recipient = lambda _address: "451 come back later"
        for wait in (0, *WAITS):
            hub.clock.ahead(milliseconds=wait)
            run(outbox, busy.server())
    found = letter(hub)
    assert (found["state"], found["mail"]) == ("failed", "failed")
    row = follow_up.rows(hub.wb, follow_up.ids(hub.wb)[0])[0]
    assert row is not None
    assert (row.kind, row.what, row.id) == ("mail", "Not sent: we have your application", found["id"])
    assert "It was tried 6 times" in row.words
    assert touches.of_person(hub.wb, person) == []
    mailing.again(hub.wb, [found["id"]], 0, Carries.LETTER)
    with serving() as well:
        assert run(outbox, well.server()).sent == 1
    mailing.came_back(hub.wb, letters.last_sent(hub.wb, person), "mailbox full", Carries.LETTER)
    assert letter(hub)["state"] == SlipState.FAILED
    mailing.take_back(hub.wb, [found["id"]], Carries.LETTER)
    assert hub.rows("select id from letter") == []
    history.undo(hub.wb)
    assert letter(hub)["mail_why"].startswith("It came back: mailbox full.")


def test_a_rule_that_comes_up_while_it_waits_keeps_it_back(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    person = joan(hub, window_from="09:00", window_to="19:00")
    hub.wb.store.do("moved", lambda act: act.update("person", person, zone="America/New_York"))
    write(hub, person)  # it is 22:42 there
    assert letter(hub)["mail_why"] == mailing.FOR_THEIR_HOURS
    assert run(outbox, loopback.server()).of == 0
    touches.log(hub.wb, person, Outcome.STOP)
    hub.clock.now = mail_runs.next_at(hub.wb) or 0
    assert run(outbox, loopback.server()).later == 1
    assert (letter(hub)["state"], loopback.taken) == (SlipState.FAILED, [])
    assert "They asked not to be contacted" in letter(hub)["mail_why"]


def test_the_caps_hold_and_a_day_that_is_over_is_not_written_about(hub: Hub, outbox: Hub, loopback: Loopback) -> None:
    person = joan(hub)
    for situation in (Situation.ACKNOWLEDGE, Situation.DELAY, Situation.RESERVE):
        write(hub, person, situation)
    run(outbox, loopback.server())
    assert len(loopback.taken) == 2  # two messages a day are the most
    told = hub.rows("select situation, why from letter where state = 'leaving'")
    assert [(one["situation"], one["why"].split(".")[0]) for one in told] == [
        ("reserve", "They were sent 2 messages within a day")
    ]
    delayed = joan(hub, email="bea@example.org")
    write(hub, delayed, Situation.DELAY, WAIT)
    hub.clock.ahead(days=2)
    run(outbox, loopback.server())
    assert hub.value("select why from letter where person = :p", p=delayed).startswith("The day that it names is over")


def test_what_may_not_be_sent_is_not_put_in_the_mail(hub: Hub) -> None:
    person = joan(hub)
    write(hub, person, wait=WAIT)
    with pytest.raises(Conflict, match="is in the mail"):
        write(hub, person)
    same = messages.draft(hub.wb, person, Situation.ACKNOWLEDGE)
    with pytest.raises(Conflict, match="about this is in the mail"):
        messages.sent(hub.wb, same, same.text, "email")
    draft = messages.draft(hub.wb, person, Situation.DELAY)
    with pytest.raises(BadInput, match="not sent to anybody"):
        letters.put(hub.wb, draft, "You are too old for this.", 0)
    touches.log(hub.wb, person, Outcome.NO_ANSWER)
    assert letters.against(hub.wb, messages.draft(hub.wb, person, Situation.DELAY)) == ""
    asks = messages.draft(hub.wb, person, Situation.DATE)
    assert "1 try a day is the most" in letters.against(hub.wb, asks)
    with pytest.raises(Conflict, match="1 try a day is the most"):
        letters.put(hub.wb, asks, asks.text, 0)
    people.correct(hub.wb, person, people.find(hub.wb, person).version, people.NewPerson(name="Joan Alcaraz"))
    with pytest.raises(BadInput, match="No e-mail address"):
        write(hub, person, Situation.DELAY)
    history.undo(hub.wb)
    assert len(hub.rows("select id from letter")) == 1


def test_a_message_in_the_mail_is_in_follow_up_until_it_left_and_can_be_taken_back_there(
    hub: Hub, outbox: Hub, loopback: Loopback
) -> None:
    person = joan(hub)
    write(hub, person, wait=WAIT)
    (row,) = mail_rows(hub)
    assert (row.what, row.words, row.leaves) == ("In the mail: we have your application", "Leaves at 10:45.", True)
    assert row.due == TODAY + timedelta(days=1), "nothing is to be done today"
    assert row.id not in follow_up.ids(hub.wb)[0]
    mailing.take_back(hub.wb, [row.id], Carries.LETTER)
    assert mail_rows(hub) == []
    history.undo(hub.wb)
    hub.clock.ahead(minutes=4)
    assert mail_rows(hub)[0].words == "Leaves with the next mail."
    assert follow_up.counts(hub.wb)[Kind.MAIL] == (1, False)
    run(outbox, loopback.server())
    assert mail_rows(hub) == []


def test_one_that_never_leaves_is_to_be_looked_at_the_day_after(hub: Hub) -> None:
    write(hub, joan(hub), wait=WAIT)
    hub.clock.ahead(minutes=24 * 60)
    (row,) = mail_rows(hub)
    assert (row.due, row.leaves) == (hub.wb.today(), True)
    assert row.id in follow_up.ids(hub.wb)[0]


def test_a_message_about_a_promise_that_was_moved_meanwhile_stays_and_moves_nothing(
    hub: Hub, outbox: Hub, loopback: Loopback
) -> None:
    person = joan(hub)
    promise = promises.make(hub.wb, person, "call with the exam result", TODAY)
    write(hub, person, Situation.DELAY, WAIT, about=About(contacts.PROMISES, promise))
    hub.clock.ahead(minutes=1)
    promises.move(hub.wb, promise, TODAY + timedelta(days=5), why="the rater is ill")
    hub.clock.ahead(minutes=4)
    assert run(outbox, loopback.server()).sent == 0
    assert hub.value("select due from promise where id = :id", id=promise) == str(TODAY + timedelta(days=5))
    assert mail_rows(hub)[0].words.startswith("The promise that it is about was changed since.")


def mail_rows(hub: Hub) -> list[FollowUpRow]:
    """The mail of Follow-up."""
    return [row for row in follow_up.rows(hub.wb, follow_up.ids(hub.wb, Kind.MAIL)[0]) if row is not None]
