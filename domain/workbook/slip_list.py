"""The list of slips: what is owed, what can go, what was delivered; in parts, so that length does not matter."""

from __future__ import annotations

from array import array
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from domain.model.errors import NotFound
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId, SlipState
from domain.store import fold_words
from domain.workbook import people, slip_desk
from domain.workbook.hours import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from domain.rules.contact_hours import Moment
    from domain.store import Tx
    from domain.workbook.people import Person
    from domain.workbook.slip_desk import Desk
    from domain.workbook.workbook import Workbook

FIRST_PAGE = 200
"""Delivered slips that are read before anything is shown."""
SLICE = 20_000
"""Delivered slips that are gone through at a time, in some hundredths of a second."""
NAMES = 2_000
"""The same where the order is by name: each of these people is looked up among the slips."""
FEW = 2_000
"""Up to this many people of one name their slips are put in order at once."""

OWED, DRAFT = "owed", str(SlipState.DRAFT)
"""States of a row that is not on its way: nothing is drafted, drafted."""

TODO, AGE, NAME = "todo", "age", "name"
"""Orders: what is to be done first, by age, by name."""


@dataclass(frozen=True, slots=True)
class SlipQuery:
    """Whose slips, in which order.

    What is not delivered always stands before what is. 'todo' has the longest owed and the newest delivered first;
    'age' the oldest first, 'name' A first, both turned round by `descending`.
    """

    words: str = ""
    sort: str = TODO
    descending: bool = False

    def with_words(self, words: str) -> SlipQuery:
        """The same for other names."""
        return replace(self, words=words)

    @property
    def newest_first(self) -> bool:
        """Whether the newest delivery comes first."""
        return self.descending if self.sort == AGE else True


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One finished attempt and its slip, as the list shows them."""

    attempt: int
    slip: int
    """0 while nothing is drafted."""
    version: int
    person: int
    name: str
    milestone: MilestoneId
    number: int
    result: str
    state: str
    """'owed', or a `SlipState`."""
    gone: bool
    """Whether nothing more is owed to them."""
    finished_at: int
    delivered_at: int
    channel: str
    """How it was handed over; '' while it is not."""
    wish: str
    """How the person wants to be reached; '' where nobody has asked."""
    why: str
    """Why it was not wanted, or did not get through; else ''."""
    confirmed_at: int
    """When they said that they have it; 0 while they have not."""
    promised: date
    """The day on which they were to have it."""

    def late(self, today: date) -> bool:
        """Whether they wait longer than they were told."""
        return not self.gone and today > self.promised

    @property
    def since(self) -> int:
        """When it was handed over, or else decided; milliseconds UTC."""
        return self.delivered_at if self.gone else self.finished_at


@dataclass(frozen=True, slots=True)
class Owed:
    """Attempts whose slip is not delivered, in the order that was asked for."""

    nothing: array[int] = field(default_factory=lambda: array("q"))
    """Attempts for which nothing is drafted."""
    drafted: tuple[tuple[int, int], ...] = ()
    """Attempt and slip of each draft."""
    posted: tuple[tuple[int, int], ...] = ()
    """The same of each whose mail is on its way or did not get through; what failed first."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A place in the long list of what was delivered: behind this value and this id."""

    value: int | str
    id: int


@dataclass(frozen=True, slots=True)
class Card:
    """What the pane shows of one slip, and when its reader may be reached."""

    line: SlipLine
    desk: Desk | None
    """None while nothing is drafted."""
    person: Person
    moment: Moment


# Which ones.


def counts(wb: Workbook) -> tuple[int, int]:
    """How many slips are owed, and how many were delivered."""
    with wb.store.read() as tx:
        nothing = tx.value("select count(*) from attempt where slip = 0 and finished_at > 0")
        rows = tx.rows("select gone, count(*) as n from slip group by gone")
    found = {row["gone"]: int(row["n"]) for row in rows}
    return int(nothing) + found.get(0, 0), found.get(1, 0)


def owed(wb: Workbook, query: SlipQuery) -> Owed:
    """Everything that is not delivered: a day's work, or what a hub has left lying."""
    test, words = _named(query.words, "p.find")
    known = f"join person p on p.id = a.person where {test} and" if test or query.sort == NAME else "where"
    known = known.replace("where  and", "where")
    order = _owed_order(query)
    with wb.store.read() as tx:
        nothing = tx.ids(
            f"select a.id from attempt a {known} a.slip = 0 and a.finished_at > 0 order by {order}", **words
        )
        rows = tx.rows(
            "select a.id, s.id as slip, s.state from slip s join attempt a on a.id = s.attempt"
            f" {known} s.gone = 0 order by {order}",
            **words,
        )
    posted = sorted((row for row in rows if row["state"] != DRAFT), key=lambda row: row["state"] != SlipState.FAILED)
    return Owed(nothing, _pairs(row for row in rows if row["state"] == DRAFT), _pairs(posted))


def _pairs(rows: Iterable[dict[str, Any]]) -> tuple[tuple[int, int], ...]:
    return tuple((int(row["id"]), int(row["slip"])) for row in rows)


def _owed_order(query: SlipQuery) -> str:
    way = " desc" if query.descending and query.sort != TODO else ""
    by_name = f"p.sort_name{way}, " if query.sort == NAME else ""
    return f"{by_name}a.finished_at{way if query.sort == AGE else ''}, a.id{way}"


def delivered(
    wb: Workbook, query: SlipQuery, behind: Behind | None = None, size: int = SLICE
) -> tuple[array[int], Behind | None]:
    """A part of the attempts whose slip was delivered, perhaps empty, and the place to go on from; None at the end.

    `size` delivered slips are gone through, or where the order is by name as many people, `NAMES` at most. A name that
    few have is answered in one part.
    """
    test, words = _named(query.words, "p.find")
    with wb.store.read() as tx:
        if test and behind is None and (few := _of_few(tx, query)) is not None:
            return few, None
        if query.sort == NAME:
            return _by_name(tx, query, behind, min(size, NAMES), test, words)
        return _by_age(tx, query, behind, size, test, words)


_GIVEN = "s.gone + 0 = 1"
"""That a slip of a person was delivered; not to be looked up by that, which nearly all slips share."""


def _by_age(
    tx: Tx, query: SlipQuery, behind: Behind | None, size: int, test: str, words: dict[str, object]
) -> tuple[array[int], Behind | None]:
    way, less = (" desc", "<") if query.newest_first else ("", ">")
    after = f" and (delivered_at, attempt) {less} (:value, :id)" if behind else ""
    place = {"value": behind.value, "id": behind.id} if behind else {}
    order = f"delivered_at{way}, attempt{way}"
    part = f"select attempt, person, delivered_at from slip where gone = 1{after} order by {order} limit {int(size)}"
    last = tx.row(f"{part[: part.rindex(' limit')]} limit 1 offset {int(size) - 1}", **place)
    if test:
        part = f"select w.attempt from ({part}) as w cross join person p where p.id = w.person and {test}"
        order = f"w.delivered_at{way}, w.attempt{way}"
        found = tx.ids(f"{part} order by {order}", **place, **words)
    else:
        found = tx.ids(f"select attempt from ({part}) as w order by {order}", **place)
    return found, Behind(int(last["delivered_at"]), int(last["attempt"])) if last else None


def _by_name(
    tx: Tx, query: SlipQuery, behind: Behind | None, size: int, test: str, words: dict[str, object]
) -> tuple[array[int], Behind | None]:
    way, less = (" desc", "<") if query.descending else ("", ">")
    after = f" where (sort_name, id) {less} (:value, :id)" if behind else ""
    place = {"value": behind.value, "id": behind.id} if behind else {}
    part = f"select id, sort_name, find from person{after} order by sort_name{way}, id{way} limit {int(size)}"
    last = tx.row(f"{part[: part.rindex(' limit')]} limit 1 offset {int(size) - 1}", **place)
    who = f" and {test}" if test else ""
    found = tx.ids(
        f"select s.attempt from ({part}) as p cross join slip s where s.person = p.id and {_GIVEN}{who}"
        f" order by p.sort_name{way}, p.id{way}, s.attempt desc",
        **place,
        **words,
    )
    return found, Behind(str(last["sort_name"]), int(last["id"])) if last else None


def _of_few(tx: Tx, query: SlipQuery) -> array[int] | None:
    """All that was delivered to those of a name, in order; None where too many have it."""
    hits, words = tx.found("person", query.words)
    if tx.value(f"select count(*) from ({hits} limit {FEW + 1}) as hit", **words) > FEW:
        return None
    way = " desc" if query.newest_first else ""
    order = f"s.delivered_at{way}, s.attempt{way}"
    if query.sort == NAME:
        order = f"p.sort_name{' desc' if query.descending else ''}, p.id, s.attempt desc"
    return tx.ids(
        f"with hit as materialized ({hits}) select s.attempt from hit cross join person p cross join slip s"
        f" where p.id = hit.id and s.person = p.id and {_GIVEN} order by {order}",
        **words,
    )


def _named(text: str, column: str) -> tuple[str, dict[str, object]]:
    """The test that a person's folded words hold one that starts with each word of a text; '' for none."""
    values: dict[str, object] = {f"name{at}": f"% {word}%" for at, word in enumerate(fold_words(text))}
    return " and ".join(f"' ' || {column} like :{name}" for name in values), values


# What the list shows of them.


_LINES = """
select a.id as attempt, a.slip, coalesce(s.version, 0) as version, a.person, p.name, a.milestone, a.number, a.result,
       coalesce(s.state, 'owed') as state, a.finished_at, coalesce(s.delivered_at, 0) as delivered_at,
       coalesce(s.channel, '') as channel, p.channel as wish, coalesce(s.gone, 0) as gone, coalesce(s.why, '') as why,
       coalesce(s.confirmed_at, 0) as confirmed_at
  from attempt a join person p on p.id = a.person left join slip s on s.id = a.slip
 where a.finished_at > 0 and
"""


def lines(wb: Workbook, attempts: Sequence[int]) -> list[SlipLine]:
    """These attempts with their slips, those that are still there, in their order."""
    with wb.store.read() as tx:
        return lines_in(wb, tx, attempts)


def lines_in(wb: Workbook, tx: Tx, attempts: Sequence[int]) -> list[SlipLine]:
    """The same inside a transaction."""
    among, values = tx.among("a.id", attempts)
    found = {row["attempt"]: _line(wb, row) for row in tx.rows(f"{_LINES} {among}", **values)}
    return [found[attempt] for attempt in attempts if attempt in found]


def _line(wb: Workbook, row: dict[str, Any]) -> SlipLine:
    milestone = MilestoneId(row["milestone"])
    day = promised(wb, milestone, row["finished_at"])
    return SlipLine(**row | {"milestone": milestone, "gone": row["gone"] > 0, "promised": day})


def promised(wb: Workbook, milestone: MilestoneId, finished_at: int) -> date:
    """The day on which a person is to have the slip of a milestone that was decided at a moment, milliseconds UTC."""
    return wb.site.working_day_after(wb.day(finished_at), wb.catalogue.follow_up.feedback_days[milestone])


def card(wb: Workbook, attempt: int) -> Card:
    """One slip with its words and its reader; NotFound when it is gone."""
    with wb.store.read() as tx:
        found = lines_in(wb, tx, [attempt])
        if not found:
            raise NotFound("This slip is no longer in the workbook.", "It may have been undone.")
        desk = slip_desk.desk(wb, found[0].slip) if found[0].slip else None
        person = people.read(tx, found[0].person)
    return Card(found[0], desk, person, moment_of(wb, person.zone, person.window_from, person.window_to))
