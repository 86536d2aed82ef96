"""One of several, by digit: ``r`` then ``1`` moves to the first opening."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.model.lazily import dataclass
from tui.commands import Command
from tui.lines import GAP, Line, text
from tui.safe_text import as_pieces, width
from tui.screens.overlay import Overlay
from tui.widgets.line_view import LineView
from tui.widgets.paint import ink_of, look_of, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.strip import Strip

    from tui.safe_text import Pieces


@dataclass(frozen=True, slots=True)
class Option:
    """One way to choose: what it is, a fact beside it, and why it cannot be chosen, if so."""

    id: str
    label: str
    fact: str | Pieces = ""
    reason: str = ""


class ChoiceList(LineView):
    """The options, on the tone of the sheet."""

    TONE = "panel"
    CLICK_OPENS = True

    @property
    def rows(self) -> int:
        """How many lines are in sight; where not all are, the last row says how many follow."""
        height = super().rows
        return height - 1 if len(self.lines) > height else height

    def render_line(self, y: int) -> Strip:
        """Return the line at `y`, or how many lines are further down."""
        if y < self.rows or y != self.size.height - 1 or self.rows == self.size.height:
            return super().render_line(y)
        below = sum(bool(line.left) for line in self.lines[self.top + self.rows :])
        look = look_of(self)
        said: Pieces = ((f"{look.sign('down')} {below} more", "muted"),) if below else ()
        at = (self.inner or 0) + self.indent - width(said)
        return strip(self.size.width, ((max(0, at), said),), ink_of(self), self.TONE)


class Choice(Overlay[str]):
    """A bottom sheet of options; digits choose at once, arrows and Enter as well. Dismisses with an id or ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="choice.digit", keys="1 2 3 4 5 6 7 8 9", do="choose", each=True, shown="1–9", word="choose"),
        Command(id="overlay.close", keys="escape", do="close", word="stay here"),
    )

    def __init__(
        self, title: str, options: Sequence[Option], fact: str = "", *, now: str = "", lines: Sequence[str] = ()
    ) -> None:
        """Offer ``options`` under ``title`` with a muted ``fact``; the focus starts at ``now``, the one in force.

        ``lines`` are sentences that must be read before choosing.
        """
        super().__init__()
        self.heading = title
        self.fact = fact
        self.now = now
        self.sentences = tuple(lines)
        self.options = tuple(options)

    def compose_overlay(self) -> ComposeResult:
        """Yield the sheet, as high as it needs to be."""
        title: Pieces = ((self.heading, "bold"), (f"  {self.fact}", "muted"))
        rows = [self._line(n, option) for n, option in enumerate(self.options, 1)]
        said = [Line(line.left, at=4) for words in self.sentences for line in text(words, "due", 68)]
        said = [*said, GAP] if said else []
        view = ChoiceList([GAP, Line(title, at=4), GAP, *said, *rows, GAP], inner=76)
        view.styles.height = min(len(self.options) + len(said) + 4, 16)
        view.always_lit = True
        yield view

    def _line(self, number: int, option: Option) -> Line:
        digit = str(number) if number <= 9 else " "
        role = "muted" if option.reason else ""
        fact = ((option.reason, "muted"),) if option.reason else as_pieces(option.fact, "muted")
        return Line(((digit, "bold accent"), (f" {option.label}", role)), fact, id=option.id, at=2, name=1)

    def on_mount(self) -> None:
        """Give the focus to the options."""
        view = self.query_one(ChoiceList)
        view.choose(self.now)
        view.focus()

    def digits_offered(self) -> int:
        """Return how many digits choose something."""
        return len(self.options)

    def choose(self, at: int) -> None:
        """Choose the option at position ``at``, if it can be chosen."""
        if at < len(self.options):
            self._take(self.options[at].id)

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """Choose the focused option."""
        self._take(event.line)

    def _take(self, name: str) -> None:
        if not next(option.reason for option in self.options if option.id == name):
            self.dismiss(name)
