"""The user's settings: a TOML file that is read, checked and never needed; what is wrong in it stops nothing."""

from __future__ import annotations

import getpass
import os
import re
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook import MailServer, Site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.settings.setting import Value

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
    mail: MailServer = field(default_factory=MailServer)
    """Where mail leaves from; without a host none does."""
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
    printer: str = ""
    """The printer that slips go to; '' = the usual one of this computer."""
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
        return replace(self, keys=kept, problems=by_line([*self.problems, *found]))

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


def seat_path() -> Path:
    """The file that is there while this computer is handed to a candidate; see `tui.seat`."""
    return platformdirs.user_state_path(APP) / "exam-seat.json"


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
    from tui.settings.reading import Reading

    return Reading(values, text, where).config()


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
    import tomllib  # who has no file needs none

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


def by_line(problems: list[Problem]) -> tuple[Problem, ...]:
    """What cannot be used, in the order of the file."""
    return tuple(sorted(problems, key=lambda problem: problem.line))
