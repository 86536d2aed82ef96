"""What the call console says: card, facts, checks, marks, ratings, what happened, and what runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import ScoringType
from domain.workbook import calls
from domain.workbook.calls import JotKind, Phase
from tui.lines import GAP, Line, heading, text
from tui.safe_text import cut, pad, width, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.call import Counts, Entry, Session
    from domain.model.role_plays import CallKit, CallMark, Scenario
    from domain.workbook.attempts import Line as Rated
    from domain.workbook.attempts import Sheet
    from tui.look import Look
    from tui.safe_text import Piece, Pieces
    from tui.screens.call_keys import ShownKeys

CARD_CELLS, FACT_CELLS = 32, 36
SCALE = (1, 2, 3, 4, 5)
YES, NO = 5, 1
BESIDE_CELLS = 40
"""Of the ratings at 80 columns, before the anchors."""
MARK_CELLS, MARK_GAP, LABEL_CELLS = 22, 3, 16


def mmss(milliseconds: int) -> str:
    """A moment as the clock shows it."""
    return calls.clock_words(milliseconds)


# what to read --------------------------------------------------------------------------------------------------------


def card(look: Look, scenario: Scenario) -> list[Line]:
    """Who the assessor is, what stands on the candidate's card, and what may and may not be done."""
    persona, found = scenario.persona, scenario.card
    lines = [heading(cut(f"You are {persona.name if persona else 'the customer'}", CARD_CELLS, look.dots))]
    lines += text(persona.manner if persona else "", "muted", CARD_CELLS) if persona else []
    lines += text(scenario.setup, "muted", CARD_CELLS) if scenario.setup else []
    if found is not None:
        lines += [GAP, *text(f"Card: {' '.join(found.facts)}", "muted", CARD_CELLS), GAP]
        lines += _listed("May", found.may_offer)
        lines += _listed("Not", found.may_not)
    return lines


def _listed(word: str, items: Sequence[str]) -> list[Line]:
    """'May' with each item under the other, wrapped behind the word."""
    lines: list[Line] = []
    for item in items:
        for part in wrap(item, CARD_CELLS - 5):
            lines.append(Line((((word if not lines else "").ljust(5), ""), (part, "muted"))))
    return lines


def facts(
    look: Look, scenario: Scenario, session: Session | None, counts: Counts, keys: ShownKeys, *, tall: bool
) -> list[Line]:
    """The hidden facts with what unlocks them, and the checks; each with its key and the moment it was done."""
    entries = session.entries if session is not None else ()
    found = {entry.key: entry for entry in entries if entry.kind is JotKind.FACT}
    done = [entry for entry in entries if entry.kind is JotKind.CHECK]
    lines = [heading("Facts found", right=f"{counts.facts} of {counts.facts_of}")]
    for number, fact in enumerate(scenario.hidden_facts):
        entry = found.get(str(number))
        lines += _fact(look, keys.fact(number), fact.if_asked, fact.reveal, entry, tall=tall)
    checks = scenario.card.must_verify if scenario.card else ()
    if tall:
        of = f"{counts.checks} of {counts.checks_of}" if checks else "none on the card"
        lines += [GAP, heading("Checks first", right=of)]
    for number, check in enumerate(checks):
        words = check[:1].upper() + check[1:]
        lines.append(_keyed(look, keys.check, words, done[number] if number < len(done) else None))
    return lines


def _fact(look: Look, key: str, asked: str, reveal: str, entry: Entry | None, *, tall: bool) -> list[Line]:
    lines = [_keyed(look, key, asked, entry)]
    room = FACT_CELLS - 4
    told = wrap(reveal, room) if tall else [cut(reveal, room, look.dots)]
    return [*lines, *(Line(((part, "muted"),), at=4) for part in told)]


def _keyed(look: Look, key: str, words: str, entry: Entry | None) -> Line:
    done = entry is not None
    glyph = look.glyph("done" if done else "open", "")
    right = ((mmss(entry.at), "muted"),) if entry is not None else ()
    return Line(((key, "bold accent"), (" ", ""), glyph, (f" {words}", "muted" if done else "")), right)


def say(look: Look, scenario: Scenario, session: Session | None, now: int, keys: ShownKeys) -> list[Line]:
    """What the assessor says next: the opening line, and the curveball from ten seconds before it is due."""
    elapsed = calls.clock(session, now) if session else 0
    phase = session.phase if session else None
    said = session is not None and any(entry.kind is JotKind.SAID for entry in session.entries)
    if phase is Phase.RUNNING and elapsed >= calls.CURVEBALL_SOON and not said:
        late = elapsed >= calls.CURVEBALL
        head: Pieces = (("Say now" if late else "Say soon", "bold due"), (f"  due at {mmss(calls.CURVEBALL)}", "muted"))
        return [
            Line(head, ((keys.said, "bold accent"), (" said it", "muted"))),
            GAP,
            *_spoken(look, scenario.curveball),
        ]
    if phase is Phase.OVER or elapsed >= calls.CURVEBALL_SOON:
        return []
    due = ((f"surprise at {mmss(calls.CURVEBALL)}", "muted"),)
    return [Line((("Begin with", "bold"),), due), GAP, *_spoken(look, scenario.opening_line)]


def _spoken(look: Look, words: str) -> list[Line]:
    first, last = ('"', '"') if look.ascii_only else ("“", "”")
    told = wrap(f"{first}{words}{last}", 35)
    return [Line((((" " if n else "") + part, "bold"),)) for n, part in enumerate(told)]


def success(look: Look, scenario: Scenario) -> list[Line]:
    """What a good call holds, to be read before it starts."""
    return [
        heading("A good call", "while it runs, the marks stand here"),
        *(Line((look.glyph("to_come"), (f" {cut(each, 68, look.dots)}", "muted"))) for each in scenario.success),
    ]


# marks ---------------------------------------------------------------------------------------------------------------


def marks(look: Look, kit: CallKit, session: Session, keys: ShownKeys) -> list[Line]:
    """The letters with what they mean and how often they were pressed, three in a row."""
    cells = [_mark(look, mark, session, keys.mark(mark.key)) for mark in kit.marks]
    lines = [heading("Marks", "one key each, u takes one back")]
    for start in range(0, len(cells), 3):
        row: list[Piece] = []
        for n, cell in enumerate(cells[start : start + 3]):
            row += [(" " * MARK_GAP, "")] if n else []
            row += cell
        lines.append(Line(tuple(row)))
    return lines


def _mark(look: Look, mark: CallMark, session: Session, key: str) -> list[Piece]:
    mine = [entry for entry in session.entries if entry.kind is JotKind.MARK and entry.key == mark.key]
    runs = any(entry.until == -1 for entry in mine)
    label = pad(cut(mark.label, LABEL_CELLS, look.dots), LABEL_CELLS)
    number = str(len(mine)) if mine else look.sign("not_needed")
    room = MARK_CELLS - len(key) - 1 - LABEL_CELLS
    role = "bold due" if runs else "" if mine else "muted"
    return [(key, "bold accent"), (f" {label}", role), (pad(number, room, right=True), "bold" if mine else "muted")]


def runs(
    look: Look, kit: CallKit, scenario: Scenario, session: Session, now: int, keys: ShownKeys
) -> list[tuple[Pieces, Pieces]]:
    """What is being timed, a line each: the hold or the silence that runs, and who waits in a chat."""
    elapsed = calls.clock(session, now)
    lines: list[tuple[Pieces, Pieces]] = []
    entry = calls.open_mark(session)
    mark = kit.mark(entry.key) if entry is not None else None
    if entry is not None and mark is not None:
        lasts = elapsed // 1000 - entry.at // 1000
        left: Pieces = (
            look.glyph("late"),
            (f" {mark.label.capitalize()}  {mmss(lasts * 1000)}", "bold due"),
            (f"  since {mmss(entry.at)}{_counts_at(mark, lasts)}", ""),
        )
        lines.append((left, ((keys.mark(mark.key), "bold accent"), (" stop", "muted"))))
    for number, name in enumerate(scenario.customers[: len(kit.replies)]):
        lines.append(_waits(look, kit, session, number, name, elapsed, keys))
    return lines


def _counts_at(mark: CallMark, lasts: int) -> str:
    if not mark.from_seconds:
        return ""
    at = mmss(mark.from_seconds * 1000)
    return ", counts" if lasts >= mark.from_seconds else f", mark counts at {at}"


def _waits(
    look: Look, kit: CallKit, session: Session, number: int, name: str, elapsed: int, keys: ShownKeys
) -> tuple[Pieces, Pieces]:
    """How long one customer of a chat has waited, against what is allowed."""
    letter = kit.replies[number]
    key: Piece = (keys.mark(letter), "bold accent")
    gap = next((gap for gap in session.gaps if gap.customer == number and gap.until is None), None)
    who = cut(name, 16, look.dots)
    if gap is None:
        return (look.glyph("done"), (f" {who} has an answer", "muted")), (key, (" writes again", "muted"))
    lasts = elapsed // 1000 - gap.at // 1000
    limit = kit.first_reply if gap.at == 0 else kit.longest_gap
    late = lasts >= limit
    words = f"  since {mmss(gap.at)}, {'first answer' if gap.at == 0 else 'answer'} due in {mmss(limit * 1000)}"
    left: Pieces = (
        look.glyph("late" if late else "open"),
        (f" {who} waits  {mmss(lasts * 1000)}", "bold due" if late else "bold"),
        (words, "" if late else "muted"),
    )
    return left, (key, (" answered", "muted"))


def summary(kit: CallKit, counts: Counts) -> Pieces:
    """What was counted so far, on one line."""
    if kit.replies:
        told = [f"longest wait {mmss(counts.longest_gap)}"]
    else:
        told = [f"longest silence {mmss(counts.longest_silence)}", f"holds {counts.holds}"]
    first = "no question yet" if counts.first_question is None else f"first question {mmss(counts.first_question)}"
    return (("   ".join([*told, f"repeats {counts.repeats}", first]), "muted"),)


# ratings -------------------------------------------------------------------------------------------------------------


def rating_lines(look: Look, sheet: Sheet, at: int, cells: int) -> list[Line]:
    """A row for each criterion: its scale, with the digits on the focused one."""
    return [_rating_line(look, line, n == at, cells) for n, line in enumerate(sheet.lines)]


def _rating_line(look: Look, line: Rated, here: bool, cells: int) -> Line:
    right = _scale(look, line, here)
    name = cut(line.criterion.name, cells - width(right) - 1, look.dots)
    return Line(((name, ""),), right, id=line.criterion.id, name=0)


def _scale(look: Look, line: Rated, here: bool) -> Pieces:
    kind, rating = line.criterion.scoring.type, line.rating
    if rating is not None and not rating.observed:
        return (look.glyph("not_needed"), (" not observed", "muted"))
    value = round(rating.value) if rating is not None else 0
    if kind is ScoringType.NUMERIC:
        return ((f"{rating.value:g}" if rating is not None else "on the score sheet", "muted"),)
    if kind is ScoringType.CHECK:
        return _check(look, value, here)
    pieces: list[Piece] = []
    for digit in SCALE:
        if digit == value:
            pieces.append((f" {digit} ", "bold filled"))
        else:
            pieces.append((f" {digit if here else look.sign('to_come')} ", "accent" if here else "muted"))
    return tuple(pieces)


def digit_at(line: Rated, x: int) -> int | None:
    """The rating under a cell of the scale of a focused criterion, counted from its first cell; None beside it."""
    if line.criterion.scoring.type is ScoringType.NUMERIC or x < 0:
        return None
    if line.criterion.scoring.type is ScoringType.CHECK:
        return NO if x < len(" 1 no ") else YES
    return x // 3 + 1 if x // 3 < len(SCALE) else None


def scale_cells(look: Look, line: Rated) -> int:
    """How wide the scale of a criterion is while it has the focus."""
    return width(_scale(look, line, True))


def _check(look: Look, value: int, here: bool) -> Pieces:
    if here:
        return tuple(
            (f" {digit} {word} ", "bold filled" if digit == value else "accent")
            for digit, word in ((NO, "no"), (YES, "yes"))
        )
    if not value:
        return (look.glyph("open", "muted"), (" check open", "muted"))
    return (look.glyph("done" if value == YES else "open", ""), (" yes" if value == YES else " no", ""))


def anchors(line: Rated, cells: int) -> list[Line]:
    """The anchors 1, 3 and 5 of a criterion."""
    chosen = round(line.rating.value) if line.rating is not None and line.rating.observed else 0
    found: list[Line] = []
    for rating, words in sorted(line.criterion.anchors.items()):
        role = "" if rating == chosen else "muted"
        for n, part in enumerate(wrap(words, cells - 2)):
            found.append(Line(((f"{rating if not n else ' '} {part}", role),)))
    return found


def side(look: Look, sheet: Sheet, at: int, happened: Sequence[Line], cells: int = 36) -> list[Line]:
    """The pane: ratings, anchors of the focused criterion, what happened."""
    entered = heading("Rate while it runs", right=f"{sheet.entered} of {len(sheet.lines)}")
    return [
        entered,
        GAP,
        *rating_lines(look, sheet, at, cells),
        GAP,
        *anchors(sheet.lines[at], cells),
        GAP,
        *happened,
    ]


def beside(look: Look, sheet: Sheet, at: int, cells: int = 72) -> list[Line]:
    """The same at 80 columns: ratings at the left, the anchors at their right."""
    left, gap = BESIDE_CELLS, 3
    told = anchors(sheet.lines[at], cells - left - gap)
    lines = [heading("Rate while it runs", right=f"{sheet.entered} of {len(sheet.lines)} entered, Tab card")]
    for n, line in enumerate(rating_lines(look, sheet, at, left)):
        space = " " * max(1, left - width(line.left) - width(line.right) + 0)
        row: Pieces = (*line.left, (space, ""), *line.right)
        if n < len(told):
            row = (*row, (" " * gap, ""), *told[n].left)
        lines.append(Line(row, id=line.id, name=0))
    return lines


# what happened -------------------------------------------------------------------------------------------------------


def log(
    look: Look,
    kit: CallKit,
    scenario: Scenario,
    session: Session | None,
    errors: Mapping[str, str],
    keys: ShownKeys,
) -> list[Line]:
    """What happened, newest first."""
    lines = [heading("What happened", right="newest first")]
    if session is None or not session.started:
        return [*lines, Line((("nothing yet", "muted"),))]
    for entry in reversed(session.entries):
        lines += _happened(look, kit, scenario, entry, errors, keys)
    lines.append(Line((("0:00  ", "muted"), look.glyph("here"), (" call started", ""))))
    return lines


def _happened(
    look: Look, kit: CallKit, scenario: Scenario, entry: Entry, errors: Mapping[str, str], keys: ShownKeys
) -> list[Line]:
    sign, words, role = _told(look, kit, scenario, entry, errors, keys)
    at = pad(mmss(entry.at), 6)
    line = Line(((at, "muted"), (sign, role or "bold"), (f" {words}", role)))
    if not entry.quote:
        return [line]
    return [line, Line(((cut(f'"{entry.quote}"', 28, look.dots), "muted"),), at=8)]


def _told(
    look: Look, kit: CallKit, scenario: Scenario, entry: Entry, errors: Mapping[str, str], keys: ShownKeys
) -> tuple[str, str, str]:
    """Sign, words and role of one line of what happened."""
    number = int(entry.key) if entry.key.isdigit() else 0
    match entry.kind:
        case JotKind.MARK:
            mark = kit.mark(entry.key)
            return keys.mark(entry.key), f"{mark.label if mark else 'mark'}{_lasted(entry)}", ""
        case JotKind.FACT:
            return keys.fact(number), f"fact: {scenario.hidden_facts[number].if_asked}", ""
        case JotKind.CHECK:
            return keys.check, scenario.card.must_verify[number] if scenario.card else "check", ""
        case JotKind.SAID:
            return keys.said, "the surprise was said", ""
        case JotKind.REPLY:
            return keys.mark(kit.replies[number]), f"{scenario.customers[number]}: line", ""
        case JotKind.FLAG:
            return look.sign("stopped"), errors.get(entry.key, "critical error"), "stop"
    return keys.quote, "words said", ""


def _lasted(entry: Entry) -> str:
    if entry.until is None:
        return ""
    return ", running" if entry.until == -1 else f" {mmss(entry.until - entry.at)}"
