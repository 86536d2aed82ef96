"""What a history holds of people between and after milestones: the pool, drill logs, and what they asked of us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.terms import Channel, Outcome, PoolWhy
from domain.rules import pooling
from domain.workbook import contacts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from domain.workbook.founding.book import Founding
    from domain.workbook.founding.traveller import Traveller
    from domain.workbook.requests import Kind


def keep(
    book: Founding,
    travels: Traveller,
    why: PoolWhy,
    who: str,
    *,
    words: str = "",
    reached: Sequence[int] = (),
    renewed: bool = False,
) -> None:
    """They were kept in the pool when their application ended, and reached as somebody of it at these moments.

    Where they were `renewed`, it was at the last of them. BadInput where the application has not ended.
    """
    if not travels.ended:
        raise BadInput("Nobody is kept who is on their way.", "Let their application end first.")
    at, own = travels.stands.since, book.new_id()
    since, follow_up = book.day(reached[-1] if renewed else at), book.wb.catalogue.follow_up
    last = book.day(reached[-1]) if reached else None
    due = pooling.next_due(since, last, follow_up.pool, follow_up.contact.pool)
    travels.rows["pool"].append(
        {
            "id": own,
            "person": travels.id,
            "application": 0 if why is PoolWhy.BY_HAND else travels.application,
            "why": why,
            "words": words,
            "who": who,
            "at": at,
            "since": since.isoformat(),
            "until": pooling.last_day(since, follow_up.pool).isoformat(),
            "last": last.isoformat() if last else "",
            "due": due.isoformat() if due else "",
            "renewed": int(renewed),
        }
    )
    for moment in reached:
        travels.rows["touch"].append(
            {
                "id": book.new_id(),
                "person": travels.id,
                "application": travels.application,
                "milestone": travels.stands.milestone,
                "at": moment,
                "direction": "out",
                "channel": Channel.CALL,
                "kind": contacts.POOL,
                "about": own,
                "outcome": Outcome.REACHED,
                "who": who,
            }
        )


def practised(book: Founding, travels: Traveller, day: date, at: int, who: str) -> None:
    """A day of drill log, noted at a moment."""
    row = {"id": book.new_id(), "person": travels.id, "day": day.isoformat(), "who": who, "at": at}
    travels.rows["practice"].append(row)


def asked(book: Founding, travels: Traveller, kind: Kind, at: int, who: str) -> None:
    """They asked something of us about what is held of them, and it is still to do."""
    row = {
        "id": book.new_id(),
        "person": travels.id,
        "kind": kind,
        "day": book.day(at).isoformat(),
        "who": who,
        "at": at,
    }
    travels.rows["asked"].append(row)


def stayed(book: Founding, travels: Traveller, day: int, at: int, who: str, *, quality: int = 0, why: str = "") -> None:
    """What was heard of them so many days after the first one: still here and how well, 1-5, or why they left.

    BadInput before they said yes to an offer.
    """
    if not travels.rows["offer"]:
        raise BadInput("Nobody stays who did not begin.", "Let them take an offer first.")
    offer = travels.rows["offer"][-1]
    here = {"here": 2 if why else 1, "quality": quality, "why": why}
    offer["open"] = int(not why)
    own = {"id": book.new_id(), "offer": offer["id"], "person": travels.id, "day": day}
    travels.rows["stay"].append(own | here | {"who": who, "at": at})
