"""A call at random beside a plain list of what was pressed: they agree after every key, and after every kill."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain.model.errors import Conflict
from domain.model.terms import MilestoneId
from domain.workbook import attempts, calls, history
from domain.workbook.calls import JotKind
from domain.workbook.calls import Phase as Stage
from tests.workbook.hub import make_hub

if TYPE_CHECKING:
    from tests.engines import Workshop
    from tests.workbook.hub import Hub

LONG = bool(os.environ.get("MILEPOST_LONG"))
PLAIN, TIMED = "okistrm", "hd"
CRITERIA = ("mc.open", "mc.probe", "mc.close")


@dataclass
class Pressed:
    """One key that stands, as the plain list has it."""

    kind: JotKind
    key: str
    at: int
    before: float | None = None
    """Of a rating: what was there before."""


class Playing(RuleBasedStateMachine):
    """One assessor at work; `workshop` and `engine` are set by the test."""

    workshop: Workshop
    engine: str

    @initialize()
    def open(self) -> None:
        """A call of which the card was given out."""
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.where = self.stack.enter_context(self.workshop.address(self.engine, folder))
        self.hub: Hub = make_hub(self.where)
        application = self.hub.put_on()
        self.hub.take_to(application, MilestoneId.MOCK_CALL)
        self.attempt = attempts.open_or_start(self.hub.wb, application)
        self.call = calls.begin(self.hub.wb, self.attempt, "mk02")
        self.pressed: list[Pressed] = []
        self.ratings: dict[str, float] = {}
        self.started = 0
        self.restarted = self.over = False
        self.begins = 1

    def teardown(self) -> None:
        """Let go of the workbook."""
        if hasattr(self, "hub"):
            self.hub.wb.close()
            self.stack.close()

    @property
    def running(self) -> bool:
        """Whether the clock runs, as the plain list has it."""
        return bool(self.started) and not self.over

    @rule(seconds=st.integers(1, 40))
    def wait(self, seconds: int) -> None:
        """Time goes by."""
        self.hub.clock.ahead(seconds=seconds)

    @precondition(lambda self: not self.started and not self.over)
    @rule()
    def start(self) -> None:
        """The clock starts."""
        self._tick()
        calls.start(self.hub.wb, self.call)
        self.started = self.hub.clock()

    @precondition(lambda self: self.running)
    @rule()
    def restart(self) -> None:
        """A new start, where it is free."""
        self._tick()
        free = not self.restarted and self.hub.clock() - self.started < 20_000
        try:
            calls.restart(self.hub.wb, self.call)
        except Conflict:
            assert not free
        else:
            assert free
            self.started, self.restarted, self.pressed = 0, True, []

    @precondition(lambda self: self.running)
    @rule(key=st.sampled_from(PLAIN + TIMED))
    def mark(self, key: str) -> None:
        """A letter."""
        self._press(JotKind.MARK, key)

    @precondition(lambda self: self.running)
    @rule(fact=st.integers(0, 2))
    def fact(self, fact: int) -> None:
        """A hidden fact."""
        self._press(JotKind.FACT, str(fact))

    @precondition(lambda self: self.running)
    @rule()
    def check(self) -> None:
        """A check of the card."""
        self._press(JotKind.CHECK, "")

    @precondition(lambda self: self.running)
    @rule(criterion=st.sampled_from(CRITERIA), value=st.sampled_from((1, 3, 5)))
    def rate(self, criterion: str, value: int) -> None:
        """A rating while the call runs."""
        self._tick()
        calls.rate(self.hub.wb, self.call, criterion, value)
        before = self.ratings.get(criterion)
        self.pressed.append(Pressed(JotKind.RATED, criterion, self.hub.clock(), before))
        self.ratings[criterion] = value

    @precondition(lambda self: self.running)
    @rule()
    def take_back(self) -> None:
        """What was pressed last."""
        self._tick()
        taken = calls.take_back_last(self.hub.wb, self.call)
        last = self.pressed.pop() if self.pressed else None
        told = [(one.kind, one.key) if one else None for one in (taken, last)]
        assert told[0] == told[1]
        if last is not None and last.kind is JotKind.RATED:
            if last.before is None:
                del self.ratings[last.key]
            else:
                self.ratings[last.key] = last.before

    @precondition(lambda self: self.running)
    @rule(undone=st.booleans())
    def stop(self, undone: bool) -> None:
        """The end, which may have been pressed too early."""
        self._tick()
        counts = calls.stop(self.hub.wb, self.call)
        assert counts.length == self.hub.clock() - self.started
        assert counts.facts == len({one.key for one in self.pressed if one.kind is JotKind.FACT})
        if undone:
            history.undo(self.hub.wb)
        else:
            self.over = True

    @precondition(lambda self: self.over)
    @rule()
    def take_the_call_back(self) -> None:
        """The whole call, and back again: nothing is lost."""
        before = calls.pieces(self.hub.wb, self.attempt)
        calls.take_back(self.hub.wb, self.call)
        assert calls.pieces(self.hub.wb, self.attempt) == {}
        history.undo(self.hub.wb)
        assert calls.pieces(self.hub.wb, self.attempt) == before

    @rule()
    def kill(self) -> None:
        """The program is gone, and started again."""
        self._tick()
        clock = self.hub.clock
        self.hub.wb.close()
        self.hub = make_hub(self.where, clock=clock)

    @invariant()
    def agree(self) -> None:
        """What is stored is what was pressed."""
        if not hasattr(self, "hub"):
            return
        found = calls.console(self.hub.wb, self.attempt).session(self.hub.clock())
        assert found is not None
        expected = Stage.OVER if self.over else Stage.RUNNING if self.started else Stage.READING
        assert found.phase is expected
        if self.running:
            assert found.started == self.started
            assert [(one.kind, one.key, one.at) for one in found.entries] == self._entries()
        rated = {line.criterion.id: line.rating for line in attempts.sheet(self.hub.wb, self.attempt).lines}
        assert {key: one.value for key, one in rated.items() if one} == self.ratings

    def _entries(self) -> list[tuple[JotKind, str, int]]:
        """The plain list as the log shows it: facts once, two checks at most, the end of something timed not at all."""
        shown: list[tuple[JotKind, str, int]] = []
        runs = ""
        for one in self.pressed:
            at = one.at - self.started
            if one.kind is JotKind.RATED:
                continue
            if one.kind is JotKind.FACT and any((kind, key) == (one.kind, one.key) for kind, key, _ in shown):
                continue
            if one.kind is JotKind.CHECK:
                done = sum(kind is JotKind.CHECK for kind, _, _ in shown)
                if done < 2:
                    shown.append((one.kind, str(done), at))
                continue
            if one.kind is JotKind.MARK and one.key in TIMED:
                ends, runs = runs == one.key, "" if runs == one.key else one.key
                if ends:
                    continue
            shown.append((one.kind, one.key, at))
        return shown

    def _press(self, kind: JotKind, key: str) -> None:
        self._tick()
        calls.jot(self.hub.wb, self.call, kind, key)
        self.pressed.append(Pressed(kind, key, self.hub.clock()))

    def _tick(self) -> None:
        """No two keys in one millisecond: a program that is started again makes ids of its own."""
        self.hub.clock.ahead(milliseconds=1)


def test_a_call_is_what_was_pressed(workshop: Workshop, engine: str) -> None:
    Playing.workshop, Playing.engine = workshop, engine
    examples = (200 if engine == "sqlite" else 50) if LONG else (12 if engine == "sqlite" else 4)
    run_state_machine_as_test(
        Playing,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
        ),
    )
