"""What happened in the assessment rooms: calls that were played, exams at the keyboard, second ratings, their case.

By chances of its own, so that nothing else depends on what it did. Calls are dealt like cards: whoever does about as
well with a scenario plays the same call.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from domain.model.exam import Part
from domain.model.terms import MilestoneId, Proposal, Result, ScoringType
from domain.workbook import calls
from domain.workbook.founding import Entry
from seed.decks import entries_of
from seed.plays import presses
from seed.stages import STAGES

if TYPE_CHECKING:
    from domain.model.role_plays import Scenario
    from domain.workbook.founding import Card, Founding, OpenClass, Play, Traveller

_MINUTE, _SECOND = 60_000, 1_000
_KEYBOARD = ((Part.TYPING, 3), (Part.GRAMMAR, 7), (Part.READING, 9), (Part.POLICY, 7))
"""What is taken at the keyboard, with the minutes that it takes."""
_QUESTIONS = {Part.GRAMMAR: "ex.grammar", Part.POLICY: "ex.policy"}
_KEYBOARD_SINCE = 30
"""Days: the seat for candidates has been there for so long."""
_LOOKED_TWICE = 0.7
"""Of calls close to the mark, those that a second one rated too."""
_ALIKE = 25
"""Points within which the same scenario is played alike."""
_CASES = (MilestoneId.PHONE, MilestoneId.IN_PERSON, MilestoneId.FINAL)
_ANSWERS = (5, 5, 5, 5, 4, 4, 4, 4, 4, 3, 3, 3, 2)
"""What people say about their chance to show what they can do."""


class Rooms:
    """Fills in what the rooms leave behind, after every attempt."""

    def __init__(self, book: Founding, seed: int | str) -> None:
        """Take a book; `seed` is that of the hub or of a part of it."""
        self._book = book
        self._random = Random(f"rooms {seed}")
        self._plays: dict[tuple[int, str, int], Play] = {}
        self._seconds: dict[tuple[Card, Result], tuple[Card, Card] | None] = {}

    def after(self, travels: Traveller, card: Card, opened_at: int, finished_at: int) -> None:
        """Somebody has tried a milestone: what it left behind in the rooms."""
        if card.milestone.calls is not None:
            self._calls(travels, card, opened_at, finished_at)
        elif card.milestone.id is MilestoneId.EXAM:
            self._papers(travels, card, opened_at, finished_at)
        elif card.milestone.id in _CASES:
            self._case(travels)

    # calls -----------------------------------------------------------------------------------------------------------

    def _calls(self, travels: Traveller, card: Card, opened_at: int, finished_at: int) -> None:
        calls = card.milestone.calls
        assert calls is not None
        at = opened_at + self._random.randrange(20, 50) * _SECOND
        for _ in range(calls.count):
            play = self.next_play(travels, card)
            if play is None:
                return
            started = at + self._random.randrange(35, 62) * _SECOND
            if started + play.length > finished_at:
                return
            self._book.rooms.called(travels, play, at=at, started=started)
            at = started + play.length + self._random.randrange(25, 60) * _SECOND

    def next_play(self, travels: Traveller, card: Card) -> Play | None:
        """How the next call goes for somebody with this card; None where every scenario was had."""
        offered = self._book.rooms.scenarios(travels, card.milestone, self._had(travels, card.milestone.id))
        return self._play(card, offered[0]) if offered else None

    def _had(self, travels: Traveller, milestone: MilestoneId) -> list[str]:
        rows = (row for row in travels.rows["attempt"] if row["milestone"] is milestone and row["scenario"])
        return [one for row in rows for one in str(row["scenario"]).split(",")]

    def _play(self, card: Card, scenario: Scenario) -> Play:
        key = (card.mark, scenario.id, int(card.assessment.score or 0.0) // _ALIKE)
        found = self._plays.get(key)
        if found is None:
            assert card.milestone.calls is not None
            chance = Random("/".join(map(str, key)))
            kit = calls.kit_of(self._book.wb, scenario)
            pressed, length = presses(kit, scenario, card, chance, card.milestone.calls.minutes)
            found = self._plays[key] = self._book.rooms.play(scenario, card.milestone, pressed, length)
        return found

    def under_way(self, travels: Traveller, card: Card, *, opened_at: int, running: bool) -> None:
        """Somebody is at a call of their last attempt: it runs for three minutes and a half, or is just over."""
        play, now = self.next_play(travels, card), self._book.wb.now()
        if play is None:
            return
        started = now - 210 * _SECOND if running else opened_at + 70 * _SECOND
        at = max(opened_at, started - 55 * _SECOND)
        self._book.rooms.called(travels, play, at=at, started=started, over=not running)

    # exams -----------------------------------------------------------------------------------------------------------

    def _papers(self, travels: Traveller, card: Card, opened_at: int, finished_at: int) -> None:
        if opened_at < self._book.wb.now() - _KEYBOARD_SINCE * 24 * 60 * _MINUTE:
            return
        at = opened_at + 2 * _MINUTE
        for part, minutes in _KEYBOARD:
            spent = minutes * _MINUTE
            if part is not Part.TYPING:
                spent -= self._random.randrange(3 * 60) * _SECOND
            if at + spent > finished_at:
                return
            self._book.rooms.sat(travels, card, part, seed=self._random.randrange(1 << 31), at=at, spent=spent)
            at += spent + self._random.randrange(20, 80) * _SECOND

    def sits(self, travels: Traveller, card: Card, opened_at: int, *, asked: bool) -> None:
        """Somebody sits the exam: what is entered was taken at the keyboard; who is `asked` has questions in front."""
        now = self._book.wb.now()
        self._papers(travels, card, opened_at, now - 4 * _MINUTE)
        entered = {line.criterion.id for line in card.sheet.lines if line.rating}
        part = next((part for part, key in _QUESTIONS.items() if key not in entered), None)
        if part is not None and asked:
            seed = self._random.randrange(1 << 31)
            self._book.rooms.sits(travels, part, seed=seed, at=now - 3 * _MINUTE, right=75, answered=6)

    # second ratings --------------------------------------------------------------------------------------------------

    def second_look(self, opened: OpenClass, card: Card, result: Result) -> tuple[Card, Card] | None:
        """The mean of two and what the second one entered, where somebody else looked at a call close to the mark."""
        close = card.milestone.id is MilestoneId.MOCK_CALL and card.asks_for_second(result)
        if not close or self._random.random() >= _LOOKED_TWICE:
            return None
        key = (card, result)
        if key not in self._seconds:
            self._seconds[key] = self._second(opened, card, result)
        return self._seconds[key]

    def _second(self, opened: OpenClass, card: Card, result: Result) -> tuple[Card, Card] | None:
        """A second rating that, with the first one, comes to that result; None where none does."""
        wanted = Proposal.PASSED if result is Result.PASSED else Proposal.NOT_YET
        milestone, first = card.milestone.id, entries_of(card)
        by = 1 if result is Result.PASSED else -1
        for most in range(1, 6):
            other = _second_of(first, card, most, by)
            both = self._book.pair(opened, milestone, first, other)
            if both.assessment.proposal is wanted:
                return both, self._book.card(opened, milestone, other)
        return None

    def ask_second(self, travels: Traveller, card: Card, at: int, *, rater: str = "") -> None:
        """A second look is asked for at a call that nobody has decided; where `rater` is named, theirs is in too.

        They see one criterion quite otherwise.
        """
        second = None
        if rater:
            first = entries_of(card)
            apart = next(n for n, one in enumerate(first) if one.value == 4 and _judges(card, one))
            other = [Entry(one.criterion, 2.0 if n == apart else one.value) for n, one in enumerate(first)]
            second = self._book.card(travels.opened, card.milestone.id, tuple(other))
        self._book.rooms.looked_twice(
            travels,
            why=card.assessment.reason,
            asked_at=at,
            first_in=at,
            second=second,
            rater=rater,
            second_in=at + 9 * _MINUTE if rater else 0,
        )

    def note_second(self, travels: Traveller, second: Card, opened_at: int, finished_at: int) -> None:
        """The second rating of an attempt that was decided with it."""
        attempt = travels.last_attempt
        raters = [who for who in STAGES[second.milestone.id].who if who != attempt["who"]]
        asked = finished_at - 4 * _MINUTE
        self._book.rooms.looked_twice(
            travels,
            why="close to the mark",
            asked_at=max(opened_at, asked),
            first_in=max(opened_at, asked),
            second=second,
            rater=raters[0],
            second_in=finished_at - _MINUTE,
        )

    # their case ------------------------------------------------------------------------------------------------------

    def _case(self, travels: Traveller) -> None:
        """What was noted about the interview itself, of some."""
        attempt, pick = travels.last_attempt, self._random.random()
        if pick < 0.5:
            attempt["kit_asked"] = 2 if pick < 0.06 else 1
            attempt["they_asked"] = 2 if pick > 0.4 else 1
        if pick < 0.3:
            attempt["chance"] = self._random.choice(_ANSWERS)


def _second_of(first: tuple[Entry, ...], card: Card, most: int, by: int) -> tuple[Entry, ...]:
    """What a second one enters who rates so many criteria higher or lower by one, and the others alike."""
    left, found = most, []
    for entry in first:
        value = entry.value
        if left and value is not None and _judges(card, entry) and 1 <= value + by <= 5:
            value, left = value + by, left - 1
        found.append(Entry(entry.criterion, value))
    return tuple(found)


def _judges(card: Card, entry: Entry) -> bool:
    """Whether people judge a criterion, on a scale."""
    criterion = card.milestone.criterion(entry.criterion)
    return criterion.scoring.type is ScoringType.BARS and criterion.weight > 0
