"""What the slip screen says at the left: the draft as rows, and what is still missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.model.slip import ImprovementDraft
from domain.model.terms import MilestoneId, Result
from domain.workbook.slip_shaping import IMPROVEMENT, MAX_WORDS, STRENGTH, parts_of, point_at, points_of, text_at
from domain.workbook.wording import day_month, weekday_day_month
from tui.results import RESULTS
from tui.safe_text import clean, without_names
from tui.widgets.slip_fields import SlipRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from domain.model.catalogue import Chip
    from domain.model.slip import Finding
    from domain.workbook.slip_desk import Desk
    from domain.workbook.slip_shaping import Place, Point
    from tui.look import Look
    from tui.safe_text import Piece, Pieces

TIPS_SHOWN = 4
"""Tips listed on the screen; the rest are behind the next digit."""
VALUE_CELLS = 36
"""Cells of a value where the screen is 120 wide."""

_HEADS = {STRENGTH: "Went well", IMPROVEMENT: "Work on"}
_HINTS = {
    "moment": "when it was: on question 2",
    "act": 'what they did, or "their words"',
    "effect": "what would a caller think?",
    "drill": "one drill, starting with a verb",
    "target": "how they know that it worked",
    "better": "what got better since last time",
    "free_text": "one line of your own",
}
_PARTS = {
    "moment": "moment",
    "act": "what they did",
    "effect": "effect",
    "drill": "drill",
    "minutes": "minutes a day",
    "target": "target",
}
_PLACES = {"next_tip": "next tip", "next_date": "date", "opening": "result", "greeting": "name", "critical": "reason"}
EVIDENCE = ("moment", "act", "effect")
FIRST_DAY, NO_FIRST_DAY = "first day of the class: g o", "no first day yet: g o"


# Places.


def stop_of(finding: Finding) -> Place:
    """The row where something can be done about a finding."""
    if finding.place in ("next_date", "opening", "greeting", "critical", ""):
        return "result"
    return finding.place.replace(" minutes", " drill")


def row_of(finding: Finding) -> Place:
    """The id of that row: for the tip, its first choice."""
    stop = stop_of(finding)
    return f"{stop} 1" if stop == "next_tip" else stop


def group_of(place: Place) -> Place:
    """The point or block that a row belongs to: 'strength 1' of 'strength 1 act'."""
    kind, index, _ = parts_of(place)
    return f"{kind} {index + 1}" if kind in _HEADS and index >= 0 else kind


def is_evidence(place: Place) -> bool:
    """Whether a ready piece of evidence can go here: a head or one of its three evidence fields."""
    kind, index, part = parts_of(place)
    return kind in _HEADS and index >= 0 and part in ("", *EVIDENCE)


def is_text(place: Place) -> bool:
    """Whether words can be written here."""
    return parts_of(place)[2] in (*EVIDENCE, "drill", "target") or place in ("better", "free_text")


def hint_of(place: Place) -> str:
    """What an empty field asks for."""
    return _HINTS.get(parts_of(place)[2] or place, "")


def chips_of(desk: Desk, place: Place) -> tuple[Chip, ...]:
    """The ready pieces of evidence for a point: good ones for what went well, the others for what to work on."""
    point, kind = point_at(desk.slip.draft, place), parts_of(place)[0]
    if point is None:
        return ()
    try:
        criterion = desk.slip.milestone.criterion(point.criterion)
    except KeyError:
        return ()
    return tuple(chip for chip in criterion.chips if chip.good is (kind == STRENGTH))


def called(desk: Desk) -> str:
    """How the person is greeted: 'Joan'."""
    return desk.slip.document.greeting.partition(" ")[2].strip(" ,.!:") or desk.slip.name


def hider(look: Look, desk: Desk) -> Callable[[str], str]:
    """What takes the person's own name out of any text while names are hidden."""
    names = (desk.slip.name, called(desk)) if look.hide_names else ()
    return lambda text: without_names(text, names)


# What is missing.


def missing(desk: Desk) -> list[Finding]:
    """What stands against delivery, in the order of the screen."""
    order = ["result", "better", "strength", "improvement", "next_tip", "free_text"]

    def at(finding: Finding) -> tuple[int, int]:
        kind, index, _ = parts_of(stop_of(finding))
        return order.index(kind) if kind in order else 0, index

    return sorted(desk.slip.blocks, key=at)


def lacks_first_day(desk: Desk) -> bool:
    """Whether the slip of a passed offer waits for the first day of the class, which is no field of the slip."""
    draft = desk.slip.draft
    offer = draft.milestone is MilestoneId.OFFER and draft.result is Result.PASSED
    return offer and any(finding.place == "next_date" for finding in desk.slip.blocks)


def in_words(finding: Finding) -> bool:
    """Whether words are there that must change, in place of something that is missing."""
    return bool(finding.text) or finding.rule in ("F18", "F19")


def what_is_open(desk: Desk) -> str:
    """'2 missing', '1 to change' or both; '' when it can go."""
    blocks = desk.slip.blocks
    change = sum(in_words(finding) for finding in blocks)
    counts = ((len(blocks) - change, "missing"), (change, "to change"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def what_is_missing(desk: Desk) -> str:
    """'2 missing: effect, next tip'."""
    names = [_name_of(finding) for finding in missing(desk)]
    if lacks_first_day(desk):
        names = [FIRST_DAY if name == _PLACES["next_date"] else name for name in names]
    listed = ", ".join(dict.fromkeys(names))
    return f"{what_is_open(desk)}: {listed}"


def _name_of(finding: Finding) -> str:
    if finding.text:
        return f'"{clean(finding.text)}"'
    kind, _, part = parts_of(finding.place)
    return _PARTS.get(part) or _PLACES.get(kind) or finding.message


def warning_words(finding: Finding) -> str:
    """A warning or hint with where it is: 'work on 2: not one of the largest gaps; say why'."""
    kind, index, _ = parts_of(finding.place)
    where = f"{_HEADS[kind].lower()} {index + 1}: " if kind in _HEADS and index >= 0 else ""
    found = f' ("{clean(finding.text)}")' if finding.text and len(finding.text) < 40 else ""
    return f"{where}{finding.message}{found}"


# The rows at the left.


def rows(look: Look, desk: Desk, *, free_line: bool = False) -> list[SlipRow]:
    """The draft as fields; a delivered slip as plain lines that nothing changes."""
    hide = hider(look, desk)
    found = [_result(look, desk), *_better(look, desk, hide), SlipRow()]
    for kind in (STRENGTH, IMPROVEMENT):
        points = points_of(desk.slip.draft, kind)
        for number, point in enumerate(points, 1):
            rows_of = _point(look, desk, f"{kind} {number}", point, hide)
            found += [row for row in rows_of if row.value or not desk.frozen]
            found.append(SlipRow())
        if not points:
            found += [_nothing(look, desk, kind), SlipRow()]
    found += _tips(look, desk, hide)
    if free_line or desk.slip.draft.free_text:
        found += [SlipRow(), _field(look, desk, "free_text", (("Free line", "muted"),), hide)]
    return found


def _result(look: Look, desk: Desk) -> SlipRow:
    draft = desk.slip.draft
    glyph, word = RESULTS[draft.result]
    if draft.ending is not None:
        glyph, word = ("done" if draft.ending.value == "hired" else "stopped"), draft.ending.replace("_", " ")
    when = (f"  {NO_FIRST_DAY}", "due") if lacks_first_day(desk) else (f"  {_date_words(desk)}", "muted")
    value = (look.glyph(glyph, ""), (f" {word}", ""), when)
    return SlipRow(label=(("Result", "bold"),), value=value, head=True)


def _date_words(desk: Desk) -> str:
    draft = desk.slip.draft
    if draft.next_date is None:
        return ""
    day = day_month(draft.next_date, desk.today)
    if draft.ending is not None:
        return day
    if draft.result is Result.PASSED:
        when = f"on {weekday_day_month(draft.next_date)}" if draft.next_booked else f"we tell by {day}"
        return f"{desk.following}, {when}" if desk.following else when
    words = {Result.ON_HOLD: "we tell by", Result.VOID: "retake", Result.INCOMPLETE: "go on from"}
    return f"{words.get(draft.result, 'again from')} {day}"


def _better(look: Look, desk: Desk, hide: Callable[[str], str]) -> list[SlipRow]:
    label: Pieces = (("Better now", "muted"),)
    return [_field(look, desk, "better", label, hide)] if desk.slip.draft.better else []


def _point(look: Look, desk: Desk, place: Place, point: Point, hide: Callable[[str], str]) -> Iterator[SlipRow]:
    kind, index, _ = parts_of(place)
    yield SlipRow(
        id="" if desk.frozen else place,
        head=True,
        glyph=_state(look, desk, place),
        label=((f"{_HEADS[kind]} {index + 1}", "bold"),),
        value=_title(look, desk, point),
    )
    for part in EVIDENCE:
        yield _field(look, desk, f"{place} {part}", ((_label(part, point), "muted"),), hide)
    if isinstance(point, ImprovementDraft):
        dose: Pieces = ((f", {point.minutes} min", "muted"),) if point.drill and point.minutes else ()
        yield _field(look, desk, f"{place} drill", (("Drill", "muted"), *dose), hide)
        yield _field(look, desk, f"{place} target", (("Target", "muted"),), hide)


def _label(part: str, point: Point) -> str:
    if part == "act":
        return "You said" if point.evidence.act.lstrip()[:1] in ('"', "“", "'") else "You did"
    return part.capitalize()


def _title(look: Look, desk: Desk, point: Point) -> Pieces:
    """The criterion, and behind it the gap if both fit in the narrowest column: a name is not cut for it."""
    gap = gap_words(look, desk, point)
    if gap and len(point.title) + len(gap) + 2 <= VALUE_CELLS:
        return ((point.title, ""), (f", {gap}", "muted"))
    return ((point.title, ""),)


def gap_words(look: Look, desk: Desk, point: Point) -> str:
    """'gap 20 × 75': the weight, and what lacks to 100; '' for what went well."""
    gap = desk.gaps.get(point.criterion)
    if gap is None or not isinstance(point, ImprovementDraft) or point.gap <= 0:
        return ""
    return f"gap {gap.weight:g} {'x' if look.ascii_only else '×'} {gap.lacks:.0f}"


def _state(look: Look, desk: Desk, place: Place) -> Pieces:
    gaps = any(group_of(stop_of(finding)) == place for finding in desk.slip.blocks)
    return (look.glyph("open", "due"),) if gaps else (look.glyph("done"),)


def _in_english(desk: Desk, *places: Place) -> Pieces:
    """A quiet mark before what will be read in English in a slip of another language."""
    return (("English: ", "muted"),) if any(place in desk.in_english for place in places) else ()


def _field(look: Look, desk: Desk, place: Place, label: Pieces, hide: Callable[[str], str]) -> SlipRow:
    text = hide(text_at(desk.slip.draft, place))
    lacks = any(stop_of(finding) == place for finding in desk.slip.blocks)
    if lacks:
        label = tuple((words, "due") for words, _ in label)
    glyph: Pieces = (look.glyph("open" if lacks else "done", "due" if lacks else None),) if place == "free_text" else ()
    value: Pieces = ((text, ""),) if text else () if desk.frozen else ((_stand_in(desk, place), "muted"),)
    value = (*_in_english(desk, place), *value)
    return SlipRow(id="" if desk.frozen else place, glyph=glyph, label=label, value=value, field=not desk.frozen)


def _stand_in(desk: Desk, place: Place) -> str:
    """What an empty field shows: the catalogue's sentence where one takes its place, else what it asks for."""
    point = point_at(desk.slip.draft, place)
    if parts_of(place)[0] == STRENGTH and place.endswith("effect"):
        return getattr(point, "text", "") or hint_of(place)
    return hint_of(place)


def _nothing(look: Look, desk: Desk, kind: str) -> SlipRow:
    place = f"{kind} 1"
    lacks = any(stop_of(finding) == place for finding in desk.slip.blocks)
    word: Piece = ("one is needed, + adds it", "due") if lacks else ("none needed, + adds one", "muted")
    glyph: Pieces = (look.glyph("open", "due"),) if lacks else ()
    if desk.frozen:
        word = ("none", "muted")
    return SlipRow(
        id="" if desk.frozen else place,
        head=True,
        glyph=glyph,
        label=((_HEADS[kind], "bold"),),
        value=(word,),
    )


def tips_of(desk: Desk) -> tuple[str, ...]:
    """The tips to choose from; one that was chosen and fits no more stands first."""
    chosen = desk.slip.draft.next_tip
    return desk.tips if not chosen or chosen in desk.tips else (chosen, *desk.tips)


def tip_word(desk: Desk) -> str:
    """What the tip is for, as a label: 'Next mock call'."""
    words = re.sub(r"^For (?:the |your )?", "", desk.slip.document.tip_heading)
    return words[:1].upper() + words[1:] if 0 < len(words) <= 15 else "Next tip"


def _tips(look: Look, desk: Desk, hide: Callable[[str], str]) -> Iterator[SlipRow]:
    chosen, tips = desk.slip.draft.next_tip, tips_of(desk)
    head = SlipRow(head=True, glyph=_state(look, desk, "next_tip"), label=((tip_word(desk), "bold"),))
    if desk.frozen:
        yield SlipRow(head=True, glyph=head.glyph, label=head.label, value=((hide(desk.tip_words[chosen]), ""),))
        return
    asks: Pieces = () if chosen else (("choose one tip", "due"),)
    yield SlipRow(head=True, glyph=head.glyph, label=head.label, value=asks)
    shown = tips[:TIPS_SHOWN]
    if chosen in tips[TIPS_SHOWN:]:
        shown = (*tips[: TIPS_SHOWN - 1], chosen)
    for number, tip in enumerate(shown, 1):
        digit = (f" {number} ", "bold filled" if tip == chosen else "bold accent")
        words = hide(desk.tip_words.get(tip, tip))
        yield SlipRow(id=f"next_tip {number}", value=(digit, (words, "" if tip == chosen else "muted")))
    if len(tips) > len(shown):
        more = ((f" {len(shown) + 1} ", "bold accent"), (f"{len(tips) - len(shown)} more", "muted"))
        yield SlipRow(id=f"next_tip {len(shown) + 1}", value=more)


def shown_tips(desk: Desk) -> tuple[str, ...]:
    """The tips that have a digit on the screen."""
    tips, chosen = tips_of(desk), desk.slip.draft.next_tip
    if chosen in tips[TIPS_SHOWN:]:
        return (*tips[: TIPS_SHOWN - 1], chosen)
    return tips[:TIPS_SHOWN]


def help_line(look: Look, desk: Desk, place: Place, writing: str | None) -> Pieces:
    """What can be done with the focused row: ready pieces of evidence, another drill, or what to ask oneself."""
    if desk.frozen:
        return (("Frozen word for word as it was read.", "muted"),)
    if place == "free_text":
        left = MAX_WORDS - len(writing if writing is not None else desk.slip.draft.free_text)
        return (("Would I say this aloud to anyone here?", ""), (f"  {left} left", "muted"))
    point = point_at(desk.slip.draft, place)
    if point is None:
        return ()
    if place.endswith((" drill", " target")):
        drill = desk.drills.get(point.criterion)
        said = f"{drill.number} of {drill.of}" if drill and drill.number else "own words"
        return (("d", "bold accent"), (" other drill", "muted"), (f"  {said}", "muted")) if drill else ()
    pieces: list[Piece] = []
    if not parts_of(place)[2]:
        pieces += [("s" if parts_of(place)[0] == STRENGTH else "i", "bold accent"), (" other  ", "muted")]
    for number, chip in enumerate(chips_of(desk, place), 1):
        pieces += [(str(number), "bold accent"), (f" {chip.label}  ", "muted")]
    return tuple(pieces)
