"""`milepost retention`: who was here so long ago that they are to be erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli import exits
from tui.cli.options import json_option, pass_session
from tui.cli.output import note, say, say_json, say_table

if TYPE_CHECKING:
    from domain.workbook.erasing import Erased
    from domain.workbook.retention import Plan
    from tui.cli.session import Session

SHOWN = 50
"""People who are named; --all names everybody."""


@click.command("retention")
@click.option("--yes", is_flag=True, help="Erase them, in one act that nothing takes back.")
@click.option("--all", "everybody", is_flag=True, help=f"Name everybody, not only the first {SHOWN}.")
@json_option
@pass_session
def retention_verb(session: Session, yes: bool, everybody: bool, as_json: bool) -> int:
    """Say who would be erased because nothing happened with them for the days that people are kept; --yes does it.

    Who was hired, who still waits for an answer and whose record must be kept are not among them. The days come from
    the settings, else from the follow-up data. Without --yes nothing is changed, and the exit code is 3 where somebody
    would go.
    """
    from domain.workbook import retention

    with session.workbook() as wb:
        plan = retention.plan(wb)
        done = retention.apply(wb, plan) if yes and plan.due else None
    if as_json:
        say_json(_json(plan, done))
    else:
        _say_plan(plan, everybody)
        if done:
            _say_done(done)
    return exits.DONE if done or not plan.due else exits.NEEDS_YES


def _say_plan(plan: Plan, everybody: bool) -> None:
    rows = plan.due if everybody else plan.due[:SHOWN]
    say_table(("Id", "Name", "Last step"), [(str(one.person), one.name, one.last.isoformat()) for one in rows])
    if more := len(plan.due) - len(rows):
        say(f"... and {more:,} more.")
    people = "person" if len(plan.due) == 1 else "people"
    say(f"{len(plan.due):,} {people}, last step before {plan.before.isoformat()}: kept for {plan.days:,} days.")
    kept = {
        "were hired": plan.hired,
        "still wait for an answer": plan.waiting,
        "must be kept for now": plan.held,
    }
    for why, number in kept.items():
        if number:
            say(f"{number:,} more stay: they {why}.")


def _say_done(done: Erased) -> None:
    say(f"Erased {done.people:,}. Nothing takes it back.")
    for file in done.files:
        say(f"Delete by hand: {file}")
    if done.left:
        note(f"Not all pages could be swept: {done.left} It is done when the workbook is next opened.")


def _json(plan: Plan, done: Erased | None) -> dict[str, object]:
    return {
        "days": plan.days,
        "before": plan.before.isoformat(),
        "due": [{"id": str(one.person), "name": one.name, "last": one.last.isoformat()} for one in plan.due],
        "kept": {"hired": plan.hired, "waiting": plan.waiting, "held": plan.held},
        "erased": done.people if done else 0,
        "files": list(done.files) if done else [],
    }
