"""Languages: the fixed words of slips, complete or refused, and the texts of the catalogue as far as they are there.

`words/<code>.yaml` holds the fixed words of a language. `texts/<code>.yaml` holds what the catalogue says, by the ids
of the milestones; it may hold as much or as little as somebody has written. A translation stands for the very English
text that it was written for: where a site changes that, the text stays in English until the site writes its own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from domain.catalog.shapes import shaped
from domain.catalog.texts import check_words, holes
from domain.model.catalogue import plain_name
from domain.model.errors import CatalogueError
from domain.model.lazily import dataclass
from domain.model.wording import Language, SharedWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from domain.catalog.documents import Document
    from domain.catalog.yaml_text import Place
    from domain.model.terms import MilestoneId

WORDS, TEXTS = "words", "texts"
"""The folders."""
ENGLISH = "en"
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")

_Pair = tuple["Place", object, str]
"""Where a translation stands, the English text, and the translation."""


@dataclass(frozen=True, slots=True)
class CriterionTexts:
    """What one criterion says; '' and () stay in English."""

    name: str = ""
    strength: str = ""
    why: str = ""
    next_tip: str = ""
    tips: tuple[tuple[str, str], ...] = ()
    """Each drill with its target."""
    chips: dict[str, tuple[str, str]] | None = None
    """By label: what was said or done, a whole clause, and its effect."""


@dataclass(frozen=True, slots=True)
class MilestoneTexts:
    """What one milestone says."""

    name: str = ""
    words: dict[str, str] | None = None
    arrive_tips: tuple[str, ...] = ()
    retake_tips: tuple[str, ...] = ()
    critical_errors: dict[str, str] | None = None


_IN_FILE = ("milestones", "sayings")
"""What a file of texts holds: milestones by id, each with its criteria by id, and by the English text itself moments,
what the call console notes, and whatever else is said in one line."""


def packed(
    english: SharedWords,
    words: Mapping[str, Document],
    texts: Mapping[str, Sequence[tuple[Document, Mapping[MilestoneId, Document]]]],
) -> dict[str, bytes]:
    """Every language but English by its code, checked and packed.

    `texts` are the files of each language, the shipped one first, each with the milestones in English that it was
    written for. Raises CatalogueError for fixed words that are not complete, a placeholder that is missing, a text for
    something that is not there, and texts of a language that has no fixed words.
    """
    for code, files in texts.items():
        if code not in words:
            raise files[0][0].problem((), f"there is no {WORDS}/{code}.yaml", "A language needs its fixed words first.")
    found = {}
    for code, document in words.items():
        if code != ENGLISH:
            said = read_words(document, english)
            pairs = {key: text for file in texts.get(code, ()) for key, text in _read_texts(*file)}
            found[code] = msgspec.msgpack.encode(Language(said, pairs))
    return found


def names_of(words: Mapping[str, Document]) -> dict[str, str]:
    """By code, what each language is called; English first, the others by their names. `packed` has checked them."""
    named = {code: str(document.value["name"]) for code, document in words.items()}
    return dict(sorted(named.items(), key=lambda one: (one[0] != ENGLISH, one[1].casefold())))


def read_words(document: Document, english: SharedWords | None = None) -> SharedWords:
    """The fixed words of one file, complete, with the placeholders of `english` where that is given."""
    words = shaped(document, (), document.value, SharedWords)
    check_words(document, words, english)
    return words


def code_of(name: str) -> str:
    """The code that a file of words or texts is named by; CatalogueError for a name that is none."""
    code = name.removesuffix(".yaml")
    if not CODE.fullmatch(code):
        raise CatalogueError(f"{name} is not named by a language.", "Name it by its tag, as in fil.yaml or es.yaml.")
    return code


def _read_texts(document: Document, milestones: Mapping[MilestoneId, Document]) -> Iterator[tuple[str, str]]:
    for name in document.value:
        if name not in _IN_FILE:
            raise document.problem((name,), f"{name} is not known here", f"Known: {', '.join(_IN_FILE)}.")
    known = {str(milestone): source.value for milestone, source in milestones.items()}
    for place, english, text in _pairs(document, known):
        if not text.strip():
            continue
        if not isinstance(english, str):
            raise document.problem(place, "there is no such text in English", "Compare it with the file in English.")
        if holes(english) != holes(text):
            wanted = " ".join(f"{{{name}}}" for name in sorted(holes(english)))
            raise document.problem(
                place, "the placeholders differ from the English", f"Placeholders for this text: {wanted or 'none'}."
            )
        yield english, text


def _pairs(document: Document, known: Mapping[str, dict[str, object]]) -> Iterator[_Pair]:
    for milestone, said in _named(document, ("milestones",), document.value.get("milestones")):
        if milestone not in known:
            raise document.problem(
                ("milestones", milestone), "there is no such milestone", f"Known: {', '.join(known)}."
            )
        yield from _of_milestone(document, ("milestones", milestone), said, known[milestone])
    sayings = shaped(document, ("sayings",), document.value.get("sayings", {}), dict[str, str])
    for english, text in sayings.items():
        yield ("sayings", english), english, text


def _named(document: Document, place: Place, value: object) -> Iterator[tuple[str, dict[str, object]]]:
    """Named values in named values; nothing where there are none."""
    if value is not None and not isinstance(value, dict):
        raise document.problem(place, "expected named values", "Write 'name: value', one a line.")
    for name, inner in (value or {}).items():
        if not isinstance(inner, dict):
            raise document.problem((*place, name), "expected named values", "Write 'name: value', one a line.")
        yield name, inner


def _of_milestone(
    document: Document, place: Place, value: dict[str, object], known: dict[str, object]
) -> Iterator[_Pair]:
    own = {name: part for name, part in value.items() if name != "criteria"}
    said = shaped(document, place, own, MilestoneTexts)
    yield (*place, "name"), plain_name(str(known.get("name", ""))), said.name
    for name, text in (said.words or {}).items():
        yield (*place, "words", name), _under(known.get("words"), name), text
    for name in ("arrive_tips", "retake_tips"):
        tips: tuple[str, ...] = getattr(said, name)
        _check_count(document, (*place, name), tips, known.get(name))
        for at, tip in enumerate(tips):
            yield (*place, name), _under(known.get(name), at), tip
    errors = _by_id(known.get("critical_errors"))
    for name, text in (said.critical_errors or {}).items():
        yield (*place, "critical_errors", name), _under(errors.get(name), "candidate_text"), text
    criteria = _by_id(known.get("criteria"))
    for name, part in _named(document, (*place, "criteria"), value.get("criteria")):
        here = (*place, "criteria", name)
        if name not in criteria:
            raise document.problem(here, "there is no such criterion", f"Known: {', '.join(criteria)}.")
        yield from _of_criterion(document, here, shaped(document, here, part, CriterionTexts), criteria[name])


def _of_criterion(document: Document, place: Place, said: CriterionTexts, known: dict[str, object]) -> Iterator[_Pair]:
    name = str(known.get("name", ""))
    yield (*place, "name"), name, said.name
    yield (*place, "name"), re.sub(r"\s*\([^)]*\)", "", name), said.name
    for part in ("strength", "why", "next_tip"):
        yield (*place, part), known.get(part), getattr(said, part)
    _check_count(document, (*place, "tips"), said.tips, known.get("tips"))
    for at, (text, target) in enumerate(said.tips):
        yield (*place, "tips"), _under(_under(known.get("tips"), at), "text"), text
        yield (*place, "tips"), _under(_under(known.get("tips"), at), "target"), target
    chips = _by_id(known.get("chips"), "label")
    for label, (act, effect) in (said.chips or {}).items():
        yield (*place, "chips", label), _under(chips.get(label), "act"), act
        yield (*place, "chips", label), _under(chips.get(label), "effect"), effect


def _check_count(document: Document, place: Place, said: Sequence[object], known: object) -> None:
    """CatalogueError where there are texts, and not as many as in English."""
    count = len(known) if isinstance(known, list) else 0
    if said and len(said) != count:
        raise document.problem(place, f"{len(said)} here and {count} in English", "Write as many, in the same order.")


def _under(value: object, step: object) -> object:
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    return value.get(step) if isinstance(value, dict) else None


def _by_id(entries: object, key: str = "id") -> dict[str, dict[str, object]]:
    listed = entries if isinstance(entries, list) else []
    return {str(entry[key]): entry for entry in listed if isinstance(entry, dict) and key in entry}
