"""Taking files in from scripts: previews, refusals, duplicates, acts and exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.contents import contents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line, Stocked


def test_without_yes_it_previews_and_stores_nothing(line: Line, people_file: Path) -> None:
    ran = line("import", people_file)
    assert ran.exit_code == 3
    assert "--yes" in ran.stderr
    assert not line.book.exists()


def test_preview_names_columns_rows_lines_and_reasons(line: Line, people_file: Path) -> None:
    text = line("import", people_file, "--dry-run").stdout
    assert "Read as utf-8, comma between the cells, 5 rows." in text
    rows = {tuple(part.strip() for part in row.split("  ") if part.strip())[:2] for row in text.splitlines()}
    assert ("Full Name", "name") in rows
    assert ("Mobile No.", "mobile") in rows
    assert ("Gender", "refused: sex") in rows
    assert ("Favourite colour", "left out") in rows
    assert ("4", "refused") in rows
    assert ("5", "doubtful") in rows
    assert '"12" is no number' in text
    assert "Joan Alcaraz (line 2)" in text
    assert "same mobile and same name" in text
    assert "5 rows: 2 clean, 2 doubtful, 1 refused." in text


def test_dry_run_exits_with_0_and_makes_no_workbook(line: Line, people_file: Path) -> None:
    assert line("import", people_file, "--dry-run", "--yes").exit_code == 0
    assert not line.book.exists()


def test_yes_takes_it_in_and_leaves_duplicates_out(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, "--yes")
    assert ran.exit_code == 0, ran.stderr
    assert "Took in 3 people from walk-ins.csv." in ran.stdout
    listed = json.loads(line("list", "people", "--json").stdout)
    assert [row["name"] for row in listed["people"]] == ["Amara Nwosu", "Dev Raghunathan", "Joan Alcaraz"]


def test_undo_takes_the_whole_import_back(line: Line, stocked: Stocked, people_file: Path) -> None:
    before = contents(line.book)
    assert line("import", people_file, "--yes", "--opening", stocked.opening).exit_code == 0
    assert contents(line.book) != before
    ran = line("undo")
    assert ran.exit_code == 0
    assert ran.stdout.startswith("Undone: imported ")
    assert contents(line.book) == before


def test_opening_puts_everybody_on_it(line: Line, stocked: Stocked, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("Name,Mobile\nTomas Villarreal,0917 555 0101\nGrace Obuya,0917 555 0102\n", encoding="utf-8")
    assert line("import", file, "--yes", "--opening", stocked.opening).exit_code == 0
    listed = json.loads(line("list", "people", "tomas", "--json").stdout)["people"]
    assert listed[0]["opening"] == "Retail customer service, class of 1 Sep"


def test_an_opening_that_is_none_is_refused(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, "--yes", "--opening", "12")
    assert ran.exit_code == 1
    assert "There is no opening 12." in ran.stderr
    assert json.loads(line("list", "people", "--json").stdout)["total"] == 0


@pytest.mark.parametrize(("how", "people"), [("leave-out", 3), ("add", 4), ("fill", 3)])
def test_duplicates_become_what_was_asked(line: Line, people_file: Path, how: str, people: int) -> None:
    ran = line("import", people_file, "--yes", "--duplicates", how)
    assert ran.exit_code == 0, ran.stderr
    assert json.loads(line("list", "people", "--json").stdout)["total"] == people
    assert ("Filled blanks of 1 person." in ran.stdout) == (how == "fill")


def test_the_same_file_again_brings_nobody_new(line: Line, people_file: Path) -> None:
    line("import", people_file, "--yes")
    again = line("import", people_file, "--yes")
    listed = json.loads(line("list", "people", "--json").stdout)
    assert again.exit_code == 0
    assert listed["total"] <= 4
    assert [row["name"] for row in listed["people"]].count("Joan Alcaraz") == 1


def test_a_column_can_be_corrected(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Who,Handset,Remark\nJoan Alcaraz,0917 123 4567,late shift\n", encoding="utf-8")
    refused = line("import", file, "--yes")
    assert refused.exit_code == 1
    assert "no column holds names" in refused.stderr
    assert '--column "HEADER=name"' in refused.stderr
    ran = line("import", file, "--yes", "--column", "Who=name", "--column", "Handset=mobile", "--column", "Remark=-")
    assert ran.exit_code == 0, ran.stderr
    assert json.loads(line("list", "people", "4567", "--json").stdout)["people"][0]["name"] == "Joan Alcaraz"


def test_a_refused_column_stays_refused(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, "--yes", "--column", "Gender=tags")
    assert ran.exit_code == 1
    assert '"Gender" cannot be taken in' in ran.stderr


def test_a_column_option_that_is_none_is_a_usage_error(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, "--column", "Who")
    assert ran.exit_code == 2
    assert '"Who" is not HEADER=FIELD' in ran.stderr


def test_an_encoding_that_cannot_be_told_is_asked_for(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes("Name,Mobile\nZdeněk Dvořák,0917 555 0103\n".encode("cp1250"))
    ran = line("import", file, "--yes")
    assert ran.exit_code == 4
    assert "--encoding cp1250" in ran.stderr
    assert json.loads(line("list", "people", "--json").stdout)["total"] == 0
    assert line("import", file, "--yes", "--encoding", "cp1250").exit_code == 0
    assert json.loads(line("list", "people", "--json").stdout)["people"][0]["name"] == "Zdeněk Dvořák"


def test_a_delimiter_that_cannot_be_told_is_asked_for(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("Name;Nick,Mobile\nJoan;Jo,0917 123 4567\nDev;De,0917 555 0001\n", encoding="utf-8")
    ran = line("import", file, "--yes")
    assert ran.exit_code == 4
    assert "--delimiter semicolon" in ran.stderr
    assert line("import", file, "--yes", "--delimiter", "comma", "--column", "Name;Nick=name").exit_code == 0


def test_each_file_is_an_act_and_one_that_is_wrong_leaves_the_others(
    line: Line, people_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "fair.csv"
    other.write_text("Name,Mobile\nGrace Obuya,0917 555 0102\n", encoding="utf-8")
    ran = line("import", people_file, tmp_path / "none.csv", other, "--yes")
    assert ran.exit_code == 1
    assert "none.csv cannot be read" in ran.stderr
    acts = json.loads(line("list", "acts", "--json").stdout)["acts"]
    assert [act["what"] for act in acts] == ["imported 1 person from fair.csv", "imported 3 people from walk-ins.csv"]


def test_json_reports_the_preview_and_what_was_taken(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, "--yes", "--json")
    file = json.loads(ran.stdout)["files"][0]
    assert set(file) == {
        "file", "encoding", "delimiter", "sheet", "columns", "remarks", "questions", "counts", "rows",
        "new_openings", "taken",
    }  # fmt: skip
    assert file["counts"] == {
        "rows": 5, "clean": 2, "doubtful": 2, "refused": 1, "duplicates": 1, "taken": 3, "left_out": 2,
    }  # fmt: skip
    assert [row["line"] for row in file["rows"]] == [4, 5, 6]
    assert file["rows"][2]["duplicate_of"]["line"] == 2
    assert [c["rule"] for c in file["columns"] if c["use"] == "refused"] == ["sex"]
    assert file["taken"]["added"] == 3
    assert line("undo", "--act", file["taken"]["act"]).exit_code == 0


def test_json_of_a_file_that_is_wrong_names_it(line: Line, tmp_path: Path) -> None:
    ran = line("import", tmp_path / "none.csv", "--json", "--yes")
    assert ran.exit_code == 1
    assert json.loads(ran.stdout)["files"][0]["error"].startswith("none.csv cannot be read")


def test_no_cell_of_a_refused_column_is_ever_printed(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "private.csv"
    file.write_text("Name,Religion,Mobile\nJoan Alcaraz,Zoroastrian,1\n,Zoroastrian,2\n", encoding="utf-8")
    for how in ("--dry-run", "--json"):
        assert "Zoroastrian" not in line("import", file, how).output
