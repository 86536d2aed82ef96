"""The user's settings: a TOML file that is read, checked and never needed."""

from __future__ import annotations

import getpass
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from domain.model.errors import BadInput
from domain.workbook import Site

APP = "milepost"
SITE_KEYS = ("name", "zone", "region", "contact_channel", "contact_hours", "language", "paper")
TOP_KEYS = ("who", "theme", "ascii", "catalogue", "workbook", "site", "keys")


@dataclass(frozen=True, slots=True)
class Config:
    """What the settings file says, with defaults for what it does not."""

    who: str
    site: Site = field(default_factory=Site)
    theme: str = "dark"
    """dark or light."""
    ascii: bool = False
    """Plain characters in place of the glyphs."""
    catalogue: Path | None = None
    """The site's own catalogue folder."""
    workbook: str = ""
    """A path or a PostgreSQL address; '' = the usual place."""
    keys: dict[str, str] = field(default_factory=dict)
    """Keys by the id of their binding."""


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
    """Where exported files go when nothing else is said."""
    return platformdirs.user_documents_path() / "Milepost"


def user_name() -> str:
    """Who works here, by the name of the login; 'recruiter' where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "recruiter"


def load_config(path: Path | None = None) -> Config:
    """Read the settings; without a file the defaults. BadInput names the file, the line and what to do."""
    where = path or config_path()
    try:
        text = where.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Config(who=user_name())
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{where} cannot be read: {error}.", "Check the file, or move it away.") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{where}: {error}.", "Mend that line, or move the file away.") from error
    return _checked(values, text, where)


def _checked(values: dict[str, object], text: str, where: Path) -> Config:
    _refuse_unknown(values, TOP_KEYS, "", text, where)
    site = _table(values, "site", text, where)
    _refuse_unknown(site, SITE_KEYS, "site.", text, where)
    for key, value in site.items():
        _expect(value, str, f"site.{key}", text, where)
    keys = _table(values, "keys", text, where)
    for key, value in keys.items():
        _expect(value, str, f"keys.{key}", text, where)
    for key in ("who", "theme", "catalogue", "workbook"):
        _expect(values.get(key, ""), str, key, text, where)
    _expect(values.get("ascii", False), bool, "ascii", text, where)
    theme = str(values.get("theme", "dark"))
    if theme not in ("dark", "light"):
        raise _wrong("theme", f'"{theme}" is no theme', 'Use "dark" or "light".', text, where)
    made = _site({key: str(value) for key, value in site.items()}, text, where)
    catalogue = str(values.get("catalogue", ""))
    return Config(
        who=str(values.get("who", "")).strip() or user_name(),
        site=made,
        theme=theme,
        ascii=bool(values.get("ascii", False)),
        catalogue=Path(catalogue).expanduser() if catalogue else None,
        workbook=str(values.get("workbook", "")),
        keys={key: str(value) for key, value in keys.items()},
    )


def _site(values: dict[str, str], text: str, where: Path) -> Site:
    paper = values.pop("paper", "a4")
    if paper not in ("a4", "letter"):
        raise _wrong("site.paper", f'"{paper}" is no paper size', 'Use "a4" or "letter".', text, where)
    made = Site(**values, paper="letter" if paper == "letter" else "a4")
    try:
        made.tz()
    except BadInput as error:
        raise _wrong("site.zone", error.message.rstrip("."), error.hint, text, where) from error
    if len(made.region) != 2 or not made.region.isalpha() or not made.region.isupper():
        raise _wrong(
            "site.region", f'"{made.region}" is no country', 'Use two capital letters, as in "PH".', text, where
        )
    return made


def _refuse_unknown(values: dict[str, object], known: tuple[str, ...], prefix: str, text: str, where: Path) -> None:
    for key in values:
        if key not in known:
            raise _wrong(prefix + key, "no such setting", f"Known: {', '.join(known)}.", text, where)


def _table(values: dict[str, object], key: str, text: str, where: Path) -> dict[str, object]:
    table = values.get(key, {})
    if not isinstance(table, dict):
        raise _wrong(key, "must be a table", f"Write it as [{key}] with its settings below.", text, where)
    return table


def _expect(value: object, kind: type, key: str, text: str, where: Path) -> None:
    if not isinstance(value, kind):
        wanted = {str: "text in quotes", bool: "true or false"}[kind]
        raise _wrong(key, f"must be {wanted}", "Change it in the file.", text, where)


def _wrong(key: str, what: str, hint: str, text: str, where: Path) -> BadInput:
    return BadInput(f"{where}, line {_line_of(key, text)}, {key}: {what}.", hint)


def _line_of(key: str, text: str) -> int:
    """The line that a setting stands on, or its table; 1 where neither is written out."""
    table, _, name = key.partition(".") if key.startswith(("site.", "keys.")) else ("", "", key)
    within, found = "", 1
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare.startswith("["):
            within = bare.strip("[] ")
            if within == (table or name):
                found = number
            continue
        written = bare.partition("=")[0].strip().replace('"', "")
        if (within == table and written == name) or (not within and written == key):
            return number
    return found
