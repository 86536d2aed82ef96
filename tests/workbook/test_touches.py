"""Touches: one outcome is logged, and what follows, follows by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, NextStep, Outcome
from domain.rules.touching import Purpose, RuleId
from domain.workbook import (
    Site,
    applications,
    contacts,
    decisions,
    follow_up,
    history,
    merging,
    people,
    promises,
    queue,
    requests,
    snoozes,
    stopping,
    touches,
)
from domain.workbook.touches import About
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

MOBILE = "0917 555 4471"


def joan(hub: Hub, **known: object) -> int:
    """Somebody on a class, who may be texted and gave an address."""
    known = {"mobile": MOBILE, "email": "joan@example.org", "ok_text": True, "channel": "call"} | known
    person = hub.person("Joan Alcaraz", hub.opening(), **known)
    visit = hub.value("select id from visit where person = :p", p=person)
    hub.wb.store.do("went home", lambda act: act.update("visit", visit, state="done"))
    return person


def open_steps(hub: Hub, person: int) -> list[tuple[str, str]]:
    """What is to be done about somebody, and by when."""
    rows = hub.rows(
        "select next, due from touch where person = :p and next > '' and closed_at = 0 order by id", p=person
    )
    return [(row["next"], row["due"]) for row in rows]


def ruled(hub: Hub, person: int, **how: bool) -> list[str]:
    """The rules that stand against contacting somebody now."""
    return [one.rule for one in contacts.against(hub.wb, person, "", Purpose(**how))]


def test_no_answer_asks_for_another_try_a_day_later_by_another_way(hub: Hub) -> None:
    person = joan(hub)
    logged = touches.log(hub.wb, person, Outcome.NO_ANSWER)
    assert (logged.step, logged.due, logged.via) == (NextStep.TRY, date(2026, 8, 13), "sms")
    assert touches.told(logged) == "try again by text message on Thu 13 Aug"
    assert ruled(hub, person) == [RuleId.DAY]
    hub.clock.ahead(hours=23)
    assert ruled(hub, person) == [RuleId.BETWEEN]
    hub.clock.ahead(hours=1)
    assert ruled(hub, person) == []


def test_the_preferred_channel_comes_first_then_the_second_and_no_third(hub: Hub) -> None:
    person = joan(hub, channel="call", second_channel="email", email="joan@example.org", ok_text=True)
    assert contacts.ways(contacts.person(hub.wb, person)) == ("call", "email", "sms")
    vias = []
    for way in ("call", "email"):
        vias.append(touches.log(hub.wb, person, Outcome.NO_ANSWER, channel=way).via)
        hub.clock.ahead(days=1, hours=1)
    assert vias == ["email", "call"]
    assert [one.rule for one in contacts.against(hub.wb, person, "sms")] == [RuleId.CHANNELS]
    known = people.find(hub.wb, person)
    asked = people.NewPerson(name=known.name, mobile=known.phone, channel="call", second_channel="sms")
    people.correct(hub.wb, person, known.version, asked)
    assert people.find(hub.wb, person).second_channel == "sms"
    assert RuleId.TEXT not in [one.rule for one in contacts.against(hub.wb, person, "sms")]
    people.correct(hub.wb, person, known.version + 1, replace(asked, second_channel="call"))
    assert people.find(hub.wb, person).second_channel == ""


def test_three_tries_then_one_closing_note_then_nothing(hub: Hub) -> None:
    person = joan(hub)
    for _ in range(3):
        touches.log(hub.wb, person, Outcome.NO_ANSWER)
        hub.clock.ahead(days=1, hours=1)
    assert open_steps(hub, person) == [(NextStep.CLOSING, "2026-08-15")]
    assert ruled(hub, person) == [RuleId.STAGE]
    assert ruled(hub, person, closing=True) == []
    logged = touches.log(hub.wb, person, Outcome.LEFT_WORD, message=contacts.CLOSING)
    assert (logged.step, logged.due) == (NextStep.CLOSE, date(2026, 8, 19))
    hub.clock.ahead(days=9)
    assert ruled(hub, person) == [RuleId.CLOSED]
    touches.log(hub.wb, person, Outcome.REPLIED, words="I was ill, I am back")
    assert open_steps(hub, person) == []
    assert ruled(hub, person) == []


def test_a_next_try_waits_for_their_hours_and_for_the_day_after_a_holiday(hub: Hub) -> None:
    hub.wb.take_settings(replace(hub.wb.site, holidays=frozenset({date(2026, 8, 13)})), "Noor")
    person = joan(hub, window_from="14:00", window_to="18:00")
    logged = touches.log(hub.wb, person, Outcome.NO_ANSWER)
    assert logged.due == date(2026, 8, 14)
    opens = hub.value("select not_before from touch where id = :id", id=logged.touch)
    assert datetime.fromtimestamp(opens / 1000, UTC) == datetime(2026, 8, 14, 6, tzinfo=UTC)


def test_at_a_night_hub_a_try_before_midnight_and_one_after_it_are_of_one_day(hub: Hub) -> None:
    hub.wb.take_settings(Site(day_starts=time(20), day_ends=time(5, 30)), "Noor")
    person = joan(hub, window_from="20:00", window_to="05:00")
    hub.clock.now = int(datetime(2026, 8, 12, 15, tzinfo=UTC).timestamp() * 1000)  # 23:00 in Manila
    logged = touches.log(hub.wb, person, Outcome.NO_ANSWER)
    assert logged.due == date(2026, 8, 13)
    hub.clock.ahead(hours=3)
    assert ruled(hub, person) == [RuleId.DAY]
    note = touches.log(hub.wb, person, Outcome.THANK_YOU)
    assert note.due == date(2026, 8, 13), "at 2:00 it is still the 12th there"


@pytest.mark.parametrize("outcome", [Outcome.THANK_YOU, Outcome.CHECK_IN])
def test_what_they_write_is_answered_within_a_working_day(hub: Hub, outcome: Outcome) -> None:
    person = joan(hub)
    hub.clock.ahead(days=2)  # a Friday
    logged = touches.log(hub.wb, person, outcome, words="Thank you for your time")
    assert (logged.step, logged.due) == (NextStep.ANSWER, date(2026, 8, 17))
    assert ruled(hub, person) == []
    touches.log(hub.wb, person, Outcome.LEFT_WORD, about=About(contacts.REPLIES, logged.touch))
    assert open_steps(hub, person) == []


def test_very_many_messages_get_one_kind_line(hub: Hub) -> None:
    person = joan(hub)
    steps = [touches.log(hub.wb, person, Outcome.CHECK_IN).step for _ in range(5)]
    assert steps == [*[NextStep.ANSWER] * 3, *[NextStep.KIND_LINE] * 2]
    touches.log(hub.wb, person, Outcome.LEFT_WORD, about=About(contacts.REPLIES))
    assert open_steps(hub, person) == []
    assert hub.value("select count(*) from attempt where note > ''") == 0, "nothing is held against them"


@pytest.mark.parametrize("words", ["", "STOP", "Huwag na po", "no me contacten"])
def test_a_stop_ends_everything_at_once(hub: Hub, words: str) -> None:
    person = joan(hub)
    promises.make(hub.wb, person, "call", TODAY)
    touches.log(hub.wb, person, Outcome.NO_ANSWER)
    logged = touches.log(hub.wb, person, Outcome.REPLIED if words else Outcome.STOP, words=words)
    assert logged.outcome is Outcome.STOP
    assert people.find(hub.wb, person).no_contact
    assert open_steps(hub, person) == []
    assert promises.of_person(hub.wb, person) == []
    assert RuleId.STOP in ruled(hub, person)
    assert hub.value("select outcome from promise") == stopping.STOPPED
    hub.clock.ahead(days=1)
    touches.log(hub.wb, person, Outcome.REPLIED, words="Did you get my papers?")
    assert ruled(hub, person) == [], "what they write is answered"
    touches.log(hub.wb, person, Outcome.LEFT_WORD, about=About(contacts.REPLIES))
    assert ruled(hub, person) == [RuleId.STOP]
    for _ in range(3):
        history.undo(hub.wb)
    assert not people.find(hub.wb, person).no_contact
    assert len(promises.of_person(hub.wb, person)) == 1
    assert open_steps(hub, person) == [(NextStep.TRY, "2026-08-13")]


def test_words_that_may_ask_to_stop_are_put_to_a_person(hub: Hub) -> None:
    person = joan(hub)
    logged = touches.log(hub.wb, person, Outcome.REPLIED, words="I can stop by at ten, is that fine?")
    assert (logged.outcome, logged.perhaps) == (Outcome.REPLIED, True)
    assert not people.find(hub.wb, person).no_contact


def test_reaching_them_about_a_promise_keeps_it_and_no_answer_leaves_it(hub: Hub) -> None:
    person = joan(hub)
    promise = promises.make(hub.wb, person, "call with the result", TODAY)
    assert touches.log(hub.wb, person, Outcome.NO_ANSWER, about=About(contacts.PROMISES, promise)).step is None
    assert len(promises.of_person(hub.wb, person)) == 1
    hub.clock.ahead(hours=25)
    assert touches.log(hub.wb, person, Outcome.REACHED, about=About(contacts.PROMISES, promise)).kept
    assert promises.find(hub.wb, promise).kept
    assert history.of_person(hub.wb, person)[0].said == ("reached Joan, and kept the promise: call with the result")


def test_a_word_that_asks_nothing_is_no_try(hub: Hub) -> None:
    person = joan(hub)
    assert touches.log(hub.wb, person, Outcome.LEFT_WORD, message="date", asks=False).step is None
    assert ruled(hub, person) == []


def test_tries_begin_anew_at_the_next_milestone(hub: Hub) -> None:
    person = joan(hub)
    touches.log(hub.wb, person, Outcome.NO_ANSWER)
    hub.clock.ahead(hours=1)
    hub.take(hub.application(person))
    assert ruled(hub, person) == []


def test_touches_and_what_is_put_off_go_along_when_two_entries_are_put_together(hub: Hub) -> None:
    kept, other = joan(hub), hub.person("Joan M. Alcaraz", mobile=MOBILE)
    touches.log(hub.wb, other, Outcome.CHECK_IN)
    snoozes.put_off(hub.wb, "waiting", 0, other, TODAY + timedelta(days=2), "on leave")
    assert "1 contact" in merging.preview(hub.wb, kept, other).coming
    merging.merge(hub.wb, kept, other)
    assert [row.outcome for row in touches.of_person(hub.wb, kept)] == [Outcome.CHECK_IN]
    with hub.wb.store.read() as tx:
        assert list(snoozes.read(hub.wb, tx)) == [("waiting", 0, kept)]


def test_what_cannot_be_logged_says_why(hub: Hub) -> None:
    person = joan(hub)
    with pytest.raises(BadInput, match='"fax" is no channel'):
        touches.log(hub.wb, person, Outcome.REACHED, channel="fax")
    with pytest.raises(BadInput, match="1000 are the most"):
        touches.log(hub.wb, person, Outcome.REPLIED, words="x" * 1001)
    with pytest.raises(NotFound, match="no longer in the workbook"):
        touches.log(hub.wb, 1, Outcome.REACHED)
    with pytest.raises(NotFound, match="no longer to be done"):
        touches.settle(hub.wb, 1)


@pytest.mark.parametrize(("days", "why", "match"), [(0, "x", "no day"), (91, "x", "no day"), (1, " ", "no reason")])
def test_nothing_is_put_off_without_a_day_and_a_reason(hub: Hub, days: int, why: str, match: str) -> None:
    person = joan(hub)
    with pytest.raises(BadInput, match=match):
        snoozes.put_off(hub.wb, "waiting", 0, person, TODAY + timedelta(days=days), why)


def test_a_try_after_a_missed_slot_stays_to_be_done(hub: Hub) -> None:
    """A no-show is an open state as well as an end: the next try was listed nowhere."""
    person = joan(hub)
    decisions.no_show(hub.wb, hub.application(person))
    logged = touches.log(hub.wb, person, Outcome.NO_ANSWER)
    assert logged.touch in follow_up.ids(hub.wb, follow_up.Kind.TOUCH)[0]
    decisions.withdraw(hub.wb, hub.application(person))
    assert logged.touch not in follow_up.ids(hub.wb, follow_up.Kind.TOUCH)[0]


def test_who_comes_after_the_closing_note_has_opened_the_step_again(hub: Hub) -> None:
    person = joan(hub)
    for _ in range(3):
        touches.log(hub.wb, person, Outcome.NO_ANSWER)
        hub.clock.ahead(days=1)
    touches.log(hub.wb, person, Outcome.LEFT_WORD, message=contacts.CLOSING, asks=False)
    hub.clock.ahead(days=1)
    assert RuleId.CLOSED in ruled(hub, person)
    queue.come_in(hub.wb, person)
    assert ruled(hub, person) == []


def test_another_class_makes_the_pace_no_quicker(hub: Hub) -> None:
    person = joan(hub)
    hub.take_to(hub.application(person), MilestoneId.EXAM)
    hub.clock.ahead(hours=1)
    touches.log(hub.wb, person, Outcome.NO_ANSWER)
    decisions.withdraw(hub.wb, hub.application(person))
    applications.add(hub.wb, person, hub.opening("banking_cs"))
    assert hub.value("select milestone from person where id = :p", p=person) == MilestoneId.APPLICATION
    assert ruled(hub, person) == [RuleId.DAY]


@pytest.mark.parametrize("how", ["request", "card"])
def test_a_stop_is_the_same_however_it_was_said(hub: Hub, how: str) -> None:
    person = joan(hub, ok_keep=True)
    promises.make(hub.wb, person, "call", TODAY)
    touches.log(hub.wb, person, Outcome.CHECK_IN)
    if how == "request":
        requests.ask(hub.wb, person, requests.Kind.STOP)
    else:
        card = people.find(hub.wb, person)
        people.correct(hub.wb, person, card.version, people.NewPerson(card.name, mobile=MOBILE, no_contact=True))
    assert (open_steps(hub, person), promises.of_person(hub.wb, person)) == ([], [])
    assert ruled(hub, person) == [RuleId.STOP], "what they wrote before it is not answered any more"
    assert touches.of_person(hub.wb, person)[0].outcome is Outcome.STOP
    with pytest.raises(Conflict, match="asked not to be contacted"):
        promises.make(hub.wb, person, "call", TODAY)
    hub.wb.store.undo()
    assert len(promises.of_person(hub.wb, person)) == 1
    assert not people.find(hub.wb, person).no_contact


def test_a_promise_is_moved_and_not_put_off(hub: Hub) -> None:
    person = joan(hub)
    promise = promises.make(hub.wb, person, "call", TODAY)
    with pytest.raises(BadInput, match="not put off behind their back"):
        snoozes.put_off(hub.wb, "promises", promise, person, TODAY + timedelta(days=1), "busy")
