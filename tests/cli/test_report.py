"""`milepost report`: the weekly page for a person and for cron."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.workbook.hub import make_hub

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line, Stocked


def test_it_says_where_the_page_is_and_never_writes_over_one(line: Line, stocked: Stocked, tmp_path: Path) -> None:
    ran = line("report", "weekly", tmp_path / "out", "--week", "2026-W33", "--opening", "retail")
    name = "2026-W33 weekly retail-customer-service-class-of-1-sep.pdf"
    assert (ran.exit_code, ran.stdout) == (0, f"{tmp_path / 'out' / name}\n")
    words = ("report", "weekly", tmp_path / "out", "--format", "html", "--account", "retail_cs")
    told = json.loads(line(*words, "--json").stdout)
    assert told == {"week": "2026-W32", "path": told["path"], "notes": []}
    quiet = line(*words, "-q")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "", "")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "2026-W32 weekly retail-customer-service-2.html",
        "2026-W32 weekly retail-customer-service.html",
        name,
    ]
    assert "Joan" not in (tmp_path / "out" / "2026-W32 weekly retail-customer-service.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--week", "2026-W60"), 1, "no week"),
        (("--week", "2026-W40"), 1, "has not begun"),
        (("--account", "retail_xs"), 1, "There is no account"),
        (("--site", "Elsewhere"), 1, "No class is at a site"),
        (("--opening", "telecom"), 1, "No class is called"),
        (("--format", "txt"), 2, "txt"),
    ],
)
def test_what_it_cannot_do_it_says(
    line: Line, stocked: Stocked, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    ran = line("report", "weekly", tmp_path / "out", *words)
    assert (ran.exit_code, ran.stdout) == (code, "")
    assert said in ran.stderr
    assert not (tmp_path / "out").exists()


def test_words_that_fit_several_classes_list_them(line: Line, stocked: Stocked, tmp_path: Path) -> None:
    hub = make_hub(line.book)
    other = hub.opening()
    hub.wb.close()
    ran = line("report", "weekly", tmp_path, "--opening", "retail")
    assert ran.exit_code == 2
    assert {str(other), str(stocked.opening)} <= set(ran.stderr.split())
    assert line("report", "weekly", tmp_path, "--opening", other, "-q").exit_code == 0
