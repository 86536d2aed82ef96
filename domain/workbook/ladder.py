"""The career ladder of a person who works here or worked here: their level, what the next one asks, what they showed.

Whom we hired stands at the entry level of the account; for everybody else somebody says by hand where they stand. The
words of an evidence are the site's own, as a private note is, unless whoever noted them let the person read them.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.ladder import How
from domain.model.lazily import dataclass
from domain.model.terms import Severity, State
from domain.rules import safety
from domain.rules.ladder import Place, Stand, above, stand
from domain.workbook import people
from domain.workbook.wording import day_month, inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.catalogue import LadderStep
    from domain.store import Act, Tx
    from domain.workbook.people import Person
    from domain.workbook.workbook import Workbook

MAX_WORDS = 500
"""Characters of an evidence, and of a reason."""
BY_HAND = (How.INTERNAL, How.RETURNING)
"""How somebody is set to a level by hand."""
WORDS = {
    How.HIRED: "hired by us",
    How.INTERNAL: "works here",
    How.RETURNING: "worked here before",
    How.UP: "moved up",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """Something that they have shown of what a level asks for."""

    id: int
    level: str
    asks: str
    """What was asked for, as the ladder worded it."""
    words: str
    day: date
    told: bool
    """Whether they may read the words in their ladder file."""
    who: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a level asks for, and what they have shown of it."""

    words: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands, and what the level above asks for."""

    stand: Stand
    next: LadderStep | None
    """None at the top."""
    asked: tuple[Asked, ...]

    @property
    def shown(self) -> int:
        """How many of the things that are asked for they have shown."""
        return sum(bool(one.proofs) for one in self.asked)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Everything that the ladder of a person shows."""

    person: int
    name: str
    standing: Standing | None
    """None for who is not on the ladder."""
    says: How | None
    """What the source says of them: that they work here, or worked here once."""
    steps: tuple[LadderStep, ...]
    """From the lowest."""
    aim: LadderStep | None
    """The level that is looked at: where none was named the next one, or the one that they would begin on.

    None at the top.
    """
    asked: tuple[Asked, ...]
    """What it asks for."""
    others: tuple[Proof, ...]
    """What they have shown of other levels, and of what the ladder no longer asks for; the newest first."""
    noted: date | None
    """When the last step was noted by hand, which can be taken back; None where none was."""


def read(wb: Workbook, person_id: int, aim: str = "") -> Ladder:
    """The ladder of a person, looking at the level `aim`, or at the next one.

    NotFound where they are gone, BadInput for a level that is not known.
    """
    steps = wb.catalogue.ladder
    with wb.store.read() as tx:
        person = people.read(tx, person_id)
        rows = _rungs(tx, person.id)
        found = stand([*_places(wb, tx, person.id), *map(_place, rows)], steps)
        proofs = _proofs(tx, person.id)
        account = "" if found else str(tx.value("select account from person where id = :id", id=person.id))
    level = step_of(wb, aim) if aim else above(found.step, steps) if found else entry_step(wb, account)
    asked = _asked(level, proofs)
    listed = {proof.id for one in asked for proof in one.proofs}
    return Ladder(
        person=person.id,
        name=person.name,
        standing=_standing(wb, found, proofs) if found else None,
        says=wb.catalogue.follow_up.ladder.says(person.source),
        steps=steps,
        aim=level,
        asked=asked,
        others=tuple(proof for proof in reversed(proofs) if proof.id not in listed),
        noted=wb.day(rows[-1]["at"]) if rows else None,
    )


def told(found: Ladder) -> tuple[str, ...]:
    """A ladder as plain lines: where they stand, what is asked for and what of it they showed."""
    if found.standing is None:
        return ("Not on the ladder.",)
    place = found.standing.stand.place
    stands = f"{found.standing.stand.step.name} since {place.since.isoformat()}, {WORDS[place.how]}."
    if found.aim is None:
        return (stands,)
    asked = [f"  {'shown' if one.proofs else 'open '}  {one.words}" for one in found.asked]
    return (stands, f"{found.aim.name} asks for:", *asked, f"Tip: {found.aim.tip}")


def read_in(wb: Workbook, tx: Tx, person_id: int) -> Standing | None:
    """Where somebody stands, inside a transaction; None for who is not on the ladder. Three questions at most."""
    places = [*_places(wb, tx, person_id), *map(_place, _rungs(tx, person_id))]
    found = stand(places, wb.catalogue.ladder) if places else None
    return _standing(wb, found, _proofs(tx, person_id)) if found else None


def level_in(wb: Workbook, tx: Tx, person_id: int) -> LadderStep | None:
    """The level of who works here now; None for everybody else."""
    found = stand([*_places(wb, tx, person_id), *map(_place, _rungs(tx, person_id))], wb.catalogue.ladder)
    return found.step if found and found.works else None


def step_of(wb: Workbook, level: str) -> LadderStep:
    """The level with an id; BadInput where the ladder has none such."""
    found = next((step for step in wb.catalogue.ladder if step.id == level), None)
    if found is None:
        known = ", ".join(step.id for step in wb.catalogue.ladder)
        raise BadInput(f'"{level}" is no level of the ladder.', f"Known: {known}.")
    return found


def entry_step(wb: Workbook, account: str) -> LadderStep:
    """The level on which an account begins; the lowest for an account that is not known."""
    known = wb.catalogue.accounts.get(account)
    steps = wb.catalogue.ladder
    return next((step for step in steps if known and step.id == known.entry_level), steps[0])


def _standing(wb: Workbook, found: Stand, proofs: Sequence[Proof]) -> Standing:
    level = above(found.step, wb.catalogue.ladder)
    return Standing(found, level, _asked(level, proofs))


def _asked(step: LadderStep | None, proofs: Sequence[Proof]) -> tuple[Asked, ...]:
    if step is None:
        return ()
    mine = [proof for proof in proofs if proof.level == step.id]
    return tuple(Asked(what, tuple(one for one in mine if one.asks == what)) for what in step.evidence)


# what is known -------------------------------------------------------------------------------------------------------

_HIRES = """
select a.account, a.ended_at, f.starts, s.at as left_at
  from application a
  left join offer f on f.application = a.id and f.state = 'accepted'
  left join stay s on s.offer = f.id and s.here = 2
 where a.person = :p and a.state = :hired
"""


def _places(wb: Workbook, tx: Tx, person_id: int) -> list[Place]:
    """What follows from having hired them, and from their leaving."""
    found = []
    for row in tx.rows(_HIRES, p=person_id, hired=State.HIRED):
        step = entry_step(wb, row["account"])
        since = date.fromisoformat(row["starts"]) if row["starts"] else wb.day(row["ended_at"])
        found.append(Place(How.HIRED, step.id, since, row["ended_at"]))
        if row["left_at"]:
            found.append(Place(How.LEFT, step.id, wb.day(row["left_at"]), row["left_at"]))
    return found


def _rungs(tx: Tx, person_id: int) -> list[dict[str, Any]]:
    return tx.rows("select * from rung where person = :p order by at, id", p=person_id)


def _place(row: dict[str, Any]) -> Place:
    since = date.fromisoformat(row["since"])
    return Place(How(row["how"]), row["level"], since, row["at"], row["who"], row["why"])


def _proofs(tx: Tx, person_id: int) -> list[Proof]:
    rows = tx.rows(
        "select id, level, asks, words, day, told, who from proof where person = :p order by day, id", p=person_id
    )
    return [Proof(**row | {"day": date.fromisoformat(row["day"]), "told": bool(row["told"])}) for row in rows]


# where they stand ----------------------------------------------------------------------------------------------------


def place(wb: Workbook, person_id: int, level: str, how: How, since: date | None = None) -> None:
    """Set somebody by hand to the level that they have here, or had; `since` is today where none is given.

    BadInput for a level that is not known, a way that is not by hand, and a day to come.
    """
    step = step_of(wb, level)
    if how not in BY_HAND:
        raise BadInput(f'"{how}" is not said by hand.', f"Use {' or '.join(BY_HAND)}.")
    day = _day(wb, since)
    person = people.find(wb, person_id)

    def work(act: Act) -> None:
        act.insert("rung", **_rung(wb, act, person.id, step, how, day, ""))

    wb.store.do(f"set {person.name} on the ladder: {inside(step.name)}, {WORDS[how]}", work)


def move_up(wb: Workbook, person_id: int, level: str = "", why: str = "") -> LadderStep:
    """Move somebody who works here to a higher level, the next where none is named; the level that they have then.

    BadInput without `why` where something that the level asks for is not shown yet. Conflict for who does not work
    here, at the top, and for a level that is not above theirs.
    """
    person, words = people.find(wb, person_id), _within(why)

    def work(act: Act) -> LadderStep:
        found = read_in(wb, act, person.id)
        to = _up_to(wb, person, found, level)
        open_ones = [one.words for one in _asked(to, _proofs(act, person.id)) if not one.proofs]
        if open_ones and not words:
            said = f"{to.name} asks for more: {', '.join(open_ones)}."
            raise BadInput(said, "Note what they showed, or say in a word why they move up all the same.")
        act.insert("rung", **_rung(wb, act, person.id, to, How.UP, wb.today(), words))
        return to

    with wb.store.read() as tx:
        named = _up_to(wb, person, read_in(wb, tx, person.id), level)
    return wb.store.do(f"moved {person.name} up to {inside(named.name)}", work)


def _up_to(wb: Workbook, person: Person, found: Standing | None, level: str) -> LadderStep:
    if found is None:
        raise Conflict(f"{person.name} is not on the ladder yet.", "Set their level first.", names=[person.name])
    if not found.stand.works:
        hint = "Hire them again, or set the level that they have here."
        raise Conflict(f"{person.name} does not work here now.", hint, names=[person.name])
    to = step_of(wb, level) if level else found.next
    if to is None or to.level <= found.stand.step.level:
        said = f"{found.stand.step.name} is where they stand; " + (
            "that is the top." if to is None else "it is higher."
        )
        raise Conflict(said, "Choose a level above it." if to else "There is none above it.")
    return to


def step_back(wb: Workbook, person_id: int) -> None:
    """Take the last step back that was noted by hand. Conflict where there is none."""
    person = people.find(wb, person_id)

    def work(act: Act) -> None:
        rows = _rungs(act, person.id)
        if not rows:
            hint = "What a hire brings is undone with the hire."
            raise Conflict(f"No step of {person.name} was noted by hand.", hint, names=[person.name])
        act.delete("rung", rows[-1]["id"])

    wb.store.do(f"took back the last step of {person.name} on the ladder", work)


def _rung(wb: Workbook, act: Act, person: int, step: LadderStep, how: How, day: date, why: str) -> dict[str, Any]:
    told = {"how": how, "since": day.isoformat(), "why": why, "who": wb.store.who, "at": act.at}
    return {"person": person, "level": step.id, **told}


# what they showed ----------------------------------------------------------------------------------------------------


def note(
    wb: Workbook, person_id: int, level: str, asks: str, words: str, *, day: date | None = None, told: bool = False
) -> int:
    """Note what somebody showed of what a level asks for; the id of it. `day` is today where none is given.

    With `told` they may read the words in their ladder file, so that the safety list is held against them. BadInput
    for something that the level does not ask for, no words or too many, a day to come, and words that stand against it.
    """
    step = step_of(wb, level)
    if asks not in step.evidence:
        raise BadInput(f'{step.name} does not ask for "{asks}".', f"It asks for: {', '.join(step.evidence)}.")
    said, on = _within(words), _day(wb, day)
    if not said:
        raise BadInput("There are no words.", "Say in a sentence what was seen, and when.")
    if told and (found := blocked(wb, said)):
        raise BadInput(f"They cannot read this: {found}", "Word it anew, or keep it for the site.")
    person = people.find(wb, person_id)

    def work(act: Act) -> int:
        seen = {"words": said, "day": on.isoformat(), "told": int(told), "who": wb.store.who, "at": act.at}
        return act.insert("proof", person=person.id, level=step.id, asks=asks, **seen)

    return wb.store.do(f"noted what {person.name} showed: {asks}", work)


def take_back(wb: Workbook, proof_id: int) -> None:
    """Take an evidence back. NotFound where it is gone."""
    with wb.store.read() as tx:
        row = tx.row(
            "select q.asks, p.name from proof q join person p on p.id = q.person where q.id = :id", id=proof_id
        )
    if row is None:
        raise NotFound("This evidence is no longer there.", "It may have been undone.")
    wb.store.do(f"took back what {row['name']} showed: {row['asks']}", lambda act: act.delete("proof", proof_id))


def blocked(wb: Workbook, words: str) -> str:
    """Why words cannot be read by the person, by the safety list; '' where no known problem is found."""
    found = safety.check(words, wb.catalogue.safety)
    return next((f'"{one.text}". {one.message}' for one in found if one.severity is not Severity.HINT), "")


def _within(words: str) -> str:
    said = " ".join(words.split())
    if len(said) > MAX_WORDS:
        raise BadInput(f"This has {len(said)} characters, {MAX_WORDS} are the most.", "Say it shorter.")
    return said


def _day(wb: Workbook, day: date | None) -> date:
    on = day or wb.today()
    if on > wb.today():
        raise BadInput(f"{day_month(on, wb.today())} is still to come.", "Give a day up to today.")
    return on
