"""`milepost demo`: a hub of invented people, opened on the full screen or written to a place."""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from domain.model.errors import BadInput
from tui.cli.options import json_option, pass_session
from tui.cli.output import note, say, say_json
from tui.cli.screens import refuse_without_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from tui.cli.session import Session

MANY = 2_000
"""People from which making them takes long enough to say so."""


@click.command("demo")
@click.option("--people", type=click.IntRange(min=1), metavar="N", help="How many; a few hundred if not said.")
@click.option("--seed", type=int, metavar="S", help="The same seed, people and day give the same hub.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day of the demonstration.")
@click.option("--into", default="", metavar="PATH", help="Write the hub there and do not open it; a new file or a DSN.")
@click.option("--keep/--no-keep", default=False, help="Keep the hub when the screens are left, and say where it is.")
@json_option
@pass_session
def demo_verb(
    session: Session,
    people: int | None,
    seed: int | None,
    today: datetime | None,
    into: str,
    keep: bool,
    as_json: bool,
) -> None:
    """Open a demonstration hub. Your own workbook is never touched; what is done in the demo is gone afterwards."""
    asked = {"people": people, "seed": seed, "today": today.date() if today else None}
    wanted = {name: value for name, value in asked.items() if value is not None}
    if into:
        _write(into, wanted, as_json)
        return
    refuse_without_terminal()
    with _folder(keep) as folder:
        where = str(folder / "demo.milepost")
        day = _build_beside(where, wanted)
        _open(session, where, day)
    if keep:
        say(f"The hub is at {where}. milepost --file {where} opens it.")


def _build(where: str, wanted: dict[str, Any]) -> date:
    """Make the hub; its day."""
    from seed import build
    from tui.settings.config import catalogue_kept

    if wanted.get("people", 0) >= MANY:
        note(f"Making {wanted['people']:,} people ...")
    built = build(where, catalogue_kept=catalogue_kept(), **wanted)
    built.workbook.close()
    return built.today


def _build_beside(where: str, wanted: dict[str, Any]) -> date:
    """Make the hub in a process of its own, while this one reads what the screens are made of.

    Only where a process can be copied as it is: a new one would read everything again, and be no quicker.
    """
    if sys.platform != "linux":
        return _build(where, wanted)
    with ProcessPoolExecutor(1, get_context("fork"), gc.disable) as pool:
        building = pool.submit(_build, where, wanted)
        import_module("tui.places")
        return building.result()


def _open(session: Session, where: str, day: date) -> None:
    """The screens in the demonstration's own name, site and time; only looks and keys are the user's."""
    from domain.workbook import Site
    from seed import demo_clock
    from tui.opening import run_app

    site = Site()
    session.on_screen = True
    config = replace(session.config, who="Noor", site=site, catalogue=None, own=False)
    run_app(where, config, clock=demo_clock(day, site))


@contextmanager
def _folder(keep: bool) -> Iterator[Path]:
    """A folder that only this user can enter; gone afterwards unless it is kept."""
    folder = Path(tempfile.mkdtemp(prefix="milepost-demo-"))
    try:
        yield folder
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def _write(into: str, wanted: dict[str, Any], as_json: bool) -> None:
    from domain.workbook.keeping import is_server

    path = None if is_server(into) else Path(into).expanduser()
    if path is not None and path.exists():
        raise BadInput(f"{path} is there already.", "Name a file that is not there yet.")
    try:
        day = _build(into if path is None else str(path), wanted)
    except BaseException:
        _take_away(path)
        raise
    shown = _without_password(into) if path is None else str(path)
    if as_json:
        say_json({"workbook": shown, "today": day.isoformat()})
    else:
        say(f"The hub is at {shown}. milepost --file {shown} opens it.")
        say(f"Its today is {day.isoformat()}; --today makes it another.")


def _take_away(path: Path | None) -> None:
    """Delete a file that was begun here, with what SQLite keeps beside it."""
    if path is not None:
        for end in ("", "-wal", "-shm"):
            Path(f"{path}{end}").unlink(missing_ok=True)


def _without_password(address: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    login, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{login.partition(':')[0]}{at}{host}", query="").geturl()
