"""Changing one setting in the file: comments, order and spacing stay, and what was changed by hand meanwhile."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict, Unavailable
from domain.workbook.keeping import make_private_folder
from tui.settings.config import BOM, parsed, read_text
from tui.settings.known import SETTINGS
from tui.settings.reading import flat

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.container import Container
    from tomlkit.items import Table

    from tui.settings.setting import Value

TRIES = 5
"""How often the file may be changed by somebody else under our hands before we give up."""


def raw_value(path: Path, key: str) -> object | None:
    """What the file says of a setting, as it stands there; None where it says nothing.

    BadInput where the file cannot be read or is no TOML.
    """
    return flat(parsed(_text(path), path)).get(key)


def store(path: Path, key: str, value: Value | object | None) -> None:
    """Write one setting, or a binding as in `keys.app.undo`, or take it out with None; nothing else changes.

    The file is read anew, so that what was changed by hand meanwhile stays; it is replaced as a whole, for its owner
    only. BadInput where the file is broken, which is then left as it is; Unavailable where it cannot be written.
    """
    real = Path(os.path.realpath(path))
    for _ in range(TRIES):
        before = _text(real)
        changed = _changed(before, real, key, value)
        if changed == before or _replace(real, before, changed):
            return
    raise Conflict(f"{path} is being changed by something else.", "Try again in a moment.")


def _text(path: Path) -> str:
    try:
        return read_text(path)
    except FileNotFoundError:
        return ""


def _changed(before: str, path: Path, key: str, value: object | None) -> str:
    """The text with that one setting changed; checked to say nothing else that is new."""
    import tomlkit

    mark = BOM if before.startswith(BOM) else ""
    wanted = flat(parsed(before, path))
    document = tomlkit.parse(before.removeprefix(BOM))
    if value is None:
        wanted.pop(key, None)
        _take_out(document, key)
    else:
        plain = list(value) if isinstance(value, tuple) else value
        wanted[key] = plain
        _put(document, key, plain)
    text = tomlkit.dumps(document)
    if "\r\n" in before:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    if flat(tomllib.loads(text)) != wanted:
        raise BadInput(f"{key} cannot be changed in this file without changing more.", "Write it there by hand.")
    return mark + text


def _holder(document: TOMLDocument, key: str) -> tuple[Container | Table, str] | None:
    """The table that holds a setting under some spelling, and its name there."""
    table, _, name = key.partition(".")
    if not name:
        return (document, key) if key in document else None
    node: Any = document.get(table)
    while hasattr(node, "keys"):
        if name in node:
            return node, name
        first, _, name = name.partition(".")
        node = node.get(first)
    return None


def _put(document: TOMLDocument, key: str, value: object) -> None:
    import tomlkit

    if (found := _holder(document, key)) is not None:
        holder, name = found
        holder[name] = value
        return
    table, _, name = key.partition(".")
    if not name:
        document[key] = value
        return
    if table not in document:
        document[table] = tomlkit.table()
    holder = document[table]
    if not hasattr(holder, "keys"):
        raise BadInput(f"{table} is no table in this file.", f"Write it as [{table}] with its settings below.")
    holder[name] = value


def _take_out(document: TOMLDocument, key: str) -> None:
    if (found := _holder(document, key)) is not None:
        holder, name = found
        del holder[name]


def _replace(path: Path, before: str, text: str) -> bool:
    """Put the text in place of the file, all at once; False where the file is no longer what was read."""
    import tempfile

    make_private_folder(path.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            if _text(path) != before:
                return False
            os.replace(name, path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable(
            f"Not saved: {path} cannot be written, {(error.strerror or str(error)).lower()}.",
            "Check the folder and the free space.",
        ) from error
    return True


def begin_file(path: Path) -> None:
    """Where there is no file yet, make one that names everything that can be set, all of it commented out."""
    if not path.exists():
        _replace(path, "", template())


def template() -> str:
    """A settings file that changes nothing and shows how everything is written."""
    import tomlkit

    lines = ["# Settings of Milepost. Take away the # in front of what you want to change."]
    section = ""
    for setting in sorted(SETTINGS, key=lambda setting: "." in setting.key):
        table, _, name = setting.key.rpartition(".")
        if table != section:
            section = table
            lines += ["", f"[{table}]"]
        plain = list(setting.default) if isinstance(setting.default, tuple) else setting.default
        lines += ["", f"# {setting.about}", f"# {setting.allowed}", f"# {name} = {tomlkit.item(plain).as_string()}"]
    lines += ["", "[keys]", "", "# milepost keys lists every command.", '# "app.walk_in" = "f4"', ""]
    return "\n".join(lines)
