"""What can be changed of an account's assessment, as a form: numbers as they are typed, sums, ranges, and the words.

Nothing here reads or writes: a form is a value, every change gives another one, and `account_versions` stores it.
"""

from __future__ import annotations

import re
from dataclasses import field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from domain.catalog.edited import Misfit, check_edited
from domain.model.catalogue import HURDLE_CRITERIA
from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.terms import Direction, ScoringType
from domain.rules.path import route
from domain.rules.wording import lower_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from domain.model.catalogue import Account, Catalogue, Criterion, Milestone
    from domain.model.terms import MilestoneId

FULL = 100.0
"""What the weights of one group add up to."""
MILESTONES = "milestones"
"""The id of the group that holds the weights and pass marks of the milestones."""
WEIGHT, PASS, LEAST, HURDLE = "weight", "pass", "least", "hurdle"
"""Columns: weight, pass mark of a milestone, what is asked of a criterion at least, whether that must be met."""
YES = "yes"
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
_KEY_OF = {criterion: key for key, criterion in HURDLE_CRITERIA.items()}


class CellKind(StrEnum):
    """What a cell takes."""

    NUMBER = "number"
    LEVEL = "level"
    """A spoken level by its name."""
    FLAG = "flag"
    """'yes' or nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One number that can be changed."""

    key: str
    """'weight mock_call', 'pass mock_call', 'weight mc.open', 'least mc.open' or 'hurdle ex.listening'."""
    kind: CellKind
    low: float = 0.0
    high: float = FULL
    whole: bool = False
    optional: bool = False
    unit: str = ""
    levels: tuple[str, ...] = ()

    @property
    def takes(self) -> str:
        """What can be typed, in words: '0 to 250 wpm'."""
        if self.kind is CellKind.FLAG:
            return "must be met, or only counts"
        if self.kind is CellKind.LEVEL:
            return "one of " + " ".join(self.levels)
        empty = ", or empty" if self.optional else ""
        return f"{self.low:g} to {self.high:g}{_unit(self.unit)}{empty}"


@dataclass(frozen=True, slots=True)
class Row:
    """One milestone or criterion with its cells by column."""

    id: str
    name: str
    cells: Mapping[str, Cell]
    rated: bool = False
    """Whether `least` is a rating 1-5, which is a hurdle wherever one is given."""
    coaching: bool = False
    """Never scored: nothing to change."""
    at_most: bool = False
    """Whether less is better, so that `least` is the most that is allowed."""
    always: int = 0
    """The rating that every account asks for, whatever the sum; 0 for none."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows whose weights add up to 100."""

    id: str
    name: str
    rows: tuple[Row, ...]


Values = dict[str, str]


@dataclass(frozen=True)
class Form:
    """An account's assessment while somebody changes it."""

    account: Account
    """As it was when the form was made, or the earlier version that is taken up again."""
    milestones: Mapping[MilestoneId, Milestone]
    """What the account's numbers are laid over."""
    catalogue: Catalogue = field(repr=False)
    before: Mapping[str, str]
    """By key, what is in force now."""
    values: Mapping[str, str]
    """By key, as typed."""
    groups: tuple[Group, ...]
    """The milestones of the route, then the criteria of each of them."""
    own: Mapping[str, str]
    """The values of the account that the form was made from."""
    opening: int = 0
    """The class that it was opened for; 0 for the account itself."""
    base: int = 0
    """Row of the version in force now; 0 where none is stored."""
    follows: bool = False
    """Whether the milestones are the catalogue's, and stay so while nothing is typed."""
    other: bool = False
    """Whether it was made from another version than the one in force, to take that up again."""

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by key."""
        return {cell.key: cell for group in self.groups for row in group.rows for cell in row.cells.values()}

    # typing

    def typed(self, key: str, text: str) -> Form:
        """The form with other text in a cell; KeyError where there is no such cell."""
        cell = self.cells[key]
        clean = " ".join(text.split())
        if cell.kind is CellKind.LEVEL:
            clean = clean.upper()
        return replace(self, values={**self.values, key: clean})

    def with_values(self, values: Mapping[str, str]) -> Form:
        """The form with the given text in every cell that it knows."""
        known = {key: text for key, text in values.items() if key in self.cells}
        return replace(self, values={**self.values, **known})

    def reset(self) -> Form:
        """The form as it was made."""
        return replace(self, values=self.own)

    @property
    def touched(self) -> bool:
        """Whether anything differs from what is in force."""
        return any(_plain(self.values[key]) != _plain(self.before.get(key, "")) for key in self.values)

    def is_changed(self, key: str) -> bool:
        """Whether one cell differs from what is in force."""
        return _plain(self.values.get(key, "")) != _plain(self.before.get(key, ""))

    # what is wrong

    def sum(self, group: Group) -> float | None:
        """What the weights of a group add up to; None while one of them is no number."""
        found = [_number(self.values[row.cells[WEIGHT].key]) for row in group.rows if WEIGHT in row.cells]
        if any(number is None for number in found):
            return None
        return round(sum(number or 0.0 for number in found), 6)

    def problem(self, key: str) -> str:
        """What is wrong with what stands in a cell, with its range; '' where it can be right."""
        return problem_of(self.cells[key], self.values.get(key, ""))

    @cached_property
    def problems(self) -> dict[str, str]:
        """By key of a cell or id of a group, everything that must change before it can be saved, in reading order."""
        found: dict[str, str] = {}
        for group in self.groups:
            for row in group.rows:
                for cell in row.cells.values():
                    if wrong := self.problem(cell.key):
                        found[cell.key] = f"{row.name}: {wrong}"
            if (total := self.sum(group)) is not None and total != FULL:
                found[group.id] = f"{group.name}: {sum_words(total)}"
        return found or self._misfit()

    def _misfit(self) -> dict[str, str]:
        """What the rules of the catalogue have against it beyond what a cell can know."""
        try:
            check_edited(self.edited, self.milestones, self.catalogue)
        except Misfit as misfit:
            return {self._key_of(misfit): f"{misfit.message} {misfit.hint}".strip()}
        return {}

    def _key_of(self, misfit: Misfit) -> str:
        kind, key = (*(str(step) for step in misfit.place), "", "")[:2]
        kinds = {"weights": WEIGHT, "pass_marks": PASS, "cut_offs": LEAST, "hurdles": LEAST}
        wanted = f"{kinds.get(kind, '')} {HURDLE_CRITERIA.get(key, key)}"
        return wanted if wanted in self.cells else MILESTONES

    def check(self) -> None:
        """BadInput with the first thing that must change, or where nothing differs."""
        if self.problems:
            raise BadInput(next(iter(self.problems.values())), "Change it, then save.")
        if not self.touched and not self.other:
            raise BadInput("Nothing is different from what is in force.", "Change a number first.")

    # what comes of it

    @cached_property
    def edited(self) -> Account:
        """The account with what was typed; only for a form whose cells hold numbers."""
        if self.values == self.own:
            return self.account
        return _edited(self)

    def changes(self) -> tuple[str, ...]:
        """What differs from what is in force, in words, in the order of the form; cells that are wrong are left out."""
        return tuple(self._changes())

    def _changes(self) -> Iterator[str]:
        for group in self.groups:
            about = "" if group.id == MILESTONES else f"{group.name}, "
            for row in group.rows:
                if said := _row_changes(row, self.before, self.values):
                    yield f"{about}{lower_first(row.name) if about else row.name}: {'; '.join(said)}"


def form_of(account: Account, milestones: Mapping[MilestoneId, Milestone], catalogue: Catalogue) -> Form:
    """A form of an account as it is."""
    values = values_of(account, milestones, catalogue)
    groups = groups_of(account, milestones, catalogue)
    return Form(account, milestones, catalogue, before=values, values=values, groups=groups, own=values)


def sum_words(total: float) -> str:
    """'100', '95, 5 missing' or '110, 10 too much'."""
    if total == FULL:
        return f"{total:g}"
    gap = round(abs(FULL - total), 6)
    return f"{total:g}, {gap:g} {'missing' if total < FULL else 'too much'}"


def problem_of(cell: Cell, text: str) -> str:
    """What is wrong with a text in a cell; '' where it can be right."""
    if cell.kind is CellKind.FLAG:
        return ""
    if not text:
        return "" if cell.optional else f"a number is needed, {cell.takes}"
    if cell.kind is CellKind.LEVEL:
        return "" if text in cell.levels else f"there is no level {text}, {cell.takes}"
    number = _number(text)
    if number is None or not cell.low <= number <= cell.high or (cell.whole and number != int(number)):
        whole = "a whole number, " if cell.whole else ""
        return f"{text} cannot be, {whole}{cell.takes}"
    return ""


# the rows ------------------------------------------------------------------------------------------------------------


def groups_of(account: Account, milestones: Mapping[MilestoneId, Milestone], catalogue: Catalogue) -> tuple[Group, ...]:
    """The milestones of the account's route, then the criteria of each of them."""
    path = [milestones[step] for step in route(account)]
    head = Group(MILESTONES, "Milestones", tuple(_milestone_row(milestone) for milestone in path))
    return (head, *(_criteria_group(milestone, catalogue) for milestone in path))


def _milestone_row(milestone: Milestone) -> Row:
    band = max(milestone.borderline, 1.0)
    mark = Cell(f"{PASS} {milestone.id}", CellKind.NUMBER, band, FULL - band, unit="points")
    weight = Cell(f"{WEIGHT} {milestone.id}", CellKind.NUMBER)
    return Row(milestone.id, milestone.title, {WEIGHT: weight, PASS: mark})


def _criteria_group(milestone: Milestone, catalogue: Catalogue) -> Group:
    return Group(milestone.id, milestone.title, tuple(_criterion_row(one, catalogue) for one in milestone.criteria))


def _criterion_row(criterion: Criterion, catalogue: Catalogue) -> Row:
    scoring = criterion.scoring
    if scoring.type is ScoringType.COACHING:
        return Row(criterion.id, criterion.name, {}, coaching=True)
    weight = Cell(f"{WEIGHT} {criterion.id}", CellKind.NUMBER)
    if scoring.type is not ScoringType.NUMERIC:
        least = Cell(f"{LEAST} {criterion.id}", CellKind.NUMBER, 1, 5, whole=True, optional=True)
        always = criterion.min_score or 0
        return Row(criterion.id, criterion.name, {WEIGHT: weight, LEAST: least}, rated=True, always=always)
    flag = Cell(f"{HURDLE} {criterion.id}", CellKind.FLAG, optional=True)
    cells = {WEIGHT: weight, LEAST: _measure_cell(criterion, catalogue), HURDLE: flag}
    return Row(criterion.id, criterion.name, cells, at_most=scoring.direction is Direction.LOWER)


def _measure_cell(criterion: Criterion, catalogue: Catalogue) -> Cell:
    unit = catalogue.units[criterion.scoring.unit]
    key = f"{LEAST} {criterion.id}"
    if unit.id == "cefr":
        return Cell(key, CellKind.LEVEL, levels=tuple(catalogue.cefr))
    return Cell(key, CellKind.NUMBER, unit.low, unit.high, whole=unit.decimals == 0, unit=unit.short)


def values_of(account: Account, milestones: Mapping[MilestoneId, Milestone], catalogue: Catalogue) -> Values:
    """What the cells of an account hold."""
    hurdles = {HURDLE_CRITERIA.get(key, key): need for key, need in account.hurdles.items()}
    values: Values = {}
    for step in route(account):
        milestone = milestones[step]
        values[f"{WEIGHT} {step}"] = f"{account.weights.get(step, 0):g}"
        values[f"{PASS} {step}"] = f"{account.pass_marks.get(step, milestone.pass_mark):g}"
        weights = account.criterion_weights.get(step, {})
        for criterion in milestone.criteria:
            if criterion.scoring.type is not ScoringType.COACHING:
                values[f"{WEIGHT} {criterion.id}"] = f"{weights.get(criterion.id, criterion.weight):g}"
                values |= _least_of(account, criterion, hurdles, catalogue)
    return values


def _least_of(
    account: Account, criterion: Criterion, hurdles: Mapping[str, float | str], catalogue: Catalogue
) -> Values:
    need = hurdles.get(criterion.id)
    if criterion.scoring.type is not ScoringType.NUMERIC:
        return {f"{LEAST} {criterion.id}": "" if need is None else f"{need:g}"}
    if need is None:
        need = account.cut_offs.get(criterion.id, _shipped(criterion, catalogue))
    flag = YES if criterion.id in hurdles else ""
    return {
        f"{LEAST} {criterion.id}": need if isinstance(need, str) else f"{need:g}",
        f"{HURDLE} {criterion.id}": flag,
    }


def _shipped(criterion: Criterion, catalogue: Catalogue) -> float | str:
    """The cut-off that a measure has of itself; levels by name, where one has that number."""
    at = criterion.scoring.pass_at
    if criterion.scoring.unit != "cefr":
        return at
    return next((name for name, number in catalogue.cefr.items() if number == at), at)


# back to an account --------------------------------------------------------------------------------------------------


def _edited(form: Form) -> Account:
    account, values = form.account, form.values
    path = route(account)
    hurdles, cut_offs = _asked(form)
    weights = {step: _float(values[f"{WEIGHT} {step}"]) for step in path}
    return replace(
        account,
        weights={step: weight for step, weight in weights.items() if weight or step in account.weights},
        hurdles=hurdles,
        cut_offs=cut_offs,
        criterion_weights=_criterion_weights(form, path),
        pass_marks={
            step: mark for step in path if (mark := _float(values[f"{PASS} {step}"])) != form.milestones[step].pass_mark
        },
    )


def _criterion_weights(form: Form, path: tuple[MilestoneId, ...]) -> dict[MilestoneId, Mapping[str, float]]:
    """The weights that differ from the milestone's own; those of milestones off the route stay as they were."""
    found = {step: weights for step, weights in form.account.criterion_weights.items() if step not in path}
    for step in path:
        scored = [one for one in form.milestones[step].criteria if one.scoring.type is not ScoringType.COACHING]
        now = {one.id: _float(form.values[f"{WEIGHT} {one.id}"]) for one in scored}
        if differing := {one.id: now[one.id] for one in scored if now[one.id] != one.weight}:
            found[step] = differing
    return found


def _asked(form: Form) -> tuple[dict[str, float | str], dict[str, float | str]]:
    """Hurdles in the order of the account, new ones last; and cut-offs of measures that are none."""
    hurdles: dict[str, float | str] = {}
    cut_offs: dict[str, float | str] = {}
    for group in form.groups[1:]:
        for row in group.rows:
            if LEAST not in row.cells:
                continue
            criterion = form.milestones[_as_step(form, group)].criterion(row.id)
            text = form.values[f"{LEAST} {row.id}"]
            need = text if row.cells[LEAST].kind is CellKind.LEVEL else _float(text) if text else ""
            if need != "" and (row.rated or form.values[f"{HURDLE} {row.id}"]):
                key = _KEY_OF.get(row.id, row.id)
                # A number that is the same stays the same value, so that equal rubrics have equal words.
                hurdles[key] = form.account.hurdles[key] if form.account.hurdles.get(key) == need else need
            elif need != "" and need != _shipped(criterion, form.catalogue):
                cut_offs[row.id] = need
    kept = [key for key in form.account.hurdles if key in hurdles]
    return {key: hurdles[key] for key in dict.fromkeys((*kept, *hurdles))}, cut_offs


def _as_step(form: Form, group: Group) -> MilestoneId:
    return next(step for step in form.milestones if step == group.id)


# words ---------------------------------------------------------------------------------------------------------------


def _row_changes(row: Row, before: Mapping[str, str], values: Mapping[str, str]) -> list[str]:
    said = []
    for column, word in ((WEIGHT, "weight"), (PASS, "pass mark")):
        if (cell := row.cells.get(column)) and (change := _number_change(cell, before, values)):
            said.append(f"{word} {change}")
    if LEAST in row.cells and (change := _least_change(row, before, values)):
        said.append(change)
    return said


def _number_change(cell: Cell, before: Mapping[str, str], values: Mapping[str, str]) -> str:
    was, now = before.get(cell.key, ""), values.get(cell.key, "")
    if _plain(was) == _plain(now) or problem_of(cell, now):
        return ""
    return f"{_plain(now)} instead of {_plain(was)}" if was else _plain(now)


def _least_change(row: Row, before: Mapping[str, str], values: Mapping[str, str]) -> str:
    cell = row.cells[LEAST]
    was, now = _told(row, before), _told(row, values)
    if was == now or problem_of(cell, values.get(cell.key, "")):
        return ""
    kind, _, rest = was.partition(" ")
    return f"{now} instead of {rest if now.startswith(f'{kind} ') and kind != 'no' else was}"


def _told(row: Row, values: Mapping[str, str]) -> str:
    """'hurdle 30 wpm', 'cut-off 70 %', 'hurdle rated 3' or 'no hurdle'."""
    cell = row.cells[LEAST]
    text = _plain(values.get(cell.key, ""))
    if row.rated:
        return f"hurdle rated {text}" if text else "no hurdle"
    word = "hurdle" if values.get(f"{HURDLE} {row.id}") else "cut-off"
    return f"{word} {text}{_unit(cell.unit)}"


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def _plain(text: str) -> str:
    """A number without needless zeros; any other text as it is."""
    number = _number(text)
    return f"{number:g}" if number is not None else text


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text) else None


def _float(text: str) -> float:
    return _number(text) or 0.0
