"""Dates in the file's own order, hours, and numbers within what is possible."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from domain.workbook.intake.cleaning import clean_window
from domain.workbook.intake.values import date_order, read_date, read_level, read_measure, share_scale
from tests.workbook.intake.support import CEFR, TODAY, UNITS


@pytest.mark.parametrize(
    ("text", "month_first", "found"),
    [
        ("11/15/2026 13:11:51", True, datetime(2026, 11, 15, 13, 11, 51)),
        ("15/11/2026 1:05 pm", False, datetime(2026, 11, 15, 13, 5)),
        ("15/11/2026 12:05 a.m.", False, datetime(2026, 11, 15, 0, 5)),
        ("15.11.26", False, date(2026, 11, 15)),
        ("2026-11-15", True, date(2026, 11, 15)),
        ("2026/11/15", False, date(2026, 11, 15)),
        ("2026-11-15 09:30:00", True, datetime(2026, 11, 15, 9, 30)),
        ("2026-11-13T06:00:00+08:00", True, datetime(2026, 11, 13, 6, tzinfo=timezone(timedelta(hours=8)))),
        ("15 Nov 2026", True, date(2026, 11, 15)),
        ("Nov 15, 2026", False, date(2026, 11, 15)),
        ("15 de noviembre de 2026", True, date(2026, 11, 15)),
        ("15/11/2026", True, None),
        ("31/02/2026", False, None),
        ("11/15/1926", True, None),
        ("11/15/2026 25:00:00", True, None),
        ("soon", True, None),
    ],
)
def test_a_date_is_read_in_the_order_of_its_file(text: str, month_first: bool, found: date | None) -> None:
    assert read_date(text, month_first) == found


def order(*cells: str, guess: bool = True) -> tuple[bool, bool]:
    found = date_order("Timestamp", enumerate(cells, 2), TODAY, guess)
    return found.month_first, found.doubt is not None


def test_one_day_over_twelve_tells_the_order_of_the_whole_column() -> None:
    assert order("3/4/2026", "11/15/2026") == (True, False)
    assert order("3/4/2026", "15/11/2026") == (False, False)


def test_what_would_lie_after_today_tells_the_order_too() -> None:
    assert order("11/12/2026", "3/4/2026", guess=False) == (True, False)
    assert order("12/11/2026", "3/4/2026", guess=True) == (False, False)


def test_dates_that_allow_both_orders_are_asked_about() -> None:
    found = date_order("Applied", [(2, "3/4/2026 9:00"), (3, "5/6/2026 9:00")], TODAY, True)
    assert found.doubt is not None
    assert found.doubt.about == "date order: Applied"
    assert found.doubt.choices == ("month first", "day first")
    assert found.doubt.samples[0].startswith("line 2: 3/4/2026")


def test_dates_that_are_the_same_in_both_orders_need_no_question() -> None:
    assert order("5/5/2026", "2026-03-04") == (True, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [("35,5", 35.5), ("35.5", 35.5), ("85 %", 85.0), ("38 wpm", 38.0), ("0", 0.0), ("100", 100.0)],
)
def test_a_measure_is_read_in_either_notation(text: str, value: float) -> None:
    assert read_measure(text, UNITS["percent"]) == (value, "")


@pytest.mark.parametrize("text", ["101", "-1", "abc", "85/100", "1e9", "NaN", "", "1,234,5"])
def test_an_impossible_number_is_refused_with_the_range(text: str) -> None:
    value, problem = read_measure(text, UNITS["percent"])
    assert value is None
    assert "0 to 100 percent" in problem


def test_shares_of_one_are_percentages_only_where_the_column_says_so() -> None:
    assert share_scale(["0.85", "1", "0.5"]) == 100
    assert share_scale(["1", "0"]) == 1
    assert share_scale(["0.85", "85"]) == 1


@pytest.mark.parametrize(("text", "value"), [("B1+", 3.5), ("b2", 4.0), ("B1 plus", 3.5), ("C1 (Versant)", 5.0)])
def test_a_spoken_level_is_its_number(text: str, value: float) -> None:
    assert read_level(text, CEFR) == (value, "")


@pytest.mark.parametrize("text", ["Z9", "fluent", "A1+", "B1/B2", "B11"])
def test_what_is_no_spoken_level_is_refused_with_those_that_are(text: str) -> None:
    value, problem = read_level(text, CEFR)
    assert value is None
    assert "B2+" in problem


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9am-12nn", "09:00", "12:00"),
        ("9 AM to 12 NN", "09:00", "12:00"),
        ("9-5", "09:00", "17:00"),
        ("6-8pm", "18:00", "20:00"),
        ("11-1pm", "11:00", "13:00"),
        ("10pm-2am", "22:00", "02:00"),
        ("14:00–18:30", "14:00", "18:30"),
        ("after 3pm", "15:00", "21:00"),
        ("8am onwards", "08:00", "21:00"),
        ("before 12nn", "08:00", "12:00"),
        ("por la tarde", "13:00", "17:00"),
        ("Umaga", "08:00", "12:00"),
        ("anytime", "", ""),
        ("", "", ""),
    ],
)
def test_hours_are_read_from_words(text: str, start: str, end: str) -> None:
    found = clean_window(text)
    assert (found.start, found.end, found.rest) == (start, end, "")


@pytest.mark.parametrize(
    "text", ["weekends only", "25-99", "ask my mother", "after work maybe", "13pm-14pm", "after 10pm"]
)
def test_words_without_hours_are_kept(text: str) -> None:
    found = clean_window(text)
    assert (found.start, found.end, found.rest) == ("", "", text)
