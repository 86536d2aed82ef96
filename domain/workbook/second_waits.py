"""What waits for a second one: attempts for a rating, critical errors for a name, people for another chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import LookKind, MilestoneId, Result
from domain.rules.chances import POOR_CHANCE
from domain.workbook import rubrics
from domain.workbook.due import capped

if TYPE_CHECKING:
    from domain.store import Tx
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class SecondRow:
    """An attempt that a second look is asked for, until it is decided."""

    attempt: int
    person: int
    name: str
    milestone: MilestoneId
    kind: LookKind
    first: str
    second: str
    """'' while nobody sits at it."""
    first_in: bool
    second_in: bool
    why: str
    since: int

    @property
    def both_in(self) -> bool:
        """Whether it can be compared and decided."""
        return self.first_in and self.second_in


_WAITING = """from attempt a cross join card c cross join card f cross join person p
 where a.slip = 0 and a.finished_at = 0 and c.attempt = a.id and c.number = 1
   and f.attempt = a.id and f.number = 0 and p.id = a.person"""


def waiting(wb: Workbook, tx: Tx, limit: int) -> list[SecondRow]:
    """Second looks that are asked for or wait to be decided, the longest wait first."""
    rows = tx.rows(
        "select a.id as attempt, a.person, p.name, a.milestone, c.kind, f.rater as first, c.rater as second,"
        " f.submitted_at as first_in, c.submitted_at as second_in, c.why, c.at as since"
        f" {_WAITING} order by c.at, a.id limit {int(limit)}"
    )
    return [
        SecondRow(
            **row
            | {
                "milestone": MilestoneId(row["milestone"]),
                "kind": LookKind(row["kind"]),
                "first_in": bool(row["first_in"]),
                "second_in": bool(row["second_in"]),
            }
        )
        for row in rows
    ]


def count_waiting(tx: Tx) -> tuple[int, bool]:
    """How many second looks wait."""
    return capped(tx, f"select a.id {_WAITING}")


@dataclass(frozen=True, slots=True)
class UnconfirmedRow:
    """A critical error that waits for its second name."""

    critical: int
    attempt: int
    person: int
    name: str
    milestone: MilestoneId
    trigger: str
    quote: str
    who: str
    since: int
    on_hold: bool
    """Whether the attempt is on hold because of it, or because of another."""


_UNNAMED = "c.attempt = a.id and c.second = '' and c.cleared_at = 0 and p.id = a.person"
_SHOWN = "(c.card = 0 or not exists (select 1 from card k where k.attempt = a.id and k.submitted_at = 0))"
"""What a second rater noted is not seen before both are in."""
_OPEN = (
    f"from attempt a cross join critical c cross join person p where a.slip = 0 and a.finished_at = 0 and {_UNNAMED}"
)
_HELD = f"""from person p cross join attempt a cross join critical c
 where p.state = 'on_hold' and a.person = p.id and a.result = 'on_hold' and {_UNNAMED}"""


def unconfirmed(wb: Workbook, tx: Tx, limit: int) -> list[UnconfirmedRow]:
    """Critical errors without a second name, of attempts that are open or on hold, the oldest first."""
    columns = "c.id as critical, a.id as attempt, a.person, p.name, a.milestone, a.rubric, a.result, c.error, c.quote"
    cut = f"order by c.at, c.id limit {int(limit)}"
    both = " union all ".join(
        f"select * from (select {columns}, c.who, c.at as since {rest} and {_SHOWN} {cut}) as {name}"
        for name, rest in (("a", _OPEN), ("b", _HELD))
    )
    found = sorted(tx.rows(both), key=lambda row: (row["since"], row["critical"]))[:limit]
    return [_unconfirmed_row(wb, tx, row) for row in found]


def _unconfirmed_row(wb: Workbook, tx: Tx, row: dict[str, object]) -> UnconfirmedRow:
    errors = rubrics.milestone(wb, tx, int(str(row.pop("rubric")))).critical_errors
    error, held = row.pop("error"), row.pop("result") == "on_hold"
    trigger = next((one.trigger for one in errors if one.id == error), str(error))
    milestone = MilestoneId(str(row["milestone"]))
    return UnconfirmedRow(**row | {"milestone": milestone, "trigger": trigger, "on_hold": held})  # type: ignore[arg-type]


def count_unconfirmed(tx: Tx) -> tuple[int, bool]:
    """How many critical errors wait for their second name."""
    return capped(tx, f"select c.id {_OPEN} and {_SHOWN} union all select c.id {_HELD} and {_SHOWN}")


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """Somebody who stopped at a milestone and had little chance there: a second look is theirs."""

    attempt: int
    person: int
    name: str
    milestone: MilestoneId
    chance: int
    since: int


# As the index holds them, word for word.
_POOR = f"a.chance > 0 and a.chance < {POOR_CHANCE + 1}"
# Attempts first, which are few: beginning with everybody who is not yet there would read them all.
_OFFERED = f"""from attempt a cross join person p
 where {_POOR} and p.id = a.person and a.result = '{Result.NOT_YET}' and a.retest > :today and p.milestone = a.milestone
   and p.state = '{Result.NOT_YET}'
   and not exists (select 1 from attempt l where l.person = a.person and l.milestone = a.milestone
                   and l.number > a.number)"""


def chances(wb: Workbook, tx: Tx, limit: int) -> list[ChanceRow]:
    """Whom a second look is offered to, the longest wait first: until they take it, or their retake is open anyway."""
    rows = tx.rows(
        "select a.id as attempt, a.person, p.name, a.milestone, a.chance, a.finished_at as since"
        f" {_OFFERED} order by a.finished_at, a.id limit {int(limit)}",
        today=wb.today().isoformat(),
    )
    return [ChanceRow(**row | {"milestone": MilestoneId(row["milestone"])}) for row in rows]


def count_chances(wb: Workbook, tx: Tx) -> tuple[int, bool]:
    """How many they are."""
    return capped(tx, f"select a.id {_OFFERED}", today=wb.today().isoformat())
