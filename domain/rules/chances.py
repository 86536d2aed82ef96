"""When somebody had little chance to show what they can do, by their own answer 1-5; 0 is no answer."""

from __future__ import annotations

POOR_CHANCE = 2
"""The highest answer that offers a second look (d)."""


def is_poor(chance: int) -> bool:
    """Whether an answer says that there was little chance."""
    return 0 < chance <= POOR_CHANCE
