"""Tells the story of a hub again, through the use cases one by one, into another workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from domain.model.slip import SlipDraft
from domain.model.terms import MilestoneId, Result, SlipState, State
from domain.workbook import applications, attempts, decisions, fitting, openings, outbox, people, slips
from tests.seed.rows import table

if TYPE_CHECKING:
    from domain.store import Act
    from domain.workbook import Workbook

Row = dict[str, Any]
ROOMS = ("rating", "critical", "card", "call", "paper")
"""Tables that hold what was entered, played and taken for an attempt."""


@dataclass
class Clock:
    """Stands where the story is."""

    now: int = 0

    def __call__(self) -> int:
        return self.now


@dataclass
class Replay:
    """One run; `ids` says what every row of the original is called here."""

    old: Workbook
    new: Workbook
    clock: Clock
    ids: dict[int, int] = field(default_factory=dict)

    def run(self) -> None:
        """Everything but the queue."""
        for row in table(self.old, "opening"):
            self._open(row)
        mine = {name: _by(table(self.old, name), "person") for name in ("application", "attempt", "slip")}
        for person in table(self.old, "person"):
            self._take_in(person)
            tries, told = mine["attempt"].get(person["id"], []), mine["slip"].get(person["id"], [])
            for application in mine["application"].get(person["id"], []):
                self._walk(application, [row for row in tries if row["application"] == application["id"]], told)

    def _open(self, row: Row) -> None:
        from datetime import date

        self.clock.now = row["at"]
        starts = date.fromisoformat(row["starts"])
        self.ids[row["id"]] = openings.create(self.new, row["account"], seats=row["seats"], starts=starts)

    def _take_in(self, row: Row) -> None:
        self.clock.now = row["at"]
        typed = {"mobile": row["phone_typed"], "email": row["email_typed"]}
        same = ("name", "called", "city", "channel", "window_from", "window_to", "source", "reference", "tags", "note")
        new = people.NewPerson(
            **typed,
            **{name: row[name] for name in same},
            points=tuple(row["points"].splitlines()),
            ok_text=bool(row["ok_text"]),
            ok_keep=bool(row["ok_keep"]),
            no_contact=bool(row["no_contact"]),
        )
        self.ids[row["id"]] = people.add(self.new, new)

    def _walk(self, application: Row, tries: list[Row], told: list[Row]) -> None:
        self.clock.now = application["at"]
        person, opening = self.ids[application["person"]], self.ids[application["opening"]]
        if application["moved_from"]:
            here = fitting.move(self.new, self.ids[application["moved_from"]], opening)
        else:
            joins = MilestoneId(application["joins"]) if application["joins"] else None
            here = applications.add(self.new, person, opening, joins=joins)
        self.ids[application["id"]] = here
        left = False
        for attempt in sorted(tries, key=lambda row: row["id"]):
            slip = next((row for row in told if row["attempt"] == attempt["id"]), None)
            left = self._try(here, attempt, slip) or left
        by_itself = application["state"] in (State.HIRED, State.DUPLICATE) or left
        if application["ended_at"] and not by_itself:
            self.clock.now = application["ended_at"]
            applications.end(self.new, here, State(application["state"]), reason=application["reason"])

    def _try(self, here: int, attempt: Row, slip: Row | None) -> bool:
        """One attempt with its slip; True where the person left the road with it."""
        self.new.store.who = attempt["who"]
        draft = msgspec.json.decode(slip["draft"], type=SlipDraft) if slip else None
        self.clock.now = attempt["finished_at"]
        made = 0
        if attempt["result"] == Result.NO_SHOW:
            made = decisions.no_show(self.new, here, notice=attempt["reason"] == decisions.WITH_NOTICE)
        elif draft and draft.ending:
            made = decisions.withdraw(self.new, here, draft.ending, reason=self._reason(attempt))
        else:
            made = self._take(here, attempt, draft)
        if slip and slip["gone"]:
            self.clock.now = slip["delivered_at"]
            self.new.store.who = slip["who"]
            self._given(made, slip["channel"])
        return bool(draft and draft.ending)

    def _given(self, slip: int, channel: str) -> None:
        """Hand a slip over; the story was not told under the rules of contact, so these are not asked."""
        words = slips.view(self.new, slip).document

        def work(act: Act) -> None:
            columns = slips.frozen(words, channel, act.who, act.at)
            mailed = {"state": SlipState.SENT, "gone": 1} if channel == slips.BY_MAIL else {}
            act.update("slip", slip, **columns | mailed)

        self.new.store.do("handed over", work)
        if channel == slips.IN_PERSON:
            outbox.confirm(self.new, [slip])

    def _reason(self, attempt: Row) -> str:
        rows = table(self.old, "application")
        return str(next(row["reason"] for row in rows if row["id"] == attempt["application"]))

    def _take(self, here: int, attempt: Row, draft: SlipDraft | None) -> int:
        self.clock.now = attempt["opened_at"]
        found = attempts.open_or_start(self.new, here)
        self._enter(found, attempt)
        if draft is None:
            return 0
        self.clock.now = attempt["finished_at"]
        result = Result(attempt["result"])
        return decisions.decide(
            self.new, found, result, reason=attempt["reason"], next_day=draft.next_date, booked=draft.next_booked
        ).slip

    def _enter(self, found: int, attempt: Row) -> None:
        """Ratings and notes as one act: that each of them is one of its own changes nothing of what is stored."""
        kept = {name: _of(self.old, name, attempt["id"]) for name in ROOMS}

        def work(act: Act) -> None:
            for name, rows in kept.items():
                for row in rows:
                    same = {column: row[column] for column in row if column not in ("id", "version", "act", "attempt")}
                    if name == "paper":
                        same["person"] = self.ids[row["person"]]
                    act.insert(name, attempt=found, **same)
            noted = ("made", "note", "scenario", "kit_asked", "they_asked", "chance")
            act.update("attempt", found, **{column: attempt[column] for column in noted})

        self.new.store.do("entered", work)


def _by(rows: list[Row], column: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _of(wb: Workbook, name: str, attempt: int) -> list[Row]:
    with wb.store.read() as tx:
        return tx.rows(f'select * from "{name}" where attempt = :a order by id', a=attempt)
