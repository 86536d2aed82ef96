"""What to talk about: the few shares of a week that moved most, in plain words with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.rules import shares
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.weekly import Told

MOST: Final = 3
CHANCE: Final = " That can be chance."


@dataclass(frozen=True, slots=True)
class Figure:
    """One share in two weeks."""

    what: str
    now: Told
    before: Told

    @property
    def told(self) -> bool:
        """Whether there are enough cases in both weeks, and anything to say."""
        return self.now.enough and self.before.enough and self.moved != 0

    @property
    def moved(self) -> int:
        """By how many points of a hundred."""
        return self.now.percent - self.before.percent

    @property
    def sure(self) -> bool:
        """Whether chance alone would hardly do that: the interval of the difference holds no 0 (Newcombe 1998)."""
        now, before = (shares.Share(told.n, told.of) for told in (self.now, self.before))
        low, high = shares.newcombe(now, before)
        return low > 0 or high < 0


def talk(new: int, new_before: int, figures: Sequence[Figure], least: int) -> tuple[str, ...]:
    """Who came, then the shares that moved most, those that chance does not explain first.

    Shares of fewer than `least` cases in either week are not compared.
    """
    moved = sorted((one for one in figures if one.told), key=lambda one: (not one.sure, -abs(one.moved), one.what))
    if moved:
        return (_came(new, new_before), *map(_sentence, moved[:MOST]))
    why = (
        f"No share has {least} cases in both weeks, so none is compared."
        if not any(one.now.enough and one.before.enough for one in figures)
        else "No share moved by as much as one point in a hundred."
    )
    return (_came(new, new_before), why)


def _came(new: int, before: int) -> str:
    return f"{count(new, 'person', 'people')} came in, {before:,} the week before."


def _sentence(one: Figure) -> str:
    points = f"{count(abs(one.moved), 'point')} {'more' if one.moved > 0 else 'fewer'} than the week before"
    now, before = (f"{told.n:,} of {told.of:,}" for told in (one.now, one.before))
    said = f"{one.what}: {one.now.percent}% ({now}), {points} ({one.before.percent}%, {before})."
    return said if one.sure else said + CHANCE
