"""What can be jumped to on a screen, and the letters for it: the same thing in the same place has the same letters."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Final

from textual.errors import NoWidget

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.screen import Screen
    from textual.widget import Widget

SINGLE: Final = "asdfghjklqwertyu"
"""Letters that stand alone, the home row first."""
FIRST: Final = "iopzxcvbnm"
"""Letters that begin a pair."""
SECOND: Final = "asdfghjklqwertyuiopzxcvbnm"
ROOM: Final = 2
"""Cells of a label at most; it stands before what it names."""

Place = tuple[int, int, "Callable[[], object]"]


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing to jump to: where its label stands on the screen, the label, and what jumping does."""

    x: int
    y: int
    label: str
    run: Callable[[], object]


def labels() -> Iterator[str]:
    """Yield the labels in order: sixteen letters, then 260 pairs; none is the beginning of another."""
    yield from SINGLE
    yield from ("".join(pair) for pair in product(FIRST, SECOND))


def spots(screen: Screen[Any]) -> list[Spot]:
    """Return everything in sight that can have the focus or be chosen, in reading order, with its label."""
    found = sorted(_places(screen), key=lambda place: (place[1], place[0]))
    return [Spot(x, y, label, run) for (x, y, run), label in zip(found, labels(), strict=False)]


def _places(screen: Screen[Any]) -> Iterator[Place]:
    for widget in screen.query("*"):
        if not widget.display or widget.disabled or not (places := _within(widget)):
            continue
        try:
            where = screen.find_widget(widget)
        except NoWidget:
            continue
        seen = where.visible_region
        for x, y, run in places:
            at_y = where.region.y + y
            if seen.width and seen.y <= at_y < seen.bottom:
                yield max(0, where.region.x + x), at_y, run


def _within(widget: Widget) -> list[Place]:
    """What a widget says can be chosen in it, else the widget itself if it takes the focus."""
    targets: Callable[[], list[Place]] | None = getattr(widget, "targets", None)
    if targets is not None and (found := targets()):
        beside = ROOM if getattr(widget, "JUMPS", False) else 0
        return [(x - beside, y, run) for x, y, run in found]
    return [(-ROOM, 0, widget.focus)] if widget.focusable else []
