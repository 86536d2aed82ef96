"""How raters agree: counted by hand, in both orders, before anything was talked over, and never of too few."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from domain.model.terms import MilestoneId
from domain.workbook import attempts, history, second_ratings
from domain.workbook.insights import Scope, figure_tables, raters
from tests.workbook.hub import TODAY
from tests.workbook.insights.planted import share

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

JULY = int(datetime(2026, 7, 10, 4, tzinfo=UTC).timestamp() * 1000)


def test_who_shared_too_little_is_told_so_and_nothing_else(hub: Hub) -> None:
    assert raters.show(hub.wb).together.few == "too few: 0 of 20"
    share(hub, "Noor", "Ines", [((3, 4), (3, 3))] * 19)
    found = raters.show(hub.wb)
    (pair,) = found.pairs
    assert (pair.attempts, pair.ratings, pair.few) == (19, 38, "too few: 19 of 20")
    assert (pair.exact, pair.near, pair.linear, pair.quadratic, pair.correlation) == (None,) * 5
    assert [(one.name, one.shared, one.lean, one.spread) for one in found.raters] == [
        ("Ines", 19, None, None),
        ("Noor", 19, None, None),
    ]


def test_agreement_lean_and_drift_are_counted_whoever_was_first(hub: Hub) -> None:
    # Ines gives one level more for one of two criteria: half a level of lean.
    share(hub, "Noor", "Ines", [((3, 4), (4, 4)), ((2, 3), (2, 2))] * 6, at=JULY)
    share(hub, "ines", "Noor", [((5, 4), (4, 4)), ((2, 1), (3, 3))] * 10)
    found = raters.show(hub.wb)
    (pair,) = found.pairs
    assert (pair.raters, pair.attempts, pair.ratings, pair.few) == (("Ines", "Noor"), 32, 64, "")
    assert pair.exact is not None
    assert pair.near is not None
    assert (pair.exact.value, pair.near.value) == (0.5, 1.0)
    assert pair.quadratic is not None
    assert pair.linear is not None
    assert pair.quadratic.value > pair.linear.value > 0
    assert pair.correlation is not None
    assert pair.correlation.things == 32
    assert pair.correlation.single.value < pair.correlation.average.value
    ines, noor = found.raters
    assert ines.lean is not None
    assert noor.lean is not None
    assert (ines.lean.mean, noor.lean.mean) == (0.5, -0.5)
    assert ines.lean.interval == pytest.approx((0.5, 0.5), abs=1e-6)
    assert [(one.month, one.shared, one.lean is None) for one in ines.months] == [
        ("2026-08", 20, False),
        ("2026-07", 12, True),
    ]
    assert ines.others_spread == noor.spread
    months = [row for row in figure_tables.raters_table(found).rows if row["what"] == "month"]
    assert [(row.get("said"), row.get("lean")) for row in months[:2]] == [(None, 0.5), ("too few: 12 of 20", None)]


def test_only_what_the_scope_names_is_looked_at(hub: Hub) -> None:
    share(hub, "Noor", "Ines", [((3, 4), (4, 4))] * 4, at=JULY)
    share(hub, "Noor", "Omar", [((3, 4), (4, 4))] * 3)
    assert [pair.raters for pair in raters.show(hub.wb).pairs] == [("Ines", "Noor"), ("Noor", "Omar")]
    assert [pair.raters for pair in raters.show(hub.wb, Scope(since=TODAY)).pairs] == [("Noor", "Omar")]
    assert raters.show(hub.wb, Scope(account="travel_cs")).together.attempts == 0


def test_what_was_talked_over_counts_as_it_was_submitted(hub: Hub) -> None:
    application = hub.put_on()
    hub.take_to(application, MilestoneId.PHONE)
    attempt = attempts.open_or_start(hub.wb, application)
    second_ratings.ask(hub.wb, attempt, rater="Ines")
    for card in (0, 1):
        for line in attempts.sheet(hub.wb, attempt).lines:
            attempts.rate(hub.wb, attempt, line.criterion.id, 2 + 2 * card, card=card)
        assert raters.show(hub.wb).together.attempts == 0  # nothing is looked at while they rate alone
        second_ratings.submit(hub.wb, attempt, card)
    before = raters.show(hub.wb)
    assert before.together.attempts == 1
    criterion = second_ratings.compare(hub.wb, attempt).rows[0].criterion.id
    second_ratings.change(hub.wb, attempt, criterion, 1, 2, "heard it again")
    assert raters.show(hub.wb) == before
    history.undo(hub.wb)
    history.undo(hub.wb)
    assert raters.show(hub.wb).together.attempts == 0
