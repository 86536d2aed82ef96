"""A catalogue file with a site's changes laid over it, and where each part of it was written.

Laying over: a site's file holds only what differs. Named values of a file replace one by one; where such a value is
itself named values, these replace one by one; where it is a list of entries with ids, an entry with a known id gives
only the keys it changes, and a new id is added. Everything deeper, and every other list, is replaced as a whole.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from domain.catalog.yaml_text import Id, Place, Source, parse, written
from domain.model.errors import CatalogueError
from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

Values: TypeAlias = "dict[str, object]"


class Complains(Protocol):
    """Where something that is checked came from, so that an error can say so: a file, or a form that is filled in."""

    def problem(self, path: Place, what: str, hint: str = "") -> CatalogueError:
        """The error that names the place."""


@dataclass(frozen=True, slots=True)
class Document:
    """The value of one file and the files that it came from, a site's last."""

    value: Values
    sources: tuple[Source, ...]

    @property
    def changed(self) -> bool:
        """True where a site had a say."""
        return len(self.sources) > 1

    def over(self, site: Document) -> Document:
        """This document with a site's changes laid over it."""
        merged = dict(self.value)
        for key, new in site.value.items():
            merged[key] = _laid_over(merged[key], new) if key in merged else new
        return Document(merged, self.sources + site.sources)

    def entries(self, key: str) -> Iterator[tuple[Place, object]]:
        """The places and values of a list of entries with ids; CatalogueError for an entry without one."""
        entries = self.value.get(key, [])
        if not isinstance(entries, list):
            raise self.problem((key,), "expected a list of entries", "Start each entry with '- id:'.")
        for position, entry in enumerate(entries):
            if entry_id(entry) is None:
                raise self.problem((key, position), "id is missing", "Start the entry with '- id:'.")
            yield (key, Id(entry_id(entry))), entry

    def problem(self, path: Place, what: str, hint: str = "") -> CatalogueError:
        """The error that names the file, the line and the place; a site's file where the site wrote that part."""
        found = [(*source.found(path), source.file) for source in reversed(self.sources)]
        _, line, file = max(found, key=lambda one: min(one[0], _replaced_as_a_whole(path)))
        where = f", {written(path)}" if path else ""
        return CatalogueError(f"{file} line {line}{where}: {what}.", hint)


def read_document(data: bytes, file: str) -> Document:
    """The document of one file; CatalogueError where it cannot be read, is no set of names, or repeats an id."""
    value = parse(data, file)
    document = Document({}, (Source(file, data),))
    if not isinstance(value, dict):
        raise document.problem((), "expected named values", "Write 'name: value', one a line.")
    for key, part in value.items():
        if not isinstance(key, str):
            raise document.problem((str(key),), "this name is a number", "Put quotes around it.")
        _refuse_twins(document, key, part)
    return replace(document, value=value)


def entry_id(entry: object) -> str | None:
    """The id that an entry of a list carries, if any."""
    own = entry.get("id") if isinstance(entry, dict) else None
    return own if isinstance(own, str) else None


def _replaced_as_a_whole(path: Place) -> int:
    """How many steps of a path lead to the part that a site's file replaces as a whole."""
    return 3 if len(path) > 1 and isinstance(path[1], Id) else 2


def _refuse_twins(document: Document, key: str, part: object) -> None:
    seen: set[str] = set()
    for position, entry in enumerate(part if isinstance(part, list) else []):
        own = entry_id(entry)
        if own is not None and own in seen:
            raise document.problem((key, position), f"the id {own} stands here twice", "Give each its own id.")
        seen.add(own or "")


def _laid_over(old: object, new: object) -> object:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **new}
    if _are_entries(old) and _are_entries(new):
        return _entries_over(old, new)
    return new


def _are_entries(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(entry_id(entry) is not None for entry in value)


def _entries_over(old: object, new: object) -> list[Values]:
    merged: dict[str, Values] = {}
    for entries in (old, new):
        for entry in entries if isinstance(entries, list) else []:
            merged[entry["id"]] = {**merged.get(entry["id"], {}), **entry}
    return list(merged.values())
