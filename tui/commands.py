"""Commands: one declaration gives the key, the footer entry, the palette entry and the help line."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from textual.binding import BindingType
    from textual.dom import DOMNode
    from textual.screen import Screen

SHOWN = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "Bksp",
    "delete": "Del",
    **{f"f{n}": f"F{n}" for n in range(1, 13)},
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "comma": ",",
    "plus": "+",
    "minus": "-",
    "full_stop": ".",
    "semicolon": ";",
    "number_sign": "#",
    "asterisk": "*",
}
"""Textual's name of a key -> how it is written on the screen."""


MOVING = ("In lists", "Fields", "Writing", "Evidence", "Form")
"""Groups of commands that only move about; the palette lists those that have a title."""
NOT_LISTED = ("screen.", "app.palette", "overlay.")
"""Beginnings of the ids of commands that are of no use in the palette."""

_EDITING = frozenset({"enter", "left", "right", "home", "end", "backspace", "delete", "space", "ctrl+d", "ctrl+u"})


def _always(_node: Any) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something a person can do on a screen, declared once.

    Attributes:
        id: dotted and stable; settings rebind by it, such as ``queue.arrived``.
        keys: keys separated by spaces, such as ``"j down"``; ``""`` for the palette alone.
        do: name of the method that does it, on the widget, screen or app that lists the command in ``VERBS``;
            it may be ``async`` and then runs as a worker of the app.
        word: footer word; ``""`` keeps it out of the footer.
        short: footer word at 80 columns, when it differs.
        title: palette title; ``""`` keeps it out of the palette.
        help: help line; ``""`` takes the title.
        group: heading in the help overlay.
        about: what it would act on, for the palette; a text or a function of the owner.
        when: function of the owner; returns why it cannot work now, or ``None``.
        each: the method gets the position of the pressed key in ``keys``, from 0; each key is its own binding
            with the id ``<id>.<n>``, n from 1.
        shown: how the keys are written, when not the first key, such as ``"1–5"``.
        pinned: stays at the right end of the footer whatever is cut.
        pair: id of a command that the help overlay tells on the same line, and the words for both.
        always: works while a text field has the focus; quit and help only.
        opens: reads first, then opens something; keys that come meanwhile wait for what it opens.
    """

    id: str
    keys: str
    do: str
    word: str = ""
    short: str = ""
    title: str = ""
    help: str = ""
    group: str = "This screen"
    about: str | Callable[[Any], str] = ""
    when: Callable[[Any], str | None] = _always
    each: bool = False
    shown: str = ""
    pinned: bool = False
    pair: tuple[str, str] = ("", "")
    always: bool = False
    opens: bool = False

    def key_list(self) -> tuple[str, ...]:
        """Return the keys by Textual's names."""
        return tuple(key_name(key) for key in self.keys.split())

    def binding_ids(self) -> tuple[str, ...]:
        """Return the ids that settings can rebind."""
        return tuple(f"{self.id}.{n}" for n, _ in enumerate(self.key_list(), 1)) if self.each else (self.id,)

    def bindings(self) -> Iterator[Binding]:
        """Yield Textual's bindings for this command."""
        keys = self.key_list()
        if self.each:
            for n, key in enumerate(keys):
                yield self._binding(key, f"app.command('{self.id}', {n})", f"{self.id}.{n + 1}")
        else:
            # Without a key of its own it has one that is never pressed, so that settings can give it another.
            yield self._binding(",".join(keys) or f"no-key {self.id}", f"app.command('{self.id}')", self.id)

    def _binding(self, keys: str, action: str, binding_id: str) -> Binding:
        return Binding(keys, action, show=False, priority=self.always, id=binding_id)

    def help_line(self) -> str:
        """Return what the help overlay says."""
        return self.help or self.title or self.word

    def palette_title(self) -> str:
        """Return what the palette calls it, or ``""`` for what only moves the focus about."""
        said = self.title or ("" if self.group in MOVING or self.id.startswith(NOT_LISTED) else self.help_line())
        return said[:1].upper() + said[1:]


def key_name(key: str) -> str:
    """Return Textual's name of a key: ``?`` is ``question_mark``."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def show_key(key: str) -> str:
    """Return how a key is written on the screen: ``enter`` is ``Enter``, ``question_mark`` is ``?``."""
    return SHOWN.get(key, key)


def typed(key: str) -> bool:
    """Say whether a text field takes ``key`` (Textual's name) for itself."""
    return (len(show_key(key)) == 1 and key not in ("up", "down")) or key in _EDITING


def takes_text(widget: object) -> bool:
    """Say whether letters are text in ``widget``; told by name, since Textual's fields take long to import."""
    return any(base.__name__ in ("Input", "TextArea") for base in type(widget).__mro__)


def keys_of(command: Command, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys in force for ``command``, by Textual's names, after the user's own keymap (id -> ``"k1,k2"``)."""
    names = command.binding_ids()
    defaults = [(key,) for key in command.key_list()] if command.each else [command.key_list()]
    both = zip(names, defaults, strict=True)
    return tuple(key for name, own in both for key in (keymap[name].split(",") if name in keymap else own))


def first_keys(command: Command, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """Return the first key of each binding of ``command`` as it is written, after the user's own keymap."""
    keys = command.key_list()
    defaults = keys if command.each else keys[:1]
    names = zip(command.binding_ids(), defaults, strict=True)
    return tuple(show_key(keymap.get(name, own).split(",")[0]) for name, own in names)


def show_keys(command: Command, keymap: Mapping[str, str]) -> str:
    """Return how the keys of ``command`` are written, after the user's own keymap (id -> ``"k1,k2"``)."""
    own = [keymap[binding_id] for binding_id in command.binding_ids() if binding_id in keymap]
    if command.each and own:
        return " ".join(first_keys(command, keymap))
    if own:
        return show_key(own[0].split(",")[0])
    keys = command.key_list()
    return command.shown or (show_key(keys[0]) if keys else "")


def keys_in_force(written: str, found: Iterable[Offer], keymap: Mapping[str, str]) -> str:
    """Return usual keys as a sentence writes them, such as ``u`` or ``g c``, by the user's own keymap."""
    first, space, rest = written.partition(" ")
    for offer in found:
        if show_keys(offer.command, {}) == first and any(name in keymap for name in offer.command.binding_ids()):
            return show_keys(offer.command, keymap) + space + rest
    return written


ALL_DIGITS = "1–9"
"""How the keys of a command are written that chooses by digit, where it is not known among how many."""


class Commanding:
    """Mixin for widgets, screens and the app: ``VERBS`` become bindings of the class."""

    VERBS: ClassVar[tuple[Command, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Turn the commands of the class itself into bindings; those of its bases are inherited as bindings."""
        if "VERBS" in cls.__dict__:
            inherited = {c for base in cls.__mro__[1:] for c in base.__dict__.get("VERBS", ())}
            fresh = [b for c in cls.VERBS if c not in inherited for b in c.bindings()]
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *fresh]
        super().__init_subclass__(**kwargs)


def commands_of(node: object) -> tuple[Command, ...]:
    """Return the commands of a node and of its base classes, own ones first, each id once.

    A node that offers fewer things than there are digits says so with ``digits_offered``, and they are written so.
    """
    found: dict[str, Command] = {}
    for base in type(node).__mro__:
        for command in base.__dict__.get("VERBS", ()):
            found.setdefault(command.id, command)
    many = getattr(node, "digits_offered", None)
    if many is None:
        return tuple(found.values())
    shown = digits(many())
    return tuple(replace(one, shown=shown) if one.shown == ALL_DIGITS else one for one in found.values())


def digits(many: int) -> str:
    """Return how the digits are written that choose among so many: "1", "1–4", "1–9"; all of them for none."""
    return "1" if many == 1 else f"1–{many}" if 0 < many < 9 else ALL_DIGITS


@dataclass(frozen=True, slots=True)
class Offer:
    """A command together with the node that would carry it out."""

    command: Command
    owner: Any

    def reason(self) -> str | None:
        """Return why it cannot work now, or ``None``."""
        return self.command.when(self.owner)

    def about(self) -> str:
        """Return what it would act on: what the command says, else the subject of its screen or widget."""
        about = self.command.about
        if about:
            return about if isinstance(about, str) else str(about(self.owner))
        subject = getattr(self.owner, "subject", None)
        return str(subject()) if subject is not None else ""


def focus_chain(screen: Screen[Any]) -> tuple[DOMNode, ...]:
    """Return the focused widget and its parents below the screen, nearest first."""
    focused = screen.focused
    if focused is None:
        return ()
    return tuple(node for node in focused.ancestors_with_self if node not in (screen, screen.app))


def offers(screen: Screen[Any]) -> tuple[Offer, ...]:
    """Return what can be done now: screen first, then the focused widget and its parents, then the app."""
    found: dict[str, Offer] = {}
    for node in (screen, *focus_chain(screen), screen.app):
        for command in commands_of(node):
            found.setdefault(command.id, Offer(command, node))
    return tuple(found.values())


def all_commands(owners: Iterable[type]) -> tuple[Command, ...]:
    """Return every command of ``owners`` (classes) by id, for ``milepost keys`` and for checking a keymap."""
    found: dict[str, Command] = {}
    for owner in owners:
        for base in owner.__mro__:
            for command in base.__dict__.get("VERBS", ()):
                found.setdefault(command.id, command)
    return tuple(found.values())


def key_lines(commands: Sequence[Command], keymap: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return id, keys as written and help line of each command, sorted by id, for a listing."""
    return [(c.id, show_keys(c, keymap), c.help_line()) for c in sorted(commands, key=lambda c: c.id)]
