"""Files: which slips, which formats, where they go, and what is left out."""

from __future__ import annotations

import csv
import json
from email import message_from_bytes
from email.policy import default
from io import StringIO
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line, Stocked


@pytest.fixture
def to(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "out"


def test_slips_are_named_and_written(line: Line, stocked: Stocked, to: Path) -> None:
    ran = line("export", "slips", "--person", stocked.joan, "--to", to)
    assert ran.exit_code == 0, ran.stderr
    written = sorted(str(path) for path in to.iterdir())
    assert sorted(ran.stdout.split("\n")[:-1]) == written
    assert len(written) > 1
    for path in to.iterdir():
        assert "Joan" in path.read_text(encoding="utf-8")
        assert path.stat().st_mode & 0o077 == 0


def test_slips_in_several_formats(line: Line, stocked: Stocked, to: Path) -> None:
    ran = line("export", "slips", "--person", stocked.dev, "--format", "md", "--format", "html", "--to", to)
    assert ran.exit_code == 0
    assert {path.suffix for path in to.iterdir()} == {".md", ".html"}


@pytest.mark.usefixtures("stocked")
def test_what_was_left_out_is_said_with_the_reason(line: Line, to: Path) -> None:
    found = json.loads(line("export", "slips", "--to", to, "--json").stdout)
    listed = json.loads(line("list", "slips", "--json").stdout)["slips"]
    assert len(found["files"]) + len(found["left_out"]) == len(listed)
    assert any(reason.startswith("Joan Alcaraz, Mock call") for reason in found["left_out"])
    assert "when it happened" in " ".join(found["left_out"])


@pytest.mark.usefixtures("stocked")
def test_no_slip_of_that_state(line: Line, to: Path) -> None:
    ran = line("export", "slips", "--state", "given", "--to", to)
    assert ran.exit_code == 0
    assert "No slip to write." in ran.stderr
    assert not to.exists()


@pytest.mark.parametrize("form", ["txt", "md", "html", "pdf", "eml", "json"])
def test_the_journey_in_every_format(line: Line, stocked: Stocked, to: Path, form: str) -> None:
    ran = line("export", "journey", stocked.joan, "--format", form, "--to", to)
    assert ran.exit_code == 0, ran.stderr
    (path,) = to.iterdir()
    data = path.read_bytes()
    assert data.startswith(b"%PDF") if form == "pdf" else b"Joan Alcaraz" in data
    assert b"likes nights" not in data


def test_the_journey_of_somebody_who_is_not_one(line: Line, stocked: Stocked, to: Path) -> None:
    assert line("export", "journey", "joan", "--to", to).exit_code == 2
    assert line("export", "journey", stocked.opening, "--to", to).exit_code == 1
    assert not to.exists()


@pytest.mark.usefixtures("stocked")
def test_nothing_is_written_over(line: Line, to: Path) -> None:
    for _ in range(2):
        line("export", "journey", "alcaraz", "--to", to)
    assert len(list(to.iterdir())) == 2


@pytest.mark.usefixtures("stocked")
def test_people_as_csv(line: Line, to: Path) -> None:
    ran = line("export", "people", "--to", to)
    assert ran.exit_code == 0, ran.stderr
    (path,) = to.iterdir()
    assert path.name == "2026-08-12 people.csv"
    rows = list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["Dev Raghunathan", "Joan Alcaraz", "Joana Reyes"]
    assert "likes nights" not in path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("stocked")
def test_some_people_as_json(line: Line, to: Path) -> None:
    line("export", "people", "joana", "--format", "json", "--to", to)
    (path,) = to.iterdir()
    assert [row["name"] for row in json.loads(path.read_text(encoding="utf-8"))] == ["Joana Reyes"]


@pytest.mark.usefixtures("stocked")
def test_a_file_where_a_folder_should_be(line: Line, people_file: Path) -> None:
    ran = line("export", "people", "--to", people_file)
    assert ran.exit_code == 1
    assert "is a file, not a folder" in ran.stderr


@pytest.mark.usefixtures("stocked")
def test_the_usual_folder(line: Line) -> None:
    usual = json.loads(line("where", "--json").stdout)["exports"]
    ran = line("export", "people")
    assert ran.stdout.startswith(usual)
    assert str(line.home) in usual


def test_a_draft_of_an_e_mail_is_addressed(line: Line, stocked: Stocked, to: Path) -> None:
    ran = line("export", "slips", "--person", stocked.dev, "--format", "eml", "--to", to)
    assert ran.exit_code == 0, ran.stderr
    message = message_from_bytes(next(to.iterdir()).read_bytes(), policy=default)
    assert [part.get_content_type() for part in message.walk()][2:] == ["text/plain", "text/html", "application/pdf"]
    assert (message["X-Unsent"], message["From"], message["Message-ID"]) == ("1", None, None)
    told = json.loads(line("show", str(stocked.dev), "--json").stdout)["person"]["email"]
    assert message["To"] == (told or None)


def test_the_paper_of_the_site_and_a_bad_template_of_its_own(line: Line, stocked: Stocked, to: Path) -> None:
    own = line.home / "ours"
    own.mkdir()
    (own / "slip.html").write_text('{% extends "page.html" %}\n{{ slip.nobody }}\n', encoding="utf-8")
    (line.home / "config.toml").write_text(
        f'[letterhead]\nname = "Quay Talent"\ntemplates = "{own}"\n', encoding="utf-8"
    )
    asked = ("export", "slips", "--person", stocked.dev, "--format", "txt", "--format", "html", "--to", to)
    refused = line(*asked)
    assert refused.exit_code == 1
    assert f"{own / 'slip.html'}, line " in refused.stderr
    assert not to.exists(), "nothing is written before every template was looked at"
    assert line(*asked, "--standard").exit_code == 0
    assert all("Quay Talent" in path.read_text(encoding="utf-8") for path in to.iterdir())
