"""An appointment as a calendar file: RFC 5545, whatever its words hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reports import Appointment, appointment_file

MADE = datetime(2026, 8, 12, 2, 42, tzinfo=UTC)
PLAIN = Appointment("7-date@milepost", "Exam", datetime(2026, 8, 14, 15, 30, tzinfo=ZoneInfo("Asia/Manila")), 30, MADE)


def unfolded(data: bytes) -> list[str]:
    """The lines as a calendar program reads them."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def test_an_appointment_is_one_event_in_utc_with_a_reminder() -> None:
    lines = unfolded(appointment_file(PLAIN))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert {"VERSION:2.0", "DTSTART:20260814T073000Z", "DTEND:20260814T080000Z", "DTSTAMP:20260812T024200Z"} <= set(
        lines
    )
    assert "TRIGGER:-PT1H" in lines
    assert "BEGIN:VALARM" not in unfolded(appointment_file(replace(PLAIN, remind_minutes=0)))


def test_an_hour_that_the_clocks_go_through_twice_is_one_moment() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    starts = [datetime(2026, 10, 25, 2, 30, tzinfo=madrid, fold=fold) for fold in (0, 1)]
    files = [unfolded(appointment_file(replace(PLAIN, starts=at))) for at in starts]
    told = [next(line for line in lines if line.startswith("DTSTART")) for lines in files]
    assert told == ["DTSTART:20261025T003000Z", "DTSTART:20261025T013000Z"]


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("a; b, c\\d", "a\\; b\\, c\\\\d"),
        ("one\ntwo\r\nthree", "one\\ntwo\\nthree"),
        ("x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "x\\nEND:VEVENT\\nBEGIN:VEVENT"),
        ("tab\x07 and \u202etext", "tab and text"),
        ("山田 花子 " * 20, ("山田 花子 " * 20).strip()),
        ("\U0001f600" * 40, "\U0001f600" * 40),
    ],
)
def test_words_stay_in_their_line(words: str, escaped: str) -> None:
    lines = unfolded(appointment_file(replace(PLAIN, words=words, place=words)))
    assert f"DESCRIPTION:{escaped}" in lines
    assert f"LOCATION:{escaped}" in lines
    assert lines.count("BEGIN:VEVENT") == 1


def test_a_time_without_a_zone_or_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        appointment_file(replace(PLAIN, starts=datetime(2026, 8, 14, 15, 30)))
    with pytest.raises(ValueError, match="takes time"):
        appointment_file(replace(PLAIN, minutes=0))
