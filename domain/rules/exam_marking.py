"""Marking what was done at the keyboard of the exam room; pure, and the same every time.

Typing: net = (characters / 5 - uncorrected errors) / minutes, and accuracy is the share of characters that are right,
as the rubric of the exam defines both. An uncorrected error is one edit (a wrong, a missing or an extra character)
between what stands there at the end and the part of the passage that it comes nearest to, so that one slip never makes
all that follows wrong. The minutes are those of the test, whoever stops early.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

from domain.model.exam import FieldKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.exam import ChoiceForm, EntryField, Item

T = TypeVar("T")

WORD = 5
"""Characters that count as one word."""


@dataclass(frozen=True, slots=True)
class TypingScore:
    """What a typing test came to."""

    net_wpm: float
    """Net words a minute, 0 or more, not rounded."""
    accuracy: float
    """Percent of the characters that are right, 0-100, not rounded; 0 where nothing was typed."""
    characters: int
    errors: int


def typing_score(passage: str, typed: str, minutes: float) -> TypingScore:
    """What a typed text is worth; `passage` is begun again where the text is longer. Minutes above 0."""
    errors = uncorrected(passage, typed)
    characters = len(typed)
    net = max(0.0, (characters / WORD - errors) / minutes)
    right = 100.0 * (characters - errors) / characters if characters else 0.0
    return TypingScore(net, max(0.0, right), characters, errors)


def uncorrected(passage: str, typed: str) -> int:
    """The fewest edits between a typed text and any beginning of the passage, said again and again."""
    return _edits(typed, endless(passage, 2 * len(typed)))


def endless(passage: str, characters: int) -> str:
    """So many characters of a passage that begins again, after a space, where it ends."""
    whole = f"{passage} "
    return (whole * (characters // len(whole) + 1))[:characters]


def _edits(typed: str, target: str) -> int:
    """The fewest edits from a text to any beginning of the target, one column of the table at a time.

    The column is kept as two numbers whose bits say where it rises and falls (G. Myers, A fast bit-vector algorithm for
    approximate string matching, 1999; H. Hyyrö, 2003), so that three minutes of typing take milliseconds.
    """
    if not typed:
        return 0
    last, mask = 1 << (len(typed) - 1), (1 << len(typed)) - 1
    places: dict[str, int] = {}
    for place, character in enumerate(typed):
        places[character] = places.get(character, 0) | (1 << place)
    rises, falls = mask, 0
    edits = best = len(typed)
    for character in target:
        same = places.get(character, 0)
        down = same | falls
        across = (((same & rises) + rises) ^ rises) | same
        up = falls | (~(across | rises) & mask)
        less = rises & across
        edits += bool(up & last) - bool(less & last)
        up, less = (up << 1) | 1, less << 1
        rises = (less | ~(down | up)) & mask
        falls = up & down & mask
        best = min(best, edits)
    return best


def rounded(value: float, decimals: int, low: float, high: float) -> float:
    """A measure as its unit writes it: halves go up, within the unit's range."""
    step = 10.0**decimals
    return min(high, max(low, math.floor(value * step + 0.5 + 1e-9) / step))


def percent(right: int, asked: int) -> float:
    """The share of right answers, 0-100; 0 where nothing was asked."""
    return 100.0 * right / asked if asked else 0.0


# order ---------------------------------------------------------------------------------------------------------------


def shuffled(things: Sequence[T], seed: int, about: str) -> tuple[T, ...]:
    """The same things in another order: the same for the same seed and `about`, on every machine and version."""
    drawn = [(sha256(f"{seed}/{about}/{place}".encode()).digest(), thing) for place, thing in enumerate(things)]
    return tuple(thing for _, thing in sorted(drawn, key=lambda each: each[0]))


def order_of(form: ChoiceForm, seed: int) -> tuple[Item, ...]:
    """The items of a form as one candidate gets them; questions about one page stay together."""
    pages = list(dict.fromkeys(item.about for item in form.items))
    return tuple(
        item
        for page in shuffled(pages, seed, f"{form.id} pages")
        for item in shuffled([item for item in form.items if item.about == page], seed, f"{form.id} {page} items")
    )


def options_of(item: Item, seed: int) -> tuple[str, ...]:
    """The ids of an item's options as one candidate gets them."""
    return shuffled(tuple(item.options), seed, f"{item.id} options")


# marks ---------------------------------------------------------------------------------------------------------------


def right_choices(form: ChoiceForm, answers: Mapping[str, str]) -> int:
    """How many items were answered with their key; what was not answered is not right."""
    return sum(answers.get(item.id) == item.key for item in form.items)


def right_fields(fields: Sequence[EntryField], entries: Mapping[str, str]) -> int:
    """How many fields hold what was read out."""
    return sum(is_right(one, entries.get(one.id, "")) for one in fields)


def is_right(one: EntryField, entry: str) -> bool:
    """Whether an entry is what was read out, as its kind counts; an empty one never is."""
    plain = _plain(one.kind, entry)
    return bool(plain) and plain in {_plain(one.kind, right) for right in (one.right, *one.accept)}


def _plain(kind: FieldKind, text: str) -> str:
    match kind:
        case FieldKind.WORDS:
            return " ".join(re.findall(r"[^\W_]+", _bare(text).replace("'", "").replace("’", "")))
        case FieldKind.CODE:
            return "".join(re.findall(r"[^\W_]+", _bare(text)))
        case FieldKind.DIGITS:
            return "".join(re.findall(r"[0-9]", unicodedata.normalize("NFKC", text)))
        case FieldKind.AMOUNT:
            return _amount(text)
        case FieldKind.EMAIL:
            return "".join(text.split()).casefold()


def _bare(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in split if not unicodedata.combining(character))


def _amount(text: str) -> str:
    found = re.fullmatch(r"\D*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?\D*", unicodedata.normalize("NFKC", text.strip()))
    if not found:
        return ""
    whole = found[1].replace(",", "").lstrip("0") or "0"
    rest = (found[2] or "").rstrip("0")
    return f"{whole}.{rest}" if rest else whole
