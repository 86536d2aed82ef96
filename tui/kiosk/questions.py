"""A part of the exam that is chosen from: one item a screen, then a review of all."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.model.exam import ChoiceForm
from domain.workbook.exam_room import papers
from tui.kiosk.pages import BLOCK, GAP, Row, clock_text, keys, option_rows, pieces, said
from tui.kiosk.timed import Timed
from tui.safe_text import clean, wrap

if TYPE_CHECKING:
    from tui.look import Look
    from tui.safe_text import Pieces
    from tui.widgets.paint import Part


@dataclass
class Questions(Timed):
    """One item a screen, then a review of all, then it is handed in."""

    answers: dict[str, str] = field(default_factory=dict)
    changed: list[tuple[str, str]] = field(default_factory=list)
    """Answers that were given and not kept yet, by item."""
    at: int = 0
    """The item in front; behind the last one is the review."""
    focus: int = 0
    """The option that the bar stands on; in the review the item, or behind the last one handing in."""
    top: int = 0
    sure: bool = False

    def __post_init__(self) -> None:
        """Lay the items out in the order of the seed, and go to the first without an answer."""
        super().__post_init__()
        assert isinstance(self.paper.form, ChoiceForm)
        self.form = self.paper.form
        self.items = papers.items(self.paper)
        self.answers = dict(self.paper.answers)
        self.footer = "Every answer is kept at once."
        self._go(next((n for n, item in enumerate(self.items) if not self.answers.get(item.id)), len(self.items)))

    @property
    def reviewing(self) -> bool:
        """Whether all items are on the screen."""
        return self.at >= len(self.items)

    @property
    def open(self) -> int:
        """Items without an answer."""
        return sum(not self.answers.get(item.id) for item in self.items)

    def options(self) -> tuple[str, ...]:
        """The ids of the options of the item in front, in this candidate's order."""
        return papers.options(self.paper, self.items[self.at])

    def _go(self, at: int) -> None:
        self.at = max(0, min(at, len(self.items)))
        self.top, self.sure = 0, False
        if self.reviewing:
            self.focus = len(self.items)
        else:
            chosen = self.answers.get(self.items[self.at].id)
            self.focus = self.options().index(chosen) if chosen in self.options() else -1

    def key(self, key: str, character: str | None, at: float) -> None:
        """Choose, walk, or hand in."""
        self.warning = ""
        if self.reviewing:
            self._review_key(key)
        else:
            self._item_key(key, character)

    def _item_key(self, key: str, character: str | None) -> None:
        options = self.options()
        if character is not None and character in "123456"[: len(options)]:
            self.focus = int(character) - 1
            self._choose()
        elif key in ("down", "up"):
            step = 1 if key == "down" else -1
            self.focus = (self.focus + step) % len(options) if self.focus >= 0 else 0
            self._choose()
        elif key in ("enter", "right"):
            self._go(self.at + 1)
        elif key == "left":
            self._go(self.at - 1)
        elif key == "tab":
            self._go(len(self.items))
        elif key in ("pagedown", "pageup"):
            self.top = max(0, self.top + (4 if key == "pagedown" else -4))

    def _choose(self) -> None:
        item, chosen = self.items[self.at].id, self.options()[self.focus]
        if self.answers.get(item) != chosen:
            self.answers[item] = chosen
            self.changed.append((item, chosen))

    def _review_key(self, key: str) -> None:
        if key in ("down", "up", "right", "left"):
            step = {"down": 1, "up": -1}.get(key, 0)
            self.focus = max(0, min(len(self.items), self.focus + step))
            self.sure = False
            if key == "left":
                self._go(len(self.items) - 1)
        elif key == "enter" and self.focus < len(self.items):
            self._go(self.focus)
        elif key == "enter":
            if self.open and not self.sure:
                self.sure = True
            else:
                self.done = True

    def rows(self, look: Look, height: int) -> list[Row]:
        """The item with its page, or the review."""
        return self._review(look, height) if self.reviewing else self._item(look, height)

    def _item(self, look: Look, height: int) -> list[Row]:
        item = self.items[self.at]
        limit = f"   {clock_text(self.left)} left" if self.limit else ""
        place: Pieces = ((f"Question {self.at + 1} of {len(self.items)}", "bold"), (limit, "muted"))
        question: list[Row] = [GAP, *said(clean(item.ask), "bold"), GAP]
        chosen = self.answers.get(item.id)
        for n, option in enumerate(self.options()):
            question += option_rows(n, clean(item.options[option]), option == chosen, n == self.focus)
        ways = [("1–4" if len(self.options()) == 4 else f"1–{len(self.options())}", "choose"), ("Enter", "next")]
        ways += [("←", "back"), ("Tab", "see all")]
        found = [GAP, pieces(place)]
        page = self.form.page(item.about)
        if page is not None:
            room = height - len(found) - len(question) - 3
            found += self._page(look, page.title, page.text, max(3, room))
        found += question
        return [*found, GAP, self._warned(look) or pieces(keys(look, *ways))]

    def _warned(self, look: Look) -> Row | None:
        return pieces((look.glyph("late"), (f" {self.warning}", "due"))) if self.warning else None

    def _page(self, look: Look, title: str, text: str, room: int) -> list[Row]:
        """The page that is asked about, with as many of its lines as there is room for."""
        lines = [part for paragraph in text.split("\n\n") for part in (*wrap(clean(paragraph), BLOCK - 4), "")][:-1]
        seen = room - 1
        more = len(lines) > seen
        seen -= more
        self.top = max(0, min(self.top, len(lines) - seen))
        found = [GAP] if room > len(lines) + 2 else []
        found += [Row(((2, ((clean(title), "bold"),)),), "panel")]
        found += [Row(((2, ((line, ""),)),), "panel") for line in lines[self.top : self.top + seen]]
        if more:
            found += [Row(((2, keys(look, ("PgDn", "more of this page"), ("PgUp", "back up"))),), "panel")]
        return found

    def _review(self, look: Look, height: int) -> list[Row]:
        found = [GAP, *said("Look over your answers before you hand them in.", "bold"), GAP]
        room = max(3, height - len(found) - 6)
        first = max(0, min(self.focus - room // 2, len(self.items) - room))
        for n in range(first, min(first + room, len(self.items))):
            item = self.items[n]
            answer = item.options.get(self.answers.get(item.id, ""), "")
            glyph = look.glyph("done") if answer else look.glyph("open", "due")
            words = clean(answer) or "no answer yet"
            head = f"{n + 1:>2}  "
            line = clean(item.ask)
            parts: tuple[Part, ...] = (
                (0, ((head, "muted"), glyph, (f" {line[:34]}{look.dots if len(line) > 34 else ''}", ""))),
                (44, ((words[:27] + (look.dots if len(words) > 27 else ""), "muted" if answer else "due"),)),
            )
            found.append(Row(parts, "cursor" if n == self.focus else "ground"))
        last = self.focus == len(self.items)
        found += [
            GAP,
            Row(((0, (("    Hand in", "bold accent" if last else "bold"),)),), "cursor" if last else "ground"),
            GAP,
        ]
        return [*found, self._warned(look) or self._ask(look)]

    def _ask(self, look: Look) -> Row:
        if self.sure:
            number = f"{self.open} question has" if self.open == 1 else f"{self.open} questions have"
            words: Pieces = ((f"{number} no answer. ", "due"),)
            return pieces(
                (
                    look.glyph("open", "due"),
                    (" ", ""),
                    *words,
                    *keys(look, ("Enter", "hand in all the same"), ("↑", "go back")),
                )
            )
        return pieces(keys(look, ("↑ ↓", "move"), ("Enter", "open the question, or hand in")))
