"""`milepost where`, `check` and `backup`: the workbook as a thing to look after."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli import exits
from tui.cli.options import json_option, pass_session
from tui.cli.output import note, say, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui.cli.session import Session

KILO = 1024


@click.command("where")
@json_option
@pass_session
def where_verb(session: Session, as_json: bool) -> None:
    """Say where everything is; nothing is made or changed by asking."""
    from tui.settings.config import config_path, exports_path

    settings = config_path()
    facts: dict[str, object] = {
        **_workbook_facts(session),
        "settings": str(settings),
        "settings_there": settings.is_file(),
        "exports": str(exports_path()),
        "who": session.config.who,
        "site": session.config.site.name,
    }
    if as_json:
        say_json(facts)
    else:
        _say_facts(facts)


def _workbook_facts(session: Session) -> dict[str, object]:
    from domain.workbook.keeping import about

    file = session.file
    if file is None:
        with session.workbook() as wb:
            known = about(wb)
        return {
            "workbook": known.where, "engine": known.engine, "there": True, "writable": not known.read_only,
            "bytes": None,
        }  # fmt: skip
    there = file.is_file()
    return {
        "workbook": os.path.abspath(file),
        "engine": "sqlite",
        "there": there,
        "writable": os.access(file if there else file.parent, os.W_OK),
        "bytes": sum(_size(path) for path in (file, Path(f"{file}-wal"))),
    }


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _say_facts(facts: Mapping[str, object]) -> None:
    state = "" if facts["there"] else " (not there yet)"
    state += "" if facts["writable"] or not facts["there"] else " (can only be read)"
    say(f"Workbook  {facts['workbook']}{state}")
    say(f"Engine    {'SQLite' if facts['engine'] == 'sqlite' else 'PostgreSQL'}")
    size = facts["bytes"]
    say(f"Size      {size_words(size) if isinstance(size, int) else 'kept by the server'}")
    say(f"Settings  {facts['settings']}{'' if facts['settings_there'] else ' (not there; none are needed)'}")
    say(f"Exports   {facts['exports']}")
    say(f"Who       {facts['who']}")
    say(f"Site      {facts['site']}")


def size_words(size: int) -> str:
    """A size in bytes as it is read: '812 bytes', '4.2 MB'."""
    if size < KILO:
        return f"{size} bytes"
    value = float(size)
    for unit in ("KB", "MB", "GB"):
        value /= KILO
        if value < KILO:
            return f"{value:.1f} {unit}"
    return f"{value / KILO:.1f} TB"


@click.command("check")
@json_option
@pass_session
def check_verb(session: Session, as_json: bool) -> None:
    """Say whether the workbook is whole: the database's own check, the search, and the log played again.

    Exit code 1 where something is wrong.
    """
    from domain.workbook.keeping import about, check

    with session.workbook() as wb:
        faults = check(wb)
        known = about(wb)
    if as_json:
        say_json({"workbook": known.where, "whole": not faults, "faults": faults})
    elif faults:
        for fault in faults:
            say(fault)
        note(f"{known.where} is not whole. Keep it as it is, and go on with the newest backup.")
    else:
        say(f"{known.where} is whole: {known.people:,} people, {known.acts:,} acts.")
    if faults:
        raise click.exceptions.Exit(exits.WRONG)


@click.command("backup")
@click.argument("to", type=click.Path(path_type=Path), metavar="TO")
@json_option
@pass_session
def backup_verb(session: Session, to: Path, as_json: bool) -> None:
    """Write a whole copy of the workbook to the new file TO, while others work on; only you may read it.

    milepost --file TO opens the copy. A PostgreSQL workbook is backed up by its server.
    """
    from domain.workbook.keeping import backup

    with session.workbook() as wb:
        backup(wb, to)
    if as_json:
        say_json({"backup": os.path.abspath(to), "bytes": _size(to)})
    else:
        say(f"{to} is a whole copy, {size_words(_size(to))}.")
