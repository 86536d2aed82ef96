"""The conversation of an import on a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line

pytestmark = pytest.mark.usefixtures("_at_terminal")


@pytest.fixture(autouse=True)
def _plain_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.cli.output._height", lambda: 10_000)


def names(line: Line) -> list[str]:
    return [row["name"] for row in json.loads(line("list", "people", "--json").stdout)["people"]]


def test_take_in_after_the_preview(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, typed="t\n")
    assert ran.exit_code == 0
    assert ran.stdout.index("Altogether") < ran.stdout.index("What now with walk-ins.csv") < ran.stdout.index("Took in")
    assert names(line) == ["Amara Nwosu", "Dev Raghunathan", "Joan Alcaraz"]


def test_stop_stores_nothing(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, typed="q\n")
    assert ran.exit_code == 0
    assert "Nothing of walk-ins.csv was stored." in ran.stdout
    assert names(line) == []


def test_ctrl_c_or_the_end_of_input_stores_nothing(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, typed="")
    assert ran.exit_code == 130
    assert names(line) == []


def test_an_answer_that_is_none_is_asked_again(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, typed="perhaps\nt\n")
    assert "Please answer with one of t, c, d, w, r, p, q." in ran.stdout
    assert len(names(line)) == 3


def test_yes_and_json_do_not_ask(line: Line, people_file: Path) -> None:
    assert "What now" not in line("import", people_file, "--json").stdout
    assert "What now" not in line("import", people_file, "--yes").stdout


@pytest.mark.parametrize(("letter", "how_many"), [("a", 4), ("f", 3), ("l", 3)])
def test_all_duplicates_at_once(line: Line, people_file: Path, letter: str, how_many: int) -> None:
    ran = line("import", people_file, typed=f"d\nall\n{letter}\nt\n")
    assert ran.exit_code == 0, ran.output
    assert len(names(line)) == how_many


def test_one_duplicate_by_its_line(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "twins.csv"
    file.write_text(
        "Name,Mobile\nJoan Alcaraz,0917 123 4567\nAlcaraz Joan,0917 123 4567\nJoan  Alcaraz,0917-123-4567\n",
        encoding="utf-8",
    )
    line("import", file, typed="d\n3\na\nt\n")
    assert len(names(line)) == 2


def test_a_choice_for_a_line_outlives_another_reading(line: Line, people_file: Path) -> None:
    line("import", people_file, typed="d\n6\na\nc\n5\ncity\nt\n")
    assert len(names(line)) == 4


def test_a_column_is_changed_and_read_again(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, typed="c\n5\n?\ncity\nt\n")
    assert "reference" in ran.stdout
    listed = json.loads(line("list", "people", "dev", "--json").stdout)["people"]
    assert listed[0]["city"] == "red"


def test_a_refused_column_cannot_be_chosen_and_the_preview_stays(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, typed="c\n4\ntags\nt\n")
    assert '"Gender" cannot be taken in' in ran.stderr
    assert len(names(line)) == 3


def test_without_names_the_column_is_asked_for(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("Who,Handset\nJoan Alcaraz,0917 123 4567\n", encoding="utf-8")
    ran = line("import", file, typed="1\nt\n")
    assert "Which one is the name" in ran.stdout
    assert names(line) == ["Joan Alcaraz"]


def test_an_encoding_is_asked_with_lines_that_show_it(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_bytes("Name,Mobile\nZdeněk Dvořák,0917 555 0103\n".encode("cp1250"))
    ran = line("import", file, "--dry-run")
    choices = [part.strip() for part in ran.stdout.split("settles it.")[0].split("--encoding ")[1:]]
    at = 1 + [choice.split(" ")[0] for choice in choices].index("cp1250")
    ran = line("import", file, typed=f"{at}\nt\n")
    assert "Which of these lines reads right?" in ran.stdout
    assert "Dvořák" in ran.stdout
    assert names(line) == ["Zdeněk Dvořák"]


def test_a_delimiter_is_asked_before_the_names(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    file.write_text("Full name;Nick,Mobile\nJoan;Jo,0917 123 4567\nDev;De,0917 555 0001\n", encoding="utf-8")
    ran = line("import", file, typed="2\nc\n1\nname\nt\n")
    assert "What stands between the cells" in ran.stdout
    assert len(names(line)) == 2, ran.output


def test_read_another_way_that_does_not_work_keeps_the_preview(line: Line, people_file: Path) -> None:
    ran = line("import", people_file, typed="w\n1\nutf-16\nt\n")
    assert "does not read as utf-16" in ran.stderr
    assert len(names(line)) == 3
