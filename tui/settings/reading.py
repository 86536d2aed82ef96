"""Reading what a settings file says: what can be used, what cannot, and on which line it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from domain.model.errors import BadInput
from domain.workbook import Letterhead, MailServer, Site
from tui.settings.checks import read_time
from tui.settings.config import BOM, Config, Problem, by_line, user_name
from tui.settings.holidays import read_holidays
from tui.settings.known import BY_KEY, LETTERHEAD_KEYS, MAIL_KEYS, SITE_KEYS, TOP_KEYS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from tui.settings.setting import Value


class Reading:
    """One pass over what a file says: what can be used, and what cannot."""

    def __init__(self, values: dict[str, object], text: str, where: Path) -> None:
        self.values, self.where = values, where
        self.lines = _lines(text)
        self.problems: list[Problem] = []
        self.written: dict[str, Value] = {}

    def config(self) -> Config:
        """The settings."""
        self._settings("", self.values, TOP_KEYS)
        self._settings("site.", self._table("site"), SITE_KEYS)
        self._settings("letterhead.", self._table("letterhead"), LETTERHEAD_KEYS)
        self._settings("mail.", self._table("mail"), MAIL_KEYS)
        keys = self._keys()
        holidays = self._holidays()
        catalogue, exports = self._text("catalogue"), self._text("exports")
        return Config(
            who=self._text("who") or user_name(),
            site=_site(self.written, holidays),
            mail=_mail(self.written),
            theme=self._text("theme") or "dark",
            ascii=bool(self.written.get("ascii", False)),
            catalogue=Path(catalogue).expanduser() if catalogue else None,
            workbook=self._text("workbook"),
            printer=self._text("printer"),
            exports=Path(exports).expanduser() if exports else None,
            keys=keys,
            path=self.where,
            written=self.written,
            lines=self.lines,
            problems=by_line(self.problems),
        )

    def _text(self, key: str) -> str:
        return str(self.written.get(key, ""))

    def _settings(self, prefix: str, table: Mapping[str, object], known: tuple[str, ...]) -> None:
        for name, raw in table.items():
            key = prefix + name
            if name not in known:
                self._wrong(key, "There is no such setting.", f"Known: {', '.join(known)}.")
            elif key in BY_KEY:
                try:
                    self.written[key] = BY_KEY[key].settle(raw)
                except BadInput as error:
                    self._wrong(key, error.message, error.hint)

    def _table(self, key: str) -> Mapping[str, object]:
        table = self.values.get(key, {})
        if isinstance(table, dict):
            return table
        self._wrong(key, "It must be a table.", f"Write it as [{key}] with its settings below.")
        return {}

    def _keys(self) -> dict[str, str]:
        keys: dict[str, str] = {}
        for name, value in flat(self._table("keys")).items():
            if isinstance(value, str):
                keys[name] = value
            else:
                self._wrong(f"keys.{name}", "It must be text in quotes.", 'Write the key as in "f4" or "ctrl+r".')
        return keys

    def _holidays(self) -> Collection[date]:
        path = self._text("site.holidays")
        try:
            return read_holidays(Path(path).expanduser()) if path else frozenset()
        except BadInput:  # it was there a moment ago, when it was checked
            return frozenset()

    def _wrong(self, key: str, what: str, hint: str) -> None:
        table = key.partition(".")[0]
        self.problems.append(Problem(self.where, self.lines.get(key, self.lines.get(table, 1)), key, what, hint))


def flat(table: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    """A table of bindings by id: `app.undo = "z"` without quotes is a table in a table, and means the same."""
    found: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{name}.")
        else:
            found[prefix + name] = value
    return found


def _site(written: Mapping[str, Value], holidays: Collection[date]) -> Site:
    texts = {
        name: str(written[f"site.{name}"])
        for name in ("name", "zone", "region", "contact_channel", "contact_hours", "language")
        if f"site.{name}" in written
    }
    paper = cast("Literal['a4', 'letter']", written.get("site.paper", "a4"))
    days = written.get("site.working_days", BY_KEY["site.working_days"].default)
    assert isinstance(days, tuple)
    return Site(
        **texts,
        paper=paper,
        working_days=frozenset(WEEKDAYS.index(day) for day in days),
        day_starts=read_time(str(written.get("site.day_starts", BY_KEY["site.day_starts"].default))),
        day_ends=read_time(str(written.get("site.day_ends", BY_KEY["site.day_ends"].default))),
        holidays=holidays,
        keep_days=int(str(written.get("site.keep_days", BY_KEY["site.keep_days"].default))),
        forget_days=int(str(written.get("site.forget_days", BY_KEY["site.forget_days"].default))),
        fairness=Path(str(written["site.fairness"])).expanduser() if written.get("site.fairness") else None,
        letterhead=_letterhead(written),
    )


def _letterhead(written: Mapping[str, Value]) -> Letterhead:
    said = {
        name: str(written.get(f"letterhead.{name}", BY_KEY[f"letterhead.{name}"].default)) for name in LETTERHEAD_KEYS
    }
    if folder := said.pop("templates"):
        said["templates"] = str(Path(folder).expanduser())
    return Letterhead(**said)


def _mail(written: Mapping[str, Value]) -> MailServer:
    def said(name: str) -> str:
        return str(written.get(f"mail.{name}", ""))

    return MailServer(
        host=said("host"),
        user=said("user"),
        sender=said("sender"),
        password_command=said("password_command"),
        port=int(str(written.get("mail.port", BY_KEY["mail.port"].default))),
        security=cast("Literal['starttls', 'tls']", written.get("mail.security", "starttls")),
        undo_minutes=int(str(written.get("mail.undo_minutes", BY_KEY["mail.undo_minutes"].default))),
    )


def _lines(text: str) -> dict[str, int]:
    """The line of every table and setting: 'site' -> 3, 'site.zone' -> 4, 'keys.app.undo' -> 9."""
    found: dict[str, int] = {}
    within = ""
    for number, line in enumerate(text.removeprefix(BOM).splitlines(), 1):
        bare = line.strip()
        if bare.startswith("["):
            within = _name(bare.partition("#")[0].strip().strip("[]"))
            found.setdefault(within, number)
        elif bare and not bare.startswith("#") and "=" in bare:
            name = _name(bare.partition("=")[0])
            found.setdefault(f"{within}.{name}" if within else name, number)
            found.setdefault(within or name.partition(".")[0], number)
    return found


def _name(written: str) -> str:
    return re.sub(r"""["'\s]""", "", written)
