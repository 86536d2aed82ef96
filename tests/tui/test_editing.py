"""Long text goes to the user's own editor and comes back; nothing typed is ever lost."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Unavailable
from domain.model.terms import MilestoneId
from domain.workbook import people, queue
from tests.tui.driving import driving
from tests.tui.test_terminal import PROGRAM, Terminal
from tests.workbook.hub import MORNING, make_hub
from tui.editing import edit, editor_of, private_file
from tui.widgets.fields import LongField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.tui.driving import Driver
    from tests.workbook.hub import Hub

WRITES = """#!{python}
import os, stat, sys
path = sys.argv[-1]
text = open(path).read()
mode = stat.S_IMODE(os.stat(path).st_mode), stat.S_IMODE(os.stat(os.path.dirname(path)).st_mode)
open({seen!r}, "w").write(f"{{path}}|{{text.strip()}}|{{mode[0]:o}}|{{mode[1]:o}}")
open(path, "w").write("said hello,\\nand smiled \\u00e9\\n")
"""


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that notes what it was given and writes something else; returns its note."""
    script, seen = tmp_path / "editor", tmp_path / "seen"
    script.write_text(WRITES.format(python=sys.executable, seen=str(seen)), encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{script}' --wait")
    return seen


def one_here(hub: Hub) -> None:
    """Joan waits for the phone interview."""
    queue.walk_in(hub.wb, people.NewPerson(name="Joan Alcaraz"), hub.opening())
    hub.take_to(hub.application(hub.value("select id from person")), MilestoneId.PHONE)


def left_behind() -> set[str]:
    """Return the private folders that are there."""
    return {path.name for path in Path(tempfile.gettempdir()).glob("milepost-*") if (path / "text.txt").exists()}


def test_in_a_real_terminal_the_text_goes_there_and_comes_back_and_the_file_is_gone(
    tmp_path: Path, editor: Path
) -> None:
    path = tmp_path / "hub.milepost"
    hub = make_hub(str(path))
    one_here(hub)
    before = left_behind()
    terminal = Terminal(sys.executable, "-c", PROGRAM.format(path=str(path), now=MORNING))
    terminal.wait_for("Today so far")
    terminal.press("gq", "Waiting")
    terminal.press("\r", "Criterion")
    terminal.press("\r", "F9 editor")
    terminal.press("on hold", "on hold")
    terminal.press("\x1b[20~", "said hello, and smiled é")
    terminal.press("!", "smiled é!")
    terminal.press("\x1b", "1–5 rate")
    assert terminal.end() == 0
    where, given, file_mode, folder_mode = editor.read_text(encoding="utf-8").split("|")
    assert (given, file_mode, folder_mode) == ("on hold", "600", "700")
    assert not os.path.exists(where)
    assert left_behind() <= before
    assert hub.rows("select moment from rating where moment = :moment", moment="said hello, and smiled é!")


async def writing(driver: Driver) -> LongField:
    """Start writing a moment; returns the field."""
    await driver.press("enter", "enter", *"abc")
    assert isinstance(driver.app.focused, LongField)
    return driver.app.focused


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("", "No editor is set."),
        ("no-such-editor-anywhere", "no-such-editor-anywhere cannot be started"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "ended with code 3"),
        ("'half a quote", "The editor cannot be read"),
    ],
)
async def test_an_editor_that_does_not_work_says_what_to_do_and_the_text_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, message: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", said)
    async with driving(tmp_path, one_here) as driver:
        steps_aside(driver, monkeypatch)
        field = await writing(driver)
        await driver.press("f9")
        assert message in driver.notice()
        assert field.value == "abc"
        assert field.has_focus


def steps_aside(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the app without a terminal pretend that it can step aside."""

    @contextmanager
    def suspend() -> Iterator[None]:
        yield

    monkeypatch.setattr(driver.app, "suspend", suspend)


async def test_where_milepost_cannot_step_aside_it_says_so(tmp_path: Path, editor: Path) -> None:
    async with driving(tmp_path, one_here) as driver:
        field = await writing(driver)
        await driver.press("ctrl+g")
        assert "Milepost cannot step aside in this terminal." in driver.notice()
        assert field.value == "abc"
        assert not editor.exists()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os, sys; os.remove(sys.argv[-1])", "took the file away"),
        ("import sys; open(sys.argv[-1], 'wb').write(b'\\xff\\xfe\\xff')", "did not write UTF-8"),
        ("import sys; open(sys.argv[-1], 'w').write('x' * (2 << 20))", "too long"),
    ],
)
async def test_what_comes_back_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    monkeypatch.setenv("VISUAL", f'{sys.executable} -c "{code}"')
    async with driving(tmp_path) as driver:
        steps_aside(driver, monkeypatch)
        with pytest.raises((BadInput, Unavailable), match=message):
            edit(driver.app, "abc")


def test_visual_comes_before_editor() -> None:
    assert editor_of({"VISUAL": "code --wait", "EDITOR": "nano"}) == ["code", "--wait"]
    assert editor_of({"VISUAL": " ", "EDITOR": "nano"}) == ["nano"]


def test_a_private_file_is_gone_even_when_something_fails() -> None:
    seen: list[Path] = []

    def fail() -> None:
        with private_file("abc") as path:
            seen.append(path)
            assert path.read_text(encoding="utf-8") == "abc\n"
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not seen[0].parent.exists()
