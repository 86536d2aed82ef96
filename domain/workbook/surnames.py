"""Which words of a name are the surname, as far as that can be told."""

from __future__ import annotations

import re

from domain.store import fold_words

_SUFFIX = re.compile(r"(jr|sr|[ivx]+)\.?", re.IGNORECASE)


def surname_of(name: str, sort_name: str) -> str:
    """The surname: as it was typed apart, which `sort_name` has in front; else the last word.

    What is written small before that belongs to it ('van den Berg'), 'Jr.' and 'III' behind it do not. '' for a name
    of one word, and where it was not typed apart in a writing without capitals, which often has it in front.
    """
    words = name.split()
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        words.pop()
    if len(words) < 2:
        return ""
    at = _typed_apart(words, sort_name) or (_last(words) if name.upper() != name.lower() else len(words))
    return " ".join(words[at:])


def _typed_apart(words: list[str], sort_name: str) -> int:
    """The word with which the surname begins, 0 where it was not typed apart."""
    wanted = sort_name.split()
    for at in range(1, len(words)):
        turned = fold_words(" ".join([*words[at:], *words[:at]]))
        if list(turned) == wanted[: len(turned)]:
            return at
    return 0


def _last(words: list[str]) -> int:
    at = len(words) - 1
    while at > 1 and words[at - 1][0].islower():
        at -= 1
    return at
