"""What can be done on the score sheet, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Result
from tui.commands import Command
from tui.screens.second_looks import SECOND_LOOK, not_decided_here, not_rated_here
from tui.screens.their_case import NO_HINT, THEIR_CASE

if TYPE_CHECKING:
    from tui.screens.score_view import ScoreView


def _finished(screen: ScoreView) -> str | None:
    return "this attempt is finished" if screen.sheet is not None and screen.sheet.finished_at else None


def _not_rated_here(screen: ScoreView) -> str | None:
    return _finished(screen) or not_rated_here(screen.sheet)


def _not_changed_here(screen: ScoreView) -> str | None:
    sheet = screen.sheet
    if sheet is None or not sheet.finished_at:
        return not_rated_here(sheet)
    return "two people rated this" if sheet.both_in else None


def _not_decided_here(screen: ScoreView) -> str | None:
    return _finished(screen) or not_decided_here(screen.sheet)


def _second(screen: ScoreView) -> str | None:
    return "a second rating is made alone" if screen.sheet is not None and screen.sheet.card else None


def _no_handover(screen: ScoreView) -> str | None:
    sheet = screen.sheet
    return None if sheet is not None and sheet.milestone.id is MilestoneId.FINAL else "it is for the final interview"


def _no_critical(screen: ScoreView) -> str | None:
    sheet = screen.sheet
    if sheet is not None and sheet.closed:
        return not_rated_here(sheet)
    return None if sheet is not None and sheet.result is Result.ON_HOLD else _finished(screen)


def _no_slip(screen: ScoreView) -> str | None:
    return None if screen.sheet is not None and screen.sheet.slip else "decide first"


def _no_marks(screen: ScoreView) -> str | None:
    return _not_rated_here(screen) or (None if screen.marks_here() else "no mark of a call is here")


def _not_played(screen: ScoreView) -> str | None:
    if screen.sheet is not None and (screen.sheet.card or screen.sheet.closed):
        return "a second rating is made alone"
    return None if screen.sheet is not None and screen.sheet.milestone.calls else "this milestone is not played"


SCORE_VERBS: tuple[Command, ...] = (
    Command(
        id="score.digit",
        keys="1 2 3 4 5 6 7 8 9",
        do="digit",
        each=True,
        shown="1–5",
        word="rate",
        title="Rate the criterion",
        help="rate and go to the next; 6 to 8: a point of theirs was made",
        group="Rate",
        when=_not_changed_here,
    ),
    Command(
        id="score.zero",
        keys="0",
        do="zero",
        word="not observed",
        title="Not observed",
        help="not observed, next; as a measure: zero",
        group="Rate",
        when=_not_changed_here,
    ),
    Command(
        id="score.not_observed",
        keys="-",
        do="not_observed",
        help="not observed, measures too",
        group="Rate",
        when=_not_changed_here,
    ),
    Command(
        id="score.clear",
        keys="delete backspace",
        do="clear",
        help="take the rating back",
        group="Rate",
        when=_not_rated_here,
    ),
    Command(
        id="score.evidence",
        keys="e",
        do="evidence",
        word="evidence",
        title="Evidence, ready pieces",
        help="evidence chip, then its digit",
        group="Rate",
        when=_not_rated_here,
    ),
    Command(id="score.fields", keys="enter", do="fields", help="evidence fields", group="Rate", when=_not_rated_here),
    Command(
        id="score.take",
        keys="m",
        do="take",
        title="Take a mark of the call as evidence",
        help="a mark of the call as evidence",
        group="Rate",
        when=_no_marks,
    ),
    Command(
        id="score.passed",
        keys="p",
        do="passed",
        word="passed",
        title="Passed: next milestone",
        help="passed, slip drafted",
        group="Decide",
        when=_not_decided_here,
    ),
    Command(
        id="score.not_yet",
        keys="n",
        do="not_yet",
        word="not yet",
        title="Not yet",
        help="not yet, two gaps drafted",
        group="Decide",
        when=_not_decided_here,
    ),
    Command(
        id="score.slip",
        keys="f",
        do="slip",
        word="slip",
        title="See the slip",
        help="see the slip, again: deliver",
        group="Decide",
        when=_no_slip,
    ),
    Command(
        id="score.critical",
        keys="E",
        do="critical",
        word="critical error",
        title="Critical error",
        help="critical error, with quote",
        group="Decide",
        when=_no_critical,
    ),
    SECOND_LOOK,
    THEIR_CASE,
    NO_HINT,
    Command(
        id="score.other",
        keys="D",
        do="other_result",
        title="Another result: on hold, void, incomplete",
        help="on hold, void or incomplete",
        group="Decide",
        when=_not_decided_here,
    ),
    Command(
        id="score.call",
        keys="space",
        do="call",
        title="Open the call console",
        help="the call console",
        group="Decide",
        when=_not_played,
    ),
    Command(
        id="score.move",
        keys="r",
        do="move",
        title="Move to another opening",
        help="move, valid scores go along",
        group="Decide",
        when=_second,
        opens=True,
    ),
    Command(
        id="score.note",
        keys="o",
        do="note",
        title="Private note",
        help="private note",
        group="Decide",
        when=_second,
    ),
    Command(
        id="score.handover",
        keys="h",
        do="handover",
        title="Handover to the final interviewer",
        help="handover to the final interviewer",
        group="Decide",
        when=_no_handover,
    ),
    Command(id="score.journey", keys="J", do="journey", title="Journey report", help="journey report", group="Decide"),
)
