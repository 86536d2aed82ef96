"""Text as words with their kinds, and frames: patterns over kinds, such as 'you, a form of be, a word for a trait'.

A frame is words and kinds with spaces between them. A kind stands in capitals (`YOU BE TRAIT`), other words are meant
as they stand; `a/b` is either, `wor~` any word that begins so, a `?`, `*` or `+` after one of them is read as in a
regular expression, `..` is up to three and `...` up to eight words of any kind, `^` and `$` are the ends of the
sentence. What follows a `!` must not be anywhere in the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

QUOTE = "\u00a4"
"""Stands, as often as there are characters, for words that somebody else said."""
NUMBER = "0"

_WORD = re.compile(rf"[^\W_]+|{QUOTE}+|[.!?;]+(?=\s|$|\W)")
_SPLIT = re.compile(r"[\s,]+")
_SHORTEST = 3
"""Letters of the shortest beginning that stands for all words with it."""
_FIRST_CODE = 0xE000
_AT = "|"
_GAPS = {"..": 3, "...": 8}
_REPEATS = "?*+"


@dataclass(frozen=True, slots=True)
class Word:
    """A word without case and accents, and where it stands; a number is '0', a quote one word."""

    text: str
    start: int
    end: int


def sentences(text: str) -> Iterator[tuple[Word, ...]]:
    """The words of a text, sentence by sentence; a sentence without words is left out."""
    words: list[Word] = []
    for match in _WORD.finditer(text):
        token = match[0]
        if token[0] in ".!?;":
            if words:
                yield tuple(words)
            words = []
        else:
            words.append(Word(_plain(token), match.start(), match.end()))
    if words:
        yield tuple(words)


@lru_cache(maxsize=4096)
def _plain(token: str) -> str:
    if token[0] == QUOTE:
        return QUOTE
    if token[0].isdigit():
        return NUMBER
    return fold(token)


def fold(text: str) -> str:
    """Without case and accents."""
    low = text.casefold()
    if low.isascii():
        return low
    apart = unicodedata.normalize("NFD", low)
    return "".join(char for char in apart if not unicodedata.combining(char))


class Lexicon:
    """Which kinds a word is of; from lists of words, where `wor~` stands for all words that begin so."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.codes = {kind: chr(_FIRST_CODE + at) for at, kind in enumerate(kinds)}
        self._whole: dict[str, str] = {}
        self._begun: dict[str, str] = {}
        for kind, listed in kinds.items():
            self._take(listed, self.codes[kind])
        self._named = {code: kind.upper() for kind, code in self.codes.items()}
        self._many = {self.codes[kind]: len(listed) for kind, listed in kinds.items()}
        self.of = lru_cache(maxsize=8192)(self._look_up)
        self.kinds_of = lru_cache(maxsize=8192)(self._kinds)

    def _take(self, listed: str, code: str) -> None:
        for word in filter(None, _SPLIT.split(listed)):
            into = self._begun if word.endswith("~") else self._whole
            key = fold(word.rstrip("~"))
            if code not in into.get(key, ""):
                into[key] = into.get(key, "") + code

    def codes_of(self, item: str) -> str:
        """The codes of 'KIND', 'OTHER/KIND' or 'plain/words', which become a kind of their own.

        Raises ValueError for a kind that is not there.
        """
        names = item.split("/")
        kinds = [name for name in names if name.isupper()]
        words = [name for name in names if not name.isupper()]
        unknown = [kind for kind in kinds if kind.lower() not in self.codes]
        if unknown:
            raise ValueError(f"there is no kind {unknown[0]}")
        return "".join(self.codes[kind.lower()] for kind in kinds) + (self._learnt(words) if words else "")

    def rareness(self, codes: Iterable[str]) -> int:
        """How seldom a word of these kinds is to be expected, for comparison.

        Plain words are rarest. Long lists are of words with a meaning, short ones of words that join others.
        """
        return min(self._many.get(code, 1_000_000) for code in codes)

    def _learnt(self, words: Sequence[str]) -> str:
        name = "/".join(words)
        if name not in self.codes:
            self.codes[name] = chr(_FIRST_CODE + len(self.codes))
            self._take(" ".join(words), self.codes[name])
        return self.codes[name]

    def _kinds(self, word: str) -> tuple[str, ...]:
        """The kinds of a word by name, in capitals; not the plain words of frames."""
        return tuple(dict.fromkeys(self._named[code] for code in self._look_up(word) if code in self._named))

    def _look_up(self, word: str) -> str:
        found = self._whole.get(word, "")
        for length in range(_SHORTEST, len(word) + 1):
            found += self._begun.get(word[:length], "")
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A frame, ready to be looked for."""

    text: str
    """The regular expression over codes; compiled where a sentence has what it needs."""
    needs: tuple[frozenset[str], ...]
    """Codes of kinds of which a sentence must have one each, so that most sentences need not be read."""
    bars: frozenset[str]
    key: frozenset[str]
    """The rarest of what it needs; empty for a frame that needs nothing."""


def read_frames(texts: Iterable[str], lexicon: Lexicon) -> tuple[Frame, ...]:
    """Frames from their texts; the lexicon learns their plain words. Raises ValueError for a kind that is not there."""
    return tuple(_frame(text, lexicon) for text in texts)


def _frame(text: str, lexicon: Lexicon) -> Frame:
    body, _, without = text.partition("!")
    needs: list[frozenset[str]] = []
    parts = []
    for item in body.split():
        if item in "^$":
            parts.append(item)
        elif item in _GAPS:
            parts.append(rf"(?:\|[^|]*){{0,{_GAPS[item]}}}?")
        else:
            name, repeat = (item[:-1], item[-1]) if item[-1] in _REPEATS else (item, "")
            codes = lexicon.codes_of(name)
            parts.append(rf"(?:\|[^|{codes}]*[{codes}][^|]*){repeat}")
            if repeat in ("", "+"):
                needs.append(frozenset(codes))
    bars = frozenset(code for item in without.split() for code in lexicon.codes_of(item))
    key = max(needs, key=lexicon.rareness, default=frozenset())
    return Frame("".join(parts) + r"(?=\||$)", tuple(needs), bars, key)


class Shelf:
    """Frames by what they need most: of hundreds, a sentence is held against the few that it could hold."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self._by_code: dict[str, list[int]] = {}
        self._always: list[int] = []
        self._frames = tuple(frames)
        for at, frame in enumerate(self._frames):
            for code in frame.key:
                self._by_code.setdefault(code, []).append(at)
            if not frame.key:
                self._always.append(at)

    def found(self, sentence: Coded) -> Iterator[tuple[int, tuple[int, int]]]:
        """Number of the frame, in the order in which they were given, and where it is in the sentence."""
        near = {at for code in sentence.kinds for at in self._by_code.get(code, ())}
        for at in sorted(near.union(self._always)):
            yield from ((at, span) for span in sentence.found(self._frames[at]))


@lru_cache(maxsize=2048)
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A sentence as the frames read it: a bar and the kinds of each word."""

    words: tuple[Word, ...]
    text: str
    starts: tuple[int, ...]
    kinds: frozenset[str]

    def found(self, frame: Frame) -> Iterator[tuple[int, int]]:
        """Where a frame is in the sentence: start and end in the characters of the text that was read."""
        if frame.bars & self.kinds or any(need.isdisjoint(self.kinds) for need in frame.needs):
            return
        for match in _compiled(frame.text).finditer(self.text):
            if match.end() > match.start():
                first = bisect_right(self.starts, match.start()) - 1
                last = bisect_right(self.starts, match.end() - 1) - 1
                yield self.words[first].start, self.words[last].end


def coded(words: tuple[Word, ...], lexicon: Lexicon) -> Coded:
    """A sentence with the kinds of its words."""
    starts, parts, at = [], [], 0
    for word in words:
        part = _AT + lexicon.of(word.text)
        starts.append(at)
        parts.append(part)
        at += len(part)
    text = "".join(parts)
    return Coded(words, text, tuple(starts), frozenset(text))
