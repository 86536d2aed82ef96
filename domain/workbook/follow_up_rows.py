"""The rows of Follow-up: who is to be reached about what, how, and whether a rule of contact says not now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.model.lazily import dataclass
from domain.model.terms import NextStep
from domain.rules import touching
from domain.rules.touching import Purpose, RuleId
from domain.workbook import contacts, promises, snoozes
from domain.workbook.follow_up_kinds import READERS, Kind, about, key_of
from domain.workbook.wording import weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.rules.touching import Refusal
    from domain.store import Tx
    from domain.workbook.contacts import History
    from domain.workbook.snoozes import Key
    from domain.workbook.workbook import Workbook

BY_MESSAGE, BY_CALL = "message", "call"
"""How a person hears that a promise will be missed: one message, then a call."""


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One thing to follow up, as the list shows it."""

    id: int
    """Of the promise, of the touch, of the attempt for slips and drafts, of the person for waiting and retests."""
    kind: Kind
    person: int
    name: str
    what: str
    """Why, in words."""
    due: date
    hour: str
    """'14:30' on the site's clock; '' at any time of that day."""
    late: int
    """Milliseconds past the moment it was due; 0 while there is time."""
    slip: int
    """The slip that is drafted; 0 = none."""
    who: str
    """Who promised it, began it or noted it."""
    channel: str
    """Where they want to be reached; of a next try the way that is its turn."""
    local: str
    """The person's own clock, as in '10:42'; '' where their zone is not known."""
    here: str
    """'waiting', 'underway' or 'booked' where they have a slot today, else ''."""
    good: bool
    """True where now is a good moment to contact them."""
    opens: str
    """When the next good moment begins, on their clock: '14:00', 'Thu 9:00' on another day; '' while it is now."""
    rule: str = ""
    """The rule of contact that says not now, in up to seven cells: 'tried', 'stop'; '' where only their hours do."""
    warning: str = ""
    """What stands against contacting them now, as a sentence; '' where nothing does."""
    words: str = ""
    """What they wrote."""
    step: str = ""
    """The `NextStep` of a touch; else ''."""
    word: str = ""
    """How they hear today that a promise will be missed, 'message' or 'call'; '' where it will not."""
    leaves: bool = False
    """Whether it is a mail that is on its way, so that nothing is to be done yet."""
    put_off: str = ""
    """Why it was put off to this day, where somebody said; '' where it was not."""

    @property
    def about(self) -> int:
        """Its id as contacts and putting off name it: 0 where that is the person."""
        return about(self.kind, self.id)


def read(wb: Workbook, wanted: Sequence[int]) -> list[FollowUpRow | None]:
    """The rows of these ids, in their order; None for what is no longer due."""
    with wb.store.read() as tx:
        told = {row["id"]: row for part in READERS for row in part(wb, tx, wanted)}
        people = {row["person"]: row | {"id": row["person"]} for row in told.values()}
        here = _here(wb, tx, list(people))
        known = contacts.histories(wb, tx, people.values(), here)
        later = snoozes.read(wb, tx)
    reach = _Reach(wb, here, known, later)
    return [reach.row(told[one]) if one in told else None for one in wanted]


def _here(wb: Workbook, tx: Tx, people: Sequence[int]) -> dict[int, str]:
    """Who has a slot today, by person: here, with somebody, or still to come."""
    among, values = tx.among("person", people)
    found = tx.rows(
        f"select person, state from visit where {among} and day = :day and state in ('waiting', 'underway', 'booked')",
        day=wb.today().isoformat(),
        **values,
    )
    return {row["person"]: row["state"] for row in found}


@dataclass(frozen=True, slots=True)
class _Reach:
    """What is the same for all rows: who is here, how often they were contacted, and what was put off."""

    wb: Workbook
    here: Mapping[int, str]
    known: Mapping[int, History]
    later: Mapping[Key, tuple[date, str]]

    def row(self, row: dict[str, Any]) -> FollowUpRow:
        """One row, with the person's clock and whether now is a good moment."""
        kind, person = row["kind"], row["person"]
        day, why = self.later.get(key_of(kind, row["id"], person), (row["due"], ""))
        hour = "" if why else row.get("hour", "")
        over = 0 if kind is Kind.RETEST else max(0, self.wb.now() - promises.due_at(self.wb, day, hour))
        local = _local(datetime.fromtimestamp(self.wb.now() / 1000, UTC), row["zone"])
        clock = local or datetime.fromtimestamp(self.wb.now() / 1000, UTC).astimezone(self.wb.site.tz())
        against = self._against(row)
        return FollowUpRow(
            id=row["id"],
            kind=kind,
            person=person,
            name=row["name"],
            what=row["what"],
            due=day,
            hour=hour,
            late=over,
            slip=row.get("slip", 0),
            who=row.get("who", ""),
            channel=row.get("via") or row["channel"],
            local=f"{local.hour}:{local.minute:02}" if local else "",
            here=self.here.get(person, ""),
            good=against is None,
            opens=self._opens(against, person, clock) if against else "",
            rule=against.short if against and against.rule is not RuleId.HOURS else "",
            warning=contacts.said(self.wb, against, row["zone"], self.known[person].asked.moment) if against else "",
            words=row.get("words", ""),
            leaves=row.get("leaves", False),
            step=row.get("step", ""),
            word=self._word(row, day, hour) if kind is Kind.PROMISE else "",
            put_off=why or row.get("moved", ""),
        )

    def _against(self, row: dict[str, Any]) -> Refusal | None:
        """The weightiest rule that stands against contacting them now; closing a step contacts nobody."""
        if row.get("step") == NextStep.CLOSE:
            return None
        purpose = Purpose(closing=row.get("step") == NextStep.CLOSING, pool=row["kind"] == contacts.POOL)
        asked, rules = self.known[row["person"]].asked, self.wb.catalogue.follow_up.contact
        return next(iter(touching.refusals(asked, rules, row.get("via", ""), purpose)), None)

    def _opens(self, against: Refusal, person: int, local: datetime) -> str:
        """When it may be again, on their clock; '' where it does not open by itself."""
        if against.rule is RuleId.HOURS:
            return _clock(self.known[person].asked.moment.opens, local)
        return _clock(datetime.fromtimestamp(against.until / 1000, local.tzinfo) if against.until else None, local)

    def _word(self, row: dict[str, Any], day: date, hour: str) -> str:
        """How they are told that the promise will be missed, from the hours before it on."""
        if self.wb.now() < promises.word_from(self.wb, day, hour):
            return ""
        return BY_CALL if row["id"] in self.known[row["person"]].delays else BY_MESSAGE


def _clock(opens: datetime | None, local: datetime) -> str:
    if opens is None:
        return ""
    hour = f"{opens.hour}:{opens.minute:02}"
    return hour if opens.date() == local.date() else f"{weekday_day_month(opens.date())[:3]} {hour}"


def _local(now: datetime, zone: str) -> datetime | None:
    try:
        return now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return None
