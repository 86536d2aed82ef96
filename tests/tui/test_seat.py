"""The file that keeps a seat: the code as scrypt makes of it, wrong tries that cost time, and one program at a time."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from domain.model.errors import BadInput, Unavailable
from tui import seat as seats
from tui.cli.program import program
from tui.settings.config import seat_path

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_786_500_000_000
CODE = seats.make_code("4711")


@pytest.fixture
def files() -> seats.SeatFiles:
    """The usual files, in the folder of the test."""
    return seats.SeatFiles()


def kept(files: seats.SeatFiles) -> seats.Seat:
    """A seat that is kept."""
    seat = seats.Seat(seats.mark_of("hub.milepost"), 42, CODE, (1, 2))
    files.keep(seat)
    return seat


def test_the_code_is_nowhere_to_be_read(files: seats.SeatFiles) -> None:
    kept(files)
    for path in (files.seat, files.code):
        assert "4711" not in path.read_text(encoding="utf-8")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert seats.make_code("4711") != CODE  # a salt of its own
    assert seats.fits(CODE, "4711")
    assert not seats.fits(CODE, "4712")


@pytest.mark.parametrize("digits", ["", "123", "1234567890123", "12a4", "१२३४", " 1234"])
def test_a_code_is_four_to_twelve_digits(digits: str) -> None:
    with pytest.raises(BadInput, match="no staff code"):
        seats.make_code(digits)


def test_what_was_kept_is_there_at_the_next_start(files: seats.SeatFiles) -> None:
    assert files.kept() is None
    seat = kept(files)
    assert files.kept() == seat
    assert seat_path() == files.seat
    assert files.let_go()
    assert files.kept() is None
    assert not files.let_go()
    assert files.last_code() == CODE


@pytest.mark.parametrize("spoiled", ["", "{}", "[]", '{"code": {"salt": "zz", "digest": "x"}}', "\x00"])
def test_a_spoiled_file_still_keeps_the_seat(files: seats.SeatFiles, spoiled: str) -> None:
    kept(files)
    files.seat.write_text(spoiled, encoding="utf-8")
    seat = files.kept()
    assert seat is not None
    assert files.try_code(seat, "4711", NOW)[0]
    assert not files.try_code(seat, "4712", NOW)[0]
    files.seat.write_text(spoiled, encoding="utf-8")
    files.code.write_text("?", encoding="utf-8")
    seat = files.kept()
    assert seat is not None
    assert not files.try_code(seat, "4711", NOW)[0]


def test_wrong_codes_are_slowed_down_across_starts(files: seats.SeatFiles) -> None:
    seat = kept(files)
    waits = []
    now = NOW
    for _ in range(12):
        right, seat = files.try_code(seat, "0000", now)
        assert not right
        waits.append(seats.wait_left(seat, now) // 1000)
        now = max(now, seat.wait_until)
    assert waits == [0, 0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300]
    again = files.kept()
    assert again == seat
    assert not files.try_code(seat, "4711", now - 1)[0]  # not even the right one, before the time is over
    assert files.kept() == seat
    assert files.try_code(seat, "4711", now)[0]


def test_a_clock_that_is_turned_back_makes_nobody_wait_for_ever(files: seats.SeatFiles) -> None:
    seat = replace(kept(files), wait_until=NOW + 10**12)
    assert seats.wait_left(seat, NOW) == seats.LONGEST_WAIT


def test_only_one_program_holds_the_seat(files: seats.SeatFiles) -> None:
    first, second = seats.Holder(files), seats.Holder(files)
    assert first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()


def test_a_folder_that_cannot_be_written_says_so(files: seats.SeatFiles, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way", encoding="utf-8")
    with pytest.raises(Unavailable, match="The seat cannot be kept"):
        kept(files)


def test_unlock_is_the_way_back(files: seats.SeatFiles) -> None:
    seat = kept(files)
    run = CliRunner()
    assert json.loads(run.invoke(program, ["unlock", "--json"], catch_exceptions=False).stdout) == {"was_kept": True}
    assert files.kept() is None
    assert files.last_code() is None
    assert files.try_code(seat, "0000", NOW)[0]  # a screen that is still there lets go
    assert "kept for nobody" in run.invoke(program, ["unlock"], catch_exceptions=False).output
