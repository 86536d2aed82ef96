"""What must hold in what the planning of classes and the figures reckon with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.catalog.yaml_text import Id
from domain.model.terms import ROAD

if TYPE_CHECKING:
    from domain.catalog.documents import Document
    from domain.model.insight_rules import ClassRules, FigureRules

STEPS = ("show", "accept", "clear", "day_one")
"""Rates of a class that belong to no milestone."""


def check_classes(document: Document, rules: ClassRules) -> None:
    """Raises CatalogueError for a share out of range, and a step that is unknown, named twice or missing."""
    known = {*ROAD, *STEPS}
    seen: set[str] = set()
    for rate in rules.rates:
        place = ("classes", "rates", Id(rate.id))
        if rate.id not in known or rate.id in seen:
            what = "is there twice" if rate.id in seen else "is no step of a class"
            raise document.problem(place, f"{rate.id} {what}", f"Known: {', '.join((*ROAD, *STEPS))}.")
        if not 0 < rate.share <= 1:
            raise document.problem((*place, "share"), "a share is above 0 and at most 1", "As in 0.55.")
        if not rate.source.strip():
            raise document.problem((*place, "source"), "it does not say where it is from", "Say it in a word.")
        seen.add(rate.id)
    for step in STEPS:
        if step not in seen:
            raise document.problem(("classes", "rates"), f"{step} is missing", f"Needed: {', '.join(STEPS)}.")
    if rules.own_from <= 0 or rules.rates_days <= 0 or not 100 <= rules.runs <= 100_000:
        raise document.problem(("classes",), "own_from and rates_days are above 0, and runs from 100 to 100000")


def check_figures(document: Document, rules: FigureRules) -> None:
    """Raises CatalogueError for a limit that would show what says nothing."""
    for name in ("raters_from", "staying_from", "smallest_group"):
        if getattr(rules, name) < 2:
            raise document.problem(("figures", name), "this must be 2 or more")
    for question in rules.questions:
        place = ("figures", "questions", Id(question.id))
        if not question.label.strip() or len(set(question.answers)) < 2 or not all(map(str.strip, question.answers)):
            raise document.problem(
                place, "a question has words, and two answers or more", "As in 'answers: [yes, no]'."
            )
    for name in ("four_fifths", "chance"):
        if not 0 < getattr(rules, name) < 1:
            raise document.problem(("figures", name), "this lies between 0 and 1")
