"""Printing slips with a real `lp`: handed over when it says yes, and its refusal stays with the slip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.terms import SlipState
from domain.workbook import slips
from tests.tui.driving import driving
from tests.tui.slip_page import on_slip, stored, whole
from tests.tui.test_slips import outbox, slips_place, state_of
from tui import printing
from tui.settings import config

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def lp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small program of that name, alone in the PATH: it notes its arguments, and refuses while `refuse` is there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "lp"
    program.write_text(
        "#!/bin/sh\n"
        f'for word in "$@"; do echo "$word" >> "{tmp_path}/asked"; done\n'
        f'if [ -e "{tmp_path}/refuse" ]; then echo "lp: The printer or class does not exist." >&2; exit 1; fi\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(config, "exports_path", lambda: tmp_path / "out")
    return program


async def test_an_argument_list_and_no_shell(tmp_path: Path, lp: Path) -> None:
    assert printing.can_print()
    odd = tmp_path / "-a; touch x $(id).pdf"
    assert await printing.refused(odd, "front desk") == ""
    assert (tmp_path / "asked").read_text().splitlines() == ["-d", "front desk", "--", str(odd)]
    assert not (tmp_path / "x").exists()
    (tmp_path / "refuse").touch()
    assert await printing.refused(odd) == "The printer or class does not exist."
    assert not await printing.print_file(odd)
    lp.write_text("no program")
    assert "could not be started" in await printing.refused(odd)
    lp.unlink()
    assert (printing.can_print(), await printing.refused(odd)) == (False, printing.NO_PRINTER)


async def test_a_slip_is_handed_over_when_the_printer_took_it(tmp_path: Path, lp: Path) -> None:
    (tmp_path / "refuse").touch()
    async with on_slip(tmp_path, whole) as driver:
        await driver.press("f", "4")
        assert "Not printed: The printer or class does not exist." in driver.notice()
        assert (stored(driver).state, stored(driver).digest) == (SlipState.DRAFT, "")
        assert "The printer did not take it: The printer or class does not exist." in stored(driver).why
        assert "! The printer did not take it" in driver.text()
        (tmp_path / "refuse").unlink()
        await driver.press("escape", "f", "4")
        assert (stored(driver).state, stored(driver).channel) == (SlipState.HANDED_OVER, slips.ON_PAPER)
        assert stored(driver).why == ""
        assert "Sent to the printer." in driver.notice()
        assert (tmp_path / "asked").read_text().splitlines()[-1].endswith(".pdf")
    assert lp.exists()


@pytest.mark.usefixtures("lp")
async def test_many_go_to_the_printer_as_one_file_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "refuse").touch()
    async with driving(tmp_path, outbox) as driver:
        await slips_place(driver)
        await driver.press("plus", "2", "f", "4")
        assert "Not printed" in driver.notice()
        assert state_of(driver, "Carlo Aguinaldo") is SlipState.DRAFT
        (tmp_path / "refuse").unlink()
        await driver.press("escape", "plus", "2", "f", "4")
        assert state_of(driver, "Carlo Aguinaldo") is SlipState.HANDED_OVER
        assert "slips" in (tmp_path / "asked").read_text().splitlines()[-1]
