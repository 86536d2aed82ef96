"""Which commands are in force at the same time: those of a screen, of one of its parts, and of the app.

The same key on two screens is fine; two commands in one context may not share one. Which parts a screen has is read
from the names that its code uses, so that no list of screens and their widgets can go stale.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Final

from textual.screen import Screen
from textual.widget import Widget

from tui.commands import Command, Commanding, all_commands
from tui.keys.registry import command_owners
from tui.screens.overlay import Overlay
from tui.screens.place import Page
from tui.widgets.line_view import SidePane

if TYPE_CHECKING:
    from collections.abc import Iterator

Context = tuple[Command, ...]

_BASES: Final = frozenset({"tui.screens.place", "tui.screens.overlay"})
"""Modules that every screen has; what they name, they ask about and do not hold, the side pane excepted."""


@lru_cache(1)
def contexts() -> tuple[Context, ...]:
    """Every set of commands that can be in force together; imports every screen."""
    from tui.places import Milepost

    always = tuple(command for command in all_commands([Milepost]) if command.always)
    found: dict[frozenset[str], Context] = {}
    for screen in (owner for owner in command_owners() if issubclass(owner, Screen)):
        app: tuple[type, ...] = () if issubclass(screen, Overlay) else (Milepost,)
        for parts in ((), *((part, *parts_of(part)) for part in parts_of(screen))):
            group = (*all_commands([screen, *parts, *app]), *always)
            whole = tuple({command.id: command for command in group}.values())
            found[frozenset(command.id for command in whole)] = whole
    return tuple(found.values())


def parts_of(owner: type) -> tuple[type, ...]:
    """The widgets with commands that a screen or a widget is built of, as far as its code names them."""
    found: set[type] = {SidePane} if issubclass(owner, Page) and owner.HAS_PANE else set()
    _gather(owner, found)
    parts = {part for part in found if issubclass(part, Commanding) and part is not owner}
    return tuple(sorted(parts, key=lambda part: (part.__module__, part.__qualname__)))


def _gather(owner: type, found: set[type]) -> None:
    for base in owner.__mro__:
        if base.__module__.startswith("tui.") and base.__module__ not in _BASES:
            for part in _named(base):
                if part not in found:
                    found.add(part)
                    _gather(part, found)


def _named(owner: type) -> Iterator[type]:
    """The widgets that the methods of a class name, and the functions of its module that they call."""
    around = vars(sys.modules[owner.__module__])
    seen: set[str] = set()
    waiting = {name for value in vars(owner).values() for name in _names(value)}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        value = around.get(name)
        if isinstance(value, type) and _is_widget(value):
            yield value
        elif isinstance(value, FunctionType) and value.__module__ == owner.__module__:
            waiting |= set(_names(value)) - seen


def _names(value: object) -> Iterator[str]:
    code = value.__code__ if isinstance(value, FunctionType) else value
    if isinstance(code, CodeType):
        yield from code.co_names
        for inner in code.co_consts:
            yield from _names(inner)


def _is_widget(owner: type) -> bool:
    return issubclass(owner, Widget) and not issubclass(owner, Screen) and owner.__module__.startswith("tui.")
