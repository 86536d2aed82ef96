"""Many attempts, cards and stays at once, for views that say nothing below a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from domain.model.terms import LookKind, MilestoneId
from domain.workbook import calibrations, rubrics

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.store import Act
    from tests.workbook.hub import Hub

CRITERIA = ("ph.clarity", "ph.volume")


def share(
    hub: Hub, first: str, second: str, levels: Sequence[tuple[tuple[float, float], ...]], at: int = 0
) -> list[int]:
    """Phone interviews that two people rated alone: by attempt, the levels of both for each criterion."""
    application = hub.stands(hub.put_on(f"Shared {first} {second} {at}"))
    hub.take_to(application["id"], MilestoneId.PHONE)
    moment = at or hub.clock.now

    def work(act: Act) -> list[int]:
        rubric = act.value(
            "select id from rubric where kind = 'milestone' and name like 'phone%' order by id limit 1"
        ) or _version(hub, act, application["opening"])
        attempts = act.insert_many(
            "attempt",
            [
                {
                    "application": application["id"],
                    "person": application["person"],
                    "milestone": MilestoneId.PHONE,
                    "number": 100 + number,
                    "rubric": rubric,
                    "opened_at": moment,
                }
                for number in range(len(levels))
            ],
        )
        act.insert_many(
            "card",
            [
                {"attempt": one, "number": number, "kind": LookKind.RATER, "rater": rater, "at": moment}
                | {"submitted_at": moment}
                for one in attempts
                for number, rater in enumerate((first, second))
            ],
        )
        act.insert_many(
            "rating",
            [
                {"attempt": one, "criterion": criterion, "card": card, "entered": 1, "value": pair[card], "at": moment}
                for one, pairs in zip(attempts, levels, strict=True)
                for criterion, pair in zip(CRITERIA, pairs, strict=False)
                for card in (0, 1)
            ],
        )
        return attempts

    return hub.wb.store.do("shared", work)


def _version(hub: Hub, act: Act, opening: int) -> int:
    account = int(act.value("select rubric from opening where id = :id", id=opening))
    return rubrics.milestone_version(hub.wb, act, MilestoneId.PHONE, account)


def hire(hub: Hub, scores: Sequence[tuple[float, int]]) -> list[int]:
    """People who were there on day one: by person, the points of their exam and the day on which they had left, or 0.

    Somebody who stayed was asked on day 60 last, and on no other day.
    """
    application = hub.stands(hub.put_on("Hired before"))

    def work(act: Act) -> list[int]:
        rubric = _version(hub, act, application["opening"])
        common = {"application": application["id"]}
        people = act.insert_many("person", [{"name": f"Hired {number}"} for number in range(len(scores))])
        act.insert_many(
            "attempt",
            [
                {"person": person, "milestone": MilestoneId.EXAM, "rubric": rubric, "result": "passed"}
                | common
                | {"number": number, "points": points - 20 * (number == 1), "finished_at": number}
                for person, (points, _) in zip(people, scores, strict=True)
                for number in (1, 2)
            ],
        )
        offers = act.insert_many(
            "offer",
            [
                {"person": person, "state": "accepted", "came": 1, "starts": "2026-05-04", "made_at": 9} | common
                for person in people
            ],
        )
        act.insert_many(
            "stay",
            [
                {"offer": offer, "person": person, "day": left or 60, "here": 2 if left else 1}
                for offer, person, (_, left) in zip(offers, people, scores, strict=True)
            ],
        )
        return people

    return hub.wb.store.do("hired", work)


def opened(hub: Hub, given: Mapping[str, Sequence[int | None]], at: int = 0) -> int:
    """A call for calibration that was rated alone and opened: by rater, the level of each criterion; its id."""
    application = hub.stands(hub.put_on(f"Called {len(hub.rows('select id from calibration'))}"))
    moment = at or hub.clock.now

    def work(act: Act) -> int:
        account = int(act.value("select rubric from opening where id = :id", id=application["opening"]))
        rubric = rubrics.milestone_version(hub.wb, act, MilestoneId.MOCK_CALL, account)
        criteria = [one.id for one in calibrations.judged_of(rubrics.milestone(hub.wb, act, rubric))]
        call = act.insert(
            "calibration",
            **{"person": application["person"], "milestone": MilestoneId.MOCK_CALL, "rubric": rubric},
            **{"name": "Mock call: a late parcel", "moments": "[]", "transcript": "Caller: My parcel is late."},
            **{"who": hub.wb.store.who, "at": moment, "opened_at": moment},
        )
        told = [
            {"rater": rater, "ratings": json.dumps(dict(zip(criteria, levels, strict=False)))}
            | {"calibration": call, "stage": calibrations.OPEN, "at": moment}
            for rater, levels in given.items()
        ]
        act.insert_many("calibrated", told)
        return call

    return hub.wb.store.do("opened", work)
