"""Changing one setting in the file: everything else stays, and nothing is ever written over what is broken."""

from __future__ import annotations

import os
import stat
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.model.errors import BadInput, Unavailable
from tui.settings import file as settings_file
from tui.settings.config import load_config
from tui.settings.file import begin_file, raw_value, store, template
from tui.settings.known import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

NAME = 'who = "Noor"                  # your name in the log'
WALK_IN = '"app.walk_in" = "f4"          # as on the old phones'
MINE = f"""# Mine, since May.
{NAME}
theme =   "light"

# Where we are.
[site]   # the hub
name = 'Bay hub'
working_days = [
    "mon",  # quiet
    "tue",
]

[keys]
{WALK_IN}
app.find = "f5"

# the end
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with comments, odd spacing and two ways to write an id."""
    found = tmp_path / "config.toml"
    found.write_text(MINE, encoding="utf-8")
    return found


def lines_changed(path: Path) -> tuple[list[str], list[str]]:
    """The lines of the file that are gone, and those that are new."""
    after = path.read_text(encoding="utf-8").splitlines()
    before = MINE.splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


@pytest.mark.parametrize(
    ("key", "value", "gone", "new"),
    [
        ("who", "Ines", [NAME], [NAME.replace("Noor", "Ines")]),
        ("theme", "dark", ['theme =   "light"'], ['theme =   "dark"']),
        ("ascii", True, [], ["ascii = true"]),
        ("site.name", "North hub", ["name = 'Bay hub'"], ['name = "North hub"']),
        ("site.zone", "Asia/Kolkata", [], ['zone = "Asia/Kolkata"']),
        ("keys.app.walk_in", "f6", [WALK_IN], [WALK_IN.replace("f4", "f6")]),
        ("keys.app.find", "f6", ['app.find = "f5"'], ['app.find = "f6"']),
        ("keys.app.undo", "z", [], ['"app.undo" = "z"']),
        ("theme", None, ['theme =   "light"'], []),
        ("keys.app.find", None, ['app.find = "f5"'], []),
        ("site.region", None, [], []),
    ],
)
def test_only_that_line_changes(
    path: Path, key: str, value: str | bool | None, gone: list[str], new: list[str]
) -> None:
    store(path, key, value)
    assert lines_changed(path) == (gone, new)
    assert raw_value(path, key) == value


def test_a_list_is_written_as_one(path: Path) -> None:
    store(path, "site.working_days", ("mon", "sat"))
    assert raw_value(path, "site.working_days") == ["mon", "sat"]
    assert "# Where we are.\n[site]   # the hub\n" in path.read_text(encoding="utf-8")


def test_a_new_file_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config.toml"
    store(path, "site.name", "Bay hub")
    assert tomllib.loads(path.read_text(encoding="utf-8")) == {"site": {"name": "Bay hub"}}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_file_that_others_could_read_is_for_its_owner_afterwards(path: Path) -> None:
    path.chmod(0o644)
    store(path, "who", "Ines")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_line_ends_and_mark_of_windows_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbfwho = "Noor"  # me\r\n[site]\r\nname = "Bay hub"\r\n')
    store(path, "who", "Ines")
    store(path, "keys.app.undo", "z")
    assert path.read_bytes() == (
        b'\xef\xbb\xbfwho = "Ines"  # me\r\n[site]\r\nname = "Bay hub"\r\n\r\n[keys]\r\n"app.undo" = "z"\r\n'
    )


def test_a_link_stays_a_link(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    store(link, "who", "Ines")
    assert link.is_symlink()
    assert raw_value(path, "who") == "Ines"


def test_what_was_changed_by_hand_meanwhile_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading and replacing, somebody saves the file in an editor."""
    real, by_hand = settings_file._changed, ['theme =   "contrast"']

    def changed(*args: object) -> str:
        text = real(*args)  # type: ignore[arg-type]
        if by_hand:
            path.write_text(MINE.replace('theme =   "light"', by_hand.pop()), encoding="utf-8")
        return text

    monkeypatch.setattr(settings_file, "_changed", changed)
    store(path, "who", "Ines")
    assert (raw_value(path, "who"), raw_value(path, "theme")) == ("Ines", "contrast")


@pytest.mark.parametrize("broken", [b'who = "Noor\n', b"[site\n", b'who = "\xff"\n', b"a = 1\na = 2\n"])
def test_a_broken_file_is_left_as_it_is(path: Path, broken: bytes) -> None:
    path.write_bytes(broken)
    with pytest.raises(BadInput) as caught:
        store(path, "who", "Ines")
    assert caught.value.hint
    assert path.read_bytes() == broken
    assert [each.name for each in path.parent.iterdir() if each.is_file()] == [path.name]


def test_a_setting_in_a_place_that_cannot_hold_it_is_refused(path: Path) -> None:
    path.write_text("site = 3\n", encoding="utf-8")
    with pytest.raises(BadInput):
        store(path, "site.name", "Bay hub")
    assert path.read_text(encoding="utf-8") == "site = 3\n"


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        with pytest.raises(Unavailable, match="Not saved"):
            store(path, "who", "Ines")
    finally:
        path.parent.chmod(0o700)


def test_a_failed_replacement_leaves_the_old_file_and_nothing_else(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(Unavailable, match="no space left on device"):
        store(path, "who", "Ines")
    assert path.read_text(encoding="utf-8") == MINE
    assert [each.name for each in path.parent.iterdir() if each.is_file()] == [path.name]


KEYS = st.sampled_from([setting.key for setting in SETTINGS] + ["keys.app.undo", "keys.app.find", "keys.x.y.z"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(KEYS, st.none() | st.text(max_size=12)), max_size=6))
def test_any_changes_in_any_order_say_what_was_meant(path: Path, changes: list[tuple[str, str | None]]) -> None:
    path.write_text(MINE, encoding="utf-8")
    for key, value in changes:
        store(path, key, value)
    for key, value in dict(changes).items():
        assert raw_value(path, key) == value
    assert "# Mine, since May." in path.read_text(encoding="utf-8")


def test_a_file_begun_here_changes_nothing_and_shows_everything(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    begin_file(path)
    found = load_config(path)
    assert (found.problems, found.written, found.keys) == ((), {}, {})
    assert all(f"# {setting.key.rpartition('.')[2]} = " in template() for setting in SETTINGS)


def test_everything_that_the_begun_file_shows_can_be_switched_on(tmp_path: Path) -> None:
    shown = [line.removeprefix("# ") for line in template().splitlines() if " = " in line or line.startswith("[")]
    path = tmp_path / "config.toml"
    path.write_text("\n".join(shown), encoding="utf-8")
    assert load_config(path).problems == ()


def test_a_file_that_is_there_is_not_begun_again(path: Path) -> None:
    begin_file(path)
    assert path.read_text(encoding="utf-8") == MINE
