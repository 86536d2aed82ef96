"""A paste that the terminal does not announce: characters that come faster than any hand presses keys."""

from __future__ import annotations

from collections import deque

FLOOD, FLOOD_SECONDS = 40, 0.05
"""So many characters in so short a time come from no hand."""


class Flood:
    """Takes what is typed, and takes a flood of it back."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self._times: deque[float] = deque(maxlen=FLOOD)
        self._before: deque[str] = deque(maxlen=FLOOD - 1)
        """The text before each of the last characters: what came in the same moment as a flood goes with it."""
        self._last = -1.0
        self.running = False
        """Whether the last character was part of a flood."""

    def take(self, text: str, character: str, at: float) -> str:
        """Return the text with the character behind it; in a flood, as it was before that; ``at`` is in seconds."""
        if self._flooded(at):
            before = self._before[0] if self._before else text
            self._before.clear()
            return before
        self._before.append(text)
        return text + character

    def begin_anew(self) -> None:
        """Another text is typed from now on."""
        self._before.clear()

    def _flooded(self, at: float) -> bool:
        pause = at - self._last
        self._last = at
        if self.running and pause < FLOOD_SECONDS:
            return True
        self._times.append(at)
        self.running = len(self._times) == FLOOD and at - self._times[0] < FLOOD_SECONDS
        if self.running:
            self._times.clear()
        return self.running
