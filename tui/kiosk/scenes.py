"""Where the candidate is: a page to read, a text to type, a question, a form to fill in, the review, the code."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from domain.model.exam import ChoiceForm, Passage, Script
from domain.workbook.exam_room import papers
from domain.workbook.exam_room.papers import LONGEST_ENTRY, LONGEST_TYPED
from tui.kiosk.pages import BLOCK, GAP, TALL, Row, beside, clock_text, keys, large, pieces, said
from tui.safe_text import clean, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.workbook.exam_room.papers import Paper
    from tui.look import Look
    from tui.safe_text import Piece, Pieces
    from tui.widgets.paint import Part

FLOOD, FLOOD_SECONDS = 40, 0.05
"""So many characters in so short a time come from no hand: a paste that the terminal does not announce."""
PASTING = "Pasting is off here. Please type."
HELP = "Something wrong with the keyboard or the sound? Raise your hand."


@dataclass
class Scene:
    """One thing on the screen."""

    done: bool = False
    """It is over; what follows is the kiosk's to say."""
    warning: str = ""

    heading = ""
    footer = ""

    def key(self, key: str, character: str | None, at: float) -> None:
        """Take a key; ``at`` is when it came, in seconds of any clock."""

    def pasted(self) -> None:
        """Something was pasted."""
        self.warning = PASTING

    def rows(self, look: Look, height: int) -> list[Row]:
        """What is shown in so many rows."""
        return []


@dataclass
class Words(Scene):
    """A page to read; Enter goes on unless it is the last."""

    title: str = ""
    text: Sequence[str] = ()
    go_on: str = ""
    """What Enter does; '' where nothing follows."""

    def key(self, key: str, character: str | None, at: float) -> None:
        """Enter goes on."""
        self.warning = ""
        if key == "enter" and self.go_on:
            self.done = True

    def rows(self, look: Look, height: int) -> list[Row]:
        """Title, paragraphs, and the key."""
        found = [GAP] * max(1, height // 6) + said(self.title, "bold")
        for paragraph in self.text:
            found += [GAP, *said(paragraph)]
        if self.go_on:
            found += [GAP, GAP, pieces(keys(look, ("Enter", self.go_on)))]
        return found


class Flood:
    """Tells keys that no hand presses from those that one does."""

    def __init__(self) -> None:
        """Nothing came yet."""
        self._times: deque[float] = deque(maxlen=FLOOD)
        self._last = -1.0
        self.running = False

    def takes(self, at: float) -> bool:
        """Note a character; True while it is part of a flood."""
        pause = at - self._last
        self._last = at
        if self.running and pause < FLOOD_SECONDS:
            return True
        self.running = False
        self._times.append(at)
        self.running = len(self._times) == FLOOD and at - self._times[0] < FLOOD_SECONDS
        if self.running:
            self._times.clear()
        return self.running


@dataclass
class Typing(Scene):
    """Three minutes at a passage; the clock starts with the first key."""

    paper: Paper = None  # type: ignore[assignment]
    typed: str = ""
    started: float | None = None
    """When the clock was started, after the seconds that were used up before a break."""
    now: float = 0.0
    over: bool = False
    flood: Flood = field(default_factory=Flood)

    def __post_init__(self) -> None:
        """Go on where it was left."""
        assert isinstance(self.paper.form, Passage)
        self.passage = self.paper.form
        self.typed = self.paper.typed
        self.heading = self.paper.name
        self.footer = "The test ends by itself. Your result comes with tips."
        self._before: list[str] = []

    @property
    def limit(self) -> int:
        """Milliseconds of the test."""
        return self.passage.minutes * 60_000

    @property
    def spent(self) -> int:
        """Milliseconds that are used up."""
        running = 0 if self.started is None else round(1000 * (self.now - self.started))
        return min(self.limit, self.paper.spent + max(0, running))

    @property
    def left(self) -> int:
        """Milliseconds that are left."""
        return self.limit - self.spent

    def tick(self, now: float) -> None:
        """Time goes on; at the end nothing is taken any more."""
        self.now = now
        if self.left <= 0:
            self.over = self.done = True

    def key(self, key: str, character: str | None, at: float) -> None:
        """Type a character, or take one back."""
        if self.over:
            return
        if key == "backspace":
            self.warning = ""
            self.typed = self.typed[:-1]
        elif character is not None and len(character) == 1 and character.isprintable():
            self._type(character, at)

    def _type(self, character: str, at: float) -> None:
        if self.flood.takes(at):
            # What came before it in the same moment goes as well.
            self.typed = self._before[0] if self._before else self.typed
            self._before = []
            self.warning = PASTING
            return
        self.warning = ""
        self._before = [*self._before[-FLOOD + 2 :], self.typed]
        if self.started is None:
            self.started = self.now
        if len(self.typed) < LONGEST_TYPED:
            self.typed += character

    def rows(self, look: Look, height: int) -> list[Row]:
        """Clock, three short lines, and the passage, double spaced."""
        told = f"left of {_number(self.passage.minutes)} minutes" if self.passage.minutes != 1 else "left of one minute"
        lines = (
            "Type the text below.",
            "",
            "Keep your eyes on the screen.",
            "Backspace is fine.",
            "Clean first, then fast.",
        )
        if height >= TALL - 2:
            words = [(line, "bold" if n == 0 else "muted") for n, line in enumerate(lines)]
            found = [
                GAP,
                GAP,
                *beside(large(clock_text(self.left), look.ascii_only), words, 34),
                GAP,
                *said(told, "muted"),
            ]
            found += [GAP, GAP]
        else:
            clock: Pieces = ((clock_text(self.left), "bold"), (f" {told}", "muted"))
            found = [GAP, Row(((0, clock), (34, ((lines[0], "bold"),)))), GAP]
        room = max(2, (height - len(found) - 3) // 2)
        found += self._text(look, room)
        found += [GAP]
        if self.warning:
            found += [pieces((look.glyph("late"), (f" {self.warning}", "due")))]
        elif self.started is None:
            found += said("The clock starts with your first key.", "muted")
        else:
            found += [
                pieces((look.glyph("no_show", "stop"), (" marks a letter that differs. You may go back.", "muted")))
            ]
        return found

    def _text(self, look: Look, room: int) -> list[Row]:
        """So many lines of the passage around the caret, each with the row for its marks below it."""
        caret = len(self.typed)
        text = papers.passage(self.paper, caret + BLOCK * (room + 2))
        lines = broken(text, BLOCK - 1)
        here = next((n for n, (start, end) in enumerate(lines) if start <= caret < end), len(lines) - 1)
        first = max(0, min(here - room // 3, len(lines) - room))
        found: list[Row] = []
        for n in range(first, min(first + room, len(lines))):
            start, end = lines[n]
            found += [self._line(text, start, end, n == here), self._marks(look, text, start, end)]
        return found

    def _line(self, text: str, start: int, end: int, here: bool) -> Row:
        done = min(len(self.typed), end)
        found: list[Piece] = []
        for place in range(start, end):
            shown = text[place]
            if place < done:
                wrong = self.typed[place] != shown
                found.append(("_" if wrong and shown == " " else shown, "stop underline" if wrong else "muted"))
            elif place == len(self.typed):
                found.append((shown, "filled"))
            else:
                found.append((shown, "bold" if here else ""))
        return Row(((0, _joined(found)),), "panel" if here else "ground")

    def _marks(self, look: Look, text: str, start: int, end: int) -> Row:
        wrong = [place for place in range(start, min(len(self.typed), end)) if self.typed[place] != text[place]]
        return Row(tuple((place - start, ((look.sign("no_show"), "stop"),)) for place in wrong))


def _number(number: int) -> str:
    names = ("no", "one", "two", "three", "four", "five")
    return names[number] if number < len(names) else str(number)


def _joined(found: Sequence[Piece]) -> Pieces:
    """Neighbours of one role as one piece."""
    joined: list[Piece] = []
    for text, role in found:
        if joined and joined[-1][1] == role:
            joined[-1] = (joined[-1][0] + text, role)
        else:
            joined.append((text, role))
    return tuple(joined)


def broken(text: str, cells: int) -> list[tuple[int, int]]:
    """Where lines of at most so many characters begin and end; each ends behind a space, and nothing is left out."""
    found = []
    start = 0
    while start < len(text):
        end = min(len(text), start + cells)
        if end < len(text):
            space = text.rfind(" ", start, end)
            end = space + 1 if space > start else end
        found.append((start, end))
        start = end
    return found


@dataclass
class Questions(Scene):
    """One item a screen, then a review of all, then it is handed in."""

    paper: Paper = None  # type: ignore[assignment]
    answers: dict[str, str] = field(default_factory=dict)
    changed: list[tuple[str, str]] = field(default_factory=list)
    """Answers that were given and not kept yet, by item."""
    at: int = 0
    """The item in front; behind the last one is the review."""
    focus: int = 0
    """The option that the bar stands on; in the review the item, or behind the last one handing in."""
    top: int = 0
    sure: bool = False
    started: float | None = None
    now: float = 0.0

    def __post_init__(self) -> None:
        """Lay the items out in the order of the seed, and go to the first without an answer."""
        assert isinstance(self.paper.form, ChoiceForm)
        self.form = self.paper.form
        self.items = papers.items(self.paper)
        self.answers = dict(self.paper.answers)
        self.heading = self.paper.name
        self.footer = "Every answer is kept at once."
        self._go(next((n for n, item in enumerate(self.items) if not self.answers.get(item.id)), len(self.items)))

    @property
    def spent(self) -> int:
        """Milliseconds that are used up."""
        running = 0 if self.started is None else round(1000 * (self.now - self.started))
        return self.paper.spent + max(0, running)

    def tick(self, now: float) -> None:
        """Time goes on; at the end of a limit it is handed in as it is."""
        if self.started is None:
            self.started = now
        self.now = now
        if self.form.minutes and self.spent >= self.form.minutes * 60_000:
            self.done = True

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
        limit = ""
        if self.form.minutes:
            limit = f"   {clock_text(self.form.minutes * 60_000 - self.spent)} left"
        place: Pieces = ((f"Question {self.at + 1} of {len(self.items)}", "bold"), (limit, "muted"))
        question: list[Row] = [GAP, *said(clean(item.ask), "bold"), GAP]
        chosen = self.answers.get(item.id)
        for n, option in enumerate(self.options()):
            question += self._option(look, n, item.options[option], option == chosen, n == self.focus)
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

    def _option(self, look: Look, number: int, words: str, chosen: bool, here: bool) -> list[Row]:
        lines = wrap(clean(words), BLOCK - 6)
        digit: Piece = (f" {number + 1} ", "bold filled" if chosen else "bold accent")
        rows = []
        for n, line in enumerate(lines):
            parts: list[Part] = [(0, (digit,))] if n == 0 else []
            parts.append((5, ((line, "bold" if chosen else ""),)))
            rows.append(Row(tuple(parts), "cursor" if here else "ground"))
        return rows

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


@dataclass
class Fields(Scene):
    """A form to fill in while somebody reads aloud; then it is handed in."""

    paper: Paper = None  # type: ignore[assignment]
    entries: dict[str, str] = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    """Entries that were typed and not kept yet."""
    at: int = 0
    """The field in front; behind the last one is handing in."""
    sure: bool = False
    started: float | None = None
    now: float = 0.0
    flood: Flood = field(default_factory=Flood)

    def __post_init__(self) -> None:
        """Go to the first empty field."""
        assert isinstance(self.paper.form, Script)
        self.script = self.paper.form
        self.fields = self.script.fields
        self.entries = dict(self.paper.answers)
        self.heading = self.paper.name
        self.footer = "What you type is kept as you go."
        self.at = next((n for n, one in enumerate(self.fields) if not self.entries.get(one.id)), len(self.fields))
        self._before: list[str] = []

    @property
    def spent(self) -> int:
        """Milliseconds that are used up."""
        running = 0 if self.started is None else round(1000 * (self.now - self.started))
        return self.paper.spent + max(0, running)

    def tick(self, now: float) -> None:
        """Time goes on; at the end of a limit it is handed in as it is."""
        if self.started is None:
            self.started = now
        self.now = now
        if self.script.minutes and self.spent >= self.script.minutes * 60_000:
            self.done = True

    @property
    def open(self) -> int:
        """Empty fields."""
        return sum(not self.entries.get(one.id, "").strip() for one in self.fields)

    def key(self, key: str, character: str | None, at: float) -> None:
        """Type, walk, or hand in."""
        self.warning = ""
        if key in ("enter", "tab", "down"):
            self._on(key)
        elif key in ("up", "shift+tab"):
            self._go(self.at - 1)
        elif self.at < len(self.fields):
            self._edit(key, character, at)

    def _on(self, key: str) -> None:
        if self.at < len(self.fields):
            self._go(self.at + 1)
        elif key == "enter":
            if self.open and not self.sure:
                self.sure = True
            else:
                self.done = True

    def _go(self, at: int) -> None:
        self.at = max(0, min(at, len(self.fields)))
        self.sure = False
        self._before = []

    def _edit(self, key: str, character: str | None, at: float) -> None:
        one = self.fields[self.at].id
        text = self.entries.get(one, "")
        if key == "backspace":
            text = text[:-1]
        elif character is not None and len(character) == 1 and character.isprintable():
            if self.flood.takes(at):
                text = self._before[0] if self._before else text
                self._before = []
                self.warning = PASTING
            else:
                self._before = [*self._before[-FLOOD + 2 :], text]
                text = (text + character)[:LONGEST_ENTRY]
        else:
            return
        self.entries[one] = self.changed[one] = text

    def rows(self, look: Look, height: int) -> list[Row]:
        """The fields by what they belong to, the last line hands in."""
        lines: list[tuple[int, Row]] = []
        place = 0
        for number, reading in enumerate(self.script.readings, 1):
            lines += [(-1, GAP), (-1, pieces(((f"Part {number}", "muted"),)))]
            for one in reading.fields:
                lines.append((place, self._field(look, place, clean(one.label), self.entries.get(one.id, ""))))
                place += 1
        last = self.at == len(self.fields)
        hand_in = Row(((0, (("  Hand in", "bold accent" if last else "bold"),)),), "cursor" if last else "ground")
        lines += [(-1, GAP), (len(self.fields), hand_in)]
        room = max(3, height - 5)
        here = next(n for n, (which, _) in enumerate(lines) if which == self.at)
        first = max(0, min(here - room // 2, len(lines) - room))
        found = [GAP, *said(clean(self.script.intro), "bold")]
        found += [row for _, row in lines[first : first + room]]
        return [*found, GAP, self._below(look)]

    def _field(self, look: Look, place: int, label: str, text: str) -> Row:
        here = place == self.at
        shown = clean(text)
        while width(((shown, ""),)) > BLOCK - 32:
            shown = shown[1:]
        typed: Pieces = (
            ((shown, ""), (" ", "filled")) if here else ((shown or look.sign("to_come"), "" if shown else "muted"),)
        )
        bar: tuple[Part, ...] = ((0, (look.glyph("focus"),)),) if here else ()
        return Row((*bar, (2, ((label, "bold" if here else "muted"),)), (30, typed)), "cursor" if here else "ground")

    def _below(self, look: Look) -> Row:
        if self.warning:
            return pieces((look.glyph("late"), (f" {self.warning}", "due")))
        if self.sure:
            number = f"{self.open} field is" if self.open == 1 else f"{self.open} fields are"
            ways = keys(look, ("Enter", "hand in all the same"), ("↑", "go back"))
            return pieces((look.glyph("open", "due"), (f" {number} empty. ", "due"), *ways))
        return pieces(keys(look, ("Enter", "next field"), ("↑", "field before")))


@dataclass
class StaffCode(Scene):
    """Whoever knows the code takes the seat back; Esc goes back to the exam."""

    typed: str = ""
    asked: bool = False
    """Enter was pressed: the code is to be looked at."""
    left: bool = False
    """Esc was pressed: back to the exam."""
    wait: int = 0
    """Milliseconds until another code is looked at."""
    longest: int = 12

    heading = "Staff"
    footer = "For staff only. Your exam is kept."

    def key(self, key: str, character: str | None, at: float) -> None:
        """Digits, Enter, and the way back."""
        if key == "escape":
            self.left = True
        elif key == "backspace":
            self.typed = self.typed[:-1]
        elif key == "enter":
            self.asked = bool(self.typed) and not self.wait
        elif character is not None and character in "0123456789" and len(self.typed) < self.longest:
            self.typed += character
            self.warning = ""

    def rows(self, look: Look, height: int) -> list[Row]:
        """The code as dots."""
        found = [GAP] * max(1, height // 4) + said("Staff code", "bold") + [GAP]
        dots: Pieces = ((look.sign("done") * len(self.typed), ""), (" ", "filled"))
        found += [Row(((0, (look.glyph("focus"),)), (2, dots)), "cursor"), GAP]
        if self.wait:
            found += [pieces((look.glyph("late"), (f" Wait {clock_text(self.wait)} before the next try.", "due")))]
        elif self.warning:
            found += [pieces((look.glyph("open", "due"), (f" {self.warning}", "due")))]
        else:
            found += [pieces(keys(look, ("Enter", "open"), ("Esc", "back to the exam")))]
        return found
