"""Under which heading a key is listed, in the settings, by `milepost keys` and in the README."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tui.commands import Command

PARTS: Final = {
    "queue": "Queue",
    "board": "Board",
    "people": "People",
    "people_views": "Views of People",
    "people_fields": "Filter of People",
    "person": "A person",
    "slip": "A slip",
    "openings": "Openings",
    "opening": "Openings",
    "class_people": "Openings",
    "assessment": "Weights and hurdles",
    "review": "Weights and hurdles",
    "versions": "Weights and hurdles",
    "calibration": "Calibration",
    "compare": "Two ratings",
    "handover": "Handover",
    "ladder": "Ladder",
    "reroute": "Other openings",
    "settings": "Settings",
    "error": "Error page",
}
"""Headings for the commands of one screen, by the first part of their id; what is not named here lies over a screen."""

OVERLAYS: Final = "Choices, help and other things that lie over a screen"

FIRST: Final = (
    "Everywhere",
    "In lists",
    "Queue",
    "Board",
    "Rate",
    "Evidence",
    "Decide",
    "In a call",
    "Exam",
    "A slip",
    "Writing",
    "People",
    "Filter of People",
    "Views of People",
    "A person",
    "Openings",
    "Weights and hurdles",
    "Numbers",
    "Settings",
)
"""Headings in the order of a working day; those not named here follow."""


def heading(command: Command) -> str:
    """Where the key works: commands that say no more than "This screen" go by the screen that their id names."""
    return command.group if command.group != "This screen" else PARTS.get(command.id.partition(".")[0], OVERLAYS)


def does(command: Command) -> str:
    """What a command does; the second of a pair of keys has no help line and is told by its name."""
    return command.help_line() or command.do.removeprefix("_").replace("_", " ")
