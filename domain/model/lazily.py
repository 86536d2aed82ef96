"""Dataclasses whose methods are made when they are first needed.

The standard library writes and compiles five methods for every frozen class when its module is read: 1.3 ms each, and
the first screen reads a hundred classes of which it makes a few dozen. `dataclass` here is the same to a type checker,
to `fields`, `replace`, `asdict`, pickle and msgspec, and takes 0.1 ms: `__init__` is compiled when the first value is
made, the others need no compiling at all. Not supported: `order`, `unsafe_hash`, `InitVar`.
"""

from __future__ import annotations

import dataclasses
from dataclasses import MISSING
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import Field, dataclass

__all__ = ["dataclass"]

_LATER = object()
"""Stands for an argument whose default a factory makes."""

if not TYPE_CHECKING:

    def dataclass(cls=None, /, *, eq=True, frozen=False, slots=False, kw_only=False):
        """Do as `dataclasses.dataclass` does, later."""

        def wrap(cls):
            plain = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
            return _with_methods(plain(cls), eq, frozen)

        return wrap if cls is None else wrap(cls)


def _with_methods(cls: type, eq: bool, frozen: bool) -> type:
    own: dict[str, Any] = {"__init__": _first_init(cls, frozen), "__repr__": _repr}
    if eq:
        own |= {"__eq__": _equal, "__hash__": _hash if frozen else None}
    if frozen:
        own |= {"__setattr__": _refuse, "__delattr__": _refuse, "__getstate__": _state, "__setstate__": _take_state}
    for name, method in own.items():
        if name not in cls.__dict__:
            setattr(cls, name, method)
    return cls


# Making values.


def _first_init(cls: type, frozen: bool) -> Callable[..., None]:
    def first(self: object, *args: object, **values: object) -> None:
        made = _init(cls, frozen)
        cls.__init__ = made  # type: ignore[misc]
        made(self, *args, **values)

    return first


def _init(cls: type, frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_later": _LATER}
    fields = dataclasses.fields(cls)
    params = {field: _param(field, known) for field in fields}
    given = [params[field] for field in fields if field.init and not field.kw_only]
    by_name = [params[field] for field in fields if field.init and field.kw_only]
    lines = [line for field in fields if (line := _assignment(field, frozen))]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    head = ", ".join(["self", *given, *(["*", *by_name] if by_name else [])])
    exec(f"def __init__({head}):\n " + "\n ".join(lines or ["pass"]), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _param(field: Field[Any], known: dict[str, Any]) -> str:
    if field.default_factory is not MISSING:
        known[f"_make_{field.name}"] = field.default_factory
        return f"{field.name}=_later"
    if field.default is MISSING:
        return field.name
    known[f"_usual_{field.name}"] = field.default
    return f"{field.name}=_usual_{field.name}"


def _assignment(field: Field[Any], frozen: bool) -> str:
    """The line that gives a field its value; '' for one that nobody gives and that has none of its own."""
    name = field.name
    value = name if field.init else f"_usual_{name}"
    if field.default_factory is not MISSING:
        value = f"_make_{name}() if {name} is _later else {name}" if field.init else f"_make_{name}()"
    elif field.default is MISSING and not field.init:
        return ""
    return f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}"


# What values can do.


@cache
def _values_of(cls: type[Any]) -> Callable[[object], object]:
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    return attrgetter(*names) if names else lambda _value: ()


def _equal(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    kind: Any = self.__class__
    values = _values_of(kind)
    return values(self) == values(other)


def _hash(self: Any) -> int:
    kind: Any = self.__class__
    return hash(_values_of(kind)(self))


def _repr(self: Any) -> str:
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{self.__class__.__qualname__}({', '.join(told)})"


def _refuse(self: object, name: str, *_value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"{self.__class__.__qualname__}.{name} cannot be changed")


def _state(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _take_state(self: Any, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
