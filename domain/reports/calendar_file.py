"""An appointment as a calendar file (RFC 5545): one event that every calendar program can take."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.reports.tidy import tidy_text

if TYPE_CHECKING:
    from datetime import datetime

    from icalendar import Alarm, Event

_PRODUCT = "-//Milepost//Appointment//EN"


@dataclass(frozen=True, slots=True)
class Appointment:
    """When somebody is expected, for what and where."""

    uid: str
    """The same for every version of one appointment, in plain ASCII."""
    title: str
    starts: datetime
    """With its zone."""
    minutes: int
    made: datetime
    """When it was written, with its zone."""
    place: str = ""
    words: str = ""
    """What else there is to know."""
    remind_minutes: int = 60
    """How long before it a calendar reminds them; 0 = not at all."""


def appointment_file(appointment: Appointment) -> bytes:
    """The file, its times in UTC.

    ValueError for a time without a zone, and for an appointment that takes no time.
    """
    from icalendar import Calendar  # 0.2 s, for whoever writes one

    if appointment.starts.tzinfo is None or appointment.made.tzinfo is None:
        raise ValueError("an appointment needs a zone")
    if appointment.minutes <= 0:
        raise ValueError("an appointment takes time")
    calendar = Calendar()
    for name, value in (("prodid", _PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH")):
        calendar.add(name, value)
    calendar.add_component(_event(appointment))
    data: bytes = calendar.to_ical()
    return data


def _event(appointment: Appointment) -> Event:
    from icalendar import Event

    starts = appointment.starts.astimezone(UTC)
    event = Event()
    event.add("uid", _text(appointment.uid))
    event.add("dtstamp", appointment.made.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=appointment.minutes))
    event.add("summary", _text(appointment.title))
    for name, words in (("location", appointment.place), ("description", appointment.words)):
        if words:
            event.add(name, _text(words))
    if appointment.remind_minutes:
        event.add_component(_alarm(appointment))
    return event


def _alarm(appointment: Appointment) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(appointment.title))
    alarm.add("trigger", timedelta(minutes=-appointment.remind_minutes))
    return alarm


def _text(text: str) -> str:
    """Words without control characters; the library keeps them from ending a value or a line."""
    return "\n".join(tidy_text(line) for line in text.splitlines())
