"""The keys of the full screen, from the commands themselves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Line


def keys(line: Line) -> dict[str, tuple[str, str]]:
    found = json.loads(line("keys", "--json").stdout)["keys"]
    return {entry["id"]: (entry["keys"], entry["does"]) for entry in found}


def test_every_command_with_its_key(line: Line) -> None:
    found = keys(line)
    assert found["app.undo"] == ("u", "undo")
    assert found["app.help"][0] == "?"
    assert all(does for _, does in found.values())


def test_tests_and_other_programs_add_nothing(line: Line) -> None:
    from tests.tui.gallery import QueueLike

    known = {command.id for command in QueueLike.VERBS}
    assert "app.undo" in keys(line)
    assert known
    from tui.keys.registry import command_owners

    assert QueueLike not in command_owners()


def test_a_key_of_ones_own_is_shown(line: Line) -> None:
    (line.home / "config.toml").write_text('[keys]\n"app.undo" = "z"\n', encoding="utf-8")
    assert keys(line)["app.undo"][0] == "z"


def test_plain_and_markdown(line: Line) -> None:
    assert line("keys").stdout.splitlines()[0].split() == ["Id", "Key", "What", "it", "does"]
    text = line("keys", "--markdown").stdout
    assert "**Everywhere**" in text
    assert "| `u` | undo | `app.undo` |" in text
