"""The program as a whole: help, which workbook is meant, errors and exit codes, what terminals and pipes get."""

from __future__ import annotations

import importlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click
import pytest

from domain.workbook import people
from tests.cli.conftest import ROOT
from tests.workbook.hub import make_hub
from tui.cli import output
from tui.cli.program import VERBS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line

HEAVY = ("textual", "faker", "typst", "jinja2", "rich", "psycopg", "phonenumbers", "email_validator", "rapidfuzz")


def loaded_by(code: str) -> set[str]:
    """Modules in a fresh process after this code."""
    tail = "\nimport sys, json; sys.stderr.write('\\n' + json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, check=True, cwd=ROOT)
    return set(json.loads(ran.stderr.decode().splitlines()[-1]))


def test_importing_the_command_line_is_light() -> None:
    assert not loaded_by("import tui.cli") & {*HEAVY, "sqlite_utils", "yaml", "msgspec", "domain.workbook"}


def test_help_imports_no_verb() -> None:
    code = "from tui.cli.program import program\ntry: program.main(['--help'])\nexcept SystemExit: pass"
    assert not loaded_by(code) & {*HEAVY, "sqlite_utils", "domain.workbook", "tui.cli.importing"}


def test_listing_imports_no_screen_and_no_renderer(line: Line) -> None:
    make_hub(line.book).wb.close()
    code = (
        "from tui.cli.program import program\n"
        f"try: program.main(['--file', {str(line.book)!r}, 'list', 'people'])\nexcept SystemExit: pass"
    )
    assert not loaded_by(code) & {*HEAVY}


def test_help_names_every_verb_and_every_verb_has_help(line: Line) -> None:
    text = line.bare("--help").stdout
    for name, (module, words) in VERBS.items():
        assert re.search(rf"^  {name} +{re.escape(words[:20])}", text, re.M)
        assert isinstance(getattr(importlib.import_module(f"tui.cli.{module}"), f"{name}_verb"), click.Command)
        assert line.bare(name, "--help").exit_code == 0


def test_version(line: Line) -> None:
    assert re.fullmatch(r"milepost \d+\.\d+\.\d+\n", line.bare("--version").stdout)


@pytest.mark.parametrize("words", [["fly"], ["list"], ["list", "cats"], ["show"], ["list", "people", "--limit", "-1"]])
def test_usage_errors_exit_with_2_and_say_where_help_is(line: Line, words: list[str]) -> None:
    ran = line.bare(*words)
    assert ran.exit_code == 2
    assert "help" in ran.output.lower()


def test_without_a_terminal_the_screens_are_refused(line: Line) -> None:
    for words in ([], ["open"], ["demo"]):
        ran = line.bare(*words)
        assert ran.exit_code == 1
        assert "need a terminal" in ran.stderr


def test_which_workbook_is_meant(line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def workbook(*words: str) -> str:
        return str(json.loads(line.bare(*words, "where", "--json").stdout)["workbook"])

    usual = workbook()
    assert usual.startswith(str(line.home))
    settings = line.home / "config.toml"
    settings.write_text(f'workbook = "{tmp_path}/settings.milepost"\n', encoding="utf-8")
    assert workbook() == f"{tmp_path}/settings.milepost"
    monkeypatch.setenv("MILEPOST_FILE", f"{tmp_path}/env.milepost")
    assert workbook() == f"{tmp_path}/env.milepost"
    assert workbook("--file", f"{tmp_path}/named.milepost") == f"{tmp_path}/named.milepost"


def test_the_folder_of_the_usual_place_is_made_for_its_owner(line: Line, people_file: Path) -> None:
    ran = line.bare("import", str(people_file), "--yes")
    assert ran.exit_code == 0, ran.stderr
    (book,) = line.home.rglob("*.milepost")
    assert book.parent.stat().st_mode & 0o077 == 0


def test_wrong_settings_are_a_warning_with_file_line_and_what_to_do(line: Line) -> None:
    settings = line.home / "config.toml"
    make_hub(line.book).wb.close()
    settings.write_text('who = "Noor"\n\n[site]\nzone = "Mars/Olympus"\n', encoding="utf-8")
    ran = line("list", "people", "--json")
    assert ran.exit_code == 0
    assert json.loads(ran.stdout)
    (warning,) = ran.stderr.splitlines()
    assert warning.startswith(f'{settings}, line 4, site.zone: "Mars/Olympus" is not a time zone.')


def test_settings_that_are_no_toml_are_a_warning(line: Line) -> None:
    make_hub(line.book).wb.close()
    (line.home / "config.toml").write_text("who = \n", encoding="utf-8")
    ran = line("list", "people")
    assert ran.exit_code == 0
    assert "line 1: It is not TOML" in ran.stderr


def test_a_file_that_is_no_workbook_is_left_alone(line: Line) -> None:
    line.book.write_text("dear diary", encoding="utf-8")
    ran = line("list", "people")
    assert ran.exit_code == 1
    assert "is not a Milepost workbook" in ran.stderr
    assert line.book.read_text(encoding="utf-8") == "dear diary"


def test_an_unreachable_server_is_said_without_the_password(line: Line) -> None:
    ran = line("list", "people", where="postgresql://noor:secret@127.0.0.1:1/hub")
    assert ran.exit_code == 1
    assert "secret" not in ran.output
    assert "127.0.0.1" in ran.stderr


def test_an_unexpected_error_is_short_and_says_how_to_see_more(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("boom\nmore")

    make_hub(line.book).wb.close()
    monkeypatch.setattr(people, "ids", broken)
    ran = line("list", "people")
    assert ran.exit_code == 1
    assert "RuntimeError: boom" in ran.stderr
    assert "MILEPOST_DEBUG=1" in ran.stderr
    assert "Traceback" not in ran.stderr
    monkeypatch.setenv("MILEPOST_DEBUG", "1")
    assert "Traceback" in line("list", "people").stderr


HOSTILE = "Ann\x1b[31m\u202eevil\u200b [HR] [/]\x07"


def plant(book: Path, name: str) -> None:
    """Put a name into the file past everything that cleans it."""
    with closing(sqlite3.connect(book)) as db:
        for trigger in [row[0] for row in db.execute("select name from sqlite_master where type = 'trigger'")]:
            db.execute(f"drop trigger {trigger}")
        db.execute("update person set name = ?", (name,))
        db.commit()


@pytest.mark.parametrize("words", [["list", "people"], ["list", "slips"], ["show", "plain"]])
def test_hostile_names_never_reach_the_terminal(line: Line, words: list[str]) -> None:
    hub = make_hub(line.book)
    hub.take(hub.application(hub.person("Ann Plain", hub.opening())))
    hub.wb.close()
    plant(line.book, HOSTILE)
    ran = line(*words)
    assert "Ann[31mevil [HR] [/]" in ran.output
    assert not [char for char in ran.output if not char.isprintable() and char != "\n"]


def test_hostile_words_and_files_never_reach_the_terminal(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "evil\x1b]0;title\x07.csv"
    file.write_text("Name,\x1b[31mHead\u202e\nAnn\x1b[2J Plain,x\n", encoding="utf-8")
    make_hub(line.book).wb.close()
    for words in (["import", file, "--yes"], ["list", "people", HOSTILE], ["show", HOSTILE], ["list", "acts"]):
        ran = line(*words)
        assert not [char for char in ran.output if not char.isprintable() and char != "\n"]


def test_json_keeps_every_character_and_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.say_json({"name": HOSTILE + "林 \x85 \U000e0041 \ud800"})
    text = capsys.readouterr().out
    assert "林" in text
    assert not [char for char in text if not char.isprintable() and char != "\n"]
    assert json.loads(text)["name"] == HOSTILE + "林 \x85 \U000e0041 \ud800"


class Terminal:
    """A stream that says it is one."""

    encoding = "utf-8"
    closed = False

    def isatty(self) -> bool:
        return True


def test_heads_are_bold_only_where_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert output.head("Name") == "Name"
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    assert output.head("Name\x1b") == "\x1b[1mName\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert output.head("Name") == "Name"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert output.head("Name") == "Name"


def test_a_terminal_that_knows_few_letters_gets_question_marks(line: Line) -> None:
    hub = make_hub(line.book)
    hub.person("林小美")
    hub.wb.close()
    ran = line.process("list", "people", env={"PYTHONIOENCODING": "ascii"})
    assert ran.returncode == 0, ran.stderr
    assert b"???" in ran.stdout
    as_json = line.process("list", "people", "--json", env={"PYTHONIOENCODING": "ascii"})
    assert json.loads(as_json.stdout)["people"][0]["name"] == "林小美"


def test_a_reader_that_goes_away_is_no_error(line: Line) -> None:
    hub = make_hub(line.book)
    hub.person()
    hub.wb.close()
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        ran = subprocess.run(
            [sys.executable, "-m", "tui.cli", "--file", str(line.book), "list", "people"],
            stdout=closed,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert ran.returncode == 141
    assert ran.stderr == b""


def test_the_whole_way_in_processes_of_their_own(line: Line, people_file: Path) -> None:
    assert line.process("import", str(people_file)).returncode == 3
    assert line.process("import", str(people_file), "--yes").returncode == 0
    assert line.process("list", "people").stdout.count(b"\n") == 4
    assert line.process("undo").returncode == 0
    assert line.process("undo").returncode == 1


def test_a_workbook_that_cannot_be_written_says_so(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    make_hub(line.book).wb.close()
    monkeypatch.setattr("domain.store.sqlite_file.os.access", lambda *_: False)
    ran = line("list", "people")
    assert ran.exit_code == 0
    assert "can only be read" in ran.stderr
    refused = line("undo")
    assert refused.exit_code == 1
