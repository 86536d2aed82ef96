"""Texts that a candidate reads: present, and with no placeholder that nobody fills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.model.terms import ENDINGS, Channel, Result

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.catalog.documents import Document
    from domain.catalog.yaml_text import Place
    from domain.model.catalogue import SharedWords

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_DATE = ("date",)
PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "greeting": ("name",),
    "results": (),
    "endings": _DATE,
    "went_well": (),
    "work_on": (),
    "drill": ("text", "minutes", "target"),
    "contact": ("channel", "hours"),
    "channels": (),
    "reserve": _DATE,
    "hold_next": _DATE,
    "void_next": _DATE,
    "incomplete_next": _DATE,
    "critical_next": _DATE,
    "other_routes": ("accounts",),
    "moved": ("account",),
    "moved_valid": (),
    "better": (),
}
"""The placeholders that each text of SharedWords may hold."""

_COMPLETE: Mapping[str, Sequence[str]] = {
    "results": tuple(Result),
    "endings": tuple(sorted(ENDINGS)),
    "channels": tuple(Channel),
}


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


def check_words(document: Document, words: SharedWords) -> None:
    """Raises CatalogueError for a shared text that is empty, holds a wrong placeholder, or is missing for a result."""
    for name, allowed in PLACEHOLDERS.items():
        value = getattr(words, name)
        if isinstance(value, str):
            check_texts(document, (name,), value, allowed)
            continue
        _check_complete(document, name, value)
        for key, text in value.items():
            check_texts(document, (name, key), text, allowed)


def _check_complete(document: Document, name: str, texts: Mapping[str, str]) -> None:
    wanted = _COMPLETE[name]
    for key in texts:
        if key not in wanted:
            raise document.problem((name, key), f"{key} is not known here", f"Known: {', '.join(wanted)}.")
    for key in wanted:
        if key not in texts:
            raise document.problem((name,), f"{key} is missing", "Every one of them needs its text.")
