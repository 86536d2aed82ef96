"""Many slips at once: who can have theirs, who cannot and why, and the one act that hands them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import SlipState
from domain.workbook import slip_checks, slip_list, slips
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.model.slip import Finding
    from domain.store import Act
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
    opens: datetime | None
    """When their hours begin, on their own clock; None while it is a good moment."""
    quiet: bool
    """Whether now is outside their hours."""


@dataclass(frozen=True, slots=True)
class Staying:
    """A slip that cannot go: what blocks it, or what is to be confirmed first."""

    line: SlipLine
    blocks: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


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
        checks = slip_checks.look_in(wb, tx, [line.slip for line in found if line.state == slip_list.DRAFT])
        among, values = tx.among("id", [line.person for line in found])
        hours = {
            row["id"]: slip_list.moment_of(wb, row["zone"], row["window_from"], row["window_to"])
            for row in tx.rows(f"select id, zone, window_from, window_to from person where {among}", **values)
        }
    going, staying, delivered = [], [], 0
    for line in found:
        check = checks.get(line.slip)
        if line.state == slip_list.DELIVERED:
            delivered += 1
        elif check is not None and check.ready:
            good = hours[line.person]
            going.append(Going(line, good.opens, not good.good))
        else:
            staying.append(Staying(line, check.blocks if check else (), check.warnings if check else ()))
    return Plan(tuple(going), tuple(staying), delivered)


def deliver_many(wb: Workbook, chosen: Sequence[Chosen], channel: str) -> Delivered:
    """Hand these slips over in one act: the words of each are frozen as by `slips.deliver`.

    What changed since it was shown, is blocked, or has a warning without a reason stays, and is named with why.
    """
    what = f"delivered {count(len(chosen), 'slip')}"
    if len(chosen) == 1:
        what = f"delivered the slip of {chosen[0].name}"

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
    wb: Workbook, act: Act, chosen: Sequence[Chosen], channel: str
) -> tuple[list[int], list[tuple[str, str]]]:
    """The same inside an act, for some hundreds at a time: those that went, and name and reason of the others."""
    refused: list[tuple[str, str]] = []
    ids = [one.slip for one in chosen]
    words = slips.words(wb, act, ids)
    checks = slip_checks.look_in(wb, act, ids)
    frozen = {}
    for one in chosen:
        if why := _against(one, words.get(one.slip), checks.get(one.slip)):
            refused.append((one.name, why))
        else:
            frozen[one.slip] = slips.frozen(words[one.slip].document, channel, wb.store.who, act.at)
    if frozen:
        act.update_many("slip", frozen)
    return list(frozen), refused


def _against(one: Chosen, found: slips.SlipWords | None, check: slip_checks.Check | None) -> str:
    """Why a slip is not handed over; '' where nothing is against it."""
    if found is None:
        return GONE
    if found.state == SlipState.DELIVERED:
        return "delivered already"
    if found.version != one.version:
        return CHANGED
    if check is None or not check.ready:
        against = (*check.blocks, *check.warnings) if check else ()
        return against[0].message if against else CHANGED
    return ""
