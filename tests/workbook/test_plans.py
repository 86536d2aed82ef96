"""How SQLite answers what the lists ask for: along an index, never by sorting or reading everybody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from domain.workbook import (
    board,
    calls,
    finding,
    follow_up,
    history,
    openings,
    people,
    people_list,
    promises,
    queue,
    slip_list,
    slips,
    today,
)
from domain.workbook.insights import Scope, funnel, kept, waits
from domain.workbook.people import SORTS, PeopleQuery
from tests.workbook.hub import make_hub
from tests.workbook.test_statements import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.workbook.hub import Hub


@pytest.fixture
def file_hub(tmp_path: Path) -> Iterator[Hub]:
    """A hub in a file, with somebody in it."""
    made = make_hub(tmp_path / "hub.milepost")
    made.person("Joan Alcaraz", made.opening())
    yield made
    made.wb.close()


def plan(hub: Hub, ask: Callable[[], object]) -> list[str]:
    """The steps of every statement that is run meanwhile."""
    with counted(hub) as seen:
        ask()
    with hub.wb.store.read() as tx:
        asked = [[row["detail"] for row in tx.rows(f"explain query plan {sql}", **values)] for sql, values in seen]
    return [step for steps in asked for step in steps if not of_a_part(step, steps)]


def of_a_part(step: str, steps: list[str]) -> bool:
    """Whether a step only goes through what another step of the statement has come up with."""
    name = step.removeprefix("SCAN ")
    return step == "SCAN CONSTANT ROW" or f"CO-ROUTINE {name}" in steps or f"MATERIALIZE {name}" in steps


def heavy(steps: list[str]) -> list[str]:
    """Steps that read everybody from the table itself, or put all of them in order before the first is known."""
    return [step for step in steps if step == "SCAN person" or step == "USE TEMP B-TREE FOR ORDER BY"]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_a_page_is_read_along_an_index(file_hub: Hub, sort: str, descending: bool) -> None:
    query = PeopleQuery(sort=sort, descending=descending)
    steps = plan(file_hub, lambda: people.ids(file_hub.wb, query, 200))
    assert any("INDEX" in step for step in steps)
    assert heavy(steps) == []


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_the_rest_of_a_list_is_read_along_an_index(file_hub: Hub, sort: str, descending: bool) -> None:
    query = PeopleQuery(sort=sort, descending=descending)
    place = people.Behind(people.ids(file_hub.wb, query, 1)[0])
    steps = plan(file_hub, lambda: people.rest(file_hub.wb, query, place))
    assert heavy(steps) == []
    assert not any("TEMP B-TREE" in step for step in steps)


@pytest.mark.parametrize(("sort", "sorted_at_most"), [*((sort, 0) for sort in SORTS), ("name", 20_000)])
def test_common_words_are_tested_along_an_index(
    file_hub: Hub, sort: str, sorted_at_most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_list, "AT_ONCE", 0)
    monkeypatch.setattr(people_list, "SORTED", sorted_at_most)
    steps = plan(file_hub, lambda: people.first(file_hub.wb, PeopleQuery("joan", sort=sort), 200))
    assert heavy(steps) == []
    if sort == "name":
        assert all("COVERING INDEX idx_person_sort_name_id" in step for step in steps if " person " in step)


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("behind", [None, slip_list.Behind(5, 5)])
def test_what_was_delivered_is_read_along_an_index(
    file_hub: Hub, newest: bool, behind: slip_list.Behind | None
) -> None:
    query = slip_list.SlipQuery(sort=slip_list.AGE, descending=newest)
    steps = plan(file_hub, lambda: slip_list.delivered(file_hub.wb, query, behind, 20))
    seeks = [step for step in steps if "slip" in step]
    assert seeks
    assert all("COVERING INDEX idx_slip_gone_delivered_at_attempt" in step for step in seeks)
    assert all("delivered_at" in step.partition("(")[2] for step in seeks if behind)


@pytest.mark.parametrize(
    "ask",
    [
        lambda hub: finding.find(hub.wb, "joan"),
        lambda hub: finding.find(hub.wb, ""),
        lambda hub: people.closest(hub.wb, "joam"),
        lambda hub: queue.rows(hub.wb),
        lambda hub: calls.running(hub.wb),
        lambda hub: board.show(hub.wb, board.first_opening(hub.wb)),
        lambda hub: slips.owed_count(hub.wb),
        lambda hub: people.count(hub.wb, PeopleQuery("joan"), 100),
        lambda hub: slip_list.owed(hub.wb, slip_list.SlipQuery()),
        lambda hub: slip_list.counts(hub.wb),
        lambda hub: promises.listing(hub.wb, hub.wb.today(), limit=30),
        lambda hub: follow_up.counts(hub.wb),
        lambda hub: follow_up.ids(hub.wb),
        lambda hub: follow_up.rest(hub.wb, follow_up.Behind(False, "2026-08-01", 7, 7)),
        lambda hub: follow_up.rest(hub.wb, follow_up.Behind(True, "2026-09-01", 7, 7)),
        lambda hub: follow_up.rows(hub.wb, [1, 2, 3]),
    ],
)
def test_what_is_asked_all_day_reads_no_whole_table(file_hub: Hub, ask: Callable[[Hub], object]) -> None:
    steps = plan(file_hub, lambda: ask(file_hub))
    whole = [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
    small = ("SCAN hit", "SCAN o", "SCAN person_fts VIRTUAL TABLE INDEX 0:M1")
    assert [step for step in whole if step not in small] == []


def test_openings_are_counted_along_an_index_that_holds_all_that_is_counted(file_hub: Hub) -> None:
    steps = plan(file_hub, lambda: openings.listing(file_hub.wb))
    counted_by = [step for step in steps if " a " in f"{step} "]
    assert counted_by
    assert all("USING COVERING INDEX" in step and "opening=? AND state=?" in step for step in counted_by)


def test_today_reads_no_whole_table_but_the_few_classes(file_hub: Hub) -> None:
    steps = plan(file_hub, lambda: today.snapshot(file_hub.wb))
    parts = {"SCAN a", "SCAN b", "SCAN one", "SCAN other", "SCAN hit"}
    assert {step for step in steps if step.startswith("SCAN") and "INDEX" not in step} - parts == {"SCAN opening"}


def test_who_waits_is_found_by_their_state(file_hub: Hub) -> None:
    steps = plan(file_hub, lambda: follow_up.ids(file_hub.wb, follow_up.Kind.WAITING))
    ways = [step for step in steps if "idx_person_" in step]
    assert ways == ["SEARCH p USING COVERING INDEX idx_person_state_since_id (state=? AND since<?)"] * 2


def test_a_history_is_read_along_indexes_of_the_log_and_of_what_is_gone(file_hub: Hub) -> None:
    person = file_hub.value("select id from person")
    steps = plan(file_hub, lambda: history.of_person(file_hub.wb, person))
    assert any("idx_change_owner_tbl" in step for step in steps)
    assert [step for step in steps if step.startswith(("SCAN change", "SCAN act"))] == []


def test_the_figures_of_an_account_go_through_a_period_and_not_through_everybody(file_hub: Hub) -> None:
    scope = Scope(account="retail_cs", since=file_hub.wb.today(), until=file_hub.wb.today())
    for view in (funnel.funnel, waits.waits, kept.kept):
        steps = plan(file_hub, partial(view, file_hub.wb, scope))
        assert not any(step.startswith(("SCAN application", "SCAN attempt")) for step in steps), view


def test_decided_tries_are_counted_where_they_stand_together(file_hub: Hub) -> None:
    steps = plan(file_hub, partial(funnel.funnel, file_hub.wb))
    assert any("idx_attempt_milestone_result_finished_at" in step for step in steps)
