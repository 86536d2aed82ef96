"""The settings file: read when it is there, checked, and wrong in words that name file, line and fix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput
from tui.config import config_path, load_config, user_name

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
        'who = "Ines"\ntheme = "light"\nascii = true\ncatalogue = "/srv/catalogue"\nworkbook = "/srv/hub.milepost"\n'
        '[site]\nname = "Bay hub"\nzone = "Asia/Kolkata"\nregion = "IN"\npaper = "letter"\n[keys]\n"app.undo" = "z"\n'
    )
    found = load_config(write(tmp_path, text))
    assert (found.who, found.theme, found.ascii, found.workbook) == ("Ines", "light", True, "/srv/hub.milepost")
    assert str(found.catalogue) == "/srv/catalogue"
    assert (found.site.name, found.site.zone, found.site.region, found.site.paper) == (
        "Bay hub",
        "Asia/Kolkata",
        "IN",
        "letter",
    )
    assert found.keys == {"app.undo": "z"}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('who = "a"\ncolour = "red"\n', 2, "colour: no such setting"),
        ("who = 3\n", 1, "who: must be text in quotes"),
        ('\nascii = "yes"\n', 2, "ascii: must be true or false"),
        ('theme = "blue"\n', 1, '"blue" is no theme'),
        ('site = "here"\n', 1, "site: must be a table"),
        ('[site]\nnmae = "x"\n', 2, "site.nmae: no such setting"),
        ('[site]\n\nzone = "Mars"\n', 3, '"Mars" is not a time zone'),
        ('[site]\nregion = "ph"\n', 2, '"ph" is no country'),
        ('[site]\npaper = "a5"\n', 2, '"a5" is no paper size'),
        ('who = "a"\nsite.zone = "Mars"\n', 2, '"Mars" is not a time zone'),
        ('name_of = "a"\n\n[site]\nname = 3\n', 1, "name_of: no such setting"),
        ('[keys]\nname = "z"\n[site]\nname = 3\n', 4, "site.name: must be text"),
        ('[keys]\n"app.undo" = 3\n', 2, "keys.app.undo: must be text in quotes"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(BadInput) as caught:
        load_config(path)
    assert caught.value.message.startswith(f"{path}, line {line}, ")
    assert what in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    path = write(tmp_path, 'who = "Ines\n')
    with pytest.raises(BadInput, match="line 1") as caught:
        load_config(path)
    assert str(path) in caught.value.message


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b'who = "\xff"')
    with pytest.raises(BadInput, match="cannot be read"):
        load_config(path)


def test_where_the_settings_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_CONFIG", str(tmp_path / "mine.toml"))
    assert config_path() == tmp_path / "mine.toml"
