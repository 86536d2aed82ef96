"""What the score sheet says around its criteria: anchors, chips, the pane, and the pane in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import MilestoneId, Proposal, ScoringType
from domain.workbook import calls as played
from tui.lines import GAP, Line, bar, blocks, heading, item, pair, text, tick
from tui.results import RESULTS
from tui.safe_text import cut, join, wrap
from tui.screens.case_lines import case_lines
from tui.screens.reroute import fit_words
from tui.screens.second_words import look_lines, look_strip
from tui.widgets.criteria import range_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.catalogue import Criterion
    from domain.workbook import attempts
    from domain.workbook.attempts import Sheet
    from domain.workbook.calls import CallRow, Piece
    from domain.workbook.fitting import Fit
    from tui.look import Look
    from tui.safe_text import Pieces

PROPOSALS = {
    Proposal.PASSED: ("done", "passed"),
    Proposal.BORDERLINE: ("borderline", "borderline"),
    Proposal.NOT_YET: ("open", "not yet"),
    Proposal.INCOMPLETE: ("unfinished", "incomplete"),
    Proposal.ON_HOLD: ("stopped", "on hold"),
    Proposal.VOID: ("void", "void"),
}
INTERVIEWS = (MilestoneId.PHONE, MilestoneId.IN_PERSON, MilestoneId.FINAL)
"""Milestones in which people make their case."""
FIRST_POINT = 6
"""The digit of the first point of the value card."""


def result_words(sheet: Sheet) -> str:
    """The result as it stands after the attempt in the header; '' while it is open."""
    return f", {RESULTS[sheet.result][1]}" if sheet.result is not None else ""


def anchors(look: Look, sheet: Sheet, line: attempts.Line, tall: bool) -> list[Line]:
    """The focused criterion's name, what it means, and the anchors with the chosen one filled."""
    criterion = line.criterion
    numeric = criterion.scoring.type is ScoringType.NUMERIC
    means = range_text(sheet, line) if numeric and not tall else criterion.definition
    room = 68 - len(criterion.name)
    said = cut(means, max(0, room), look.dots) if room > 20 else ""
    lines = [Line(((criterion.name, "bold accent"), (f"  {said}", "muted")), at=4)]
    if tall:
        lines += [GAP, Line(((range_text(sheet, line), "muted"),), at=8)] if numeric else [GAP]
    observed = line.rating is not None and line.rating.observed and not numeric
    chosen = round(line.rating.value) if line.rating is not None and observed else 0
    for rating, words in sorted(criterion.anchors.items()):
        first, *rest = wrap(words, 68)
        mark = (f" {rating} ", "bold filled") if rating == chosen else (f" {rating} ", "muted")
        lines.append(Line((mark, (f" {first}", "" if rating == chosen else "muted")), at=4))
        lines += [Line(((f"    {more}", "" if rating == chosen else "muted"),), at=4) for more in rest[:1] if tall]
    if tall:
        lines += [GAP, GAP, Line((("Evidence", "bold"), ("   goes into the slip", "muted")), at=4), GAP]
    return lines


def chips(criterion: Criterion, choosing: bool) -> Pieces:
    """'e 1 real example  2 point first ...'; the digits light up while one is awaited."""
    pieces: list[tuple[str, str]] = [("e ", "bold accent")]
    for number, chip in enumerate(criterion.chips, 1):
        pieces += [
            (str(number), "bold accent" if choosing else "accent"),
            (f" {chip.label}  ", "" if choosing else "muted"),
        ]
    return tuple(pieces) if criterion.chips else ()


MOST_MARKS = 4
"""Moments of a call that are listed beside a criterion."""


def marks(look: Look, pieces: Sequence[Piece]) -> Pieces:
    """'m ● 1:48 open question  ○ 2:07 dead air', the one that is taken first in front."""
    if not pieces:
        return (("no mark of the call for this one", "muted"),)
    told: list[tuple[str, str]] = [("m ", "bold accent")]
    for piece in pieces[:MOST_MARKS]:
        moment = piece.moment
        said = f' "{cut(moment.quote, 20, look.dots)}"' if moment.quote else ""
        glyph = "to_come" if moment.good is None else "done" if moment.good else "open"
        told += [look.glyph(glyph, ""), (f" {piece.clock} {moment.label}{said}  ", "muted")]
    more = len(pieces) - MOST_MARKS
    return (*told, (f"and {more} more", "muted")) if more > 0 else tuple(told)


def _played(look: Look, sheet: Sheet) -> list[Line]:
    """What was counted on each call, and what was flagged and has no quote yet."""
    if not sheet.calls:
        return []
    rows = [line for call in sheet.calls for line in _call(call)]
    noted = {one.error for one in sheet.criticals}
    for call in sheet.calls:
        for flag in call.flagged:
            if flag.error not in noted:
                rows.append(item(look, "stopped", "flagged, quote missing", played.clock_words(flag.at)))
    calls = sheet.milestone.calls
    return [heading("Calls", right=f"{sum(bool(c.over) for c in sheet.calls)} of {calls.count if calls else 0}"), *rows]


def _call(call: CallRow) -> list[Line]:
    if not call.over:
        return [pair(f"{call.number}  under way")]
    counts = call.counts
    first = "none" if counts.first_question is None else played.clock_words(counts.first_question)
    waits = f"longest wait {played.clock_words(counts.longest_gap)}" if counts.longest_gap else ""
    silent = f"silence {played.clock_words(counts.longest_silence)}, hold {played.clock_words(counts.hold)}"
    return [
        pair(f"{call.number}  {played.clock_words(counts.length)}", f"facts {counts.facts} of {counts.facts_of}"),
        Line(((f"first question {first}, repeats {counts.repeats}", "muted"),), at=3),
        Line(((waits or silent, "muted"),), at=3),
    ]


def _coverage(sheet: Sheet) -> tuple[int, int]:
    """How much of the weight was observed, and how much is needed, out of 100."""
    return round(sheet.assessment.coverage * 100), 75


def pane(look: Look, sheet: Sheet, fits: Sequence[Fit] = ()) -> Sequence[Line]:
    """Coverage and points to be made; points, proposal and gaps only when every criterion is entered."""
    entered, of = sheet.entered, len(sheet.lines)
    seen, needed = _coverage(sheet)
    coverage = [
        pair("Coverage", ((f"{seen} of {needed} needed", "due" if seen < needed else "muted"),)),
        bar(look, seen / 100),
        tick(look, needed / 100),
    ]
    if sheet.closed:
        return blocks(look_lines(look, sheet))
    return blocks(
        look_lines(look, sheet),
        [heading("So far", right=f"{entered} of {of} entered")],
        _points_block(look, sheet) if sheet.assessment.all_entered else [],
        coverage,
        _proposal(look, sheet) if sheet.assessment.all_entered else _hidden(),
        _gaps(look, sheet) if sheet.assessment.all_entered else [],
        _criticals(look, sheet),
        _played(look, sheet),
        _card(look, sheet),
        _case(look, sheet),
        fit_words(look, fits) if sheet.finished_at else [],
    )


def _hidden() -> list[Line]:
    return list(text("Points and proposal show when all is entered.", "muted"))


def _points_block(look: Look, sheet: Sheet) -> list[Line]:
    score = sheet.assessment.score
    if score is None:
        return []
    milestone = sheet.milestone
    return [
        pair("Points", ((f"{score:.1f}", "bold"),)),
        bar(look, score / 100),
        tick(look, milestone.pass_mark / 100, f"pass {milestone.pass_mark:g} ±{milestone.borderline:g}"),
    ]


def _proposal(look: Look, sheet: Sheet) -> list[Line]:
    glyph, word = PROPOSALS[sheet.assessment.proposal]
    return [heading("Proposal"), item(look, glyph, word), *text(sheet.assessment.reason, "muted")]


def _gaps(look: Look, sheet: Sheet) -> list[Line]:
    names = {line.criterion.id: line.criterion.name for line in sheet.lines}
    found = sorted((score for score in sheet.assessment.scores if score.gap > 0), key=lambda score: -score.gap)[:2]
    if not found:
        return []
    sign = "x" if look.ascii_only else "×"
    rows = [
        pair(cut(names[score.criterion], 26, look.dots), f"{score.weight:g} {sign} {100 - (score.points or 0):.0f}")
        for score in found
    ]
    return [heading("Largest gaps"), *rows]


def _criticals(look: Look, sheet: Sheet) -> list[Line]:
    if not sheet.criticals:
        return []
    rows = []
    for noted in sheet.criticals:
        state = "cleared" if noted.cleared else f"with {noted.second}" if noted.second else "second name missing"
        rows.append(item(look, "void" if noted.cleared else "stopped", cut(noted.quote, 18, look.dots), state))
    return [heading("Critical errors"), *rows]


def _card(look: Look, sheet: Sheet) -> list[Line]:
    """The points that the person wants to make."""
    if not sheet.points:
        return []
    rows = [
        Line(
            (
                (str(FIRST_POINT + number - 1), "bold accent"),
                (" ", ""),
                look.glyph("done" if number in sheet.made else "open"),
                (f" {point}", ""),
            )
        )
        for number, point in enumerate(sheet.points, 1)
    ]
    asked = text("Not asked for counts against the interview, not the person.", "muted")
    head = heading("Points to be made", right=f"{len(sheet.made)} of {len(sheet.points)}")
    return [head, *rows, GAP, *asked]


def _case(look: Look, sheet: Sheet) -> list[Line]:
    """How the interview went for the person, as far as it was noted."""
    lines = case_lines(look, sheet, with_points=False)
    if not lines and sheet.milestone.id in INTERVIEWS and not sheet.finished_at and not sheet.card:
        lines = [Line((("V", "bold accent"), (" what was asked, and their chance", "muted")))]
    return [heading("Their case"), *lines] if lines else []


def strip(look: Look, sheet: Sheet) -> Pieces:
    """The pane in one line, for 80 columns."""
    if sheet.closed:
        return look_strip(look, sheet)
    seen, needed = _coverage(sheet)
    coverage: Pieces = (("Coverage ", "muted"), (f"{seen} of {needed}", "due" if seen < needed else ""))
    if not sheet.assessment.all_entered:
        so_far: Pieces = ((f"{sheet.entered} of {len(sheet.lines)} entered", ""),)
        return join([so_far, coverage, look_strip(look, sheet)])
    glyph, word = PROPOSALS[sheet.assessment.proposal]
    score = sheet.assessment.score
    milestone = sheet.milestone
    points: Pieces = (
        ()
        if score is None
        else (
            ("Points ", "muted"),
            (f"{score:.1f}", "bold"),
            (f"  pass {milestone.pass_mark:g} ±{milestone.borderline:g}", "muted"),
        )
    )
    return join([points, () if sheet.cards else coverage, look.state(glyph, word), look_strip(look, sheet)])
