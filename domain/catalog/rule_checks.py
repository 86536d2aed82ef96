"""What must hold in the lists and limits: safety, slip rules, follow-up, units, the ladder."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.catalog.insight_checks import check_classes, check_figures
from domain.catalog.yaml_text import Id, Place
from domain.model.terms import MilestoneId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.catalog.documents import Document
    from domain.model.catalogue import LadderStep, Unit
    from domain.model.follow_up import ContactRules, FollowUp, OfferRules, PoolRules, SlotRules
    from domain.model.ladder import LadderRules
    from domain.model.wording import SafetyList, SafetyModel, SlipRules

_FIELDS = ("candidate", "note")
_DETECTORS = ("M", "B", "I", "A", "D", "T")


def check_safety(document: Document, safety: SafetyList) -> None:
    """Raises CatalogueError for an unknown field or category and for a pattern that is no regular expression.

    Compiling all patterns takes longer than everything else together, so it is done only where a site had a say;
    the tests do it for what ships.
    """
    known = [category.id for category in safety.categories]
    for category in safety.categories:
        for field in category.fields:
            if field not in _FIELDS:
                raise document.problem(
                    ("categories", Id(category.id), "fields"),
                    f"there is no field {field}",
                    f"Known: {', '.join(_FIELDS)}.",
                )
    for name in safety.context_downgrade.categories:
        if name not in known:
            place = ("context_downgrade", "categories")
            raise document.problem(place, f"there is no category {name}", f"Known: {', '.join(known)}.")
    if document.changed:
        check_patterns(document, safety)


def check_patterns(document: Document, safety: SafetyList) -> None:
    """Raises CatalogueError for the first safety pattern that is no regular expression."""
    for category in safety.categories:
        for position, pattern in enumerate(category.patterns):
            _compile(document, ("categories", Id(category.id), "patterns", position), pattern)
    for position, pattern in enumerate(safety.allow):
        _compile(document, ("allow", position), pattern)
    _compile(document, ("context_downgrade", "before"), safety.context_downgrade.before)
    for name in ("said", "ours"):
        _compile(document, ("quotes", name), getattr(safety.quotes, name))
    _check_frames(document, safety)


def _check_frames(document: Document, safety: SafetyList) -> None:
    """Raises CatalogueError for the first frame that names a kind of words that is not there."""
    kinds = {name.upper() for name in safety.kinds}
    for category in safety.categories:
        for position, frame in enumerate(category.frames):
            for name in re.findall(r"\b[A-Z][A-Z_]+\b", frame):
                if name not in kinds:
                    place = ("categories", Id(category.id), "frames", position)
                    raise document.problem(
                        place, f"there is no kind {name.lower()}", f"Known: {', '.join(safety.kinds)}."
                    )


def check_safety_model(document: Document, model: SafetyModel) -> None:
    """Raises CatalogueError for a weight that is no whole number."""
    for item in model.weights.split() if document.changed else ():
        if not re.fullmatch(r"[^=]+=-?\d+", item):
            raise document.problem(("weights",), f"{item} is no weight", "Write feature=hundredths.")


def check_slip_rules(document: Document, rules: SlipRules) -> None:
    """Raises CatalogueError for limits that exclude each other, a missing detector or, of a site, a bad pattern."""
    if not 0 < rules.min_words < rules.max_words:
        raise document.problem(("min_words",), "min_words must be above 0 and below max_words")
    for name in ("max_grade", "max_sentence_words", "max_points", "max_dose_minutes"):
        if getattr(rules, name) <= 0:
            raise document.problem((name,), "this must be above 0")
    if set(rules.detectors) != set(_DETECTORS):
        raise document.problem(("detectors",), f"detectors are {', '.join(_DETECTORS)}", "Give each one pattern.")
    if document.changed:
        for name, pattern in rules.detectors.items():
            _compile(document, ("detectors", name), pattern)


def check_follow_up(document: Document, follow_up: FollowUp) -> None:
    """Raises CatalogueError for a negative number of days and for a milestone without its days."""
    for name in ("retest_days", "score_valid_days", "feedback_days", "red_after_days"):
        days: Mapping[str, int] = getattr(follow_up, name)
        for key, count in days.items():
            if count < 0:
                raise document.problem((name, key), "days are 0 or more")
        if name == "retest_days":
            continue
        for milestone in MilestoneId:
            if milestone not in days:
                raise document.problem((name,), f"{milestone} is missing", "Every milestone needs its days.")
    for name in ("queue_target_minutes", "max_attempts", "max_attempts_days", "reserve_days"):
        if getattr(follow_up, name) <= 0:
            raise document.problem((name,), "this must be above 0")
    _check_contact(document, follow_up.contact)
    _check_slots(document, follow_up.slots)
    _check_offers(document, follow_up.offers)
    _check_pool(document, follow_up.pool)
    _check_ladder_rules(document, follow_up.ladder)
    check_classes(document, follow_up.classes)
    check_figures(document, follow_up.figures)


def _check_contact(document: Document, rules: ContactRules) -> None:
    """Raises CatalogueError for a limit that would let nobody be contacted, and for a language without stop words."""
    limits = {
        "unanswered": ("per_day", "per_stage", "hours_between", "channels"),
        "pool": ("messages", "days"),
        "often": ("messages", "days"),
    }
    for part, names in limits.items():
        for name in names:
            if getattr(getattr(rules, part), name) <= 0:
                raise document.problem(("contact", part, name), "this must be above 0")
    for name in ("closing_days", "answer_days", "word_hours", "rates_days", "stop_alone"):
        if getattr(rules, name) < 0:
            raise document.problem(("contact", name), "this must be 0 or more")
    for language, words in rules.stop_words.items():
        if not words or not all(word.strip() for word in words):
            raise document.problem(
                ("contact", "stop_words", language), "there are no words", "Name at least one, and none that is empty."
            )


def _check_slots(document: Document, rules: SlotRules) -> None:
    """Raises CatalogueError for slots that nobody could be booked into."""
    if rules.days_ahead <= 0 or rules.remind_days < 0:
        raise document.problem(("slots",), "days_ahead is above 0, and remind_days is 0 or more")
    for plan in rules.milestones:
        place = ("slots", "milestones", Id(plan.id))
        if plan.places <= 0 or not plan.unit.strip():
            raise document.problem(place, "places are above 0, and unit names what they are", "As in 'unit: booth'.")
        if not 5 <= plan.minutes <= 480:
            raise document.problem(place, "a slot takes from 5 to 480 minutes")


LONGEST_TERM = 10
"""Characters of the name of a term: what a form has room for."""


def _check_offers(document: Document, rules: OfferRules) -> None:
    """Raises CatalogueError for an offer without terms, a contact that is on no day, and days that do not rise."""
    if rules.reply_days <= 0 or not 0 <= rules.remind_days < rules.reply_days:
        raise document.problem(("offers",), "reply_days is above 0, and remind_days below it")
    if not rules.terms:
        raise document.problem(("offers", "terms"), "there are no terms", "Name at least one.")
    for term in rules.terms:
        if not 0 < len(term.label) <= LONGEST_TERM:
            where = ("offers", "terms", Id(term.id), "label")
            raise document.problem(where, f"from 1 to {LONGEST_TERM} characters fit", "Put the rest into hint.")
    for touch in rules.pre_start:
        if (touch.after_yes > 0) == (touch.before_start > 0):
            place = ("offers", "pre_start", Id(touch.id))
            raise document.problem(place, "it needs a day", "Give after_yes or before_start, one of them.")
    if list(rules.stay_days) != sorted(set(rules.stay_days)) or not all(day > 0 for day in rules.stay_days):
        raise document.problem(("offers", "stay_days"), "the days must rise, from 1 on")


def _check_ladder_rules(document: Document, rules: LadderRules) -> None:
    """Raises CatalogueError for points out of range or order."""
    if not 0 <= rules.meets_from < rules.strong_from <= 100:
        raise document.problem(("ladder",), "meets_from is 0 or more, strong_from above it and 100 at most")


def _check_pool(document: Document, rules: PoolRules) -> None:
    """Raises CatalogueError where nobody would be kept, and for touches out of order or after the last day."""
    if rules.points < 0 or rules.soon_days < 0:
        raise document.problem(("pool", "points" if rules.points < 0 else "soon_days"), "this must be 0 or more")
    if rules.expire_days <= 0:
        raise document.problem(("pool", "expire_days"), "this must be above 0")
    days = [-1, *(touch.day for touch in rules.touches), rules.expire_days + 1]
    for at, (before, after) in enumerate(pairwise(days)):
        if after <= before:
            place = ("pool", "touches", min(at, len(rules.touches) - 1), "day")
            raise document.problem(
                place, "the days of the touches must rise, up to expire_days", "Start at 0, each later than the last."
            )


def check_unit(document: Document, unit: Unit) -> None:
    """Raises CatalogueError for a range that holds nothing."""
    if not unit.low < unit.high:
        raise document.problem(("units", Id(unit.id)), "low must be below high")
    if not 0 <= unit.decimals <= 3:
        raise document.problem(("units", Id(unit.id), "decimals"), "decimals go from 0 to 3")


def check_ladder(document: Document, ladder: tuple[LadderStep, ...], cefr: Mapping[str, float]) -> None:
    """Raises CatalogueError where the levels of the ladder or of the language scale do not rise."""
    for lower, upper in pairwise(ladder):
        if upper.level <= lower.level:
            raise document.problem(("ladder", Id(upper.id), "level"), "the levels must rise from entry to entry")
    names = list(cefr)
    for lower_name, upper_name in pairwise(names):
        if cefr[upper_name] <= cefr[lower_name]:
            raise document.problem(("cefr", upper_name), f"{upper_name} must stand above {lower_name}")


def _compile(document: Document, place: Place, pattern: str) -> None:
    try:
        re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise document.problem(
            place, f"this is no regular expression: {error}", "Test it with a line that it should find."
        ) from error
