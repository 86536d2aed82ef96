"""What must hold at the end of every day, from the tables as they are stored."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from domain.workbook import follow_up, today
from domain.workbook.follow_up import Kind
from tests.workbook.sixty_days import reference
from tests.workbook.sixty_days.reference import DAY, HOUR
from tests.workbook.sixty_days.tables import seats_of, whole_list

if TYPE_CHECKING:
    from domain.workbook.follow_up_rows import FollowUpRow
    from tests.workbook.sixty_days.life import Life
    from tests.workbook.sixty_days.reference import Facts, Row

_PLACES = {
    "phone_interview": 4,
    "in_person_interview": 4,
    "exam": 12,
    "mock_call": 3,
    "sales_test": 3,
    "cs_test": 3,
    "tech_test": 3,
    "final_interview": 2,
    "job_offer": 2,
}
_RED_AFTER = {
    "application": 4,
    "phone_interview": 2,
    "in_person_interview": 1,
    "exam": 1,
    "mock_call": 1,
    "sales_test": 1,
    "cs_test": 1,
    "tech_test": 1,
    "final_interview": 3,
    "job_offer": 5,
}
_HERE = ("waiting", "underway", "booked")


def end_of_day(life: Life) -> None:
    """Everything that must hold when a day ends."""
    facts = life.facts()
    due, listed = whole_list(life.hub)
    nothing_is_lost(life, facts, due, listed)
    promises_are_kept_or_told(life, facts, due)
    retests_are_surfaced(life, facts, listed)
    for person in facts.people:
        caps_hold(facts, person)
        stops_hold(life, facts, person, due)
    tries_hold(life, facts)
    nobody_failed_by_missing(life)
    slots_hold(life)
    for opening in life.openings:
        seats, taken = seats_of(life.hub, opening)
        assert taken <= seats, f"{taken} of {seats} seats taken"


def good_moments(life: Life, facts: Facts) -> list[FollowUpRow]:
    """What is due now besides slips; each row says whether it is a good moment exactly as the rules do."""
    owed = {row["attempt"] for row in life.hub.rows("select attempt from slip where gone = 0")}
    wanted = [one for one in follow_up.ids(life.wb)[0] if one not in owed]
    rows = [row for row in follow_up.rows(life.wb, wanted) if row is not None]
    for row in rows:
        if row.step == "close":
            continue
        via = row.channel if row.kind is Kind.TOUCH else ""
        against = reference.broken(facts, row.person, via, closing=row.step == "closing", pool=row.kind is Kind.POOL)
        assert row.good is not bool(against), (row.kind, row.what, row.warning, against)
        named = reference.named(row.warning)
        assert bool(against) == bool(named), (row.warning, against)
        assert named <= against, (row.warning, against)
    return rows


# the list ------------------------------------------------------------------------------------------------------------


def nothing_is_lost(life: Life, facts: Facts, due: list[int], listed: list[int]) -> None:
    """Everything that is due or to come is listed, once."""
    assert max(Counter(listed).values(), default=1) == 1
    rows = life.hub.rows
    wanted = {("promise", row["id"]) for row in rows("select id from promise where closed_at = 0")}
    wanted |= {("touch", row["id"]) for row in rows("select * from touch where closed_at = 0") if _is_open(facts, row)}
    wanted |= {("waits", person) for person in facts.people if _waits_too_long(facts, person)}
    wanted |= {("slip", row["attempt"]) for row in rows("select attempt from slip where gone = 0")}
    sheets = rows("select id, person from attempt where finished_at = 0")
    wanted |= {("sheet", row["id"]) for row in sheets if not _with_somebody(facts, row["person"])}
    wanted |= {("slot", row["id"]) for row in rows("select * from visit where state = 'booked'") if _remind(facts, row)}
    wanted |= {("pool", row["id"]) for row in rows("select * from pool where left_at = 0") if _kept(facts, row)}
    wanted |= {("offer", row["id"]) for row in rows("select * from offer where open = 1") if _offered(life, facts, row)}
    wanted |= {("retest", one) for one, card in facts.people.items() if card["retest"] and not _has_slot(facts, one)}
    lost = {one for one in wanted if one[1] not in set(listed)}
    assert not lost, [(what, _told(life, what, one)) for what, one in lost]
    assert set(due) <= set(listed)
    if facts.today.weekday() == 2:
        assert None not in follow_up.rows(life.wb, listed)


def _told(life: Life, what: str, one: int) -> list[Row]:
    table = {"waits": "person", "retest": "person", "sheet": "attempt", "slip": "attempt", "slot": "visit"}.get(
        what, what
    )
    return life.hub.rows(f"select * from {table} where id = :id", id=one)


def _is_open(facts: Facts, row: Row) -> bool:
    """What they wrote waits until it is answered; a try waits as long as they stand where it was made."""
    card = facts.people[row["person"]]
    if row["next"] in ("answer", "kind_line"):
        return True
    same = (row["application"], row["milestone"]) == (card["application"], card["milestone"])
    return bool(row["next"]) and same and not _ended(facts, card) and row["person"] not in facts.stopped


def _ended(facts: Facts, card: Row) -> bool:
    return bool(facts.ended.get(card["application"], 0))


def _waits_too_long(facts: Facts, person: int) -> bool:
    card, house = facts.people[person], facts.house
    if card["state"] not in ("ready", "on_hold") or card["retest"] or _has_slot(facts, person):
        return False
    return house.after(house.day(card["since"]), _RED_AFTER[card["milestone"]]) < facts.today


def _has_slot(facts: Facts, person: int) -> bool:
    today = facts.today.isoformat()
    return any(one["day"] >= today and one["state"] in _HERE for one in facts.visits.get(person, ()))


def _with_somebody(facts: Facts, person: int) -> bool:
    today = facts.today.isoformat()
    return any(one["day"] == today and one["state"] == "underway" for one in facts.visits.get(person, ()))


def _remind(facts: Facts, row: Row) -> bool:
    """A slot by the next working day that they were not told of today, nor reminded of."""
    if row["reminded_at"] or not row["milestone"] or row["person"] in facts.stopped:
        return False
    booked_before = facts.house.day(row["since"]) < facts.today
    return facts.today < date.fromisoformat(row["day"]) <= facts.house.after(facts.today, 1) and booked_before


def _kept(facts: Facts, row: Row) -> bool:
    card, today = facts.people[row["person"]], facts.today.isoformat()
    consent = card["ok_keep"] and row["person"] not in facts.stopped
    return bool(consent and row["until"] >= today and row["due"] and row["due"] <= today)


def _offered(life: Life, facts: Facts, row: Row) -> bool:
    """Something of an offer is due: their answer, day one, the days after it, or a contact before the start."""
    today, stopped = facts.today, row["person"] in facts.stopped
    if row["state"] == "made":
        remind = facts.house.before(date.fromisoformat(row["reply_by"]), 1)
        return row["reply_by"] <= today.isoformat() or (remind <= today and not row["reminded_at"] and not stopped)
    starts = date.fromisoformat(row["starts"])
    if row["came"] == 1:
        asked = {one["day"] for one in life.hub.rows("select day from stay where offer = :o", o=row["id"])}
        return any(starts + timedelta(days=day) <= today and day not in asked for day in (30, 60, 90))
    if starts <= today or stopped:
        return starts <= today
    said = facts.house.day(row["answered_at"])
    days = {"week": 7, "three_days": 3, "day_before": 1}
    touches = {"signed": facts.house.after(said, 1)} | {k: starts - timedelta(days=v) for k, v in days.items()}
    return any(
        said < on <= today and on < starts and one not in row["touched"].split(",") for one, on in touches.items()
    )


# promises and retests ------------------------------------------------------------------------------------------------


def promises_are_kept_or_told(life: Life, facts: Facts, due: list[int]) -> None:
    """Of everything promised for today or before, what is still open is among what is due, and asks for a word."""
    listed, still = set(due), life.hub.rows("select * from promise where closed_at = 0")
    rows = {row.id: row for row in follow_up.rows(life.wb, [row["id"] for row in still]) if row}
    for row in still:
        assert row["person"] not in facts.stopped, "a promise to somebody who asked not to be contacted"
        if row["due"] > facts.today.isoformat():
            continue
        assert row["id"] in listed, f"a promise for {row['due']} is not among what is due"
        if row["due"] < facts.today.isoformat():
            assert rows[row["id"]].word, "a promise past its day asks for no word"


def retests_are_surfaced(life: Life, facts: Facts, listed: list[int]) -> None:
    """Whose retest opens today is on Today and in Follow-up, unless they have a slot."""
    day = facts.today.isoformat()
    opens = {one for one, card in facts.people.items() if card["retest"] == day and not _has_slot(facts, one)}
    shown = {row.person for row in today.snapshot(life.wb, 500).retests.rows}
    assert opens <= shown
    assert opens <= set(listed)
    newest = life.hub.rows(
        "select a.person, a.retest, t.retest as stored from application a join attempt t on t.application = a.id"
        " where a.ended_at = 0 and a.milestone = t.milestone and t.result = 'not_yet' and t.number ="
        " (select max(x.number) from attempt x where x.person = t.person and x.milestone = t.milestone)"
    )
    assert all(row["retest"] == row["stored"] for row in newest)
    life.done["retests opened"] += len(opens)


# contacts ------------------------------------------------------------------------------------------------------------


def caps_hold(facts: Facts, person: int) -> None:
    """Counted over everything that ever went to somebody."""
    ours = [one for one in facts.touches.get(person, ()) if one["direction"] == "out"]
    words = reference.sent(facts, person)
    answers = {one["at"] for one in ours if one["message"] in ("thank_you", "check_in", "kind_line")}
    for at in words:
        if at not in answers:
            assert sum(at - DAY < other <= at for other in words) <= 2, "more than two messages a day"
            assert sum(at - 7 * DAY < other <= at for other in words) <= 5, "more than five messages in seven days"
    pool = [one["at"] for one in ours if one["kind"] == "pool"]
    assert all(later - one >= 14 * DAY for one, later in pairwise(pool)), "two pool messages in fourteen days"
    _tries_hold(facts, person)


def _tries_hold(facts: Facts, person: int) -> None:
    here = [one["arrived_at"] for one in facts.visits.get(person, ()) if one["arrived_at"]]
    came = [(at, "came", None) for at in (*here, *facts.took.get(person, ()))]
    events = sorted([*came, *((one["at"], "touch", one) for one in facts.touches.get(person, ()))], key=lambda e: e[0])
    tries: list[Row] = []
    for _, _, one in events:
        if one is None or one["outcome"] in ("reached", *reference.INCOMING):
            tries = []
        elif one["asked"]:
            tries.append(one)
            days = [facts.house.day(one["at"]) for one in tries]
            assert len(set(days)) == len(days), "two tries on one day"
            assert all(b["at"] - a["at"] >= 24 * HOUR for a, b in pairwise(tries)), "two tries within 24 hours"
            stages = Counter((one["application"], one["milestone"]) for one in tries)
            assert max(stages.values()) <= 3, "more than three tries at one stage"


def stops_hold(life: Life, facts: Facts, person: int, due: list[int]) -> None:
    """Nobody is contacted after a stop, but for a reply to what they wrote since; nor kept, nor promised anything."""
    at = facts.stopped.get(person)
    if at is None:
        return
    theirs = False
    for one in facts.touches.get(person, ()):
        if one["at"] <= at:
            continue
        if one["outcome"] in reference.INCOMING:
            theirs = True
        else:
            assert theirs, "contacted after a stop"
    assert facts.people[person]["no_contact"] == 1
    assert not life.hub.value("select count(*) from pool where person = :p and left_at = 0", p=person)


# tries, slots --------------------------------------------------------------------------------------------------------


def tries_hold(life: Life, facts: Facts) -> None:
    """At most three tries in 180 days at a milestone, and none before its day."""
    rows = life.hub.rows(
        "select t.*, a.account from attempt t join application a on a.id = t.application order by t.person, t.number"
    )
    tries: dict[tuple[int, str], list[Row]] = {}
    for row in rows:
        tries.setdefault((row["person"], row["milestone"]), []).append(row)
    for found in tries.values():
        counted = [one for one in found if one["result"] in ("passed", "not_yet")]
        assert len(counted) <= 3
        for one, later in pairwise(found):
            # An end without a try has a row as well, and a yes to an offer is no try.
            taken = later["result"] in ("passed", "not_yet", "") and later["milestone"] != "job_offer"
            if one["result"] in ("not_yet", "no_show") and taken and one["account"] == later["account"]:
                assert facts.house.day(later["opened_at"]).isoformat() >= one["retest"], (
                    "a try before its day",
                    one,
                    later,
                )


def nobody_failed_by_missing(life: Life) -> None:
    """A try that somebody did not come to has never been called anything else."""
    if life.missed:
        rows = life.hub.rows("select id, result, points, proposal from attempt where result = 'no_show'")
        known = {row["id"] for row in rows if row["points"] is None}
        erased = life.missed - {row["id"] for row in life.hub.rows("select id from attempt")}
        assert life.missed - erased <= known


def slots_hold(life: Life) -> None:
    """No more people than places at any time."""
    rows = life.hub.rows(
        "select milestone, booked_for, count(*) as many from visit where milestone > '' and state <> 'no_show'"
        " and booked_for > 0 group by milestone, booked_for"
    )
    for row in rows:
        assert row["many"] <= _PLACES[row["milestone"]], row
