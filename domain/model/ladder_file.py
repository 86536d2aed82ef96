"""The ladder file: a person's hiring record as the first page of their career, for them to read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from domain.model.labels import Labels
from domain.model.lazily import dataclass


class PartId(StrEnum):
    """What the parts of a ladder file are about."""

    ROAD = "road"
    STRENGTHS = "strengths"
    SKILLS = "skills"
    MEETS = "meets"
    WORK_ON = "work_on"
    SHOWN = "shown"
    NEXT = "next"
    TIP = "tip"


@dataclass(frozen=True, slots=True)
class LadderPart:
    """One part of a ladder file."""

    id: PartId
    heading: str
    points: tuple[str, ...]
    about: str = ""
    """A sentence above the points."""


@dataclass(frozen=True, slots=True)
class LadderDocument:
    """The ladder file of one person, as they may read it: it has no room for notes, ratings or points."""

    person: str
    site: str
    dated: date
    language: str
    title: str
    """'Ladder file for Joan Alcaraz'."""
    level: str
    """The level at which they stand."""
    since: date
    opening: str
    """Where they stand and since when, in a plain sentence."""
    parts: tuple[LadderPart, ...]
    contact: str
    labels: Labels | None = None
    """None for those that are shipped in English."""
