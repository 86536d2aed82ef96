"""The tables of a workbook, step by step; a step that was released is never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from domain.store import tables_assessing, tables_contact, tables_people
from domain.store.verbs import SchemaVerbs

PARTS = (tables_people, tables_assessing, tables_contact)
"""In an order in which no table refers to one that comes later."""

LOGGED = (
    "rubric",
    "opening",
    "person",
    "application",
    "attempt",
    "card",
    "rating",
    "revision",
    "critical",
    "slip",
    "visit",
    "offer",
    "stay",
    "slot",
    "twin",
    "intake",
    "promise",
    "view",
    "merged",
    "call",
    "paper",
    "letter",
    "mailing",
    "touch",
    "snooze",
    "asked",
    "counted",
    "practice",
    "pool",
    "rung",
    "proof",
    "calibration",
    "calibrated",
)
"""Every table that a user's work lives in; the log keeps before and after images of their rows."""


LINES: Mapping[str, int] = {
    "rubric.changed": 4_000,
    "opening.note": 4_000,
    "person.points": 1_000,
    "person.note": 4_000,
    "application.reason": 1_000,
    "attempt.reason": 1_000,
    "attempt.note": 4_000,
    "card.why": 1_000,
    "rating.did": 1_000,
    "rating.effect": 1_000,
    "revision.why": 1_000,
    "critical.quote": 1_000,
    "critical.cleared_why": 1_000,
    "twin.why": 1_000,
    "promise.words": 1_000,
    "offer.reason": 1_000,
    "stay.why": 1_000,
    "slip.why": 1_000,
    "mailing.why": 1_000,
    "letter.why": 1_000,
    "letter.words": 1_000,
    "touch.words": 1_000,
    "asked.why": 1_000,
    "rung.why": 1_000,
    "proof.words": 1_000,
    "calibration.transcript": 20_000,
}
"""Columns that keep line breaks, with the most characters they hold."""

LONG: Mapping[str, int] = {
    "person.tags": 600,
    "person.find": 4_000,
    "application.added_tests": 1_000,
    "application.skipped": 1_000,
    "intake.file": 1_000,
    "view.filter": 1_000,
    "jot.words": 1_000,
    "mailing.address": 320,
    "exported.file": 1_000,
    "apart.file": 1_000,
    "counted.tries": 1_000,
}
"""Columns of one line that hold more than `USUAL` characters."""

USUAL = 200
"""The most characters in a column that is named in none of `LINES`, `LONG` and `EXACT`; it holds one line."""

EXACT = frozenset(
    {
        "rubric.body",
        "rubric.milestones",
        "slip.draft",
        "slip.document",
        "slip.overrides",
        "intake.report",
        "call.moments",
        "calibration.moments",
        "calibrated.draft",
        "calibrated.ratings",
        "offer.terms",
        "paper.answers",
        "answer.value",
    }
)
"""Columns of JSON, and of what was typed in an exam letter by letter: stored as they are, whatever their length."""


OWNERS: Mapping[str, str] = {
    "application": "person",
    "attempt": "person",
    "rating": "attempt",
    "card": "attempt",
    "revision": "attempt",
    "critical": "attempt",
    "call": "attempt",
    "slip": "person",
    "visit": "person",
    "offer": "person",
    "stay": "person",
    "promise": "person",
    "twin": "person",
    "merged": "person",
    "paper": "person",
    "letter": "person",
    "mailing": "person",
    "touch": "person",
    "snooze": "person",
    "asked": "person",
    "practice": "person",
    "pool": "person",
    "rung": "person",
    "proof": "person",
    "calibration": "person",
    "calibrated": "calibration",
}
"""Table -> the column that says whose a row is; by it the log finds what a person had and has no longer."""

SHARED: Mapping[str, Mapping[str, object]] = {"rubric": {"changed": ""}}
"""Rows, by what they hold, that keep a text word for word for whoever needs it next, found again by its digest.

Who wrote one first is of no consequence: taking that act back leaves it, because others may stand on it by then. An
edited version of an account is somebody's work, and goes with it.
"""


def shared(table: str, row: Mapping[str, object] | None) -> bool:
    """Whether a new row of a table stays when the act is taken back that wrote it."""
    holds = SHARED.get(table)
    return holds is not None and row is not None and all(row[name] == value for name, value in holds.items())


def m001_tables(s: SchemaVerbs) -> None:
    """Every table, and the log."""
    s.create_log()
    for part in PARTS:
        part.tables(s)


def m002_indexes(s: SchemaVerbs) -> None:
    """What every list and every lookup needs to stay quick at a million people."""
    for part in PARTS:
        part.indexes(s)


def m003_log(s: SchemaVerbs) -> None:
    """Images of every change."""
    for table in LOGGED:
        s.logged(table, OWNERS.get(table, ""))


def m004_search(s: SchemaVerbs) -> None:
    """People by words, letters of words and digits."""
    s.searchable("person", "find")


Step = Callable[[SchemaVerbs], None]
STEPS: tuple[Step, ...] = (m001_tables, m002_indexes, m003_log, m004_search)
