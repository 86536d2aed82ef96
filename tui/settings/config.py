"""The user's settings: a TOML file that is read, checked and never needed; what is wrong in it stops nothing."""

from __future__ import annotations

import getpass
import os
import re
import tomllib
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import platformdirs

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook import Site
from tui.settings.known import BY_KEY, SITE_KEYS, TOP_KEYS, WEEKDAYS, Value, read_holidays, read_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

APP = "milepost"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the settings file that could not be used; what stands in for it is the default."""

    file: Path
    line: int
    key: str
    """The setting, or a binding as in `keys.app.undo`; '' for the file as a whole, which then counts as empty."""
    what: str
    hint: str = ""

    @property
    def place(self) -> str:
        """Where it is, as in '~/config.toml, line 4, site.zone'."""
        return f"{self.file}, line {self.line}" + (f", {self.key}" if self.key else "")

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.hint}".rstrip()


@dataclass(frozen=True, slots=True)
class Config:
    """What the settings file says, with defaults for what it does not."""

    who: str
    site: Site = field(default_factory=Site)
    theme: str = "dark"
    """dark, light, terminal or contrast."""
    ascii: bool = False
    """Plain characters in place of the glyphs."""
    catalogue: Path | None = None
    """The site's own catalogue folder."""
    workbook: str = ""
    """A path or a PostgreSQL address; '' = the usual place."""
    exports: Path | None = None
    """The folder of exported files; None = the usual place."""
    keys: dict[str, str] = field(default_factory=dict)
    """Keys by the id of their binding, in the order of the file."""
    path: Path | None = None
    """The settings file, whether it exists or not; None = the usual one."""
    written: Mapping[str, Value] = field(default_factory=dict)
    """What the file says and can be used, by setting."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each setting and binding that the file names, from 1."""
    problems: tuple[Problem, ...] = ()
    """What the file says and cannot be used, by line."""
    own: bool = True
    """Whether name and site are the user's, and not those of a demonstration."""

    @property
    def file(self) -> Path:
        """The settings file."""
        return self.path or config_path()

    @property
    def broken(self) -> Problem | None:
        """Why the file as a whole cannot be used, if it cannot."""
        return next((problem for problem in self.problems if not problem.key), None)

    def without_keys(self, bad: Mapping[str, tuple[str, str]]) -> Config:
        """These settings with some bindings back at their defaults: id -> what is wrong and what to do."""
        found = [self._key_problem(name, *words) for name, words in bad.items()]
        kept = {name: keys for name, keys in self.keys.items() if name not in bad}
        return replace(self, keys=kept, problems=_by_line([*self.problems, *found]))

    def _key_problem(self, name: str, what: str, hint: str) -> Problem:
        key = f"keys.{name}"
        return Problem(self.file, self.lines.get(key, 1), key, what, hint)


def config_path() -> Path:
    """Where the settings are: MILEPOST_CONFIG, or the user's configuration folder."""
    named = os.environ.get("MILEPOST_CONFIG")
    return Path(named) if named else platformdirs.user_config_path(APP) / "config.toml"


def workbook_path() -> Path:
    """Where the workbook is when nothing else is said: the user's data folder."""
    return platformdirs.user_data_path(APP) / "workbook.milepost"


def catalogue_kept() -> Path:
    """Where the catalogue is kept as it was read last; it may be deleted at any time."""
    return platformdirs.user_cache_path(APP) / "catalogue"


def exports_path() -> Path:
    """Where exported files go: the folder of the settings, else Milepost in the user's documents."""
    return load_config().exports or usual_exports_path()


def usual_exports_path() -> Path:
    """Where exported files go when nothing else is said."""
    return platformdirs.user_documents_path() / "Milepost"


def user_name() -> str:
    """Who works here, by the name of the login; 'recruiter' where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "recruiter"


def shown_path(path: Path | str) -> str:
    """A path as it is read: '~' for the user's own folder."""
    text, home = str(path), str(Path.home())
    return f"~{text.removeprefix(home)}" if text.startswith(home + os.sep) else text


def load_config(path: Path | None = None) -> Config:
    """Read the settings; without a file the defaults. Never raises: what cannot be used is in `problems`."""
    where = path or config_path()
    try:
        text = read_text(where)
        values = parsed(text, where)
    except FileNotFoundError:
        return Config(who=user_name(), path=where)
    except BadInput as error:
        problem = Problem(where, _line_in(error.message), "", error.message, error.hint)
        return Config(who=user_name(), path=where, problems=(problem,))
    return _Reading(values, text, where).config()


def read_text(where: Path) -> str:
    """The text of a settings file, line ends as they are; FileNotFoundError, or BadInput where it cannot be read."""
    try:
        return where.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror or str(error)).lower() if isinstance(error, OSError) else "it is not UTF-8"
        raise BadInput(f"It cannot be read: {reason}.", "Mend it, or move it away.") from error


def parsed(text: str, where: Path) -> dict[str, object]:
    """What a settings file says; BadInput names the line where it is no TOML."""
    try:
        return tomllib.loads(text.removeprefix(BOM))
    except tomllib.TOMLDecodeError as error:
        words = str(error)
        if "end of document" in words:
            words = words.replace("end of document", f"line {max(1, len(text.splitlines()))}")
        raise BadInput(
            f"It is not TOML: {words[:1].lower()}{words[1:]}.", "Mend that line, or move it away."
        ) from error


def _line_in(words: str) -> int:
    found = re.search(r"\bline (\d+)", words)
    return int(found[1]) if found else 1


class _Reading:
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
        keys = self._keys()
        holidays = self._holidays()
        catalogue, exports = self._text("catalogue"), self._text("exports")
        return Config(
            who=self._text("who") or user_name(),
            site=_site(self.written, holidays),
            theme=self._text("theme") or "dark",
            ascii=bool(self.written.get("ascii", False)),
            catalogue=Path(catalogue).expanduser() if catalogue else None,
            workbook=self._text("workbook"),
            exports=Path(exports).expanduser() if exports else None,
            keys=keys,
            path=self.where,
            written=self.written,
            lines=self.lines,
            problems=_by_line(self.problems),
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

    def _holidays(self) -> frozenset[date]:
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


def _site(written: Mapping[str, Value], holidays: frozenset[date]) -> Site:
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
    )


def _by_line(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))


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
