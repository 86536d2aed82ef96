"""The four fixed rows of every screen: header, tabs, notice and footer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from domain.model.lazily import dataclass
from tui import deeds
from tui.commands import Command, Offer, keys_in_force, keys_of, offers, show_key, show_keys, takes_text, typed
from tui.glyphs import GLYPHS
from tui.safe_text import cut, cut_pieces, join, width, wrap
from tui.widgets.paint import OneLine, Part, ink_of, look_of, strip, the_app
from tui.widgets.selecting import Selecting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.events import Click
    from textual.screen import Screen
    from textual.timer import Timer

    from tui.safe_text import Piece, Pieces
    from tui.widgets.paint import Target

MARGIN = 2
WIDE = 112
"""Columns from which the side pane, the hub and the longer footer words are shown."""
NOTICE_SECONDS = 8.0
MOST_LINES, MOST_ERROR_LINES = 2, 4
"""Lines of a notice, and of an error, where one line would cut it."""
MOST_KEYS = 7
"""Keys in the footer, besides the two that always stay."""
SHORT_REASON = 20
"""Cells of a reason that the footer gives; a longer one is told when the key is pressed."""
GAP_BETWEEN = 3
TABS_AT = 6
"""The column of the first tab."""


class HeaderBar(OneLine):
    """Row 0: place or person, one fact, save state; at the right slips owed, hub and clock.

    A click on the place opens the go-to sheet, one on the debt or the hub goes where that is looked after.
    """

    TONE = "panel"
    JUMPS = False
    heading: reactive[str] = reactive("")
    fact: reactive[str] = reactive("")
    saved: reactive[str] = reactive("")
    """``""``, ``"saved"``, ``"saving"`` or another short state such as ``"draft, saved"``."""
    show_debt: reactive[bool] = reactive(True)
    show_hub: reactive[bool] = reactive(True)

    def parts(self, cells: int) -> Sequence[Part]:
        """Return the two ends of the header; the fact is cut when there is no room."""
        groups = self._right(cells)
        right = join([pieces for pieces, _ in groups])
        start = cells - MARGIN - width(right)
        self._note_hits(start, groups)
        left: tuple[Piece, ...] = ((self.heading, "bold"),)
        tail: tuple[Piece, ...] = (("   ", ""), *self._save_state()) if self.saved else ()
        if self.fact:
            room = start - MARGIN - 2 - width(left) - width(tail) - 3
            left += (("   ", ""), (cut(self.fact, max(0, room), look_of(self).dots), "muted"))
        return ((MARGIN, left + tail), (start, right))

    def _save_state(self) -> Pieces:
        look = look_of(self)
        glyph = "done" if self.saved == "saved" else "unfinished"
        return ((f"{look.sign(glyph)} {self.saved}", "muted"),)

    def _note_hits(self, start: int, groups: Sequence[tuple[Pieces, tuple[str, ...]]]) -> None:
        app = the_app(self)
        self.hits.append((MARGIN, MARGIN + width(((self.heading, ""),)), lambda: app.action_command("app.go")))
        for pieces, places in groups:
            if pieces:
                if place := app.first_place(*places):
                    self.hits.append((start, start + width(pieces), partial(app.go, place)))
                start += width(pieces) + GAP_BETWEEN

    def _right(self, cells: int) -> list[tuple[Pieces, tuple[str, ...]]]:
        """Return what stands at the right, each with the ids of the places where a click may go."""
        app = the_app(self)
        info, look = app.header_info, look_of(self)
        debt: Pieces = ()
        if self.show_debt and info.slips_owed is not None:
            if info.slips_owed:
                word = "slip" if info.slips_owed == 1 else "slips"
                debt = ((f"{look.sign('late')} {info.slips_owed:,} {word} owed", "due"),)
            else:
                debt = ((f"{look.sign('done')} no slips owed", "muted"),)
        hub: Pieces = ((info.hub, "muted"),) if cells >= WIDE and self.show_hub and info.hub else ()
        return [(app.running, ()), (debt, ("slips", "today")), (hub, ("settings",)), (((app.clock, ""),), ())]


class FooterBar(OneLine):
    """The last row: what can be done now with the focus where it is, ``g`` and ``?`` at the right end."""

    TONE = "panel"
    JUMPS = False

    def parts(self, cells: int) -> Sequence[Part]:
        """Return as many commands as fit, at most seven; those pinned to the right always stay."""
        gap = 3 if cells >= WIDE else 2
        self._said: set[str] = set()
        shown = [offer for offer in self._offers() if offer.command.word]
        pinned = [(offer, self._entry(offer, cells)) for offer in shown if offer.command.pinned]
        right = sum(width(entry) for _, entry in pinned) + gap * max(0, len(pinned) - 1)
        parts: list[Part] = []
        at = MARGIN
        limit = cells - MARGIN - right - (gap if pinned else 0)
        for offer in [offer for offer in shown if not offer.command.pinned][:MOST_KEYS]:
            entry = self._entry(offer, cells)
            if at + width(entry) > limit:
                break
            at = self._place(parts, at, offer, entry) + gap
        at = cells - MARGIN - right
        for offer, entry in pinned:
            at = self._place(parts, at, offer, entry) + gap
        return parts

    def _offers(self) -> tuple[Offer, ...]:
        screen: Screen[Any] = self.screen
        found = [offer for offer in offers(screen) if self._key(offer.command)]
        wanted = (*getattr(screen, "FOOTER", ()), *getattr(screen, "PINNED", ()))
        mine = [offer for offer in found if offer.owner is not screen.app]
        if getattr(screen, "empty", False):
            mine = [offer for offer in mine if offer.reason() is None]
        apps = {offer.command.id: offer for offer in found if offer.owner is screen.app}
        # What only the focused thing can do comes before what the whole screen can do.
        mine.sort(key=lambda offer: offer.owner is screen or takes_text(offer.owner))
        return (*mine, *(apps[name] for name in wanted if name in apps))

    def _entry(self, offer: Offer, cells: int) -> Pieces:
        command = offer.command
        key = look_of(self).keys(self._key(command))
        word = command.short if command.short and cells < WIDE else command.word
        if reason := offer.reason():
            told = f", {reason}" if len(reason) <= SHORT_REASON and reason not in self._said else ""
            self._said.add(reason)
            return ((f"{key} {word}{told}", "muted"),)
        return ((key, "bold accent"), (f" {word}", "muted"))

    def _key(self, command: Command) -> str:
        """Return the key to show: in a text field only one that gets through, as F1 does for help."""
        keymap = the_app(self).keymap
        if not takes_text(self.screen.focused):
            return show_keys(command, keymap)
        through = [key for key in keys_of(command, keymap) if not typed(key)]
        return (command.shown or show_key(through[0])) if through else ""

    def _place(self, parts: list[Part], at: int, offer: Offer, entry: Pieces) -> int:
        parts.append((at, entry))
        stop = at + width(entry)
        self.hits.append((at, stop, lambda: the_app(self).run_offer(offer)))
        return stop


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, in one line: a glyph, a sentence, the way back as keys with words."""

    text: str
    glyph: str = "done"
    keys: tuple[tuple[str, str], ...] = ()
    error: bool = False
    role: str = ""
    lasting: bool = False


class NoticeRow(OneLine, Selecting):
    """The row above the footer, more than one where the words need it. An error stays until it is answered, anything
    else 8 seconds."""

    ALLOW_SELECT = True

    notice: reactive[Notice | None] = reactive[Notice | None](None)
    standing: reactive[Notice | None] = reactive[Notice | None](None)
    """Shown while there is nothing newer to say, such as "3 marked"."""
    _timer: Timer | None = None

    def say(self, notice: Notice) -> None:
        """Show ``notice`` in place of the last one."""
        self._stop()
        if not notice.lasting:  # what is being done now is no word about what was done
            deeds.said()
        self.notice = notice
        if not (notice.error or notice.lasting):
            self._timer = self.set_timer(NOTICE_SECONDS, self.clear)

    def clear(self) -> None:
        """Take the last notice away; the standing one shows again."""
        self._stop()
        self.notice = None

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def refresh_changed(self) -> None:
        """Paint again where something is said: its keys may be others now."""
        if self.notice or self.standing:
            self.refresh()

    def watch_notice(self) -> None:
        """Make room for what needs more than a line: the last words say what to do."""
        self._fit()

    def on_resize(self) -> None:
        """Break the words anew."""
        self._fit()

    def _fit(self) -> None:
        self.styles.height = len(self._lines(self.size.width)) if self.size.width else 1

    def _lines(self, cells: int) -> list[str]:
        """What is said, line by line; what stands there all the time has one line."""
        notice = self.notice or self.standing
        if notice is None:
            return [""]
        room, dots = max(1, cells - 2 * MARGIN - 2 - width(self._keys(notice))), look_of(self).dots
        most = 1 if notice is not self.notice else MOST_ERROR_LINES if notice.error else MOST_LINES
        broken = wrap(notice.text, room)
        return [*broken[: most - 1], cut(" ".join(broken[most - 1 :]), room, dots)][: len(broken)]

    def render_line(self, y: int) -> Strip:
        """Return the painted line, which can be selected: it may name a file."""
        cells, lines = self.size.width, self._lines(self.size.width)
        self.hits = []
        parts = self._parts(lines, y) if y < len(lines) else ()
        return self.selectable(strip(cells, parts, ink_of(self), self.TONE), y)

    def targets(self) -> list[Target]:
        """Return the keys, which stand behind the last line."""
        last = self.size.height - 1
        self.render_line(last)
        return [(start, last, run) for start, _, run in self.hits]

    def on_click(self, event: Click) -> None:
        """Know the keys of the clicked line; what stands there is run by the handler of every line."""
        self.render_line(event.y)

    def _parts(self, lines: list[str], y: int) -> Sequence[Part]:
        """Return the glyph before the first line, the text, and the keys behind the last line."""
        notice = self.notice or self.standing
        if notice is None:
            return ()
        look, last = look_of(self), y == len(lines) - 1
        keys = self._keys(notice) if last else ()
        role = notice.role or ("accent" if notice.glyph == "done" else GLYPHS[notice.glyph].role)
        sign: Pieces = (look.glyph(notice.glyph, role),) if y == 0 else ((" ", ""),)
        room = max(0, self.size.width - 2 * MARGIN - width(keys))
        line = cut_pieces((*sign, (f" {lines[y]}", notice.role)), room, look.dots)
        if last:
            self._note_hits(notice, MARGIN + width(line))
        return ((MARGIN, line + keys),)

    def _keys(self, notice: Notice) -> Pieces:
        keys = join([self._way(key, word) for key, word in self._named(notice)])
        return (("   ", ""), *keys) if keys else ()

    def _way(self, key: str, word: str) -> Pieces:
        return ((look_of(self).keys(key), "bold accent"), (f" {word}", "muted"))

    def _note_hits(self, notice: Notice, at: int) -> None:
        for key, word in self._named(notice):
            start = at + GAP_BETWEEN
            at = start + width(self._way(key, word))
            self.hits.append((start, at, partial(the_app(self).press_shown, key)))

    def _named(self, notice: Notice) -> list[tuple[str, str]]:
        """The keys of a notice as the user has them, with what they do."""
        keymap = the_app(self).keymap
        known = offers(self.screen) if keymap else ()
        return [(keys_in_force(key, known, keymap), word) for key, word in notice.keys]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of row 1: id, word and an optional count."""

    id: str
    label: str
    count: int | None = None
    short: str = ""
    """A shorter word for where the row has no room for all words in full, and another tab is in front."""

    def text(self) -> str:
        """Return the word with its count: "Waiting 9"."""
        return self.label if self.count is None else f"{self.label} {self.count:,}"


class TabsRow(OneLine):
    """Row 1: tabs from column 6; the current one is bold, underlined and accent."""

    @dataclass
    class Chosen(Message):
        """Another tab was chosen."""

        tab: str

    current: reactive[str] = reactive("")

    def __init__(self, tabs: Sequence[Tab] = (), *, id: str | None = None) -> None:  # noqa: A002
        """Start on the first of ``tabs``."""
        super().__init__(id=id)
        self.tabs = tuple(tabs)
        self.set_reactive(TabsRow.current, self.tabs[0].id if self.tabs else "")

    def show(self, tabs: Sequence[Tab]) -> None:
        """Take new tabs or counts; the current one stays current if it is still there."""
        self.tabs = tuple(tabs)
        names = [tab.id for tab in tabs]
        if self.current not in names:
            self.set_reactive(TabsRow.current, names[0] if names else "")
        self.refresh()

    def step(self, by: int) -> None:
        """Choose the tab ``by`` places further on; the row has no ends."""
        names = [tab.id for tab in self.tabs]
        if names:
            self.choose(names[(names.index(self.current) + by) % len(names)])

    def choose(self, tab: str) -> None:
        """Make ``tab`` current and say so."""
        if tab != self.current:
            self.current = tab
            self.post_message(self.Chosen(tab))

    def parts(self, cells: int) -> Sequence[Part]:
        """Return the tabs, gap 3, or 2 where they would not fit in 72 columns; where they still do not, in short words
        but for the current one; where that is too long as well, those around it, and how many more there are."""
        if not self.tabs:
            return ()
        texts = self._texts(cells - MARGIN - TABS_AT)
        total = sum(len(tab.text()) + 3 for tab in self.tabs) - 3
        gap = 3 if total <= min(cells, 80) - 8 else 2
        dots, shown = look_of(self).dots, self._in_sight(texts, gap, cells - MARGIN)
        at, parts = TABS_AT, list[Part]()
        if shown.start:
            at = self._more(parts, MARGIN, f"{shown.start} more {dots}", shown.start - 1) + gap
        for tab, text in zip(self.tabs[shown.start : shown.stop], texts[shown.start : shown.stop], strict=True):
            parts.append((at, ((text, "bold underline accent" if tab.id == self.current else "muted"),)))
            self.hits.append((at, at + len(text), self._chooser(tab.id)))
            at += len(text) + gap
        if behind := len(texts) - shown.stop:
            self._more(parts, at, f"{dots} {behind} more", shown.stop)
        return parts

    def _more(self, parts: list[Part], at: int, words: str, nearest: int) -> int:
        """Say how many tabs find no room; a click there chooses the nearest of them. Return where the words end."""
        parts.append((at, ((words, "muted"),)))
        self.hits.append((at, at + len(words), self._chooser(self.tabs[nearest].id)))
        return at + len(words)

    def _texts(self, room: int) -> list[str]:
        """Return what stands on each tab: the words in full where they fit, else short ones behind the current one."""
        full = [tab.text() for tab in self.tabs]
        if sum(map(len, full)) + 2 * (len(full) - 1) <= room:
            return full
        return [
            tab.short if tab.short and tab.id != self.current else text
            for tab, text in zip(self.tabs, full, strict=True)
        ]

    def _in_sight(self, texts: Sequence[str], gap: int, limit: int) -> range:
        """Return the places of the tabs that fit before `limit`: the current one, its neighbours, and then from the
        left as many as there is room for."""
        names = [tab.id for tab in self.tabs]
        current = names.index(self.current) if self.current in names else 0
        beside = min(current + 1, len(texts) - 1)
        for first in range(current + 1):
            ends = [end for end in range(beside, len(texts)) if self._fits(texts, first, end, gap, limit)]
            if ends:
                return range(first, ends[-1] + 1)
        return range(current, current + 1)

    def _fits(self, texts: Sequence[str], first: int, last: int, gap: int, limit: int) -> bool:
        """Whether the tabs from one to another fit, with the words beside them that count the others."""
        more = len(f"{look_of(self).dots} 9 more") + gap
        at = MARGIN + more if first else TABS_AT
        end = at + sum(len(text) + gap for text in texts[first : last + 1]) - gap
        return end + (more if last + 1 < len(texts) else 0) <= limit

    def _chooser(self, tab: str) -> Callable[[], None]:
        return lambda: self.choose(tab)


class TooSmall(OneLine):
    """What is left below 80 x 24; keys keep working."""

    def render_line(self, y: int) -> Strip:
        """Return the sentence on the first line and nothing below."""
        return super().render_line(0) if y == 0 else Strip.blank(self.size.width, ink_of(self).style(""))

    def parts(self, cells: int) -> Sequence[Part]:
        """Return the one sentence."""
        size = self.app.size
        return ((0, ((f"Milepost needs 80 x 24, this is {size.width} x {size.height}", ""),)),)
