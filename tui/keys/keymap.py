"""Checking a user's own keys: pure functions, since Textual ignores unknown ids and drops bindings on a clash."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from tui.commands import all_commands, key_name, show_key, typed
from tui.keys.headings import does

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tui.commands import Command

FORBIDDEN: Final = frozenset(
    f"ctrl+{letter}" for letter in ("h", "i", "j", "m", "left_square_bracket", "s", "z", "a", "b", "c")
)
"""Keys that terminals, tmux, the line discipline or copying take for themselves."""

NEEDED: Final = ("app.help", "app.quit")
"""Commands that must keep a key: the way to help and the way out."""

NEEDED_WHILE_TYPING: Final = ("app.quit", "screen.back", "overlay.close")
"""Commands that must keep a key which no text field takes for itself: else there is no way out of a field."""

NEEDED_WORDS: Final = {
    "app.help": "the way to help",
    "app.quit": "the way out",
    "screen.back": "the way back out of a text field",
    "overlay.close": "the way back out of a text field",
}

_NAMED: Final = frozenset(str(key.value) for key in Keys) | frozenset(KEY_NAME_REPLACEMENTS.values())
_MODIFIERS: Final = ("ctrl+", "shift+")
_ALIASES: Final = {
    "esc": "escape",
    "return": "enter",
    "bksp": "backspace",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}

Problem = tuple[str, str]
"""What is wrong, and what to do."""


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
    """Return the keys of a setting, separated by spaces, by Textual's names: ``Esc`` is ``escape``."""
    return tuple(_parsed(key) for key in text.split())


def _parsed(key: str) -> str:
    """Textual's name of a key as people write it, or as it stands on the screen: ``Ctrl+[``, ``PgUp``, ``↑``."""
    if len(key) == 1:
        return key_name(_ALIASES.get(key, key))
    head, plus, last = key.lower().rpartition("+")
    return head + plus + key_name(_ALIASES.get(last, last)) if last else key


def written_key(key: str, character: str | None) -> str:
    """Return how a pressed key is written in the settings: the character itself where it has one."""
    if character and len(character) == 1 and character.isprintable() and not character.isspace():
        return character
    return key


def problems_of(keymap: Mapping[str, str], contexts: Iterable[Sequence[Command]]) -> dict[str, Problem]:
    """Return what is wrong with ``keymap`` (binding id -> keys separated by spaces), by the binding that must give way.

    ``contexts`` are the commands that are in force at the same time; no two may share a key in one context, unless they
    did so by default. Of two that clash, the later one in ``keymap`` gives way. Without those, the rest is sound.
    """
    groups = [tuple(group) for group in contexts]
    defaults = _defaults(groups)
    problems = {name: found for name, keys in keymap.items() if (found := _bad(name, keys, defaults))}
    left = {name: keys for name, keys in keymap.items() if name not in problems}
    while clash := _first_clash(groups, defaults, left):
        key, loser, other = clash
        problems[loser] = (
            f"{show_key(key)} would mean both {_told(loser, groups)} and {_told(other, groups)}.",
            "Choose another key, or give that one another first.",
        )
        del left[loser]
    return {name: problems[name] for name in keymap if name in problems}


def check_keymap(keymap: Mapping[str, str], contexts: Iterable[Sequence[Command]]) -> list[str]:
    """Return what is wrong with ``keymap``, one sentence each; see ``problems_of``."""
    return [what for what, _ in problems_of(keymap, contexts).values()]


def _defaults(groups: Sequence[Sequence[Command]]) -> dict[str, tuple[str, ...]]:
    return {name: keys for group in groups for command in group for name, keys in _own_keys(command)}


def _own_keys(command: Command) -> Iterator[tuple[str, tuple[str, ...]]]:
    keys = command.key_list()
    for n, name in enumerate(command.binding_ids()):
        yield name, keys[n : n + 1] if command.each else keys


def _bad(name: str, text: str, known: Mapping[str, tuple[str, ...]]) -> Problem | None:
    if name not in known:
        return f'"{name}" is no command.', "milepost keys lists them all."
    keys = text.split()
    if not keys:
        need = f", it is {NEEDED_WORDS[name]}" if name in NEEDED_WORDS else ""
        return f"{name} must keep a key{need}.", "Take the line out for the usual one."
    for key in keys:
        if key.lower().startswith("alt+") or _parsed(key) in FORBIDDEN:
            return f"{show_key(key)} for {name} belongs to the terminal.", "Choose another key."
        if not is_key(_parsed(key)):
            return f'"{key}" for {name} is no key.', 'Write it as in "f4", "ctrl+r" or "x"; several with spaces.'
    return _needed(name, parse_keys(text))


def _needed(name: str, keys: Sequence[str]) -> Problem | None:
    if name == "app.quit" and (taken := [key for key in keys if typed(key)]):
        # It works while a text field has the focus, and would quit in the middle of a word.
        return f"{show_key(taken[0])} for app.quit is typed in text fields.", "Choose a function key, or one with ctrl."
    if name in NEEDED_WHILE_TYPING and all(typed(key) for key in keys):
        what = f"{show_key(keys[0])} for {name} is typed in text fields, and {name} is {NEEDED_WORDS[name]}."
        return what, "Choose a function key, or one with ctrl."
    return None


def _told(name: str, groups: Sequence[Sequence[Command]]) -> str:
    """A binding with what it does: '"arrived" (queue.arrived)'."""
    found = next(command for group in groups for command in group if name in command.binding_ids())
    return f'"{(found.title or does(found)).lower()}" ({name})'


def _first_clash(
    groups: Sequence[Sequence[Command]], defaults: Mapping[str, tuple[str, ...]], keymap: Mapping[str, str]
) -> tuple[str, str, str] | None:
    """The first key that two bindings would share, the one that must give way, and the other."""
    parsed = {name: parse_keys(keys) for name, keys in keymap.items()}
    order = {name: at for at, name in enumerate(keymap)}
    for group in groups:
        ids = [name for command in group for name in command.binding_ids()]
        if not any(name in parsed for name in ids):
            continue
        holders: dict[str, list[str]] = {}
        for name in ids:
            for key in parsed.get(name, defaults[name]):
                holders.setdefault(key, []).append(name)
        for key, names in holders.items():
            if clash := _clash(key, names, defaults, order):
                return key, *clash
    return None


def _clash(
    key: str, names: Sequence[str], defaults: Mapping[str, tuple[str, ...]], order: Mapping[str, int]
) -> tuple[str, str] | None:
    for at, first in enumerate(names):
        for second in names[at + 1 :]:
            by_default = key in defaults[first] and key in defaults[second]
            if first != second and not by_default and (first in order or second in order):
                loser, other = sorted((first, second), key=lambda name: order.get(name, -1), reverse=True)
                return loser, other
    return None


def textual_keymap(keymap: Mapping[str, str]) -> dict[str, str]:
    """Return ``keymap`` in the form of ``App.set_keymap``: Textual's key names, separated by commas."""
    return {name: ",".join(parse_keys(keys)) for name, keys in keymap.items() if keys.split()}


def context_of(*owners: type) -> tuple[Command, ...]:
    """Return the commands in force together for classes of a screen, its widgets and the app."""
    return all_commands(owners)
