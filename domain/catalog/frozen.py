"""Rubrics as text: what the workbook keeps, so that a rating can be read against the words it was given under."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from domain.model.catalogue import Account, Milestone
from domain.model.errors import CatalogueError
from domain.model.terms import MilestoneId

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")


def freeze(value: Milestone | Account) -> str:
    """The value as JSON with sorted keys: the same value gives the same text on every machine."""
    return msgspec.json.encode(msgspec.to_builtins(value, str_keys=True), order="sorted").decode()


def thaw_milestone(text: str) -> Milestone:
    """The milestone that `freeze` wrote; CatalogueError where the text holds none."""
    return _thaw(text, Milestone)


def thaw_account(text: str) -> Account:
    """The account that `freeze` wrote; CatalogueError where the text holds none."""
    return _thaw(text, Account)


def freeze_all(milestones: Mapping[MilestoneId, Milestone]) -> str:
    """Milestones by id as JSON with sorted keys."""
    return msgspec.json.encode(msgspec.to_builtins(dict(milestones), str_keys=True), order="sorted").decode()


def thaw_all(text: str) -> dict[MilestoneId, Milestone]:
    """The milestones that `freeze_all` wrote, in the order of the road; CatalogueError where the text holds none."""
    found = _thaw(text, dict[MilestoneId, Milestone])
    return {milestone: found[milestone] for milestone in MilestoneId if milestone in found}


def digest(text: str) -> str:
    """SHA-256 of the text in hexadecimal; equal for two rubrics exactly when their words are."""
    from hashlib import sha256  # what only shows or reads needs none

    return sha256(text.encode()).hexdigest()


def _called(kind: type) -> str:
    return f"A {kind.__name__.lower()}" if kind in (Account, Milestone) else "A set of milestones"


def _thaw(text: str, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as error:
        raise CatalogueError(
            f"{_called(kind)} kept in the workbook cannot be read: {error}",
            "The workbook may be damaged, or written by a newer Milepost. Run a check of the workbook.",
        ) from error
