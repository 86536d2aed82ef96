"""Two entries side by side: are they one person, which value is kept, and what comes along."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook import merging, people
from domain.workbook.merging import Take
from tui.commands import Command
from tui.lines import Line, blocks, heading
from tui.safe_text import cut, pad, width, wrap
from tui.screens import person_words as words
from tui.screens.choice import Choice, Option
from tui.screens.find import Find
from tui.screens.place import Page
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from domain.workbook.journeys import Twin
    from domain.workbook.merging import Field, Preview
    from tui.app import MilepostApp
    from tui.look import Look
    from tui.safe_text import Pieces

LABEL, SIDE, GAP_CELLS = 16, 26, 2
FIELD = "field:"
PRIVATE = frozenset({"phone", "email", "channel", "second_channel", "hours", "city", "reference", "note"})
WAYS = frozenset({"channel", "second_channel"})
SOMEBODY_ELSE = "find"


def _refused(screen: MergeScreen) -> str | None:
    if screen.found is None:
        return "it is being read"
    return "something stands against it" if screen.found.refused else None


def _nothing_to_choose(screen: MergeScreen) -> str | None:
    field = screen.field
    return None if field is not None and field.differs else "both say the same"


def _no_twin(screen: MergeScreen) -> str | None:
    return None if screen.twin else "nobody said that they may be one"


class MergeScreen(Page):
    """The preview of putting `other` into `kept`. Nothing is stored before `M`."""

    HEADING = "One person?"
    HELP_TITLE = "Keys on two entries of one person"
    HAS_PANE = False
    MAIN_ROW = 2
    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(
            id="merge.do",
            keys="M",
            do="merge",
            word="put together",
            title="Put the two entries together",
            help="put the two together; one undo takes them apart",
            when=_refused,
        ),
        Command(
            id="merge.turn",
            keys="space",
            do="turn",
            word="other value",
            title="Keep the other value",
            help="keep the other value of this field, or both",
            when=_nothing_to_choose,
        ),
        Command(
            id="merge.swap",
            keys="S",
            do="swap",
            word="swap",
            title="Keep the other entry",
            help="keep the other entry instead",
        ),
        Command(
            id="merge.different",
            keys="D",
            do="different",
            word="not the same person",
            short="not the same",
            title="Not the same person",
            help="not the same person: it is not asked again",
            when=_no_twin,
        ),
    )
    FOOTER = ("app.hide_names",)

    def __init__(self, kept: int, other: int, twin: int = 0, done: Callable[[int], None] | None = None) -> None:
        """Show two entries; ``twin`` is the pair that somebody noted, ``done`` hears which one was kept."""
        super().__init__()
        self.kept, self.other, self.twin = kept, other, twin
        self.done = done
        self.found: Preview | None = None
        self.fields: dict[str, Field] = {}

    def compose_main(self) -> ComposeResult:
        """Yield the cards."""
        yield LineView(id="cards", indent=4, inner=76)

    async def load(self) -> None:
        """Read both entries; choices that were made stay."""
        found = await self.milepost.read(merging.preview, self.kept, self.other)
        kept = {key: field for key, field in self.fields.items() if self.found and self.found.kept == found.kept}
        self.found = found
        self.fields = {one.key: _chosen(one, kept.get(one.key)) for one in found.fields}
        self._show()

    def _show(self) -> None:
        if self.found is None:
            return
        self.header.fact = f"two entries side by side, {self.milepost.look.sign('done')} stays"
        self._cards.show(merge_lines(self.milepost.look, self.found, list(self.fields.values())))
        if self.focused is None:
            self.set_focus(self._cards)
        self.refresh_chrome()

    @property
    def _cards(self) -> LineView:
        return self.query_one("#cards", LineView)

    @property
    def focused_person(self) -> int:
        """The entry that is kept."""
        return self.kept

    def subject(self) -> str:
        """Return which entry is kept."""
        return self.milepost.look.name(self.found.names[0]) if self.found is not None else ""

    @property
    def field(self) -> Field | None:
        """The focused field."""
        return self.fields.get(self._cards.line_id.removeprefix(FIELD))

    def on_line_view_opened(self, _event: LineView.Opened) -> None:
        """Enter keeps the other value as well."""
        self.turn()

    def on_line_view_moved(self, _event: LineView.Moved) -> None:
        """What can be done depends on the field."""
        self.refresh_chrome()

    def turn(self) -> None:
        """Keep the other value of the focused field, then both, then the first again."""
        if (field := self.field) is not None:
            self.fields[field.key] = field.turned()
            self._show()

    def swap(self) -> None:
        """Keep the other entry instead."""
        self.kept, self.other = self.other, self.kept
        self.reload()

    async def merge(self) -> None:
        """Put the two together and go back."""
        if (found := self.found) is None:
            return
        app = self.milepost
        takes = {key: field.take for key, field in self.fields.items()}
        await app.write(merging.merge, found.kept, found.other, takes, versions=found.versions)
        app.back()
        if self.done is not None:
            self.done(found.kept)
        kept, other = (app.look.name(name) for name in found.names)
        app.notice(f"{other} is put together with {kept}.", keys=[("u", "take apart")])

    async def different(self) -> None:
        """Say that they are two people, and go back."""
        app = self.milepost
        await app.write(people.settle_twin, self.twin, "different")
        app.back()
        app.notice("Noted: not the same person.", keys=[("u", "undo")])


def _chosen(fresh: Field, before: Field | None) -> Field:
    """The field as it is read now, with what was chosen before while both values are the same as then."""
    if before is None or (before.kept, before.other) != (fresh.kept, fresh.other):
        return fresh
    return before


def merge_lines(look: Look, found: Preview, fields: list[Field]) -> tuple[Line, ...]:
    """Return what stands against it, both cards with the values that are kept, and what comes along."""
    return blocks(
        [line for said in found.refused for line in _said(look, "stopped", said)],
        [_heads(look, found), *(_field_line(look, field) for field in fields if field.differs), *_alike(fields)],
        [heading("Comes along"), Line(((", ".join(found.coming) or "nothing but the card", ""),))],
        [heading("On the way"), *(line for said in found.resolved for line in _said(look, "here", said))]
        if found.resolved
        else [],
    )


def _said(look: Look, glyph: str, said: str) -> list[Line]:
    first, *rest = wrap(said, 72)
    return [Line((look.glyph(glyph), (f" {first}", ""))), *(Line(((f"  {line}", ""),)) for line in rest)]


def _heads(look: Look, found: Preview) -> Line:
    names = [cut(look.name(name), SIDE - 6, look.dots) for name in found.names]
    return _row("", (("kept  ", "muted"), (names[0], "bold")), (("goes  ", "muted"), (names[1], "bold")))


def _row(label: str, left: Pieces, right: Pieces, line_id: str = "") -> Line:
    space = " " * max(1, SIDE + GAP_CELLS + 2 - width(left))
    return Line(((pad(label, LABEL), "muted"), *left, (space, ""), *right), id=line_id)


def _field_line(look: Look, field: Field) -> Line:
    sides = [_value(look, field, value) for value in (field.kept, field.other)]
    taken = (field.take in (Take.KEPT, Take.BOTH), field.take in (Take.OTHER, Take.BOTH))
    left, right = (
        (look.glyph("done" if on else "to_come"), (f" {side}", "" if on else "muted"))
        for on, side in zip(taken, sides, strict=True)
    )
    return _row(field.label, left, right, f"{FIELD}{field.key}")


def _alike(fields: list[Field]) -> list[Line]:
    """The fields in which both say the same, in one sentence."""
    alike = [field.label.lower() for field in fields if not field.differs and field.kept]
    said = f"The same in both: {', '.join(alike)}." if alike else ""
    return [Line(((line, "muted"),)) for line in wrap(said, 72) if line]


def _value(look: Look, field: Field, value: str) -> str:
    if field.key in PRIVATE and look.hide_names:
        return "hidden" if value else look.sign("not_needed")
    if field.key in ("name", "called"):
        value = look.name(value) if value else ""
    said = words.CHANNELS.get(value, value) if field.key in WAYS else value
    return cut(said, SIDE, look.dots) or look.sign("not_needed")


# Choosing the other one.


def offer_merge(app: MilepostApp, person: int, twins: tuple[Twin, ...], done: Callable[[int], None]) -> None:
    """Ask who the same person is: those who were noted, or anybody."""
    if not twins:
        _find(app, person, done)
        return
    options = [Option(str(twin.person), app.look.name(twin.name), twin.why) for twin in twins[:8]]
    options.append(Option(SOMEBODY_ELSE, "Somebody else", "find them"))

    def chosen(choice: str | None) -> None:
        if choice == SOMEBODY_ELSE:
            _find(app, person, done)
        elif choice is not None:
            open_merge(app, person, next(twin for twin in twins if str(twin.person) == choice), done)

    app.push_screen(Choice("Who is the same person?", options), chosen)


def open_merge(app: MilepostApp, person: int, twin: Twin, done: Callable[[int], None]) -> None:
    """Show a pair that somebody noted."""
    app.open_page(MergeScreen(person, twin.person, twin.id, done))


def _find(app: MilepostApp, person: int, done: Callable[[int], None]) -> None:
    def found(other: int | None) -> None:
        if other == person:
            app.notice("That is the same entry.", "open")
        elif other is not None:
            app.open_page(MergeScreen(person, other, 0, done))

    app.push_screen(Find("who is the same person?"), found)
