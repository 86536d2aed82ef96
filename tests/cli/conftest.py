"""A command line to call, with everything that the machine could bring in shut out, and a hub to call it on."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from domain.model.terms import MilestoneId, Result
from tests.workbook.hub import MORNING, Hub, make_hub
from tui.cli.program import program
from tui.cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from click.testing import Result as Ran

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Line:
    """Runs `milepost` on one workbook, in this process or in one of its own."""

    book: Path
    home: Path

    def __call__(self, *words: str | Path | int, typed: str | None = None, where: str | None = None) -> Ran:
        """Run with --file; the answers to questions are lines of `typed`."""
        named = ["--file", where or str(self.book)]
        return CliRunner().invoke(program, [*named, *map(str, words)], input=typed, prog_name="milepost")

    def bare(self, *words: str) -> Ran:
        """Run with these words alone."""
        return CliRunner().invoke(program, list(words), prog_name="milepost")

    def process(self, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run in a process of its own, with pipes."""
        return subprocess.run(
            [sys.executable, "-m", "tui.cli", "--file", str(self.book), *words],
            env=os.environ | (env or {}),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )


@pytest.fixture(autouse=True)
def _apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, workbooks, folders or clock of this machine."""
    for name in ("MILEPOST_FILE", "MILEPOST_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(home / "Documents"))
    monkeypatch.setenv("MILEPOST_CONFIG", str(home / "config.toml"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (home / "config.toml").write_text('who = "Noor"\n', encoding="utf-8")
    monkeypatch.setattr(Session, "clock", staticmethod(lambda: MORNING + 3_600_000))


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """The command line over a workbook that is not there yet."""
    return Line(tmp_path / "hub.milepost", tmp_path / "home")


@dataclass
class Stocked:
    """A hub that was closed again, with the ids of what is in it."""

    opening: int
    joan: int
    dev: int


@pytest.fixture
def stocked(line: Line) -> Stocked:
    """Joan stopped at the mock call and owes nothing but a slip; Dev is at the phone interview; Joana is nowhere."""
    hub = make_hub(line.book)
    made = _stock(hub)
    hub.wb.close()
    return made


def _stock(hub: Hub) -> Stocked:
    opening = hub.opening()
    joan = hub.person("Joan Alcaraz", opening, mobile="0917 123 4567", email="joan@example.org", note="likes nights")
    dev = hub.person("Dev Raghunathan", opening, mobile="0917 555 0001")
    hub.person("Joana Reyes", 0)
    hub.take_to(hub.application(joan), MilestoneId.MOCK_CALL)
    hub.take(hub.application(joan), 2, Result.NOT_YET)
    hub.take(hub.application(dev))
    return Stocked(opening, joan, dev)


@pytest.fixture
def people_file(tmp_path: Path) -> Path:
    """Five rows: two clean, one refused, one doubtful, one twin; and a column that is refused."""
    path = tmp_path / "walk-ins.csv"
    path.write_text(
        "Full Name,Mobile No.,Email,Gender,Favourite colour\n"
        "Joan Alcaraz,0917 123 4567,joan@example.org,F,blue\n"
        "Dev Raghunathan,0917-555-0001,dev@example.org,M,red\n"
        ",0917 555 0002,,F,\n"
        "Amara Nwosu,12,amara@example,F,\n"
        "ALCARAZ Joan,+639171234567,joan2@example.org,F,\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def _at_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is there to answer."""
    for module in ("importing", "output"):
        monkeypatch.setattr(f"tui.cli.{module}.can_ask", lambda: True)
