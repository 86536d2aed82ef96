"""What becomes of a slip after it was given: they say that they have it, do not want it, or it is corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import REACHED, SlipState
from domain.store.cleaning import clean
from domain.workbook import slips
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from domain.store import Act, Tx
    from domain.workbook.workbook import Workbook

MAX_WHY = 200
"""Characters of the reason for which a slip was not wanted."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of slips that were to come to another state."""

    done: tuple[int, ...]
    refused: tuple[tuple[str, str], ...]
    """Name and reason of each that stays as it was."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How slips since a moment stand: what was decided, what was given, what people said they have."""

    decided: int
    given: int
    confirmed: int
    not_wanted: int
    failed: int


def confirm(wb: Workbook, slip_ids: Sequence[int]) -> Settled:
    """Note that people said they have these slips, in one act; what was not given to them is named with why."""

    def why_not(state: SlipState) -> str:
        if state is SlipState.CONFIRMED:
            return "confirmed already"
        return "" if state in (SlipState.HANDED_OVER, SlipState.SENT) else "it was not given to them yet"

    def fields(act: Act) -> dict[str, object]:
        return {"state": SlipState.CONFIRMED, "confirmed_at": act.at, "confirmed_by": wb.store.who}

    return _settle(wb, slip_ids, "noted that {} arrived", why_not, fields)


def not_printed(wb: Workbook, slip_ids: Sequence[int], why: str) -> None:
    """Note that the printer did not take these slips: they stay as they are, with its reason, until they go."""
    reason = " ".join(clean(why, slips.MAX_REASON).split()).rstrip(".")

    def work(act: Act) -> None:
        among, values = act.among("id", slip_ids)
        rows = act.rows(f"select id from slip where {among} and state = 'draft'", **values)
        if rows:
            act.update_many("slip", {row["id"]: {"why": f"The printer did not take it: {reason}."} for row in rows})

    wb.store.do(f"could not print {count(len(slip_ids), 'slip')}", work)


def not_wanted(wb: Workbook, slip_ids: Sequence[int], why: str = "") -> Settled:
    """Note that people do not want these slips, in one act: nothing is owed to them, and nothing is sent."""
    reason = " ".join(clean(why, MAX_WHY).split())

    def why_not(state: SlipState) -> str:
        if state in (SlipState.DRAFT, SlipState.FAILED):
            return ""
        return "its mail is on its way; undo that first" if state not in REACHED else "they have it already"

    def fields(act: Act) -> dict[str, object]:
        return {
            "state": SlipState.NOT_WANTED,
            "gone": 1,
            "delivered_at": act.at,
            "why": reason,
            "channel": "",
            "who": wb.store.who,
        }

    return _settle(wb, slip_ids, "noted that {} {} not wanted", why_not, fields)


def correct(wb: Workbook, slip_id: int) -> int:
    """Begin a new slip that takes the place of one that was given, with the same draft; the id of the new one.

    Conflict where it was not given yet, or has been corrected already. What was given stays word for word.
    """
    shown = slips.view(wb, slip_id)

    def work(act: Act) -> int:
        row = act.row("select state, gone, draft, version from slip where id = :id", id=slip_id)
        if row is None:
            raise NotFound("This slip is no longer in the workbook.", "It may have been undone.")
        if SlipState(row["state"]) not in REACHED:
            raise Conflict("This slip was not given to them yet.", "Change it, then deliver it.")
        if row["gone"] != 1:
            raise Conflict("This slip has been corrected already.", "Go on with the new one.")
        act.update("slip", slip_id, row["version"], gone=2)
        fields = slips.drafted(act, shown.attempt, shown.person, row["draft"])
        fresh = act.insert("slip", **fields, corrects=slip_id)
        act.update("attempt", shown.attempt, slip=fresh)
        return fresh

    return wb.store.do(f"began a correction of the slip of {shown.name}", work)


def numbers(wb: Workbook, since: int, until: int = 0) -> Numbers:
    """How the slips of decisions in a span stand, milliseconds UTC; `until` 0 means now. What is proved is `confirmed`.

    A correction stands in place of what it corrects.
    """
    with wb.store.read() as tx:
        rows = tx.rows(
            "select s.state, count(*) as n from attempt a left join slip s on s.id = a.slip"
            " where a.finished_at >= :since and a.finished_at > 0 and (:until = 0 or a.finished_at < :until)"
            " group by s.state",
            since=since,
            until=until,
        )
    found = {row["state"]: int(row["n"]) for row in rows}
    return Numbers(
        decided=sum(found.values()),
        given=sum(found.get(state, 0) for state in REACHED),
        confirmed=found.get(SlipState.CONFIRMED, 0),
        not_wanted=found.get(SlipState.NOT_WANTED, 0),
        failed=found.get(SlipState.FAILED, 0),
    )


def _settle(
    wb: Workbook,
    slip_ids: Sequence[int],
    what: str,
    why_not: Callable[[SlipState], str],
    fields: Callable[[Act], dict[str, object]],
) -> Settled:
    if not slip_ids:
        raise BadInput("No slip is chosen.", "Mark some, or put the focus on one.")
    with wb.store.read() as tx:
        able, refused = _sorted(tx, slip_ids, why_not)
    if not able:
        return Settled((), tuple(refused))
    said = f"the slip of {next(iter(able.values()))}" if len(able) == 1 else count(len(able), "slip")
    words = what.format(said, "was" if len(able) == 1 else "were")

    def work(act: Act) -> Settled:
        still, others = _sorted(act, slip_ids, why_not)
        if still:
            act.update_many("slip", {slip: fields(act) for slip in still})
        return Settled(tuple(still), tuple(others))

    return wb.store.do(words, work)


def _sorted(
    tx: Tx, slip_ids: Sequence[int], why_not: Callable[[SlipState], str]
) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """Whose slips can come to the state, by slip, and name and reason of the others."""
    among, values = tx.among("s.id", slip_ids)
    rows = tx.rows(
        f"select s.id, s.state, s.gone, p.name from slip s join person p on p.id = s.person where {among}", **values
    )
    able, refused = {}, []
    for row in rows:
        why = "a correction took its place" if row["gone"] == 2 else why_not(SlipState(row["state"]))
        if why:
            refused.append((row["name"], why))
        else:
            able[row["id"]] = row["name"]
    return able, refused
