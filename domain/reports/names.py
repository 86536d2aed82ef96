"""File names that every system takes, and that say what is in the file."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2s
from typing import TYPE_CHECKING

from domain.model.ladder_file import LadderDocument
from domain.model.slip import JourneyDocument
from domain.reports.formats import Addressed
from domain.reports.tidy import tidy_text

if TYPE_CHECKING:
    from domain.model.slip import SlipDocument
    from domain.reports.formats import Format

LETTERS = str.maketrans(
    {
        "æ": "ae",
        "ð": "d",
        "ø": "o",
        "þ": "th",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "ł": "l",
        "ŋ": "n",
        "œ": "oe",
        "ß": "ss",
        "'": "",
        "\u2019": "",
    }
)
"""Letters that do not fall apart into a plain one and a mark; apostrophes close up, as in O'Neil."""

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "clock$", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
"""Names that Windows keeps for devices, with any suffix."""

PERSON_LENGTH = 48
MILESTONE_LENGTH = 32


def file_name(
    document: SlipDocument | JourneyDocument | LadderDocument | Addressed,
    format: Format,  # noqa: A002 - the word of the product
) -> str:
    """The name for the document's file: '2026-11-22 mock-call joan-alcaraz attempt-1.pdf', at most 120 characters.

    Only a-z, 0-9, hyphen, space and dot. Two people of one name on one day share it: `write_new` keeps both files.
    """
    if isinstance(document, Addressed):
        document = document.document
    person = slug(document.person, "person", PERSON_LENGTH)
    if isinstance(document, JourneyDocument):
        return f"{document.dated.isoformat()} journey-report {person}{format.suffix}"
    if isinstance(document, LadderDocument):
        return f"{document.dated.isoformat()} ladder-file {person}{format.suffix}"
    milestone = slug(document.milestone, "milestone", MILESTONE_LENGTH)
    attempt = f"attempt-{document.attempt}"
    return f"{document.dated.isoformat()} {milestone} {person} {attempt}{format.suffix}"


def slug(text: str, stand_in: str = "file", length: int = 64) -> str:
    """The text in a-z, 0-9 and hyphens, of at most `length` characters (16 or more), safe as a whole file stem.

    Marks fall off their letters (Peñaflor becomes penaflor). A text that has letters of other scripts gets the
    stand-in and a short, stable mark of its own, so that two such names stay apart: 'person-5c1f2a'.
    """
    known = tidy_text(text)
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", known).lower().translate(LETTERS))
    plain = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in bare if not unicodedata.combining(c))).strip("-")
    if any(char.isalpha() and not char.isascii() for char in bare):
        mark = blake2s(known.encode(), digest_size=3).hexdigest()
        plain = f"{(plain or stand_in)[: length - 7].rstrip('-')}-{mark}"
    plain = plain[:length].rstrip("-") or stand_in
    return f"{plain}-file" if plain in RESERVED else plain
