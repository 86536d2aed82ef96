"""The filter of People: words and fields, what can be typed next, and what is wrong with which word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.highlighter import Highlighter
from rich.style import Style
from textual.message import Message

from domain.model.lazily import dataclass
from domain.workbook import filters
from tui.commands import Command, keys_of
from tui.safe_text import cut_pieces, width
from tui.widgets.fields import TextField
from tui.widgets.filter_row import FilterRow
from tui.widgets.paint import OneLine, Part, ink_of, look_of, the_app

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text
    from textual.events import Key
    from textual.widgets import Input

    from domain.workbook.filters import Candidate, Completion, Lexicon, Parsed, PeopleQuery, Problem
    from tui.safe_text import Pieces

OFFERED = 40
"""What can be typed next that is offered at most; the row shows as many of them as fit."""
TEXT_AT = 5
"""Column in which the text of the filter begins; what is said below begins there too."""
LEAST_CELLS = 24
"""Cells that candidates keep, however much is said of the one in front."""
GAP = "  "

SHOW_FIELDS = Command(
    id="people_filter.fields",
    keys="? f2",
    do="show_fields",
    word="fields",
    shown="?",
    help="what can be typed in the filter",
    group="Filter of People",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that Tab would type."""

    label: str
    says: str
    line: str
    caret: int


@dataclass(frozen=True, slots=True)
class Hint:
    """What is said below the filter: what is wrong, what can be typed next, and which of that Tab would type."""

    problem: str = ""
    offers: tuple[Offer, ...] = ()
    at: int = -1
    """-1 where nothing of a word is typed yet: the offers are only shown."""


class Wrong(Highlighter):
    """Underlines the words that cannot be read."""

    def __init__(self, field: FilterField) -> None:
        """Mark them in this field."""
        self._field = field
        self.spans: tuple[tuple[int, int], ...] = ()

    def highlight(self, text: Text) -> None:
        """Underline them, in the colour of what is missing."""
        colour = ink_of(self._field).roles["due"]
        for start, end in self.spans:
            text.stylize(Style(color=colour, underline=True), start, end)


class FilterField(TextField):
    """The text of the filter; Right at its end takes what is offered, as Tab does."""

    @dataclass
    class AtEnd(Message):
        """Right was pressed behind the last letter."""

    def __init__(self, hint: str) -> None:
        """Show ``hint`` while nothing is typed."""
        self.wrong = Wrong(self)
        super().__init__(placeholder=hint, highlighter=self.wrong)

    def show_wrong(self, problems: Sequence[Problem]) -> None:
        """Underline what is wrong, and nothing else."""
        spans = tuple((problem.start, problem.end) for problem in problems)
        if spans != self.wrong.spans:
            self.wrong.spans = spans
            self.refresh()

    def on_key(self, event: Key) -> None:
        """Open the help of the fields by its key, which nobody is called by."""
        if event.key in keys_of(SHOW_FIELDS, the_app(self).keymap):
            event.stop()
            event.prevent_default()
            the_app(self).action_command(SHOW_FIELDS.id)

    def action_cursor_right(self, select: bool = False) -> None:
        """Go right; at the end take what is offered."""
        if select or self.cursor_position < len(self.value):
            super().action_cursor_right(select)
        else:
            self.post_message(self.AtEnd())


class HintRow(OneLine):
    """The row below the filter."""

    @dataclass
    class Clicked(Message):
        """An offer was clicked."""

        offer: Offer

    hint = Hint()

    def show(self, hint: Hint) -> None:
        """Say something else, or nothing."""
        if hint != self.hint:
            self.hint = hint
            self.refresh()

    def parts(self, cells: int) -> Sequence[Part]:
        """Return what is wrong, then the offers, then what is said of the one in front."""
        cells = min(cells, 80) - 2
        at, parts = TEXT_AT, list[Part]()
        if self.hint.problem:
            at = self._problem(parts, cells)
        if self.hint.offers:
            self._offers(parts, at, cells)
        return parts

    def _problem(self, parts: list[Part], cells: int) -> int:
        look = look_of(self)
        room = cells - TEXT_AT + 2 - (min(self._wide(), LEAST_CELLS) if self.hint.offers else 0)
        line = cut_pieces((look.glyph("open", "due"), (f" {self.hint.problem}", "due")), room, look.dots)
        parts.append((TEXT_AT - 2, line))
        return TEXT_AT - 2 + width(line) + len(GAP)

    def _wide(self) -> int:
        return sum(width(((offer.label, ""),)) + len(GAP) for offer in self.hint.offers)

    def _offers(self, parts: list[Part], at: int, cells: int) -> None:
        hint, look = self.hint, look_of(self)
        says = hint.offers[hint.at].says if hint.at >= 0 else "" if hint.problem else "? fields"
        spare = max(LEAST_CELLS, cells - at - self._wide() - 1)
        told = cut_pieces(((says, "muted"),), min(spare, max(0, cells - at - LEAST_CELLS)), look.dots) if says else ()
        stop = cells - (width(told) + len(GAP) if told else 0)
        first = self._first(stop - at)
        for n in range(first, len(hint.offers)):
            last = n == len(hint.offers) - 1
            pieces: Pieces = ((hint.offers[n].label, "bold accent" if n == hint.at else "muted"),)
            room = stop - at - (0 if last else len(GAP) + 1)
            if width(pieces) > room and n > first:
                parts.append((at, ((look.dots, "muted"),)))
                break
            pieces = cut_pieces(pieces, max(0, room), look.dots)
            parts.append((at, pieces))
            self.hits.append((at, at + width(pieces), partial(self._click, hint.offers[n])))
            at += width(pieces) + len(GAP)
        if told:
            parts.append((cells - width(told), told))

    def _first(self, room: int) -> int:
        """The first offer in sight, such that the one in front is."""
        first, used = max(self.hint.at, 0), len(GAP) + 1
        while first >= 0:
            used += width(((self.hint.offers[first].label, ""),)) + len(GAP)
            if used > room:
                return min(first + 1, max(self.hint.at, 0))
            first -= 1
        return 0

    def _click(self, offer: Offer) -> None:
        self.post_message(self.Clicked(offer))


def _no_field(row: PeopleFilter) -> str | None:
    return None if row.known is not None else "still reading"


class PeopleFilter(FilterRow):
    """Reads the line as it is typed; the screen asks for what was read and shows ``hint`` below."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="people_filter.take",
            keys="tab",
            do="take",
            word="complete",
            help="type what is offered; → at the end does as well",
            group="Filter of People",
        ),
        Command(
            id="people_filter.next",
            keys="down",
            do="next_offer",
            word="next",
            shown="↓ ↑",
            help="what else could be typed; where nothing is offered, the list",
            group="Filter of People",
        ),
        Command(
            id="people_filter.before",
            keys="up",
            do="offer_before",
            help="what could be typed before",
            group="Filter of People",
        ),
        replace(SHOW_FIELDS, when=_no_field),
        Command(id="filter.leave", keys="escape", do="leave", word="to the list", group="In lists"),
    )

    @dataclass
    class Entered(Message):
        """Enter."""

    @dataclass
    class Hinted(Message):
        """Something else is to be said below."""

        hint: Hint

    @dataclass
    class Wanted(Message):
        """The beginning of a value was typed in a field of which not all values are known."""

        field: filters.FieldName
        typed: str

    @dataclass
    class FieldsAsked(Message):
        """The help of the fields is wanted."""

    known: Lexicon | None = None
    """What there is to say; None until it has been read."""
    more: Lexicon | None = None
    """The same with values that were looked up for what is being typed."""

    def __init__(self, hint: str, typed: Callable[[], None]) -> None:
        """Show ``hint`` while nothing is typed; ``typed`` is called at every letter, before the letter is painted.

        ``Changed`` would come to the screen only behind that frame, and whoever matches could be read by then.
        """
        super().__init__(hint)
        self._typed = typed
        self.parsed: Parsed | None = None
        self.hinted = Hint()
        self.walked = False
        self._asked_for: tuple[str, str] | None = None

    def make_field(self) -> TextField:
        """Return a field that marks what is wrong."""
        return FilterField(self.hint)

    def on_mount(self) -> None:
        """Follow what is typed, and the caret."""
        self.watch(self.field, "value", self._typed, init=False)
        self.watch(self.field, "selection", self._caret_moved, init=False)

    @property
    def field(self) -> FilterField:
        """The text."""
        return self.query_one(FilterField)

    # Reading.

    def learn(self, known: Lexicon) -> None:
        """Take what there is to say now; what is typed reads anew."""
        self.known, self.more, self._asked_for = known, None, None

    def learn_more(self, known: Lexicon) -> None:
        """Take values that were looked up, for what is offered."""
        self.more = known
        self._say()

    def read(self, query: PeopleQuery) -> Parsed | None:
        """Read the line in the order of ``query`` and say what is wrong; ``None`` while nothing is known."""
        parsed = self.parse(query)
        self.walked = False
        self._say()
        return parsed

    def parse(self, query: PeopleQuery) -> Parsed | None:
        """Read the line in the order of ``query``; ``None`` while nothing is known."""
        if self.known is None:
            return None
        self.parsed = filters.parse(self.value, self.known, query)
        return self.parsed

    def _caret_moved(self) -> None:
        if self.field.has_focus:
            self.walked = False
            self._say()

    def _say(self) -> None:
        """Mark what is wrong, and offer what could stand at the caret."""
        if self.known is None or self.parsed is None or self.parsed.text != self.value:
            return
        typing, caret = self.field.has_focus, self.field.cursor_position
        wrong = [one for one in self.parsed.problems if not (typing and one.may_go_on and one.end == caret)]
        self.field.show_wrong(wrong)
        here = next((one for one in wrong if typing and one.start <= caret <= one.end), wrong[0] if wrong else None)
        hint = self._offers(caret) if typing else Hint()
        if here is not None:
            mend = hint.offers if hint.at >= 0 else tuple(self._mended(here))
            hint = Hint(here.message, mend, 0 if mend else -1) if typing else Hint(self.parsed.says)
        self._hint(hint)

    def _mended(self, problem: Problem) -> list[Offer]:
        line = self.value
        return [
            Offer(text, "", f"{line[: problem.start]}{text}{line[problem.end :]}", problem.start + len(text))
            for text in problem.hints
        ]

    def _offers(self, caret: int) -> Hint:
        """What can be typed at the caret; a word that is whole already is not offered."""
        known = self.more or self.known
        assert known is not None
        found = filters.complete(self.value, caret, known, OFFERED)
        self._look_up(found, known)
        typed = self.value[found.start : caret]
        offers = tuple(_offer(found, one) for one in found.candidates)
        if any(one.text == typed and not one.goes_on for one in found.candidates):
            return Hint()
        return Hint("", offers, 0 if offers and (found.field or typed) else -1)

    def _look_up(self, found: Completion, known: Lexicon) -> None:
        if found.field in known.cut and found.typed.strip() and self._asked_for != (found.field, found.typed):
            self._asked_for = (found.field, found.typed)
            self.post_message(self.Wanted(found.field, found.typed))

    def _hint(self, hint: Hint) -> None:
        self.hinted = hint
        self.post_message(self.Hinted(hint))

    # Taking what is offered.

    def take(self) -> None:
        """Type what is offered; where nothing is, go on to the next part."""
        if not self._take():
            self.screen.focus_next()

    def on_filter_field_at_end(self, event: FilterField.AtEnd) -> None:
        """Type what is offered."""
        event.stop()
        self._take()

    def _take(self) -> bool:
        if self.known is not None and (self.parsed is None or self.parsed.text != self.value):
            # Tab may come right behind the letters, before the screen was told of them.
            self.parsed = filters.parse(self.value, self.known)
            self._say()
        if self.hinted.at < 0:
            return False
        self.put(self.hinted.offers[self.hinted.at])
        return True

    def put(self, offer: Offer) -> None:
        """Type an offer."""
        self.value = offer.line
        self.field.cursor_position = offer.caret
        self.take_focus()

    def insert(self, text: str) -> None:
        """Type a word at the caret, with a space between it and its neighbours."""
        line, caret = self.value, self.field.cursor_position
        before, behind = line[:caret], line[caret:]
        gap = " " if before and not before.endswith((" ", "-")) else ""
        after = " " if behind and not behind.startswith(" ") and not text.endswith(":") else ""
        self.value = f"{before}{gap}{text}{after}{behind}"
        self.field.cursor_position = len(before) + len(gap) + len(text)

    def next_offer(self) -> None:
        """Put the next offer in front; where nothing is offered, go to the list."""
        if self.hinted.at < 0:
            self.leave()
        else:
            self._walk(1)

    def offer_before(self) -> None:
        """Put the offer before in front."""
        if self.hinted.at >= 0:
            self._walk(-1)

    def _walk(self, by: int) -> None:
        self.walked = True
        self._hint(replace(self.hinted, at=(self.hinted.at + by) % len(self.hinted.offers)))

    def show_fields(self) -> None:
        """Ask for the help of the fields."""
        self.post_message(self.FieldsAsked())

    # Events.

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was walked to, else say that Enter was pressed."""
        event.stop()
        event.prevent_default()
        if not (self.walked and self._take()):
            self.post_message(self.Entered())

    def on_descendant_focus(self) -> None:
        """Offer what can be typed."""
        super().on_descendant_focus()
        self._say()

    def on_descendant_blur(self) -> None:
        """Offer nothing, and say all that is wrong."""
        super().on_descendant_blur()
        self._say()


def _offer(found: Completion, candidate: Candidate) -> Offer:
    line, caret = found.taken(candidate)
    return Offer(candidate.label, candidate.says, line, caret)
