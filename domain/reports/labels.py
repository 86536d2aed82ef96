"""The renderers' own words: headings and labels that are not part of any document, in the document's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.labels import Labels

if TYPE_CHECKING:
    from datetime import date

    from domain.model.ladder_file import LadderDocument
    from domain.model.slip import DrillRow, EarlierSlip, JourneyDocument, Promised, RoadStop, SlipDocument, TipTaken

DAYS = 10
"""Days of the drill log."""

_SHIPPED = Labels()


def labels_of(document: SlipDocument | JourneyDocument | LadderDocument) -> Labels:
    """The labels that a document carries, or those that are shipped in English."""
    return document.labels or _SHIPPED


def _filled(text: str, **values: str) -> str:
    # One hole after the other would read what a person's name holds as a hole.
    parts = text.split("{")
    return parts[0] + "".join(
        values.get(name, "") + rest for name, _, rest in (part.partition("}") for part in parts[1:])
    )


def slip_title(document: SlipDocument) -> str:
    """The name of a slip as a document: 'Feedback for Joan Alcaraz'."""
    return _filled(labels_of(document).title, person=document.person).rstrip()


def slip_subtitle(document: SlipDocument) -> str:
    """Which milestone and which try: 'Mock call, attempt 2'."""
    return _filled(labels_of(document).line, milestone=document.milestone, attempt=str(document.attempt))


def taken_line(tip: TipTaken, labels: Labels = _SHIPPED) -> str:
    """A tip that was taken up: 'Call control: better since 29 July 2026 (Mock call)'."""
    date = long_date(tip.given, labels)
    return _filled(labels.taken_line, title=tip.title, milestone=tip.milestone, date=date)


def promise_line(promised: Promised, labels: Labels = _SHIPPED) -> str:
    """A promise with its day: 'A call about the class, by 14 August 2026'."""
    return _filled(labels.promise_line, words=promised.words.rstrip("."), date=long_date(promised.due, labels))


def earlier_head(slip: EarlierSlip, labels: Labels = _SHIPPED) -> str:
    """The head of a slip in short: 'Mock call, attempt 1, 29 July 2026'."""
    head = _filled(labels.line, milestone=slip.milestone, attempt=str(slip.attempt))
    return f"{head}, {long_date(slip.dated, labels)}"


def earlier_text(slip: EarlierSlip, labels: Labels = _SHIPPED) -> str:
    """A slip in short: what went well, then what was to be worked on."""
    work = _filled(labels.earlier_line, points="; ".join(slip.work_on)) + "." if slip.work_on else ""
    return " ".join(filter(None, (slip.went_well, work)))


def slip_line(document: SlipDocument) -> str:
    """Milestone, attempt and day on one line, as a journey report heads each slip."""
    return f"{slip_subtitle(document)}, {long_date(document.dated, labels_of(document))}"


def journey_title(document: JourneyDocument) -> str:
    """The name of a journey report as a document."""
    return _filled(labels_of(document).journey, person=document.person)


def long_date(day: date, labels: Labels = _SHIPPED) -> str:
    """The day in words, the same on every machine: '22 November 2026'."""
    return _filled(labels.date, day=str(day.day), month=labels.months.split()[day.month - 1], year=str(day.year))


def drill_dose(drill: DrillRow, labels: Labels = _SHIPPED) -> str:
    """How much: '10 minutes a day'; '' where no time is set."""
    if drill.minutes <= 0:
        return ""
    return labels.dose_one if drill.minutes == 1 else _filled(labels.dose, minutes=str(drill.minutes))


def drill_plan(drill: DrillRow, labels: Labels = _SHIPPED) -> str:
    """Dose and target in a row: '10 minutes a day. No gap over eight seconds.'"""
    return ". ".join(filter(None, (drill_dose(drill, labels), drill.target)))


def drill_line(drill: DrillRow, labels: Labels = _SHIPPED) -> str:
    """Title, dose and target on one line: 'Call control: 10 minutes a day. No gap over eight seconds.'"""
    return ": ".join(filter(None, (drill.title, drill_plan(drill, labels))))


def stop_detail(stop: RoadStop, labels: Labels = _SHIPPED) -> str:
    """Day and number of tries of one milepost: '12 August 2026, 2 attempts'; '' for one without either."""
    tries = _filled(labels.attempts, attempts=str(stop.attempts)) if stop.attempts > 1 else ""
    day = long_date(stop.dated, labels) if stop.dated else ""
    return ", ".join(filter(None, (day, tries)))


def template_words(labels: Labels = _SHIPPED) -> dict[str, Any]:
    """The fixed labels under the names that the templates use."""
    return {
        "days": list(range(1, DAYS + 1)),
        "log_title": labels.log,
        "log_hint": labels.log_hint,
        "log_day": labels.day,
        "log_minutes": labels.minutes_short,
        "road_title": labels.road,
        "road_columns": [labels.milestone, labels.where, labels.when],
        "slips_title": labels.slips,
        "next_title": labels.next,
        "case_title": labels.case,
        "taken_title": labels.taken,
        "promises_title": labels.promises,
        "earlier_title": labels.earlier,
    }
