"""What a setting is: its words, what it may be, and how a value from the file or from a hand is settled."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from tui.settings.checks import any_text

if TYPE_CHECKING:
    from collections.abc import Callable

Value = str | bool | tuple[str, ...]
"""A checked setting; a tuple stands for a list of words."""
OFF, ON = "no", "yes"
"""How true and false are chosen on the screen."""


class When(StrEnum):
    """From when on a change holds."""

    NOW = "at once"
    NEXT_START = "from the next start"


class Shape(StrEnum):
    """How a setting is edited."""

    TEXT = "text"
    ONE = "one of several"
    SOME = "some of several"
    SWITCH = "yes or no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting.

    Attributes:
        key: where it stands in the file: ``who``, or ``site.zone`` for ``zone`` below ``[site]``.
        label: at most 10 cells.
        section: the head that it stands under.
        about: what it does.
        allowed: what may stand there, in words.
        default: what holds without it.
        check: the value as it is kept; BadInput says what is wrong with it and what to write.
        by_hand: checked as well when it is typed here. A drive that is not there today must not turn a workbook that
            is named in the file into another one.
        shape: how it is edited.
        choices: ids and labels, for ``ONE``, ``SOME`` and ``SWITCH``.
        when: from when on a change holds.
        longest: characters that a text may have.
    """

    key: str
    label: str
    section: str
    about: str
    allowed: str
    default: Value = ""
    check: Callable[[str], str]
    by_hand: Callable[[str], str] = any_text
    shape: Shape = Shape.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    when: When = When.NOW
    longest: int = 400

    def settle(self, raw: object) -> Value:
        """The checked value of what a file or a hand gave; BadInput says what is wrong and what to write."""
        if self.shape is Shape.SWITCH:
            if not isinstance(raw, bool):
                raise BadInput("It must be true or false.", "Write true or false, without quotes.")
            return raw
        if self.shape is Shape.SOME:
            return self._some(raw)
        if not isinstance(raw, str):
            raise BadInput("It must be text in quotes.", f"{self.allowed} In quotes.")
        if self.shape is Shape.ONE and raw not in dict(self.choices):
            raise BadInput(f'"{raw}" is none of {_names(self.choices)}.', self.allowed)
        return self.check(raw.strip())

    def _some(self, raw: object) -> tuple[str, ...]:
        known = dict(self.choices)
        if not isinstance(raw, list | tuple) or not all(isinstance(word, str) for word in raw):
            raise BadInput("It must be a list of words.", self.allowed)
        words = [str(word).strip().lower()[:3] for word in raw]
        for written, word in zip(raw, words, strict=True):
            if word not in known:
                raise BadInput(f'"{written}" is none of {_names(self.choices)}.', self.allowed)
        if not words:
            raise BadInput("At least one is needed.", self.allowed)
        return tuple(name for name in known if name in words)


def _names(choices: tuple[tuple[str, str], ...]) -> str:
    *first, last = [f'"{name}"' for name, _ in choices]
    return f"{', '.join(first)} or {last}"
