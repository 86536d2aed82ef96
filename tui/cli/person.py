"""`milepost person`: what a person may ask about what is held of them, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from domain.model.errors import BadInput
from tui.cli import exits
from tui.cli.finding import one_person
from tui.cli.options import json_option, pass_session
from tui.cli.output import can_ask, note, say, say_head, say_json

if TYPE_CHECKING:
    from domain.workbook.erasing import Erased, Preview
    from tui.cli.session import Session

ASKED = ("show", "correct", "stop", "erase")
person_argument = click.argument("person", nargs=-1, required=True, metavar="PERSON")


@click.group("person")
def person_verb() -> None:
    """What a person may ask: to see what is held of them, to have it corrected, to be left alone, to be erased.

    PERSON is an id of milepost list people, or words that find one person.
    """


@person_verb.command("hold")
@person_argument
@click.option("--format", "form", type=click.Choice(("txt", "json")), default="txt", help="[default: txt]")
@click.option("--to", "to", default="", metavar="FOLDER", help="Where the file goes; milepost where tells.")
@json_option
@pass_session
def hold_command(session: Session, person: tuple[str, ...], form: str, to: str, as_json: bool) -> None:
    """Write one file with everything that is held of PERSON, in plain words, for them to read.

    Private notes about them are in it, since they may ask for those; nobody else is named. Nothing is written over, and
    only you may read the file. That they were shown it is noted with the day.
    """
    from domain.workbook import holding

    folder = session.folder(to)
    with session.workbook() as wb:
        made = holding.to_file(wb, folder, one_person(wb, " ".join(person)), form)
    for remark in made.notes:
        note(remark)
    if as_json:
        say_json({"files": [{"path": str(made.path), "notes": list(made.notes)}]})
    else:
        say(str(made.path))


@person_verb.command("asked")
@person_argument
@click.option("--what", type=click.Choice(ASKED), help="What they asked; without it their requests are listed.")
@click.option("--on", "on", default="", metavar="DATE", help="The day on which they asked, as in 2026-08-12. [today]")
@json_option
@pass_session
def asked_command(session: Session, person: tuple[str, ...], what: str | None, on: str, as_json: bool) -> None:
    """Note what PERSON asked, with its day, or list what they asked so far. To stop holds at once."""
    from domain.workbook import people, requests

    with session.workbook() as wb:
        person_id = people.find(wb, one_person(wb, " ".join(person))).id
        if what:
            requests.ask(wb, person_id, requests.Kind(what), _day(on) if on else None)
        with wb.store.read() as tx:
            found = requests.of_person(tx, person_id)
        if as_json:
            rows = [{"kind": one.kind, "day": one.day, "until": one.until, "done": bool(one.done_at)} for one in found]
            say_json({"person": str(person_id), "requests": rows})
            return
        for one in found:
            words = requests.words_of(wb, one)
            say(f"{words[:1].upper()}{words[1:]}.")
        if not found:
            say("They asked nothing so far.")


@person_verb.command("practised")
@person_argument
@click.option("--on", "on", default="", metavar="DATE", help="The day, as in 2026-08-12. [today]")
@pass_session
def practised_command(session: Session, person: tuple[str, ...], on: str) -> None:
    """Note a day of practice in the drill log of PERSON; enough of them may halve a wait for a retake, once."""
    from domain.workbook import practising

    with session.workbook() as wb:
        person_id = one_person(wb, " ".join(person))
        practising.note(wb, person_id, _day(on) if on else None)
        found = practising.read(wb, person_id)
    if found is None:
        say("Noted.")
    else:
        say(f"{found.days} of {found.needed} days; the retake is open from {found.opens.isoformat()}.")


@person_verb.command("ladder")
@person_argument
@click.option("--works-here", "here", default="", metavar="LEVEL", help="They work here, at this level: team_lead.")
@click.option("--worked-here", "was", default="", metavar="LEVEL", help="They worked here once, at this level.")
@click.option("--since", "since", default="", metavar="DATE", help="From when they have it, as in 2026-08-12. [today]")
@pass_session
def ladder_command(session: Session, person: tuple[str, ...], here: str, was: str, since: str) -> None:
    """Say where PERSON stands on the career ladder and what the next level asks for, or set their level."""
    from domain.model.ladder import How
    from domain.workbook import ladder

    if here and was:
        raise BadInput("They work here, or they worked here once.", "Name one of --works-here and --worked-here.")
    with session.workbook() as wb:
        person_id = one_person(wb, " ".join(person))
        if level := here or was:
            how = How.INTERNAL if here else How.RETURNING
            ladder.place(wb, person_id, level, how, _day(since) if since else None)
        found = ladder.read(wb, person_id)
    for line in ladder.told(found):
        say(line)


@person_verb.command("keep")
@person_argument
@click.option("--until", "until", default="", metavar="DATE", help="The last day of the duty, as in 2027-08-12.")
@click.option("--why", "why", default="", metavar="WORDS", help="Which duty it is.")
@click.option("--no-longer", is_flag=True, help="The duty is over before its day.")
@pass_session
def keep_command(session: Session, person: tuple[str, ...], until: str, why: str, no_longer: bool) -> None:
    """Keep the record of PERSON until a day, because the law or a claim asks for it; until then it is not erased."""
    from domain.workbook import requests

    with session.workbook() as wb:
        person_id = one_person(wb, " ".join(person))
        if no_longer:
            requests.release(wb, person_id)
            say("The record need no longer be kept.")
            return
        if not until:
            raise BadInput("A duty to keep has a last day.", "Name it with --until 2027-08-12.")
        requests.keep(wb, person_id, _day(until), why)
        say(f"The record is kept until {until}.")


@person_verb.command("erase")
@person_argument
@click.option("--confirm", "confirm", default="", metavar="NAME", help="Their whole name, to confirm.")
@json_option
@pass_session
def erase_command(session: Session, person: tuple[str, ...], confirm: str, as_json: bool) -> int:
    """Erase PERSON for good: from every table, the history, the search, drafts, the mail and backups made from then on.

    Counts stay, without a name. Files that were written about them are listed, since nobody can take those back; older
    backups are yours to delete. Nothing takes it back. Without --confirm and without a terminal nothing is erased, and
    the exit code is 4.
    """
    from domain.workbook import erasing

    with session.workbook() as wb:
        shown = erasing.preview(wb, one_person(wb, " ".join(person)))
        if not confirm:
            _say_preview(shown)
        if shown.refused:
            raise BadInput(f"Not erased: {shown.refused}", "Ask again from then on.")
        if not confirm and not can_ask():
            note("Nobody was erased. Confirm with --confirm and their whole name.")
            return exits.NEEDS_ANSWER
        question = "Type their whole name to erase them for good"
        typed = confirm or str(click.prompt(question, default="", show_default=False))
        done = erasing.erase(wb, shown.person, typed)
        if as_json:
            say_json({"erased": done.people, "files": list(done.files), "not_swept": done.left})
        else:
            _say_erased(done)
    return exits.DONE


def _say_preview(shown: Preview) -> None:
    say_head(f"Erase {shown.name}")
    say(f"Goes: {', '.join(('the card', *shown.goes))}, all of its history, and what the search holds of it.")
    say("Stays: a count of each application, without a name.")
    if shown.files or shown.lists:
        say(f"Cannot be taken back: {len(shown.files):,} files about them, {len(shown.lists):,} lists of people.")
    if shown.sent:
        say(f"They have {shown.sent:,} of our slips, on paper or by mail.")
    if shown.apart:
        say(f"What they may have said freely goes when these are opened next: {', '.join(shown.apart)}")


def _say_erased(done: Erased) -> None:
    say("Erased. Nothing takes it back.")
    if done.files:
        say("These files are outside of the workbook; delete them by hand:")
        for file in done.files:
            say(f"  {file}")
    say("Backups from before hold them still; delete those, or make one anew: milepost backup.")
    if done.left:
        note(f"Not all pages could be swept: {done.left} It is done when the workbook is next opened.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(f'"{text}" is no date.', "Write it as 2026-08-12.") from error
