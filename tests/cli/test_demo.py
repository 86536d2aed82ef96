"""The demonstration hub: opened in a folder of its own, or written to a place."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput
from tests.cli.contents import contents

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Line
    from tui.settings.config import Config

SMALL = ("--people", "30", "--seed", "7", "--today", "2026-03-04")


def test_into_writes_the_hub_and_opens_nothing(line: Line, tmp_path: Path) -> None:
    ran = line.bare("demo", *SMALL, "--into", str(tmp_path / "demo.milepost"))
    assert ran.exit_code == 0, ran.stderr
    assert f"milepost --file {tmp_path / 'demo.milepost'} opens it" in ran.stdout
    where = str(tmp_path / "demo.milepost")
    assert json.loads(line("list", "people", "--json", where=where).stdout)["total"] == 30
    assert line("check", where=where).exit_code == 0
    assert not line.book.exists()


def test_the_same_seed_gives_the_same_hub_and_another_one_another(line: Line, tmp_path: Path) -> None:
    seeds = {"one": "7", "two": "7", "three": "8"}
    for name, seed in seeds.items():
        line.bare("demo", *SMALL, "--seed", seed, "--into", str(tmp_path / name))
    names = [[row[2] for row in contents(tmp_path / name)["person"]] for name in seeds]
    assert sorted(map(str, names[0])) == sorted(map(str, names[1]))
    assert sorted(map(str, names[0])) != sorted(map(str, names[2]))


def test_a_file_that_is_there_is_never_touched(line: Line, people_file: Path) -> None:
    line("import", people_file, "--yes")
    before = contents(line.book)
    ran = line.bare("demo", *SMALL, "--into", str(line.book))
    assert ran.exit_code == 1
    assert "is there already" in ran.stderr
    assert contents(line.book) == before


def test_a_hub_that_could_not_be_made_leaves_no_file(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(where: str, **_wanted: object) -> None:
        Path(where).write_text("half", encoding="utf-8")
        raise BadInput("No more people.", "Ask for fewer.")

    monkeypatch.setattr("seed.build", broken)
    ran = line.bare("demo", "--into", str(tmp_path / "demo.milepost"))
    assert ran.exit_code == 1
    assert not (tmp_path / "demo.milepost").exists()


@pytest.mark.parametrize("words", [["--people", "0"], ["--today", "tomorrow"], ["--seed", "x"]])
def test_what_is_no_number_or_date_is_a_usage_error(line: Line, words: list[str]) -> None:
    assert line.bare("demo", *words).exit_code == 2


class Opened:
    """Stands in for the screens: remembers what they were opened on."""

    where = ""
    mode = 0
    now = 0
    who = ""

    def __call__(self, where: str, config: Config, *, clock: Callable[[], int]) -> None:
        self.where, self.now, self.who = where, clock(), config.who
        self.mode = Path(where).parent.stat().st_mode & 0o777


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Opened:
    """The screens, on a terminal, with temporary folders below the test's own."""
    made = Opened()
    monkeypatch.setattr("tui.opening.run_app", made)
    monkeypatch.setattr("tui.cli.demo.refuse_without_terminal", lambda: None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return made


def test_the_demo_is_opened_at_its_own_time_and_gone_afterwards(line: Line, opened: Opened) -> None:
    ran = line("demo", *SMALL)
    assert ran.exit_code == 0, ran.stderr
    assert opened.mode == 0o700
    assert opened.who == "Noor"
    assert abs(opened.now - 1_772_592_120_000) < 60_000  # 4 March 2026, 10:42 in Manila
    assert not Path(opened.where).parent.exists()
    assert not line.book.exists()


def test_the_demo_is_kept_when_asked(line: Line, opened: Opened) -> None:
    ran = line("demo", *SMALL, "--keep")
    assert Path(opened.where).is_file()
    assert opened.where in ran.stdout


def test_the_folder_is_gone_when_the_screens_break(
    line: Line, opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(where: str, *_args: object, **_more: object) -> None:
        opened.where = where
        raise KeyboardInterrupt

    monkeypatch.setattr("tui.opening.run_app", broken)
    assert line("demo", *SMALL).exit_code == 130
    assert opened.where
    assert not list(tmp_path.glob("milepost-demo-*"))
