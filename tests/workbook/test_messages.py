"""Messages: filled in in the person's language, checked, and noted within the rules of contact."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.message import Situation
from domain.model.terms import NextStep, Outcome
from domain.workbook import contacts, history, messages, promises, queue, slip_gates, slips, touches
from domain.workbook.touches import About
from tests.workbook.hub import TODAY
from tests.workbook.test_touches import joan

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

THURSDAY = TODAY + timedelta(days=1)


def test_a_message_is_filled_in_with_names_and_a_date(hub: Hub) -> None:
    found = messages.draft(hub.wb, joan(hub), Situation.DELAY)
    assert found.text == (
        "Hi Joan, we said that you would hear from us today, and we need more time. We are sorry."
        " You hear from us by Thursday 13 August. Noor, Harbour hub"
    )
    assert (found.day, found.needs_day, found.needs_hour, found.asks, found.warning) == (
        THURSDAY,
        True,
        False,
        False,
        "",
    )
    today = messages.draft(hub.wb, found.person, Situation.DELAY, TODAY)
    assert "You hear from us by the end of today." in today.text


@pytest.mark.parametrize(
    ("language", "words", "tag", "lacks"),
    [
        ("tl", "Kumusta, Joan. Kita tayo sa Huwebes", "fil", ""),
        ("es-MX", "Hola, Joan: nos vemos el jueves", "es-MX", ""),
        ("de", "Hi Joan, see you on Thursday", "en", "de"),
    ],
)
def test_a_message_is_in_their_language_else_in_english_and_says_so(
    hub: Hub, language: str, words: str, tag: str, lacks: str
) -> None:
    person = joan(hub, language=language)
    found = messages.draft(hub.wb, person, Situation.REMINDER, THURSDAY, "14:30")
    assert found.text.startswith(words)
    assert "14:30" in found.text
    assert (found.language, found.lacks) == (tag, lacks)


def test_a_slot_that_is_booked_gives_day_and_hour(hub: Hub, tmp_path: Path) -> None:
    person = joan(hub)
    queue.book(hub.wb, person, datetime(2026, 8, 14, 15, 30))
    found = messages.draft(hub.wb, person, Situation.DATE)
    assert "on Friday 14 August at 15:30" in found.text
    file = messages.calendar_to(hub.wb, found, tmp_path)
    text = file.read_bytes().decode()
    assert file.suffix == ".ics"
    assert "DTSTART:20260814T073000Z\r\n" in text
    assert "SUMMARY:Your date at Harbour hub\r\n" in text
    with pytest.raises(BadInput, match="no day and hour"):
        messages.calendar_to(hub.wb, messages.draft(hub.wb, person, Situation.DELAY), tmp_path)


def test_a_mail_draft_carries_the_words_and_the_appointment(hub: Hub, tmp_path: Path) -> None:
    found = messages.draft(hub.wb, joan(hub), Situation.DATE, THURSDAY, "09:00")
    mail = message_from_bytes(messages.mail_draft(hub.wb, found, found.text, tmp_path).read_bytes(), policy=default)
    assert (mail["To"], mail["Subject"], mail["X-Unsent"]) == ("joan@example.org", "Your date at Harbour hub", "1")
    body = mail.get_body()
    assert body is not None
    assert "Please reply YES" in body.get_content()
    calendar = next(iter(mail.iter_attachments()))
    assert (calendar.get_filename(), calendar.get_content_type()) == ("appointment.ics", "text/calendar")
    assert "BEGIN:VEVENT" in calendar.get_content()


def test_a_message_that_asks_is_a_try_and_one_that_informs_is_not(hub: Hub) -> None:
    person = joan(hub)
    told = messages.draft(hub.wb, person, Situation.ACKNOWLEDGE)
    assert messages.sent(hub.wb, told, told.text, "sms").step is None
    asks = messages.draft(hub.wb, person, Situation.DATE)
    assert messages.sent(hub.wb, asks, asks.text, "sms").step is NextStep.TRY
    with pytest.raises(Conflict, match="1 try a day is the most"):
        messages.sent(hub.wb, asks, asks.text, "sms")


def test_a_delay_moves_the_promise_to_the_day_that_they_were_told(hub: Hub) -> None:
    person = joan(hub)
    promise = promises.make(hub.wb, person, "call with the result", TODAY, "11:00")
    found = messages.draft(hub.wb, person, Situation.DELAY, TODAY + timedelta(days=2))
    messages.sent(hub.wb, found, found.text, "sms", About(contacts.PROMISES, promise))
    row = promises.find(hub.wb, promise)
    assert (row.due, row.hour, row.closed_at) == (date(2026, 8, 14), "", 0)
    history.undo(hub.wb)
    assert promises.find(hub.wb, promise).due == TODAY


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ("", "no words"),
        ("x" * 601, "600 are the most"),
        ("Hi {name}", "placeholder is left"),
        ("You are too old for this account.", "is not sent to anybody"),
    ],
)
def test_words_that_cannot_go_are_refused(hub: Hub, words: str, match: str) -> None:
    found = messages.draft(hub.wb, joan(hub), Situation.DELAY)
    with pytest.raises(BadInput, match=match):
        messages.sent(hub.wb, found, words, "sms")


def test_nothing_goes_out_after_a_stop_or_outside_their_hours_but_an_answer_to_what_they_wrote(hub: Hub) -> None:
    person = joan(hub)
    touches.log(hub.wb, person, Outcome.STOP)
    found = messages.draft(hub.wb, person, Situation.CHECK_IN)
    assert "they asked not to be contacted" in found.warning
    with pytest.raises(Conflict, match="they asked not to be contacted"):
        messages.sent(hub.wb, found, found.text, "sms")
    note = touches.log(hub.wb, person, Outcome.CHECK_IN, words="Any news?")
    messages.sent(hub.wb, found, found.text, "sms", About(contacts.REPLIES, note.touch))
    assert contacts.warning(hub.wb, person)
    other = joan(hub)
    hub.clock.ahead(hours=10)
    with pytest.raises(Conflict, match=r"outside their hours. From Thu 13 Aug 9:00"):
        messages.sent(hub.wb, messages.draft(hub.wb, other, Situation.DELAY), "Hi", "sms")


def test_the_likeliest_situation_stands_first_and_none_is_missing(hub: Hub) -> None:
    found = [one for one, _ in messages.choices(hub.wb, "promises")]
    assert found[0] is Situation.DELAY
    assert sorted(found) == sorted(Situation)
    assert dict(messages.choices(hub.wb))[Situation.CLOSING_NOTE] == "The closing note, after the last try"


def test_messages_count_towards_what_one_person_is_sent_in_a_day(hub: Hub) -> None:
    person = joan(hub)
    slip = hub.take(hub.application(person)).slip
    hub.fill_gaps(slip)
    hub.confirm(slip)
    told = messages.draft(hub.wb, person, Situation.ACKNOWLEDGE)

    def against() -> list[str]:
        document = slips.view(hub.wb, slip).document
        with hub.wb.store.read() as tx:
            held = slip_gates.look_in(hub.wb, tx, [slip], {slip: document})[slip]
        return [gate.message for gate in held.against(slip_gates.Way.MAIL)]

    for _ in range(2):
        assert against() == []
        messages.sent(hub.wb, told, told.text, "sms")
    assert against() == ["they were sent 2 messages within a day"]
    with pytest.raises(Conflict, match="2 messages within a day"):
        messages.sent(hub.wb, told, told.text, "sms")
    hub.clock.ahead(days=1, minutes=1)
    assert against() == []
    messages.sent(hub.wb, told, told.text, "sms")
