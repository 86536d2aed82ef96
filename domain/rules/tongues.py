"""The language that a slip is written in: its fixed words, and the texts of the catalogue as far as it has them.

A sentence is in one language. What the catalogue has no text for, and what a recruiter typed in English, stays in
English, sentence by sentence, and is named for the recruiter, never in what the candidate reads.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.rules.telling import effect_sentence, observation
from domain.rules.wording import capital, fill, lower_first, says, sentence, tidy, without_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from domain.model.slip import Evidence
    from domain.model.wording import Language, SharedWords

ENGLISH = "en"
_ALIASES = {"tl": "fil", "tgl": "fil", "spa": "es", "eng": "en"}
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
_HOLE = re.compile(r"\\{(\w+)\\}")
_WORDS_IN_HOLES = frozenset({"done", "needs", "part", "step", "things", "time", "times"})
"""Holes of a phrase that hold words, which have to be put into the language as well; the others hold numbers."""
_SEVERAL = "things"
"""The one of them that holds several, with commas between."""
_QUOTE = r'("[^"]+"|\'.+\')'
_SPOKEN = re.compile(rf"(?:you )?(?:(?P<verb>said|asked|answered|replied)[,:]? )?(?P<words>{_QUOTE})\.?", re.IGNORECASE)


def base_of(tag: str) -> str:
    """The language of a tag: 'es' of 'es-MX', 'fil' of 'tl'; 'en' for what is no tag."""
    found = _TAG.fullmatch(tag.strip())
    base = re.split("[-_]", tag.strip().lower())[0] if found else ENGLISH
    return _ALIASES.get(base, base)


def spoken(tag: str, known: Mapping[str, object]) -> str:
    """The code of the language that a person with this tag is written in: one that is known, else English."""
    whole = tag.strip().lower().replace("_", "-")
    return whole if whole in known else base_of(tag) if base_of(tag) in known else ENGLISH


def tag_of(tag: str, code: str) -> str:
    """The tag of a document in the language `code` for a person with `tag`: their own where it says the same."""
    own = tag.strip().replace("_", "-")
    return own if own.lower().split("-")[0] == code.split("-")[0] and _TAG.fullmatch(own) else code


class Tongue:
    """One language, ready to say what stands in a draft."""

    def __init__(
        self,
        english: SharedWords,
        phrases: Mapping[str, str] | None = None,
        language: Language | None = None,
        code: str = ENGLISH,
    ) -> None:
        self.code = code
        self.english = english
        """The fixed words of English, for what stays in it."""
        self.words = language.words if language else english
        self.is_english = language is None
        self._texts: dict[str, str] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        said = {text: self.words.phrases.get(name, text) for name, text in (phrases or {}).items()}
        for text, here in {**said, **(language.texts if language else {})}.items():
            if language or text != here:
                self._take(text, here)
        self._common = frozenset(_split(self.words.common))
        self._english_common = frozenset(_split(english.common))
        self.own = lru_cache(maxsize=8_192)(self._own)

    def _take(self, text: str, here: str) -> None:
        self._texts[_key(text)] = here
        if "{" in text:
            self._patterns.append((_pattern(text), here))

    def from_catalogue(self, texts: Iterable[str]) -> tuple[str, ...]:
        """What the catalogue says for these texts, without full stops, the longest first; nothing in English."""
        if self.is_english:
            return ()
        found = {without_end(tidy(known)) for text in texts if says(text) and (known := self._known(text))}
        return tuple(sorted(found, key=len, reverse=True))

    def or_english(self, text: str) -> str:
        """A text of the catalogue in this language, else as it stands."""
        return self.own(text) or text

    def _own(self, text: str) -> str:
        """A text in this language: from the catalogue, as the program builds it, or as it was typed; '' for none."""
        if not says(text):
            return ""
        found = self._known(text)
        return found or (text if self.is_english or self._typed_here(text) else "")

    def _known(self, text: str) -> str:
        key = _key(text)
        return self._texts.get(key, "") or next(self._built(key), "")

    def _built(self, key: str) -> Iterator[str]:
        for pattern, here in self._patterns:
            found = pattern.fullmatch(key)
            if found is None:
                continue
            values = {
                name: self._words_in(name, value) if name in _WORDS_IN_HOLES else value.upper()
                for name, value in found.groupdict().items()
            }
            if all(values.values()):
                yield fill(here, **values)

    def _words_in(self, name: str, value: str) -> str:
        """What stands in a hole, in this language; '' where any of it is not known."""
        said = [self._known(part) for part in (value.split(", ") if name == _SEVERAL else [value])]
        return ", ".join(said) if all(said) else ""

    def _typed_here(self, text: str) -> bool:
        """Whether a line was typed in this language and not in English, by the small words in it."""
        said = _split(re.sub(r'"[^"]*"', "", text))
        here = sum(word in self._common for word in said)
        return here > sum(word in self._english_common for word in said)

    def observation(self, evidence: Evidence) -> str:
        """Evidence as a person would tell it: in this language where all of it can be said in it, else in English."""
        if self.is_english:
            return observation(self._changed(evidence))
        act, moment = self.act(evidence.act), self.own(evidence.moment)
        told = all(here or not says(text) for here, text in ((act, evidence.act), (moment, evidence.moment)))
        lacks_effect = says(evidence.effect) and not self.own(evidence.effect)
        typed = any(self._typed_here(part) for part in (evidence.moment, evidence.act))
        # What a hand wrote in this language has no English; then each sentence is in its own.
        if not told or (lacks_effect and not typed):
            return observation(evidence)
        return self.with_effect(f"{without_end(moment)}, {lower_first(act)}" if moment else act, evidence.effect)

    def _changed(self, evidence: Evidence) -> Evidence:
        """With the site's own words for what the program builds."""
        if not self._texts and not self._patterns:
            return evidence
        return type(evidence)(*map(self.or_english, (evidence.moment, evidence.act, evidence.effect)))

    def with_effect(self, told: str, effect: str) -> str:
        """What was told, in this language, then what it does."""
        here = self.own(effect) or capital(effect_sentence(effect)) if says(effect) else ""
        return tidy(f"{sentence(told)} {sentence(here)}")

    def act(self, act: str) -> str:
        """What was said or done as a clause of this language; '' where it is there in English only."""
        text = tidy(act)
        found = _SPOKEN.fullmatch(text)
        if found:
            verb = {"asked": self.words.asked, "answered": self.words.answered, "replied": self.words.answered}
            return fill(verb.get((found["verb"] or "").lower(), self.words.said), words=found["words"])
        return self.own(text)


@lru_cache(maxsize=8_192)
def _key(text: str) -> str:
    return without_end(tidy(text)).lower()


@lru_cache(maxsize=1_024)
def _pattern(text: str) -> re.Pattern[str]:
    """What the program would build from a phrase of the catalogue, with its holes by name."""

    def hole(found: re.Match[str]) -> str:
        return f"(?P<{found[1]}>.+?)" if found[1] in _WORDS_IN_HOLES else rf"(?P<{found[1]}>[\w.+]{{1,8}})"

    return re.compile(_HOLE.sub(hole, re.escape(_key(text))))


def _split(text: str) -> list[str]:
    apart = unicodedata.normalize("NFD", text.lower())
    return re.findall(r"[^\W\d_]+", "".join(char for char in apart if not unicodedata.combining(char)))
