"""What must hold in the keys and counts of a call, and between them and the scenarios."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.catalog.texts import check_texts
from domain.catalog.yaml_text import Id, Place
from domain.model.terms import Counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from domain.catalog.documents import Document
    from domain.model.catalogue import Milestone
    from domain.model.errors import CatalogueError
    from domain.model.role_plays import CallCount, CallKit, CallMark, Scenario
    from domain.model.terms import MilestoneId

RESERVED = frozenset("bcefgjnpuvyz")
"""Letters that mean something else in a call, as copying and going down do, and one that is left to the user."""
MARK_KEYS = "".join(sorted(set("abcdefghijklmnopqrstuvwxyz") - RESERVED))
"""Letters that a mark or a customer of a chat can have."""
MOST_MARKS = 9
MAX_LABEL = 16
MOST_FACTS = 4
"""Hidden facts that have a digit of their own, 6 to 9."""
_TIME = ("time",)
_COUNTS = ("n", "of", "times", "time")
_TIMED = (Counted.HOLD, Counted.DEAD_AIR)
_LETTER = re.compile(r"[a-z]")


def check_kit(document: Document, kit: CallKit, milestones: Mapping[MilestoneId, Milestone]) -> None:
    """Raises CatalogueError for the first thing in the keys and counts of one kind of call that cannot be right."""
    path: Place = ("kits", Id(kit.id))
    milestone = milestones[kit.milestone]
    if milestone.calls is None:
        raise document.problem(
            (*path, "milestone"), f"{kit.milestone} is not played as a call", "Give the milestone its calls first."
        )
    if not 1 <= len(kit.marks) <= MOST_MARKS:
        raise document.problem((*path, "marks"), f"{len(kit.marks)} marks are not 1 to {MOST_MARKS}")
    criteria = [criterion.id for criterion in milestone.criteria]
    _check_keys(document, path, kit)
    for position, mark in enumerate(kit.marks):
        _check_mark(document, (*path, "marks", position), mark, criteria)
    for position, count in enumerate(kit.counts):
        _check_count(document, (*path, "counts", position), count, criteria)
    for name in ("first_reply", "longest_gap"):
        if kit.replies and getattr(kit, name) <= 0:
            raise document.problem((*path, name), "a chat needs its limit in seconds, above 0")


def check_kits(document: Document, kits: Iterable[CallKit], scenarios: Mapping[str, Scenario]) -> None:
    """Raises CatalogueError, at the scenario, where it is of no kind of call, of two, or does not fit into its kind."""
    kits = tuple(kits)
    for scenario in scenarios.values():
        path: Place = ("scenarios", Id(scenario.id))
        found = [kit for kit in kits if fits(kit, scenario)]
        if len(found) != 1:
            what = " and ".join(kit.id for kit in found) or "none"
            raise document.problem(
                (*path, "type"), f"a scenario is of one kind of call, this is of {what}", "See calls.yaml."
            )
        if len(scenario.hidden_facts) > MOST_FACTS:
            raise document.problem((*path, "hidden_facts"), f"a call has keys for {MOST_FACTS} hidden facts at most")
        room = len(found[0].replies)
        if len(scenario.customers) > room or (room and not scenario.customers):
            what = f"{len(scenario.customers)} customers do not fit the {room} keys of {found[0].id}"
            raise document.problem((*path, "customers"), what, "Name 1 for each key at most.")


def fits(kit: CallKit, scenario: Scenario) -> bool:
    """Whether a scenario is of this kind of call."""
    return kit.milestone is scenario.milestone and (not kit.types or scenario.type in kit.types)


def _check_keys(document: Document, path: Place, kit: CallKit) -> None:
    seen: dict[str, str] = {}
    keys: list[tuple[Place, str, str]] = [
        ((*path, "marks", position, "key"), mark.key, mark.label) for position, mark in enumerate(kit.marks)
    ]
    keys += [((*path, "replies", position), key, "a customer") for position, key in enumerate(kit.replies)]
    for place, key, label in keys:
        if not _LETTER.fullmatch(key):
            raise document.problem(place, f"'{key}' is not one small letter", f"Free: {' '.join(MARK_KEYS)}.")
        if key in RESERVED:
            raise document.problem(place, f"{key} means something else in a call", f"Free: {' '.join(MARK_KEYS)}.")
        if key in seen:
            raise document.problem(place, f"{key} stands here twice, for {seen[key]} too", "Give each its own letter.")
        seen[key] = label


def _check_mark(document: Document, path: Place, mark: CallMark, criteria: Sequence[str]) -> None:
    if mark.criterion not in criteria:
        raise _no_criterion(document, path, mark.criterion, criteria)
    if not 1 <= len(mark.label) <= MAX_LABEL:
        raise document.problem((*path, "label"), f"'{mark.label}' is not 1 to {MAX_LABEL} characters long")
    if mark.counts in (Counted.FACTS, Counted.REPLY):
        raise document.problem((*path, "counts"), f"{mark.counts} has keys of its own", "Take it out.")
    if mark.timed is not (mark.counts in _TIMED):
        raise document.problem((*path, "timed"), "hold and dead_air are timed, and nothing else is")
    if mark.from_seconds < 0 or (mark.from_seconds and not mark.timed):
        raise document.problem((*path, "from_seconds"), "only what is timed counts from some seconds on")
    check_texts(document, (*path, "act"), mark.act, _TIME if mark.timed else ())
    check_texts(document, (*path, "effect"), mark.effect, ())


def _check_count(document: Document, path: Place, count: CallCount, criteria: Sequence[str]) -> None:
    if count.criterion not in criteria:
        raise _no_criterion(document, path, count.criterion, criteria)
    if count.limit < 0 or (count.counts is Counted.FACTS and count.limit > 1):
        raise document.problem((*path, "limit"), "a limit is 0 or more, and for facts a share of 0 to 1")
    check_texts(document, (*path, "act"), count.act, _COUNTS)
    for name in ("strength", "gap"):
        check_texts(document, (*path, name), getattr(count, name), ())


def _no_criterion(document: Document, path: Place, name: str, criteria: Iterable[str]) -> CatalogueError:
    return document.problem((*path, "criterion"), f"there is no {name}", f"Known: {', '.join(criteria)}.")
