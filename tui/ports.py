"""What the app needs from outside: the workbook's functions, the clock, and the places that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.screen import Screen

W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Told:
    """An act in words, and the names of people in them, which are hidden where names are."""

    words: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderInfo:
    """What every header shows: slips owed (``None`` when not known yet) and the name of the hub.

    ``undo`` and ``redo`` are the acts that come next: their words, ``""`` for none, ``None`` when that is not known.
    """

    slips_owed: int | None = None
    hub: str = ""
    undo: str | None = None
    redo: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the go-to menu; ``screen`` makes the screen when it is first needed."""

    key: str
    id: str
    name: str
    answer: str
    screen: Callable[[], Screen[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports(Generic[W]):
    """What the app needs of the workbook; every function but ``now`` runs on the store thread.

    ``undo`` and ``redo`` return what the act was, or ``None`` when there is nothing left. ``changed`` says whether
    somebody else changed the workbook since it was last asked. ``stop``, from another thread, makes what the workbook
    is at end with ``Stopped``, and all that follows until ``go_on``.
    """

    open: Callable[[], W]
    close: Callable[[W], None] | None = None
    undo: Callable[[W], Told | None]
    redo: Callable[[W], Told | None]
    header: Callable[[W], HeaderInfo]
    now: Callable[[], datetime]
    changed: Callable[[W], bool] | None = None
    stop: Callable[[W], None] | None = None
    go_on: Callable[[W], None] | None = None
