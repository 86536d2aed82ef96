"""The weekly page, counted by hand on a small hub."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from domain.model.errors import BadInput, NotFound
from domain.model.terms import Result, State
from domain.model.weekly import Bar, Cause, ClassRow, Told
from domain.reports import Format
from domain.reports.weekly_file import render_weekly, weekly_values
from domain.workbook import applications, openings
from domain.workbook.insights import Scope, weekly
from domain.workbook.insights.weekly_talk import Figure, talk
from tests.reports.reading import html_tags, html_text
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

MONDAY = date(2026, 8, 10)
"""Of the week in which the hub's clock stands still."""
HOSTILE = '</style><script>alert(1)</script> #panic("x") {{ 7*7 }} &amp; [b]'
NAMES = ("Joan Alcaraz", "Rafael Domingo", "Mai Tran", "Ada Cruz")


def two_weeks(hub: Hub, name: str = "") -> int:
    """A class in which Joan goes on to the phone; a week later she passes it, Rafael is not yet, and Mai withdraws."""
    opening = openings.create(hub.wb, "retail_cs", seats=20, starts=date(2026, 9, 15), name=name)
    joan, rafael, mai, ada = (hub.application(hub.person(one, opening)) for one in NAMES)
    hub.take(joan)
    hub.clock.ahead(days=7)
    hub.take(joan)
    hub.take(rafael)
    hub.hand_over(hub.take(rafael, 2, Result.NOT_YET).slip)
    hub.take(mai)
    applications.end(hub.wb, mai, State.WITHDREW, reason="Joan Alcaraz told them about another job")
    assert hub.stands(ada)["state"] == State.READY
    return opening


def test_a_week_beside_the_week_before(hub: Hub) -> None:
    opening = two_weeks(hub)
    page = weekly.page(hub.wb, Scope(opening=opening), MONDAY + timedelta(weeks=1))
    assert (page.week, page.days, page.days_before, page.so_far) == ("2026-W34", "17 to 23 Aug", "10 to 16 Aug", True)
    assert (page.new, page.new_before) == (0, 4)
    assert [(row.title, row.now, row.before) for row in page.funnel] == [
        ("Online application", Bar(passed=2), Bar(passed=1, waiting=1)),
        ("Phone interview", Bar(passed=1, stopped=2), Bar()),
        ("In-person interview", Bar(waiting=1), Bar()),
    ]
    assert page.funnel[1].passed == Told(1, 3, enough=False)
    assert {one.where for one in page.gaps} == {"Phone"}
    assert len(page.gaps) == weekly.MOST_CAUSES
    assert page.endings == (Cause("points below the pass line", "", 1), Cause("withdrew", "", 1))
    slips = page.kept[0]
    assert slips.what == "Slips given in time"
    assert (slips.now, slips.before) == (Told(1, 1, enough=False), Told(0, 1, enough=False))  # Joan's first one is late
    assert [(row.name, row.seats, row.taken, row.on_the_way) for row in page.classes] == [
        ("Retail customer service, class of 15 Sep", 20, 0, 2)
    ]
    assert page.talk == (
        "0 people came in, 4 the week before.",
        "No share has 30 cases in both weeks, so none is compared.",
    )


def test_weeks_have_names_and_the_last_whole_one_is_meant(hub: Hub) -> None:
    assert hub.wb.today() == TODAY
    assert weekly.week_named(TODAY, "") == MONDAY - timedelta(weeks=1)
    assert weekly.week_named(TODAY, "2026-w33") == MONDAY
    assert weekly.week_named(TODAY, "2026-W01") == date(2025, 12, 29)
    for wrong in ("2026-W54", "last week", "2026-33", "2026-W34"):
        with pytest.raises(BadInput) as caught:
            weekly.week_named(TODAY, wrong)
        assert "2026-W32" in caught.value.hint
    with pytest.raises(NotFound):
        weekly.page(hub.wb, Scope(site="Nowhere"))


def test_what_moved_most_is_told_and_never_below_the_number() -> None:
    def of(n: int, many: int) -> Told:
        return Told(n, many, many >= 30)

    figures = [
        Figure("A little", of(101, 200), of(100, 200)),
        Figure("Too few", of(29, 29), of(0, 400)),
        Figure("More", of(150, 200), of(100, 200)),
        Figure("Fewer", of(10, 30), of(20, 30)),
        Figure("Still", of(20, 40), of(20, 40)),
    ]
    assert talk(84, 61, figures, 30) == (
        "84 people came in, 61 the week before.",
        "Fewer: 33% (10 of 30), 34 points fewer than the week before (67%, 20 of 30).",
        "More: 75% (150 of 200), 25 points more than the week before (50%, 100 of 200).",
        "A little: 51% (101 of 200), 1 point more than the week before (50%, 100 of 200). That can be chance.",
    )
    assert talk(1, 0, figures[4:], 30)[1] == "No share moved by as much as one point in a hundred."


def test_both_files_hold_the_words_and_no_name_whatever_a_class_is_called(hub: Hub, tmp_path: Path) -> None:
    two_weeks(hub, HOSTILE)
    page = weekly.page(hub.wb, Scope(), MONDAY + timedelta(weeks=1))
    made = {form: weekly.written(hub.wb, tmp_path, form, page).path for form in weekly.FORMATS}
    html = made[Format.HTML].read_text(encoding="utf-8")
    sheet = PdfReader(io.BytesIO(made[Format.PDF].read_bytes()))
    assert len(sheet.pages) == 1
    printed = " ".join(sheet.pages[0].extract_text().replace("\u200b", "").replace("\u00a0", " ").split())
    for text in (html_text(html), printed):
        for words in ("Week 34 of 2026, 17 to 23 Aug", "All openings, beside 10 to 16 Aug", "1 of 3", "0 of 20"):
            assert words in text
        for words in ("What to talk about", "Points below the pass line", "Withdrew", "The week is not over yet"):
            assert words in text
        assert not [name for name in NAMES if name in text]
        assert "{{ 7*7 }}" in text
        assert "Had the chance to show what they can do no case no case" in text
        assert "4 or 5 of 5" in text
    tags = html_tags(html)
    assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "a", "object", "form", "base"}
    assert html.count("</style>") == 1
    assert [attrs for tag, attrs in tags if tag == "rect" and attrs.get("class") == "stopped"]
    assert stat.S_IMODE(made[Format.PDF].stat().st_mode) == 0o600


@pytest.mark.parametrize(("filled", "shown"), [(0, "0%"), (4, "<1%"), (480, "48%"), (997, "99%"), (1_000, "100%")])
def test_the_chance_to_fill_is_nothing_or_sure_only_where_it_is(hub: Hub, filled: int, shown: str) -> None:
    row = ClassRow("Retail", "2 Dec", 10, 5, 2, 9, 60, Told(filled, 1_000, enough=True), 0)
    page = replace(weekly.page(hub.wb), classes=(row,))
    assert weekly_values(page)["classes"][0]["chance"] == shown


def test_the_same_page_is_the_same_bytes_and_a_file_that_is_there_stays(hub: Hub, tmp_path: Path) -> None:
    for form in weekly.FORMATS:
        first, again = (weekly.written(hub.wb, tmp_path, form, weekly.page(hub.wb)).path for _ in range(2))
        assert first.name == f"2026-W32 weekly all-openings.{form}"
        assert again.name == f"2026-W32 weekly all-openings-2.{form}"
        assert first.read_bytes() == again.read_bytes()
    with pytest.raises(BadInput):
        weekly.written(hub.wb, tmp_path, Format.TXT, weekly.page(hub.wb))


def test_a_share_is_drawn_from_enough_cases_on(hub: Hub) -> None:
    page = weekly.page(hub.wb)

    def tracks(told: Told) -> int:
        rows = (replace(page.kept[0], now=told), *page.kept[1:])
        html = render_weekly(replace(page, kept=rows), Format.HTML).data.decode()
        return html.count('class="room"')

    assert tracks(Told(29, 29, enough=False)) == 0
    assert tracks(Told(30, 30, enough=True)) == 1
