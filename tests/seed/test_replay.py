"""The bulk door writes what the use cases write: the same story through both leaves the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import seed
from domain.workbook import Site, open_workbook
from tests.seed.conftest import standing_clock
from tests.seed.replay import Clock, Replay
from tests.seed.rows import table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLUMNS = {
    "person": ("name", "called", "sort_name", "phone", "email", "find", "zone", "language", "points", "at"),
    "application": ("account", "joins", "milestone", "state", "since", "retest", "road", "at", "ended_at", "ended_by",
                    "reason", "added_tests"),
    "attempt": ("milestone", "number", "opened_at", "finished_at", "who", "result", "points", "coverage", "proposal",
                "reason", "retest", "made", "note", "scenario", "kit_asked", "they_asked", "chance"),
    "rating": ("criterion", "rater", "entered", "value", "moment", "did", "effect"),
    "critical": ("error", "quote", "who", "second"),
    "slip": ("state", "draft", "document", "digest", "channel", "delivered_at", "who", "at", "overrides", "gone",
             "confirmed_at", "confirmed_by"),
}  # fmt: skip
"""What must be the same; ids and the moments of single ratings differ."""


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """A hub in which people move, wait, come again, leave and do not come, and the same told again."""
    folder: Path = tmp_path_factory.mktemp("replay")
    built = seed.build(folder / "hub.milepost", people=52, seed=15, clock=standing_clock)
    clock = Clock()
    again = open_workbook(
        folder / "again.milepost", who="Noor", site=Site(), catalogue=built.workbook.catalogue, clock=clock
    )
    made = Replay(built.workbook, again, clock)
    made.run()
    yield made
    built.workbook.close()
    again.close()


def _rows(replay: Replay, name: str) -> tuple[list[Any], list[Any]]:
    def plain(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        return sorted(tuple(row[column] for column in _COLUMNS[name]) for row in rows)

    return plain(table(replay.old, name)), plain(table(replay.new, name))


@pytest.mark.parametrize("name", ["person", "application", "rating", "critical", "slip"])
def test_the_use_cases_leave_the_same_rows(replay: Replay, name: str) -> None:
    ours, theirs = _rows(replay, name)
    assert len(ours) > 5 or name == "critical"
    assert ours == theirs


def test_the_use_cases_leave_the_same_attempts(replay: Replay) -> None:
    def plain(row: dict[str, Any]) -> dict[str, Any]:
        return {column: row[column] for column in _COLUMNS["attempt"]}

    theirs = {row["id"]: row for row in table(replay.new, "attempt")}
    people = replay.ids
    by_try = {(row["person"], row["milestone"], row["number"]): plain(row) for row in theirs.values()}
    ours = {
        (people[row["person"]], row["milestone"], row["number"]): plain(row) for row in table(replay.old, "attempt")
    }
    assert ours == by_try


def test_lists_show_the_same_of_everybody(replay: Replay) -> None:
    columns = ("name", "account", "milestone", "state", "since", "retest", "road")
    theirs = {row["id"]: [row[column] for column in columns] for row in table(replay.new, "person")}
    for row in table(replay.old, "person"):
        assert [row[column] for column in columns] == theirs[replay.ids[row["id"]]]


def test_attempts_that_were_brought_are_the_same_ones(replay: Replay) -> None:
    def brought(wb: Any) -> list[list[tuple[str, int]]]:
        known = {str(row["id"]): (row["milestone"], row["number"]) for row in table(wb, "attempt")}
        rows = (row["brought"] for row in table(wb, "application") if row["brought"])
        return [[known[part] for part in text.split(",")] for text in rows]

    assert brought(replay.old)
    assert brought(replay.old) == brought(replay.new)
