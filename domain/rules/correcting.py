"""A slip that takes the place of one that was delivered says so first, and what is new in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.rules.wording import day_words, listed

if TYPE_CHECKING:
    from datetime import date

    from domain.model.slip import SlipDocument

_TAKES_PLACE = "This takes the place of the feedback that we gave you on {date}."
_NEW = "New in it: {parts}."
_SORRY = "We are sorry for the mistake."


def without_lead(document: SlipDocument) -> SlipDocument:
    """A correction without the sentences that say that it is one; any other slip as it is."""
    _, found, rest = document.opening.partition(_SORRY)
    return replace(document, opening=rest.strip()) if found else document


def changes(old: SlipDocument, new: SlipDocument) -> tuple[str, ...]:
    """The parts of a slip that differ from one that they have, in reading order and in their reader's words."""
    parts = (
        ("your result and next step", without_lead(old).opening != without_lead(new).opening),
        ("the note below it", old.critical != new.critical),
        ("what went well", old.went_well != new.went_well),
        ("what to work on", (old.work_on, old.drills) != (new.work_on, new.drills)),
        ("the tip", (old.tip_heading, old.tip) != (new.tip_heading, new.tip)),
        ("the line that we wrote for you", old.free_text != new.free_text),
        ("how to reach us", old.contact != new.contact),
    )
    return tuple(part for part, differs in parts if differs)


def corrected(new: SlipDocument, old: SlipDocument, given: date) -> SlipDocument:
    """The new slip, which says first that it takes the place of one that was given on a day, and what is new."""
    said = [_TAKES_PLACE.format(date=day_words(given, new.dated))]
    if found := changes(old, new):
        said.append(_NEW.format(parts=listed(found)))
    return replace(new, opening=" ".join((*said, _SORRY, new.opening)).strip())
