"""The papers of the exam room, read when somebody is handed the keyboard: what ships, and what a site has added.

A site's catalogue folder may hold a folder `exam` with files of the same names; they are laid over what ships as every
other file of the catalogue is.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from domain.catalog.documents import Document, read_document
from domain.catalog.shapes import shaped
from domain.catalog.yaml_text import Id
from domain.model.errors import CatalogueError
from domain.model.exam import CHOICES, READ_ALOUD, ChoiceForm, ExamPapers, Form, Part, Passage, Script

if TYPE_CHECKING:
    from collections.abc import Iterable

_T = TypeVar("_T")

DATA = Path(__file__).with_name("data") / "exam"
FOLDER = "exam"
FILES = {
    "typing.yaml": "passages",
    "grammar.yaml": "forms",
    "reading.yaml": "forms",
    "policy.yaml": "forms",
    "listening.yaml": "scripts",
    "data_entry.yaml": "scripts",
}
"""The files, and the list that each holds."""
MIN_PASSAGE = 800
"""Characters of a passage at least; a shorter one would be begun again too soon."""
MIN_OPTIONS, MAX_OPTIONS = 3, 6


def load_papers(site: Path | None = None) -> ExamPapers:
    """Every passage, form and script; CatalogueError names the file and the place of what cannot be right."""
    found = {name: _document(name, site) for name in FILES}
    passages = _entries(found["typing.yaml"], "passages", Passage)
    forms = [one for name in ("grammar.yaml", "reading.yaml", "policy.yaml") for one in _forms(found[name])]
    scripts = [one for name in ("listening.yaml", "data_entry.yaml") for one in _scripts(found[name])]
    for passage in passages:
        _check_passage(found["typing.yaml"], passage)
    everything: list[Form] = [*passages, *forms, *scripts]
    _once(one.id for one in everything)
    digests = {one.id: sha256(msgspec.json.encode(one, order="sorted")).hexdigest() for one in everything}
    return ExamPapers(tuple(passages), tuple(forms), tuple(scripts), digests)


def _document(name: str, site: Path | None) -> Document:
    document = _read(DATA / name, f"{FOLDER}/{name}")
    own = site / FOLDER / name if site else None
    return document.over(_read(own, str(own))) if own is not None and own.is_file() else document


def _read(file: Path, name: str) -> Document:
    try:
        return read_document(file.read_bytes(), name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CatalogueError(f"{name} cannot be read: {reason}.", "Check that it is there and readable.") from error


def _entries(document: Document, key: str, kind: type[_T]) -> list[_T]:
    return [shaped(document, place, value, kind) for place, value in document.entries(key)]


def _once(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise CatalogueError(f'{FOLDER}: "{one}" is the id of two forms.', "Give one of them another id.")
        seen.add(one)


def _forms(document: Document) -> list[ChoiceForm]:
    forms = _entries(document, "forms", ChoiceForm)
    for form in forms:
        _check_form(document, form)
    return forms


def _scripts(document: Document) -> list[Script]:
    scripts = _entries(document, "scripts", Script)
    for script in scripts:
        _check_script(document, script)
    return scripts


def _check_passage(document: Document, passage: Passage) -> None:
    place = ("passages", Id(passage.id), "text")
    if len(passage.text) < MIN_PASSAGE:
        raise document.problem(place, f"{len(passage.text)} characters are too few", f"Write {MIN_PASSAGE} or more.")
    if "  " in passage.text or "\n" in passage.text or passage.text != passage.text.strip():
        raise document.problem(place, "a passage is one paragraph with single spaces", "Begin it with >- .")
    if not passage.text.isprintable() or not passage.text.isascii():
        raise document.problem(place, "every character must be on a plain keyboard", "Use letters, digits and .,?!:'")
    if passage.minutes <= 0:
        raise document.problem(("passages", Id(passage.id), "minutes"), "a test takes time", "Write 3.")


def _check_form(document: Document, form: ChoiceForm) -> None:
    place = ("forms", Id(form.id))
    _check_part(document, (*place, "part"), form.part, CHOICES)
    if not form.items:
        raise document.problem((*place, "items"), "a form asks something", "Add items.")
    seen: set[str] = set()
    for item in form.items:
        here = (*place, "items", Id(item.id))
        if item.id in seen:
            raise document.problem(here, f"{item.id} stands here twice", "Give one of them another id.")
        seen.add(item.id)
        if not MIN_OPTIONS <= len(item.options) <= MAX_OPTIONS:
            what = f"{len(item.options)} options"
            raise document.problem((*here, "options"), what, f"Write {MIN_OPTIONS} to {MAX_OPTIONS}.")
        if len({words.strip().casefold() for words in item.options.values()}) < len(item.options):
            raise document.problem((*here, "options"), "two options say the same", "Only one can be right.")
        if item.key not in item.options:
            raise document.problem(
                (*here, "key"), f"there is no option {item.key}", f"Known: {', '.join(item.options)}."
            )
        if item.about and form.page(item.about) is None:
            raise document.problem((*here, "about"), f"there is no page {item.about}", "Name one of the form's pages.")


def _check_script(document: Document, script: Script) -> None:
    place = ("scripts", Id(script.id))
    _check_part(document, (*place, "part"), script.part, READ_ALOUD)
    fields = script.fields
    if not fields:
        raise document.problem((*place, "readings"), "a script asks for fields", "Add readings with fields.")
    if len({one.id for one in fields}) < len(fields):
        raise document.problem((*place, "readings"), "a field's id stands there twice", "Give each its own.")


def _check_part(document: Document, place: tuple[str | int, ...], part: Part, known: frozenset[Part]) -> None:
    if part not in known:
        raise document.problem(place, f"{part} is not asked in this way", f"Known: {', '.join(sorted(known))}.")
