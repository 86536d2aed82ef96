"""Words of a text in the one form in which both engines index and find them."""

from __future__ import annotations

import re
import unicodedata

LONGEST_WORD = 64
"""Letters kept of one word; an engine refuses to index words of some thousand bytes."""

_WORD = re.compile(r"[^\W_]+")


def fold_words(text: str) -> list[str]:
    """The words of a text without case, accents and punctuation, in order, each at most 64 letters.

    Folding what was folded changes nothing, so folded words may be folded again.
    """
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())]
    return [word[:LONGEST_WORD] for word in _WORD.findall(_fold(text))]


def _fold(text: str) -> str:
    """Casefolding can bring out letters that decompose and the other way round, so go on until nothing changes."""
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
