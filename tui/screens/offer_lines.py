"""The lines of the offer sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import OfferState
from domain.workbook.offer_sheets import WORDS, Due
from domain.workbook.wording import count, weekday_day_month, years
from tui.lines import Line, blocks, heading, text
from tui.safe_text import pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.workbook.offer_sheets import Sheet, Stay, Step
    from tui.look import Look

TEXT = 72
LABEL = 12
READ, PAPER, TOUCH, REMIND, DAY_ONE, STAY = "read", "paper", "touch", "remind", "day_one", "stay"
"""Kinds of lines that something is logged on, before the colon of their ids."""
SAID_BACK = "back"


def lines(look: Look, sheet: Sheet, today: date) -> tuple[Line, ...]:
    """Return the whole sheet."""
    there = sum(paper.there for paper in sheet.papers)
    heard = [one for one in sheet.stays if one.here is not None]
    return blocks(
        [Line(((sentence(sheet), "bold"),)), *text(_seats(sheet), "muted", TEXT)],
        [heading("Terms", "in the order in which they are read aloud"), *_terms(look, sheet)],
        _growth(sheet) if sheet.state in (None, OfferState.MADE) else [],
        [heading("What is due"), *_steps(look, sheet, today)] if sheet.steps else [],
        [heading("Papers", f"{there} of {len(sheet.papers)} in"), *_papers(look, sheet)] if sheet.id else [],
        [heading("Since day one"), *(_stay(look, one) for one in heard)] if heard else [],
    )


def first_open(sheet: Sheet, today: date) -> str:
    """Return the line of what is to be logged next: the reading, what is due by today, a paper; '' for nothing."""
    if sheet.state is OfferState.MADE and not (sheet.read and sheet.said_back):
        return f"{READ}:{SAID_BACK if sheet.read else 'aloud'}"
    due = [_id(step) for step in sheet.steps if step.on <= today and _id(step)]
    return next(iter([*due, *(f"{PAPER}:{paper.id}" for paper in sheet.papers if not paper.there)]), "")


def sentence(sheet: Sheet) -> str:
    """Return how far the offer came, in one sentence."""
    if sheet.state is None:
        return "No offer is made yet."
    begins = f" Day one is {weekday_day_month(sheet.starts)}." if sheet.starts else " Day one is not known yet."
    if sheet.state is OfferState.MADE and sheet.reply_by:
        return f"The offer waits for their answer, by {weekday_day_month(sheet.reply_by)}."
    if sheet.state is OfferState.DECLINED:
        return f"They said no: {sheet.reason}."
    if sheet.state is OfferState.BACKED_OUT:
        return f"They said yes, and backed out: {sheet.reason}."
    if sheet.came is None:
        return f"They said yes.{begins}"
    return "They were there on day one." if sheet.came else "They did not come on day one."


def _seats(sheet: Sheet) -> str:
    others = f", {count(sheet.waiting, 'other offer')} open" if sheet.waiting else ""
    over = f" Nothing more is due: {sheet.over}." if sheet.over else ""
    return f"{sheet.opening}: {sheet.taken:,} of {count(sheet.seats, 'seat')} taken{others}.{over}"


def _terms(look: Look, sheet: Sheet) -> Iterator[Line]:
    for term in sheet.terms:
        said = wrap(term.words or term.hint, TEXT - LABEL) or [""]
        style = "" if term.words else "muted"
        yield Line(((pad(term.label, LABEL), "muted"), (said[0], style)))
        yield from (Line(((" " * LABEL, ""), (more, style))) for more in said[1:])
    if sheet.state is OfferState.MADE:
        done = ("aloud", sheet.read, "Read aloud"), (SAID_BACK, sheet.said_back, "Said back in their own words")
        for about, there, words in done:
            yield Line((look.glyph("done" if there else "open"), (f" {words}", "")), id=f"{READ}:{about}")


def _growth(sheet: Sheet) -> list[Line]:
    """The growth tip of the offer talk: the next level, what it asks for, and one thing to do."""
    step = sheet.growth
    if step is None:
        return []
    asked = f"It asks for: {', '.join(step.evidence)}." if step.evidence else ""
    said = f"{step.name}, often after {years(step.typical_time)}. {asked}".strip()
    return [heading("Where it can lead", "say it as well"), *text(said, "", TEXT), *text(step.tip, "muted", TEXT)]


def _papers(look: Look, sheet: Sheet) -> Iterator[Line]:
    for paper in sheet.papers:
        mark = look.glyph("done" if paper.there else "open")
        yield Line(
            (mark, (f" {paper.label}", "")), (("in" if paper.there else "missing", "muted"),), id=f"{PAPER}:{paper.id}"
        )


def _steps(look: Look, sheet: Sheet, today: date) -> Iterator[Line]:
    for step in sheet.steps:
        late, now = step.on < today, step.on == today
        mark = look.glyph("late" if late else "here" if now else "to_come")
        day = "today" if now else weekday_day_month(step.on)
        role = "due" if late else "muted"
        yield Line((mark, (f" {step.label or WORDS[step.kind]}", "")), ((day, role),), id=_id(step))


def _id(step: Step) -> str:
    """What Enter does with a step; '' where another key answers it."""
    kinds = {Due.TOUCH: TOUCH, Due.REMIND: REMIND, Due.DAY_ONE: DAY_ONE, Due.STAY: STAY}
    return f"{kinds[step.kind]}:{step.about}" if step.kind in kinds else ""


def _stay(look: Look, one: Stay) -> Line:
    well = f", quality {one.quality} of 5" if one.quality else ""
    said = f"still here{well}" if one.here else f"left: {one.why}"
    return Line((look.glyph("done" if one.here else "stopped"), (f" Day {one.day}: {said}", "")))
