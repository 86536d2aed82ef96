"""The table of records: rows by window, the cursor, marks and clicks."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import pytest

from tests.tui.gallery import Hub, QueueLike, Visit, make
from tests.tui.gallery_page import painted, ready, table
from tui.widgets.record_lines import KEPT_ROWS
from tui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from textual.strip import Strip


async def test_rows_arrive_by_window_and_a_key_asks_for_none() -> None:
    hub = Hub(
        [Visit(n, str(n), f"Person {n}", "here", "waiting", "", "@.........", "Phone", "Bank") for n in range(5000)]
    )
    app = make(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        first = hub.fetched
        assert 18 <= first <= 64
        await pilot.press("j", "j", "k")
        await ready(pilot)
        assert hub.fetched == first
        assert table(pilot).current == 1
        await pilot.press("G")
        await ready(pilot)
        assert table(pilot).current == 4999
        assert "Person 4999" in painted(table(pilot), table(pilot).rows)
        assert hub.fetched <= first + 64
        await pilot.press("g", "g")
        await ready(pilot)
        assert table(pilot).current == 0


@pytest.mark.every_frame
async def test_a_cursor_key_at_a_million_rows_composes_two_rows_and_one_more_where_it_scrolls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = make()
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        rows = table(pilot)
        rows.set_ids(array("q", range(1, 1_000_001)))
        await ready(pilot)
        composed: list[int | None] = []
        compose = rows._row_strip

        def counted(row_id: int | None, *how: Any) -> Strip:
            composed.append(row_id)
            return compose(row_id, *how)

        monkeypatch.setattr(rows, "_row_strip", counted)
        await pilot.press("j")
        await ready(pilot)
        assert set(composed) == {1, 2}
        composed.clear()
        await pilot.press(*["j"] * 30)  # most of them scroll
        await ready(pilot)
        assert len(composed) <= 3 * 30
        rows.choose(900_000)
        await ready(pilot)
        assert rows.current == 900_000


async def test_memory_for_rows_is_bounded() -> None:
    hub = Hub([Visit(n, str(n), f"P {n}", "here", "", "", "", "", "") for n in range(3000)])
    app = make(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        for at in range(0, 3000, 60):
            table(pilot).choose(at)
            await ready(pilot)
        assert len(table(pilot)._rows) <= KEPT_ROWS


async def test_the_cursor_stays_on_its_person_when_the_list_changes() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rows = table(pilot)
        rows.choose(5)
        rows.set_ids(array("q", [9, 7, 5, 3]))
        assert rows.current == 5
        rows.set_ids(array("q", [9, 7, 3]))
        assert rows.current == 3
        rows.set_ids(array("q"))
        assert rows.current is None
        await pilot.press("j", "enter", "space", "G")


@pytest.mark.every_frame
async def test_rows_beyond_the_known_ids_show_that_they_are_on_their_way() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        rows = table(pilot)
        rows.set_ids(array("q", [1, 2]), total=100_000)
        await ready(pilot)
        assert "Joan" in painted(rows, 1)
        assert painted(rows, 3).strip() == "…"
        rows.set_ids(array("q", [1, 999]))
        await ready(pilot)
        assert painted(rows, 2).strip() == "no longer here"


async def test_new_ids_read_visible_rows_again_and_keep_the_old_text_meanwhile() -> None:
    hub = Hub()
    app = make(hub)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        hub.visits[1] = Visit(1, "47", "Joan Renamed", "done", "done", "", "", "", "")
        table(pilot).set_ids(array("q", hub.visits))
        assert "Joan Alcaraz" in painted(table(pilot), 1)
        await ready(pilot)
        assert "Joan Renamed" in painted(table(pilot), 1)


async def test_marks_are_set_by_space_shown_with_a_plus_and_taken_off_by_escape() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("space", "space")
        assert table(pilot).marks == {1, 2}
        assert painted(table(pilot), 1)[:18] == "    + Joan Alcaraz"
        await pilot.press("escape")
        assert table(pilot).marks == frozenset()
        assert isinstance(app.screen, QueueLike)


async def test_two_clicks_open() -> None:
    opened: list[int] = []

    def note(message: object) -> None:
        if isinstance(message, RecordTable.Opened):
            opened.append(message.id)

    app = make()
    async with app.run_test(size=(80, 24), message_hook=note) as pilot:
        await ready(pilot)
        await pilot.click(RecordTable, offset=(10, 3))
        assert table(pilot).current == 3
        assert opened == []
        await pilot.click(RecordTable, offset=(10, 3))
        await ready(pilot)
        assert set(opened) == {3}
