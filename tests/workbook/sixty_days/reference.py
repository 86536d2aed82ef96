"""The rules of contact in plain words, from the follow-up data as it is published; nothing of the program is used.

What was written and when comes from the tables as they are stored. A moment is milliseconds UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
HOUR = 3_600_000
DAY = 24 * HOUR
WORDS = {
    "stop": "asked not to be contacted",
    "closed": "closing note is out",
    "stage": "tries at one stage",
    "channels": "channels are the most",
    "text": "you may text them",
    "day": "a day is the most",
    "between": "24 hours lie between",
    "pool": "somebody in the pool",
    "hours": "outside their hours",
    "cap": "they were sent",
}
"""What a refusal says of each rule."""
HOLIDAY = "it is a holiday"
"""What it says of hours on a day on which nobody is contacted."""
SENT_BY = ("text message", "chat app", "by hand", "e-mail")
INCOMING = ("replied", "thank_you", "check_in", "stop")
TEXTS = ("sms", "whatsapp_or_viber")


@dataclass(frozen=True)
class House:
    """What is known of a site."""

    zone: str
    opens: time
    closes: time
    holidays: frozenset[date] = frozenset()
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)

    def day(self, at: int) -> date:
        """The business day: a night that goes on after midnight belongs to the evening on which it began."""
        local = clock(self.zone, at)
        over = self.closes if self.closes <= self.opens else time(0)
        return local.date() - timedelta(days=1) if local.time() < over else local.date()

    def works(self, day: date) -> bool:
        """Whether the office answers on a day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def after(self, day: date, many: int) -> date:
        """So many working days later."""
        while many:
            day += timedelta(days=1)
            many -= self.works(day)
        return day

    def before(self, day: date, many: int) -> date:
        """So many working days earlier."""
        while many:
            day -= timedelta(days=1)
            many -= self.works(day)
        return day


@dataclass
class Facts:
    """The tables at one moment."""

    now: int
    house: House
    people: dict[int, Row]
    touches: dict[int, list[Row]]
    slips: dict[int, list[Row]]
    visits: dict[int, list[Row]]
    took: dict[int, list[int]] = field(default_factory=dict)
    """When they took a milestone that was decided."""
    ended: dict[int, int] = field(default_factory=dict)
    """When an application ended; 0 = not yet."""
    stopped: dict[int, int] = field(default_factory=dict)
    """When somebody asked for no more contact."""

    @property
    def today(self) -> date:
        return self.house.day(self.now)


def named(text: str) -> set[str]:
    """The rules that a refusal names."""
    found = {rule for rule, words in WORDS.items() if words in text}
    return found | ({"hours"} if HOLIDAY in text else set())


def clock(zone: str, at: int) -> datetime:
    """What a clock on the wall of a zone shows, without the zone."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def good_hour(house: House, person: Row, now: int) -> bool:
    """In the hours that they chose, else 9 to 19; Monday to Saturday, no holiday; a night belongs to its evening."""
    local = clock(person["zone"] or house.zone, now)
    begins, ends = (
        _minutes(person[name] or usual) for name, usual in (("window_from", "09:00"), ("window_to", "19:00"))
    )
    ends += 24 * 60 if ends <= begins else 0
    for back in (0, 1):
        day = local.date() - timedelta(days=back)
        if day.weekday() == 6 or day in house.holidays:
            continue
        since = (local - datetime.combine(day, time(0))) / timedelta(minutes=1)
        if begins <= since < ends:
            return True
    return False


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def here(facts: Facts, person: int) -> bool:
    """On site today, or with a slot today."""
    today = facts.today.isoformat()
    return any(
        one["day"] == today and one["state"] in ("waiting", "underway", "booked")
        for one in facts.visits.get(person, ())
    )


def last_word(facts: Facts, person: int) -> int:
    """When they last answered: were reached, wrote, came, or took a milestone."""
    said = [one["at"] for one in facts.touches.get(person, ()) if one["outcome"] in ("reached", *INCOMING)]
    came = [one["arrived_at"] for one in facts.visits.get(person, ())]
    return int(max([0, *said, *came, *facts.took.get(person, ())]))


def wrote(facts: Facts, person: int) -> bool:
    """Whether a message of theirs is unanswered; what they wrote before they asked to stop is over.

    A note of theirs waits for an answer, a reply to us only until we contact them again.
    """
    since = facts.stopped.get(person, 0)
    note = reply = False
    for one in facts.touches.get(person, ()):
        if one["outcome"] in INCOMING:
            told = one["outcome"] != "stop" and one["at"] > since
            note = told and (note or one["outcome"] != "replied")
            reply = told
        else:
            note = note and not (one["outcome"] == "reached" or (one["outcome"] == "left_word" and not one["asked"]))
            reply = False
    return note or reply


def broken(
    facts: Facts,
    person: int,
    channel: str = "",
    *,
    closing: bool = False,
    pool: bool = False,
    informs: bool = False,
    message: bool = False,
    answers: bool = False,
) -> set[str]:
    """Every rule that a contact would break now; `message` for words that are sent, `answers` for those to theirs."""
    card, found = facts.people[person], set[str]()
    if not (good_hour(facts.house, card, facts.now) or here(facts, person)):
        found.add("hours")
    if message and channel != "call" and not answers and _full(facts, person):
        found.add("cap")
    theirs = wrote(facts, person)
    if theirs and informs:
        return found
    if not theirs:
        if person in facts.stopped:
            found.add("stop")
        if channel in TEXTS and not card["ok_text"] and card["channel"] not in TEXTS:
            found.add("text")
        if pool and any(one["kind"] == "pool" and one["at"] > facts.now - 14 * DAY for one in _ours(facts, person)):
            found.add("pool")
    if closing or not informs:
        found |= _tried(facts, person, channel, closing=closing, informs=informs)
    return found


def _ours(facts: Facts, person: int) -> list[Row]:
    return [one for one in facts.touches.get(person, ()) if one["outcome"] not in INCOMING]


def _tried(facts: Facts, person: int, channel: str, *, closing: bool, informs: bool) -> set[str]:
    """At most one try a day, 24 hours apart, three at a stage by two ways; after the closing note none."""
    since, found = last_word(facts, person), set[str]()
    later = [one for one in _ours(facts, person) if one["at"] > since]
    tries = [one for one in later if one["asked"]]
    stage = facts.people[person]["milestone"]
    at_stage = [one for one in tries if one["milestone"] == stage]
    if any(facts.house.day(one["at"]) == facts.today for one in tries):
        found.add("day")
    if any(one["at"] + DAY > facts.now for one in tries):
        found.add("between")
    if len(at_stage) >= 3 and not closing:
        found.add("stage")
    used = {one["channel"] for one in at_stage}
    if channel and not informs and channel not in used and len(used) >= 2:
        found.add("channels")
    if any(one["message"] == "closing_note" and one["milestone"] == stage for one in later):
        found.add("closed")
    return found


def sent(facts: Facts, person: int) -> list[int]:
    """When words of ours went to somebody, slips and messages alike."""
    words = [one["at"] for one in _ours(facts, person) if one["outcome"] == "left_word" and one["channel"] != "call"]
    return sorted(
        words
        + [one["delivered_at"] for one in facts.slips.get(person, ()) if one["channel"] in SENT_BY and one["gone"]]
    )


def _full(facts: Facts, person: int) -> bool:
    """Two messages a day and five in seven days are the most."""
    when = sent(facts, person)
    return sum(at > facts.now - DAY for at in when) >= 2 or sum(at > facts.now - 7 * DAY for at in when) >= 5
