"""`milepost list`: people, openings, slips and acts as aligned columns or as JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tui.cli.options import json_option, pass_session
from tui.cli.output import is_terminal, note, say_json, say_table
from tui.cli.wording import day, iso, milestone_short, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.workbook import Workbook
    from domain.workbook.history import Entry
    from domain.workbook.openings import OpeningRow
    from domain.workbook.people import PeopleQuery
    from domain.workbook.slips import SlipRow
    from tui.cli.session import Session

SCREENFUL = 50
"""People shown on a terminal unless --limit says otherwise; pipes get everybody."""

SORTS = ("name", "since", "milestone", "state", "retest", "added")
SLIP_STATES = (
    "open", "owed", "draft", "leaving", "failed", "given", "handed-over", "sent", "confirmed", "not-wanted", "all"
)  # fmt: skip


@click.group("list")
def list_verb() -> None:
    """List what is in the workbook. Plain columns; --json gives one document with the same."""


@list_verb.command("people")
@click.argument("wanted", nargs=-1, metavar="[WORDS]...")
@click.option("--limit", type=click.IntRange(min=0), help=f"At most so many, 0 for all. {SCREENFUL} on a terminal.")
@click.option("--sort", type=click.Choice(SORTS), default="name", show_default=True, help="The order.")
@click.option("--descending", is_flag=True, help="The other way round.")
@json_option
@pass_session
def list_people(
    session: Session, wanted: tuple[str, ...], limit: int | None, sort: str, descending: bool, as_json: bool
) -> None:
    """List people; WORDS find by name, digits of the number, e-mail or reference."""
    from domain.workbook import people

    query = people.PeopleQuery(words=" ".join(wanted), sort=sort, descending=descending)
    most = limit if limit is not None else SCREENFUL if is_terminal(sys.stdout) and not as_json else 0
    with session.workbook() as wb:
        found = list(people.ids(wb, query, most))
        total = people.count(wb, query) if most and len(found) == most else len(found)
        if as_json:
            say_json({"total": total, "people": list(_people(wb, found))})
            return
        say_table(("Id", "Name", "Phone", "Opening", "Milestone", "State", "Since", "Retest"), _people_rows(wb, found))
        _tell_cut(len(found), total)
        if not found:
            _tell_nobody(wb, query)


def _people(wb: Workbook, found: list[int]) -> Iterator[dict[str, str]]:
    from domain.workbook.exporting import people_page

    for start in range(0, len(found), 500):
        yield from people_page(wb, found[start : start + 500])


def _people_rows(wb: Workbook, found: list[int]) -> Iterator[tuple[str, ...]]:
    for row in _people(wb, found):
        milestone = milestone_short(wb, row["milestone"])
        yield (
            row["id"], row["name"], row["phone"], row["opening"], milestone, words(row["state"]), row["since"],
            row["retest"],
        )  # fmt: skip


def _tell_cut(shown: int, total: int) -> None:
    if shown < total:
        note(f"{shown:,} of {total:,} people. --limit 0 shows all.")


def _tell_nobody(wb: Workbook, query: PeopleQuery) -> None:
    from domain.workbook import people

    if not query.words:
        note("Nobody is in this workbook yet. milepost import FILE takes people in.")
        return
    note(f'Nobody matches "{query.words}".')
    near = people.closest(wb, query.words, 3)
    if near:
        note(f"Closest by spelling: {', '.join(near)}.")


@list_verb.command("openings")
@click.option("--closed", is_flag=True, help="Those that take no more people too.")
@json_option
@pass_session
def list_openings(session: Session, closed: bool, as_json: bool) -> None:
    """List openings, the next class first; the id is what import --opening takes."""
    from domain.workbook import openings

    with session.workbook() as wb:
        found = openings.listing(wb, with_closed=closed)
        if as_json:
            say_json({"openings": [_opening_json(row) for row in found]})
            return
        say_table(
            ("Id", "Opening", "Account", "Starts", "Seats", "Hired", "On the way"),
            (_opening_row(row) for row in found),
            right=(4, 5, 6),
        )
        if not found:
            note("There is no opening yet.")


def _opening_json(row: OpeningRow) -> dict[str, object]:
    return {
        "id": str(row.id),
        "name": row.name,
        "account": row.account,
        "starts": row.starts.isoformat() if row.starts else "",
        "seats": row.seats,
        "hired": row.taken,
        "people": row.people,
        "closed": row.closed,
    }


def _opening_row(row: OpeningRow) -> tuple[str, ...]:
    starts = "closed" if row.closed else row.starts.isoformat() if row.starts else ""
    return str(row.id), row.name, row.account_name, starts, str(row.seats), str(row.taken), str(row.people)


@list_verb.command("slips")
@click.option("--state", type=click.Choice(SLIP_STATES), default="open", show_default=True, help="Which ones.")
@click.option("--limit", type=click.IntRange(min=0), default=0, help="At most so many, 0 for all.")
@json_option
@pass_session
def list_slips(session: Session, state: str, limit: int, as_json: bool) -> None:
    """List slips, the oldest first: open are those that are owed, drafted or ready, and not given."""
    from domain.workbook import slips

    with session.workbook() as wb:
        found = slips.listing(wb, "" if state == "all" else state.replace("-", "_"), limit=limit)
        if as_json:
            say_json({"owed": slips.owed_count(wb), "slips": [_slip_json(wb, row) for row in found]})
            return
        say_table(
            ("Person id", "Name", "Milestone", "Attempt", "Result", "Slip", "Since", "Via"),
            (_slip_row(wb, row) for row in found),
            right=(3,),
        )
        if not found:
            note("No slips." if state != "open" else "No slip is owed.")


def _slip_json(wb: Workbook, row: SlipRow) -> dict[str, object]:
    return {
        "id": str(row.id) if row.id else "",
        "person": str(row.person),
        "name": row.name,
        "milestone": row.milestone,
        "attempt": row.number,
        "result": row.result,
        "state": row.state,
        "since": iso(wb, row.since),
        "by": row.by,
    }


def _slip_row(wb: Workbook, row: SlipRow) -> tuple[str, ...]:
    milestone = milestone_short(wb, row.milestone)
    number, since = str(row.number), day(wb, row.since)
    return str(row.person), row.name, milestone, number, words(row.result), row.state, since, row.by


@list_verb.command("acts")
@click.option("--limit", type=click.IntRange(min=1, max=10_000), default=20, show_default=True, help="How many.")
@json_option
@pass_session
def list_acts(session: Session, limit: int, as_json: bool) -> None:
    """List what was done last, by whom; the id is what undo --act takes."""
    from domain.workbook import history

    with session.workbook() as wb:
        found = history.recent(wb, limit)
        if as_json:
            entries = [
                {
                    "id": str(each.act),
                    "kind": each.kind,
                    "at": iso(wb, each.at),
                    "who": each.who,
                    "what": each.what,
                    "undone": each.undone,
                }
                for each in found
            ]
            say_json({"acts": entries})
            return
        say_table(("Id", "When", "Who", "What", ""), (_act_row(wb, each) for each in found))
        if not found:
            note("Nothing was done yet.")


def _act_row(wb: Workbook, each: Entry) -> tuple[str, ...]:
    what = each.what if each.kind == "do" else f"{each.kind}: {each.what}"
    return str(each.act), iso(wb, each.at), each.who, what, "undone" if each.undone else ""
