"""What must hold between accounts, scenarios and the milestones they speak of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from domain.catalog.milestone_checks import ANCHORS, FULL_WEIGHT, mark_problem, weights_sum
from domain.catalog.resolve import resolve
from domain.catalog.yaml_text import Id, Place
from domain.model.catalogue import HURDLE_CRITERIA
from domain.model.lazily import dataclass
from domain.model.terms import ACCOUNT_TESTS, ROAD, MilestoneId, ScoringType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.catalog.documents import Complains, Document
    from domain.model.catalogue import Account, Criterion, Expertise, LadderStep, Milestone, Unit
    from domain.model.errors import CatalogueError
    from domain.model.role_plays import Scenario

_CODE = re.compile(r"[A-Z0-9]{6}")
MAX_SHORT = 6
SCENARIO_TYPES = ("cs", "tech", "sales", "chat")


@dataclass(frozen=True, slots=True)
class Known:
    """What an account may name."""

    milestones: Mapping[MilestoneId, Milestone]
    units: Mapping[str, Unit]
    cefr: Mapping[str, float]
    expertise: Mapping[str, Expertise]
    ladder: tuple[LadderStep, ...]
    scenarios: Mapping[str, Scenario]

    def criterion(self, criterion_id: str) -> tuple[Milestone, Criterion] | None:
        """A criterion and the milestone it belongs to."""
        for milestone in self.milestones.values():
            for criterion in milestone.criteria:
                if criterion.id == criterion_id:
                    return milestone, criterion
        return None


def check_account(document: Document, account: Account, known: Known) -> None:
    """Raises CatalogueError for the first thing in an account that cannot be right."""
    _Check(document, ("accounts", Id(account.id)), account, known).run()


def check_assessment(document: Complains, account: Account, known: Known) -> None:
    """Raises CatalogueError for the first weight, hurdle, pass mark or cut-off of an account that cannot be right."""
    _Check(document, (), account, known).run_numbers()


def check_scenario(document: Document, scenario: Scenario, milestones: Mapping[MilestoneId, Milestone]) -> None:
    """Raises CatalogueError for the first thing in a scenario that cannot be right."""
    path: Place = ("scenarios", Id(scenario.id))
    if scenario.type not in SCENARIO_TYPES:
        raise _unknown(document, (*path, "type"), scenario.type, SCENARIO_TYPES)
    if not 1 <= scenario.difficulty <= 5:
        raise document.problem((*path, "difficulty"), f"{scenario.difficulty} is not between 1 and 5")
    criteria = [criterion.id for criterion in milestones[scenario.milestone].criteria]
    for position, exercise in enumerate(scenario.exercises):
        if exercise not in criteria:
            raise _unknown(document, (*path, "exercises", position), exercise, criteria)


def _unknown(document: Complains, path: Place, name: str, known: Iterable[str]) -> CatalogueError:
    return document.problem(path, f"there is no {name}", f"Known: {', '.join(known)}.")


@dataclass(frozen=True, slots=True)
class _Check:
    document: Complains
    path: Place
    account: Account
    known: Known

    def run(self) -> None:
        self._names()
        self.run_numbers()
        self._scenarios()
        self._anchors()

    def run_numbers(self) -> None:
        self._route()
        self._hurdles()
        self._cut_offs()
        self._criterion_weights()
        self._pass_marks()

    def _problem(self, place: Place, what: str, hint: str = "") -> CatalogueError:
        return self.document.problem(self.path + place, what, hint)

    def _must_know(self, place: Place, names: Iterable[str], known: Iterable[str]) -> None:
        known = list(known)
        for position, name in enumerate(names):
            if name not in known:
                raise _unknown(self.document, (*self.path, *place, position), name, known)

    def _names(self) -> None:
        account, known = self.account, self.known
        if not 1 <= len(account.short) <= MAX_SHORT:
            raise self._problem(("short",), f"'{account.short}' is not 1 to {MAX_SHORT} characters long")
        if not _CODE.fullmatch(account.code):
            raise self._problem(("code",), f"'{account.code}' is not six capitals or digits", "As in RETAIL.")
        self._must_know(("expertise",), account.expertise, known.expertise)
        self._must_know(("scenarios",), account.scenarios, known.scenarios)
        levels = [step.id for step in known.ladder]
        if account.entry_level not in levels:
            raise _unknown(self.document, (*self.path, "entry_level"), account.entry_level, levels)

    def route(self) -> tuple[MilestoneId, ...]:
        """Every milestone that this account takes its people through."""
        account = self.account
        off = set(account.skip) | (set(ACCOUNT_TESTS) - set(account.skill_tests))
        return tuple(milestone for milestone in ROAD if milestone not in off)

    def _route(self) -> None:
        account, route = self.account, self.route()
        self._must_know(("skill_tests",), account.skill_tests, ACCOUNT_TESTS)
        self._must_know(("skip",), account.skip, [m for m in ROAD if m not in ACCOUNT_TESTS])
        for milestone, weight in account.weights.items():
            if milestone not in route:
                raise self._problem(
                    ("weights", milestone), f"{milestone} is not on the route of {account.id}", "Take it out."
                )
            if weight < 0:
                raise self._problem(("weights", milestone), "a weight is 0 or more")
        total = weights_sum(iter(account.weights.values()))
        if total != FULL_WEIGHT:
            raise self._problem(("weights",), f"the weights add up to {total:g}, not 100", "Change the weights.")

    def _scenarios(self) -> None:
        route = self.route()
        for position, scenario in enumerate(self.account.scenarios):
            if self.known.scenarios[scenario].milestone not in route:
                raise self._problem(
                    ("scenarios", position), f"{scenario} is for a milestone that is not on the route", "Take it out."
                )

    def _hurdles(self) -> None:
        for key, value in self.account.hurdles.items():
            found = self.known.criterion(HURDLE_CRITERIA.get(key, key))
            if found is None:
                hint = f"Known: {', '.join(HURDLE_CRITERIA)}, or the id of a criterion."
                raise self._problem(("hurdles", key), f"there is no hurdle {key}", hint)
            milestone, criterion = found
            if milestone.id not in self.route():
                raise self._problem(
                    ("hurdles", key), f"{milestone.id} is not on the route, so nobody could meet this", "Take it out."
                )
            self._asked(("hurdles", key), value, criterion)

    def _cut_offs(self) -> None:
        hurdles = {HURDLE_CRITERIA.get(key, key) for key in self.account.hurdles}
        for criterion_id, value in self.account.cut_offs.items():
            place: Place = ("cut_offs", criterion_id)
            found = self.known.criterion(criterion_id)
            if found is None:
                raise self._problem(place, f"there is no criterion {criterion_id}")
            if found[1].scoring.type is not ScoringType.NUMERIC:
                raise self._problem(place, f"{criterion_id} is not measured", "Make it a hurdle instead.")
            if criterion_id in hurdles:
                raise self._problem(place, f"{criterion_id} stands among the hurdles already", "Take one of them out.")
            self._asked(place, value, found[1])

    def _asked(self, place: Place, value: float | str, criterion: Criterion) -> None:
        """What is asked of a criterion at least must be something that can be entered for it."""
        scoring = criterion.scoring
        if scoring.type is ScoringType.COACHING:
            raise self._problem(place, f"{criterion.id} is coaching and never scored", "Take it out.")
        if scoring.unit == "cefr":
            if value not in self.known.cefr:
                raise self._problem(place, f"there is no level {value}", f"Known: {', '.join(self.known.cefr)}.")
        elif isinstance(value, str):
            raise self._problem(place, f"expected a number, got {value}")
        elif scoring.type is ScoringType.NUMERIC:
            unit = self.known.units[scoring.unit]
            if not unit.low <= value <= unit.high:
                raise self._problem(place, f"{value:g} lies outside {unit.low:g} to {unit.high:g} {unit.short}")
        elif value not in (1, 2, 3, 4, 5):
            raise self._problem(place, f"{value:g} is no rating", "A rating goes from 1 to 5.")

    def _anchors(self) -> None:
        for criterion_id, anchors in self.account.anchor_overrides.items():
            place: Place = ("anchor_overrides", criterion_id)
            if self.known.criterion(criterion_id) is None:
                raise self._problem(place, f"there is no criterion {criterion_id}")
            for rating in anchors:
                if rating not in ANCHORS:
                    raise self._problem(place, "anchors describe the ratings 1, 3 and 5")

    def _criterion_weights(self) -> None:
        for milestone_id, weights in self.account.criterion_weights.items():
            milestone = self.known.milestones[milestone_id]
            place: Place = ("criterion_weights", milestone_id)
            ids = {criterion.id: criterion for criterion in milestone.criteria}
            for criterion_id, weight in weights.items():
                if criterion_id not in ids:
                    raise _unknown(self.document, (*self.path, *place, criterion_id), criterion_id, ids)
                if weight < 0 or (weight and ids[criterion_id].scoring.type is ScoringType.COACHING):
                    raise self._problem((*place, criterion_id), "a weight is 0 or more, and 0 for coaching")
            resolved = resolve(milestone, self.account, self.known.cefr)
            total = weights_sum(criterion.weight for criterion in resolved.criteria)
            if total != FULL_WEIGHT:
                raise self._problem(place, f"the weights add up to {total:g}, not 100", "Change the weights.")

    def _pass_marks(self) -> None:
        for milestone_id, mark in self.account.pass_marks.items():
            place: Place = ("pass_marks", milestone_id)
            if milestone_id not in self.route():
                raise self._problem(place, f"{milestone_id} is not on the route of {self.account.id}", "Take it out.")
            if wrong := mark_problem(replace(self.known.milestones[milestone_id], pass_mark=mark)):
                raise self._problem(place, wrong[1])
