"""Measures in words: a number always stands next to the standard, and never alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.slip import Evidence
from domain.rules.wording import lower_first, title_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.catalogue import Criterion, Scoring, Unit


_NEEDS = "this account needs {needed}"


@dataclass(frozen=True, slots=True)
class _Measure:
    """How one measure is told: `{got}`, `{needed}` and `{target}` are numbers without their unit."""

    moment: str
    done: str
    needs: str = _NEEDS
    none: str = ""
    """Said instead of `done` where the measure is 0."""


_RIGHT = "got {got} percent right"
_BY_CRITERION: Mapping[str, _Measure] = {
    "app.writing": _Measure(
        "in your written answers", "had {got} errors in 100 words", "this account allows {needed}", "had no errors"
    ),
    "ip.punctual": _Measure(
        "on the day of the visit",
        "came {got} minutes after the agreed time",
        "{needed} is the limit",
        "were ready at the agreed time",
    ),
    "ex.typing_speed": _Measure("on the typing test", "typed {got} words a minute"),
    "ex.typing_accuracy": _Measure("on the typing test", "typed {got} percent of the letters right"),
    "ex.listening": _Measure("on the listening test", _RIGHT),
    "ex.reading": _Measure("on the reading test", _RIGHT),
    "ex.grammar": _Measure("on the grammar test", _RIGHT),
    "ex.spoken_level": _Measure("on the speaking test", "spoke at level {got}"),
    "ex.data_entry": _Measure("on the data entry test", "got {got} percent of the fields right"),
    "ex.policy": _Measure("on the policy questions", _RIGHT),
    "ts.knowledge": _Measure("on the ten basic questions", _RIGHT),
    "jo.documents": _Measure("when we checked", "had {got} percent of your papers ready", "{needed} is what we need"),
}
_BY_UNIT: Mapping[str, _Measure] = {
    "net_wpm": _Measure("", "typed {got} words a minute"),
    "percent": _Measure("", _RIGHT),
    "errors_per_100_words": _Measure("", "made {got} errors in 100 words", "this account allows {needed}"),
    "minutes_late": _Measure("", "came {got} minutes late", "{needed} is the limit"),
    "cefr": _Measure("", "spoke at level {got}"),
}


def measured(
    criterion: Criterion,
    value: float,
    points: float,
    units: Mapping[str, Unit],
    levels: Mapping[str, float],
    *,
    growth: bool,
) -> Evidence:
    """Evidence for a numeric criterion, with moment and act; the effect stays open.

    With `growth` the measure is told as something to work on: where it already meets the standard (50 points or more),
    the next goal is named. `levels` are the spoken levels by name (A1 to C2) with their numbers.
    """
    scoring = criterion.scoring
    measure = _measure(criterion, units)
    numbers = {
        "got": number(value, scoring, levels),
        "needed": number(scoring.pass_at, scoring, levels),
        "target": number(scoring.target, scoring, levels),
    }
    done = _one(measure.none if value == 0 and measure.none else measure.done.format(**numbers))
    needs = measure.needs.format(**numbers)
    exact = measure.needs == _NEEDS and numbers["got"] == numbers["needed"]
    act = f"{done}, just what this account needs" if exact else f"{done}, and {needs}"
    if growth and points >= 50:
        act = f"{act}. A good next goal is {numbers['target']}"
    return Evidence(measure.moment, act)


def _one(text: str) -> str:
    return text.replace(" 1 errors ", " 1 error ").replace(" 1 minutes ", " 1 minute ")


def _measure(criterion: Criterion, units: Mapping[str, Unit]) -> _Measure:
    known = _BY_CRITERION.get(criterion.id)
    if known is not None:
        return known
    unit = units.get(criterion.scoring.unit)
    name = unit.name if unit else criterion.scoring.unit.replace("_", " ")
    common = _BY_UNIT.get(criterion.scoring.unit, _Measure("", f"reached {{got}} {name}"))
    return _Measure(f"in the part on {lower_first(title_words(criterion.name))}", common.done, common.needs)


def number(value: float, scoring: Scoring, levels: Mapping[str, float]) -> str:
    """A measure without its unit: '24', '3.5', or the spoken level that was reached, 'B1'."""
    if scoring.unit == "cefr":
        reached = [(at, name) for name, at in levels.items() if at <= value + 1e-9]
        if reached:
            return max(reached)[1]
    return f"{round(value, 1):g}"
