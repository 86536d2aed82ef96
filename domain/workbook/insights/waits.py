"""Time: how long people wait at each milestone, until the first contact, for a slip and for a seat, and in the queue.

Medians and 90th percentiles by the nearest rank, over the newest cases of the period where there are very many.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId
from domain.rules.shares import Share
from domain.workbook.insights import lengths
from domain.workbook.insights.scope import EVERYTHING, Scope
from domain.workbook.wording import MINUTE

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence

    from domain.store import Tx
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took, in milliseconds."""

    n: int
    median: int
    ninetieth: int
    """Nine of ten took no longer."""


@dataclass(frozen=True, slots=True)
class Stage:
    """How long people are at one milestone, from when they came to it until they passed it."""

    milestone: MilestoneId
    spread: Spread
    in_time: Share
    """Of them, those who were through within the target of the milestone."""
    target: int
    """Business days."""


@dataclass(frozen=True, slots=True)
class Hour:
    """Waits in the queue of those who arrived within one hour of the day."""

    hour: int
    """0-23 on the site's clock."""
    spread: Spread
    in_time: Share
    """Of them, those who were called within the target of the queue."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Slots by how long ahead they were booked."""

    words: str
    no_shows: Share


@dataclass(frozen=True, slots=True)
class Waits:
    """How long things take."""

    stages: tuple[Stage, ...]
    first_contact: Spread | None
    """From applying until we first reached out to them."""
    to_slip: Spread | None
    """From a decision until the slip was given."""
    slips_in_time: Share
    to_hire: Spread | None
    """From applying until they were hired."""
    queue: Spread | None
    """From arriving until somebody called them, at any hour."""
    hours: tuple[Hour, ...]
    queue_target: int
    """Minutes."""
    leads: tuple[Lead, ...]
    most: int = 0
    """Cases that a figure is taken of at most, the newest."""


class Way(StrEnum):
    """From one end to another."""

    CONTACT = "first"
    SLIP = "slip"
    HIRE = "hire"


def waits(wb: Workbook, scope: Scope = EVERYTHING) -> Waits:
    """How long things took for whom a scope names, by what ended in its period."""
    with wb.store.read() as tx:
        slips, queued = lengths.to_slip(wb, tx, scope), lengths.in_queue(wb, tx, scope)
        return Waits(
            stages=_stages(wb, tx, scope),
            first_contact=_took(lengths.to_first_contact(wb, tx, scope)),
            to_slip=_took(slips),
            slips_in_time=_share(slips, "in_time"),
            to_hire=_took(lengths.to_hire(wb, tx, scope)),
            queue=_took(queued),
            hours=_hours(wb, queued),
            queue_target=wb.catalogue.follow_up.queue_target_minutes,
            leads=_leads(wb, tx, scope),
            most=lengths.MOST,
        )


def people_through(wb: Workbook, scope: Scope, milestone: MilestoneId) -> array[int]:
    """Who passed a milestone, once for each case that is counted."""
    with wb.store.read() as tx:
        return _whose(row for row in lengths.passed(wb, tx, scope) if row["milestone"] == milestone)


def people_on(wb: Workbook, scope: Scope, way: Way) -> array[int]:
    """Of whom it is known how long a way was, once for each case."""
    cases = {Way.CONTACT: lengths.to_first_contact, Way.SLIP: lengths.to_slip, Way.HIRE: lengths.to_hire}
    with wb.store.read() as tx:
        return _whose(cases[way](wb, tx, scope))


def people_in_queue(wb: Workbook, scope: Scope, hour: int) -> array[int]:
    """Who arrived in an hour of the day, 0-23, once for each time."""
    with wb.store.read() as tx:
        return _whose(row for row in lengths.in_queue(wb, tx, scope) if row["hour"] == hour)


def people_missing(wb: Workbook, scope: Scope, words: str) -> array[int]:
    """Who did not come to a slot that was booked so long ahead, once for each."""
    with wb.store.read() as tx:
        return _whose(row for row in lengths.booked(wb, tx, scope) if row["missed"] and row["words"] == words)


def _whose(rows: Iterable[Row]) -> array[int]:
    from array import array

    return array("q", (row["person"] for row in rows))


def medians(wb: Workbook, scope: Scope = EVERYTHING) -> Mapping[MilestoneId, int]:
    """How long people are at each milestone in the middle, in milliseconds."""
    with wb.store.read() as tx:
        return {stage.milestone: stage.spread.median for stage in _stages(wb, tx, scope)}


def spread(values: Iterable[int]) -> Spread | None:
    """Median and 90th percentile by the nearest rank; None where there is nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    return Spread(len(ordered), _rank(ordered, 0.5), _rank(ordered, 0.9))


def _rank(ordered: Sequence[int], share: float) -> int:
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def _took(rows: Sequence[Row]) -> Spread | None:
    return spread(row["took"] for row in rows)


def _share(rows: Sequence[Row], true: str) -> Share:
    return Share(sum(row[true] for row in rows), len(rows))


def _stages(wb: Workbook, tx: Tx, scope: Scope) -> tuple[Stage, ...]:
    targets = wb.catalogue.follow_up.red_after_days
    rows = lengths.passed(wb, tx, scope)
    days = lengths.Days(wb)
    found = []
    for step in ROAD:
        here = [row for row in rows if row["milestone"] == step]
        if told := spread(row["passed_at"] - row["came"] for row in here):
            late = sum(days.between(row["came"], row["passed_at"]) > targets[step] for row in here)
            found.append(Stage(step, told, Share(len(here) - late, len(here)), targets[step]))
    return tuple(found)


def _hours(wb: Workbook, queued: Sequence[Row]) -> tuple[Hour, ...]:
    target = wb.catalogue.follow_up.queue_target_minutes * MINUTE
    by_hour: dict[int, list[int]] = {}
    for row in queued:
        by_hour.setdefault(row["hour"], []).append(row["took"])
    found = []
    for hour, waited in sorted(by_hour.items()):
        if told := spread(waited):
            found.append(Hour(hour, told, Share(sum(one <= target for one in waited), len(waited))))
    return tuple(found)


def _leads(wb: Workbook, tx: Tx, scope: Scope) -> tuple[Lead, ...]:
    many, missed = Counter[str](), Counter[str]()
    for row in lengths.booked(wb, tx, scope):
        many[row["words"]] += 1
        missed[row["words"]] += row["missed"]
    return tuple(Lead(words, Share(missed[words], many[words])) for _, words in lengths.LEADS if many[words])
