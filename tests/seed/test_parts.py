"""Large hubs are told in parts: the same hub, however many processes tell it."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

import seed
from domain.model.errors import Unavailable
from domain.model.terms import State
from domain.workbook import Site, open_workbook
from domain.workbook.founding import found
from seed import parts
from seed.everybody import Ground
from seed.parts import Plan
from tests.engines import ENGINES
from tests.seed.conftest import standing_clock
from tests.seed.rows import table

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines import Workshop

PLAN = Plan(people=260, seed=5, site=Site(), now=standing_clock(), act=77, size=100)


def test_two_processes_tell_what_one_does() -> None:
    alone = list(parts.told(PLAN, workers=1))
    together = list(parts.told(PLAN, workers=2))
    assert [part.people for part in alone] == [100, 60]
    assert [part.packed for part in alone] == [part.packed for part in together]
    assert [part.visits for part in alone] == [part.visits for part in together]


def test_a_part_that_died_is_told_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seed.hub.Plan", partial(Plan, size=30))
    monkeypatch.setattr("seed.parts._tell", _die)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with pytest.raises(Unavailable, match="process"):
        seed.build(tmp_path / "hub.milepost", people=100, clock=standing_clock)
    monkeypatch.undo()
    built = seed.build(tmp_path / "hub.milepost", people=30, clock=standing_clock)
    assert len(table(built.workbook, "person")) == 30
    built.workbook.close()


def _die(part: int) -> None:
    os._exit(part)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hub_of_several_parts_is_whole(
    request: pytest.FixtureRequest, workshop: Workshop, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seed.hub.Plan", partial(Plan, size=60))
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    with workshop.address(engine, tmp_path) as where:
        built = seed.build(where, people=170, clock=standing_clock)
        wb = built.workbook
        request.addfinalizer(wb.close)
        assert wb.store.check() == []
        people = table(wb, "person")
        twins = len(table(wb, "twin"))
        assert twins == 1
        assert len(people) == len({row["phone_typed"] for row in people}) + twins == 170
        kept = {row["id"] for row in table(wb, "rubric")}
        assert {row["rubric"] for row in table(wb, "attempt")} <= kept
        numbers = [(row["day"], row["number"]) for row in table(wb, "visit") if row["number"]]
        assert len(numbers) == len(set(numbers))
        hired = [row["opening"] for row in table(wb, "application") if row["state"] == State.HIRED]
        seats = {row["id"]: row["seats"] for row in table(wb, "opening")}
        assert all(hired.count(one) <= seats[one] for one in seats)


def test_seats_are_shared_out_among_the_parts(tmp_path: Path) -> None:
    wb = open_workbook(tmp_path / "hub.milepost", who="Noor", clock=standing_clock)
    with found(wb, "made a hub") as book:
        ground = Ground(book, 170)
        shares = [ground.scene(1, first, end).seats for first, end in ((0, 60), (60, 120), (120, 170))]
        assert sum(shares[1:], shares[0]) == {one.id: one.row.seats for one in book.classes.all}
    wb.close()
