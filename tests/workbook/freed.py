"""A site that looks at fairness, in tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.insight_rules import AskedWords, GroupQuestion

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub

HOURS = GroupQuestion(
    "hours",
    "Which hours can you work?",
    ("days", "nights", "any"),
    (AskedWords("fil", "Anong oras ka puwede?", ("umaga", "gabi", "kahit kailan")),),
)
HOME = GroupQuestion("home", "Where did you grow up?", ("zz-by-the-sea", "zz-in-the-hills"))
"""Answers that stand nowhere else, to be looked for byte by byte."""


def look_at_fairness(hub: Hub, path: Path, *questions: GroupQuestion, months: int = 3) -> Path:
    """The site names the file and asks these questions, or for hours; the file."""
    known = hub.wb.catalogue
    figures = replace(known.follow_up.figures, questions=questions or (HOURS,), fairness_months=months)
    hub.wb.catalogue = replace(known, follow_up=replace(known.follow_up, figures=figures))
    hub.wb.take_settings(replace(hub.wb.site, fairness=path), "Noor")
    return path
