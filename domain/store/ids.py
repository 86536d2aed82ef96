"""Ids that every client makes for itself, in the order of time."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

EPOCH = 1_700_000_000_000
"""Milliseconds at which ids start: 2023-11-14T22:13:20Z."""

RANDOM_BITS = 22


def random_bits() -> int:
    """22 random bits of the system's own; `secrets` takes them from there too, and takes long to import."""
    return int.from_bytes(os.urandom(3)) >> 24 - RANDOM_BITS


class IdMaker:
    """Makes ids of 63 bits: milliseconds since `EPOCH`, then 22 random bits; each is larger than the one before."""

    def __init__(self, clock: Callable[[], int], bits: Callable[[], int] = random_bits) -> None:
        self._clock = clock
        self._bits = bits
        self._last = 0
        self._lock = threading.Lock()

    def __call__(self) -> int:
        """The next id; at least 1, even when the clock stands still, goes back or is before `EPOCH`."""
        made = max(self._clock() - EPOCH, 0) << RANDOM_BITS | self._bits()
        with self._lock:
            self._last = max(made, self._last + 1)
            return self._last
