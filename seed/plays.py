"""How a call is played: what the assessor pressed, as it follows from how the candidate was rated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.call import JotKind
from domain.workbook.founding import Press
from seed.quotes import SAID

if TYPE_CHECKING:
    from random import Random

    from domain.model.role_plays import CallKit, CallMark, Scenario
    from domain.workbook.founding import Card

SECOND = 1_000
_MIDDLE = 3.0
_OFTEN = {True: (0, 0, 1, 2, 3), False: (3, 2, 1, 0, 0)}
"""How often a good mark is pressed, and how often a weak one, for a rating of 1 to 5."""
_FIRST_ANSWER, _NEXT_ANSWER = (14, 46), (18, 70)
"""Seconds that a customer of a chat waits."""


def presses(
    kit: CallKit, scenario: Scenario, card: Card, random: Random, minutes: int
) -> tuple[tuple[Press, ...], int]:
    """The keys of one call, and its length in milliseconds, a little under so many minutes."""
    rated = {line.criterion.id: line.rating.value for line in card.sheet.lines if line.rating and line.rating.observed}
    level = sum(rated.values()) / len(rated) if rated else _MIDDLE
    length = random.randrange(minutes * 44, minutes * 54)
    found = [_said(random)] if length > 130 else []
    found += _facts(scenario, level, random, length) + _checks(scenario, level, random)
    for mark in kit.marks:
        found += _marks(mark, rated.get(mark.criterion, level), random, length)
    for customer in range(len(scenario.customers[: len(kit.replies)])):
        found += _replies(customer, level, random, length)
    found.sort(key=lambda press: press.at)
    return tuple(_quoted(found, kit, random)), length * SECOND


def _said(random: Random) -> Press:
    return Press(random.randrange(119_000, 129_000), JotKind.SAID)


def _facts(scenario: Scenario, level: float, random: Random, length: int) -> list[Press]:
    number = len(scenario.hidden_facts)
    known = min(number, max(0, round(number * (level - 1) / 3.5 + random.uniform(-0.4, 0.4))))
    places = random.sample(range(number), known)
    return [Press(random.randrange(20, length - 15) * SECOND, JotKind.FACT, str(place)) for place in places]


def _checks(scenario: Scenario, level: float, random: Random) -> list[Press]:
    number = len(scenario.card.must_verify) if scenario.card else 0
    done = number if level >= 2.2 else max(0, number - 1)
    return [Press((9 + 11 * n + random.randrange(6)) * SECOND, JotKind.CHECK) for n in range(done)]


def _marks(mark: CallMark, rating: float, random: Random, length: int) -> list[Press]:
    times = _OFTEN[mark.good][round(rating) - 1]
    if not mark.timed:
        return [Press(random.randrange(8, length - 5) * SECOND, JotKind.MARK, mark.key) for _ in range(times)]
    found: list[Press] = []
    for n in range(min(times, 1)):
        start = (70 if mark.key == "h" else 150) + 60 * n + random.randrange(20)
        lasts = random.randrange(mark.from_seconds // 2 + 2, mark.from_seconds + 14)
        if start + lasts < length:
            found += [Press(at * SECOND, JotKind.MARK, mark.key) for at in (start, start + lasts)]
    return found


def _replies(customer: int, level: float, random: Random, length: int) -> list[Press]:
    """Answered, and written again, by turns until the end."""
    found: list[Press] = []
    at, slow = 0, 1.6 - level / 5
    waits = _FIRST_ANSWER
    while True:
        at += round(random.randrange(*waits) * slow)
        if at >= length - 4:
            return found
        found.append(Press(at * SECOND, JotKind.REPLY, str(customer)))
        at += random.randrange(12, 45)
        if at >= length - 4:
            return found
        found.append(Press(at * SECOND, JotKind.REPLY, str(customer)))
        waits = _NEXT_ANSWER


def _quoted(found: list[Press], kit: CallKit, random: Random) -> list[Press]:
    """The same, with words typed onto the first mark that there are words for."""
    for place, press in enumerate(found):
        mark = kit.mark(press.key) if press.kind is JotKind.MARK else None
        if mark is not None and not mark.timed and (words := SAID.get(f"{mark.criterion} {mark.good}")):
            quote = Press(press.at + 4 * SECOND, JotKind.QUOTE, words=random.choice(words))
            return [*found[: place + 1], quote, *found[place + 1 :]]
    return found
