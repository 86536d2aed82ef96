"""Texts that a candidate reads: present, and with no placeholder that nobody fills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.model.labels import Labels
from domain.model.terms import ENDINGS, Channel, Result, State

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.catalog.documents import Document
    from domain.catalog.yaml_text import Place
    from domain.model.wording import SharedWords

MONTHS = 12
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_DATE = ("date",)
_ANY = ("*",)
"""Texts whose placeholders are those of the English ones, whichever they are."""
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "name": (),
    "common": (),
    "weekdays": (),
    "numbers": (),
    "date": ("day", "month"),
    "date_weekday": ("weekday", "day", "month"),
    "date_year": ("day", "month", "year"),
    "conjunction": (),
    "said": ("words",),
    "asked": ("words",),
    "answered": ("words",),
    "greeting": ("name",),
    "results": (),
    "endings": _DATE,
    "endings_next": _DATE,
    "goodbye": (),
    "went_well": (),
    "work_on": (),
    "drill": ("text", "minutes", "target"),
    "contact": ("channel", "hours"),
    "channels": (),
    "hold_next": _DATE,
    "void_next": _DATE,
    "incomplete_next": _DATE,
    "critical_next": _DATE,
    "day_one": _DATE,
    "day_one_heading": (),
    "next_step_heading": (),
    "other_routes": ("accounts",),
    "moved": ("account",),
    "moved_valid": (),
    "better": (),
    "correction": _ANY,
    "journey": _ANY,
    "road": (),
    "ladder": _ANY,
    "freely": _ANY,
    "phrases": _ANY,
}
"""The placeholders that each text of SharedWords may hold; its labels hold those of `Labels`."""

_SHIPPED = Labels()
LABELS: Mapping[str, str] = {name: getattr(_SHIPPED, name) for name in Labels.__slots__}

_COMPLETE: Mapping[str, Sequence[str]] = {
    "results": tuple(Result),
    "endings": tuple(sorted(ENDINGS)),
    "endings_next": tuple(sorted(ENDINGS - {State.UNREACHABLE, State.DUPLICATE})),
    "channels": tuple(Channel),
    "drill": ("one", "other", "one_more", "other_more"),
}
_LENGTHS = {"weekdays": 7, "numbers": 16}
_GREETING = re.compile(r"\S+ \{name\}\W*")


def check_texts(document: Document, path: Place, text: str, allowed: Sequence[str]) -> None:
    """Raises CatalogueError for an empty text, a lone brace, or a placeholder that is not allowed here."""
    if not text.strip():
        raise document.problem(path, "the text is empty", "Write what the candidate reads.")
    if "{" not in text and "}" not in text:
        return
    for found in _BRACES.finditer(text):
        if found[1] not in allowed:
            known = " ".join(f"{{{name}}}" for name in allowed)
            raise document.problem(
                path,
                f"nothing fills {found[0]} here",
                f"Placeholders for this text: {known}." if known else "This text has no placeholders.",
            )


def holes(text: str) -> frozenset[str]:
    """The names of the placeholders in a text."""
    return frozenset(name for name in _BRACES.findall(text) if name)


def check_words(document: Document, words: SharedWords, english: SharedWords | None = None) -> None:
    """Raises CatalogueError for a text that is missing, empty, or holds a wrong placeholder.

    With `english`, also for one that lacks a placeholder or a name which the English has.
    """
    for name, allowed in PLACEHOLDERS.items():
        value, other = getattr(words, name), getattr(english, name) if english else None
        if isinstance(value, str):
            _check_one(document, (name,), value, other or value, allowed)
        elif isinstance(value, tuple):
            _check_list(document, name, value)
        else:
            _check_many(document, name, value, other or value, allowed)
    _check_today(document, words.today)
    if not _GREETING.fullmatch(words.greeting):
        raise document.problem(("greeting",), "the name must stand after one word", "As in 'Hi {name},'.")
    _check_labels(document)


def _check_today(document: Document, texts: Mapping[str, str]) -> None:
    for phrase, text in texts.items():
        if holes(phrase) != {"date"}:
            raise document.problem(("today", phrase), "{date} is missing", "Name the phrase as it stands in the texts.")
        check_texts(document, ("today", phrase), text, ())


def _check_one(document: Document, path: Place, text: str, english: str, allowed: Sequence[str]) -> None:
    check_texts(document, path, text, sorted(holes(english)) if allowed == _ANY else allowed)
    lost = sorted(holes(english) - holes(text))
    if lost:
        raise document.problem(path, f"{{{lost[0]}}} is missing", "The same placeholders as in English are needed.")


def _check_list(document: Document, name: str, texts: tuple[str, ...]) -> None:
    if len(texts) != _LENGTHS[name]:
        raise document.problem((name,), f"{len(texts)} here", f"Write all {_LENGTHS[name]}, in order.")
    for text in texts:
        check_texts(document, (name,), text, ())


def _check_many(
    document: Document, name: str, texts: Mapping[str, str], english: Mapping[str, str], allowed: Sequence[str]
) -> None:
    wanted = _COMPLETE.get(name) or tuple(english)
    _check_complete(document, name, texts, wanted)
    for key, text in texts.items():
        _check_one(document, (name, key), text, english.get(key, text), allowed)


def _check_labels(document: Document) -> None:
    given = document.value.get("labels")
    labels = given if isinstance(given, dict) else {}
    _check_complete(document, "labels", labels, tuple(LABELS))
    for name, english in LABELS.items():
        _check_one(document, ("labels", name), str(labels[name]), english, _ANY)
    if len(str(labels["months"]).split()) != MONTHS:
        raise document.problem(("labels", "months"), "twelve months are needed", "Write them in one line.")


def _check_complete(document: Document, name: str, texts: Mapping[str, str], wanted: Sequence[str]) -> None:
    for key in texts:
        if key not in wanted:
            raise document.problem((name, key), f"{key} is not known here", f"Known: {', '.join(wanted)}.")
    for key in wanted:
        if key not in texts:
            raise document.problem((name,), f"{key} is missing", "Every one of them needs its text.")
