"""The settings file: read when it is there, checked, and wrong in words that name file, line and fix."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.workbook import Letterhead, Site
from tui.settings.config import config_path, exports_path, load_config, user_name

if TYPE_CHECKING:
    from pathlib import Path


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults(tmp_path: Path) -> None:
    found = load_config(tmp_path / "none.toml")
    assert (found.who, found.theme, found.ascii, found.workbook, found.keys) == (user_name(), "dark", False, "", {})
    assert found.site.zone == "Asia/Manila"


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    text = (
        f'who = "Ines"\ntheme = "light"\nascii = true\nexports = "{tmp_path}"\ncatalogue = "{tmp_path}"\n'
        'workbook = "/srv/hub.milepost"\n[site]\nname = "Bay hub"\nzone = "Asia/Kolkata"\nregion = "IN"\n'
        'paper = "letter"\nlanguage = "en-IN"\nworking_days = ["Sat", "mon"]\nday_starts = "20"\n'
        'day_ends = "5:30"\n[keys]\n"app.undo" = "z"\n'
    )
    found = load_config(write(tmp_path, text))
    assert (found.who, found.theme, found.ascii, found.workbook) == ("Ines", "light", True, "/srv/hub.milepost")
    assert (found.catalogue, found.exports, found.problems) == (tmp_path, tmp_path, ())
    assert (found.site.name, found.site.zone, found.site.region, found.site.paper) == (
        "Bay hub",
        "Asia/Kolkata",
        "IN",
        "letter",
    )
    assert (found.site.language, found.site.working_days) == ("en-IN", frozenset({0, 5}))
    assert (found.site.day_starts, found.site.day_ends) == (time(20), time(5, 30))
    assert found.keys == {"app.undo": "z"}
    assert found.lines["site.day_ends"] == 15


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('who = "a"\ncolour = "red"\n', 2, "colour: There is no such setting"),
        ("who = 3\n", 1, "who: It must be text in quotes"),
        ('\nascii = "yes"\n', 2, "ascii: It must be true or false"),
        ('theme = "blue"\n', 1, '"blue" is none of "dark", "light", "terminal" or "contrast"'),
        ('site = "here"\n', 1, "site: It must be a table"),
        ('[site]\nnmae = "x"\n', 2, "site.nmae: There is no such setting"),
        ('[site]\n\nzone = "Mars"\n', 3, '"Mars" is not a time zone'),
        ('[site]\nregion = "ph"\n', 2, '"ph" is no country'),
        ('[site]\npaper = "a5"\n', 2, '"a5" is none of "a4" or "letter"'),
        ('who = "a"\nsite.zone = "Mars"\n', 2, '"Mars" is not a time zone'),
        ('name_of = "a"\n\n[site]\nname = 3\n', 1, "name_of: There is no such setting"),
        ('[keys]\nname = "z"\n[site]\nname = 3\n', 4, "site.name: It must be text"),
        ('[site]\nday_ends = "5:20"\n', 2, '"5:20" is no time of day'),
        ('[site]\nday_starts = "25"\n', 2, '"25" is no time of day'),
        ("[site]\nworking_days = []\n", 2, "At least one is needed"),
        ('[site]\nworking_days = ["mon", "someday"]\n', 2, '"someday" is none of'),
        ('[site]\nworking_days = "mon"\n', 2, "must be a list"),
        ('[site]\ncontact_hours = ""\n', 2, "It is empty"),
        ('[site]\nlanguage = "English"\n', 2, '"English" is no language tag'),
        ('[site]\nholidays = "/nowhere/at/all"\n', 2, "/nowhere/at/all cannot be read: no such file"),
        ('printer = "-o raw"\n', 1, '"-o raw" is no name of a printer'),
        ('[letterhead]\naccent = "red"\n', 2, 'letterhead.accent: "red" is no colour.'),
        ('[letterhead]\nink = "#5a6270"\n', 2, "and 7 is needed. The same, darker:"),
        ('[letterhead]\n\ntemplates = "/nowhere/at/all"\n', 3, "There is no folder /nowhere/at/all"),
        ('[letterhead]\nlogo = "x.png"\n', 2, "letterhead.logo: There is no such setting"),
        ('catalogue = "/nowhere/at/all"\n', 1, "There is no folder /nowhere/at/all"),
        ('site = {zone = "Mars"}\n', 1, '"Mars" is not a time zone'),
        ("[keys]\napp.undo = 3\n", 2, "keys.app.undo: It must be text"),
        ('[keys]\n"app.undo" = 3\n', 2, "keys.app.undo: It must be text in quotes"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_usual_stands_in(
    tmp_path: Path, text: str, line: int, what: str
) -> None:
    path = write(tmp_path, text)
    found = load_config(path)
    (problem,) = (problem for problem in found.problems if what in str(problem))
    assert str(problem).startswith(f"{path}, line {line}, ")
    assert problem.hint
    assert (found.theme, found.ascii, found.catalogue, found.keys) == (
        "dark",
        False,
        None,
        {"name": "z"} if 'name = "z"' in text else {},
    )
    assert found.site == Site(name=found.site.name)


def test_the_rest_holds_where_one_setting_is_wrong(tmp_path: Path) -> None:
    found = load_config(write(tmp_path, 'who = "Ines"\ntheme = "blue"\n[site]\nzone = "Mars"\nname = "Bay hub"\n'))
    assert (found.who, found.site.name, found.site.zone) == ("Ines", "Bay hub", "Asia/Manila")
    assert [problem.key for problem in found.problems] == ["theme", "site.zone"]
    assert found.broken is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('who = "Ines\n', 1),
        ('who = "a"\n\nwho = "b"\n', 3),
        ('who = "a"\n[site\n', 2),
        ("theme = [\n1,\n", 2),
    ],
)
def test_a_file_that_is_no_toml_counts_as_empty(tmp_path: Path, text: str, line: int) -> None:
    found = load_config(write(tmp_path, text))
    assert found.broken is not None
    assert found.broken.line == line
    assert "It is not TOML" in found.broken.what
    assert (found.who, found.theme) == (user_name(), "dark")


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'who = "\xff"')
    broken = load_config(path).broken
    assert broken is not None
    assert "cannot be read: it is not UTF-8" in broken.what


def test_a_mark_of_windows_and_its_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes('\ufeffwho = "Ines"\r\ntheme = "light"\r\n'.encode())
    found = load_config(path)
    assert (found.who, found.theme, found.problems, found.lines["theme"]) == ("Ines", "light", (), 2)


def test_holidays_are_read_from_their_file(tmp_path: Path) -> None:
    days = tmp_path / "days.txt"
    days.write_text("# ours\n2026-12-25 Christmas\n\n2026-12-31  # the last\n", encoding="utf-8")
    path = write(tmp_path, f'[site]\nholidays = "{days}"\n')
    assert load_config(path).site.holidays == {date(2026, 12, 25): "Christmas", date(2026, 12, 31): ""}
    days.write_text("2026-12-25\n25 Dec\n", encoding="utf-8")
    found = load_config(path)
    assert found.site.holidays == frozenset()
    assert f'{days}, line 2: "25" is no date.' in found.problems[0].what


def test_exports_go_where_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_CONFIG", str(write(tmp_path, f'exports = "{tmp_path}/out"\n')))
    assert exports_path() == tmp_path / "out"


def test_a_workbook_that_is_not_there_today_stays_the_one_that_is_meant(tmp_path: Path) -> None:
    """A drive that is not mounted must not make another, empty workbook the one that opens."""
    found = load_config(write(tmp_path, 'workbook = "/not/mounted/hub.milepost"\n'))
    assert (found.workbook, found.problems) == ("/not/mounted/hub.milepost", ())


def test_where_the_settings_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_CONFIG", str(tmp_path / "mine.toml"))
    assert config_path() == tmp_path / "mine.toml"


def test_the_letterhead(tmp_path: Path) -> None:
    text = (
        '[letterhead]\nname = "Quay Talent"\nline = "12 Quay Street"\nfooter = "Always yours"\n'
        f'accent = "#7A1F5C"\ntemplates = "{tmp_path}"\n'
    )
    found = load_config(write(tmp_path, text))
    assert found.problems == ()
    assert found.site.letterhead == Letterhead(
        "Quay Talent", "12 Quay Street", "Always yours", accent="#7a1f5c", templates=str(tmp_path)
    )
    assert load_config(tmp_path / "none.toml").site.letterhead == Letterhead()
