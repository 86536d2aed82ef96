"""What must hold in what the planning of classes and the figures reckon with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.catalog.yaml_text import Id
from domain.model.terms import ROAD

if TYPE_CHECKING:
    from domain.catalog.documents import Document
    from domain.catalog.yaml_text import Place
    from domain.model.insight_rules import ClassRules, FigureRules

STEPS = ("show", "accept", "clear", "day_one")
"""Rates of a class that belong to no milestone."""
PERIODS = (3, 6, 12)
"""Months that tile a year, so that no two periods share a day."""
MOST_ANSWERS = 12
"""Answers to a question that fit on one page of the smallest screen, with the one that says nothing."""


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
        _check_words(document, place, question.label, question.answers)
        for words in question.languages:
            said = (*place, "languages", Id(words.id))
            _check_words(document, said, words.label, words.answers)
            if len(words.answers) != len(question.answers):
                raise document.problem(said, "it has other answers", "As many, in the same order.")
    if rules.fairness_months not in PERIODS:
        raise document.problem(("figures", "fairness_months"), "a period has 3, 6 or 12 months")
    for name in ("four_fifths", "chance"):
        if not 0 < getattr(rules, name) < 1:
            raise document.problem(("figures", name), "this lies between 0 and 1")


def _check_words(document: Document, place: Place, label: str, answers: tuple[str, ...]) -> None:
    given = {answer.strip() for answer in answers} - {""}
    if not label.strip() or len(given) < 2 or len(given) < len(answers):
        raise document.problem(place, "a question has words, and two answers or more", "As in 'answers: [yes, no]'.")
    if len(answers) > MOST_ANSWERS:
        raise document.problem(place, f"{len(answers)} answers", f"{MOST_ANSWERS} fit on a page.")
