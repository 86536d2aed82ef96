"""Exam results from scripts: matched, named, stored with --yes as one act."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.workbook.exam_room.people import SPEED, at_exam, values
from tests.workbook.hub import make_hub

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line


@pytest.fixture
def sheet(line: Line, tmp_path: Path) -> Path:
    """Two people at the exam, and a file with a line of one of them and of somebody else."""
    hub = make_hub(str(line.book))
    opening = hub.opening()
    at_exam(hub, "Al Reyes", opening, mobile="0917 049 9154")
    at_exam(hub, "Bo Cruz", opening)
    hub.wb.close()
    file = tmp_path / "results.csv"
    file.write_text("mobile,wpm\n+63 917 049 9154,41\n09179999999,44\n", encoding="utf-8")
    return file


def speed(line: Line) -> dict[str, float]:
    """What is entered for Al."""
    hub = make_hub(str(line.book))
    found = values(hub, hub.value("select application from person where name = 'Al Reyes'"))
    hub.wb.close()
    return dict(found)


def test_without_yes_it_shows_every_line_and_stores_nothing(line: Line, sheet: Path) -> None:
    ran = line("import", "--exam", sheet)
    assert ran.exit_code == 3
    assert "Al Reyes" in ran.stdout
    assert "nobody who can sit the exam has this number" in ran.stdout
    assert "2 lines: 1 go in, 1 do not." in ran.stdout
    assert speed(line) == {}


def test_yes_stores_what_is_matched_and_undo_takes_it_back(line: Line, sheet: Path) -> None:
    ran = line("import", "--exam", sheet, "--yes")
    assert ran.exit_code == 0, ran.stderr
    assert speed(line) == {SPEED: 41.0}
    assert line("undo").exit_code == 0
    assert speed(line) == {}


def test_json_says_of_each_line_what_became_of_it(line: Line, sheet: Path) -> None:
    (file,) = json.loads(line("import", "--exam", sheet, "--yes", "--json").stdout)["files"]
    assert (file["stored"], file["measures"]) == (1, [SPEED])
    assert [(one["line"], one["found"], one["goes_in"]) for one in file["lines"]] == [
        (2, "matched", True),
        (3, "unmatched", False),
    ]


def test_a_file_without_results_is_named(line: Line, sheet: Path) -> None:
    sheet.write_text("name,city\nAl Reyes,Manila\n", encoding="utf-8")
    ran = line("import", "--exam", sheet, "--yes")
    assert ran.exit_code == 1
    assert "results.csv: no column holds measures of the exam." in ran.stderr
