"""A part of the exam on the screen, with its paper and its clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui.kiosk.scenes import Scene

if TYPE_CHECKING:
    from domain.workbook.exam_room.papers import Paper


@dataclass
class Timed(Scene):
    """One part of the exam; its clock goes on from what was used up before a break."""

    paper: Paper = field(kw_only=True)
    started: float | None = None
    """When the clock was started, in seconds of the kiosk's own clock; None while it stands still."""
    now: float = 0.0

    waits = False
    """Whether the clock waits for the first key."""

    def __post_init__(self) -> None:
        """Stand under the name of the part."""
        self.heading = self.paper.name

    @property
    def limit(self) -> int:
        """Milliseconds that it may take; 0 = no limit."""
        return self.paper.form.minutes * 60_000

    @property
    def spent(self) -> int:
        """Milliseconds that are used up."""
        running = 0 if self.started is None else round(1000 * (self.now - self.started))
        return self.paper.spent + max(0, running)

    @property
    def left(self) -> int:
        """Milliseconds that are left, where there is a limit."""
        return self.limit - self.spent

    def tick(self, now: float) -> None:
        """Time goes on; at the end of a limit it is handed in as it is."""
        if self.started is None and not self.waits:
            self.started = now
        self.now = now
        if self.limit and self.left <= 0:
            self.done = True
