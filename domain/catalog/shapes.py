"""From plain values to the dataclasses of the model, strictly: no unknown names, no guessed types."""

from __future__ import annotations

import re
from dataclasses import is_dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from domain.catalog.documents import entry_id
from domain.catalog.yaml_text import Id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.catalog.documents import Document
    from domain.catalog.yaml_text import Place
    from domain.model.errors import CatalogueError

_T = TypeVar("_T")

_SPOKEN = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "named values",
    "null": "nothing",
}
_PLACE = re.compile(r"`\$(.*?)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")


def shaped(document: Document, path: Place, value: object, kind: type[_T]) -> _T:
    """The part of a document at a path as a dataclass; CatalogueError names the file, the line and the place."""
    unknown = _unknown(kind, value)
    if unknown is not None:
        name = str(unknown[-1])
        known = ", ".join(_fields(_kind_at(kind, unknown[:-1])))
        raise document.problem(path + _with_ids(value, unknown), f"{name} is not known here", f"Known: {known}.")
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise _misfit(document, path, value, kind, str(error)) from error


def _misfit(document: Document, path: Place, value: object, kind: type, message: str) -> CatalogueError:
    what, _, where = message.partition(" - at ")
    inner = _steps(where)
    hint = ""
    if what.startswith("Object missing required field"):
        what = f"{what.split('`')[1]} is missing"
    elif what.startswith("Invalid enum value"):
        what = f"{what.removeprefix('Invalid enum value ')} is not known here"
        hint = f"Known: {', '.join(_choices(_hint_at(kind, inner)))}."
    else:
        what = re.sub(r"`([^`]+)`", lambda found: _spoken(found[1]), what)
    return document.problem(path + _with_ids(value, inner), what[:1].lower() + what[1:], hint)


def _spoken(types: str) -> str:
    return " or ".join(_SPOKEN.get(one, one) for one in types.split(" | "))


def _steps(where: str) -> Place:
    """msgspec's '$.criteria[0].tips' as a place; it does not say which name of named values, so that ends the place."""
    found = _PLACE.search(where)
    steps: list[str | int] = []
    for name, position in _STEP.findall(found[1] if found else ""):
        if position == "...":
            break
        steps.append(name or int(position))
    return tuple(steps)


def _with_ids(value: object, path: Place) -> Place:
    """The same place, with list positions given by the id of the entry where it has one."""
    steps: list[str | int] = []
    for step in path:
        value = _below(value, step)
        own = entry_id(value)
        steps.append(Id(own) if own is not None and isinstance(step, int) else step)
    return tuple(steps)


def _below(value: object, step: str | int) -> object:
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return value.get(step) if isinstance(value, dict) else None


def _unknown(kind: type, value: object) -> Place | None:
    """The place of the first name that no field answers to."""
    if isinstance(value, list):
        inside = ((position, _unknown(kind, item)) for position, item in enumerate(value))
        return next(((position, *place) for position, place in inside if place is not None), None)
    if not isinstance(value, dict) or not is_dataclass(kind):
        return None
    fields = _fields(kind)
    for name, item in value.items():
        if name not in fields:
            return (name,)
        inner = fields[name]
        place = _unknown(inner, item) if inner else None
        if place is not None:
            return (name, *place)
    return None


@cache
def _fields(kind: type) -> Mapping[str, type | None]:
    """The fields of a dataclass, each with the dataclass that it holds, alone or in a list."""
    return {name: _dataclass_in(hint) for name, hint in _hints(kind).items()}


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _dataclass_in(hint: Any) -> type | None:
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next((inner for arg in get_args(hint) if (inner := _dataclass_in(arg))), None)


def _kind_at(kind: type, path: Place) -> type:
    for step in path:
        if isinstance(step, str):
            kind = _fields(kind)[step] or kind
    return kind


def _hint_at(kind: type, path: Place) -> Any:
    hint: Any = kind
    for step in path:
        if isinstance(step, str):
            inner = _dataclass_in(hint)
            hint = _hints(inner)[step] if inner else hint
        elif get_origin(hint) is tuple:
            hint = get_args(hint)[0]
    return hint


def _choices(hint: Any) -> list[str]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [str(member) for member in hint]
    return next((found for arg in get_args(hint) if (found := _choices(arg))), [])
