"""`milepost export`: slips, the journey report and the ladder file of a person, and the list of people, as files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.cli.finding import one_person
from tui.cli.options import json_option, pass_session
from tui.cli.output import is_terminal, note, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.workbook import Workbook
    from domain.workbook.exporting import Exported, GoingOn
    from tui.cli.session import Session

FORMATS = ("txt", "md", "html", "pdf", "eml", "json")
TABLE_FORMATS = ("csv", "json", "md", "txt")
STATES = ("open", "draft", "given", "all")
PROGRESS_EVERY = 25
"""Files after which a terminal is told how far it is."""

format_option = click.option(
    "--format", "formats", type=click.Choice(FORMATS), multiple=True, help="May be given more than once. [default: txt]"
)
standard_option = click.option(
    "--standard", is_flag=True, help="In the layout of Milepost, whatever templates the settings name."
)
to_option = click.option("--to", "to", default="", metavar="FOLDER", help="Where the files go; milepost where tells.")


class _Told:
    """Says what was written as it is written, and keeps it for the one JSON document."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self.files: list[dict[str, object]] = []
        self.left_out: list[str] = []
        self.there = 0
        """Files that an export which was stopped had written."""
        self._counts = is_terminal(sys.stderr) and not is_terminal(sys.stdout)

    def wrote(self, made: Exported) -> None:
        """Name a file; a terminal that does not see the names is told how many there are."""
        self.files.append({"path": str(made.path), "notes": list(made.notes)})
        for remark in made.notes:
            note(f"{made.path.name}: {remark}")
        if not self.as_json:
            say(str(made.path))
        if self._counts and len(self.files) % PROGRESS_EVERY == 0:
            note(f"{len(self.files):,} files so far")

    def left(self, reason: str) -> None:
        """Name once what was left out, however many formats were asked for."""
        if reason not in self.left_out:
            self.left_out.append(reason)
            if not self.as_json:
                note(f"Left out: {reason}")

    def all(self, found: Iterable[Exported | GoingOn | str]) -> None:
        """Tell of files, of what was left out and of what was there already, in the order in which they come."""
        from domain.workbook.exporting import GoingOn

        for each in found:
            if isinstance(each, str):
                self.left(each)
            elif isinstance(each, GoingOn):
                self.there += each.there
                note(str(each))
            else:
                self.wrote(each)

    def close(self, nothing: str = "") -> None:
        """Print the document, or say that there was nothing."""
        if self.as_json:
            say_json({"files": self.files, "left_out": self.left_out, "there_already": self.there})
        elif not self.files and not self.left_out and not self.there and nothing:
            note(nothing)


@click.group("export")
def export_verb() -> None:
    """Write files for people to read. Nothing is ever written over, and private notes have no way in."""


@export_verb.command("slips")
@click.option("--state", type=click.Choice(STATES), help="Which ones; all that are drafted where nothing is said.")
@click.option("--person", default="", metavar="PERSON", help="Only those of one person: an id, or words that find one.")
@format_option
@standard_option
@to_option
@json_option
@pass_session
def export_slips(
    session: Session,
    state: str | None,
    person: str,
    formats: tuple[str, ...],
    standard: bool,
    to: str,
    as_json: bool,
) -> None:
    """Write slips, a file each. One that must not be delivered yet is left out, and the reason is said.

    What was stopped half-way goes on when the same is asked for again: files that are there whole are not made anew.
    """
    from domain.workbook.exporting import Format, slips_to

    told = _Told(as_json)
    folder = session.folder(to)
    with session.workbook() as wb:
        which = {None: "drafted", "all": ""}.get(state, state or "")
        person_id = one_person(wb, person) if person else 0
        _check(wb, formats, standard)
        for form in _asked(formats):
            told.all(slips_to(wb, folder, Format(form), state=which, person_id=person_id, standard=standard))
    told.close("No slip to write.")


@export_verb.command("journey")
@click.argument("person", nargs=-1, required=True, metavar="PERSON")
@format_option
@standard_option
@to_option
@json_option
@pass_session
def export_journey(
    session: Session, person: tuple[str, ...], formats: tuple[str, ...], standard: bool, to: str, as_json: bool
) -> None:
    """Write the journey report of PERSON: the whole road, every slip so far, and how to go on."""
    from domain.workbook.exporting import Format, journey_to

    told = _Told(as_json)
    folder = session.folder(to)
    with session.workbook() as wb:
        person_id = one_person(wb, " ".join(person))
        _check(wb, formats, standard)
        for form in _asked(formats):
            told.wrote(journey_to(wb, folder, Format(form), person_id, standard=standard))
    told.close()


@export_verb.command("ladder")
@click.argument("person", nargs=-1, required=True, metavar="PERSON")
@format_option
@standard_option
@to_option
@json_option
@pass_session
def export_ladder(
    session: Session, person: tuple[str, ...], formats: tuple[str, ...], standard: bool, to: str, as_json: bool
) -> None:
    """Write the ladder file of PERSON: what hiring showed, the level they have, and what the next one asks for."""
    from domain.workbook.exporting import Format, ladder_to

    told = _Told(as_json)
    folder = session.folder(to)
    with session.workbook() as wb:
        person_id = one_person(wb, " ".join(person))
        _check(wb, formats, standard)
        for form in _asked(formats):
            told.wrote(ladder_to(wb, folder, Format(form), person_id, standard=standard))
    told.close()


@export_verb.command("people")
@click.argument("wanted", nargs=-1, metavar="[WORDS]...")
@click.option("--format", "formats", type=click.Choice(TABLE_FORMATS), multiple=True, help="[default: csv]")
@to_option
@json_option
@pass_session
def export_people(session: Session, wanted: tuple[str, ...], formats: tuple[str, ...], to: str, as_json: bool) -> None:
    """Write the list of people, or of those whom WORDS find; cells that a spreadsheet would run are made safe."""
    from domain.workbook.exporting import TableFormat, people_to
    from domain.workbook.people import PeopleQuery

    told = _Told(as_json)
    folder = session.folder(to)
    with session.workbook() as wb:
        for form in dict.fromkeys(formats or ("csv",)):
            told.wrote(people_to(wb, folder, TableFormat(form), PeopleQuery(words=" ".join(wanted))))
    told.close()


def _check(wb: Workbook, formats: tuple[str, ...], standard: bool) -> None:
    """Stop before the first file where a template of the site cannot be used."""
    from domain.workbook.exporting import Format, check_paper

    check_paper(wb, [Format(form) for form in _asked(formats)], standard)


def _asked(formats: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(formats or ("txt",)))
