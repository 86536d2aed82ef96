"""One person's road in plain sentences, and which person is meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Line, Stocked


def test_by_id_in_plain_sentences(line: Line, stocked: Stocked) -> None:
    ran = line("show", stocked.joan)
    assert ran.exit_code == 0, ran.stderr
    text = ran.stdout
    assert text.startswith("Joan Alcaraz\nPassed 4 of ")
    assert "Stopped at the mock call" in text
    assert "4. Exam: passed, 12 Aug." in text
    assert "Not needed: sales test" in text
    assert "attempt 1: not yet, 2026-08-12, with Noor. The slip is draft." in text
    assert "Retail customer service, class of 1 Sep" in text


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize("words", [["alcaraz"], ["Joan", "Alcaraz"], ["4567"], ["joan@example.org"]])
def test_by_words_that_find_one(line: Line, words: list[str]) -> None:
    assert line("show", *words).stdout.startswith("Joan Alcaraz\n")


@pytest.mark.usefixtures("stocked")
def test_words_that_find_several_list_them(line: Line) -> None:
    ran = line("show", "joan")
    assert ran.exit_code == 2
    assert '"joan" fits 2 people.' in ran.stderr
    assert "Joan Alcaraz" in ran.stderr
    assert "Joana Reyes" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.usefixtures("stocked")
@pytest.mark.parametrize("word", ["nobodyatall", "99999999999999999999999999", ""])
def test_nobody(line: Line, word: str) -> None:
    ran = line("show", word)
    assert ran.exit_code == 1
    assert "Nobody matches" in ran.stderr


def test_json_under_stable_keys(line: Line, stocked: Stocked) -> None:
    found = json.loads(line("show", stocked.joan, "--json").stdout)
    assert set(found) == {
        "person", "headline", "detail", "passed", "on_route", "road", "attempts", "work_on", "applications", "may_be",
    }  # fmt: skip
    assert found["person"]["id"] == str(stocked.joan)
    assert [stop["milestone"] for stop in found["road"]][:3] == [
        "application",
        "phone_interview",
        "in_person_interview",
    ]
    assert found["attempts"][0]["result"] == "not_yet"
    assert found["applications"][0]["state"] == "not_yet"


def test_private_notes_have_no_way_out(line: Line, stocked: Stocked) -> None:
    for how in ([], ["--json"]):
        assert "likes nights" not in line("show", stocked.joan, *how).stdout


@pytest.mark.usefixtures("stocked")
def test_somebody_on_no_opening_has_a_page_too(line: Line) -> None:
    ran = line("show", "reyes")
    assert ran.exit_code == 0, ran.stderr
    assert "On no opening yet." in ran.stdout
