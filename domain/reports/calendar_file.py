"""An appointment as a calendar file (RFC 5545): one event that every calendar program can take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.model.lazily import dataclass
from domain.reports.tidy import tidy_text

FOLDED = 75
"""Octets of a line at most, the blank that begins a folded one included (RFC 5545, 3.1)."""
_PRODUCT = "-//Milepost//Appointment//EN"
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


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
    """The file: UTF-8, CRLF line ends, long lines folded between characters, times in UTC.

    ValueError for a time without a zone, and for an appointment that takes no time.
    """
    if appointment.starts.tzinfo is None or appointment.made.tzinfo is None:
        raise ValueError("an appointment needs a zone")
    if appointment.minutes <= 0:
        raise ValueError("an appointment takes time")
    ends = appointment.starts + timedelta(minutes=appointment.minutes)
    event = [
        "BEGIN:VEVENT",
        f"UID:{_text(appointment.uid)}",
        f"DTSTAMP:{_moment(appointment.made)}",
        f"DTSTART:{_moment(appointment.starts)}",
        f"DTEND:{_moment(ends)}",
        f"SUMMARY:{_text(appointment.title)}",
        *([f"LOCATION:{_text(appointment.place)}"] if appointment.place else []),
        *([f"DESCRIPTION:{_text(appointment.words)}"] if appointment.words else []),
        *_alarm(appointment),
        "END:VEVENT",
    ]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{_PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        *event,
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _alarm(appointment: Appointment) -> list[str]:
    if not appointment.remind_minutes:
        return []
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(appointment.title)}",
        f"TRIGGER:-PT{appointment.remind_minutes}M",
        "END:VALARM",
    ]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """A value of text: no control characters, and nothing in it that ends a value or a line."""
    lines = (tidy_text(line) for line in text.splitlines() or [""])
    return "\n".join(lines).translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """A line, cut where it is too long; never within a character."""
    parts: list[bytes] = []
    part = b""
    for char in line:
        octets = char.encode()
        if len(part) + len(octets) > FOLDED:
            parts.append(part)
            part = b" "
        part += octets
    return b"\r\n".join([*parts, part]) + b"\r\n"
