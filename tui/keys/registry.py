"""Everything that declares commands, found by walking the package, so that no list of screens can go stale."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import tui.screens
import tui.widgets
from tui.commands import Commanding

PLACES = ("tui.app", "tui.places")
"""Modules outside the two packages that declare commands."""


def command_owners() -> tuple[type, ...]:
    """Every class of Milepost that declares commands, by module and name."""
    for package in (tui.screens, tui.widgets):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(found.name)
    for name in PLACES:
        import_module(name)
    ours = {owner for owner in _below(Commanding) if owner.__module__.startswith("tui.")}
    return tuple(sorted(ours, key=lambda owner: (owner.__module__, owner.__qualname__)))


def _below(base: type) -> set[type]:
    children: list[type] = base.__subclasses__()
    return {*children, *(found for child in children for found in _below(child))}
