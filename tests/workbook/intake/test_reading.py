"""A file as a table: nothing lost, nothing guessed, every trouble named with its line."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.model.errors import BadInput
from domain.workbook.intake import read_table, reading
from tests.workbook.intake.support import SAMPLES, xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook.intake import RawTable


def lines_of(table: RawTable) -> list[int]:
    return [row.line for row in table.rows]


def refused(table: RawTable) -> list[int]:
    return [problem.line for problem in table.problems if problem.refused]


def test_cells_and_physical_lines_survive_line_breaks_inside_a_cell() -> None:
    table = read_table(SAMPLES / "form.csv")
    assert (table.encoding, table.delimiter, len(table.rows)) == ("utf-8", ",", 13)
    assert lines_of(table)[:4] == [2, 3, 6, 7]
    assert table.rows[1].cells[-1].splitlines()[1:] == ["then I showed them how.", '"Thank you", they said.']
    assert not table.problems
    assert not table.doubts


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("name;city\nAna;Bogotá, D.C.\nBen;Cali\n", ";"),
        ("name\tnote\nAna\ta, b, c\nBen\tx, y, z\n", "\t"),
        ("name|note\nAna|a, b, c\nBen|d, e, f\nCy|\n", "|"),
        ("Job fair, 12 May\nname;mobile;city\nAna;1;x\nBen;2;y\n", ";"),
        ("name\nAna\nBen\n", ","),
        ("sep=;\nname;city\nAna;Cebu\n", ";"),
    ],
)
def test_the_delimiter_is_the_one_under_which_rows_agree(text: str, delimiter: str) -> None:
    table = read_table(text.encode(), "people.csv")
    assert table.delimiter == delimiter
    assert not table.doubts


def test_two_delimiters_that_agree_as_well_are_asked_about() -> None:
    data = b"name,a;b\nAna,1;2\nBen,3;4\n"
    table = read_table(data, "people.csv")
    assert [doubt.about for doubt in table.doubts] == ["delimiter"]
    assert set(table.doubts[0].choices) == {",", ";"}
    assert not read_table(data, "people.csv", delimiter="semicolon").doubts
    with pytest.raises(BadInput, match="comma, semicolon, tab, pipe"):
        read_table(data, "people.csv", delimiter="#")


def test_a_quotation_mark_left_open_costs_one_line_and_no_other() -> None:
    rows = [f"Person {n},0917555{n:04d},x{n}@example.com,Cebu" for n in range(300)]
    rows[10] = '"Person 10,09175550010,x@example.com,Cebu'
    table = read_table(("name,mobile,email,city\n" + "\n".join(rows) + "\n").encode(), "people.csv")
    assert refused(table) == [12]
    assert len(table.rows) == 299
    assert "quotation mark" in table.problems[0].message


def test_an_open_quotation_mark_that_meets_a_later_one_swallows_no_row() -> None:
    text = 'name,mobile,note\nAna,1,"late\nBen,2,"x"\nCy,3,fine\n'
    table = read_table(text.encode(), "people.csv")
    assert refused(table) == [2]
    assert [row.cells[0] for row in table.rows] == ["Ben", "Cy"]


def test_an_open_quotation_mark_on_the_last_line_is_named() -> None:
    table = read_table(b'name,mobile\nAna,1\n"Ben,2\n', "people.csv")
    assert refused(table) == [3]


def test_a_row_with_more_cells_than_the_header_is_refused_with_the_numbers() -> None:
    table = read_table(b"name,city\nAna,Bogota, D.C.\nBen,Cali\nCy,Cali,,\n", "people.csv", delimiter=",")
    assert refused(table) == [2]
    assert "3 cells where the header has 2" in table.problems[0].message
    assert [row.cells for row in table.rows] == [("Ben", "Cali"), ("Cy", "Cali")]


def test_titles_blank_lines_and_repeated_headers_are_no_people() -> None:
    text = "Job fair,,\n,,\nname,mobile,city\nAna,1,x\n\n , ,\nname,mobile,city\nBen,2,y\n"
    table = read_table(text.encode(), "people.csv")
    assert table.header == ("name", "mobile", "city")
    assert table.header_line == 3
    assert lines_of(table) == [4, 8]
    assert table.blank_rows == 2
    assert [problem.line for problem in table.problems] == [1, 7]


def test_headers_that_are_missing_or_stand_twice_get_names_of_their_own() -> None:
    table = read_table(b"name,,Phone,Phone,\nAna,x,1,2,\n", "people.csv")
    assert table.header == ("name", "(column 2)", "Phone", "Phone (2)")
    assert len(table.problems) == 2


def test_cells_and_rows_have_a_limit() -> None:
    text = "name,note\nAna," + "x" * 20_000 + "\nBen," + "y" * 200_000 + "\nCy,fine\n"
    table = read_table(text.encode(), "people.csv", delimiter=",")
    assert len(table.rows[0].cells[1]) == reading.MAX_CELL
    assert [(problem.line, problem.refused) for problem in table.problems] == [(2, False), (3, True)]
    assert lines_of(table) == [2, 4]


def test_nul_characters_inside_text_are_taken_out_and_said() -> None:
    table = read_table(b"name,city\nA\0na,Cebu\n" + b"Ben Cruz,Iloilo City\n" * 20, "people.csv")
    assert table.rows[0].cells == ("Ana", "Cebu")
    assert "NUL" in table.problems[0].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \r\n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"name,mobile\n", "a header and no rows"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n0000", "a picture"),
        (bytes(range(1, 32)) * 20, "not text"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 not really", "no spreadsheet"),
        (b",".join(b"c%d" % n for n in range(300)) + b"\n" + b"x," * 299 + b"x\n", "200 are read at most"),
    ],
)
def test_what_is_no_table_is_refused_by_name_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        read_table(data, "people.csv")
    assert "people.csv" in refusal.value.message
    assert refusal.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"nobody\.csv cannot be read"):
        read_table(tmp_path / "nobody.csv")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 20)
    large = tmp_path / "large.csv"
    large.write_bytes(b"name,mobile\n" * 10)
    with pytest.raises(BadInput, match="larger than"):
        read_table(large)


def test_spreadsheets_give_numbers_and_dates_as_typed() -> None:
    data = xlsx({"People": [["name", "mobile", "applied", "wpm"], ["Ana", 9175550101, "=2026-11-15", 35.5]]})
    table = read_table(data, "people.xlsx")
    assert table.rows[0].cells == ("Ana", "9175550101", "2026-11-15", "35.5")
    assert table.sheet == "People"


def test_spreadsheet_rows_keep_their_own_numbers_across_empty_ones() -> None:
    data = xlsx({"People": [["name", "mobile"], ["Ana", "1"], [None, None], [], ["Ben", "2"]]})
    assert lines_of(read_table(data, "people.xlsx")) == [2, 5]


def test_several_sheets_are_asked_about_and_hidden_ones_never_read() -> None:
    people = [["name", "mobile"], ["Ana", "1"]]
    data = xlsx({"Old": people, "Empty": [], "New": [["name", "mobile"], ["Ben", "2"]], "More": people}, hidden=["Old"])
    table = read_table(data, "people.xlsx")
    assert table.sheet == "New"
    assert table.doubts[0].choices == ("New", "More")
    assert read_table(data, "people.xlsx", sheet="more").rows[0].cells[0] == "Ana"
    with pytest.raises(BadInput, match='no sheet "Old"'):
        read_table(data, "people.xlsx", sheet="Old")


def test_a_spreadsheet_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.workbook.intake.sheets.MAX_UNPACKED", 1000)
    with pytest.raises(BadInput, match="unpacks"):
        read_table(xlsx({"People": [["name"], *[[f"Person {n}"] for n in range(200)]]}), "people.xlsx")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_give_a_table_or_a_plain_refusal(data: bytes) -> None:
    try:
        table = read_table(data, "noise.csv")
    except BadInput:
        return
    assert len(set(table.header)) == len(table.header)
    assert all(len(row.cells) <= len(table.header) for row in table.rows)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_damaged_spreadsheet_gives_a_table_or_a_plain_refusal(at: int, byte: int) -> None:
    data = bytearray(xlsx({"People": [["name", "mobile"], ["Ana", 9175550101]]}))
    data[at % len(data)] = byte
    try:
        table = read_table(bytes(data), "people.xlsx")
    except BadInput:
        return
    assert table.header


def test_a_spreadsheet_without_its_parts_is_a_plain_refusal() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("readme.txt", "nothing here")
    with pytest.raises(BadInput, match="no spreadsheet"):
        read_table(out.getvalue(), "people.xlsx")


CELL = st.text(st.sampled_from('ab1,;"\n\r\t |é'), max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELL, min_size=1, max_size=4), min_size=1, max_size=12))
def test_every_row_is_among_the_rows_or_the_problems(rows: list[list[str]]) -> None:
    marked = [f"row{number}x" + ",".join(cells) for number, cells in enumerate(rows)]
    table = read_table(("name,mobile,city\n" + "\n".join(marked) + "\n").encode(), "people.csv", delimiter=",")
    text = "name,mobile,city\n" + "\n".join(marked) + "\n"
    starts = [
        1 + text.replace("\r\n", "\n").replace("\r", "\n")[: text.index(f"row{n}x")].count("\n")
        for n in range(len(rows))
    ]
    kept = " ".join(cell for row in table.rows for cell in row.cells)
    named = {problem.line for problem in table.problems}
    for number, start in enumerate(starts):
        assert f"row{number}x" in kept or start in named
