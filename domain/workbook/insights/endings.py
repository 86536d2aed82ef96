"""How and why applications ended: those that led to no seat and do not go on elsewhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, State
from domain.workbook.wording import STATE_WORDS, inside

if TYPE_CHECKING:
    from array import array
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from domain.store import Tx
    from domain.workbook.insights.scope import Scope, Values
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]

MOST_REASONS: Final = 8


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people stopped, in a few words."""

    words: str
    people: int
    other: bool = False
    """Whether it says nothing."""
    how: str = ""
    """How an application ended, without what was typed about it; '' for what decided a not yet."""


def show(wb: Workbook, tx: Tx, scope: Scope) -> tuple[Reason, ...]:
    """Why applications ended in the period."""
    return tuple(_told(_grouped(wb, tx, scope)))


def people(wb: Workbook, tx: Tx, scope: Scope, words: Collection[str]) -> array[int]:
    """Whose applications ended in one of the ways that are told in these words, once for each."""
    from array import array

    ways = {pair for pair, said in _words(_grouped(wb, tx, scope)).items() if said in words}
    where, values = _ended(wb, scope)
    rows = tx.rows(f"select person, state, lower(reason) as reason from application where {where}", **values)
    return array("q", (row["person"] for row in rows if (row["state"], row["reason"]) in ways))


def _ended(wb: Workbook, scope: Scope) -> tuple[str, Values]:
    where, values = scope.joined(wb, "application.since")  # since it ended, where it has
    over = ", ".join(f"'{state}'" for state in sorted(ENDINGS - {State.HIRED, State.DUPLICATE}))
    return f"{where} and state in ({over}) and ended_at > 0", values


def _grouped(wb: Workbook, tx: Tx, scope: Scope) -> list[Row]:
    where, values = _ended(wb, scope)
    return tx.rows(
        f"select state, lower(reason) as reason, count(*) as many from application where {where} group by 1, 2",
        **values,
    )


def _words(rows: Iterable[Row]) -> Mapping[tuple[str, str], str]:
    """In which words each way to end is told: the most frequent reasons apart, the others by how it ended."""
    ordered = sorted(rows, key=lambda row: (-row["many"], row["state"], row["reason"]))
    found: dict[tuple[str, str], str] = {}
    shown = 0
    for row in ordered:
        how, reason = _how(row), row["reason"].strip()
        if not reason:
            words = f"{how}, no reason given"
        elif shown < MOST_REASONS:
            words = f"{how}: {inside(reason)}"
            shown += 1
        else:
            words = _others(how)
        found[row["state"], row["reason"]] = words
    return found


def _told(rows: Sequence[Row]) -> Iterator[Reason]:
    """The most frequent reasons first, then the others, then what was left without one."""
    words, many = _words(rows), Counter[str]()
    about: dict[str, tuple[int, str]] = {}
    for row in rows:
        said, how = words[row["state"], row["reason"]], _how(row)
        many[said] += row["many"]
        about[said] = (2 if not row["reason"].strip() else int(said == _others(how)), how)
    for said, (rank, how) in sorted(about.items(), key=lambda one: (one[1][0], -many[one[0]], one[0])):
        yield Reason(said, many[said], other=rank == 2, how=how)


def _others(how: str) -> str:
    return f"{how}, for other reasons"


def _how(row: Row) -> str:
    return STATE_WORDS[State(row["state"])][1]
