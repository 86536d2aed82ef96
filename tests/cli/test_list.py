"""Lists: aligned columns, stable JSON, searching, sorting, cutting."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tui.cli.output import table_lines

if TYPE_CHECKING:
    from tests.cli.conftest import Line, Stocked


@pytest.mark.usefixtures("stocked")
def test_people_in_columns_by_name(line: Line) -> None:
    rows = line("list", "people").stdout.splitlines()
    assert rows[0].split() == ["Id", "Name", "Phone", "Opening", "Milestone", "State", "Since", "Retest"]
    assert [row[rows[0].index("Name") :].split("  ")[0] for row in rows[1:]] == [
        "Dev Raghunathan",
        "Joan Alcaraz",
        "Joana Reyes",
    ]
    assert "not yet" in rows[2]


def test_people_as_json_under_stable_keys(line: Line, stocked: Stocked) -> None:
    found = json.loads(line("list", "people", "joan alc", "--json").stdout)
    assert found["total"] == 1
    assert found["people"][0] | {"since": "", "retest": ""} == {
        "id": str(stocked.joan),
        "name": "Joan Alcaraz",
        "phone": "+639171234567",
        "email": "joan@example.org",
        "city": "",
        "account": "retail_cs",
        "opening": "Retail customer service, class of 1 Sep",
        "milestone": "mock_call",
        "state": "not_yet",
        "since": "",
        "retest": "",
        "source": "",
    }
    assert found["people"][0]["since"] == "2026-08-12"


@pytest.mark.usefixtures("stocked")
def test_limit_says_what_it_cut(line: Line) -> None:
    ran = line("list", "people", "--limit", "1")
    assert len(ran.stdout.splitlines()) == 2
    assert "1 of 3 people" in ran.stderr
    assert json.loads(line("list", "people", "--limit", "1", "--json").stdout)["total"] == 3


@pytest.mark.usefixtures("stocked")
def test_sorting_and_turning_round(line: Line) -> None:
    found = json.loads(line("list", "people", "--sort", "name", "--descending", "--json").stdout)["people"]
    assert [row["name"] for row in found] == ["Joana Reyes", "Joan Alcaraz", "Dev Raghunathan"]


@pytest.mark.usefixtures("stocked")
def test_nobody_found_names_the_closest(line: Line) -> None:
    ran = line("list", "people", "jaon alcarez")
    assert ran.exit_code == 0
    assert ran.stdout == ""
    assert "Joan Alcaraz" in ran.stderr


def test_openings(line: Line, stocked: Stocked) -> None:
    assert "Retail customer service, class of 1 Sep" in line("list", "openings").stdout
    assert json.loads(line("list", "openings", "--json").stdout) == {
        "openings": [
            {
                "id": str(stocked.opening),
                "name": "Retail customer service, class of 1 Sep",
                "account": "retail_cs",
                "starts": "2026-09-01",
                "seats": 20,
                "hired": 0,
                "people": 2,
                "closed": False,
            }
        ]
    }


def test_slips_by_state(line: Line, stocked: Stocked) -> None:
    found = json.loads(line("list", "slips", "--json").stdout)
    assert found["owed"] == len(found["slips"]) > 1
    last = [slip for slip in found["slips"] if slip["person"] == str(stocked.joan)][-1]
    assert (last["milestone"], last["attempt"], last["result"], last["state"]) == ("mock_call", 1, "not_yet", "draft")
    assert last["since"].startswith("2026-08-12T10:42:00+08:00")
    assert json.loads(line("list", "slips", "--state", "given", "--json").stdout)["slips"] == []


@pytest.mark.usefixtures("stocked")
def test_acts_name_who_did_what(line: Line) -> None:
    line("undo")
    found = json.loads(line("list", "acts", "--limit", "2", "--json").stdout)["acts"]
    assert [(act["kind"], act["undone"], act["who"]) for act in found] == [
        ("undo", False, "Noor"),
        ("do", True, "Noor"),
    ]
    assert "undo: " in line("list", "acts").stdout.splitlines()[1]


def test_a_workbook_that_is_not_there_is_not_made(line: Line) -> None:
    ran = line("list", "people")
    assert ran.exit_code == 1
    assert "There is no workbook" in ran.stderr
    assert not line.book.exists()


def test_columns_are_aligned_by_width_on_the_screen() -> None:
    rows = [("林小美", "1"), ("Ann", "2"), ("Peñaflor", "3")]
    shown = list(table_lines(("Name", "No."), rows, right=(1,)))
    assert shown == ["Name      No.", "林小美      1", "Ann         2", "Peñaflor    3"]


def test_a_long_list_is_measured_page_by_page_and_never_cut() -> None:
    rows = [("a", str(n)) for n in range(600)] + [("a much longer name", "x")]
    shown = list(table_lines(("N", "No."), rows))
    assert len(shown) == 602
    assert shown[-1] == "a much longer name  x"
