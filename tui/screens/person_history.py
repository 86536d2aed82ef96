"""The history of a person: plain sentences by day, each with whether it can be taken back."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from domain.model.lazily import dataclass
from domain.workbook import history
from tui.commands import Command
from tui.lines import GAP, Line, heading
from tui.safe_text import wrap
from tui.screens import person_words as words
from tui.screens.place import Page
from tui.widgets.bars import Notice
from tui.widgets.line_view import LineView
from tui.widgets.paint import the_app

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult

    from domain.workbook.history import Details, Entry, Told
    from tui.look import Look
    from tui.safe_text import Pieces

ACT = "act:"
OLDER = "older"
SENTENCE = 64
"""Cells of a sentence beside its time; a longer one goes on below."""
LABEL = 18
VALUE = 54
NOTHING_MORE = "nothing"


def _not_focused(view: HistoryView) -> str | None:
    entry = view.entry
    if entry is None:
        return "no entry is in focus"
    return view.reasons.get(entry.act) or None


TAKE_BACK = "take this one back"


class HistoryView(LineView):
    """The entries, newest first, a head for each day; older ones come when the focus goes there."""

    VERBS: ClassVar = (
        Command(
            id="history.take_back",
            keys="Z",
            do="take_back",
            word=TAKE_BACK,
            short="take back",
            title="Take this act back",
            help="take the focused act back, later work on other things stays",
            when=_not_focused,
            group="History",
        ),
    )

    @dataclass
    class TakeBack(Message):
        """The focused act is to be taken back."""

        entry: Entry

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id, indent=6, inner=72)
        self.entries: list[Entry] = []
        self.more = False
        self.reasons: dict[int, str] = {}
        self._reading = False

    @property
    def entry(self) -> Entry | None:
        """The focused entry."""
        chosen = self.line_id.removeprefix(ACT)
        return next((entry for entry in self.entries if str(entry.act) == chosen), None)

    async def load(self, person: int) -> None:
        """Read the newest entries, as many as were shown, and what stands against the focused one."""
        self.person = person
        app = the_app(self)
        wanted = max(history.PAGE, len(self.entries))
        found = await app.read(history.of_person, person, wanted, name=app.look.name)
        self.entries, self.more, self.reasons = found, len(found) == wanted, {}
        self._paint()
        await self._judge()

    async def _load_older(self) -> None:
        app = the_app(self)
        last = self.entries[-1].seq
        found = await app.read(history.of_person, self.person, history.PAGE, before=last, name=app.look.name)
        self.entries, self.more = [*self.entries, *found], len(found) == history.PAGE
        self._paint()
        self._reading = False
        if found:
            self.choose(f"{ACT}{found[0].act}")
        await self._judge()

    def _paint(self) -> None:
        app = the_app(self)
        self.show(history_lines(app.look, self.entries, app.ports.now(), more=self.more))

    async def _judge(self) -> None:
        """Find out why the focused entry cannot be taken back, before anybody presses the key."""
        app, entry = the_app(self), self.entry
        if entry is not None and entry.act not in self.reasons:
            found = await app.read(history.why_not, entry.act, self.person, name=app.look.name)
            self.reasons[entry.act] = found
        if self.is_attached and isinstance(self.screen, Page) and self.display:
            self.screen.notices.standing = self.standing()
            self.screen.refresh_chrome()

    def standing(self) -> Notice | None:
        """Return whether the focused entry can be taken back, for the notice row."""
        entry = self.entry
        if entry is None:
            return None
        if reason := self.reasons.get(entry.act):
            return Notice(f"Not to be taken back: {reason}.", "open", (("Enter", "more"),))
        keys = (("Z", "take it back"), ("Enter", "what it changed"))
        return Notice("Can be taken back.", "here", keys)

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """Read on at the end; judge the entry that the focus stands on."""
        if event.line == OLDER:
            self.read_older()
        else:
            the_app(self).run_guarded(self._judge(), group="judge", node=self, exclusive=True)

    def read_older(self) -> None:
        """Read the next page, once."""
        if self.more and not self._reading:
            self._reading = True
            the_app(self).run_guarded(self._load_older(), group="older", node=self)

    def take_back(self) -> None:
        """Say that the focused act is to be taken back."""
        if (entry := self.entry) is not None:
            self.post_message(self.TakeBack(entry))


def history_lines(look: Look, entries: Sequence[Entry], now: datetime, *, more: bool) -> list[Line]:
    """Return the entries with a head for each day, and the way to older ones."""
    lines: list[Line] = []
    for day, of_day in groupby(entries, lambda entry: words.day_of(entry.at, now)):
        fact = "today" if day == now.date() else ""
        lines += [*([GAP] if lines else []), heading(words.weekday_words(day, now), fact)]
        for entry in of_day:
            lines += _entry_lines(look, entry, now)
    if more:
        lines += [GAP, Line((("      ", ""), ("older entries", "muted")), id=OLDER, name=1)]
    return lines


def _entry_lines(look: Look, entry: Entry, now: datetime) -> list[Line]:
    quiet = entry.undone or entry.kind == "undo"
    role = "muted" if quiet else ""
    right = look.state("void", "taken back", "muted", "muted") if entry.undone else ()
    first, *rest = wrap(f"{entry.who or 'Somebody'} {entry.said}", SENTENCE - (13 if right else 0))
    clock = words.clock_words(entry.at, now)
    head = Line(((f"{clock:>5}  ", "muted"), (first, role)), right, id=f"{ACT}{entry.act}", name=1)
    return [head, *(Line(((" " * 7 + line, role),)) for line in rest)]


# One entry.


def _stands(screen: EntryScreen) -> str | None:
    return (screen.found.why_not or None) if screen.found is not None else "it is being read"


class EntryScreen(Page):
    """One act: what it changed, field by field, before and after."""

    HEADING = "What was done"
    HELP_TITLE = "Keys on one entry of the history"
    HAS_PANE = False
    MAIN_ROW = 3
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="history.take_back",
            keys="Z",
            do="take_back",
            word=TAKE_BACK,
            short="take back",
            title="Take this act back",
            help="take this act back, later work on other things stays",
            when=_stands,
            group="History",
        ),
    )
    FOOTER = ("app.undo", "app.hide_names")

    def __init__(self, person: int, act: int) -> None:
        """Show an act as it concerns a person."""
        super().__init__()
        self.person = person
        self.act = act
        self.found: Details | None = None

    def compose_main(self) -> ComposeResult:
        """Yield the text."""
        yield LineView(id="entry", indent=6, inner=72)

    async def load(self) -> None:
        """Read the act."""
        app = self.milepost
        self.found = await app.read(history.details, self.person, self.act, name=app.look.name)
        self.header.fact = words.minute_words(self.found.entry.at, app.ports.now())
        self.query_one("#entry", LineView).show(entry_lines(app.look, self.found))
        self.set_focus(self.home())
        self.refresh_chrome()

    async def take_back(self) -> None:
        """Undo the act and go back."""
        if self.found is None:
            return
        await self.milepost.write(history.undo, self.act)
        self.milepost.back()
        self.milepost.notice(f"Undone: {self.found.entry.said}.", keys=[("U", "redo")])


def entry_lines(look: Look, found: Details) -> list[Line]:
    """Return the sentence, whether it can be taken back, and every field with both values."""
    entry = found.entry
    lines = [Line(((line, "bold"),)) for line in wrap(f"{entry.who or 'Somebody'} {entry.said}.", 72)]
    if entry.kind == "do":
        way = f"Cannot be taken back: {found.why_not}." if found.why_not else "Can be taken back with Z."
        lines += [Line(((line, "muted"),)) for line in wrap(way, 72)]
    for group in found.groups:
        lines += [GAP, heading(group.title)]
        for field in group.fields:
            lines += _field_lines(look, field)
    if not found.groups:
        lines += [GAP, Line((("The log keeps no single fields of it.", "muted"),))]
    return lines


def _field_lines(look: Look, field: Told) -> list[Line]:
    hidden = field.private and look.hide_names
    before, after = ("", "") if hidden else (field.before, field.after)
    if hidden:
        return [_labelled(field.label, (("hidden", "muted"),))]
    arrow = look.sign("way")
    if before and len(before) + len(after) + 4 <= VALUE:
        return [_labelled(field.label, ((before, "muted"), (f" {arrow} ", "muted"), (after or NOTHING_MORE, "")))]
    lines: list[Pieces] = [((line, "muted"),) for line in wrap(before, VALUE)] if before else []
    mark = f"{arrow} " if before else ""
    first, *rest = wrap(after or NOTHING_MORE, VALUE - len(mark))
    lines += [((mark, "muted"), (first, "")), *(((" " * len(mark) + line, ""),) for line in rest)]
    return [_labelled(field.label if not at else "", pieces) for at, pieces in enumerate(lines)]


def _labelled(label: str, pieces: Pieces) -> Line:
    return Line(((f"{label:<{LABEL}}", "muted"), *pieces))
