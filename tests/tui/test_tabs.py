"""Tabs above a page: walked with the arrows, and readable where there is little room."""

from __future__ import annotations

from tests.tui.gallery import make
from tests.tui.gallery_page import painted, ready
from tui.widgets.bars import Tab, TabsRow


async def test_tabs_walk_with_the_arrows() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        tabs = app.screen.query_one(TabsRow)
        await pilot.press("right")
        assert tabs.current == "waiting"
        await pilot.press("left", "left")
        assert tabs.current == "done"


def named(*words: str) -> list[Tab]:
    """Tabs that are called so; of 'Why people stop|Why', the second is the short word."""
    return [Tab(full, full, short=short) for full, _, short in (word.partition("|") for word in words)]


async def test_tabs_without_room_are_short_but_for_the_one_in_front() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        tabs = app.screen.query_one(TabsRow)
        tabs.show(
            named("Funnel", "Why people stop|Why", "Promise kept|Promise", "Raters", "Class forecast|Class", "Staying")
        )
        assert painted(tabs) == "      Funnel  Why people stop  Promise kept  Raters  Class forecast  Staying"
        tabs.show((*tabs.tabs, *named("Time")))
        assert painted(tabs) == "      Funnel  Why  Promise  Raters  Class  Staying  Time"
        tabs.choose("Class forecast")
        assert painted(tabs) == "      Funnel  Why  Promise  Raters  Class forecast  Staying  Time"


async def test_tabs_that_find_no_room_are_counted_and_the_neighbours_stay_in_sight() -> None:
    app = make()
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        tabs = app.screen.query_one(TabsRow)
        names = [f"{letter * 12} 1" for letter in "abcdefg"]
        tabs.show(named(*names))
        seen = []
        for name in names:
            tabs.choose(name)
            line = painted(tabs)
            seen.append(line.replace(" 1", "").split())
            assert len(line) <= 78
            near = names[max(0, names.index(name) - 1) : names.index(name) + 2]
            assert all(one in line for one in near[-2:])
        assert seen[0] == [*(letter * 12 for letter in "abcd"), "…", "3", "more"]
        assert seen[-1] == ["3", "more", "…", *(letter * 12 for letter in "defg")]
        assert {len(words) for words in seen[1:-1]} <= {7, 9}
        await pilot.click(TabsRow, offset=(4, 0))
        assert tabs.current == names[2]
        await pilot.click(TabsRow, offset=(painted(tabs).index("… "), 0))
        assert tabs.current == names[4]
