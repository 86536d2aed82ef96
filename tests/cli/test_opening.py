"""From the command line to the screens."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tui.opening import run_app, settle_keys
from tui.settings.config import Config, load_config

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line


class App:
    """Stands in for the program."""

    ran = 0
    bridge = SimpleNamespace(begin=lambda: None)

    def run(self) -> None:
        App.ran += 1


@pytest.mark.parametrize("words", [[], ["open"]])
def test_no_verb_and_open_run_the_app_on_the_workbook(
    line: Line, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("tui.cli.screens.refuse_without_terminal", lambda: None)
    monkeypatch.setattr("tui.opening.run_app", lambda where, config: seen.append(f"{where} as {config.who}"))
    assert line(*words).exit_code == 0
    assert seen == [f"{line.book} as Noor"]


def test_the_app_is_run_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = App.ran
    monkeypatch.setattr("tui.places.make_app", lambda where, config, clock: App())
    run_app(str(tmp_path / "a.milepost"), load_config())
    assert App.ran == before + 1


def test_a_key_that_does_not_work_stays_as_it_usually_is_and_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\n"app.nothing" = "z"\n"app.undo" = "ctrl+s"\n"app.find" = "f4"\n', encoding="utf-8")
    found = settle_keys(load_config(path))
    assert found.keys == {"app.find": "f4"}
    assert [(problem.line, problem.key) for problem in found.problems] == [
        (2, "keys.app.nothing"),
        (3, "keys.app.undo"),
    ]
    assert '"app.nothing" is no command' in str(found.problems[0])
    assert "ctrl+s for app.undo belongs to the terminal" in str(found.problems[1])
    assert str(found.problems[0]).startswith(f"{path}, line 2, keys.app.nothing: ")


def test_wrong_settings_do_not_keep_the_program_from_opening(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Config] = []

    def make_app(_where: str, config: Config, _clock: object) -> App:
        opened.append(config)
        return App()

    (line.home / "config.toml").write_text('theme = "blue"\n[keys]\n"app.nothing" = "z"\n', encoding="utf-8")
    monkeypatch.setattr("tui.cli.screens.refuse_without_terminal", lambda: None)
    monkeypatch.setattr("tui.places.make_app", make_app)
    ran = line()
    assert ran.exit_code == 0
    assert ran.stderr == "", "the screen says it"
    (config,) = opened
    assert (config.theme, config.keys, len(config.problems)) == ("dark", {}, 2)
