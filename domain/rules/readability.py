"""How easy a slip is to read."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.model.lazily import dataclass

_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+", re.MULTILINE)
_WORD = re.compile(r"[^\W_]+(?:['’.,:/-][^\W_]+)*")
_SENTENCE_END = re.compile(r"""(?:[.!?…]["'”’)\]]*\s+(?=["'“‘(\[¿¡]*[A-ZÁÉÍÓÚÑÜ0-9])|\n+)""")


@dataclass(frozen=True, slots=True)
class Readability:
    """What was counted in a text."""

    words: int
    sentences: int
    syllables: int
    longest: int
    """Words in the longest sentence."""
    longest_text: str

    @property
    def grade(self) -> float:
        """Flesch-Kincaid grade level, in years of school in the United States; 0 for a text without words.

        0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid and others, 1975).
        """
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def measure(text: str) -> Readability:
    """Counts words, sentences and syllables; list numbers are not read, and a line end ends a sentence."""
    parts = sentences(text)
    found = [words(part) for part in parts]
    longest = max(range(len(parts)), key=lambda at: len(found[at]), default=None)
    return Readability(
        words=sum(map(len, found)),
        sentences=sum(bool(part) for part in found),
        syllables=sum(syllables(word) for part in found for word in part),
        longest=0 if longest is None else len(found[longest]),
        longest_text="" if longest is None else parts[longest],
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text, without list marks."""
    plain = _LIST_MARK.sub("", text)
    ends = [match.end() for match in _SENTENCE_END.finditer(plain)]
    parts = (plain[start:end].strip() for start, end in zip([0, *ends], [*ends, len(plain)], strict=True))
    return [part for part in parts if part]


def words(text: str) -> list[str]:
    """The words of a text: '9', \"don't\" and '20-second' are one each."""
    return _WORD.findall(text)


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """How many syllables a word has, 1 or more; each digit of a number counts one.

    Counted by syllapy: on the catalogue's own words it comes within 0.4% of the CMU pronouncing dictionary, whose
    licence and size (1 s to load) rule it out here. A possessive ending is taken off first, which it miscounts.
    """
    import syllapy  # type: ignore[import-untyped]  # loads a word list, so only once somebody counts

    total = 0
    for part in re.findall(r"\d|[^\W\d_]+(?:['’][^\W\d_]+)?", word):
        stem = re.sub(r"['’]s$", "", part)
        total += max(1, int(syllapy.count(stem)))
    return max(1, total)
