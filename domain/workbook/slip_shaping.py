"""Changes to the draft of a slip: words at a place, points that come and go, another drill or tip."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from domain.model.errors import BadInput, Conflict
from domain.model.slip import Evidence, ImprovementDraft, SlipDraft, StrengthDraft
from domain.store.cleaning import clean
from domain.workbook import slips

if TYPE_CHECKING:
    from domain.model.catalogue import Chip
    from domain.store import Act
    from domain.workbook.workbook import Workbook

MAX_WORDS = 200
"""Characters of one field of a slip, the free line included."""
OWN_DRILL_MINUTES = 10
"""Minutes a day of a drill in the recruiter's own words, where the point had none before."""
STRENGTH, IMPROVEMENT = "strength", "improvement"
LEAST = 1
"""Points of each kind that a slip keeps."""

Point = StrengthDraft | ImprovementDraft
Place = str
"""Where words stand: 'strength 1 act', 'improvement 2 drill', 'better' or 'free_text', as in a `Finding`."""


def parts_of(place: Place) -> tuple[str, int, str]:
    """The kind, the position from 0 and the part of a place; -1 and '' where there is none."""
    kind, _, rest = place.partition(" ")
    number, _, part = rest.partition(" ")
    return kind, int(number) - 1 if number.isdigit() else -1, part


def points_of(draft: SlipDraft, kind: str) -> tuple[Point, ...]:
    """The strengths or the improvements; none for any other kind."""
    if kind == STRENGTH:
        return draft.strengths
    return draft.improvements if kind == IMPROVEMENT else ()


def point_at(draft: SlipDraft, place: Place) -> Point | None:
    """The point that a place belongs to."""
    kind, index, _ = parts_of(place)
    points = points_of(draft, kind)
    return points[index] if 0 <= index < len(points) else None


def text_at(draft: SlipDraft, place: Place) -> str:
    """The words at a place; '' where there are none."""
    if place in ("better", "free_text"):
        return str(getattr(draft, place))
    point, part = point_at(draft, place), parts_of(place)[2]
    if point is None or not part:
        return ""
    return str(getattr(point.evidence if part in ("moment", "act", "effect") else point, part))


def with_text(draft: SlipDraft, place: Place, text: str) -> SlipDraft:
    """The draft with other words at a place, cleaned and at most 200 characters; raises KeyError for no such place."""
    text = " ".join(clean(text, MAX_WORDS).split())
    if place == "better":
        return replace(draft, better=text)
    if place == "free_text":
        return replace(draft, free_text=text)
    point, part = point_at(draft, place), parts_of(place)[2]
    if point is None:
        raise KeyError(place)
    return with_point(draft, place, _point_with(point, part, text))


def _point_with(point: Point, part: str, text: str) -> Point:
    if part == "moment":
        return replace(point, evidence=replace(point.evidence, moment=text))
    if part == "act":
        return replace(point, evidence=replace(point.evidence, act=text))
    if part == "effect":
        return replace(point, evidence=replace(point.evidence, effect=text))
    if isinstance(point, ImprovementDraft) and part == "drill":
        own = -1 if text != point.drill else point.tip
        return replace(point, drill=text, tip=own, minutes=point.minutes or OWN_DRILL_MINUTES)
    if isinstance(point, ImprovementDraft) and part == "target":
        return replace(point, target=text)
    raise KeyError(part)


def with_point(draft: SlipDraft, place: Place, point: Point) -> SlipDraft:
    """The draft with another point at a place, or with one more where the place is just behind the last one."""
    kind, index, _ = parts_of(place)
    if isinstance(point, StrengthDraft):
        return replace(draft, strengths=(*draft.strengths[:index], point, *draft.strengths[index + 1 :]))
    assert kind == IMPROVEMENT
    return replace(draft, improvements=(*draft.improvements[:index], point, *draft.improvements[index + 1 :]))


def without_point(draft: SlipDraft, place: Place) -> SlipDraft:
    """The draft without the point at a place; BadInput where it is the last of its kind."""
    kind, index, _ = parts_of(place)
    points = points_of(draft, kind)
    if len(points) <= LEAST:
        word = "thing that went well" if kind == STRENGTH else "thing to work on"
        raise BadInput(f"One {word} stays on every slip.", "Take another one with s or i instead.")
    if kind == STRENGTH:
        return replace(draft, strengths=draft.strengths[:index] + draft.strengths[index + 1 :])
    return replace(draft, improvements=draft.improvements[:index] + draft.improvements[index + 1 :])


def with_chip(draft: SlipDraft, place: Place, chip: Chip) -> SlipDraft:
    """The draft with a ready piece of evidence in the point at a place; a moment that was written stays."""
    kind, index, _ = parts_of(place)
    point = point_at(draft, place)
    if point is None:
        raise KeyError(place)
    evidence = Evidence(point.evidence.moment or chip.moment, chip.act, chip.effect)
    return slips.set_evidence(draft, kind, index, evidence)


def follow(place: Place, before: SlipDraft, after: SlipDraft) -> Place:
    """The same place in another draft of the slip, found by its criterion; '' where the point is gone."""
    kind, _, part = parts_of(place)
    point = point_at(before, place)
    if point is None:
        return place if kind in ("better", "free_text") else ""
    for index, other in enumerate(points_of(after, kind)):
        if other.criterion == point.criterion:
            return f"{kind} {index + 1} {part}".rstrip()
    return ""


def write(wb: Workbook, slip_id: int, seen: SlipDraft, place: Place, text: str) -> str:
    """Store words at a place of an open slip, whatever else of it was changed since `seen` was read.

    Returns what somebody else wrote at that very place meanwhile, else ''. Conflict where the slip was delivered or
    the point was taken out; then nothing is stored.
    """

    def work(act: Act) -> str:
        slips.check_open(act, slip_id)
        row = act.row("select version, draft from slip where id = :id", id=slip_id)
        assert row is not None
        now = msgspec.json.decode(row["draft"], type=SlipDraft)
        here = follow(place, seen, now)
        if not here:
            raise Conflict("This point was taken out meanwhile.", "Add it again with +, then write.")
        theirs = text_at(now, here)
        changed = with_text(now, here, text)
        if changed == now:
            return ""
        act.update("slip", slip_id, row["version"], draft=slips.encode(changed))
        return theirs if theirs != text_at(seen, place) else ""

    return wb.store.do(f"slip: {_words(place)}", work)


def _words(place: Place) -> str:
    kind, index, part = parts_of(place)
    named = {STRENGTH: "went well", IMPROVEMENT: "work on", "free_text": "free line", "better": "what got better"}
    number = f" {index + 1}" if index >= 0 else ""
    what = {"act": "what was said or done"}.get(part, part)
    return f"{named.get(kind, kind)}{number} {what}".rstrip()
