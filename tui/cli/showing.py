"""`milepost show`: one person's road in plain sentences, for a screen reader as well as for a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.finding import one_person
from tui.cli.options import json_option, pass_session
from tui.cli.output import say, say_head, say_json
from tui.cli.wording import account_name, day, iso, milestone_name, words

if TYPE_CHECKING:
    from domain.workbook import Workbook
    from domain.workbook.applications import ApplicationRow
    from domain.workbook.journeys import AttemptRow, Page, Post
    from domain.workbook.people import Person
    from tui.cli.session import Session

CHANNELS = {"call": "a call", "sms": "text message", "whatsapp_or_viber": "WhatsApp or Viber", "email": "e-mail"}


@click.command("show")
@click.argument("person", nargs=-1, required=True, metavar="PERSON")
@json_option
@pass_session
def show_verb(session: Session, person: tuple[str, ...], as_json: bool) -> None:
    """Tell how far PERSON came, where they stopped, why, and what to do about it.

    PERSON is an id of milepost list people, or words that find one person: a name, the last digits of the number, an
    e-mail address. Where they find several, those are listed and the exit code is 2. Private notes are not shown.
    """
    from domain.workbook import journeys

    with session.workbook() as wb:
        page = journeys.page(wb, one_person(wb, " ".join(person)))
        if as_json:
            say_json(page_json(wb, page))
        else:
            _say_page(wb, page)


def _say_page(wb: Workbook, page: Page) -> None:
    say_head(page.person.name)
    say(page.headline)
    if page.detail:
        say(page.detail)
    say(_contact(page))
    if page.application:
        say(f"On {page.application.opening_name}, {account_name(wb, page.application.account)}.")
    for twin in page.twins:
        say(f"May be the same person as {twin}.")
    _say_section("The road", _road_lines(wb, page))
    _say_section("Attempts, the newest first", [_attempt_line(wb, each) for each in page.attempts])
    _say_section("Asked to work on", list(page.look_for))
    _say_section("Applications", [_application_line(wb, each) for each in page.applications])
    say()
    say(f"Id {page.person.id}. Taken in on {day(wb, page.person.at)}.")


def _say_section(title: str, lines: list[str]) -> None:
    if not lines:
        return
    say()
    say_head(title)
    for line in lines:
        say(line)


def _ways(person: Person) -> str:
    first, second = (CHANNELS.get(one, one) for one in (person.channel, person.second_channel))
    return f"{first}, else by {second}" if second else first


def _contact(page: Page) -> str:
    person = page.person
    parts = [
        f"Phone {person.phone or person.phone_typed}." if person.phone or person.phone_typed else "No phone number.",
        f"E-mail {person.email or person.email_typed}." if person.email or person.email_typed else "",
        f"To be reached by {_ways(person)}." if person.channel else "",
        f"Between {person.window_from} and {person.window_to}." if person.window_from and person.window_to else "",
    ]
    return " ".join(part for part in parts if part)


def _road_lines(wb: Workbook, page: Page) -> list[str]:
    needed = [post for post in page.posts if post.word != "not needed"]
    rest = [milestone_name(wb, post.milestone).lower() for post in page.posts if post.word == "not needed"]
    lines = [f"{number}. {_post_line(wb, post)}" for number, post in enumerate(needed, 1)]
    return [*lines, f"Not needed: {', '.join(rest)}."] if rest else lines


def _post_line(wb: Workbook, post: Post) -> str:
    return f"{milestone_name(wb, post.milestone)}: {post.word}{f', {post.note}' if post.note else ''}."


def _attempt_line(wb: Workbook, row: AttemptRow) -> str:
    what = f"{milestone_name(wb, row.milestone)}, attempt {row.number}"
    if not row.id:
        return f"{what}: still to start."
    result = words(row.result) if row.result else "under way"
    who = f", with {row.who}" if row.who else ""
    slip = {"": "", "owed": " The slip is owed."}.get(row.slip_state, f" The slip is {row.slip_state}.")
    return f"{what}: {result}, {day(wb, row.at)}{who}.{slip}"


def _application_line(wb: Workbook, row: ApplicationRow) -> str:
    ended = f", ended {day(wb, row.ended_at)}" if row.ended_at else ""
    reason = f" ({row.reason})" if row.reason else ""
    retest = f", retest from {row.retest}" if row.retest and not row.ended_at else ""
    return (
        f"{row.opening_name}, since {day(wb, row.at)}: {words(row.state)} at the"
        f" {milestone_name(wb, row.milestone).lower()}{ended}{reason}{retest}."
    )


def page_json(wb: Workbook, page: Page) -> dict[str, object]:
    """Everything that is shown, under stable keys; ids are texts, moments ISO 8601."""
    person = page.person
    return {
        "person": {
            "id": str(person.id),
            "name": person.name,
            "phone": person.phone or person.phone_typed,
            "email": person.email or person.email_typed,
            "city": person.city,
            "channel": person.channel,
            "second_channel": person.second_channel,
            "window_from": person.window_from,
            "window_to": person.window_to,
            "source": person.source,
            "reference": person.reference,
            "tags": person.tags,
            "added": iso(wb, person.at),
        },
        "headline": page.headline,
        "detail": page.detail,
        "passed": page.passed,
        "on_route": page.on_route,
        "road": [{"milestone": post.milestone, "state": post.word, "note": post.note} for post in page.posts],
        "attempts": [_attempt_json(wb, row) for row in page.attempts if row.id],
        "work_on": list(page.look_for),
        "applications": [_application_json(wb, row) for row in page.applications],
        "may_be": [str(twin) for twin in page.twins],
    }


def _attempt_json(wb: Workbook, row: AttemptRow) -> dict[str, object]:
    return {
        "id": str(row.id),
        "milestone": row.milestone,
        "attempt": row.number,
        "result": row.result or "",
        "at": iso(wb, row.at),
        "by": row.who,
        "slip": row.slip_state,
    }


def _application_json(wb: Workbook, row: ApplicationRow) -> dict[str, object]:
    return {
        "id": str(row.id),
        "opening": str(row.opening),
        "opening_name": row.opening_name,
        "account": row.account,
        "milestone": row.milestone,
        "state": row.state,
        "since": iso(wb, row.since),
        "applied": iso(wb, row.at),
        "retest": row.retest,
        "ended": iso(wb, row.ended_at),
        "ended_by": row.ended_by,
        "reason": row.reason,
    }
