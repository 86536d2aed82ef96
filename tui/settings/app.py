"""The app with its settings: a change goes into the file, takes effect at once where it can, and can be taken back.

What a change needs is imported when there is one: the first screen waits for this module.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook import Workbook
from tui.app import MilepostApp
from tui.opening import settle_keys
from tui.screens.place import Page
from tui.settings.config import Config, load_config, shown_path
from tui.theme import THEMES

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tui.settings.setting import Value


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that was changed here: what the file said before, and says now; None where it says nothing."""

    key: str
    before: object | None
    after: object | None

    @property
    def name(self) -> str:
        """The setting by its label, a binding by its id."""
        from tui.settings.known import BY_KEY

        return BY_KEY[self.key].label if self.key in BY_KEY else self.key.removeprefix("keys.")


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes with a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


class SettingsApp(MilepostApp):
    """Holds the settings in force and the changes made to them since it started."""

    config = Config(who="")
    where = ""
    """The workbook that is open: a path or an address."""

    async def on_mount(self) -> None:
        """Start with nothing to take back."""
        self.changes: list[Change] = []
        self.undone: list[Change] = []
        self._file_turn = asyncio.Lock()
        self._read = _stamp(self.config.file)

    async def _start(self) -> None:
        await super()._start()
        if self.config.problems and (page := self.page) is not None:
            page.call_after_refresh(self._tell_problems)  # by the page itself: before it is there, it has no notice row

    def _help_closed(self, choice: str | None) -> None:
        """Help leads to the keys when one of them is to be changed."""
        super()._help_closed(choice)
        if choice == "settings":
            self.call_after_refresh(self._show_keys)

    def _show_keys(self) -> None:
        from tui.screens.settings import SettingsScreen

        if isinstance(page := self.page, SettingsScreen):
            page.show_keys()

    def _tell_problems(self) -> None:
        count = len(self.config.problems)
        what = "1 setting" if count == 1 else f"{count} settings"
        if self.config.broken:
            what = f"{shown_path(self.config.file)}, line {self.config.broken.line}: the settings"
        self.notice(f"{what} cannot be used; the usual ones stand in.", "late", keys=[("g ,", "settings")])

    @property
    def today(self) -> date:
        """The site's business day."""
        return self.config.site.day_of(self.ports.now())

    # Changing.

    def keep_setting(self, key: str, value: str | bool) -> None:
        """Write a setting that was changed outside the settings, in the background."""
        self.run_guarded(self._keep(key, value))

    async def _keep(self, key: str, value: str | bool) -> None:
        await self.change_setting(key, value)
        from tui.settings.known import BY_KEY
        from tui.settings.setting import OFF, ON

        words = dict(BY_KEY[key].choices)
        self.notice(self.told(key, words[value if isinstance(value, str) else ON if value else OFF]))

    async def change_setting(self, key: str, value: Value | None) -> None:
        """Write one checked setting, or a binding as in `keys.app.undo`; None takes it out, for the default.

        Raises:
            BadInput: the file is broken, and left as it is.
            Unavailable: the file cannot be written.
        """
        before = await self._write(key, value)
        self.changes.append(Change(key, before, list(value) if isinstance(value, tuple) else value))
        self.undone.clear()

    async def undo_setting(self) -> Change | None:
        """Take the last change back; None when there is none. BadInput where the file says something newer."""
        return await self._turn_back(self.changes, self.undone, back=True)

    async def redo_setting(self) -> Change | None:
        """Make the last change again that was taken back; None when there is none."""
        return await self._turn_back(self.undone, self.changes, back=False)

    async def _turn_back(self, source: list[Change], target: list[Change], *, back: bool) -> Change | None:
        if not source:
            return None
        change = source[-1]
        expected, wanted = (change.after, change.before) if back else (change.before, change.after)
        from tui.settings.file import raw_value

        found = await asyncio.to_thread(raw_value, self.config.file, change.key)
        if found != expected:
            source.pop()
            raise BadInput(f"{change.name} was changed in the file meanwhile.", "It stays as it is there.")
        await self._write(change.key, wanted)
        target.append(source.pop())
        return change

    async def _write(self, key: str, value: object | None) -> object | None:
        """Write, go on with it, and return what the file said before."""
        from tui.settings.file import raw_value, store

        path = self.config.file
        async with self._file_turn:
            before = await asyncio.to_thread(raw_value, path, key)
            await asyncio.to_thread(store, path, key, value)
            await self.read_settings()
        return before

    # Taking effect.

    async def read_changed_settings(self) -> None:
        """Read the file again if it is not the one that was read last."""
        if _stamp(self.config.file) != self._read:
            await self.read_settings()

    async def read_settings(self) -> None:
        """Read the file again and go on with what it says now."""
        self._read = _stamp(self.config.file)
        await self.take_settings(settle_keys(await asyncio.to_thread(load_config, self.config.file)))

    async def take_settings(self, config: Config) -> None:
        """Go on with these settings; workbook and catalogue wait for the next start."""
        before = self.config
        if not before.own:
            config = replace(config, who=before.who, site=before.site, catalogue=before.catalogue, own=False)
        self.config = config
        self.theme = THEMES[config.theme]
        self.ascii_only = config.ascii
        if config.keys != before.keys:
            self.take_keymap(config.keys)
        if (config.site, config.who) != (before.site, before.who) and self.bridge.is_open:
            await self.bridge.call(Workbook.take_settings, config.site, config.who)
            await self._read_header()
            # Places that were read before show days and waits of the site: they read again when they come to the front.
            self.acts += 1
        if isinstance(page := self.page, Page):
            page.refresh_chrome()

    def told(self, key: str, value: str) -> str:
        """What a change of a setting comes to, as a sentence; `value` is how it reads now."""
        from tui.settings.known import BY_KEY
        from tui.settings.setting import When

        setting = BY_KEY[key]
        if not self.config.own and (key == "who" or key.startswith(("site.", "letterhead."))):
            return f"{setting.label} is kept for your own workbook, not for the demonstration."
        late = ", from the next start" if setting.when is When.NEXT_START else ""
        return f"{setting.label}: {value}{late}."
