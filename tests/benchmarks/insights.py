"""Every view of Insights on a big workbook. `python -m tests.benchmarks.insights --people 100000`.

The hub of the other benchmarks, with what its people did: attempts along their roads over the last year, the ratings
of those that were not yet, slips, and visits.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from domain.model.terms import ROAD, MilestoneId
from domain.workbook import rubrics
from domain.workbook.insights import (
    Scope,
    explaining,
    funnel,
    kept,
    planning,
    raters,
    reasons,
    retakes,
    staying,
    waits,
)
from domain.workbook.insights.funnel import View
from domain.workbook.wording import DAY, HOUR
from tests.benchmarks.harness import Figures, worked
from tests.benchmarks.hubs import hub, look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from domain.store.loading import Loader
    from domain.workbook import Workbook

RESULTS: Mapping[str, str] = {"*": "passed", "o": "not_yet", "x": "no_show"}
YEAR = 365
TIMES = 5
STEP = 16
"""Ids between the first of one attempt and that of the next: room for its slip and its ratings."""


def busy_hub(people: int) -> Path:
    """The path of a workbook with so many people and all that they did; made when there is none of today."""
    plain = hub(people)
    path = plain.with_name(plain.name.replace("hub-", "busy-"))
    if not path.exists():
        for stale in plain.parent.glob(f"busy-{people}-*"):
            stale.unlink()
        making = path.with_suffix(".making")
        shutil.copy(plain, making)
        print("adding what its people did ...", flush=True)
        _live(making)
        making.rename(path)
    return path


def _live(path: Path) -> None:
    from domain.workbook import open_workbook

    _spread(path)
    wb = open_workbook(path, who="Noor", create=False)
    try:
        with wb.store.read() as tx:
            known = _known(wb)
            todo = tx.rows(
                "select id, person, road, at from application"
                " where not exists (select 1 from attempt where attempt.person = application.person) order by id"
            )
        with wb.store.bulk("what people did") as loader:
            _load(loader, todo, known, wb.now())
    finally:
        wb.close()


def _spread(path: Path) -> None:
    """Let people come over a year, as a hub sees them: ids grow with time, so the first of them came first.

    Whoever did something keeps their days.
    """
    with sqlite3.connect(path) as db:
        db.execute(
            "create temp table idle as select id, row_number() over (order by id desc) - 1 as place from application"
            " where not exists (select 1 from attempt where attempt.person = application.person)"
        )
        db.execute("create unique index temp.idle_id on idle (id)")
        many = db.execute("select count(*) from idle").fetchone()[0]
        db.execute(
            "update application set at = at - :year * place / :many * :day,"
            " since = since - :year * place / :many * :day"
            " from idle where idle.id = application.id",
            {"year": YEAR, "day": DAY, "many": max(1, many)},
        )


def _known(wb: Workbook) -> dict[str, tuple[int, list[str]]]:
    """By milestone, a rubric of it with the criteria that are rated on a scale."""
    found = {}
    with wb.store.read() as tx:
        for row in tx.rows("select milestone, max(rubric) as rubric from attempt group by milestone"):
            kind = rubrics.milestone(wb, tx, row["rubric"])
            found[row["milestone"]] = (row["rubric"], [one.id for one in kind.criteria][: STEP - 4])
    return found


def _load(loader: Loader, todo: list[dict[str, Any]], known: Mapping[str, tuple[int, list[str]]], now: int) -> None:
    first = loader.new_id()
    loader.add("attempt", (one for one, _, _ in _attempts(todo, known, now, first)))
    loader.add("slip", (one for _, one, _ in _attempts(todo, known, now, first)))
    loader.add("rating", (one for _, _, some in _attempts(todo, known, now, first) for one in some))
    loader.add("visit", _visits(todo, first + STEP * len(todo) * len(ROAD)))


def _attempts(
    todo: list[dict[str, Any]], known: Mapping[str, tuple[int, list[str]]], now: int, first: int
) -> Iterator[tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]]:
    random, number = Random(7), first
    for row in todo:
        at = row["at"]
        for step, cell in zip(ROAD, row["road"], strict=True):
            if cell not in RESULTS or step not in known:
                continue
            number, at = number + STEP, at + random.randrange(3 * DAY)
            rubric, criteria = known[step]
            slip = number + 1
            owner = {"person": row["person"], "at": at}
            attempt = {"id": number, "application": row["id"], "person": row["person"], "milestone": step, "number": 1}
            attempt |= {"rubric": rubric, "opened_at": at - HOUR, "finished_at": at, "result": RESULTS[cell]}
            attempt |= {"points": float(random.randrange(30, 80)), "coverage": 1.0, "slip": slip}
            given = {"state": "handed_over", "gone": 1, "channel": "printed", "delivered_at": at + HOUR, "draft": ""}
            ratings = [
                {
                    "id": number + 2 + n,
                    "attempt": number,
                    "criterion": one,
                    "entered": 1,
                    "value": random.randrange(1, 6),
                }
                for n, one in enumerate(criteria)
                if cell == "o"
            ]
            yield attempt, {"id": slip, "attempt": number} | owner | given, ratings


def _visits(todo: list[dict[str, Any]], first: int) -> Iterator[dict[str, Any]]:
    random = Random(11)
    for number, row in enumerate(todo):
        at = row["at"] + random.randrange(9 * HOUR)
        times = {"arrived_at": at, "started_at": at + random.randrange(HOUR), "done_at": at + 2 * HOUR, "since": at}
        day = datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
        about = {"id": first + number + 1, "person": row["person"], "application": row["id"], "day": day}
        yield about | times | {"state": "done", "number": 1}


def views(wb: Workbook, scope: Scope) -> dict[str, Callable[[], object]]:
    """What each view asks for, by its name."""
    return {
        "funnel, flow": lambda: (funnel.funnel(wb, scope), waits.medians(wb, scope)),
        "funnel, cohort": lambda: (funnel.funnel(wb, scope, View.COHORT), waits.medians(wb, scope)),
        "a bar explained": partial(explaining.explain, wb, MilestoneId.PHONE, scope),
        "a bar's people": partial(funnel.people_at, wb, scope, View.FLOW, MilestoneId.PHONE),
        "why people stop": lambda: (reasons.reasons(wb, scope), retakes.retakes(wb, scope)),
        "time": partial(waits.waits, wb, scope),
        "promise kept": partial(kept.kept, wb, scope),
        "raters": partial(raters.show, wb, scope),
        "class forecast": partial(planning.show, wb, planning.next_class(wb, scope)),
        "staying": partial(staying.show, wb, scope),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    given = parser.parse_args()
    wb = look(busy_hub(given.people))
    lately = Scope(since=wb.today() - timedelta(days=59), until=wb.today())
    account = Scope(account="retail_cs", since=lately.since, until=lately.until)
    for title, scope in (("60 days", lately), ("one account, 60 days", account), ("from the beginning", Scope())):
        figures = Figures(f"Insights, {given.people:,} people, {title}, processor time")
        for name, work in views(wb, scope).items():
            figures.add(name, [worked(work) for _ in range(TIMES)])
        figures.show()
    wb.close()


if __name__ == "__main__":
    main()
