"""A call from its single facts: what stands, what is counted, what can be evidence, and what is played next."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from domain.catalog import load
from domain.model.call import Jot, JotKind, Phase, Session
from domain.model.terms import MilestoneId
from domain.rules import calling
from domain.rules.briefing import briefing
from domain.rules.calling import clock_words, count, length_words, moments, open_scenarios, play, times_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.catalogue import Catalogue
    from domain.model.role_plays import CallKit, Scenario

START = 1_000_000
"""When the clocks of these calls start, milliseconds UTC; the card was given a minute before."""
SECOND = 1_000


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue, read once."""
    return load()


def kit_of(scenario: Scenario) -> CallKit:
    """The keys of a scenario."""
    kits = catalogue().kits.values()
    return next(k for k in kits if k.milestone is scenario.milestone and (not k.types or scenario.type in k.types))


Press = tuple[float, JotKind, str] | tuple[float, JotKind, str, str]


def jots(*pressed: Press, started: bool = True) -> list[Jot]:
    """What was pressed, each with its second; ids are places in the list, the start has the id 1."""
    first = [Jot(1, START, JotKind.STARTED)] if started else []
    rest = [
        Jot(n, START + int(press[0] * SECOND), press[1], press[2], press[3] if len(press) > 3 else "")
        for n, press in enumerate(pressed, 2)
    ]
    return first + rest


def session(
    pressed: Sequence[Jot], scenario: str = "mk02", *, over: float | None = None, now: float = 0
) -> tuple[Session, CallKit, Scenario]:
    """A call at a second, with its keys and scenario."""
    found = catalogue().scenarios[scenario]
    kit = kit_of(found)
    end = 0 if over is None else START + int(over * SECOND)
    at = START + int(now * SECOND)
    return play(pressed, kit, found, reading_since=START - 60 * SECOND, over=end, now=at), kit, found


def keys(found: Session) -> list[str]:
    """Kinds and keys of what stands."""
    return [f"{entry.kind} {entry.key}".strip() for entry in found.entries]


MARK, FACT, CHECK, UNDO, QUOTE = JotKind.MARK, JotKind.FACT, JotKind.CHECK, JotKind.UNDO, JotKind.QUOTE


def test_nothing_counts_before_the_clock_starts() -> None:
    found, _, _ = session(jots((1, MARK, "o"), started=False), now=5)
    assert found.phase is Phase.READING
    assert found.entries == ()
    assert calling.clock(found, START) == 0


def test_every_key_has_its_second() -> None:
    found, _, _ = session(jots((5, MARK, "o"), (12.9, FACT, "1"), (20, CHECK, "")), now=30)
    assert keys(found) == ["mark o", "fact 1", "check 0"]
    assert [entry.at // SECOND for entry in found.entries] == [5, 12, 20]
    assert calling.clock(found, START + 30_500) == 30_500


def test_the_minute_to_read_runs_out_and_never_below_nothing() -> None:
    found, _, _ = session([])
    assert calling.reading_left(found, found.reading_since + 20 * SECOND) == 40 * SECOND
    assert calling.reading_left(found, found.reading_since + 90 * SECOND) == 0


def test_undo_takes_back_what_it_names_and_nothing_else() -> None:
    found, _, _ = session(jots((5, MARK, "o"), (6, MARK, "k"), (7, UNDO, "2")), now=9)
    assert keys(found) == ["mark k"]
    assert found.last == 3


def test_a_timed_mark_lasts_from_press_to_press() -> None:
    found, _, _ = session(jots((10, MARK, "d"), (17, MARK, "d")), now=20)
    (entry,) = found.entries
    assert (entry.at, entry.until) == (10 * SECOND, 17 * SECOND)
    assert calling.open_mark(found) is None


def test_taking_back_the_end_of_a_silence_lets_it_run_on() -> None:
    found, _, _ = session(jots((10, MARK, "d"), (17, MARK, "d"), (18, UNDO, "3")), now=20)
    running = calling.open_mark(found)
    assert running is not None
    assert running.at == 10 * SECOND


def test_a_hold_ends_the_silence_before_it() -> None:
    found, kit, scenario = session(jots((10, MARK, "d"), (14, MARK, "h")), now=44)
    assert [(entry.key, entry.until) for entry in found.entries] == [("d", 14 * SECOND), ("h", -1)]
    counted = count(found, kit, scenario, START + 44 * SECOND)
    assert (counted.longest_silence, counted.hold) == (4 * SECOND, 30 * SECOND)


def test_what_runs_ends_with_the_call() -> None:
    found, _, _ = session(jots((10, MARK, "h")), over=25)
    assert found.entries[0].until == 25 * SECOND
    assert found.phase is Phase.OVER
    assert found.last == 0


def test_a_restart_is_free_once_and_early_and_drops_what_was_pressed() -> None:
    pressed = jots((5, MARK, "o"))
    found, _, _ = session(pressed, now=19.9)
    assert calling.may_restart(found, START + 19_900)
    assert not calling.may_restart(found, START + 20_000)
    again = [*pressed, Jot(9, START + 10_000, JotKind.RESTARTED), Jot(10, START + 30_000, JotKind.STARTED)]
    found, _, _ = session(again, now=35)
    assert (found.entries, found.started, found.restarts) == ((), START + 30_000, 1)
    assert not calling.may_restart(found, START + 35_000)


def test_a_fact_is_found_once_and_only_where_there_is_one() -> None:
    found, kit, scenario = session(jots((5, FACT, "0"), (6, FACT, "0"), (7, FACT, "3"), (8, FACT, "x")), now=9)
    assert keys(found) == ["fact 0"]
    counted = count(found, kit, scenario, START)
    assert (counted.facts, counted.facts_of) == (1, 3)


def test_no_more_checks_are_done_than_stand_on_the_card() -> None:
    found, kit, scenario = session(jots(*[(n, CHECK, "") for n in range(5)]), now=9)
    counted = count(found, kit, scenario, START)
    assert (counted.checks, counted.checks_of) == (2, 2)


def test_words_go_onto_their_moment_and_the_last_ones_stand() -> None:
    found, _, _ = session(jots((5, MARK, "o"), (7, QUOTE, "2", "What was"), (9, QUOTE, "2", "What was Friday?")), now=9)
    assert [(entry.kind, entry.quote) for entry in found.entries] == [(MARK, "What was Friday?")]


def test_taking_words_back_takes_all_that_was_typed_of_them() -> None:
    typed = jots((5, MARK, "o"), (7, QUOTE, "2", "What"), (9, QUOTE, "2", "What was it?"), (10, UNDO, "4"))
    found, _, _ = session(typed, now=11)
    assert [(entry.key, entry.quote) for entry in found.entries] == [("o", "")]
    alone = jots((5, QUOTE, "mc.close", "Thank"), (6, QUOTE, "2", "Thank you!"), (7, UNDO, "3"))
    found, _, _ = session(alone, now=11)
    assert found.entries == ()


def test_words_of_a_moment_that_was_taken_back_go_with_it() -> None:
    found, _, _ = session(jots((5, MARK, "o"), (7, QUOTE, "2", "What was Friday?"), (9, UNDO, "2")), now=11)
    assert found.entries == ()


def test_the_time_to_the_first_question_and_the_repeats() -> None:
    pressed = jots((8, MARK, "k"), (31, MARK, "o"), (40, MARK, "o"), (50, MARK, "r"), (60, MARK, "r"))
    found, kit, scenario = session(pressed, over=90)
    counted = count(found, kit, scenario, 0)
    assert (counted.first_question, counted.questions, counted.repeats) == (31 * SECOND, 2, 2)
    assert counted.length == 90 * SECOND


def test_each_customer_of_a_chat_waits_from_the_start() -> None:
    pressed = jots(
        (30, JotKind.REPLY, "0"), (44, JotKind.REPLY, "1"), (60, JotKind.REPLY, "0"), (160, JotKind.REPLY, "0")
    )
    found, kit, scenario = session(pressed, "ch01", over=200)
    counted = count(found, kit, scenario, 0)
    assert counted.first_reply == 44 * SECOND
    assert counted.longest_gap == 100 * SECOND
    unanswered, _, _ = session(pressed[:2], "ch01", over=200)
    assert count(unanswered, kit, scenario, 0).first_reply is None


class TestEvidence:
    """What a call offers when it is over."""

    def of(self, *pressed: Press, over: float = 200) -> dict[str, str]:
        """What is offered: label -> what was said or done."""
        found, kit, scenario = session(jots(*pressed), over=over)
        milestone = catalogue().milestones[scenario.milestone]
        return {moment.label: moment.quote or moment.act for moment in moments(found, kit, scenario, milestone)}

    def test_a_mark_says_what_was_done_and_words_say_it_better(self) -> None:
        assert self.of((5, MARK, "o"))["open question"] == "asked an open question"
        assert self.of((5, MARK, "o"), (6, QUOTE, "2", "What was Friday?"))["open question"] == "What was Friday?"

    def test_a_silence_counts_from_ten_seconds_on(self) -> None:
        assert "dead air" not in self.of((10, MARK, "d"), (19, MARK, "d"))
        assert self.of((10, MARK, "d"), (20, MARK, "d"))["dead air"] == "left the line silent for 10 seconds"

    def test_counts_speak_for_or_against(self) -> None:
        found, kit, scenario = session(jots((5, FACT, "0"), (6, FACT, "1")), over=200)
        milestone = catalogue().milestones[MilestoneId.MOCK_CALL]
        told = {moment.label: moment for moment in moments(found, kit, scenario, milestone)}
        assert told["facts found"].act == "found 2 of the 3 facts that only a question brings out"
        assert told["facts found"].good is False
        assert told["facts found"].at == -1
        assert "repeats" not in told

    def test_words_alone_speak_neither_way(self) -> None:
        found, kit, scenario = session(jots((5, QUOTE, "mc.close", "So, tomorrow at nine.")), over=9)
        told = moments(found, kit, scenario, catalogue().milestones[MilestoneId.MOCK_CALL])
        assert [(m.criterion, m.good, m.quote) for m in told if m.quote] == [
            ("mc.close", None, "So, tomorrow at nine.")
        ]


class TestPicking:
    """Which scenario comes next."""

    def order(self, account: str, *had: str, last: str = "", salt: str = "") -> tuple[str, ...]:
        """The mock calls that are left on an account, best first."""
        known = catalogue()
        milestone = known.milestones[MilestoneId.MOCK_CALL]
        return open_scenarios(known.scenarios, known.accounts[account], milestone, had, last=last, salt=salt)

    def test_never_the_same_twice_and_at_the_end_none(self) -> None:
        had: list[str] = []
        while left := self.order("retail_cs", *had):
            assert left[0] not in had
            had.append(left[0])
        assert len(had) == len(set(had)) == 10

    def test_those_that_the_account_names_come_first(self) -> None:
        assert set(self.order("retail_cs")[:2]) == {"mk02", "mk07"}
        assert self.order("banking_cs")[:2] == ("mk01", "mk06")

    def test_a_later_try_is_about_as_hard_as_the_last_one(self) -> None:
        assert self.order("insurance_sales", "mk04", "mk10", last="mk10")[0] in ("mk06", "mk09")

    def test_chat_accounts_get_chats_and_the_others_calls(self) -> None:
        assert set(self.order("saas_chat")) == {"ch01", "ch02"}
        assert not {"ch01", "ch02"} & set(self.order("retail_cs"))
        assert {"ch01", "mk01"} <= set(self.order("blended_telecom"))

    def test_the_same_attempt_is_offered_the_same_and_others_differ(self) -> None:
        assert self.order("retail_cs", salt="7") == self.order("retail_cs", salt="7")
        assert len({self.order("retail_cs", salt=str(n)) for n in range(9)}) > 1


@pytest.mark.parametrize("scenario", sorted(load().scenarios))
def test_the_candidates_card_holds_nothing_of_the_assessors_side(scenario: str) -> None:
    found = catalogue().scenarios[scenario]
    milestone = catalogue().milestones[found.milestone]
    assert found.card is not None
    card = briefing(found, milestone)
    told = " ".join([card.brand, *(line for head, lines in card.parts for line in (head, *lines))])
    secret = [found.title, found.opening_line, found.curveball, found.setup, *found.success]
    secret += [part for fact in found.hidden_facts for part in (fact.if_asked, fact.reveal)]
    asked_for_by_the_card = [text for text in secret if any(text in check for check in found.card.must_verify)]
    secret = [text for text in secret if text not in asked_for_by_the_card]
    secret += [found.persona.name, found.persona.manner] if found.persona else []
    assert [text for text in secret if text and text in told] == []
    for line in (*found.card.facts, *found.card.may_not, *found.card.must_verify):
        assert line in told
    assert all(error.trigger in told for error in milestone.critical_errors if error.briefed)


def test_how_times_are_put() -> None:
    assert [clock_words(ms) for ms in (0, 7_900, 134_000, 10**9)] == ["0:00", "0:07", "2:14", "99:59"]
    assert [length_words(ms) for ms in (0, 1_000, 12_000, 65_000, 120_000)] == [
        "0 seconds",
        "1 second",
        "12 seconds",
        "1 minute 5 seconds",
        "2 minutes",
    ]
    assert [times_words(n) for n in (0, 1, 2, 5)] == ["not once", "once", "twice", "5 times"]
