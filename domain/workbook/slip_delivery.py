"""Many slips at once: who can have theirs, who cannot and why, and the one act that hands them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import UNDER_WAY, SlipState
from domain.rules.gates import Way
from domain.workbook import slip_checks, slip_gates, slip_list, slips
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domain.model.slip import Finding
    from domain.rules.gates import Gate, GateId
    from domain.store import Act, Tx
    from domain.workbook.slip_gates import Held
    from domain.workbook.slip_list import SlipLine
    from domain.workbook.workbook import Workbook

BATCH = 500
"""Slips whose words are held at a time."""
CHANGED = "changed in the meantime"
GONE = "no longer in the workbook"
NOTHING = "nothing is drafted yet"


@dataclass(frozen=True, slots=True)
class Going:
    """A slip that can go, and whether its reader may be reached now."""

    line: SlipLine
    held: Held
    """What the rules of contact say of it."""

    @property
    def opens(self) -> datetime | None:
        """When their hours begin, on their own clock; None while it is a good moment."""
        return self.held.moment.opens

    @property
    def quiet(self) -> bool:
        """Whether now is outside their hours."""
        return not self.held.moment.good


@dataclass(frozen=True, slots=True)
class Staying:
    """A slip that cannot go: what blocks it, or what is to be confirmed first."""

    line: SlipLine
    blocks: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    gates: tuple[Gate, ...] = ()
    """What keeps it back although nothing is missing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a delivery would do."""

    going: tuple[Going, ...] = ()
    staying: tuple[Staying, ...] = ()
    delivered: int = 0
    """Those that were delivered before."""

    def __add__(self, other: Plan) -> Plan:
        """Both together."""
        return Plan(self.going + other.going, self.staying + other.staying, self.delivered + other.delivered)

    @property
    def chosen(self) -> tuple[Chosen, ...]:
        """What is handed over when it is carried out."""
        return tuple(Chosen(one.line.slip, one.line.version, one.line.name) for one in self.going)

    def only(self, way: Way) -> Plan:
        """The same for one way: who cannot be reached in it stays, and why."""
        kept = {one.line.attempt: one.held.against(way) for one in self.going}
        going = tuple(one for one in self.going if not kept[one.line.attempt])
        held = tuple(Staying(one.line, (), (), gates) for one in self.going if (gates := kept[one.line.attempt]))
        return Plan(going, self.staying + held, self.delivered)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A slip to be handed over, as it was shown."""

    slip: int
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a delivery."""

    done: tuple[int, ...]
    """Slips that were handed over."""
    refused: tuple[tuple[str, str], ...]
    """Name and reason of each that was not."""


def plan(wb: Workbook, attempts: Sequence[int]) -> Plan:
    """Who of these can have their slip now; a few dozen at a time, since each draft is looked at."""
    with wb.store.read() as tx:
        found = slip_list.lines_in(wb, tx, attempts)
        drafts = [line.slip for line in found if line.state == slip_list.DRAFT]
        checks = slip_checks.look_in(wb, tx, drafts)
        held = held_in(wb, tx, drafts, slips.words(wb, tx, drafts))
    going, staying, delivered = [], [], 0
    for line in found:
        check = checks.get(line.slip)
        if line.gone or (line.slip and line.state != slip_list.DRAFT):
            delivered += 1
        elif check is None or not check.ready:
            staying.append(Staying(line, check.blocks if check else (), check.warnings if check else ()))
        elif gates := held[line.slip].against(Way.AT_HAND):
            staying.append(Staying(line, (), (), gates))
        else:
            going.append(Going(line, held[line.slip]))
    return Plan(tuple(going), tuple(staying), delivered)


def held_in(wb: Workbook, tx: Tx, slip_ids: Sequence[int], words: Mapping[int, slips.SlipWords]) -> dict[int, Held]:
    """What keeps these slips back, by slip, from their words."""
    documents = {slip: found.document for slip, found in words.items()}
    return slip_gates.look_in(wb, tx, slip_ids, documents)


def deliver_many(wb: Workbook, chosen: Sequence[Chosen], channel: str) -> Delivered:
    """Hand these slips over in one act: the words of each are frozen as by `slips.deliver`.

    What changed since it was shown, is blocked, or has a warning without a reason stays, and is named with why.
    """
    what = f"{slips.state_words(channel)} {count(len(chosen), 'slip')}"
    if len(chosen) == 1:
        what = f"{slips.state_words(channel)} the slip of {chosen[0].name}"

    def work(act: Act) -> Delivered:
        done: list[int] = []
        refused: list[tuple[str, str]] = []
        for start in range(0, len(chosen), BATCH):
            some, others = hand_over_in(wb, act, chosen[start : start + BATCH], channel)
            done += some
            refused += others
        return Delivered(tuple(done), tuple(refused))

    return wb.store.do(what, work)


def hand_over_in(
    wb: Workbook, act: Act, chosen: Sequence[Chosen], channel: str, *, but: frozenset[GateId] = frozenset()
) -> tuple[list[int], list[tuple[str, str]]]:
    """The same inside an act, for some hundreds at a time: those that went, and name and reason of the others.

    What is in `but` keeps none of them back.
    """
    refused: list[tuple[str, str]] = []
    ids = [one.slip for one in chosen]
    words = slips.words(wb, act, ids)
    checks = slip_checks.look_in(wb, act, ids)
    held = held_in(wb, act, ids, words)
    way = slips.way_of(channel)
    frozen = {}
    for one in chosen:
        why = _against(one, words.get(one.slip), checks.get(one.slip))
        if why := why or _kept_back(held[one.slip], way, but):
            refused.append((one.name, why))
        else:
            frozen[one.slip] = slips.frozen(words[one.slip].document, channel, wb.store.who, act.at)
    if frozen:
        act.update_many("slip", frozen)
    return list(frozen), refused


def _kept_back(held: Held, way: Way, but: frozenset[GateId]) -> str:
    return next((gate.message for gate in held.against(way) if gate.id not in but), "")


def _against(one: Chosen, found: slips.SlipWords | None, check: slip_checks.Check | None) -> str:
    """Why a slip is not handed over; '' where nothing is against it."""
    if found is None:
        return GONE
    if found.state in UNDER_WAY:
        return "its mail is on its way"
    if found.state is not SlipState.DRAFT:
        return "did not get through" if found.state is SlipState.FAILED else "given already"
    if found.version != one.version:
        return CHANGED
    if check is None or not check.ready:
        against = (*check.blocks, *check.warnings) if check else ()
        return against[0].message if against else CHANGED
    return ""
