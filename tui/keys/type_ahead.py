"""Keys that are faster than the screens: one for a screen that is still being made waits for it."""

from __future__ import annotations

import asyncio
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast
from weakref import WeakKeyDictionary

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.events import InputEvent, Key, Paste
from textual.screen import Screen
from textual.widget import Widget

from tui.commands import takes_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.events import Event


class Keeper(Protocol):
    """Somebody's screen that nothing leads away from: keys, mouse and pastes come to it and go no further."""

    def take(self, event: Event) -> None:
        """Take what was pressed, clicked or pasted."""

    def failed(self, error: Exception) -> None:
        """Say that something went wrong, without a way out."""


@cache
def _listens(kind: type[object]) -> bool:
    """Whether what is of a kind takes keys by itself, besides those that are bound; the app does so last of all."""
    if issubclass(kind, App):
        return False
    own = getattr(kind, "_on_key", Widget._on_key) is not Widget._on_key
    return own or hasattr(kind, "on_key") or any(name.startswith("key_") for name in dir(kind))


T = TypeVar("T")


class LeftOnce(Screen[T]):
    """A screen that is closed once, however fast the keys come: those behind the one that closed it are not for it.

    They stand in its queue by then. Taken by it, a second `dismiss` would close the page below, or the last there is.
    """

    @property
    def is_left(self) -> bool:
        """Whether it was closed."""
        return self not in self.app.screen_stack

    async def on_event(self, event: Event) -> None:
        """Hand keys that come after the end on to what is in front now."""
        if isinstance(event, Key) and self.is_left:
            event.stop()
            cast("TypeAhead", self.app).press_again(event)
            return
        await super().on_event(event)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Close with a result; nothing happens where it is closed already."""
        return AwaitComplete() if self.is_left else super().dismiss(result)


class TypeAhead(App[None]):
    """An app that loses no key, and lets none land on a screen that it was not meant for."""

    def __init__(self) -> None:
        """Hold no key yet."""
        super().__init__()
        self.kept_by: Keeper | None = None
        """The screen that this app is kept by; None as a rule."""
        self._pressed_on: WeakKeyDictionary[Key, Screen[Any]] = WeakKeyDictionary()
        self._pressed_in: WeakKeyDictionary[Key, Widget] = WeakKeyDictionary()
        self._held: list[Key] | None = None
        self._awaited = 0
        self._last_key = 0.0

    def takes_first(self, key: str) -> bool:
        """Say whether ``key`` was meant for something that comes before every screen; subclasses carry it out."""
        return False

    @property
    def holds_keys(self) -> bool:
        """Whether keys that are pressed now wait for a screen."""
        return self._held is not None

    def quiet_for(self, seconds: float) -> bool:
        """Say whether no key was pressed for so long and none waits for its screen."""
        return not self.holds_keys and asyncio.get_running_loop().time() - self._last_key >= seconds

    async def on_event(self, event: Event) -> None:
        """Note on which screen a key was pressed; one for a screen that is still being made waits for it."""
        if self.kept_by is not None and isinstance(event, InputEvent | Paste):
            self.kept_by.take(event)
            return
        if isinstance(event, Key) and not event.is_forwarded:
            self._last_key = asyncio.get_running_loop().time()
            if self.takes_first(event.key):
                return
            if self._held is not None:
                self._held.append(event)
                return
            if not self.screen.is_mounted:
                self.press_again(event)
                return
            if self.focused is not None:
                if self._rests(self.focused) and await self._bound(event.key):
                    return
                self._pressed_in[event] = self.focused
            self._pressed_on[event] = self.screen
        await super().on_event(event)

    def _rests(self, focused: Widget) -> bool:
        """Whether nothing is on the way that a key must not overtake: a key before it, or what came of that."""
        way = focused.ancestors_with_self
        return not (self._pressed_on or any(node.message_queue_size or _listens(type(node)) for node in way))

    async def _bound(self, key: str) -> bool:
        """Do at once what a key is bound to; False where it is bound to nothing.

        It need not go from the focused widget up to the app, from one queue to the next, where nobody on the way takes
        keys by itself: that takes longer than most of what keys do.
        """
        self.app_focus = True
        return await self._check_bindings(key, priority=True) or await self._check_bindings(key)

    def on_key(self, event: Key) -> None:
        """A key that came before the screen it was meant for: ``g c`` or ``w`` and a name, typed at once."""
        late = self._pressed_on.get(event, self.screen) is not self.screen
        if late or self._held is not None:
            event.prevent_default()
            event.stop()
            if self._held is None:
                self.press_again(event)
            else:
                self._held.append(event)
        elif event.is_printable and event.character and (type_in := self._field_since(event)) is not None:
            event.prevent_default()
            event.stop()
            type_in(event.character)

    def _field_since(self, event: Key) -> Callable[[str], None] | None:
        """Return how to type in the field that took the focus since a key was pressed: ``/`` and a name, at once."""
        before, focused = self._pressed_in.get(event), self.focused
        if before is None or before is focused or not takes_text(focused):
            return None
        return getattr(focused, "insert_text_at_cursor", None)

    def hold_keys_for(self, work: Awaitable[Any]) -> Awaitable[Any]:
        """Return ``work`` for running: it reads first and then opens a screen, and keys wait for that screen.

        A screen that reads for itself may be opened meanwhile: keys wait for the last of them.
        """
        if self._held is None:
            self._held = []
        self._awaited += 1
        return self._opening(work)

    async def _opening(self, work: Awaitable[Any]) -> None:
        try:
            await work
        finally:
            self._awaited -= 1
            if not self._awaited:
                held, self._held = self._held or [], None
                for key in held:
                    self.press_again(key)

    def press_again(self, event: Key) -> None:
        """Press a key once more, on the screen that is in front by then."""
        self.screen.call_after_refresh(self.post_message, Key(event.key, event.character))
