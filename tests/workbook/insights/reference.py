"""The funnel in plain words, from rows as they are stored; nothing of the program that counts is used.

At a milestone somebody is counted once: a pass there decides, else what came last. A moment is milliseconds UTC.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.workbook.insights import Scope
    from tests.workbook.hub import Hub

Row = dict[str, Any]
ROAD = (
    *("application", "phone_interview", "in_person_interview", "exam", "mock_call"),
    *("sales_test", "cs_test", "tech_test", "final_interview", "job_offer"),
)
ORDER = ("passed", "not_yet", "waiting", "withdrew", "no_show", "ended")
"""Of what came at the same moment, the later one here counts."""
ON_THE_WAY = ("ready", "underway", "incomplete", "on_hold")
ENDED = {"hired": "passed", "not_selected": "not_yet", "withdrew": "withdrew", "declined": "withdrew"}
ENDED |= {"no_show": "no_show"}
BY_ATTEMPT = ("not_yet", "hired", "on_hold", "incomplete")
"""States that begin with an attempt that was decided: the attempt speaks for them."""
CELLS = {"*": "passed", "o": "not_yet", "x": "no_show"}


def by_result(result: str) -> str:
    """What an attempt makes of somebody."""
    return result if result in ("passed", "not_yet", "no_show") else "waiting"


def by_state(state: str) -> str:
    """What a state makes of somebody."""
    if state == "not_yet":
        return "not_yet"
    return "waiting" if state in ON_THE_WAY else ENDED.get(state, "ended")


@dataclass
class Rows:
    """What is stored."""

    people: dict[int, Row]
    applications: list[Row]
    attempts: list[Row]
    counted: list[Row]
    offers: list[Row]
    roots: dict[int, int] = field(default_factory=dict)
    """When somebody came in by an application: by the first of those that it took over from."""


def read(hub: Hub) -> Rows:
    """All of it."""

    def of(table: str) -> list[Row]:
        return hub.rows(f"select * from {table} order by id")

    found = Rows({row["id"]: row for row in of("person")}, of("application"), of("attempt"), of("counted"), of("offer"))
    known = {row["id"]: row for row in found.applications}
    for row in found.applications:
        first = row
        while first["moved_from"] in known and known[first["moved_from"]]["person"] == first["person"]:
            first = known[first["moved_from"]]
        found.roots[row["id"]] = first["at"]
    return found


def moment(hub: Hub, day: date) -> int:
    """Midnight at the site."""
    zone = ZoneInfo(hub.wb.site.zone)
    return int(datetime.combine(day, time(0), zone).astimezone(UTC).timestamp() * 1000)


@dataclass
class Bars:
    """By milestone and what became of them: who, and how many more were erased."""

    people: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    erased: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def counts(self, step: str) -> dict[str, int]:
        """By what became of them, how many."""
        said = [*self.people[step].values(), *self.erased[step].values()]
        return {one: said.count(one) for one in ORDER if one in said}


class Funnel:
    """Counts one scope over rows."""

    def __init__(self, hub: Hub, rows: Rows, scope: Scope) -> None:
        self.rows = rows
        self.scope = scope
        self.first = moment(hub, scope.since) if scope.since else 1
        self.behind = moment(hub, date.fromordinal(scope.until.toordinal() + 1)) if scope.until else 1 << 62
        self.within = {row["id"]: row for row in rows.applications if self.is_within(row)}

    def is_within(self, row: Row) -> bool:
        """Whether an application, or one of somebody who was erased, is looked at, whatever the days."""
        scope = self.scope
        fits = scope.account in ("", row["account"]) and scope.opening in (0, row["opening"])
        if not scope.source:
            return fits
        return fits and "person" in row and self.rows.people[row["person"]]["source"] == scope.source

    def has_month(self, month: str) -> bool:
        """Whether the first day of a month is looked at."""
        if not month:
            return False
        day = date.fromisoformat(f"{month}-01")
        return (self.scope.since or date.min) <= day <= (self.scope.until or date.max)

    def erased(self, month: str) -> dict[int, list[Row]]:
        """What is known of the erased, by which of them."""
        found: dict[int, list[Row]] = defaultdict(list)
        for row in self.rows.counted:
            if self.is_within(row) and self.has_month(row[month]):
                found[row["whose"]].append(row)
        return found

    def flow(self) -> Bars:
        """What happened in these days, whoever it happened to."""
        events: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)
        for row in self.rows.attempts:
            if row["application"] in self.within and self.first <= row["finished_at"] < self.behind:
                events[row["milestone"], row["person"]].append((row["finished_at"], by_result(row["result"])))
        for row in self.within.values():
            if row["state"] not in BY_ATTEMPT and self.first <= row["since"] < self.behind:
                at = 0 if row["state"] == "duplicate" else row["since"]
                events[row["milestone"], row["person"]].append((at, by_state(row["state"])))
        bars = Bars()
        for (step, person), seen in events.items():
            seen.sort(key=lambda event: (event[0], ORDER.index(event[1])))
            bars.people[step][person] = decided([what for _, what in seen])
        for whose, parts in self.erased("ended").items():
            for step, said in tried(parts).items():
                bars.erased[step][whose] = decided(said)
        return bars

    def cohort(self) -> Bars:
        """Who came in these days, followed until now."""
        bars = Bars()
        mine: dict[int, list[Row]] = defaultdict(list)
        for row in self.within.values():
            mine[row["person"]].append(row)
        for person, parts in mine.items():
            came = [at for at in (self.rows.roots[row["id"]] for row in parts) if self.first <= at < self.behind]
            followed = [row for row in parts if came and row["at"] >= min(came)]
            for step, said in walked(sorted(followed, key=lambda row: (row["at"], row["id"]))).items():
                bars.people[step][person] = decided(said)
        for whose, parts in self.erased("month").items():
            for step, said in walked(parts).items():
                bars.erased[step][whose] = decided(said)
        return bars

    def started(self) -> set[int]:
        """Who was there on day one of the classes that are looked at, whatever the days."""
        return {row["person"] for row in self.rows.offers if row["came"] == 1 and row["application"] in self.within}


def decided(said: list[str]) -> str:
    """A pass, else the last."""
    return "passed" if "passed" in said else said[-1]


def elsewhere_first(parts: Iterable[Row]) -> list[Row]:
    """Applications that went on elsewhere say only what no other one does."""
    return sorted(parts, key=lambda row: row["state"] != "duplicate")


def walked(parts: Iterable[Row]) -> dict[str, list[str]]:
    """What somebody's roads say of each milestone that they came to, the newest last."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in elsewhere_first(parts):
        for step, cell in zip(ROAD, row["road"], strict=True):
            if cell in ".-":
                continue
            said = CELLS.get(cell, "waiting")
            state, here = row["state"], step == row["milestone"]
            over = here and state not in (*ON_THE_WAY, "not_yet")
            if over and said != "passed" and (state != "duplicate" or said == "waiting"):
                said = ENDED.get(state, "ended")
            found[step].append(said)
    return found


def tried(parts: Iterable[Row]) -> dict[str, list[str]]:
    """What somebody who was erased tried, and how each application ended."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in elsewhere_first(parts):
        for pair in filter(None, row["tries"].split(",")):
            step, result = pair.split("=")
            found[step].append(by_result(result))
        found[row["milestone"]].append(by_state(row["state"]))
    return found
