"""Checking a user's own keys: a pure function, since Textual ignores unknown ids and drops bindings on a clash."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from tui.commands import all_commands, key_name, show_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tui.commands import Command

FORBIDDEN: Final = frozenset(
    f"ctrl+{letter}" for letter in ("h", "i", "j", "m", "left_square_bracket", "s", "z", "a", "b")
)
"""Keys that terminals, tmux or the line discipline take for themselves."""

NEEDED: Final = ("app.help", "app.quit")
"""Commands that must keep a key: the way to help and the way out."""

_NAMED: Final = frozenset(str(key.value) for key in Keys) | frozenset(KEY_NAME_REPLACEMENTS.values())
_MODIFIERS: Final = ("ctrl+", "shift+")


def is_key(name: str) -> bool:
    """Say whether ``name`` is a key that Textual can report, such as ``a``, ``?``, ``f5`` or ``ctrl+r``."""
    if len(name) == 1:
        return name.isprintable() and not name.isspace()
    bare = name
    for modifier in _MODIFIERS:
        bare = bare.removeprefix(modifier)
    return bare in _NAMED or _is_sign(bare) or (bare != name and len(bare) == 1 and bare.isalnum())


def _is_sign(name: str) -> bool:
    """Say whether ``name`` is a character's name in Textual's spelling, such as ``colon``."""
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return True


def parse_keys(text: str) -> tuple[str, ...]:
    """Return the keys of a setting, separated by spaces, by Textual's names."""
    return tuple(key_name(key) for key in text.split())


def check_keymap(keymap: Mapping[str, str], contexts: Iterable[Sequence[Command]]) -> list[str]:
    """Return what is wrong with ``keymap`` (binding id -> keys separated by spaces), one sentence each.

    ``contexts`` are the commands that are in force at the same time: for each screen its own, those of its widgets
    and those of the app. No two may share a key in one context, unless they did so by default.
    """
    groups = [tuple(group) for group in contexts]
    known = {name for group in groups for command in group for name in command.binding_ids()}
    problems = [f'"{name}" is no command. milepost keys lists them all.' for name in keymap if name not in known]
    for name, keys in keymap.items():
        problems += _bad_keys(name, keys)
    clashes = {clash: None for group in groups for clash in _clashes(group, keymap)}
    return problems + list(clashes)


def _bad_keys(name: str, text: str) -> list[str]:
    keys = text.split()
    problems = [f'{name}: "{key}" is no key.' for key in keys if not is_key(key)]
    problems += [f"{name}: {show_key(key)} belongs to the terminal." for key in keys if _reserved(key)]
    if not keys and name in NEEDED:
        problems.append(f"{name} must keep a key.")
    return problems


def _reserved(key: str) -> bool:
    return key_name(key) in FORBIDDEN or key.startswith("alt+")


def _clashes(group: Sequence[Command], keymap: Mapping[str, str]) -> list[str]:
    default: dict[str, tuple[str, ...]] = {}
    for command in group:
        keys = command.key_list()
        for n, name in enumerate(command.binding_ids()):
            default[name] = keys[n : n + 1] if command.each else keys
    wanted = {name: parse_keys(keymap[name]) if name in keymap else keys for name, keys in default.items()}
    found = []
    names = list(default)
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            by_default = set(default[first]) & set(default[second])
            shared = (set(wanted[first]) & set(wanted[second])) - by_default
            found += [f"{show_key(key)} would mean both {first} and {second}." for key in sorted(shared)]
    return found


def textual_keymap(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return ``keymap`` in the form of ``App.set_keymap``: Textual's key names, separated by commas."""
    return {name: ",".join(parse_keys(keys)) for name, keys in keymap.items() if keys.split()}


def context_of(*owners: type) -> tuple[Command, ...]:
    """Return the commands in force together for classes of a screen, its widgets and the app."""
    return all_commands(owners)
