"""Lists: aligned for people, inert for spreadsheets, typed for programs."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reports import Column, TableFormat, render_table
from domain.reports.cells import cells, pad, wrap
from domain.reports.table import FORMULA_START, Value
from tests.reports.reading import html_tags, html_text, markdown_html

ROWS: list[dict[str, Value]] = [
    {"name": "山田 花子", "city": "Cebu | Mandaue", "tries": 2, "since": date(2026, 7, 29), "note": "private"},
    {"name": "Joan *A*", "city": None, "tries": 10, "since": None},
]
COLUMNS: list[Column | str] = [
    Column("name", "Name"),
    "city",
    Column("tries", "Tries", right=True),
    Column("since", "Since"),
]


def test_text_is_aligned_by_what_is_seen() -> None:
    assert render_table(ROWS, COLUMNS, TableFormat.TXT).decode() == (
        "Name       city            Tries  Since\n"
        "---------  --------------  -----  ----------\n"
        "山田 花子  Cebu | Mandaue      2  2026-07-29\n"
        "Joan *A*                      10\n"
    )


def test_markdown_is_a_table_and_nothing_else() -> None:
    shown = render_table(ROWS, COLUMNS, TableFormat.MD).decode()
    page = markdown_html(shown)
    assert {tag for tag, _ in html_tags(page)} == {"table", "thead", "tbody", "tr", "th", "td"}
    assert "Cebu | Mandaue" in html_text(page)
    assert "Joan *A*" in html_text(page)
    assert len({cells(line) for line in shown.splitlines()}) == 1
    assert shown.splitlines()[1].split("|")[3].endswith(": ")


def test_in_markdown_numbers_stand_as_they_are_and_keys_as_words() -> None:
    shown = render_table([{"passed_percent": -85.9, "said": "1. 85.9"}], ["passed_percent", "said"], TableFormat.MD)
    head, _, row = shown.decode().splitlines()
    assert "passed percent" in head
    assert "| -85.9 " in row
    assert "1\\. 85" in row


def test_json_keeps_numbers_and_only_the_asked_columns() -> None:
    listed = json.loads(render_table(ROWS, COLUMNS, TableFormat.JSON))
    assert listed[0] == {"name": "山田 花子", "city": "Cebu | Mandaue", "tries": 2, "since": "2026-07-29"}
    assert listed[1]["since"] is None


def test_csv_has_the_mark_only_where_asked() -> None:
    assert render_table(ROWS, COLUMNS, TableFormat.CSV, bom=True).startswith(b"\xef\xbb\xbfName,city")
    assert render_table(ROWS, COLUMNS, TableFormat.CSV).startswith(b"Name,city,Tries,Since\r\n")


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u200b=1", "＝1"]
)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    rows = list(csv.reader(io.StringIO(render_table([{"a": text}], ["a"], TableFormat.CSV).decode())))
    assert rows[1][0].startswith("'")


def test_numbers_stay_numbers_in_csv() -> None:
    assert render_table([{"a": -3, "b": -0.5}], ["a", "b"], TableFormat.CSV) == b"a,b\r\n-3,-0.5\r\n"


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.text()}), max_size=4))
def test_csv_reads_back_row_by_row_and_never_starts_a_formula(rows: list[dict[str, str]]) -> None:
    text = render_table(rows, ["a", "b"], TableFormat.CSV).decode()
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert len(read) == len(rows) + 1
    assert not [cell for line in read for cell in line if cell.lstrip().startswith(FORMULA_START)]


def test_no_rows_still_show_the_headings() -> None:
    assert render_table([], ["a"], TableFormat.TXT) == b"a\n-\n"
    assert render_table([], ["a"], TableFormat.CSV) == b"a\r\n"
    assert render_table([], ["a"], TableFormat.JSON) == b"[]\n"


def test_cells_count_wide_signs_twice_and_marks_not_at_all() -> None:
    assert (cells("abc"), cells("山田"), cells("n\u0303"), cells("ｱ")) == (3, 4, 1, 1)
    assert pad("山", 4) == "山  "
    assert pad("7", 3, right=True) == "  7"


@given(st.text(alphabet="ab 山\u0301"), st.integers(4, 30))
def test_wrap_keeps_every_sign_within_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, first="- ", rest="  ")
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).removeprefix("- ").split()) == "".join(text.split())
