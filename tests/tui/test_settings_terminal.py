"""The settings in a real terminal, with a file in which every text attacks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import tomlkit

from tests.tui.test_terminal import ATTACK, FORBIDDEN, Terminal
from tests.workbook.hub import MORNING, make_hub

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = """
from pathlib import Path
from tui.settings.config import load_config
from tui.opening import run_app
run_app({book!r}, load_config(Path({settings!r})), clock=lambda: {now})
"""


def test_hostile_settings_stay_text(tmp_path: Path) -> None:
    book, settings = tmp_path / "hub.milepost", tmp_path / "config.toml"
    make_hub(str(book)).wb.close()
    written = {
        "who": f"Noor{ATTACK}",
        "theme": ATTACK,
        f"colour{ATTACK}": ATTACK,
        "site": {"name": f"Bay{ATTACK}", "zone": ATTACK, "contact_channel": ATTACK},
        "keys": {f"app{ATTACK}": ATTACK, "app.undo": ATTACK},
    }
    settings.write_text(tomlkit.dumps(written), encoding="utf-8")
    terminal = Terminal(sys.executable, "-c", PROGRAM.format(book=str(book), settings=str(settings), now=MORNING))
    terminal.wait_for("settings cannot be used")
    terminal.press("g,", "Your name")
    terminal.press("\r", "Enter keep")
    terminal.press("\x1b", "e edit the file")
    terminal.press("\x1b[D", "Enter mend")
    terminal.press("\x1b[D", "Hide or show names")
    assert "did not expect" not in terminal.text()
    assert terminal.end() == 0
    found = {name: terminal.written.count(what) for name, what in FORBIDDEN.items()}
    assert found == dict.fromkeys(FORBIDDEN, 0)
    assert b"Eve" in terminal.written
