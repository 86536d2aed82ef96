"""What stands in the log, in words: the fields of a row with their values before and after."""

from __future__ import annotations

import json
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from domain.model.ladder import How
from domain.model.lazily import dataclass
from domain.model.terms import Channel, EndedBy, MilestoneId, PoolLeft, PoolWhy, ScoringType, State
from domain.workbook import rubrics
from domain.workbook.sheets import NOT_OBSERVED, RATED
from domain.workbook.standing import split
from domain.workbook.wording import STATE_WORDS, count, day_month, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from domain.model.catalogue import Criterion
    from domain.store import Tx
    from domain.workbook.workbook import Workbook

Image = dict[str, Any]

NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One field of a row as it was and as it is then; '' where nothing was known."""

    label: str
    before: str
    after: str
    private: bool = False
    """A number, a channel or a private note: not shown while names are hidden."""


@dataclass(frozen=True, slots=True)
class Group:
    """What an act did to one row: what the row is, and its fields."""

    title: str
    fields: tuple[Told, ...]


@dataclass(slots=True)
class Known:
    """What a person's history is told with: names of their openings, attempts and criteria."""

    wb: Workbook
    tx: Tx
    person: int
    name: Callable[[str], str]
    """How a name is shown; initials while names are hidden."""
    called: str = ""
    full: str = ""
    attempts: dict[int, Image] = field(default_factory=dict)
    alone: set[int] = field(default_factory=set)
    """Attempts that two people rate alone just now: what was entered there is told once both are in."""
    openings: dict[int, str] = field(default_factory=dict)
    """Names of openings by application."""
    classes: dict[int, str] = field(default_factory=dict)
    """Names of openings by their own id."""

    def milestone(self, milestone: str) -> str:
        """Return 'mock call'."""
        return self.wb.catalogue.milestones[MilestoneId(milestone)].title.lower() if milestone else ""

    def title(self, milestone: str) -> str:
        """Return 'Mock call'."""
        return self.wb.catalogue.milestones[MilestoneId(milestone)].title if milestone else ""

    def scenario(self, scenario: str) -> str:
        """Return the title of a scenario, or its id where the catalogue no longer has it."""
        found = self.wb.catalogue.scenarios.get(scenario)
        return found.title if found else scenario

    def level(self, level: str) -> str:
        """Return 'senior agent', or the id of a level that the ladder no longer has."""
        return next((inside(step.name) for step in self.wb.catalogue.ladder if step.id == level), plain(level))

    def attempt(self, attempt: int) -> str:
        """Return 'mock call, attempt 2'; 'an attempt' where it is gone."""
        row = self.attempts.get(attempt)
        return f"{self.milestone(row['milestone'])}, attempt {row['number']}" if row else "an attempt"

    def criterion(self, attempt: int, criterion: str) -> Criterion | None:
        """Return a criterion as it was when it was rated; None where the attempt is gone."""
        row = self.attempts.get(attempt)
        if row is None:
            return None
        found = rubrics.milestone(self.wb, self.tx, row["rubric"]).criteria
        return next((one for one in found if one.id == criterion), None)

    def day(self, at: int) -> str:
        """Return '12 Aug' of a moment."""
        return day_month(self.wb.day(at), self.wb.today()) if at else NOTHING

    def moment(self, at: int) -> str:
        """Return '12 Aug 10:42' of a moment."""
        return f"{self.day(at)} {self.wb.time_of_day(at)}" if at else NOTHING

    def iso(self, text: str) -> str:
        """Return '12 Aug' of a stored date."""
        return day_month(date.fromisoformat(text), self.wb.today()) if text else NOTHING


def plain(word: str) -> str:
    """Return a stored word as people read it: 'not yet' of 'not_yet'."""
    return word.replace("_", " ")


def state_words(state: str) -> str:
    """Return how an application stands: 'not yet', 'closed, goes on elsewhere'."""
    return STATE_WORDS[State(state)][1] if state else NOTHING


def rating_words(known: Known, row: Image) -> str:
    """Return what was entered: '4', 'yes', '38 wpm', 'not observed'; '' for evidence alone."""
    if row["entered"] == NOT_OBSERVED:
        return "not observed"
    if row["entered"] != RATED:
        return NOTHING
    criterion, value = known.criterion(row["attempt"], row["criterion"]), row["value"]
    if criterion is None or criterion.scoring.type is ScoringType.BARS:
        return f"{value:g}"
    if criterion.scoring.type is ScoringType.CHECK:
        return "yes" if value >= 3 else "no"
    if criterion.scoring.unit == "cefr":
        reached = [name for name, number in known.wb.catalogue.cefr.items() if number <= value]
        return reached[-1] if reached else f"{value:g}"
    unit = known.wb.catalogue.units.get(criterion.scoring.unit)
    return f"{value:g} {unit.short if unit else ''}".rstrip()


def criterion_name(known: Known, row: Image) -> str:
    """Return the name of a rating's criterion: 'clarity'."""
    criterion = known.criterion(row["attempt"], row["criterion"])
    return inside(criterion.name) if criterion else "a criterion that is gone"


_CHANNELS: Final[Mapping[str, str]] = {
    Channel.CALL: "call",
    Channel.SMS: "text message",
    Channel.CHAT: "chat app",
    Channel.EMAIL: "e-mail",
}
ENDERS: Final[Mapping[str, str]] = {
    EndedBy.US: "us",
    EndedBy.CANDIDATE: "the candidate",
    EndedBy.CLIENT: "the client",
    EndedBy.NO_SHOW: "their not coming",
}
"""Who ends an application, within a sentence."""

_LEFT: Final[Mapping[str, str]] = {
    PoolLeft.NOT_WANTED: "they did not want it",
    PoolLeft.NEW_APPLICATION: "they are on an opening again",
    PoolLeft.LET_GO: "they were let go",
    PoolLeft.EXPIRED: "their days were over",
    PoolLeft.SAME_PERSON: "the same person is kept once",
}

Say = tuple[str, "Callable[[Known, Any], str]"]


def _text(_known: Known, value: Any) -> str:
    return str(value)


def _word(_known: Known, value: Any) -> str:
    return plain(str(value))


def _yes(_known: Known, value: Any) -> str:
    return "yes" if value else NOTHING


def _closed(_known: Known, value: Any) -> str:
    return {1: "yes", 2: "no"}.get(value, NOTHING)


def _terms(_known: Known, value: Any) -> str:
    return "; ".join(json.loads(value).values()) if value else ""


def _number(_known: Known, value: Any) -> str:
    return f"{value}" if value else NOTHING


def _tests(known: Known, value: Any) -> str:
    return ", ".join(known.milestone(test) for test in split(value))


def _lines(_known: Known, value: Any) -> str:
    return "; ".join(str(value).splitlines())


_NOTE = "Private note"
_MOMENT: Callable[[Known, Any], str] = Known.moment
_ISO: Callable[[Known, Any], str] = Known.iso
_MILESTONE: Callable[[Known, Any], str] = Known.milestone

_HOW: Final = {How.INTERNAL: "works here", How.RETURNING: "worked here before", How.UP: "moved up"}

FIELDS: Final[Mapping[str, Mapping[str, Say]]] = {
    "person": {
        "name": ("Name", lambda known, value: known.name(value)),
        "called": ("Called", lambda known, value: known.name(value)),
        "phone_typed": ("Mobile", _text),
        "email_typed": ("E-mail", _text),
        "channel": ("Reach by", lambda _known, value: str(_CHANNELS.get(value, value))),
        "second_channel": ("Else by", lambda _known, value: str(_CHANNELS.get(value, value))),
        "window_from": ("Hours from", _text),
        "window_to": ("Hours to", _text),
        "ok_text": ("Ok to text", _yes),
        "ok_keep": ("Ok to keep", _yes),
        "no_contact": ("Do not contact", _yes),
        "language": ("Language", _text),
        "city": ("City", _text),
        "zone": ("Time zone", _text),
        "source": ("Source", _text),
        "reference": ("Reference", _text),
        "tags": ("Tags", _text),
        "points": ("Points", _lines),
        "owner": ("Looked after by", _text),
        "at": ("Known since", Known.day),
        "note": (_NOTE, _lines),
    },
    "application": {
        "opening": ("Opening", lambda known, value: known.classes.get(value, "")),
        "joins": ("Joins at", _MILESTONE),
        "added_tests": ("Added tests", _tests),
        "milestone": ("At", _MILESTONE),
        "state": ("State", lambda _known, value: state_words(value)),
        "retest": ("Retake from", _ISO),
        "brought": ("Brought along", lambda _known, value: count(len(split(value)), "attempt") if value else ""),
        "ended_at": ("Ended", _MOMENT),
        "ended_by": ("Ended by", lambda _known, value: str(ENDERS.get(value, value))),
        "reason": ("Reason", _text),
        "moved_from": ("Moved from", lambda known, value: known.openings.get(value, "")),
    },
    "attempt": {
        "milestone": ("Milestone", _MILESTONE),
        "number": ("Attempt", _number),
        "scenario": ("Scenario", _text),
        "opened_at": ("Started", _MOMENT),
        "who": ("By", _text),
        "finished_at": ("Finished", _MOMENT),
        "proposal": ("Proposal", _word),
        "result": ("Result", _word),
        "reason": ("Reason", _text),
        "points": ("Points", lambda _known, value: "" if value is None else f"{value:.1f}"),
        "coverage": ("Coverage", lambda _known, value: f"{value:.0%}" if value else ""),
        "retest": ("Retake from", _ISO),
        "halved": ("Wait halved", _yes),
        "made": ("Points made", lambda _known, value: ", ".join(split(value))),
        "kit_asked": ("Kit questions asked", _closed),
        "they_asked": ("They asked a question", _closed),
        "chance": ("Had the chance", lambda _known, value: f"{value} of 5" if value else ""),
        "note": (_NOTE, _lines),
    },
    "rating": {
        "moment": ("Moment", _text),
        "did": ("Said or done", _text),
        "effect": ("Effect", _text),
        "rater": ("By", _text),
    },
    "card": {
        "kind": ("Second look", lambda _known, value: f"a second {value}" if value else ""),
        "rater": ("Rated by", _text),
        "scenario": ("Scenario", _text),
        "why": ("Why", _text),
        "submitted_at": ("Submitted", _MOMENT),
    },
    "revision": {"why": ("Why", _text), "who": ("By", _text)},
    "critical": {
        "quote": ("Quote", _text),
        "who": ("Noted by", _text),
        "second": ("Second name", _text),
        "cleared_at": ("Cleared", _MOMENT),
        "cleared_why": ("Why", _text),
    },
    "slip": {
        "state": ("State", _word),
        "channel": ("Handed over", _text),
        "delivered_at": ("Delivered", _MOMENT),
        "who": ("By", _text),
        "confirmed_at": ("Confirmed", _MOMENT),
        "confirmed_by": ("Heard by", _text),
        "why": ("Why", _text),
    },
    "visit": {
        "day": ("Day", _ISO),
        "number": ("Queue number", _number),
        "state": ("State", _word),
        "booked_for": ("Booked for", _MOMENT),
        "reminded_at": ("Reminded", _MOMENT),
        "arrived_at": ("Arrived", _MOMENT),
        "started_at": ("Began", _MOMENT),
        "done_at": ("Done", _MOMENT),
        "place": ("Place", _text),
    },
    "offer": {
        "state": ("Offer", _word),
        "terms": ("Terms", _terms),
        "starts": ("First day", _ISO),
        "reply_by": ("Answer by", _ISO),
        "read_aloud": ("Read aloud", _yes),
        "said_back": ("Said back", _yes),
        "answered_at": ("Answered", _MOMENT),
        "reason": ("Why", _text),
        "reminded_at": ("Reminded", _MOMENT),
        "who": ("By", _text),
    },
    "stay": {"day": ("Day", _number), "quality": ("Quality", _number), "why": ("Why they left", _text)},
    "twin": {"why": ("Why", _text), "settled": ("Settled", _word)},
    "promise": {
        "words": ("Promise", _text),
        "due": ("Due", _ISO),
        "moved": ("Given another day because", _text),
        "who": ("Promised by", _text),
        "closed_at": ("Closed", _MOMENT),
        "kept": ("Kept", _yes),
    },
    "touch": {
        "outcome": ("Outcome", _word),
        "channel": ("By", lambda _known, value: str(_CHANNELS.get(value, value))),
        "message": ("Message", _word),
        "words": ("Words", _lines),
        "who": ("Noted by", _text),
        "next": ("Then", _word),
        "due": ("Due", _ISO),
        "closed_at": ("Done", _MOMENT),
    },
    "letter": {
        "situation": ("Message", _word),
        "words": ("Words", _lines),
        "state": ("Mail", _word),
        "why": ("Why", _text),
        "who": ("By", _text),
    },
    "snooze": {"until": ("Put off until", _ISO), "why": ("Why", _text), "who": ("By", _text)},
    "pool": {
        "why": (
            "Kept because",
            lambda _known, value: "a recruiter chose to" if value == PoolWhy.BY_HAND else _word(_known, value),
        ),
        "words": ("Reason", _text),
        "since": ("Counted from", _ISO),
        "until": ("Kept until", _ISO),
        "last": ("Last message", _ISO),
        "due": ("Next message", _ISO),
        "who": ("Kept by", _text),
        "left_at": ("Left", _MOMENT),
        "left_why": ("Left because", lambda _known, value: str(_LEFT.get(value, value))),
        "left_words": ("Why they left", _text),
    },
    "calibration": {
        "name": ("Rated for training", _text),
        "who": ("Taken by", _text),
        "opened_at": ("Opened", _MOMENT),
    },
    "merged": {},
    "asked": {
        "kind": ("Asked", _word),
        "day": ("On", _ISO),
        "until": ("To be kept until", _ISO),
        "why": ("Why", _text),
        "who": ("Noted by", _text),
        "done_at": ("Done", _MOMENT),
    },
    "practice": {"day": ("Practised on", _ISO), "who": ("Noted by", _text)},
    "rung": {
        "level": ("Level", lambda known, value: known.level(value)),
        "how": ("How", lambda _known, value: _HOW.get(value, str(value))),
        "since": ("Since", _ISO),
        "why": ("Why", _text),
        "who": ("Set by", _text),
    },
    "proof": {
        "level": ("For the level", lambda known, value: known.level(value)),
        "asks": ("It asks for", _text),
        "words": ("What was seen", _lines),
        "day": ("On", _ISO),
        "told": ("They may read it", _yes),
        "who": ("Noted by", _text),
    },
    "call": {
        "number": ("Call", _number),
        "scenario": ("Scenario", lambda known, value: known.scenario(value)),
        "at": ("Card given", Known.moment),
        "over_at": ("Over", Known.moment),
        "who": ("By", _text),
        "facts": ("Facts found", _number),
        "repeats": ("Repeats", _number),
        "flagged": ("Flagged", lambda _known, value: ", ".join(part.partition("@")[0] for part in split(value))),
    },
}
"""Table -> column -> label and the way to say a value, in the order of telling; other columns follow from these."""

_MORE: Final[Mapping[str, Mapping[str, str]]] = {
    "person": {
        "opening": "opening",
        "milestone": "milestone",
        "state": "state",
        "retest": "retake date",
        "since": "time of the last step",
    },
    "rating": {"entered": "rating", "value": "rating"},
    "slip": {"draft": "words", "document": "words", "overrides": "warnings let pass"},
    "opening": {
        "name": "name",
        "seats": "seats",
        "starts": "first day",
        "rubric": "assessment",
        "closed_at": "end of the class",
        "note": "private note",
    },
    "view": {"name": "name", "filter": "filter", "sort": "order", "descending": "order"},
}
"""Table -> column -> what it is called, for columns that are told in another way than the rest, or of no person."""


def labels_of(table: str, columns: Iterable[str]) -> tuple[str, ...]:
    """What these columns are called within a sentence, each once; those that only follow from others are left out."""
    known = {column: inside(label) for column, (label, _) in FIELDS.get(table, {}).items()}
    known |= _MORE.get(table, {})
    return tuple(dict.fromkeys(known[column] for column in columns if column in known))


PRIVATE: Final = frozenset(
    {"phone_typed", "email_typed", "channel", "second_channel", "window_from", "window_to", "city"}
    | {"reference", "note"}
)


def told(known: Known, table: str, before: Image | None, after: Image | None) -> tuple[Told, ...]:
    """The fields of a row that an act gave another value, in words; all that are known for a new or a deleted row."""
    if hidden(known, table, after or before or {}):
        return (Told("Rated alone", NOTHING, "told once both are in"),)
    found = [*_rating(known, before, after)] if table in ("rating", "revision") else []
    for column, (label, say) in FIELDS.get(table, {}).items():
        values = [say(known, image[column]) if image and column in image else NOTHING for image in (before, after)]
        if values[0] != values[1]:
            found.append(Told(label, values[0], values[1], private=column in PRIVATE))
    if table == "slip" and before and after and before.get("draft") != after.get("draft"):
        found.append(Told("Words", "as they were", "changed"))
    if table == "slip" and before and after and before.get("overrides") != after.get("overrides"):
        found.append(Told("Warnings let pass", "as they were", "changed"))
    return tuple(found)


_ALONE = ("rating", "critical", "revision")


def hidden(known: Known, table: str, row: Image) -> bool:
    """Whether a row says what one of two people entered who still rate alone."""
    return table in _ALONE and row.get("attempt") in known.alone


def _rating(known: Known, before: Image | None, after: Image | None) -> list[Told]:
    values = [rating_words(known, image) if image else NOTHING for image in (before, after)]
    return [Told("Rating", values[0], values[1])] if values[0] != values[1] else []


def title_of(known: Known, table: str, row: Image) -> str:
    """What a row is, as a head over its fields."""
    match table:
        case "person":
            return "Card" if row["id"] == known.person else f"Card of {known.name(row['name'])}"
        case "application":
            return f"Application for {known.openings.get(row['id']) or known.classes.get(row['opening'], 'an opening')}"
        case "attempt":
            return f"{known.title(row['milestone'])}, attempt {row['number']}"
        case "rating":
            return f"{criterion_name(known, row).capitalize()}, {known.attempt(row['attempt'])}"
        case "revision":
            return f"{criterion_name(known, row).capitalize()} as it was, {known.attempt(row['attempt'])}"
        case "card":
            return f"{'Second' if row['number'] else 'First'} rating, {known.attempt(row['attempt'])}"
        case "critical":
            return f"Critical error, {known.attempt(row['attempt'])}"
        case "slip":
            return f"Slip of the {known.attempt(row['attempt'])}"
        case "offer":
            return "Offer"
        case "stay":
            return f"Day {row['day']} after the start"
        case "visit":
            return f"Visit of {known.iso(row['day'])}"
        case "twin":
            return "Perhaps the same person"
        case "promise":
            return "Promise"
        case "touch":
            return f"Contact of {known.day(row['at'])}"
        case "letter":
            return "Message by e-mail"
        case "snooze":
            return "Put off"
        case "asked":
            return {"keep": "Duty to keep", "free_questions": "Free questions"}.get(row["kind"], "Request")
        case "practice":
            return "Drill log"
        case "rung":
            return "On the ladder"
        case "proof":
            return f"Shown for {known.level(row['level'])}"
        case "pool":
            return "In the pool"
        case "calibration":
            return "Call for training"
        case "call":
            return f"Call {row['number']} of the {known.attempt(row['attempt'])}"
        case _:
            return "Two entries"
