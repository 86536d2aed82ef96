"""What must hold inside one milestone before anybody is assessed by it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from domain.catalog.texts import check_texts
from domain.catalog.yaml_text import Id, Place
from domain.model.terms import Direction, MilestoneId, ScoringType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.catalog.documents import Document
    from domain.model.catalogue import Chip, Criterion, Milestone, Scoring, Unit

MAX_DOSE_MINUTES = 15
MAX_CHIPS = 9
MAX_LABEL = 18
MAX_SHORT = 9
ANCHORS = (1, 3, 5)
FULL_WEIGHT = 100.0
_NEXT = frozenset(MilestoneId) | {"skill_test", "day_one"}


def check_milestone(document: Document, milestone: Milestone, units: Mapping[str, Unit]) -> None:
    """Raises CatalogueError for the first thing in a milestone that cannot be right."""
    _check_head(document, milestone)
    for error in milestone.critical_errors:
        if not error.id.startswith(f"{milestone.prefix}.ce."):
            raise document.problem(
                ("critical_errors", Id(error.id), "id"),
                f"{error.id} does not start with {milestone.prefix}.ce.",
                "Every id carries the prefix of its milestone.",
            )
    for criterion in milestone.criteria:
        _check_criterion(document, milestone, criterion, units)
    _check_sum(document, milestone)
    for path, text, allowed in _candidate_texts(milestone):
        check_texts(document, path, text, allowed)


def weights_sum(weights: Iterator[float]) -> float:
    """The sum, without the dust of adding fractions."""
    return round(sum(weights), 6)


def _check_head(document: Document, milestone: Milestone) -> None:
    if len(milestone.short) > MAX_SHORT:
        raise document.problem(("short",), f"{milestone.short} is longer than {MAX_SHORT} characters", "Shorten it.")
    if wrong := mark_problem(milestone):
        raise document.problem((wrong[0],), wrong[1])
    if milestone.hurdles:
        raise document.problem(("hurdles",), "hurdles belong to an account", "Write them in accounts.yaml.")
    if milestone.next not in _NEXT:
        known = ", ".join([*MilestoneId, "skill_test", "day_one"])
        raise document.problem(("next",), f"{milestone.next} is no milestone", f"Known: {known}.")
    if milestone.calls is not None and (milestone.calls.count < 1 or milestone.calls.minutes < 1):
        raise document.problem(("calls",), "calls are one or more, of one minute or more")
    if not milestone.criteria:
        raise document.problem(("criteria",), "a milestone needs at least one criterion")
    if not milestone.retake_tips:
        raise document.problem(("retake_tips",), "a milestone needs at least one tip for a retake")


def mark_problem(milestone: Milestone) -> tuple[str, str] | None:
    """Which of pass_mark and borderline cannot be right, and why not; None where both can."""
    if not 0 < milestone.pass_mark < 100:
        return "pass_mark", "a pass mark lies between 0 and 100 points"
    if not 0 <= milestone.borderline <= min(milestone.pass_mark, 100 - milestone.pass_mark):
        return "borderline", "the band around the pass mark leaves the scale of 0 to 100 points"
    return None


def _check_criterion(document: Document, milestone: Milestone, criterion: Criterion, units: Mapping[str, Unit]) -> None:
    path: Place = ("criteria", Id(criterion.id))
    if not criterion.id.startswith(f"{milestone.prefix}."):
        raise document.problem(
            (*path, "id"),
            f"{criterion.id} does not start with {milestone.prefix}.",
            "Every id carries the prefix of its milestone.",
        )
    if tuple(sorted(criterion.anchors)) != ANCHORS:
        raise document.problem((*path, "anchors"), "anchors describe the ratings 1, 3 and 5", "Give these three.")
    if criterion.min_score is not None and not 1 <= criterion.min_score <= 5:
        raise document.problem((*path, "min_score"), "a rating goes from 1 to 5")
    _check_weight(document, path, criterion)
    _check_tips(document, path, criterion)
    _check_chips(document, path, criterion.chips)
    _check_scoring(document, (*path, "scoring"), criterion.scoring, units)


def _check_weight(document: Document, path: Place, criterion: Criterion) -> None:
    if criterion.scoring.type is ScoringType.COACHING and criterion.weight != 0:
        raise document.problem((*path, "weight"), "coaching is never scored", "Write weight: 0.")
    if criterion.weight < 0:
        raise document.problem((*path, "weight"), "a weight is 0 or more")


def _check_tips(document: Document, path: Place, criterion: Criterion) -> None:
    if not criterion.tips:
        raise document.problem((*path, "tips"), "a criterion needs at least one tip", "Nobody leaves empty-handed.")
    for position, tip in enumerate(criterion.tips):
        if not 1 <= tip.minutes <= MAX_DOSE_MINUTES:
            raise document.problem(
                (*path, "tips", position, "minutes"),
                f"{tip.minutes} is not between 1 and {MAX_DOSE_MINUTES} minutes a day",
                "A drill is short, or it is not done.",
            )


def _check_chips(document: Document, path: Place, chips: tuple[Chip, ...]) -> None:
    if len(chips) > MAX_CHIPS:
        raise document.problem((*path, "chips"), f"there are {len(chips)} chips for nine keys", "Keep nine at most.")
    labels = Counter(chip.label for chip in chips)
    for position, chip in enumerate(chips):
        where = (*path, "chips", position, "label")
        if not 1 <= len(chip.label) <= MAX_LABEL:
            raise document.problem(
                where, f"'{chip.label}' is not 1 to {MAX_LABEL} characters long", "Shorten it; `act` says the rest."
            )
        if labels[chip.label] > 1:
            raise document.problem(where, f"'{chip.label}' stands on two chips", "Give each its own label.")


def _check_scoring(document: Document, path: Place, scoring: Scoring, units: Mapping[str, Unit]) -> None:
    if scoring.type is not ScoringType.NUMERIC:
        if scoring.unit or scoring.floor or scoring.pass_at or scoring.target:
            raise document.problem(path, f"{scoring.type} takes no unit and no numbers", "Write only the type.")
        return
    if scoring.unit not in units:
        raise document.problem(
            (*path, "unit"), f"{scoring.unit or 'nothing'} is no unit", f"Known: {', '.join(units)}."
        )
    rising = (scoring.floor, scoring.pass_at, scoring.target)
    ordered = rising if scoring.direction is Direction.HIGHER else rising[::-1]
    if not ordered[0] < ordered[1] < ordered[2]:
        order = "rise" if scoring.direction is Direction.HIGHER else "fall"
        raise document.problem(
            path, f"floor, pass_at and target must {order} where {scoring.direction} is better", "Check the three."
        )
    unit = units[scoring.unit]
    if ordered[0] < unit.low or ordered[2] > unit.high:
        raise document.problem(path, f"a number lies outside {unit.low:g} to {unit.high:g} {unit.short}")


def _check_sum(document: Document, milestone: Milestone) -> None:
    total = weights_sum(criterion.weight for criterion in milestone.criteria)
    if total != FULL_WEIGHT:
        raise document.problem(("criteria",), f"the weights add up to {total:g}, not 100", "Change the weights.")


def _candidate_texts(milestone: Milestone) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
    """Every text that can reach a candidate, with its place and the placeholders it may hold."""
    words = milestone.words
    dated = ("date",)
    yield ("words", "thanks"), words.thanks, ()
    yield ("words", "arrive"), words.arrive, dated
    yield ("words", "arrive_undated"), words.arrive_undated, dated
    yield ("words", "retake"), words.retake, dated
    yield ("words", "heading"), words.heading, ()
    yield ("words", "retake_heading"), words.retake_heading, ()
    for key, tips in (("arrive_tips", milestone.arrive_tips), ("retake_tips", milestone.retake_tips)):
        for position, text in enumerate(tips):
            yield (key, position), text, ()
    for error in milestone.critical_errors:
        yield ("critical_errors", Id(error.id), "candidate_text"), error.candidate_text, ()
    for criterion in milestone.criteria:
        yield from ((("criteria", Id(criterion.id), *path), text, ()) for path, text in _texts_of(criterion))


def _texts_of(criterion: Criterion) -> Iterator[tuple[Place, str]]:
    yield ("strength",), criterion.strength
    yield ("next_tip",), criterion.next_tip
    yield ("why",), criterion.why
    for position, tip in enumerate(criterion.tips):
        yield ("tips", position, "text"), tip.text
        yield ("tips", position, "target"), tip.target
    for position, chip in enumerate(criterion.chips):
        yield ("chips", position, "act"), chip.act
        yield ("chips", position, "effect"), chip.effect
