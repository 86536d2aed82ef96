"""The road: ten cells, one per milestone, always in the same order.

A road is stored and compared as plain characters, so that lists can sort and filter by it; they are codes, not what is
painted. The screen translates each cell into the glyph and colour of its theme, and says the word beside it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.terms import ENDINGS, ROAD, MilestoneId, Proposal, Result, State

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class RoadCell(StrEnum):
    """How a person stands at one milestone."""

    PASSED = "*"
    NOT_YET = "o"
    HERE = "@"
    UNFINISHED = "~"
    BORDERLINE = "="
    STOPPED = "#"
    NO_SHOW = "x"
    VOID = "_"
    NOT_NEEDED = "-"
    TO_COME = "."


CELL_WORDS: dict[RoadCell, str] = {
    RoadCell.PASSED: "passed",
    RoadCell.NOT_YET: "not yet",
    RoadCell.HERE: "here",
    RoadCell.UNFINISHED: "unfinished",
    RoadCell.BORDERLINE: "borderline",
    RoadCell.STOPPED: "stopped",
    RoadCell.NO_SHOW: "no-show",
    RoadCell.VOID: "void",
    RoadCell.NOT_NEEDED: "not needed",
    RoadCell.TO_COME: "to come",
}
"""The word that stands beside each cell, because state is never shown by a sign alone."""

_BY_RESULT = {
    Result.PASSED: RoadCell.PASSED,
    Result.NOT_YET: RoadCell.NOT_YET,
    Result.ON_HOLD: RoadCell.STOPPED,
    Result.VOID: RoadCell.VOID,
    Result.INCOMPLETE: RoadCell.UNFINISHED,
    Result.NO_SHOW: RoadCell.NO_SHOW,
}
_BY_STATE = {
    State.READY: RoadCell.HERE,
    State.INCOMPLETE: RoadCell.UNFINISHED,
    State.NOT_YET: RoadCell.NOT_YET,
    State.ON_HOLD: RoadCell.STOPPED,
    State.HIRED: RoadCell.PASSED,
    State.NO_SHOW: RoadCell.NO_SHOW,
}
"""States that say by themselves how the milestone stands at which the person is."""
_FINISHED = frozenset(_BY_RESULT.values()) - {RoadCell.UNFINISHED}


def cell_of(result: Result | None, proposal: Proposal | None = None) -> RoadCell:
    """The cell of a person's newest attempt at a milestone; `result` is None while it is open.

    An open attempt is unfinished, and borderline where the rules ask for a second look.
    """
    if result is not None:
        return _BY_RESULT[result]
    return RoadCell.BORDERLINE if proposal is Proposal.BORDERLINE else RoadCell.UNFINISHED


def road(
    route: Collection[MilestoneId],
    standing: Mapping[MilestoneId, RoadCell],
    here: MilestoneId | None = None,
    state: State | None = None,
) -> str:
    """The ten cells of an application as ten characters.

    Milestones off the route are 'not needed' whatever was done there; those without a standing are to come. Where the
    person is, the state of the application decides: ready is here; underway shows the open attempt; an ending keeps
    what was finished there, and is 'stopped' where nothing was. Without `here` or `state` the standing alone speaks.
    """
    cells = {milestone: standing.get(milestone, RoadCell.TO_COME) for milestone in route}
    if here is not None and here in cells and state is not None:
        cells[here] = _cell_here(standing.get(here), state)
    return "".join(cells.get(milestone, RoadCell.NOT_NEEDED) for milestone in ROAD)


def _cell_here(standing: RoadCell | None, state: State) -> RoadCell:
    if state in _BY_STATE:
        return _BY_STATE[state]
    if state in ENDINGS:
        return standing if standing is not None and standing in _FINISHED else RoadCell.STOPPED
    return RoadCell.HERE if standing is None else standing


def in_words(cells: str) -> tuple[tuple[MilestoneId, str], ...]:
    """Each milestone with the word for its cell. BadInput where the text is no road."""
    if len(cells) != len(ROAD) or any(cell not in CELL_WORDS for cell in cells):
        raise BadInput(f'"{cells}" is no road.', f"A road has {len(ROAD)} cells out of {''.join(CELL_WORDS)}.")
    return tuple((milestone, CELL_WORDS[RoadCell(cell)]) for milestone, cell in zip(ROAD, cells, strict=True))
