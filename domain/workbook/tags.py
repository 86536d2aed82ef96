"""Tags of people: short words of the hub's own, several to a person, kept in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.store.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_TAGS = 12
"""Tags that one person may carry."""
MAX_TAG = 40
"""Characters of one tag."""
BETWEEN = ", "

_SEPARATORS = re.compile(r"[,;|\n]")
_NEVER = re.compile(r"[\"'%]")


def clean_tag(text: str) -> str:
    """One tag as it is kept: small letters, single spaces, no separators; BadInput where nothing is left of it."""
    said = " ".join(_SEPARATORS.sub(" ", _NEVER.sub("", clean(text, 10 * MAX_TAG))).lower().split())
    if not said:
        raise BadInput("A tag needs a word.", "Type one, as in night shift.")
    if len(said) > MAX_TAG:
        raise BadInput(f"A tag of {len(said)} characters is too long.", f"Use {MAX_TAG} at most.")
    return said


def tags_of(line: str) -> tuple[str, ...]:
    """The tags in a line as it is kept."""
    return tuple(tag for part in line.split(",") if (tag := part.strip()))


def tidied(line: str) -> str:
    """A line of tags as it is kept, from one as typed or imported; what does not fit is left out."""
    parts = (" ".join(_NEVER.sub("", part).lower().split())[:MAX_TAG].strip() for part in _SEPARATORS.split(line))
    return BETWEEN.join(list(dict.fromkeys(filter(None, parts)))[:MAX_TAGS])


def with_tags(line: str, added: Iterable[str]) -> str:
    """The line with these tags as well; BadInput where that would be too many."""
    tags = list(dict.fromkeys((*tags_of(line), *added)))
    if len(tags) > MAX_TAGS:
        raise BadInput(f"A person carries at most {MAX_TAGS} tags.", "Take one off first.")
    return BETWEEN.join(tags)


def without_tags(line: str, taken: Iterable[str]) -> str:
    """The line without these tags."""
    gone = frozenset(taken)
    return BETWEEN.join(tag for tag in tags_of(line) if tag not in gone)
