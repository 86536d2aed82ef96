"""Settings: changed in place, kept in the file, in force at once; every key; and what is wrong with the file."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from domain.workbook import queue
from tests.tui.driving import NARROW, WIDE, Driver, pressing
from tests.workbook.hub import make_hub
from tui.opening import settle_keys
from tui.places import make_app
from tui.settings.config import load_config
from tui.settings.file import raw_value
from tui.settings.known import SETTINGS
from tui.theme import CONTRAST, DARK, LIGHT, TERMINAL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.workbook.hub import Hub
    from tui.places import Milepost

MINE = """# Mine.
who = "Noor"      # me

[site]
name = "Harbour hub"

[keys]
"""
WRONG = """theme = "blue"

[site]
zone = "Asia/Manilla"
name = "Bay hub"
colour = "red"

[keys]
"queue.arrived" = "x"
"app.find" = "f4"
"app.quit" = ""
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of a user called noor, whose home is shown as ~."""
    found = tmp_path / "config.toml"
    found.write_text(MINE, encoding="utf-8")
    monkeypatch.setenv("MILEPOST_CONFIG", str(found))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LOGNAME", "noor")
    monkeypatch.delenv("XDG_DOCUMENTS_DIR", raising=False)
    return found


def program(path: Path, prepare: Callable[[Hub], None] = lambda _hub: None) -> tuple[Milepost, Hub]:
    """The program as `milepost` starts it, with what the file says."""
    where = str(path.parent / "hub.milepost")
    hub = make_hub(where)
    prepare(hub)
    return make_app(where, settle_keys(load_config(path)), hub.clock), hub


def somebody(hub: Hub) -> None:
    """One walk-in."""
    hub.person("Joan Alcaraz")


@asynccontextmanager
async def running(
    path: Path, prepare: Callable[[Hub], None] = lambda _hub: None, *, size: tuple[int, int] = WIDE
) -> AsyncIterator[Driver]:
    """The program, running, on the settings."""
    app, hub = program(path, prepare)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        await driver.press("g", "comma")
        yield driver
    hub.wb.close()


async def to(driver: Driver, key: str) -> None:
    """Put the focus on a setting or a binding."""
    driver.app.screen.fields.rows.choose(key)  # type: ignore[attr-defined]
    await driver.settle()


async def write(driver: Driver, key: str, text: str) -> None:
    """Change a text and press Enter."""
    await to(driver, key)
    await driver.press("enter")
    typing = driver.app.screen.fields.typing  # type: ignore[attr-defined]
    typing.value = text
    typing.cursor_position = len(text)
    await driver.press("enter")


# Changing.


async def test_a_text_is_changed_in_place_saved_at_once_and_undone(path: Path) -> None:
    async with running(path) as driver:
        await to(driver, "site.name")
        await driver.press("enter", *["backspace"] * len("Harbour hub"), *"Bay", "enter")
        assert driver.notice() == "● Site: Bay.   u undo"
        assert path.read_text(encoding="utf-8") == MINE.replace("Harbour hub", "Bay")
        assert "Bay" in driver.text().splitlines()[0], "the header of every screen"
        await driver.press("u")
        assert driver.notice() == "● Undone: Site: Harbour hub.   U redo"
        assert path.read_text(encoding="utf-8") == MINE
        await driver.press("U")
        assert driver.notice() == "● Done again: Site: Bay.   u undo"
        assert raw_value(path, "site.name") == "Bay"


async def test_the_site_and_the_name_in_force_change_with_the_file(path: Path) -> None:
    async with running(path) as driver:
        await write(driver, "site.zone", "Asia/Kolkata")
        assert driver.app.clock == "8:12", "9:42 in Manila"
        await write(driver, "who", "Ines")
        hub = driver.hub
        person = hub.person("Joan Alcaraz")
        await driver.press("g", "q")
        await driver.app.read(lambda wb: (wb.site.zone, wb.store.who))
        assert await driver.app.read(lambda wb: (wb.site.zone, wb.store.who)) == ("Asia/Kolkata", "Ines")
        assert person


async def test_a_wrong_value_stays_in_the_field_until_it_is_right_and_is_never_written(path: Path) -> None:
    async with running(path) as driver:
        await write(driver, "site.zone", "Asia/Manilla")
        assert '"Asia/Manilla" is not a time zone.' in driver.notice()
        assert "Closest: Asia/Manila." in driver.text()
        assert path.read_text(encoding="utf-8") == MINE
        await driver.press("backspace", "backspace", "a", "enter")
        assert "no time zone" not in driver.text()
        assert driver.app.screen.fields.place == ""  # type: ignore[attr-defined]


async def test_esc_leaves_everything_as_it_was(path: Path) -> None:
    async with running(path) as driver:
        await to(driver, "site.name")
        await driver.press("enter", "x", "escape")
        await to(driver, "theme")
        await driver.press("enter", "right")
        assert driver.app.theme == LIGHT, "the look that would be"
        await driver.press("escape")
        assert driver.app.theme == DARK
        assert path.read_text(encoding="utf-8") == MINE
        assert "Settings" in driver.text().splitlines()[0]


async def test_choices_by_digit_and_by_arrow(path: Path) -> None:
    async with running(path) as driver:
        await to(driver, "theme")
        await driver.press("enter", "4")
        assert (driver.app.theme, raw_value(path, "theme")) == (CONTRAST, "contrast")
        await driver.press("enter", "left", "enter")
        assert (driver.app.theme, raw_value(path, "theme")) == (TERMINAL, "terminal")
        await to(driver, "ascii")
        await driver.press("enter", "2")
        assert raw_value(path, "ascii") is True
        assert driver.app.ascii_only
        assert driver.text().isascii()


async def test_days_by_digit_and_at_least_one(path: Path) -> None:
    async with running(path) as driver:
        await to(driver, "site.working_days")
        await driver.press("enter", "6", "1", "enter")
        assert raw_value(path, "site.working_days") == ["tue", "wed", "thu", "fri", "sat"]
        assert driver.notice() == "● Open on: Tue Wed Thu Fri Sat.   u undo"
        await driver.press("enter", "2", "3", "4", "5", "6", "enter")
        assert "At least one is needed." in driver.notice()
        await driver.press("right", "space", "enter")
        assert raw_value(path, "site.working_days") == ["sun"]


async def test_a_night_hub_keeps_its_day_until_the_morning(path: Path) -> None:
    async with running(path, lambda hub: hub.clock.ahead(hours=15)) as driver:
        assert await driver.app.read(lambda wb: wb.today().isoformat()) == "2026-08-13", "it is 0:42 there"
        await write(driver, "site.day_starts", "20")
        await write(driver, "site.day_ends", "5.30")
        assert (raw_value(path, "site.day_starts"), raw_value(path, "site.day_ends")) == ("20:00", "5:30")
        assert await driver.app.read(lambda wb: wb.today().isoformat()) == "2026-08-12"
        await driver.press("g", "q")
        assert "Wed 12 Aug" in driver.text().splitlines()[0]


async def test_backspace_brings_the_usual_one_back(path: Path) -> None:
    path.write_text('theme = "light"\n', encoding="utf-8")
    async with running(path) as driver:
        assert driver.app.theme == LIGHT
        await to(driver, "theme")
        await driver.press("backspace")
        assert (driver.app.theme, raw_value(path, "theme")) == (DARK, None)
        await driver.press("backspace")
        assert "not changed" in driver.notice()
        await driver.press("u")
        assert driver.app.theme == LIGHT


async def test_what_waits_for_the_next_start_says_so(path: Path, tmp_path: Path) -> None:
    async with running(path) as driver:
        await write(driver, "workbook", "/nowhere/at/all/hub.milepost")
        assert "There is no folder /nowhere/at/all." in driver.notice()
        await driver.press("escape")
        await write(driver, "workbook", str(tmp_path / "other.milepost"))
        assert driver.notice() == "● Workbook: ~/other.milepost, from the next start.   u undo"
        await write(driver, "workbook", "postgresql://noor:secret@db.example.org/hub")
        assert "secret" not in driver.text()
        assert "postgresql://noor@db.example.org/hub" in driver.text()


async def test_what_was_written_by_hand_meanwhile_is_kept_and_takes_effect(path: Path) -> None:
    async with running(path) as driver:
        path.write_text(MINE.replace("# Mine.", 'theme = "light"'), encoding="utf-8")
        await write(driver, "site.name", "Bay hub")
        assert raw_value(path, "theme") == "light"
        assert driver.app.theme == LIGHT


async def test_undo_takes_nothing_back_that_a_hand_wrote_later(path: Path) -> None:
    async with running(path) as driver:
        await write(driver, "site.name", "Bay hub")
        path.write_text(MINE.replace("Harbour hub", "By hand"), encoding="utf-8")
        await driver.press("u")
        assert "Site was changed in the file meanwhile." in driver.notice()
        assert raw_value(path, "site.name") == "By hand"


async def test_undo_in_the_settings_is_about_settings_and_elsewhere_about_the_workbook(path: Path) -> None:
    async with running(path, somebody) as driver:
        await driver.press("u")
        assert "no setting was changed here" in driver.notice()
        assert len(queue.rows(driver.hub.wb)) == 1
        await driver.press("g", "q", "u")
        assert queue.rows(driver.hub.wb) == []


async def test_a_theme_from_the_palette_follows_the_focus_and_is_kept(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("g", "q", "colon", *"theme", "enter", "down")
        assert driver.app.theme == LIGHT
        await driver.press("escape")
        assert (driver.app.theme, raw_value(path, "theme")) == (DARK, None)
        await driver.press("colon", *"theme", "enter", "3")
        assert (driver.app.theme, raw_value(path, "theme")) == (TERMINAL, "terminal")
        assert driver.notice() == "● Theme: the terminal's."
        await driver.press("colon", *"plain", "enter")
        assert (driver.app.ascii_only, raw_value(path, "ascii")) == (True, True)


async def test_the_demonstration_keeps_its_own_name_and_site(path: Path) -> None:
    from dataclasses import replace

    async with running(path) as driver:
        driver.app.config = replace(driver.app.config, own=False)
        await write(driver, "site.name", "Bay hub")
        assert driver.notice().startswith("● Site is kept for your own workbook, not for the demonstration.")
        assert raw_value(path, "site.name") == "Bay hub"
        assert "Harbour hub" in driver.text().splitlines()[0]


def test_every_setting_has_its_words_and_fits() -> None:
    for setting in SETTINGS:
        assert len(setting.label) <= 10
        assert setting.about.endswith(".")
        assert setting.allowed.endswith(".")
        raw: Any = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        assert setting.settle(raw) == setting.default


# Keys.


async def test_a_key_is_changed_by_pressing_the_new_one_and_is_shown_everywhere(path: Path) -> None:
    async with running(path, somebody) as driver:
        await driver.press("right")
        await to(driver, "keys.app.hide_names")
        await driver.press("enter")
        assert "press a key" in driver.text()
        await driver.press("f7")
        assert raw_value(path, "keys.app.hide_names") == "f7"
        assert driver.notice() == "● Hide or show names: F7.   u undo"
        await driver.press("g", "q")
        await driver.press("f7")
        assert driver.app.hide_names
        assert "F7 show" in driver.notice()
        await driver.press("question_mark", *"hide na")
        assert "F7" in driver.text()
        await driver.press("escape", "colon", *"hide or")
        assert "F7" in driver.text()
        await driver.press("escape", "H")
        assert driver.app.hide_names, "H has no meaning any more"


async def test_a_clash_is_refused_and_names_both_and_the_next_key_may_do(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("right")
        await to(driver, "keys.queue.arrived")
        await driver.press("enter", "x")
        shown = " ".join(driver.text().split())
        assert 'x would mean both "arrived"' in shown
        assert "queue.no_show" in shown
        assert path.read_text(encoding="utf-8") == MINE
        await driver.press("ctrl+s")
        assert "ctrl+s for queue.arrived belongs to the terminal" in driver.notice()
        await driver.press("z")
        assert raw_value(path, "keys.queue.arrived") == "z"
        await driver.press("u")
        assert raw_value(path, "keys.queue.arrived") is None


async def test_enter_tab_and_letters_are_keys_while_one_is_waited_for(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("right")
        await to(driver, "keys.app.walk_in")
        await driver.press("enter", "tab")
        assert "screen.next_part" in " ".join(driver.text().split())
        await driver.press("question_mark")
        assert "app.help" in " ".join(driver.text().split())
        await driver.press("escape")
        assert path.read_text(encoding="utf-8") == MINE
        assert "press a key" not in driver.text()


async def test_a_second_key_and_back_to_the_usual_one(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("right")
        await to(driver, "keys.app.undo")
        await driver.press("plus", "f8")
        assert raw_value(path, "keys.app.undo") == "u f8"
        await driver.press("enter", "backspace")
        assert raw_value(path, "keys.app.undo") is None
        await driver.press("f8")
        assert driver.app.changes, "F8 is no undo any more"


async def test_help_leads_to_the_keys(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("g", "q", "question_mark", "f2")
        assert "app.undo" in driver.text()
        await driver.press("escape")
        assert "Your name" in driver.text()


# What is wrong with the file.


async def test_wrong_lines_open_the_program_with_a_notice_and_are_listed(path: Path) -> None:
    path.write_text(WRONG, encoding="utf-8")
    app, hub = program(path)
    async with app.run_test(size=WIDE) as pilot:
        driver = Driver(app, pilot, hub)
        await driver.settle()
        assert driver.notice() == "! 5 settings cannot be used; the usual ones stand in.   g , settings"
        assert "Bay hub" in driver.text().splitlines()[0], "the rest of the file holds"
        assert app.keymap == {"app.find": "f4"}
        await driver.press("g", "comma", "left")
        for line, words in (
            (1, "theme"),
            (4, "site.zone"),
            (6, "site.colour"),
            (9, "keys.queue.arrived"),
            (11, "keys.app.quit"),
        ):
            assert f"line {line}  {words}" in driver.text()
        assert "Closest: Asia/Manila." in driver.text()
        assert path.read_text(encoding="utf-8") == WRONG
        await driver.press("down", "enter")
        assert "Time zone" in driver.text()
        await driver.press("enter")
        driver.app.screen.fields.typing.value = "Asia/Manila"  # type: ignore[attr-defined]
        await driver.press("enter")
        assert raw_value(path, "site.zone") == "Asia/Manila"
        assert "To mend 4" in driver.text()
    hub.wb.close()


async def test_a_file_that_is_no_toml_opens_and_is_not_written_over(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text('who = "Noor\ntheme = "light"\n', encoding="utf-8")
    opened: list[tuple[str, int]] = []
    async with running(path) as driver:
        assert "Nothing can be changed before line 1 is mended." in driver.notice()
        assert driver.app.theme == DARK
        await to(driver, "theme")
        await driver.press("enter")
        assert "line 1 of the file comes first" in driver.notice()
        driver.app.keep_setting("theme", "light")
        await driver.settle()
        assert "It is not TOML" in driver.notice()
        assert path.read_text(encoding="utf-8") == 'who = "Noor\ntheme = "light"\n'

        def mend(_app: object, file: Path, line: int) -> None:
            opened.append((file.name, line))
            file.write_text('who = "Noor"\ntheme = "light"\n', encoding="utf-8")

        monkeypatch.setattr("tui.screens.settings.edit_file", mend)
        await driver.press("escape", "e")
        assert opened == [("config.toml", 1)]
        assert driver.app.theme == LIGHT
        assert "nothing is wrong in it" in driver.notice()


async def test_without_an_editor_it_says_how_to_name_one(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with running(path) as driver:
        await driver.press("e")
        assert "No editor is set. Set VISUAL or EDITOR" in driver.notice()
        monkeypatch.setenv("EDITOR", "true")
        await driver.press("escape", "e")
        assert "Milepost cannot step aside in this terminal. The file is" in driver.notice()


async def test_coming_back_reads_the_file_again(path: Path) -> None:
    async with running(path) as driver:
        await driver.press("g", "q")
        path.write_text(MINE.replace("Harbour hub", "Written elsewhere"), encoding="utf-8")
        await driver.press("g", "comma")
        assert "Written elsewhere" in driver.text()


# How it looks.


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_settings(path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Labels at 6, fields at 17, what is set marked with ●; the focused one explained in the pane, or below at 80."""
    app, hub = program(path)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub, "g", "comma", "down", "down"))


def test_settings_in_light_with_a_choice_open(path: Path, snap_compare: Any) -> None:
    """Dark text on paper; the four themes in the place of the value, the second one filled."""
    path.write_text('theme = "light"\n' + MINE, encoding="utf-8")
    app, hub = program(path)
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, "g", "comma", "down", "enter"))


def test_settings_without_colour_in_ascii(path: Path, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR and plain characters: the focused row reversed, a wrong zone with ! and its line in words."""
    monkeypatch.setenv("NO_COLOR", "1")
    path.write_text("ascii = true\n" + WRONG, encoding="utf-8")
    app, hub = program(path)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "comma", "down"))


def test_keys_with_one_that_clashes(path: Path, snap_compare: Any) -> None:
    """Commands by place with key and id; "press a key" in the field, the clash in amber in pane and notice."""
    app, hub = program(path)
    keys = ("g", "comma", "right", "down", "down", "enter", "w")
    assert snap_compare(app, terminal_size=WIDE, run_before=pressing(app, hub, *keys))


def test_what_is_to_mend(path: Path, snap_compare: Any) -> None:
    """Five wrong lines: line, setting, what is wrong, what to write; hostile, wide and long text stays text."""
    hostile = "[@click=app.quit]go[/] " + "林小美" * 12
    path.write_text(WRONG.replace("Bay hub", "Bay [/] hub").replace("blue", hostile), encoding="utf-8")
    app, hub = program(path)
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "g", "comma", "left"))
