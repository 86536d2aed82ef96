"""In which language a person is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.catalog import language_of
from domain.model.lazily import dataclass
from domain.rules import tongues
from domain.rules.tongues import ENGLISH, Tongue

if TYPE_CHECKING:
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Voice:
    """A language to write in, and what the document says of it."""

    tongue: Tongue
    tag: str
    """The document's own: 'es-MX', 'fil'."""
    wanted: str
    """The person's language where there are no words for it, so that English stands in; else ''."""


def voice(wb: Workbook, language: str) -> Voice:
    """How to write to a person with a language tag ('' for the site's): 'tl' is Filipino, 'es-MX' is Spanish."""
    tag = language.strip() or wb.site.language
    code = tongues.spoken(tag, {ENGLISH: "", **wb.catalogue.languages})
    lacks = code == ENGLISH and tongues.base_of(tag) != ENGLISH
    return Voice(tongue(wb, code), tongues.tag_of(tag, code), tag if lacks else "")


def tongue(wb: Workbook, code: str = ENGLISH) -> Tongue:
    """A language by its code; English where there is none such."""
    found = wb.tongues_seen.get(code)
    if found is None:
        known = wb.catalogue
        found = wb.tongues_seen[code] = Tongue(known.words, known.phrases, language_of(known, code), code)
    return found


def names(wb: Workbook) -> dict[str, str]:
    """Every language that people can be written to in, those that a site added among them: code -> its name."""
    return dict(wb.catalogue.language_names)


def named(wb: Workbook, tag: str) -> str:
    """What the language of a person is called: 'Filipino' for 'tl'; the tag itself where there are no words for it."""
    known = wb.catalogue.language_names
    code = tongues.spoken(tag, known)
    return tag if code == ENGLISH and tongues.base_of(tag) != ENGLISH else known.get(code, tag) if tag else ""


def foreign_name(wb: Workbook, tag: str) -> str:
    """The language of a document as the recruiter knows it, 'Filipino'; '' for English."""
    written = voice(wb, tag).tongue
    return "" if written.is_english else written.words.name
