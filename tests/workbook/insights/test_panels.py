"""How the same raters agree on calls that they opened together: counted by hand, and never of too few."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from domain.rules import agreement
from domain.workbook.insights import figure_tables, panels, raters
from tests.workbook.insights.planted import opened

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

JULY = int(datetime(2026, 7, 10, 4, tzinfo=UTC).timestamp() * 1000)
THREE: dict[str, list[int | None]] = {
    "Ines": [3, 4, 2, 5, None, 3],
    "Noor": [3, 3, 2, 4, 4, 3],
    "omar": [4, 3, 2, 4, 3, 3],
}
"""Five criteria that all three rated: equal on two of them, at most one apart on all; Ines is milder by half on two."""


def test_of_too_few_only_their_number_and_what_is_missing_is_told(hub: Hub) -> None:
    assert panels.show(hub.wb) == ()
    for at in range(3):
        opened(hub, THREE, hub.clock.now + at)
    opened(hub, {"Ines": [3, 3]})
    (found,) = panels.show(hub.wb)
    assert (found.raters, len(found.calls), found.ratings) == (("Ines", "Noor", "omar"), 3, 15)
    assert (found.few, found.calls_missing) == ("too few: 15 of 20", 1)
    assert (found.equal, found.near, found.correlation, found.kappa, found.at_least) == (None,) * 5
    assert (found.pairs, found.members, found.words) == ((), (), "")


def test_agreement_lean_and_drift_of_a_panel_by_hand(hub: Hub) -> None:
    calls = [opened(hub, THREE, JULY + at) for at in range(4)]
    calls += [opened(hub, {name.upper(): levels for name, levels in THREE.items()}, hub.clock.now)]
    opened(hub, {"Ines": [3, 4], "Noor": [2, 4]})
    found, other = panels.show(hub.wb)
    assert (found.calls, found.ratings, found.few, found.calls_missing) == (tuple(reversed(calls)), 25, "", 0)
    assert (other.ratings, other.few) == (2, "too few: 2 of 20")
    assert found.equal is not None
    assert found.near is not None
    assert (found.equal.value, found.near.value) == (0.4, 1.0)
    table: list[list[float]] = [[3.0, 3, 4], [4, 3, 3], [2, 2, 2], [5, 4, 4], [3, 3, 3]] * 5
    assert found.correlation == agreement.intraclass(table)
    assert found.correlation is not None
    by_pair = [agreement.kappa(agreement.counted([(r[a], r[b]) for r in table]), raters.LEVELS) for a, b in PAIRS]
    assert [pair.kappa for pair in found.pairs] == by_pair
    assert found.kappa == pytest.approx(sum(one.value for one in by_pair if one) / 3)
    ines, noor, omar = found.members
    # Beside the mean of the others: 3 - 3.5, 4 - 3, 0, 5 - 4 and 0 of five.
    assert [round(one.lean.mean, 6) for one in (ines, noor, omar)] == [0.3, -0.3, 0.0]
    assert found.months == (("2026-07", 20), ("2026-08", 5))
    assert [lean is not None and round(lean.mean, 6) for lean in ines.months] == [0.3, False]
    assert found.at_least == tuple(
        agreement.reliability(one)[0] for one in (found.correlation.single, found.correlation.average)
    )
    rows = figure_tables.raters_table(raters.show(hub.wb), (found,)).rows
    told = [(row["what"], row.get("lean")) for row in rows if str(row["what"]).startswith("panel")]
    assert told[:5] == [("panel", None), *[("panel pair", None)] * 3, ("panel rater", 0.3)]
    assert told[5:7] == [("panel month", 0.3), ("panel month", None)]


def test_where_all_give_the_same_nothing_is_made_up(hub: Hub) -> None:
    for at in range(4):
        opened(hub, {"Ines": [3] * 6, "Noor": [3] * 6}, hub.clock.now + at)
    (found,) = panels.show(hub.wb)
    assert found.equal is not None
    assert (found.equal.value, found.kappa, found.correlation, found.at_least) == (1.0, None, None, None)
    assert [pair.kappa for pair in found.pairs] == [None]


PAIRS = ((0, 1), (0, 2), (1, 2))
