"""One hub over its days: what must be refused there, and what must not."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import Conflict, WorkbookError
from domain.model.message import ANSWERS, Situation
from domain.model.terms import Channel, MilestoneId, Outcome
from domain.rules.touching import Purpose
from domain.workbook import (
    contacts,
    messages,
    openings,
    touches,
)
from tests.workbook.sixty_days import reference
from tests.workbook.sixty_days.tables import facts, marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.workbook.touches import About
    from tests.workbook.hub import Hub
    from tests.workbook.sixty_days.places import Place, Soul
    from tests.workbook.sixty_days.reference import Facts

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


class Life:
    """One hub over its days."""

    def __init__(self, hub: Hub, place: Place, seed: int, *, most: int) -> None:
        self.hub, self.wb, self.place = hub, hub.wb, place
        self.random = Random(seed)
        self.most = most
        self.souls: dict[int, Soul] = {}
        self.stopped: dict[int, int] = {}
        self.missed: set[int] = set()
        """Attempts that somebody did not come to."""
        self.done: Counter[str] = Counter()
        """What was done, and what was refused, so that a run in which nothing happens is seen."""
        self.move_to(place.moments(place.begins)[0])
        starts = place.begins + timedelta(days=12), place.begins + timedelta(days=30)
        self.openings = [openings.create(self.wb, "retail_cs", seats=2, starts=day) for day in starts]

    def move_to(self, at: int) -> None:
        """Another moment; milliseconds UTC."""
        self.hub.clock.now = at

    def facts(self) -> Facts:
        """The tables as they are now."""
        return facts(self.hub, self.place.house, self.stopped)

    def refused(self, what: str, work: Callable[[], object], words: str = "") -> None:
        """Something is refused, with a sentence and a way out, and nothing is left of it."""
        before = marks(self.hub)
        with pytest.raises(WorkbookError) as refusal:
            work()
        assert words in str(refusal.value), (what, str(refusal.value))
        assert refusal.value.hint, what
        assert marks(self.hub) == before, f"{what} was refused and left something"
        self.done[f"refused: {what}"] += 1

    def send(self, person: int, situation: Situation, channel: Channel, about: About | None = None) -> bool:
        """Send a message, or be refused by a rule that stands against it; whether it went."""
        draft = messages.draft(self.wb, person, situation)
        against = reference.broken(
            self.facts(),
            person,
            channel,
            closing=situation is Situation.CLOSING_NOTE,
            pool=situation is Situation.POOL_TOUCH,
            informs=not draft.asks,
            message=True,
            answers=situation in ANSWERS,
        )
        send = partial(messages.sent, self.wb, draft, draft.text, channel, about)
        if not against:
            send()
            self.done["sent"] += 1
            return True
        before = marks(self.hub)
        with pytest.raises(Conflict) as refusal:
            send()
        said = reference.named(str(refusal.value))
        assert said, str(refusal.value)
        assert said <= against, (situation, channel, against, str(refusal.value))
        assert marks(self.hub) == before
        self.done[f"not sent: {min(said)}"] += 1
        return False

    def call(self, person: int, about: About) -> bool:
        """Call somebody where no rule stands against it; whether they were called."""
        told = {
            one.rule.value
            for one in contacts.against(self.wb, person, Channel.CALL, Purpose(pool=about.kind == "pool"))
        }
        against = reference.broken(self.facts(), person, Channel.CALL, pool=about.kind == "pool")
        assert bool(told) == bool(against), (told, against, person)
        if told:
            self.done["not called"] += 1
            return False
        likes = self.souls[person].answers
        pick = self.random.random()
        outcome = Outcome.REACHED if pick < likes else Outcome.NO_ANSWER if pick < 0.9 else Outcome.LEFT_WORD
        touches.log(self.wb, person, outcome, channel=Channel.CALL, about=about)
        self.done[f"called: {outcome}"] += 1
        if outcome is Outcome.REACHED and self.random.random() < 0.03:
            self.hears_stop(person, Outcome.STOP, "")
        return True

    def hears_stop(self, person: int, outcome: Outcome, words: str) -> None:
        """They ask for no more contact, in their own words or plainly."""
        self.hub.clock.now += 1
        logged = touches.log(self.wb, person, outcome, channel=Channel.SMS, words=words)
        assert logged.outcome is Outcome.STOP, words
        self.stopped[person] = self.wb.now()
        self.done["stop"] += 1
