"""What a person may ask, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.workbook.hub import MORNING
from tui.cli.session import Session

if TYPE_CHECKING:
    from tests.cli.conftest import Line, Stocked


@pytest.mark.usefixtures("stocked")
def test_what_is_held_is_written_to_one_file_with_the_note_and_without_the_rater(line: Line, tmp_path: Path) -> None:
    ran = line("person", "hold", "Joan", "Alcaraz", "--to", tmp_path / "held")
    assert ran.exit_code == 0, ran.stderr
    text = Path(ran.stdout.strip()).read_text()
    assert "likes nights" in text
    assert "Noor" not in text
    assert "Read it through" in ran.stderr
    made = json.loads(line("person", "hold", "alcaraz", "--format", "json", "--to", tmp_path, "--json").stdout)
    assert json.loads(Path(made["files"][0]["path"]).read_text())["name"] == "Joan Alcaraz"
    assert "Asked to see what is held of them on 12 Aug, done on 12 Aug." in line("person", "asked", "alcaraz").stdout


def test_a_person_is_erased_once_their_name_is_typed(line: Line, stocked: Stocked, tmp_path: Path) -> None:
    line("export", "journey", "alcaraz", "--to", tmp_path / "out")
    ran = line("person", "erase", stocked.joan)
    assert ran.exit_code == 4
    assert "Goes: the card, 1 application, 5 attempts" in ran.stdout
    assert line("person", "erase", "alcaraz", "--confirm", "Joan").exit_code == 1
    done = line("person", "erase", "alcaraz", "--confirm", "joan alcaraz")
    assert done.exit_code == 0, done.stderr
    assert "journey-report joan-alcaraz.txt" in done.stdout
    assert line("show", stocked.joan).exit_code == 1
    assert b"alcaraz" not in line.book.read_bytes().lower()
    assert "whole" in line("check").stdout
    assert "touched a person who was erased" in line("undo", "--act", _first_act(line)).stderr


def test_a_level_is_set_and_their_ladder_file_is_written(line: Line, stocked: Stocked, tmp_path: Path) -> None:
    assert "Not on the ladder." in line("person", "ladder", stocked.joan).stdout
    assert line("export", "ladder", stocked.joan, "--to", tmp_path).exit_code == 1
    ran = line("person", "ladder", stocked.joan, "--works-here", "senior_agent", "--since", "2026-03-01")
    assert ran.exit_code == 0, ran.stderr
    assert "Senior agent since 2026-03-01, works here." in ran.stdout
    assert "open   coaching notes" in ran.stdout
    made = line("export", "ladder", stocked.joan, "--to", tmp_path)
    text = Path(made.stdout.strip()).read_text()
    assert "Your level with us is senior agent, since 1 March 2026." in text
    assert "likes nights" not in text
    assert line("person", "ladder", stocked.joan, "--works-here", "captain").exit_code == 1


def _first_act(line: Line) -> str:
    acts = json.loads(line("list", "acts", "--limit", "1000", "--json").stdout)
    return str(next(act["id"] for act in acts["acts"] if act["what"].startswith("took in someone")))


def test_a_duty_to_keep_refuses_until_it_is_over(line: Line, stocked: Stocked) -> None:
    assert line("person", "keep", stocked.joan).exit_code == 1
    kept = line("person", "keep", stocked.joan, "--until", "2026-12-31", "--why", "a claim")
    assert kept.exit_code == 0, kept.stderr
    refused = line("person", "erase", stocked.joan, "--confirm", "Joan Alcaraz")
    assert refused.exit_code == 1
    assert "must be kept until 31 Dec: a claim" in refused.stderr
    line("person", "keep", stocked.joan, "--no-longer")
    assert line("person", "erase", stocked.joan, "--confirm", "Joan Alcaraz").exit_code == 0


def test_requests_are_noted_with_their_day(line: Line, stocked: Stocked) -> None:
    ran = line("person", "asked", stocked.joan, "--what", "erase", "--on", "2026-08-10")
    assert ran.stdout == "Asked to be erased on 10 Aug, still to do.\n"
    assert line("person", "asked", stocked.joan, "--what", "stop", "--on", "tomorrow").exit_code == 1
    found = json.loads(line("person", "asked", stocked.joan, "--json").stdout)
    assert found["requests"] == [{"kind": "erase", "day": "2026-08-10", "until": "", "done": False}]


def test_retention_shows_first_and_erases_with_yes(
    line: Line, stocked: Stocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "0 people" in line("retention").stdout
    monkeypatch.setattr(Session, "clock", staticmethod(lambda: MORNING + 366 * 86_400_000))
    ran = line("retention")
    assert ran.exit_code == 3
    assert "Joana Reyes" in ran.stdout
    assert "1 more stay: they still wait for an answer." in ran.stdout
    assert json.loads(line("retention", "--yes", "--json").stdout)["erased"] == 2
    assert line("show", stocked.joan).exit_code == 1
    assert line("show", stocked.dev).exit_code == 0


def test_a_day_of_practice_is_noted(line: Line, stocked: Stocked) -> None:
    assert line("person", "practised", stocked.joan).stdout.startswith(
        "1 of 10 days; the retake is open from 2026-08-26"
    )
    assert line("person", "practised", stocked.joan).exit_code == 1
    assert line("person", "practised", stocked.dev).stdout == "Noted.\n"
