"""Who may be contacted when, by which rule not, and what a contact leaves to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.catalog import load
from domain.model.terms import Channel, NextStep, Outcome
from domain.rules.contact_hours import ContactHours, Moment, moment
from domain.rules.stop_words import Wish, wish_of
from domain.rules.touching import DAY, HOUR, Asked, Next, Purpose, RuleId, Try, next_step, refusals
from tests.rules.builders import contact_rules

RULES = contact_rules()
NOW = int(datetime(2026, 8, 12, 2, 42, tzinfo=UTC).timestamp() * 1000)
MORNING = NOW - 2 * HOUR
GOOD, BAD = Moment(True, None), Moment(False, datetime(2026, 8, 13, 9, tzinfo=UTC))
ASKED = Asked(now=NOW, day_began=MORNING, moment=GOOD, wish="call")
CALL, SMS, EMAIL = str(Channel.CALL), str(Channel.SMS), str(Channel.EMAIL)


def tries(*ago: float, channel: str = CALL) -> tuple[Try, ...]:
    """Tries so many hours ago."""
    return tuple(Try(NOW - int(hours * HOUR), channel) for hours in ago)


def ruled(asked: Asked, channel: str = "", **purpose: bool) -> list[str]:
    """The rules that stand against it, in order."""
    return [one.rule for one in refusals(asked, RULES, channel, Purpose(**purpose))]


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        (ASKED, []),
        (replace(ASKED, moment=BAD), [RuleId.HOURS]),
        (replace(ASKED, moment=BAD, here=True), []),
        (replace(ASKED, no_contact=True), [RuleId.STOP]),
        (replace(ASKED, no_contact=True, here=True), [RuleId.STOP]),
        (replace(ASKED, no_contact=True, they_wrote=True), []),
        (replace(ASKED, they_wrote=True, no_contact=True, moment=BAD), [RuleId.HOURS]),
        (replace(ASKED, they_wrote=True, tries=tries(1)), [RuleId.DAY]),
        (replace(ASKED, tries=tries(1)), [RuleId.DAY]),
        (replace(ASKED, tries=tries(23)), [RuleId.BETWEEN]),
        (replace(ASKED, tries=tries(24)), []),
        (replace(ASKED, tries=tries(80, 50, 25)), [RuleId.STAGE]),
        (replace(ASKED, tries=tries(80, 50, 1)), [RuleId.STAGE, RuleId.DAY]),
        (replace(ASKED, tries=tries(80, 50, 25), closed=True), [RuleId.CLOSED]),
    ],
)
def test_a_contact_that_the_rules_forbid_names_the_rule(asked: Asked, rules: list[str]) -> None:
    assert ruled(asked) == rules


def test_after_the_last_try_the_closing_note_alone_may_go() -> None:
    asked = replace(ASKED, tries=tries(80, 50, 25))
    assert ruled(asked, closing=True) == []
    assert ruled(replace(asked, closed=True), closing=True) == [RuleId.CLOSED]


def test_two_channels_are_the_most_and_a_text_needs_a_yes() -> None:
    both = (*tries(60), *tries(30, channel=SMS))
    assert ruled(replace(ASKED, tries=both), EMAIL) == [RuleId.CHANNELS]
    assert ruled(replace(ASKED, tries=both), CALL) == []
    assert ruled(replace(ASKED, ok_text=False), SMS) == [RuleId.TEXT]
    assert ruled(replace(ASKED, ok_text=False, wish="sms"), SMS) == []


def test_a_message_that_awaits_no_answer_is_no_try_and_still_obeys_a_stop_and_their_hours() -> None:
    asked = replace(ASKED, tries=tries(80, 50, 1), moment=BAD)
    assert ruled(asked, EMAIL, informs=True) == [RuleId.HOURS]
    stopped = replace(ASKED, no_contact=True)
    assert ruled(stopped, informs=True) == [RuleId.STOP]


@pytest.mark.parametrize(("days", "rules"), [(1, [RuleId.POOL]), (13.9, [RuleId.POOL]), (14, [])])
def test_the_pool_is_written_to_once_in_fourteen_days(days: float, rules: list[str]) -> None:
    asked = replace(ASKED, pool=(NOW - int(days * DAY),))
    assert ruled(asked, pool=True) == rules
    assert ruled(asked) == []


def test_a_refusal_says_from_when_it_may_be() -> None:
    found = refusals(replace(ASKED, tries=tries(23)), RULES)[0]
    assert (found.message, found.until - NOW) == ("24 hours lie between two tries", HOUR)
    assert all(len(one.short) <= 7 for one in refusals(replace(ASKED, no_contact=True, tries=tries(9, 8, 1)), RULES))


@pytest.mark.parametrize(
    ("outcome", "before", "more", "expected"),
    [
        (Outcome.REACHED, (), {}, None),
        (Outcome.REPLIED, (), {}, None),
        (Outcome.STOP, (), {}, None),
        (Outcome.NO_ANSWER, tries(0), {}, Next(NextStep.TRY, NOW + DAY, channel=SMS)),
        (Outcome.LEFT_WORD, tries(0), {}, Next(NextStep.TRY, NOW + DAY, channel=SMS)),
        (Outcome.LEFT_WORD, tries(0), {"asks": False}, None),
        (Outcome.NO_ANSWER, (*tries(30, channel=SMS), *tries(0)), {}, Next(NextStep.TRY, NOW + DAY, channel=SMS)),
        (Outcome.NO_ANSWER, tries(60, 30, 0), {}, Next(NextStep.CLOSING, NOW + DAY, channel=CALL)),
        (Outcome.LEFT_WORD, tries(60, 30, 0), {"closing": True}, Next(NextStep.CLOSE, working_days=3)),
        (Outcome.THANK_YOU, (), {"lately": 1}, Next(NextStep.ANSWER, working_days=1)),
        (Outcome.CHECK_IN, (), {"lately": 3}, Next(NextStep.ANSWER, working_days=1)),
        (Outcome.CHECK_IN, (), {"lately": 4}, Next(NextStep.KIND_LINE, working_days=1)),
    ],
)
def test_what_follows_from_a_contact(
    outcome: Outcome, before: tuple[Try, ...], more: dict[str, object], expected: Next | None
) -> None:
    assert next_step(outcome, before, RULES, ways=(CALL, SMS, EMAIL), **more) == expected  # type: ignore[arg-type]


def test_who_has_one_channel_is_tried_there_again() -> None:
    found = next_step(Outcome.NO_ANSWER, tries(0), RULES, ways=(CALL,))
    assert found is not None
    assert found.channel == CALL


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("STOP", Wish.STOP),
        ("Stop po.", Wish.STOP),
        ("Please do not contact me again, thank you", Wish.STOP),
        ("Don\u2019t contact me any more please, I found a job", Wish.STOP),
        ("huwag na po kayong mag-text", Wish.STOP),
        ("Huwag\u00a0na, salamat", Wish.STOP),
        ("BAJA", Wish.STOP),
        ("Por favor, no me llamen m\u00e1s a este n\u00famero", Wish.STOP),
        ("no mas mensajes por favor, ya tengo trabajo", Wish.STOP),
        ("I can stop by at ten, is that fine?", Wish.PERHAPS),
        ("Mi voz es baja por el resfriado, pero voy", Wish.PERHAPS),
        ("It was nonstop, thanks for the talk", Wish.NONE),
        ("Salamat po, kita tayo bukas", Wish.NONE),
        ("", Wish.NONE),
    ],
)
def test_stop_is_understood_in_three_languages(words: str, wish: Wish) -> None:
    assert wish_of(words, load().follow_up.contact) is wish


# Hours: zones, summer time, holidays.

HOURS = ContactHours(time(9), time(19), frozenset(range(6)))


@pytest.mark.parametrize(
    ("local", "window", "holidays", "opens"),
    [
        (datetime(2026, 12, 24, 20), ("", ""), {date(2026, 12, 25)}, "Sat 26 09:00"),
        (datetime(2026, 12, 25, 10), ("", ""), {date(2026, 12, 25), date(2026, 12, 26)}, "Mon 28 09:00"),
        (datetime(2026, 12, 25, 10), ("", ""), set(), "now"),
        # A night that began before the holiday goes on into it; the one that begins on it does not begin.
        (datetime(2026, 12, 25, 1), ("22:00", "04:00"), {date(2026, 12, 25)}, "now"),
        (datetime(2026, 12, 25, 23), ("22:00", "04:00"), {date(2026, 12, 25)}, "Sat 26 22:00"),
    ],
)
def test_nobody_is_contacted_on_a_holiday(
    local: datetime, window: tuple[str, str], holidays: set[date], opens: str
) -> None:
    found = moment(local.replace(tzinfo=ZoneInfo("Asia/Manila")), *window, HOURS, holidays)
    assert ("now" if found.good else f"{found.opens:%a %d %H:%M}") == opens


def test_a_holiday_is_named_where_it_is_the_reason() -> None:
    noon = datetime(2026, 8, 12, 12, tzinfo=ZoneInfo("Asia/Manila"))
    named = {date(2026, 8, 12): "Heroes Day", date(2026, 8, 13): ""}
    assert moment(noon, "", "", HOURS, named).why_not == "it is Heroes Day, a holiday"
    assert moment(noon + timedelta(days=1), "", "", HOURS, named).why_not == "it is a holiday"
    assert moment(noon, "", "", HOURS, set(named)).why_not == "it is a holiday"
    assert moment(noon.replace(hour=23), "", "", HOURS, named).why_not == "it is outside their hours"


def test_a_year_of_holidays_has_no_good_moment() -> None:
    every = {date(2026, 1, 1) + timedelta(days=days) for days in range(730)}
    found = moment(datetime(2026, 8, 12, 10, tzinfo=UTC), "", "", HOURS, every)
    assert (found.good, found.opens) == (False, None)


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "Asia/Manila", "Pacific/Auckland"])
@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 3, 29), date(2026, 9, 27), date(2026, 10, 25)])
def test_nine_is_nine_on_the_days_on_which_clocks_are_changed(zone: str, day: date) -> None:
    tz = ZoneInfo(zone)
    every = ContactHours(time(9), time(19), frozenset(range(7)))
    at = datetime.combine(day, time(0), tz)
    good = [at + timedelta(minutes=30 * step) for step in range(48)]
    open_at = [one for one in good if moment(one.astimezone(UTC).astimezone(tz), "", "", every).good]
    assert (open_at[0].time(), open_at[-1].time()) == (time(9), time(18, 30))
    assert moment(at, "", "", every).opens == datetime.combine(day, time(9), tz)
