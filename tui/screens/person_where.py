"""How far, where and why, in one key from any list: the road of the focused person in words, ready to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from domain.workbook import journeys
from tui.commands import Command
from tui.lines import GAP, Line
from tui.safe_text import cut, wrap
from tui.screens import person_parts as parts
from tui.screens import person_words as words
from tui.screens.overlay import Overlay
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.workbook.journeys import Page as Journey
    from tui.app import MilepostApp
    from tui.look import Look

CELLS = 72
MOST = 16
"""Rows of the sheet."""


class WhereSheet(LineView):
    """The answer, on the tone of a sheet."""

    TONE = "panel"
    DEFAULT_CSS = """
    WhereSheet { dock: bottom; width: 100%; margin-bottom: 1; background: $panel; }
    """


class Where(Overlay[str]):
    """A bottom sheet with the answer. Dismisses with "open" for the person's page, else with ``None``."""

    VERBS: ClassVar[tuple[Command, ...]] = (
        Command(id="where.open", keys="enter", do="open_page", word="their page", short="page"),
        Command(id="where.copy", keys="y", do="copy", word="copy as text", short="copy"),
        Command(id="overlay.close", keys="escape i", do="close", word="close", shown="Esc"),
    )

    def __init__(self, page: Journey, today: date) -> None:
        """Answer for the person of ``page``."""
        super().__init__()
        self.person = page
        self.today = today

    def compose_overlay(self) -> Iterable[LineView]:
        """Yield the sheet, as high as it needs to be."""
        lines = [GAP, *where_lines(self.milepost.look, self.person, self.today), GAP]
        view = WhereSheet(lines, indent=4, inner=CELLS)
        view.styles.height = min(len(lines), MOST)
        yield view

    def open_page(self) -> None:
        """Show the person's page."""
        self.dismiss("open")

    def copy(self) -> None:
        """Copy the answer as plain text."""
        self.app.copy_to_clipboard(where_text(self.milepost.look, self.person, self.today))
        self.dismiss("copied")


async def show_where(app: MilepostApp, person: int) -> None:
    """Say how far a person came, where they stopped, why, and what to do about it."""
    page = await app.read(journeys.page, person)

    def closed(choice: str | None) -> None:
        if choice == "copied":
            app.notice("Copied: how far, where and why.")
        elif choice == "open":
            _open_page(app, page.person.id)

    app.push_screen(Where(page, app.today), closed)


def _open_page(app: MilepostApp, person: int) -> None:
    from tui.screens.person import PersonScreen

    front = app.page
    if not (isinstance(front, PersonScreen) and front.person == person):
        app.open_page(PersonScreen(person))


def where_lines(look: Look, page: Journey, today: date) -> list[Line]:
    """Return name and opening, the road, the sentence and its reason, and what to do."""
    name = cut(look.name(page.person.name), 40, look.dots)
    application = page.application
    road = look.road(application.road) if application is not None else ()
    opening = application.opening_name if application is not None else "on no opening"
    return [
        Line(((name, "bold"),), road),
        Line(((cut(opening, CELLS, look.dots), "muted"),)),
        GAP,
        *(Line(((line, "bold"),)) for line in wrap(page.headline, CELLS)),
        *(Line(((line, "muted"),)) for line in wrap(page.detail, CELLS) if page.detail),
        GAP,
        *parts.what_to_do(look, page, today),
    ]


def where_text(look: Look, page: Journey, today: date) -> str:
    """Return the same as plain text, the road in words; names hidden where they are on the screen."""
    opening = page.application.opening_name if page.application is not None else "on no opening"
    road = ", ".join(
        f"{post.short} {post.word}{f' ({post.note})' if post.note else ''}"
        for post in page.posts
        if page.application is not None and post.word != "not needed"
    )
    doing = ["".join(text for text, _ in line.left).strip() for line in parts.what_to_do(look, page, today)]
    lines = [
        f"{look.name(page.person.name)}, {opening}",
        " ".join(part for part in (page.headline, page.detail) if part),
        f"Road: {road}." if road else "",
        f"To do: {'; '.join(words.bare(line) for line in doing)}." if doing else "",
    ]
    return "\n".join(line for line in lines if line)
