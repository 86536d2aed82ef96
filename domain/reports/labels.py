"""The renderers' own words: headings and labels that are not part of any document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.reports.tidy import long_date

if TYPE_CHECKING:
    from domain.model.slip import DrillRow, JourneyDocument, RoadStop, SlipDocument

DAYS = 10
"""Days of the drill log."""

LOG_TITLE = "Ten-day drill log"
LOG_HINT = "Each day, tick the box when you have practised and write down your minutes."
LOG_DAY = "Day"
LOG_MINUTES = "min"
ROAD_TITLE = "Your road"
ROAD_COLUMNS = ("Milestone", "Where", "When")
SLIPS_TITLE = "Your feedback so far"
NEXT_TITLE = "What comes next"
JOURNEY = "Journey report"


def slip_title(document: SlipDocument) -> str:
    """The name of a slip as a document: 'Feedback for Joan Alcaraz'."""
    return f"Feedback for {document.person}".rstrip()


def slip_subtitle(document: SlipDocument) -> str:
    """Which milestone and which try: 'Mock call, attempt 2'."""
    return f"{document.milestone}, attempt {document.attempt}"


def slip_line(document: SlipDocument) -> str:
    """Milestone, attempt and day on one line, as a journey report heads each slip."""
    return f"{slip_subtitle(document)}, {long_date(document.dated)}"


def journey_title(document: JourneyDocument) -> str:
    """The name of a journey report as a document."""
    return f"{JOURNEY} for {document.person}"


def drill_dose(drill: DrillRow) -> str:
    """How much: '10 minutes a day'; '' where no time is set."""
    unit = "minute" if drill.minutes == 1 else "minutes"
    return f"{drill.minutes} {unit} a day" if drill.minutes > 0 else ""


def drill_plan(drill: DrillRow) -> str:
    """Dose and target in a row: '10 minutes a day. No gap over eight seconds.'"""
    return ". ".join(filter(None, (drill_dose(drill), drill.target)))


def drill_line(drill: DrillRow) -> str:
    """Title, dose and target on one line: 'Call control: 10 minutes a day. No gap over eight seconds.'"""
    return ": ".join(filter(None, (drill.title, drill_plan(drill))))


def stop_detail(stop: RoadStop) -> str:
    """Day and number of tries of one milepost: '12 August 2026, 2 attempts'; '' for one without either."""
    tries = f"{stop.attempts} attempts" if stop.attempts > 1 else ""
    day = long_date(stop.dated) if stop.dated else ""
    return ", ".join(filter(None, (day, tries)))


def template_words() -> dict[str, Any]:
    """The fixed labels under the names that the templates use."""
    return {
        "days": list(range(1, DAYS + 1)),
        "log_title": LOG_TITLE,
        "log_hint": LOG_HINT,
        "log_day": LOG_DAY,
        "log_minutes": LOG_MINUTES,
        "road_title": ROAD_TITLE,
        "road_columns": list(ROAD_COLUMNS),
        "slips_title": SLIPS_TITLE,
        "next_title": NEXT_TITLE,
    }
