"""Settings: what the file says, changed in place and saved at once; every key; and what is wrong with the file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar, cast

from domain.model.errors import BadInput, WorkbookError
from domain.workbook import zones
from tui.commands import Command, Offer
from tui.editing import edit_file
from tui.keys.contexts import contexts
from tui.keys.keymap import problems_of
from tui.lines import GAP, Line, text
from tui.screens import settings_parts as parts
from tui.screens.place import PlaceScreen
from tui.screens.settings_parts import KEYS
from tui.settings.config import shown_path
from tui.settings.file import begin_file
from tui.settings.known import BY_KEY
from tui.settings.setting import Setting, Shape, Value
from tui.theme import THEMES
from tui.widgets.bars import FooterBar, Notice, Tab, TabsRow
from tui.widgets.line_view import LineView
from tui.widgets.setting_fields import KeyInput, Problems, SettingFields

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.settings.app import Change, SettingsApp

SETTINGS_TAB, KEYS_TAB, PROBLEMS_TAB = "settings", "keys", "problems"


def _cannot_change(screen: SettingsScreen) -> str | None:
    if (broken := screen.settings_app.config.broken) is not None:
        return f"line {broken.line} of the file comes first"
    return None if screen.key else "there is nothing to change here"


def _cannot_reset(screen: SettingsScreen) -> str | None:
    if reason := _cannot_change(screen):
        return reason
    return None if screen.key in screen.settings_app.config.lines else "not changed"


def _cannot_add(screen: SettingsScreen) -> str | None:
    return _cannot_change(screen) if screen.key.startswith(KEYS) else "only a command has keys"


def _nothing_to_mend(screen: SettingsScreen) -> str | None:
    return None if screen.tab == PROBLEMS_TAB else "it is not among what is to mend"


def _nothing_to_undo(screen: SettingsScreen) -> str | None:
    return None if screen.settings_app.changes else "no setting was changed here"


def _nothing_to_redo(screen: SettingsScreen) -> str | None:
    return None if screen.settings_app.undone else "no change was taken back"


NOT_SHOWN = {
    SETTINGS_TAB: ("settings.mend",),
    KEYS_TAB: ("settings.mend",),
    PROBLEMS_TAB: ("settings.change", "settings.usual"),
}
"""What the footer leaves out by tab: it has nothing to act on there."""


class SettingsFooter(FooterBar):
    """Follows the tab; while something is being changed, it shows only what the editor takes."""

    def _offers(self) -> tuple[Offer, ...]:
        found = super()._offers()
        screen = self.screen
        if not isinstance(screen, SettingsScreen):
            return found
        if screen.fields.capturing:
            return tuple(offer for offer in found if isinstance(offer.owner, KeyInput))
        if screen.fields.place:
            return tuple(offer for offer in found if offer.owner is not screen and offer.command.id != "app.undo")
        hidden = NOT_SHOWN[screen.tab]
        mine = (offer for offer in found if not isinstance(offer.owner, SettingFields))
        return tuple(offer for offer in mine if offer.command.id not in hidden)


class SettingsScreen(PlaceScreen):
    """The settings in force, every key, and what of the file could not be used."""

    PLACE = "settings"
    HEADING = "Settings"
    HELP_TITLE = "Keys in the settings"
    HOME = "#rows"
    CSS_PATH = "../styles/settings.tcss"
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="settings.change",
            keys="",
            do="change",
            shown="Enter",
            word="change",
            title="Change the setting",
            help="change it in place; a key by pressing the new one",
            when=_cannot_change,
        ),
        Command(
            id="settings.usual",
            keys="backspace delete",
            do="usual",
            word="back to usual",
            short="usual",
            title="Back to the usual setting",
            help="back to the usual one",
            when=_cannot_reset,
        ),
        Command(
            id="settings.add_key",
            keys="+",
            do="add_key",
            title="Add a second key",
            help="another key beside those it has",
            when=_cannot_add,
        ),
        Command(
            id="settings.mend",
            keys="",
            do="mend",
            shown="Enter",
            word="mend",
            title="Mend what is wrong",
            help="go to what cannot be used",
            when=_nothing_to_mend,
        ),
        Command(
            id="settings.file",
            keys="e",
            do="open_file",
            word="edit the file",
            short="file",
            title="Edit the settings file",
            help="open the file in $EDITOR",
        ),
        Command(
            id="app.undo",
            keys="u",
            do="undo",
            word="undo",
            title="Undo",
            help="undo a setting",
            group="Everywhere",
            when=_nothing_to_undo,
        ),
        Command(
            id="app.redo",
            keys="U",
            do="redo",
            title="Redo",
            help="redo a setting",
            group="Everywhere",
            when=_nothing_to_redo,
        ),
    )

    def __init__(self) -> None:
        """Start on the settings."""
        super().__init__()
        self.complaint = ""
        """What is wrong with what is being typed."""
        self.wanted = ""
        """The row that the focus goes to when the tab is shown."""
        self.adding = False
        """Whether the pressed key comes beside those that are there."""

    @property
    def settings_app(self) -> SettingsApp:
        """The app, which holds the settings."""
        return cast("SettingsApp", self.app)

    def compose(self) -> ComposeResult:
        """Lay out the fixed rows with a footer that knows when a key is waited for."""
        for widget in super().compose():
            yield SettingsFooter() if isinstance(widget, FooterBar) else widget

    def compose_row(self) -> ComposeResult:
        """Yield the tabs."""
        yield TabsRow((Tab(SETTINGS_TAB, "Settings"), Tab(KEYS_TAB, "Keys")))

    def compose_main(self) -> ComposeResult:
        """Yield the rows, the problems, and the lines that explain where there is no pane."""
        yield SettingFields(id="setting-fields")
        yield Problems(id="problems", indent=2)
        yield LineView(id="setting-help", indent=6)

    @property
    def fields(self) -> SettingFields:
        """The rows with their editor."""
        return self.query_one(SettingFields)

    @property
    def tab(self) -> str:
        """Which part is shown."""
        return self.query_one(TabsRow).current

    @property
    def key(self) -> str:
        """The focused setting, or a binding as in `keys.app.undo`; '' elsewhere."""
        return self.fields.place or (self.fields.rows.line_id if self.tab != PROBLEMS_TAB else "")

    # Showing.

    async def load(self) -> None:
        """Read the file again if somebody changed it, and show what holds."""
        await self.settings_app.read_changed_settings()
        self.show_all()
        # Every screen is imported for the list of keys: not while somebody waits for it.
        await asyncio.to_thread(parts.bindings)

    def on_screen_resume(self) -> None:
        """Read the file again: it is changed by hands and editors, not by acts."""
        self.reload()

    def show_all(self) -> None:
        """Show the settings in force."""
        config, look = self.settings_app.config, self.milepost.look
        self.header.fact = shown_path(config.file)
        tabs = [Tab(SETTINGS_TAB, "Settings"), Tab(KEYS_TAB, "Keys")]
        if config.problems:
            tabs.append(Tab(PROBLEMS_TAB, "To mend", len(config.problems)))
        was = self.tab
        self.show_tabs(tabs)
        if was != self.tab:
            self._show_tab()
        lines = parts.key_rows(look, config) if self.tab == KEYS_TAB else parts.setting_rows(look, config)
        self.fields.show(lines)
        if self.wanted:
            self.fields.rows.choose(self.wanted)
            self.wanted = ""
        self.query_one("#problems", LineView).show(parts.problem_rows(look, config))
        self.notices.standing = self._standing()
        self._explain()
        self.refresh_chrome()
        if self.focused is None:
            self.set_focus(self.query_one("#problems" if self.tab == PROBLEMS_TAB else "#rows"))

    def _standing(self) -> Notice | None:
        config = self.settings_app.config
        if config.broken is not None:
            what = f"Nothing can be changed before line {config.broken.line} is mended."
            return Notice(what, "late", (("e", "edit the file"),), role="due")
        return None

    def _explain(self) -> None:
        config = self.settings_app.config
        pane: tuple[Line, ...] | list[Line] = ()
        said: tuple[Line, ...] | list[Line] = ()
        if self.tab == PROBLEMS_TAB:
            pane = [*text("What cannot be used, and the usual one in its place."), GAP, *self._file_lines()]
        elif key := self.key:
            name = key.removeprefix(KEYS)
            explain = parts.key_pane if key.startswith(KEYS) else parts.setting_pane
            pane = list(explain(config, name, self.complaint))
            said = list(parts.help_lines(config, key, self.complaint))
        self.show_pane(pane)
        self.query_one("#setting-help", LineView).show([GAP, *said])

    def _file_lines(self) -> tuple[Line, ...]:
        return (Line((("The file", "bold"),)), *text(shown_path(self.settings_app.config.file), "muted"))

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Explain what is focused now."""
        if event.view is self.fields.rows:
            self._explain()
            self.refresh_chrome()

    def on_tabs_row_chosen(self, _event: TabsRow.Chosen) -> None:
        """Show another part."""
        self.leave_editor()
        self._show_tab()
        self.show_all()

    def _show_tab(self) -> None:
        self.set_class(self.tab == PROBLEMS_TAB, "-problems")
        self.fields.rows.show((), keep=False)
        self.set_focus(None)

    def show_keys(self) -> None:
        """Go to the keys."""
        self.query_one(TabsRow).choose(KEYS_TAB)

    def next_part(self) -> None:
        """Go to the next section."""
        if self.tab == PROBLEMS_TAB:
            self.next_tab()
        elif not self.fields.place:
            self.fields.rows.next_group()

    def back(self) -> None:
        """One step back: what is being changed stays as it was, then the first tab comes back."""
        if self.fields.place:
            self.leave_editor()
        elif self.notices.notice is None and self.tab != SETTINGS_TAB:
            self.query_one(TabsRow).choose(SETTINGS_TAB)
        else:
            super().back()

    def leave_editor(self) -> None:
        """Stop changing; the look comes back that was there before."""
        self.complaint = ""
        if self.fields.place and self.notices.notice is not None and self.notices.notice.error:
            self.notices.clear()
        self.fields.end()
        self.app.theme = THEMES[self.settings_app.config.theme]
        self.milepost.ascii_only = self.settings_app.config.ascii
        self._explain()

    # Changing.

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Change what is focused, or go to what is to be mended."""
        if event.view is self.fields.rows:
            self.milepost.action_command("settings.change")
        elif event.line.startswith("problem-"):
            self.mend()

    def mend(self) -> None:
        """Go to the setting that cannot be used, or to the file where it is not one of ours."""
        at = self.query_one("#problems", LineView).line_id.partition("-")[2]
        problem = self.settings_app.config.problems[int(at)]
        if self.settings_app.config.broken is None and (problem.key in BY_KEY or problem.key.startswith(KEYS)):
            self.wanted = problem.key
            self.query_one(TabsRow).choose(KEYS_TAB if problem.key.startswith(KEYS) else SETTINGS_TAB)
        else:
            self.open_file()

    def change(self) -> None:
        """Start changing the focused setting in place."""
        self.adding = False
        if self.key.startswith(KEYS):
            self.fields.press(self.key)
        else:
            self._edit(BY_KEY[self.key])
        self.refresh_chrome()

    def _edit(self, setting: Setting) -> None:
        value = parts.edited(self.settings_app.config, setting)
        if setting.shape is Shape.TEXT:
            hints = zones.names() if setting.key == "site.zone" else ()
            self.fields.write(setting.key, value, setting.allowed, setting.longest, hints)
        else:
            self.fields.choose(setting.key, setting.choices, value, some=setting.shape is Shape.SOME)

    def add_key(self) -> None:
        """Take another key for the focused command, beside those it has."""
        self.change()
        self.adding = True

    def on_setting_fields_changed(self, event: SettingFields.Changed) -> None:
        """Show the look that would be, and what is wrong with what is typed."""
        setting = BY_KEY[event.place]
        try:
            value = parts.meant(setting, event.value, by_hand=False)
        except BadInput as error:
            self.complaint = str(error)
        else:
            self.complaint = ""
            if setting.key == "theme":
                self.app.theme = THEMES[str(value)]
            elif setting.key == "ascii":
                self.milepost.ascii_only = bool(value)
        self._explain()

    def on_setting_fields_entered(self, event: SettingFields.Entered) -> None:
        """Keep what was entered, if it is right; else say what is wrong and stay."""
        setting = BY_KEY[event.place]
        try:
            value = parts.meant(setting, event.value)
        except BadInput as error:
            self.complaint = str(error)
            self.notice(str(error), "open", keys=[("Esc", "leave it as it was")], error=True, role="due")
            self._explain()
            return
        self.notices.clear()
        self.complaint = ""
        self.fields.end()
        if event.by:
            (self.fields.rows.move_down if event.by > 0 else self.fields.rows.move_up)()
        if value != parts.value_of(self.settings_app.config, setting) or parts.problem_of(
            self.settings_app.config, setting.key
        ):
            self.milepost.run_guarded(self._save(setting.key, value))

    def on_setting_fields_left(self, _event: SettingFields.Left) -> None:
        """Leave it as it was."""
        self.leave_editor()

    def on_setting_fields_pressed(self, event: SettingFields.Pressed) -> None:
        """Keep the pressed key, if it can be; else say why and wait for another."""
        name = event.place.removeprefix(KEYS)
        if not event.key:
            self.fields.end()
            self.usual()
            return
        keys = event.key
        if self.adding:
            before = self.settings_app.config.keys.get(name, parts.bindings()[name][1])
            keys = " ".join(dict.fromkeys([*before.split(), event.key]))
        if wrong := problems_of({**self.settings_app.config.keys, name: keys}, contexts()).get(name):
            self.complaint = wrong[0]
            self.notice(wrong[0], "open", keys=[("Esc", "leave it as it was")], error=True, role="due")
            self._explain()
            return
        self.notices.clear()
        self.complaint = ""
        self.fields.end()
        self.milepost.run_guarded(self._save(event.place, keys))

    def usual(self) -> None:
        """Take the setting out of the file, so that the usual one holds again."""
        if self.key in self.settings_app.config.lines:
            self.milepost.run_guarded(self._save(self.key, None))

    async def _save(self, key: str, value: Value | None) -> None:
        try:
            await self.settings_app.change_setting(key, value)
        except WorkbookError:
            self.leave_editor()
            raise
        self.show_all()
        self.notice(self._said(key), keys=[("u", "undo")])

    def _said(self, key: str) -> str:
        config, look = self.settings_app.config, self.milepost.look
        if not key.startswith(KEYS):
            value = parts.value_words(look, config, BY_KEY[key])
            return self.settings_app.told(key, value)
        name = key.removeprefix(KEYS)
        command, usual = parts.bindings()[name]
        return f"{parts.what_it_does(command)}: {parts.shown_keys(config.keys.get(name, usual)) or 'by the palette'}."

    # Taking back.

    async def undo(self) -> None:
        """Take the last change of a setting back."""
        self._tell_back(await self.settings_app.undo_setting(), "Undone", ("U", "redo"))

    async def redo(self) -> None:
        """Make it again."""
        self._tell_back(await self.settings_app.redo_setting(), "Done again", ("u", "undo"))

    def _tell_back(self, change: Change | None, verb: str, way: tuple[str, str]) -> None:
        self.show_all()
        if change is not None:
            self.notice(f"{verb}: {self._said(change.key)}", keys=[way])

    # The file.

    def open_file(self) -> None:
        """Open the file in $EDITOR and read it again; a new one lists everything that can be set."""
        config = self.settings_app.config
        problem = config.problems[0] if config.problems else None
        try:
            begin_file(config.file)
            edit_file(self.app, config.file, problem.line if problem else config.lines.get(self.key, 1))
        except WorkbookError as error:
            self.milepost.fail(error)
            return
        self.milepost.run_guarded(self._read_again())

    async def _read_again(self) -> None:
        await self.settings_app.read_settings()
        self.show_all()
        count = len(self.settings_app.config.problems)
        if count:
            self.notice(f"{count} cannot be used; see To mend.", "late", role="due")
        else:
            self.notice("The file is read again, nothing is wrong in it.")
