"""The periods over which groups are counted, in words, and the sheet that asks for one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.workbook.insights import fairness
from tui.screens.choice import Choice, Option

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.workbook.insights.fairness import Period
    from tui.app import MilepostApp


def period_words(period: Period) -> str:
    """Return 'July to September 2026', or '2026' for a whole year."""
    if (period.since.month, period.until.month) == (1, 12):
        return str(period.since.year)
    return f"{period.since:%B} to {period.until:%B} {period.until.year}"


def period_name(period: Period) -> str:
    """Return what a period of that length is called: 'quarter'."""
    return fairness.NAMES[period.until.month - period.since.month + 1]


def ask_period(app: MilepostApp, periods: Sequence[Period], now: Period | None, take: Callable[[Period], None]) -> None:
    """Ask for one of the periods that are over."""
    options = [Option(one.since.isoformat(), period_words(one)) for one in periods]

    def chosen(since: str | None) -> None:
        if since is not None:
            take(next(one for one in periods if one.since.isoformat() == since))

    fact = "only periods that are over, each counted once"
    app.push_screen(Choice("Which period", options, fact, now=now.since.isoformat() if now else ""), chosen)
