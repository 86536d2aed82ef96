"""What the command that is running did and said itself, so that only its own act is told, and told once."""

from __future__ import annotations

from contextvars import ContextVar

from domain.model.lazily import dataclass


@dataclass(slots=True)
class Deed:
    """One piece of guarded work: whether it wrote an act, and whether it said anything."""

    acted: bool = False
    said: bool = False


_DEED: ContextVar[Deed | None] = ContextVar("DEED", default=None)


def begin() -> Deed:
    """Return the deed of the work that begins here; what it calls, and what that starts, counts as its own."""
    deed = Deed()
    _DEED.set(deed)
    return deed


def acted() -> None:
    """Note that the running work wrote an act."""
    if (deed := _DEED.get()) is not None:
        deed.acted = True


def said() -> None:
    """Note that the running work said something."""
    if (deed := _DEED.get()) is not None:
        deed.said = True
