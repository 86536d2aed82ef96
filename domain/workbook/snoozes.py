"""Putting off what is due, to a day, with a reason: it comes back on that day, and nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.workbook import contacts, people
from domain.workbook.wording import weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

MOST_DAYS = 90
"""The furthest day to which something is put off."""
MAX_WHY = 120
"""Characters of the reason."""

Key = tuple[str, int, int]
"""What is put off: its kind, its own id or 0 where it is the person, and the person."""


def put_off(wb: Workbook, kind: str, about: int, person_id: int, until: date, why: str) -> None:
    """Put something off that is due, as one act; what was put off before goes on to the new day.

    `about` is the id of what is due, 0 where that is the person themselves. BadInput for a day that is not to come, too
    far away or too late for what is due, without a reason, and for a promise, which is moved.
    """
    reason = " ".join(why.split())
    if not reason:
        raise BadInput("There is no reason.", "Say in a word why it can wait, as in 'on leave until then'.")
    if len(reason) > MAX_WHY:
        raise BadInput(f"This has {len(reason)} characters, {MAX_WHY} are the most.", "Say it shorter.")
    today = wb.today()
    if not today < until <= today + timedelta(days=MOST_DAYS):
        raise BadInput(
            f"{weekday_day_month(until)} is no day to put it off to.", f"Up to {MOST_DAYS} days, from tomorrow."
        )
    name = people.find(wb, person_id).name

    def work(act: Act) -> None:
        _check_waits(act, kind, about, until)
        known = act.row(
            "select id from snooze where person = :person and kind = :kind and about = :about"
            " order by until desc limit 1",
            person=person_id,
            kind=kind,
            about=about,
        )
        fields = {"until": until.isoformat(), "why": reason, "who": act.who, "at": act.at}
        if known:
            act.update("snooze", known["id"], **fields)
        else:
            act.insert("snooze", person=person_id, kind=kind, about=about, **fields)

    wb.store.do(f"put something off for {name} until {weekday_day_month(until)}: {reason}", work)


def _check_waits(tx: Tx, kind: str, about: int, until: date) -> None:
    """BadInput where it would be too late by then: a promise has its day, and nobody is reminded of a slot gone by."""
    if kind == contacts.PROMISES:
        raise BadInput("A promise is not put off behind their back.", "Give it another day, and tell them.")
    day = tx.value("select day from visit where id = :id", id=about) if kind == contacts.SLOTS else None
    if day is not None and until.isoformat() >= day:
        slot = weekday_day_month(date.fromisoformat(day))
        raise BadInput(f"Their slot is on {slot}.", "Put it off to a day before that, or book another slot.")


def read(wb: Workbook, tx: Tx) -> Mapping[Key, tuple[date, str]]:
    """What is put off beyond today, with the day and the reason."""
    rows = tx.rows(
        "select person, kind, about, until, why from snooze where until > :today", today=wb.today().isoformat()
    )
    return {(row["kind"], row["about"], row["person"]): (date.fromisoformat(row["until"]), row["why"]) for row in rows}
