"""The lines of the ladder: its levels from the top down, what the next one asks for, and the tip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.ladder import How
from domain.workbook.wording import day_month, inside, years
from tui.lines import PANE_WIDTH, Line, blocks, heading, item, text
from tui.safe_text import pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from domain.model.catalogue import LadderStep
    from domain.workbook.journeys import Page
    from domain.workbook.ladder import Asked, Ladder, Proof, Standing
    from tui.look import Look
    from tui.safe_text import Pieces

TEXT = 72
NAME = 26
LEVEL, ASKS, PROOF, SET = "level", "asks", "proof", "set"
"""Kinds of lines that Enter does something on, before the colon of their ids."""
SAID = {How.INTERNAL: "They say that they work here.", How.RETURNING: "They say that they worked here before."}


def lines(look: Look, found: Ladder, today: date) -> tuple[Line, ...]:
    """Return the whole ladder."""
    return blocks(
        [*text(sentence(found, today), "bold", TEXT), *_known(look, found, today)],
        [heading("Levels", "from the top"), *(_level(look, found, step, today) for step in reversed(found.steps))],
        _asked_for(look, found, today),
        [heading("Shown before"), *_proofs(look, found.others, today, told=True)] if found.others else [],
    )


def sentence(found: Ladder, today: date) -> str:
    """Return where they stand, in one sentence."""
    if found.standing is None:
        return "Not on the ladder yet."
    stand, above = found.standing.stand, found.standing.next
    name, since = inside(stand.step.name), stand.place.since
    if not stand.works:
        return f"Worked here before, as {name}."
    verb = f"Begins as {name} on" if since > today else f"{stand.step.name} since"
    upward = f" Next is {inside(above.name)}." if above else " That is the top."
    return f"{verb} {day_month(since, today)}.{upward}"


def _known(look: Look, found: Ladder, today: date) -> list[Line]:
    """How it is known, and by whom."""
    if found.standing is None:
        said = SAID[found.says] if found.says else "Nobody has hired them here, or said that they work here."
        return [
            *text(f"{said} A hire puts them on it by itself.", "muted", TEXT),
            Line((("l", "bold accent"), ("  say which level they have here, or had", "")), id=SET),
        ]
    place = found.standing.stand.place
    if place.how is How.HIRED or found.noted is None:
        return list(text("We hired them.", "muted", TEXT))
    how = {How.INTERNAL: "Works here, noted", How.UP: "Moved up, noted"}.get(place.how, "Noted")
    why = f": {place.why}" if place.why else ""
    by = f"by {look.name(place.who)} on {day_month(found.noted, today)}"
    return list(text(f"{how} {by}{why}.", "muted", TEXT))


def _level(look: Look, found: Ladder, step: LadderStep, today: date) -> Line:
    """One level; the one that is looked at says so."""
    at = found.standing.stand.step.level if found.standing else 0
    glyph = "here" if step.level == at else "done" if step.level < at else "to_come"
    looked = found.aim is not None and step.id == found.aim.id
    role = "bold" if step.level == at else "" if looked or step.level < at else "muted"
    right = _beside(found, step, looked, today)
    left: Pieces = (look.glyph(glyph), (f" {pad(step.name, NAME)}", role), (years(step.typical_time), "muted"))
    return Line(left, ((right, "accent" if looked else "muted"),) if right else (), id=f"{LEVEL}:{step.id}", name=1)


def _beside(found: Ladder, step: LadderStep, looked: bool, today: date) -> str:
    if found.standing and step.id == found.standing.stand.step.id:
        since = found.standing.stand.place.since
        return f"{'from' if since > today else 'since'} {day_month(since, today)}"
    if not looked:
        return ""
    return f"{sum(bool(one.proofs) for one in found.asked)} of {len(found.asked)} shown"


def _asked_for(look: Look, found: Ladder, today: date) -> list[Line]:
    if found.aim is None:
        return []
    told = [heading(f"What {inside(found.aim.name)} asks for"), *text(f"Tip: {found.aim.tip}", "muted", TEXT)]
    for number, one in enumerate(found.asked):
        told += _asked(look, one, number, today)
    return told


def _asked(look: Look, one: Asked, number: int, today: date) -> Iterator[Line]:
    last = one.proofs[-1] if one.proofs else None
    right = (day_month(last.day, today) if last else "open", "muted")
    said = one.words[:1].upper() + one.words[1:]
    yield Line((look.glyph("done" if last else "open"), (f" {said}", "")), (right,), id=f"{ASKS}:{number}", name=1)
    yield from _proofs(look, one.proofs, today)


def _proofs(look: Look, proofs: Sequence[Proof], today: date, *, told: bool = False) -> Iterator[Line]:
    """The evidence, with who noted it; with ``told``, what it is evidence of as well."""
    for proof in proofs:
        if told:
            said = proof.asks[:1].upper() + proof.asks[1:]
            yield Line((look.glyph("done"), (f" {said}", "")), ((day_month(proof.day, today), "muted"),))
        first, *more = wrap(look.private(proof.words), TEXT - 4)
        yield Line(((f"  {first}", ""),), id=f"{PROOF}:{proof.id}", name=0)
        yield from (Line(((f"  {line}", ""),)) for line in more)
        readable = "in their ladder file" if proof.told else "for the site"
        yield Line(((f"  {look.name(proof.who)}, {readable}", "muted"),))


def pane_lines(look: Look, page: Page, line_id: str, key: Pieces, test: Pieces) -> list[Line]:
    """Return where they stand for the pane of the person page; nothing for who is no part of the ladder."""
    found = [] if page.ladder is None else _stands(look, page.ladder, line_id, key)
    if page.ladder is None and page.says is not None:
        first, *more = wrap(SAID[page.says], PANE_WIDTH - 4)
        found = [Line((look.glyph("open"), (f" {first}", "")), key, id=line_id, name=1)]
        found += [Line(((f"  {line}", ""),)) for line in more]
    if found and page.may_add_test:
        found.append(item(look, "open", "For a lead role, add a test", test))
    return found


def _stands(look: Look, standing: Standing, line_id: str, key: Pieces) -> list[Line]:
    stand, above = standing.stand, standing.next
    here = stand.step.name if stand.works else f"Was {inside(stand.step.name)}"
    found = [Line((look.glyph("here"), (f" {here}", "")), key, id=line_id, name=1)]
    if above is not None:
        shown = f"{standing.shown} of {len(standing.asked)} shown"
        found.append(item(look, "to_come", f"Next: {inside(above.name)}", shown))
    return found
