"""What renderers say around a document."""

from __future__ import annotations

from domain.model.lazily import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """The words around a document that no part of it says: title, drill log, heads of a table. As shipped, in English.

    A document in another language carries its own, so that every format of it says the same.
    """

    title: str = "Feedback for {person}"
    line: str = "{milestone}, attempt {attempt}"
    journey: str = "Journey report for {person}"
    log: str = "Ten-day drill log"
    log_hint: str = "Each day, tick the box when you have practised and write down your minutes."
    day: str = "Day"
    done: str = "Done"
    minutes: str = "Minutes"
    minutes_short: str = "min"
    dose_one: str = "1 minute a day"
    dose: str = "{minutes} minutes a day"
    road: str = "Your road"
    milestone: str = "Milestone"
    where: str = "Where"
    when: str = "When"
    slips: str = "Your feedback so far"
    next: str = "What comes next"
    case: str = "What you want us to know"
    taken: str = "Tips you took up"
    taken_line: str = "{title}: better since {date} ({milestone})"
    promises: str = "What we promised you"
    promise_line: str = "{words}, by {date}"
    earlier: str = "Earlier feedback, in short"
    earlier_line: str = "To work on: {points}"
    attempts: str = "{attempts} attempts"
    date: str = "{day} {month} {year}"
    months: str = "January February March April May June July August September October November December"
    """With spaces between."""
