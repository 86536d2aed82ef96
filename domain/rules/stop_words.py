"""Whether somebody's own words say that they want no more messages, in any of the languages of the follow-up data."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.model.follow_up import ContactRules

_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


class Wish(StrEnum):
    """What a message says about being contacted."""

    NONE = ""
    PERHAPS = "perhaps"
    """A stop word stands in a longer message; a person decides."""
    STOP = "stop"


def wish_of(text: str, rules: ContactRules) -> Wish:
    """Whether a message asks to stop.

    Several stop words in a row are enough anywhere, as in 'please do not contact me'. One alone is enough in a message
    of a few words ('STOP po'); in a longer one it may mean something else ('I can stop by at ten').
    """
    said = _folded(text)
    found = [phrase for words in rules.stop_words.values() for one in words if _in((phrase := _folded(one)), said)]
    if any(len(phrase) > 1 for phrase in found) or (found and len(said) <= rules.stop_alone):
        return Wish.STOP
    return Wish.PERHAPS if found else Wish.NONE


def _folded(text: str) -> list[str]:
    """The words of a text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.replace("\u2019", "'").casefold())
    return _WORDS.findall("".join(char for char in plain if not unicodedata.combining(char)))


def _in(phrase: list[str], said: list[str]) -> bool:
    size = len(phrase)
    return any(said[at : at + size] == phrase for at in range(len(said) - size + 1))
