"""What can be done in Insights, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command
from tui.screens.insights_fairness import FairnessView
from tui.screens.insights_funnel import FunnelView
from tui.screens.insights_planning import PlanningView, is_rate
from tui.screens.insights_raters import RatersView, call_of

if TYPE_CHECKING:
    from tui.screens.insights import InsightsScreen


def _explained(screen: InsightsScreen) -> str | None:
    return None if screen.explains_first else "it is explained beside the lines"


def _nobody(screen: InsightsScreen) -> str | None:
    if screen.explains_first:
        return "what explains it comes first"
    if call_of(screen.line):
        return "it opens the call"
    return None if screen.people is not None else "nobody stands behind this line"


def _no_call(screen: InsightsScreen) -> str | None:
    if screen.explains_first:
        return "what explains it comes first"
    return None if call_of(screen.line) else "no call stands behind this line"


def _no_funnel(screen: InsightsScreen) -> str | None:
    return None if screen.view.id == FunnelView.id else "only in the funnel"


def _no_class(screen: InsightsScreen) -> str | None:
    if screen.view.id != PlanningView.id or not screen.line:
        return "only in the class forecast"
    return None if is_rate(screen.found, screen.line) else "only on a step with a rate"


def _no_scope(screen: InsightsScreen) -> str | None:
    return "fairness counts everybody, and nobody less" if screen.view.id == FairnessView.id else None


def _no_raters(screen: InsightsScreen) -> str | None:
    return None if screen.view.id == RatersView.id else "only with the raters"


def _nothing(screen: InsightsScreen) -> str | None:
    return None if screen.found is not None and not screen.nothing else "there is nothing yet"


INSIGHTS_VERBS: tuple[Command, ...] = (
    Command(
        id="insights.people",
        keys="",
        do="open_current",
        shown="Enter",
        word="the people",
        short="people",
        title="List the people behind the focused line",
        help="the people behind the focused line",
        when=_nobody,
    ),
    Command(
        id="insights.explain",
        keys="",
        do="open_current",
        shown="Enter",
        word="explain",
        short="more",
        help="what explains the focused line, where no pane beside it does",
        when=_explained,
    ),
    Command(
        id="insights.call",
        keys="",
        do="open_current",
        shown="Enter",
        word="the call",
        short="call",
        title="Open the call behind the focused line",
        help="the call for calibration; of those who rated together, their newest",
        when=_no_call,
    ),
    Command(id="screen.next_part", keys="tab", do="next_part", word="next view", short="view", help="next view"),
    Command(
        id="insights.days",
        keys="t",
        do="days",
        word="days",
        title="Look at other days",
        help="which days are looked at",
        opens=True,
    ),
    Command(
        id="insights.whom",
        keys="o",
        do="whom",
        word="who to look at",
        short="who",
        title="Look at one account, opening, source or site",
        help="one account, opening, source or site",
        when=_no_scope,
        opens=True,
    ),
    Command(
        id="insights.suppose",
        keys="s",
        do="suppose",
        word="what if",
        title="Suppose another rate",
        help="what if the rate of the focused step were another",
        when=_no_class,
        opens=True,
    ),
    Command(
        id="insights.keep_call",
        keys="c",
        do="keep_call",
        title="Keep a call for calibration",
        help="keep a call of yours for calibration, without a name",
        when=_no_raters,
        opens=True,
    ),
    Command(
        id="insights.how",
        keys="v",
        do="how",
        word="flow or cohort",
        short="flow/cohort",
        title="Flow or cohort",
        help="what happened in these days, or the people who came in them",
        when=_no_funnel,
    ),
    Command(
        id="insights.export",
        keys="e",
        do="export",
        word="export",
        title="Write this view as a file",
        help="write the view as CSV, JSON or Markdown",
        when=_nothing,
        opens=True,
    ),
    Command(
        id="insights.weekly",
        keys="",
        do="weekly",
        title="Write the weekly page",
        help="one sheet for the meeting: a week beside the week before, without names",
        opens=True,
    ),
)
