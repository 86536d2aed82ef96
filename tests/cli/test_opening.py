"""From the command line to the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput
from tui.config import load_config
from tui.opening import refuse_bad_keys, run_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Line


class App:
    """Stands in for the program."""

    ran = 0

    def run(self) -> None:
        App.ran += 1


@pytest.mark.parametrize("words", [[], ["open"]])
def test_no_verb_and_open_run_the_app_on_the_workbook(
    line: Line, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("tui.cli.opening.refuse_without_terminal", lambda: None)
    monkeypatch.setattr("tui.opening.run_app", lambda where, config: seen.append(f"{where} as {config.who}"))
    assert line(*words).exit_code == 0
    assert seen == [f"{line.book} as Noor"]


def test_the_app_is_run_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = App.ran
    monkeypatch.setattr("tui.places.make_app", lambda where, config, clock: App())
    run_app(str(tmp_path / "a.milepost"), load_config())
    assert App.ran == before + 1


def test_keys_that_do_not_work_are_refused_with_the_reason() -> None:
    refuse_bad_keys({"app.undo": "z"})
    with pytest.raises(BadInput) as caught:
        refuse_bad_keys({"app.nothing": "z", "app.undo": "ctrl+s"})
    assert '"app.nothing" is no command' in caught.value.message
    assert "ctrl+s belongs to the terminal" in caught.value.message
    assert "config.toml" in caught.value.message


def test_keys_of_the_settings_are_checked_before_anything_opens(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    (line.home / "config.toml").write_text('[keys]\n"app.nothing" = "z"\n', encoding="utf-8")
    monkeypatch.setattr("tui.cli.opening.refuse_without_terminal", lambda: None)
    ran = line()
    assert ran.exit_code == 1
    assert '"app.nothing" is no command' in ran.stderr
    assert not line.book.exists()
