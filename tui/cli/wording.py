"""Times and codes of the workbook in words, for every verb alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from domain.workbook import Workbook


def iso(wb: Workbook, at: int) -> str:
    """A moment in milliseconds UTC as ISO 8601 in the site's zone; '' for 0."""
    if not at:
        return ""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(wb.site.tz()).isoformat(timespec="seconds")


def day(wb: Workbook, at: int) -> str:
    """The site's day of a moment, ISO 8601; '' for 0."""
    return wb.day(at).isoformat() if at else ""


def words(code: str) -> str:
    """A code as it is read: 'not_yet' is 'not yet', 'no_show' is 'no-show'."""
    return "no-show" if code == "no_show" else code.replace("_", " ")


def milestone_name(wb: Workbook, milestone: str) -> str:
    """The name of a milestone without what stands in brackets; the code itself where it is none."""
    return next((found.title for known, found in wb.catalogue.milestones.items() if known == milestone), milestone)


def milestone_short(wb: Workbook, milestone: str) -> str:
    """The name of a milestone as lists have it; the code itself where it is none."""
    return next((found.short for known, found in wb.catalogue.milestones.items() if known == milestone), milestone)


def account_name(wb: Workbook, account: str) -> str:
    """The name of an account without what stands in brackets; the code itself where it is none."""
    found = wb.catalogue.accounts.get(account)
    return found.title if found else account
