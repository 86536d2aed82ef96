"""Random histories on every engine beside a dictionary that remembers everything: they agree after every step."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from domain.model.errors import Conflict, NotFound
from domain.store import clean
from tests.store.conftest import Clock

if TYPE_CHECKING:
    from domain.store import Act, Store
    from tests.engines import Workshop

LONG = bool(os.environ.get("MILEPOST_LONG"))
FIELDS = ("city", "called", "tags")
Rows = dict[int, dict[str, str]]
Write = tuple[str, int, dict[str, str]]

words = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), max_size=6).map(
    lambda text: clean(text, 99)
)
fields = st.dictionaries(st.sampled_from(FIELDS), words, min_size=1)
writes = st.lists(st.tuples(st.sampled_from(("insert", "update", "delete")), st.integers(0, 5), fields), min_size=1)


@dataclass
class Oracle:
    """The rows, and before and after images of every act, undos and redos included."""

    rows: Rows = field(default_factory=dict)
    acts: list[tuple[str, list[tuple[int, Any, Any]]]] = field(default_factory=list)
    undone: set[int] = field(default_factory=set)
    target: dict[int, int] = field(default_factory=dict)

    def do(self, plan: list[Write]) -> None:
        self._act("do", [self._write(*write) for write in plan])

    def may_undo(self) -> int | None:
        live = [n for n, (kind, _) in enumerate(self.acts) if kind == "do" and n not in self.undone]
        return live[-1] if live else None

    def may_redo(self) -> int | None:
        live = [n for n, (kind, _) in enumerate(self.acts) if kind == "undo" and n not in self.undone]
        if not live or any(kind == "do" for kind, _ in self.acts[live[-1] + 1 :]):
            return None
        return live[-1]

    def revert(self, number: int, kind: str) -> bool:
        """Whether it could be done; nothing happens otherwise."""
        kept, changes = deepcopy(self.rows), []
        for row, before, after in reversed(self.acts[number][1]):
            now = self.rows.get(row)
            wrote = {n: v for n, v in (after or {}).items() if before is None or before[n] != v}
            if (now is None) != (after is None) or (now and any(now[n] != v for n, v in wrote.items())):
                self.rows = kept
                return False
            then = None if before is None else {**(now or before), **{n: before[n] for n in wrote or before}}
            changes.append((row, deepcopy(now), deepcopy(then)))
            self._set(row, then)
        self._act(kind, changes)
        self.target[len(self.acts) - 1] = number
        self.undone.add(number)
        if kind == "redo":
            self.undone.discard(self.target[number])
        return True

    def _write(self, verb: str, row: int, values: dict[str, str]) -> tuple[int, Any, Any]:
        before = deepcopy(self.rows.get(row))
        after = None if verb == "delete" else {**(before or dict.fromkeys(FIELDS, "")), **values}
        self._set(row, after)
        return row, before, deepcopy(after)

    def _set(self, row: int, values: dict[str, str] | None) -> None:
        if values is None:
            self.rows.pop(row, None)
        else:
            self.rows[row] = values

    def _act(self, kind: str, changes: list[tuple[int, Any, Any]]) -> None:
        self.acts.append((kind, changes))


def possible(rows: Rows, plan: list[Write]) -> list[Write]:
    """The writes of the plan as the rows allow them: a row is inserted once, and must be there for anything else."""
    there, kept = set(rows), []
    for verb, slot, values in plan:
        row = slot + 1
        verb = "insert" if row not in there else ("update" if verb == "insert" else verb)
        (there.discard if verb == "delete" else there.add)(row)
        kept.append((verb, row, values))
    return kept


class History(RuleBasedStateMachine):
    """One user at work; `workshop` and `engine` are set by the test."""

    workshop: Workshop
    engine: str

    @initialize()
    def open(self) -> None:
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.store: Store = self.stack.enter_context(self.workshop.store(self.engine, folder, clock=Clock()))
        self.oracle = Oracle()

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert self.store.check() == []
            self.stack.close()

    @rule(plan=writes)
    def do(self, plan: list[Write]) -> None:
        todo = possible(self.oracle.rows, plan)

        def work(act: Act) -> None:
            for verb, row, values in todo:
                if verb == "insert":
                    act.insert("person", id=row, **values)
                elif verb == "update":
                    act.update("person", row, **values)
                else:
                    act.delete("person", row)

        self.store.do("work", work)
        self.oracle.do(todo)

    @rule()
    def undo(self) -> None:
        self.undo_number(self.oracle.may_undo())

    @rule(back=st.integers(0, 4))
    def undo_earlier(self, back: int) -> None:
        live = [n for n, (kind, _) in enumerate(self.oracle.acts) if kind == "do" and n not in self.oracle.undone]
        if len(live) > back:
            self.undo_number(live[-1 - back], named=True)

    @rule()
    def redo(self) -> None:
        number = self.oracle.may_redo()
        if number is None:
            with pytest.raises(NotFound):
                self.store.redo()
        elif self.oracle.revert(number, "redo"):
            self.store.redo()
        else:
            with pytest.raises(Conflict):
                self.store.redo()

    def undo_number(self, number: int | None, *, named: bool = False) -> None:
        if number is None:
            with pytest.raises(NotFound):
                self.store.undo()
            return
        target = self.store.acts(len(self.oracle.acts))[-1 - number].id
        act = target if named else None
        hindered = self.store.hindrance(target)
        if self.oracle.revert(number, "undo"):
            assert hindered is None
            self.store.undo(act)
        else:
            assert hindered is not None
            assert hindered.kind == "later"
            with pytest.raises(Conflict):
                self.store.undo(act)

    @invariant()
    def agree(self) -> None:
        if not hasattr(self, "store"):
            return
        with self.store.read() as tx:
            rows = tx.rows(f"select id, {', '.join(FIELDS)} from person")
        assert {row.pop("id"): row for row in rows} == self.oracle.rows
        acts = self.store.acts(10_000)[::-1]
        assert [(a.kind, a.undone) for a in acts] == [
            (kind, n in self.oracle.undone) for n, (kind, _) in enumerate(self.oracle.acts)
        ]


def test_random_histories_agree_with_the_oracle(workshop: Workshop, engine: str) -> None:
    machine = type("HistoryOn", (History,), {"workshop": workshop, "engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=400 if LONG else 12,
            stateful_step_count=40 if LONG else 25,
            deadline=None,
            derandomize=not LONG,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
