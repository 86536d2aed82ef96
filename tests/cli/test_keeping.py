"""Undo, where, check and backup."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.cli.contents import contents

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line, Stocked


def test_undo_by_the_id_of_an_act(line: Line, people_file: Path) -> None:
    line("import", people_file, "--yes")
    act = json.loads(line("list", "acts", "--json").stdout)["acts"][0]["id"]
    found = json.loads(line("undo", "--act", act, "--json").stdout)
    assert found == {"undone": {"act": act, "what": "imported 3 people from walk-ins.csv"}}
    again = line("undo", "--act", act)
    assert again.exit_code == 1
    assert "it was taken back already" in again.stderr


def test_nothing_to_undo(line: Line, people_file: Path) -> None:
    line("import", people_file, "--yes")
    line("undo")
    ran = line("undo")
    assert ran.exit_code == 1
    assert "There is nothing to undo." in ran.stderr


def test_where_makes_nothing(line: Line) -> None:
    ran = line("where")
    assert ran.exit_code == 0
    assert f"{line.book} (not there yet)" in ran.stdout
    assert not line.book.exists()


@pytest.mark.usefixtures("stocked")
def test_where_as_json(line: Line) -> None:
    found = json.loads(line("where", "--json").stdout)
    assert found["workbook"] == str(line.book)
    assert found["engine"] == "sqlite"
    assert found["bytes"] >= line.book.stat().st_size > 0
    assert found["settings"] == str(line.home / "config.toml")
    assert (found["there"], found["writable"], found["settings_there"]) == (True, True, True)
    assert (found["who"], found["site"]) == ("Noor", "Harbour hub")


@pytest.mark.usefixtures("stocked")
def test_check_says_whole(line: Line) -> None:
    assert "is whole: 3 people" in line("check").stdout
    assert json.loads(line("check", "--json").stdout)["whole"] is True


def test_check_finds_what_was_changed_past_the_log(line: Line, stocked: Stocked) -> None:
    with closing(sqlite3.connect(line.book)) as db:
        triggers = [row[0] for row in db.execute("select name from sqlite_master where type = 'trigger'")]
        for name in triggers:
            db.execute(f"drop trigger {name}")
        db.execute("update person set name = 'Somebody Else' where id = ?", (stocked.joan,))
        db.commit()
    ran = line("check")
    assert ran.exit_code == 1
    assert str(stocked.joan) in ran.stdout
    assert "is not whole" in ran.stderr


@pytest.mark.usefixtures("stocked")
def test_backup_is_a_workbook_with_the_same_content(line: Line, tmp_path: Path) -> None:
    to = tmp_path / "copy.milepost"
    ran = line("backup", to)
    assert ran.exit_code == 0, ran.stderr
    assert contents(to) == contents(line.book)
    assert line("list", "people", "--json", where=str(to)).stdout == line("list", "people", "--json").stdout
    again = line("backup", to)
    assert again.exit_code == 1
    assert "Choose a new file name." in again.stderr
