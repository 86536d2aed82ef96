"""A second look in words: how it stands, for the pane of a score sheet and for the line that stands in for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import LookKind
from tui.lines import Line, heading, item, text

if TYPE_CHECKING:
    from domain.workbook.attempts import Sheet
    from domain.workbook.sheets import CardRow
    from tui.look import Look
    from tui.safe_text import Pieces


def look_words(sheet: Sheet) -> str:
    """Return what stands in the header in place of the attempt: 'second rating by Ines'."""
    return f"{kind_words(sheet.own)} by {sheet.own.rater}" if sheet.card and sheet.own is not None else ""


def kind_words(card: CardRow) -> str:
    """Return 'second rating', or 'second scenario'."""
    return "second scenario" if card.kind is LookKind.SCENARIO else "second rating"


def waited_for(sheet: Sheet) -> str:
    """Return whose rating is not in yet: 'Ines', 'a colleague'; '' where nobody's is waited for."""
    if not sheet.waits:
        return ""
    return next((card.rater or "a colleague" for card in reversed(sheet.cards) if not card.submitted_at), "")


def look_lines(look: Look, sheet: Sheet) -> list[Line]:
    """Return how a second look stands, for the pane; nothing while one person rates alone."""
    if not sheet.cards or (sheet.finished_at and not sheet.both_in):
        return []
    if sheet.both_in:
        names = " and ".join(dict.fromkeys(card.rater for card in sheet.cards))
        both = "both scenarios" if sheet.cards[1].kind is LookKind.SCENARIO else "both"
        said = f"These are the means of {both}."
        return [heading("Rated twice"), *text(names, "muted"), *text(said, "muted"), _key("S", "compares them")]
    first, second = sheet.cards
    if sheet.closed:
        head = [heading("Rated alone"), *_card(look, first), *_card(look, second)]
        return [*head, *text("What they entered shows once both are in.", "muted"), _key("S", "rate it yourself")]
    if sheet.card:
        head = [heading(f"Your {kind_words(second)}"), *text("What the first one saw shows once both are in.", "muted")]
        return [*head, _key("S", "submit it")] if not second.submitted_at else head
    head = [heading(kind_words(second).capitalize()), *_card(look, first), *_card(look, second)]
    why = second.why if second.why != sheet.assessment.reason else ""
    return [*head, *text(why, "muted"), _key("S", "go on with it")]


def _card(look: Look, card: CardRow) -> list[Line]:
    word = "is in" if card.submitted_at else "rates alone" if card.rater else "not begun"
    return [item(look, "done" if card.submitted_at else "open", card.rater or "a colleague", word)]


def _key(key: str, does: str) -> Line:
    return Line(((key, "bold accent"), (f" {does}", "muted")))


def look_strip(look: Look, sheet: Sheet) -> Pieces:
    """Return the same in a few words, for 80 columns."""
    if not sheet.cards or (sheet.finished_at and not sheet.both_in):
        return ()
    if sheet.both_in:
        return (("S", "bold accent"), (" compares both", "muted"))
    if sheet.closed:
        return look.state("unfinished", f"Rated alone, {waited_for(sheet)} is not in yet")
    if sheet.card:
        return (("S", "bold accent"), (" submits it", "muted"))
    return look.state("unfinished", f"waits for {waited_for(sheet)}")
