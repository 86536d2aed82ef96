"""Which drafts can go: what stands against each, looked at once and again only when something it rests on changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.workbook import slips

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.model.slip import Finding
    from domain.store import Tx
    from domain.workbook.slips import SlipView
    from domain.workbook.workbook import Workbook

AT_ONCE = 16
"""Drafts looked at anew in one go, some milliseconds each: in between, other questions get their turn."""
TOGETHER = 100
"""Drafts that are read together."""
REMEMBERED = 20_000
"""Drafts that are remembered; beyond, all are forgotten and looked at again."""

Mark = tuple[object, ...]
"""Versions of everything that decides what stands against a draft; the same as long as nothing of it changed."""


@dataclass(frozen=True, slots=True)
class Check:
    """What stands against delivering a draft."""

    slip: int
    version: int
    blocks: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    """What is still to be changed, or confirmed with a reason."""

    @property
    def ready(self) -> bool:
        """Whether it can go as it is."""
        return not self.blocks and not self.warnings


@dataclass(frozen=True, slots=True)
class Seen:
    """A check, and what it rests on."""

    mark: Mark
    check: Check


def look(wb: Workbook, slip_ids: Sequence[int], most: int = AT_ONCE) -> dict[int, Check]:
    """What stands against drafts, by slip.

    Those that are known and unchanged, and up to `most` others: whoever wants all asks again for the rest. A slip
    that is delivered or gone is left out.
    """
    with wb.store.read() as tx:
        return look_in(wb, tx, slip_ids, most)


def look_in(wb: Workbook, tx: Tx, slip_ids: Sequence[int], most: int | None = None) -> dict[int, Check]:
    """The same inside a transaction; all of them where `most` is not given."""
    marks = _marks(wb, tx, slip_ids)
    found = {
        slip: seen.check for slip, mark in marks.items() if (seen := wb.slips_seen.get(slip)) and seen.mark == mark
    }
    fresh = [slip for slip in marks if slip not in found][:most]
    for start in range(0, len(fresh), TOGETHER):
        for slip, view in slips.read_many(wb, tx, fresh[start : start + TOGETHER]).items():
            found[slip] = check_of(view)
            _remember(wb, slip, Seen(marks[slip], found[slip]))
    return {slip: found[slip] for slip in marks if slip in found}


def check_of(view: SlipView) -> Check:
    """What stands against a slip that was read."""
    return Check(view.id, view.version, view.blocks, view.warnings)


def unseen(slip_ids: Iterable[int], known: dict[int, Check]) -> list[int]:
    """Those that nobody has looked at yet."""
    return [slip for slip in slip_ids if slip not in known]


def _remember(wb: Workbook, slip: int, seen: Seen) -> None:
    if len(wb.slips_seen) >= REMEMBERED:
        wb.slips_seen.clear()
    wb.slips_seen[slip] = seen


_VERSIONS = """
select s.id, s.version as slip, a.version as attempt, p.version as person, ap.version as application,
       o.version as opening, {rating}, {critical}, {slips}, {attempts}
  from slip s join attempt a on a.id = s.attempt join person p on p.id = s.person
  join application ap on ap.id = a.application join opening o on o.id = ap.opening
 where s.document = '' and
"""
_MANY = """(select count(*) from {table} m where m.{of}) as {name}_n,
       (select cast(coalesce(sum(m.version), 0) as bigint) from {table} m where m.{of}) as {name}_v"""


def _many(name: str, table: str, of: str) -> str:
    return _MANY.format(name=name, table=table, of=of)


_MARKS = _VERSIONS.format(
    rating=_many("rating", "rating", "attempt = a.id"),
    critical=_many("critical", "critical", "attempt = a.id"),
    slips=_many("slips", "slip", "person = s.person"),
    attempts=_many("attempts", "attempt", "person = s.person"),
)


def _marks(wb: Workbook, tx: Tx, slip_ids: Sequence[int]) -> dict[int, Mark]:
    """What the drafts among these rest on: their own row, the try with its entries, the person, and their other tries.

    Rows only ever go to a higher version, so their number and the sum of their versions tell any change.
    """
    among, values = tx.among("s.id", slip_ids)
    rows: list[dict[str, Any]] = tx.rows(f"{_MARKS} {among}", **values)
    house = (wb.catalogue.digest, wb.site)
    by_slip = {int(row["id"]): (*house, *row.values()) for row in rows}
    return {slip: by_slip[slip] for slip in slip_ids if slip in by_slip}
