"""A slip that takes the place of one that was delivered says so first, and what is new in it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.rules.wording import day_words, fill, listed

if TYPE_CHECKING:
    from datetime import date

    from domain.model.slip import SlipDocument
    from domain.model.wording import SharedWords


def without_lead(document: SlipDocument, sorry: str) -> SlipDocument:
    """A correction without the sentences that say that it is one; any other slip as it is."""
    _, found, rest = document.opening.partition(sorry)
    return replace(document, opening=rest.strip()) if found else document


def changes(old: SlipDocument, new: SlipDocument, sorry: str) -> tuple[str, ...]:
    """The parts of a slip that differ from one that they have, in reading order, by their names in the catalogue.

    `sorry` is how a correction ends its lead in the language of the old slip.
    """
    parts = (
        ("result", without_lead(old, sorry).opening != without_lead(new, sorry).opening),
        ("critical", old.critical != new.critical),
        ("went_well", old.went_well != new.went_well),
        ("work_on", (old.work_on, old.drills) != (new.work_on, new.drills)),
        ("tip", (old.tip_heading, old.tip) != (new.tip_heading, new.tip)),
        ("free_text", old.free_text != new.free_text),
        ("contact", old.contact != new.contact),
    )
    return tuple(part for part, differs in parts if differs)


def corrected(
    new: SlipDocument, old: SlipDocument, given: date, words: SharedWords, old_words: SharedWords
) -> SlipDocument:
    """The new slip, which says first that it takes the place of one that was given on a day, and what is new.

    `words` are those of the new slip's language, `old_words` those of the old one's.
    """
    told = words.correction
    said = [fill(told["takes_place"], date=day_words(given, new.dated, words))]
    if found := changes(old, new, old_words.correction["sorry"]):
        said.append(fill(told["new"], parts=listed([told[part] for part in found], words.conjunction)))
    return replace(new, opening=" ".join((*said, told["sorry"], new.opening)).strip())
