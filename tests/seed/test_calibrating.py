"""Two calls are kept for calibration: one waits to be rated alone, one lies side by side."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

import seed
from domain.model.errors import Conflict
from domain.rules.results import TALK_OVER
from domain.workbook import calibrations, calibrations_open
from seed.hub import MANY
from seed.parts import Plan
from seed.spoken import LATE_GIFT, LATE_GIFT_RATED, REFUND, REFUND_RATED
from tests.engines import ENGINES
from tests.seed.conftest import PEOPLE, standing_clock
from tests.seed.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from domain.workbook import Workbook
    from tests.engines import Workshop

_MADE = ("id", "at", "opened_at", "version", "calibration")
"""What a second telling gives anew."""


@pytest.fixture(params=ENGINES)
def mine(request: pytest.FixtureRequest, workshop: Workshop, tmp_path: Path) -> Iterator[seed.Built]:
    """A hub of one's own, to work in."""
    with workshop.address(str(request.param), tmp_path) as where:
        built = seed.build(where, people=PEOPLE, clock=standing_clock)
        yield built
        built.workbook.close()


def _as(wb: Workbook, who: str) -> Workbook:
    wb.store.who = who
    return wb


def _kept(wb: Workbook) -> tuple[calibrations.CalibrationRow, calibrations.CalibrationRow]:
    waits, opened = calibrations.listing(wb)
    return waits, opened


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key not in _MADE} for row in rows]


def test_one_waits_for_noor_and_one_is_open(hub: seed.Built) -> None:
    waits, opened = _kept(hub.workbook)
    assert (waits.scenario, waits.who, waits.raters) == ("mk07", "Luka", 2)
    assert (waits.begun, waits.submitted, waits.opened, waits.shown) == (False,) * 4
    assert (opened.scenario, opened.raters) == ("mk02", 3)
    assert (opened.submitted, opened.opened, opened.shown) == (True, True, True)


def test_they_talk_over_one_criterion_of_the_open_one(hub: seed.Built) -> None:
    _, opened = _kept(hub.workbook)
    found = calibrations_open.side_by_side(hub.workbook, opened.id)
    assert found.raters == ("Luka", "Noor", "Tomas")
    assert [line.criterion.id for line in found.lines if line.talk_over] == ["mc.resolve"]
    assert all(level is not None for line in found.lines for level in line.levels)
    assert sorted(row["who"] for row in table(hub.workbook, "shown")) == ["Luka", "Noor", "Tomas"]


@pytest.mark.parametrize("rated", [REFUND_RATED, LATE_GIFT_RATED])
def test_raters_agree_but_for_one_criterion(rated: Mapping[str, Sequence[int]]) -> None:
    apart = [max(levels) - min(levels) for levels in rated.values()]
    assert [one for one in apart if one >= TALK_OVER] == [TALK_OVER]


def test_all_that_is_judged_is_rated_and_all_of_it_is_over(hub: seed.Built) -> None:
    wb = hub.workbook
    calls = {row["id"]: row for row in table(wb, "call")}
    for kept in table(wb, "calibration"):
        judged = {one.id for one in calibrations.sheet(wb, kept["id"]).criteria}
        assert judged == set(REFUND_RATED) == set(LATE_GIFT_RATED)
        assert calls[kept["call"]]["over_at"] <= kept["at"]
        said = [row for row in table(wb, "calibrated") if row["calibration"] == kept["id"]]
        assert all(kept["at"] < row["at"] < (kept["opened_at"] or wb.now()) for row in said)
        assert all(set(json.loads(row["ratings"])) == judged for row in said)
        seen = [row["at"] for row in table(wb, "shown") if row["calibration"] == kept["id"]]
        assert all(0 < kept["opened_at"] <= at < wb.now() for at in seen)


def test_nothing_of_a_kept_call_names_its_person(hub: seed.Built) -> None:
    people = {row["id"]: row for row in table(hub.workbook, "person")}
    kept = table(hub.workbook, "calibration")
    assert len(kept) == 2
    for row in kept:
        person = people[row["person"]]
        words = {word.casefold() for word in f"{person['name']} {person['called']}".split() if len(word) > 2}
        told = " ".join(row[column] for column in ("name", "moments", "transcript")).casefold()
        assert not [word for word in words if word in re.findall(r"\w+", told)]


def test_noor_rates_the_one_that_waits_and_opens_it(mine: seed.Built) -> None:
    wb = mine.workbook
    waits, _ = _kept(wb)
    with pytest.raises(Conflict, match="Your own rating"):
        calibrations.open_all(wb, waits.id)
    for one in calibrations.sheet(wb, waits.id).criteria:
        calibrations.rate(wb, waits.id, one.id, 3)
    calibrations.submit(wb, waits.id)
    calibrations.open_all(wb, waits.id)
    assert calibrations_open.side_by_side(wb, waits.id).raters == ("Luka", "Noor", "Tomas")
    assert wb.store.check() == []


def test_the_use_cases_leave_the_same_rows(mine: seed.Built) -> None:
    wb = mine.workbook
    names = ("calibration", "calibrated", "shown")
    ours = [_plain(table(wb, name)) for name in names]
    kept = table(wb, "calibration")
    for row in kept:
        calibrations.take_away(wb, row["id"])
    told = {
        "mk07": (REFUND, REFUND_RATED, ("Luka", "Tomas")),
        "mk02": (LATE_GIFT, LATE_GIFT_RATED, ("Tomas", "Noor", "Luka")),
    }
    for row in kept:
        transcript, rated, raters = told[row["scenario"]]
        made = calibrations.store(_as(wb, row["who"]), row["call"], transcript)
        for place, rater in enumerate(raters):
            for criterion, levels in rated.items():
                calibrations.rate(_as(wb, rater), made, criterion, levels[place])
            calibrations.submit(wb, made)
        if row["opened_at"]:
            calibrations.open_all(wb, made)
            for rater in raters:
                calibrations_open.side_by_side(_as(wb, rater), made)
    theirs = [_plain(table(wb, name)) for name in names]
    # To whom something was shown stands beside the log, so that nothing takes it away.
    assert theirs == [*ours[:2], ours[2] * 2]


def test_a_small_hub_has_none(tmp_path: Path) -> None:
    built = seed.build(tmp_path / "hub.milepost", people=MANY - 1, clock=standing_clock)
    assert calibrations.listing(built.workbook) == ()
    built.workbook.close()


def test_a_hub_of_several_parts_has_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("seed.hub.Plan", partial(Plan, size=150))
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    built = seed.build(tmp_path / "hub.milepost", people=200, clock=standing_clock)
    assert [row.scenario for row in calibrations.listing(built.workbook)] == ["mk07", "mk02"]
    assert built.workbook.store.check() == []
    built.workbook.close()
