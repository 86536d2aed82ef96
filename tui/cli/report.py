"""`milepost report`: pages that a hub looks at together, for a person or a scheduler to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from domain.model.errors import NotFound
from tui.cli import exits
from tui.cli.options import json_option, pass_session
from tui.cli.output import note, say, say_json, table_lines

if TYPE_CHECKING:
    from domain.workbook import Workbook
    from tui.cli.session import Session

FORMATS = ("pdf", "html")


@click.group("report")
def report_verb() -> None:
    """Write pages of figures. They hold counts and no names of candidates, and nothing is ever written over."""


@report_verb.command("weekly")
@click.argument("folder", default="", metavar="[FOLDER]")
@click.option("--week", default="", metavar="WEEK", help="As 2026-W47; the last whole week where nothing is said.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="pdf", show_default=True)
@click.option("--account", default="", metavar="ACCOUNT", help="Only one account, by its id.")
@click.option("--opening", default="", metavar="OPENING", help="Only one class: an id, or words of its name.")
@click.option("--site", default="", metavar="SITE", help="Only the classes at one site.")
@click.option("--quiet", "-q", is_flag=True, help="Say nothing unless something is wrong, as for cron.")
@json_option
@pass_session
def report_weekly(
    session: Session,
    folder: str,
    week: str,
    form: str,
    account: str,
    opening: str,
    site: str,
    quiet: bool,
    as_json: bool,
) -> None:
    """Write the weekly page into FOLDER: the week beside the week before, on one sheet, with charts.

    Where no folder is named it goes where exports go; milepost where tells. A page that is there stays, and the new one
    gets a number.
    """
    from domain.workbook.exporting import Format
    from domain.workbook.insights import Scope, weekly

    where = session.folder(folder)
    with session.workbook() as wb:
        monday = weekly.week_named(wb.today(), week)
        scope = Scope(account=account, opening=_opening(wb, opening) if opening else 0, site=site)
        made = weekly.written(wb, where, Format(form), weekly.page(wb, scope, monday))
    for remark in made.notes:
        note(f"{made.path.name}: {remark}")
    if as_json:
        say_json({"week": weekly.week_name(monday), "path": str(made.path), "notes": list(made.notes)})
    elif not quiet:
        say(str(made.path))


def _opening(wb: Workbook, typed: str) -> int:
    """The class with that id, or the only one whose name has these words; several are listed, with exit code 2."""
    from domain.workbook import openings

    words = typed.casefold().split()
    rows = openings.listing(wb, with_closed=True)
    found = [row for row in rows if str(row.id) == typed.strip()] or [
        row for row in rows if words and all(word in row.name.casefold() for word in words)
    ]
    if not found:
        raise NotFound(f'No class is called "{typed}".', "milepost list openings shows them.")
    if len(found) > 1:
        note(f'"{typed}" fits {len(found):,} classes. Name one by the id:')
        for line in table_lines(("Id", "Name"), [(str(row.id), row.name) for row in found], plain=True):
            note(line)
        raise click.exceptions.Exit(exits.USAGE)
    return found[0].id
