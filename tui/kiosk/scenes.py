"""What is on the screen of the seat: any scene, a page to read, and the staff code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.kiosk.pages import GAP, Row, clock_text, keys, pieces, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.look import Look
    from tui.safe_text import Pieces

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
    help = HELP
    """What stands above the footer while nothing is wrong."""

    def key(self, key: str, character: str | None, at: float) -> None:
        """Take a key; ``at`` is when it came, in seconds of any clock."""

    def tick(self, now: float) -> None:
        """Time goes on; ``now`` is in seconds of the kiosk's own clock."""

    def covered(self) -> None:
        """Something is laid over it, after which somebody else may look at it."""

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
    back: str = "back to the exam"
    footer: str = "For staff only. Your exam is kept."

    heading = "Staff"

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
            found += [pieces(keys(look, ("Enter", "open"), ("Esc", self.back)))]
        return found
