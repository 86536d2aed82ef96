"""What the slip screen says at the right: word for word what will be read, its gaps in place, and how it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import UNDER_WAY, Severity, SlipState
from domain.workbook import slip_desk, slips
from domain.workbook.wording import weekday_day_month
from tui.lines import GAP, Line
from tui.safe_text import clean, cut, initials, wrap
from tui.screens.slip_parts import EVIDENCE, called, group_of, hider, in_words, stop_of, warning_words
from tui.widgets.letter import LetterLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from domain.model.slip import Finding
    from domain.workbook.slip_desk import Desk
    from domain.workbook.slip_shaping import Place
    from tui.look import Look
    from tui.safe_text import Piece

MOST_NOTES = 9
"""Lines below the letter that are not about words, grade and word list."""


def heading_line(look: Look, desk: Desk) -> Line:
    """'What Lea will read', or what they have read."""
    name = called(desk)
    shown = initials(name) if look.hide_names else name
    words = f"What {cut(shown, 24, look.dots)} {'has read' if desk.frozen else 'will read'}"
    return Line(((words, "bold"),), (("text, PDF, HTML", "muted"),))


def letter(look: Look, desk: Desk, cells: int) -> list[Line]:
    """The document, word for word, with a line for each gap where the words will stand."""
    hide = hider(look, desk)
    document = desk.slip.document
    lines: list[Line] = [*_text(hide(document.greeting), cells, "result")]
    lines += [*_text(hide(document.opening), cells, "result")]
    lines += _gaps(look, desk, ("result",), 0)
    if document.critical:
        lines += [GAP, *_text(hide(document.critical), cells, "result")]
    lines += _went_well(look, desk, cells, hide)
    lines += _work_on(look, desk, cells, hide)
    if document.tip or _found(desk, ("next_tip",)):
        lines += [GAP, LetterLine(((f"{document.tip_heading}:", "bold"),), place="next_tip")]
        lines += [*_text(hide(document.tip), cells, "next_tip"), *_gaps(look, desk, ("next_tip",), 0)]
    lines.append(GAP)
    lines += [*_text(hide(document.free_text), cells, "free_text"), *_gaps(look, desk, ("free_text",), 0)]
    lines += _text(hide(document.contact), cells, "contact")
    return lines


def _went_well(look: Look, desk: Desk, cells: int, hide: Callable[[str], str]) -> list[Line]:
    document, lines = desk.slip.document, list[Line]()
    before = len(document.went_well) - len(desk.slip.draft.strengths)
    for at, text in enumerate(document.went_well, 1 - before):
        place = f"strength {at}" if at > 0 else "better"
        lines += _text(hide(text), cells, place, first="- ")
        lines += _gaps(look, desk, (place, *(f"{place} {part}" for part in EVIDENCE)), 2)
    if not document.went_well:
        lines += _gaps(look, desk, ("strength 1",), 2)
    head = document.went_well_heading or "What went well"
    return [GAP, LetterLine(((head, "bold"),)), *lines] if lines else []


def _work_on(look: Look, desk: Desk, cells: int, hide: Callable[[str], str]) -> list[Line]:
    document, lines = desk.slip.document, list[Line]()
    for at, point in enumerate(document.work_on, 1):
        place = f"improvement {at}"
        seen = (place, *(f"{place} {part}" for part in EVIDENCE))
        drill = (f"{place} drill", f"{place} target")
        told = f"{point.observation} {point.drill}".strip()
        if _found(desk, seen):
            # The gap stands where its words will stand, so the drill starts on a line of its own.
            lines += _text(hide(point.observation), cells, place, first=f"{at}. ")
            lines += _gaps(look, desk, seen, 3)
            lines += _text(hide(point.drill), cells, place, first="   ")
        else:
            lines += _text(hide(told), cells, place, first=f"{at}. ")
        lines += _gaps(look, desk, drill, 3)
    if not document.work_on:
        lines += _gaps(look, desk, ("improvement 1",), 3)
    head = document.work_on_heading or "What to work on"
    return [GAP, LetterLine(((head, "bold"),)), *lines] if lines else []


def _text(text: str, cells: int, place: Place, *, first: str = "") -> Iterator[Line]:
    if not text:
        return
    indent = len(first)
    for n, line in enumerate(wrap(text, cells - indent)):
        lead = first if n == 0 else " " * indent
        yield LetterLine(((lead + line, ""),), place=place)


def _found(desk: Desk, places: Iterable[Place]) -> list[Finding]:
    wanted = list(places)
    found = [finding for finding in desk.slip.blocks if stop_of(finding) in wanted]
    return sorted(found, key=lambda finding: wanted.index(stop_of(finding)))


def _gaps(look: Look, desk: Desk, places: Iterable[Place], at: int) -> Iterator[Line]:
    for finding in _found(desk, places):
        glyph, role = ("stopped", "stop") if in_words(finding) else ("open", "due")
        asks = f'"{clean(finding.text)}" must change' if finding.text else clean(finding.message)
        said = (look.glyph(glyph, role), (f" {asks}", role))
        yield LetterLine(said, at=at, gap=True, place=group_of(stop_of(finding)))


def notes(look: Look, desk: Desk, cells: int) -> list[Line]:
    """Words, grade, word list, and what is to be confirmed; hints last and muted."""
    if desk.frozen:
        return _handed_over(look, desk)
    rules = desk.rules
    few = desk.words < rules.min_words or desk.words > rules.max_words
    to = "-" if look.ascii_only else "–"
    words: Piece = (f"{desk.words} of {rules.min_words}{to}{rules.max_words} words", "due" if few else "muted")
    hard = desk.grade > rules.max_grade
    grade: Piece = (f"grade {max(0.0, desk.grade):.1f} of {rules.max_grade:g}", "due" if hard else "muted")
    if desk.language:
        grade = (f"{desk.language}: no grade, the formula is for English", "muted")
    verdict = desk.verdict[:1].lower() + desk.verdict[1:]
    hints = (
        finding
        for finding in desk.slip.findings
        if finding.severity is Severity.HINT and finding.rule != slip_desk.LANGUAGE_RULE
    )
    lines = [
        *_held_up(desk.slip.why, cells),
        *(line for finding in desk.hits for line in _hit(look, finding, cells)),
        *(line for finding in desk.slip.warnings for line in _warning(look, finding, cells)),
        *(line for finding in hints for line in _hint(look, finding, cells)),
    ]
    if len(lines) > MOST_NOTES:
        lines = [*lines[: MOST_NOTES - 1], Line(((f"{look.dots} and more", "muted"),))]
    word_list = Line((("Word list: ", "muted"), (verdict, "due" if desk.hits else "muted")))
    if desk.language_note:
        lines.append(Line(((desk.language_note, "muted"),)))
    if lines:
        lines.append(GAP)
    return [GAP, *lines, Line((words, ("   ", ""), grade)), word_list]


def _held_up(why: str, cells: int) -> Iterator[Line]:
    """What a printer, or a mail that was taken back, said last."""
    if why:
        for n, line in enumerate(wrap(clean(why), cells - 2)[:3]):
            yield Line(((("! " if n == 0 else "  ") + line, "due"),))


def _hit(look: Look, finding: Finding, cells: int) -> Iterator[Line]:
    grave = finding.severity is Severity.BLOCK
    glyph, role = ("stopped", "stop") if grave else ("late", "due")
    yield Line((look.glyph(glyph, role), (f' "{clean(finding.text)}"', role)))
    for line in wrap(finding.rewrite or finding.message, cells - 2)[:3]:
        yield Line(((line, "muted"),), at=2)


def _warning(look: Look, finding: Finding, cells: int) -> Iterator[Line]:
    if finding.rewrite:
        return
    first, *more = wrap(warning_words(finding), cells - 2)
    yield Line((look.glyph("late", "due"), (f" {first}", "due")))
    for line in more[:1]:
        yield Line(((line, "due"),), at=2)


def _hint(look: Look, finding: Finding, cells: int) -> Iterator[Line]:
    first, *more = wrap(warning_words(finding), cells - 2)
    yield Line((look.glyph("to_come"), (f" {first}", "muted")))
    for line in more[:1]:
        yield Line(((line, "muted"),), at=2)


def _handed_over(look: Look, desk: Desk) -> list[Line]:
    lines = [Line((look.glyph(glyph), (f" {words}", ""))) for glyph, words in given_words(desk)]
    frozen = [Line((("Frozen word for word.", "muted"),), at=2)] if desk.slip.digest else []
    return [GAP, *lines, *frozen]


def given_words(desk: Desk) -> list[tuple[str, str]]:
    """Return where a slip is that is no draft any more, and how it came there: glyphs and sentences."""
    slip = desk.slip
    day = weekday_day_month(desk.delivered_on) if desk.delivered_on else ""
    when = f"{day}, {desk.delivered_clock}" + (f", by {clean(slip.by)}" if slip.by else "")
    why = f": {clean(slip.why)}" if slip.why else ""
    if slip.state is SlipState.NOT_WANTED:
        return [("not_needed", f"Not wanted, {when}{why}")]
    if slip.state is SlipState.FAILED:
        return [("no_show", f"Not sent{why}")]
    if slip.state in UNDER_WAY:
        more = [("late", clean(slip.why))] if slip.why else []
        return [("unfinished", f"On its way by {clean(slip.channel)}, since {when}"), *more]
    by = "" if slip.channel == slips.BY_HAND else "by "
    how = f"Sent {by}" if slips.state_by(slip.channel) is not SlipState.HANDED_OVER else "Handed over, "
    said = [("way", f"{how}{clean(slip.channel)}, {when}")]
    if slip.state is SlipState.CONFIRMED and desk.confirmed_on is not None:
        heard = f"{weekday_day_month(desk.confirmed_on)}, {desk.confirmed_clock}"
        said.append(("done", f"They said that they have it, {heard}, to {clean(slip.confirmed_by)}"))
    return said
