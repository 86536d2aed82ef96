"""Every key of Milepost can be another one, and no other one can cost a way to help, out or back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.terms import MilestoneId, Result
from domain.workbook import attempts
from tests.tui.driving import driving
from tui.commands import Command, all_commands, commands_of, keys_of, offers, show_keys, typed
from tui.keys.contexts import contexts
from tui.keys.keymap import FORBIDDEN, NEEDED, NEEDED_WHILE_TYPING, check_keymap, is_key, problems_of, textual_keymap
from tui.keys.registry import command_owners

if TYPE_CHECKING:
    from pathlib import Path

    from textual.binding import BindingsMap

    from tests.workbook.hub import Hub

FREE = "f12"
"""A key that nothing uses."""


def commands() -> tuple[Command, ...]:
    """Every command that there is."""
    return all_commands(command_owners())


def ids() -> list[str]:
    """Every binding that there is."""
    return [name for command in commands() for name in command.binding_ids()]


def test_every_binding_can_be_another_one() -> None:
    """By the rules, and by Textual, which drops bindings without a word when two of one place meet."""
    assert FREE not in {key for command in commands() for key in command.key_list()}
    for name in ids():
        assert problems_of({name: FREE}, contexts()) == {}, name


def bindings_of(owner: type) -> BindingsMap:
    """What Textual has for a class."""
    found: BindingsMap = owner._merge_bindings()  # type: ignore[attr-defined]
    return found.copy()


@pytest.mark.parametrize("owner", command_owners(), ids=lambda owner: owner.__qualname__)
def test_textual_gives_every_binding_its_new_key_and_leaves_the_others(owner: type) -> None:
    usual = bindings_of(owner)
    mine = {binding.id for many in usual.key_to_bindings.values() for binding in many if binding.id}
    for name in sorted(mine):
        map_ = usual.copy()
        map_.apply_keymap(textual_keymap({name: FREE}))
        found = {key: {binding.id for binding in many} for key, many in map_.key_to_bindings.items()}
        assert found.pop(FREE) == {name}
        before = {key: {binding.id for binding in many} for key, many in usual.key_to_bindings.items()}
        assert found == {key: many for key, many in before.items() if name not in many}, name


def test_every_binding_is_shown_with_its_new_key() -> None:
    for command in commands():
        for name in command.binding_ids():
            keymap = textual_keymap({name: FREE})
            assert "F12" in show_keys(command, keymap), name
            assert FREE in keys_of(command, keymap)


def test_the_usual_keys_break_none_of_the_rules() -> None:
    """Checked as if somebody had written all of them into the settings."""
    usual = {
        name: key
        for command in commands()
        for name, key in zip(
            command.binding_ids(), command.key_list() if command.each else [" ".join(command.key_list())], strict=True
        )
        if key
    }
    assert check_keymap(usual, contexts()) == []
    assert all(is_key(key) for keys in usual.values() for key in keys.split())
    assert not {key for keys in usual.values() for key in keys.split()} & FORBIDDEN


@pytest.mark.parametrize(
    "key", ["ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+[", "ctrl+s", "ctrl+z", "ctrl+a", "ctrl+b", "alt+x"]
)
def test_no_key_of_the_terminal_is_taken_for_anything(key: str) -> None:
    wrong = problems_of(dict.fromkeys(ids(), key), contexts())
    for name in ids():
        assert "belongs to the terminal" in wrong[name][0]
        assert name in wrong[name][0]


def test_whatever_shares_a_screen_may_not_share_a_key() -> None:
    """Every pair that meets somewhere is refused, and the message names both; a pair that never meets is not."""
    usual = {name: keys for group in contexts() for command in group for name, keys in _own(command)}
    meet = {(a, b) for group in contexts() for a in _ids(group) for b in _ids(group) if a != b}
    for name in ("queue.arrived", "app.undo", "list.down", "score.passed", "choice.digit.2"):
        for key in sorted({key for keys in usual.values() for key in keys} - set(usual[name])):
            wrong = problems_of({name: key}, contexts()).get(name)
            met = [each for each in usual if key in usual[each] and (name, each) in meet]
            assert (wrong is not None and "would mean both" in wrong[0]) == bool(met), (name, key)
            if wrong:
                assert f"({name})" in wrong[0]
                assert any(f"({each})" in wrong[0] for each in met)


def _own(command: Command) -> list[tuple[str, tuple[str, ...]]]:
    keys = command.key_list()
    return [(name, keys[n : n + 1] if command.each else keys) for n, name in enumerate(command.binding_ids())]


def _ids(group: tuple[Command, ...]) -> list[str]:
    return [name for command in group for name in command.binding_ids()]


@pytest.mark.parametrize(
    ("keymap", "bad", "words"),
    [
        ({"queue.arived": "b"}, ["queue.arived"], ['"queue.arived" is no command']),
        ({"queue.arrived": "hyperspace"}, ["queue.arrived"], ['"hyperspace" for queue.arrived is no key']),
        ({"queue.arrived": "x"}, ["queue.arrived"], ['"arrived" (queue.arrived)', '"no-show" (queue.no_show)']),
        ({"queue.arrived": "u"}, ["queue.arrived"], ["(queue.arrived)", "(app.undo)"]),
        ({"app.undo": "a"}, ["app.undo"], ["(app.undo)"]),
        ({"queue.arrived": "j"}, ["queue.arrived"], ["(queue.arrived)", "(list.down)"]),
        ({"queue.arrived": "z", "queue.no_show": "z"}, ["queue.no_show"], ["(queue.arrived)", "(queue.no_show)"]),
        ({"app.quit": ""}, ["app.quit"], ["app.quit must keep a key, it is the way out"]),
        ({"app.help": " "}, ["app.help"], ["app.help must keep a key, it is the way to help"]),
        ({"app.quit": "Q"}, ["app.quit"], ["Q for app.quit is typed in text fields"]),
        ({"app.quit": "f8 q"}, ["app.quit"], ["q for app.quit"]),
        ({"screen.back": "q"}, ["screen.back"], ["q for screen.back is typed", "way back out of a text field"]),
        ({"overlay.close": "space"}, ["overlay.close"], ["Space for overlay.close is typed"]),
        ({"app.quit": "tab"}, ["app.quit"], ["(app.quit)", "(screen.next_part)"]),
        ({"queue.arrived": "ctrl+q"}, ["queue.arrived"], ["(app.quit)"]),
        ({"choice.digit.1": "ctrl+q"}, ["choice.digit.1"], ["(app.quit)"]),
        ({"queue.arrived": "ctrl+c"}, ["queue.arrived"], ["belongs to the terminal"]),
    ],
)
def test_what_is_refused_says_which_and_why(keymap: dict[str, str], bad: list[str], words: list[str]) -> None:
    wrong = problems_of(keymap, contexts())
    assert list(wrong) == bad
    assert all(part in wrong[bad[0]][0] for part in words), wrong
    assert all(hint for _, hint in wrong.values())


@pytest.mark.parametrize(
    "keymap",
    [
        {"queue.arrived": "x", "queue.no_show": "a"},
        {"queue.arrived": "x", "queue.no_show": "r", "queue.move": "a"},
        {"app.undo": "ctrl+r f8"},
        {"queue.arrived": "n"},
        {"app.help": "z"},
        {"app.quit": "f8"},
        {"screen.back": "f8"},
        {"app.undo": "F8 Ctrl+R", "screen.back": "Esc", "list.up": "↑ PgUp", "list.page_up": "Shift+PgUp"},
        {"choice.digit.1": "u"},
    ],
)
def test_swaps_and_keys_of_other_screens_are_fine(keymap: dict[str, str]) -> None:
    assert problems_of(keymap, contexts()) == {}


def test_a_bad_line_costs_the_others_nothing_unless_they_lived_on_it() -> None:
    """Once the swap falls through for one of the two, the other would clash with a usual key, and gives way as well."""
    wrong = problems_of({"queue.arrived": "x", "queue.no_show": "nonsense", "app.undo": "f8"}, contexts())
    assert set(wrong) == {"queue.arrived", "queue.no_show"}


def test_ways_that_must_stay_are_commands_that_there_are() -> None:
    assert set(NEEDED) | set(NEEDED_WHILE_TYPING) <= set(ids())
    by_id = {command.id: command for command in commands()}
    assert all(any(not typed(key) for key in by_id[name].key_list()) for name in NEEDED_WHILE_TYPING)


def crowd(hub: Hub) -> None:
    """Somebody for every screen."""
    opening = hub.opening()
    joan = hub.person("Joan Alcaraz", opening, points=("Ran a repair counter",))
    hub.take_to(hub.application(joan), MilestoneId.PHONE)
    attempts.open_or_start(hub.wb, hub.application(joan))
    lea = hub.person("Lea Mondal", opening)
    hub.take(hub.application(lea), 2, Result.NOT_YET)


WAYS = (
    "g q",
    "g c",
    "g c slash",
    "g c enter",
    "g c enter tab",
    "g q enter",
    "g q enter enter",
    "g q enter e",
    "g q down f",
    "g q down f enter",
    "g q r",
    "g o",
    "g o n",
    "g comma",
    "g comma enter",
    "g comma down enter",
    "g comma right enter",
    "w",
    "slash",
    "colon",
    "question_mark",
    "g",
)


async def test_what_is_in_force_together_is_known_as_such(tmp_path: Path) -> None:
    """The contexts are read from the code; here the running program says which commands really meet."""
    async with driving(tmp_path, crowd) as driver:
        for way in WAYS:
            await driver.press("escape", "escape", "escape", "g", "q", *way.split())
            screen = driver.app.screen
            if screen.is_modal:
                nodes = [screen, *(screen.focused.ancestors_with_self if screen.focused else ())]
                met = {command.id for node in nodes if node is not driver.app for command in commands_of(node)}
            else:
                met = {offer.command.id for offer in offers(screen)}
            assert any(met <= {command.id for command in group} for group in contexts()), (way, sorted(met))
