"""The use cases: the only door for the screens, the command line and the seed.

`from domain.workbook import slips` reads the module when something of it is first used: the first screen needs few of
them, and reading all takes longer than showing it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from sys import modules
from types import ModuleType
from typing import TYPE_CHECKING, Any

from domain.workbook.workbook import Letterhead, MailServer, Site, Workbook, open_workbook

__all__ = ["Letterhead", "MailServer", "Site", "Workbook", "open_workbook"]

if not TYPE_CHECKING:  # a type checker sees the modules themselves
    _MODULES = frozenset(file.stem for file in Path(__file__).parent.glob("*.py"))

    class _Later(ModuleType):
        """Stands for a module of this package; whatever is done to it is done to the module."""

        def __getattr__(self, name: str) -> Any:
            return getattr(_read(self.__name__), name)

        def __setattr__(self, name: str, value: object) -> None:
            setattr(_read(self.__name__), name, value)

        def __delattr__(self, name: str) -> None:
            delattr(_read(self.__name__), name)

    def _read(name: str) -> ModuleType:
        """The module itself; one that was read before is at hand, as long as no other thread is still reading it."""
        found = modules.get(name)
        if found is None or getattr(found.__spec__, "_initializing", False):
            return import_module(name)
        return found

    def __getattr__(name: str) -> ModuleType:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return _Later(f"{__name__}.{name}")
