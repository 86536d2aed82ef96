"""The tables of a workbook, step by step; a step that was released is never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

Columns = Mapping[str, type]

LOGGED = (
    "rubric",
    "opening",
    "person",
    "application",
    "attempt",
    "card",
    "rating",
    "revision",
    "critical",
    "slip",
    "visit",
    "offer",
    "stay",
    "slot",
    "twin",
    "intake",
    "promise",
    "view",
    "merged",
    "call",
    "paper",
    "mailing",
    "touch",
    "snooze",
    "asked",
    "counted",
    "practice",
    "pool",
    "calibration",
    "calibrated",
)
"""Every table that a user's work lives in; the log keeps before and after images of their rows."""


LINES: Mapping[str, int] = {
    "rubric.changed": 4_000,
    "opening.note": 4_000,
    "person.points": 1_000,
    "person.note": 4_000,
    "application.reason": 1_000,
    "attempt.reason": 1_000,
    "attempt.note": 4_000,
    "card.why": 1_000,
    "rating.did": 1_000,
    "rating.effect": 1_000,
    "revision.why": 1_000,
    "critical.quote": 1_000,
    "critical.cleared_why": 1_000,
    "twin.why": 1_000,
    "promise.words": 1_000,
    "offer.reason": 1_000,
    "stay.why": 1_000,
    "slip.why": 1_000,
    "mailing.why": 1_000,
    "touch.words": 1_000,
    "asked.why": 1_000,
    "calibration.transcript": 20_000,
}
"""Columns that keep line breaks, with the most characters they hold."""

LONG: Mapping[str, int] = {
    "person.tags": 600,
    "person.find": 4_000,
    "application.added_tests": 1_000,
    "application.skipped": 1_000,
    "intake.file": 1_000,
    "view.filter": 1_000,
    "jot.words": 1_000,
    "mailing.address": 320,
    "exported.file": 1_000,
    "counted.tries": 1_000,
}
"""Columns of one line that hold more than `USUAL` characters."""

USUAL = 200
"""The most characters in a column that is named in none of `LINES`, `LONG` and `EXACT`; it holds one line."""

EXACT = frozenset(
    {
        "rubric.body",
        "rubric.milestones",
        "slip.draft",
        "slip.document",
        "slip.overrides",
        "intake.report",
        "call.moments",
        "calibration.moments",
        "calibrated.draft",
        "calibrated.ratings",
        "offer.terms",
        "paper.answers",
        "answer.value",
    }
)
"""Columns of JSON, and of what was typed in an exam letter by letter: stored as they are, whatever their length."""


OWNERS: Mapping[str, str] = {
    "application": "person",
    "attempt": "person",
    "rating": "attempt",
    "card": "attempt",
    "revision": "attempt",
    "critical": "attempt",
    "call": "attempt",
    "slip": "person",
    "visit": "person",
    "offer": "person",
    "stay": "person",
    "promise": "person",
    "twin": "person",
    "merged": "person",
    "paper": "person",
    "mailing": "person",
    "touch": "person",
    "snooze": "person",
    "asked": "person",
    "practice": "person",
    "pool": "person",
    "calibration": "person",
    "calibrated": "calibration",
}
"""Table -> the column that says whose a row is; by it the log finds what a person had and has no longer."""

SHARED: Mapping[str, Mapping[str, object]] = {"rubric": {"changed": ""}}
"""Rows, by what they hold, that keep a text word for word for whoever needs it next, found again by its digest.

Who wrote one first is of no consequence: taking that act back leaves it, because others may stand on it by then. An
edited version of an account is somebody's work, and goes with it.
"""


def shared(table: str, row: Mapping[str, object] | None) -> bool:
    """Whether a new row of a table stays when the act is taken back that wrote it."""
    holds = SHARED.get(table)
    return holds is not None and row is not None and all(row[name] == value for name, value in holds.items())


class SchemaVerbs(Protocol):
    """What a step may ask of an engine. Columns are not null, '' or 0 where nothing is known, unless optional."""

    def create(
        self,
        table: str,
        columns: Columns,
        *,
        foreign_keys: Mapping[str, str] | None = None,
        optional: Sequence[str] = (),
    ) -> None:
        """A table with an integer primary key `id`, these columns, and indexed references to other tables."""

    def create_log(self) -> None:
        """The tables `act` and `change`."""

    def index(
        self,
        table: str,
        columns: Sequence[str],
        *,
        unique: bool = False,
        carried: Sequence[str] = (),
        filled: str = "",
    ) -> None:
        """An index over these columns; it carries others along where that spares a walk its look at every row.

        With `filled`, a condition such as `"owner" > ''`, it holds only the rows of which that is true, and serves
        only questions that say so.
        """

    def searchable(self, table: str, column: str) -> None:
        """Full-text search over a column that holds folded words."""

    def logged(self, table: str, owner: str = "") -> None:
        """Before and after images of every changed row go to `change`, of a deleted one with what it belonged to."""


BOOK: dict[str, type] = {"version": int, "act": int}
"""Carried by every logged table: how often a row was written, and by which act last."""


def m001_tables(s: SchemaVerbs) -> None:
    """Openings and the rubrics in force, people, applications, attempts with ratings, slips, the queue."""
    s.create_log()
    s.create(
        "rubric",
        {
            "kind": str,  # milestone or account
            "name": str,  # 'mock_call/retail_cs' or 'retail_cs'
            "number": int,  # 1, 2, 3 ... by name
            "digest": str,
            "body": str,  # JSON
            "milestones": str,  # JSON: an edited account's milestones, before its numbers; '' = the catalogue's
            "changed": str,  # what an edit made different, in words, one a line
            "lasting": int,  # 1 = classes of the account that are opened later take this version
            "at": int,
        }
        | BOOK,
    )
    s.create(
        "opening",
        {
            "account": str,
            "name": str,
            "site": str,  # where the class is, as the settings name it
            "seats": int,
            "starts": str,  # ISO date of the first day of the class, or ''
            "rubric": int,  # the account as it stood: route, weights, hurdles
            "at": int,
            "closed_at": int,
            "note": str,
        }
        | BOOK,
        foreign_keys={"rubric": "rubric"},
    )
    s.create(
        "person",
        {
            "name": str,
            "called": str,  # how they are greeted
            "sort_name": str,  # folded, surname first where known
            "phone": str,  # E.164, or '' when it did not parse
            "phone_typed": str,
            "email": str,  # normalised, or '' when it did not parse
            "email_typed": str,
            "city": str,
            "language": str,
            "zone": str,
            "channel": str,
            "window_from": str,  # '09:00'
            "window_to": str,
            "ok_text": int,
            "ok_keep": int,
            "no_contact": int,  # 1 = they asked not to be contacted
            "source": str,
            "reference": str,  # the number they have in another system
            "tags": str,
            "points": str,  # value card: up to three lines
            "note": str,  # private
            "owner": str,  # the recruiter who looks after them; '' = nobody in particular
            "find": str,  # folded words for the search
            "at": int,
            "application": int,  # the one that the lists show; 0 = none
            # what the lists show of that application, kept by domain.workbook.standing
            "opening": int,
            "account": str,
            "milestone": str,
            "state": str,
            "since": int,
            "retest": str,  # ISO date or ''
            "road": str,  # ten cells, see domain.rules.road
        }
        | BOOK,
    )
    s.create(
        "application",
        {
            "person": int,
            "opening": int,
            "account": str,
            "added_tests": str,  # account tests added by the recruiter, comma-separated
            "joins": str,  # the milestone at which they join the route; '' = its first
            "brought": str,  # attempts from another application that count here, ids, comma-separated
            "milestone": str,
            "state": str,
            "since": int,
            "retest": str,
            "road": str,
            "at": int,
            "ended_at": int,
            "ended_by": str,
            "reason": str,
            "moved_from": int,  # the application that this one took over from; 0 = none
        }
        | BOOK,
        foreign_keys={"person": "person", "opening": "opening"},
    )
    s.create(
        "attempt",
        {
            "application": int,
            "person": int,
            "milestone": str,
            "number": int,  # 1, 2, 3 ... by person and milestone
            "rubric": int,
            "scenario": str,
            "opened_at": int,
            "finished_at": int,  # 0 while it is open
            "who": str,
            "result": str,
            "points": float,
            "coverage": float,
            "proposal": str,
            "reason": str,  # why it was decided against the proposal
            "retest": str,
            "halved": int,  # 1 = the wait until then was halved for practice
            "slip": int,  # 0 = none yet; owed once the attempt is finished
            "made": str,  # points of the value card that were made, from 1, comma-separated
            "note": str,  # private
            "kit_asked": int,  # 1 = all questions of the kit were asked, 2 = not all; 0 = nothing was said
            "they_asked": int,  # 1 = the person asked a question, 2 = none
            "chance": int,  # their answer 1-5 to "I had the chance to show what I can do"; 0 = none
        }
        | BOOK,
        foreign_keys={"application": "application", "person": "person", "rubric": "rubric"},
        optional=("points",),
    )
    s.create(
        "card",  # there are none while one person rates alone; two where a second look was asked for
        {
            "attempt": int,
            "number": int,  # 0 = the first one's, 1 = the second one's
            "kind": str,  # 'rater', or 'scenario' where the same rater took a second one
            "rater": str,  # '' until somebody sits down to it
            "scenario": str,
            "why": str,  # why a second look was asked for
            "who": str,  # who asked
            "at": int,
            "submitted_at": int,  # 0 while it is rated alone
        }
        | BOOK,
        foreign_keys={"attempt": "attempt"},
    )
    s.create(
        "rating",
        {
            "attempt": int,
            "criterion": str,
            "card": int,  # number of the card that it stands on
            "rater": str,
            "entered": int,  # 0 = evidence only, 1 = rated, 2 = not observed
            "value": float,
            "moment": str,
            "did": str,
            "effect": str,
            "at": int,
        }
        | BOOK,
        foreign_keys={"attempt": "attempt"},
    )
    s.create(
        "revision",  # what a submitted rating was before it was changed
        {
            "attempt": int,
            "criterion": str,
            "card": int,
            "entered": int,
            "value": float,
            "why": str,
            "who": str,  # whose rating it is
            "at": int,
        }
        | BOOK,
        foreign_keys={"attempt": "attempt"},
    )
    s.create(
        "critical",
        {
            "attempt": int,
            "card": int,  # number of the card that it was noted on
            "error": str,
            "quote": str,
            "who": str,
            "second": str,  # the second name; '' = not confirmed yet
            "at": int,
            "cleared_at": int,
            "cleared_why": str,
        }
        | BOOK,
        foreign_keys={"attempt": "attempt"},
    )
    s.create(
        "slip",
        {
            "attempt": int,
            "person": int,
            "state": str,
            "gone": int,  # 1 = nothing more is owed, see domain.model.terms.GONE; 2 = a correction took its place
            "draft": str,  # JSON of a SlipDraft
            "document": str,  # JSON of the SlipDocument as delivered, frozen; '' before
            "digest": str,  # SHA-256 of that text, in hexadecimal
            "channel": str,
            "delivered_at": int,
            "who": str,
            "at": int,
            "overrides": str,  # JSON: rule -> reason
            "confirmed_at": int,  # when they said that they have it; 0 = not yet
            "confirmed_by": str,  # who heard it
            "corrects": int,  # the slip that this one takes the place of; 0 = none
            "why": str,  # why it was not wanted, or did not get through
        }
        | BOOK,
        foreign_keys={"attempt": "attempt", "person": "person"},
    )
    s.create(
        "visit",
        {
            "person": int,
            "application": int,
            "day": str,  # ISO date in the site's zone
            "number": int,  # queue number; 0 = none yet
            "state": str,
            "booked_for": int,
            "arrived_at": int,
            "since": int,  # when they came to the state they are in
            "started_at": int,
            "done_at": int,
            "place": str,  # 'exam room', 'with Noor'
            "milestone": str,  # what a slot is booked for; '' = no slot
            "reminded_at": int,  # when they were reminded of it; 0 = not yet
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )
    s.create(
        "offer",
        {
            "application": int,
            "person": int,
            "state": str,  # see domain.model.terms.OfferState
            "open": int,  # 1 = something of it is still due, up to the last day on which we ask
            "terms": str,  # JSON: id of a term -> what it is in this offer
            "read_aloud": int,  # 1 = every term was read aloud
            "said_back": int,  # 1 = and they said it back in their own words
            "papers": str,  # ids of the papers that are in, comma-separated
            "starts": str,  # ISO date of the first day, or ''
            "made_at": int,
            "reply_by": str,  # ISO date
            "reminded_at": int,
            "answered_at": int,  # 0 while it waits for an answer
            "reason": str,  # why they said no, or backed out
            "touched": str,  # ids of the contacts before the start that were made, comma-separated
            "came": int,  # on day one: 1 = they were there, 2 = they were not; 0 = not known
            "who": str,  # who made it
            "at": int,
        }
        | BOOK,
        foreign_keys={"application": "application", "person": "person"},
    )
    s.create(  # whether somebody who was hired is still there, on one of the days on which we ask
        "stay",
        {
            "offer": int,
            "person": int,
            "day": int,  # 30, 60 or 90 days after the first one
            "here": int,  # 1 = still here, 2 = left
            "quality": int,  # 1-5; 0 = not said
            "why": str,  # why they left
            "who": str,
            "at": int,
        }
        | BOOK,
        foreign_keys={"offer": "offer", "person": "person"},
    )
    s.create(  # a slot with other places than its milestone has as a rule
        "slot",
        {"milestone": str, "starts": int, "places": int, "who": str, "at": int} | BOOK,
    )
    s.create(
        "twin",
        {"person": int, "other": int, "why": str, "settled": str, "at": int} | BOOK,
        foreign_keys={"person": "person", "other": "person"},
    )
    s.create(
        "intake",
        {"file": str, "digest": str, "lines": int, "taken": int, "left_out": int, "report": str, "at": int} | BOOK,
    )
    s.create(
        "promise",
        {
            "person": int,
            "words": str,  # what they were told, as in 'call with the exam result'
            "due": str,  # ISO date in the site's zone
            "hour": str,  # '14:30' on the site's clock, or '' = at any time of that day
            "who": str,  # who promised
            "at": int,
            "closed_at": int,  # 0 while it is open
            "kept": int,  # 1 = kept, 0 = open or not kept
            "outcome": str,  # how one that was not kept ended, in a word; else ''
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )
    s.create(
        "view",
        {"name": str, "filter": str, "sort": str, "descending": int, "who": str, "at": int} | BOOK,
    )
    s.create(
        "merged",
        {"person": int, "was": int, "at": int} | BOOK,  # was: id of an entry that turned out to be this person
        foreign_keys={"person": "person"},
    )
    s.create(
        "call",
        {
            "attempt": int,
            "number": int,  # 1, 2 ... within the attempt
            "scenario": str,
            "who": str,
            "at": int,  # when the candidate got the card
            "started_at": int,  # 0 until it is over
            "over_at": int,  # 0 while it runs
            "moments": str,  # JSON: what can stand as evidence; '' until it is over
            "flagged": str,  # critical errors that were flagged, as 'id@milliseconds', comma-separated
            # what was counted, milliseconds where it is a time; nothing until the call is over
            "facts": int,
            "facts_of": int,
            "checks": int,
            "checks_of": int,
            "questions": int,
            "first_question": int,  # nothing where there was none
            "repeats": int,
            "holds": int,
            "hold": int,
            "silences": int,
            "dead_air": int,
            "longest_silence": int,
            "longest_gap": int,
            "first_reply": int,  # nothing where not everybody had an answer
        }
        | BOOK,
        foreign_keys={"attempt": "attempt"},
        optional=("first_question", "first_reply"),
    )
    # A key of a running call. The log does not follow it: one row a key is all that it costs, and a call that is over
    # holds what came of it. It refers to its call without a bond, so that taking the call back needs no word about it.
    s.create("jot", {"call": int, "at": int, "kind": str, "key": str, "words": str})
    s.create(
        "paper",
        {
            "attempt": int,
            "person": int,
            "part": str,
            "form": str,  # which of the parallel forms
            "digest": str,  # of its words
            "seed": int,  # of the order in which items and options are shown
            "place": int,  # 1, 2, 3 ... in the order in which the parts are taken
            "who": str,  # who handed the keyboard over
            "at": int,
            "finished_at": int,  # 0 while it is open
            "spent": int,  # milliseconds on the clock of the part
            "correct": int,  # answers or fields that are right; of a typing test, characters less errors
            "asked": int,  # items or fields; of a typing test, characters
            "answers": str,  # JSON: what was answered by item, or what was typed; '' while it is open
        }
        | BOOK,
        foreign_keys={"attempt": "attempt", "person": "person"},
    )
    # One mail of one slip, and how far it came: the outbox sends from here and finds its way after a crash by it.
    s.create(
        "mailing",
        {
            "slip": int,
            "person": int,
            "address": str,  # where it goes; read anew when it is sent
            "message": str,  # its Message-ID, made of the slip and the digest of its words
            "state": str,  # see domain.workbook.mailing.MailState
            "wait": int,  # milliseconds for second thoughts after it was put here, or put here again
            "not_before": int,  # when it is tried next, or their hours begin; 0 = as soon as that is over
            "tries": int,
            "claim": str,  # who is sending it; '' = nobody
            "claimed_at": int,
            "why": str,  # what stood against it last, in plain words
            "at": int,
        }
        | BOOK,
        foreign_keys={"slip": "slip", "person": "person"},
    )
    s.create(
        "touch",  # one contact with a person, and what it leaves to be done
        {
            "person": int,
            "application": int,  # the one that it was about; 0 = none
            "milestone": str,  # where they stood then
            "at": int,
            "direction": str,  # 'out' from us, 'in' from them
            "channel": str,
            "kind": str,  # what was due, see domain.workbook.follow_up.Kind; '' = nothing was
            "about": int,  # its id; 0 = the person themselves
            "outcome": str,
            "message": str,  # the situation whose text was sent; '' = none of the catalogue's
            "asked": int,  # 1 = an answer is awaited, so that it counts as a try
            "words": str,  # theirs or ours
            "who": str,
            "next": str,  # what is to be done then; '' = nothing
            "due": str,  # ISO date in the site's zone
            "not_before": int,  # the earliest moment that the rules of contact allow; 0 = any
            "via": str,  # the channel of what is to be done
            "closed_at": int,  # 0 while that is open
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )
    s.create(
        "snooze",  # something in Follow-up that was put off
        {
            "person": int,
            "kind": str,
            "about": int,  # as in `touch`
            "until": str,  # ISO date in the site's zone
            "why": str,
            "who": str,
            "at": int,
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )
    # What a person asked of us about what is held of them, and what we may not let go of. A request that outlives them
    # belongs to nobody.
    s.create(
        "asked",
        {
            "person": int,  # nothing once they were erased
            "kind": str,  # see domain.workbook.requests.Kind
            "day": str,  # ISO date on which they asked
            "until": str,  # ISO date up to which a record must be kept; '' for what is no duty to keep
            "why": str,
            "who": str,  # who wrote it down
            "at": int,
            "done_at": int,  # 0 while it is open
        }
        | BOOK,
        foreign_keys={"person": "person"},
        optional=("person",),
    )
    # One application of somebody who was erased, so that numbers stay right: no name, no day, nothing in free words.
    s.create(
        "counted",
        {
            "whose": int,  # the same in all rows of one of them, and found nowhere else
            "opening": int,
            "account": str,
            "milestone": str,
            "state": str,
            "road": str,
            "ended_by": str,
            "month": str,  # '2026-08', in which it began
            "ended": str,  # the month in which it ended, or ''
            "tries": str,  # finished attempts, as 'exam=not_yet,exam=passed'
            "slips": int,  # attempts whose slip they got
        }
        | BOOK,
        foreign_keys={"opening": "opening"},
    )
    s.create(
        "practice",  # a day of drill log
        {
            "person": int,
            "day": str,  # ISO date on which they practised
            "who": str,  # who wrote it down
            "at": int,
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )
    s.create(
        "pool",  # somebody who is kept for another opening; the last row says how they stand
        {
            "person": int,
            "application": int,  # the one after which they are kept; 0 = none
            "why": str,  # see domain.model.terms.PoolWhy
            "words": str,  # the reason of whoever kept them by hand
            "who": str,
            "at": int,
            "since": str,  # ISO date from which their touches are counted: they came, or were renewed
            "until": str,  # ISO date, the last day on which they are kept
            "last": str,  # ISO date of the last message to them as somebody of the pool, or ''
            "due": str,  # ISO date of the next one, or ''
            "renewed": int,  # how often
            "left_at": int,  # 0 while they are kept
            "left_why": str,  # see domain.model.terms.PoolLeft
            "left_words": str,
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )
    s.create(
        "calibration",  # a call that all raters rate alone, to see how they agree; nobody's result stands on it
        {
            "person": int,  # whose call it was, so that it goes with them
            "call": int,  # what it was taken from
            "name": str,  # as raters see it, without a name of anybody
            "milestone": str,
            "rubric": int,
            "scenario": str,
            "moments": str,  # JSON, as in `call`
            "transcript": str,  # without their name
            "who": str,
            "at": int,
            "opened_at": int,  # when the ratings were laid side by side; 0 = they are alone with it
        }
        | BOOK,
        foreign_keys={"person": "person", "rubric": "rubric"},
    )
    s.create(
        "calibrated",  # what one rater says of it
        {
            "calibration": int,
            "rater": str,
            "draft": str,  # JSON: criterion -> level, null = not observed; '' once it was submitted
            "ratings": str,  # the same, as it was submitted
            "stage": int,  # 0 = being rated, 1 = submitted, 2 = laid open
            "at": int,
        }
        | BOOK,
        foreign_keys={"calibration": "calibration"},
    )
    # A file that was written about somebody: what has left the house, the log neither follows nor takes back. It refers
    # to its person without a bond, as a jot to its call; 0 for a list of many people.
    s.create("exported", {"person": int, "kind": str, "file": str, "people": int, "who": str, "at": int})
    # There while rows that were erased may still be legible in pages that nothing stands on.
    s.create("unswept", {"at": int})
    # What a candidate answers or types, kept as a jot is: the paper holds what came of it once it is handed in.
    s.create(
        "answer",
        {
            "paper": int,
            "item": str,  # an item or a field; '' for a change to what is typed
            "value": str,
            "spent": int,  # milliseconds on the clock of the part when it was given
            "at": int,
        },
    )


FILTERED = (
    "find",
    "milestone",
    "state",
    "since",
    "retest",
    "account",
    "opening",
    "source",
    "city",
    "owner",
    "tags",
    "at",
    "application",
)
"""What people are filtered by; the index of the usual order carries it, so that a walk along it reads no rows."""


WHOSE = ("person", "state", "account", "opening")
"""What applications are counted by, so that a walk over a period reads no rows."""
DECIDED = ("result", "application", "rubric", "slip", "chance")
"""The same of attempts."""


def m002_indexes(s: SchemaVerbs) -> None:
    """What every list and every lookup needs to stay quick at a million people."""
    s.index("rubric", ["kind", "name", "number"], unique=True)
    s.index("person", ["sort_name", "id"], carried=FILTERED)
    s.index("person", ["since", "id"])
    s.index("person", ["state", "since", "id"], carried=["milestone", "retest"])
    s.index("person", ["milestone", "since"])
    s.index("person", ["opening", "since"])
    s.index("person", ["retest", "since"])
    s.index("person", ["at", "id"])
    s.index("person", ["phone"])
    s.index("person", ["email"])
    s.index("person", ["reference"])
    s.index("person", ["account", "sort_name"])
    s.index("person", ["road", "since"])
    s.index("person", ["source", "id"])
    s.index("person", ["city", "id"])
    s.index("person", ["owner", "id"], filled="\"owner\" > ''")
    s.index("person", ["language", "id"], filled="\"language\" <> 'en'")
    s.index("person", ["tags", "id"], filled="\"tags\" > ''")
    s.index("application", ["ended_by", "person"], filled="\"ended_by\" > ''")
    s.index("slip", ["person", "at"], filled='"gone" = 0')
    s.index("slip", ["person", "delivered_at"], filled='"gone" > 0')
    s.index("attempt", ["person", "finished_at"], filled='"slip" = 0')
    s.index("twin", ["person", "at"], filled="\"settled\" = ''")
    s.index("twin", ["other", "at"], filled="\"settled\" = ''")
    s.index("application", ["opening", "state", "milestone"])
    s.index("attempt", ["person", "milestone", "number"], unique=True)
    s.index("application", ["at", "id"], carried=[*WHOSE, "road", "milestone", "moved_from"])
    s.index("application", ["since", "milestone"], carried=WHOSE)
    s.index("attempt", ["finished_at", "milestone", "person"], carried=DECIDED)
    s.index("attempt", ["slip", "finished_at"])
    s.index("attempt", ["who", "opened_at"])
    s.index("attempt", ["finished_at"], filled='"chance" > 0 and "chance" < 3')
    s.index("card", ["attempt", "number"], unique=True)
    s.index("rating", ["attempt", "criterion", "card"], unique=True)
    s.index("slip", ["gone", "at"])
    s.index("slip", ["attempt", "gone"], carried=["state", "channel", "confirmed_at", "delivered_at"])
    s.index("slip", ["gone", "delivered_at", "attempt"], carried=["person"])
    s.index("visit", ["day", "number"])
    s.index("visit", ["milestone", "booked_for"], filled="\"milestone\" > ''")
    s.index("slot", ["milestone", "starts"], unique=True)
    s.index("offer", ["open", "reply_by"], filled='"open" = 1')
    s.index("stay", ["offer", "day"], unique=True)
    s.index("promise", ["closed_at", "due", "hour"])
    s.index("view", ["name"], unique=True)
    s.index("merged", ["was"], unique=True)
    s.index("call", ["who", "at"], filled='"over_at" = 0')
    s.index("jot", ["call"])
    s.index("jot", ["at"])
    s.index("mailing", ["state", "not_before"], filled="\"state\" <> 'sent'")
    s.index("touch", ["person", "at"])
    s.index("touch", ["due", "person"], filled='"next" > \'\' and "closed_at" = 0')
    s.index("snooze", ["until", "kind"])
    s.index("pool", ["at", "person"], filled='"left_at" = 0')
    s.index("pool", ["due", "person"], filled='"due" > \'\' and "left_at" = 0')
    s.index("pool", ["until", "person"], filled='"left_at" = 0')
    s.index("pool", ["application"], filled='"application" > 0')
    s.index("answer", ["paper"])
    s.index("answer", ["at"])
    s.index("asked", ["done_at", "day"])
    s.index("practice", ["person", "day"], unique=True)
    s.index("exported", ["person", "at"])
    s.index("calibration", ["at", "id"])
    s.index("calibrated", ["calibration", "rater"], unique=True)
    s.index("card", ["submitted_at"], filled='"number" = 1 and "submitted_at" > 0')


def m003_log(s: SchemaVerbs) -> None:
    """Images of every change."""
    for table in LOGGED:
        s.logged(table, OWNERS.get(table, ""))


def m004_search(s: SchemaVerbs) -> None:
    """People by words, letters of words and digits."""
    s.searchable("person", "find")


Step = Callable[[SchemaVerbs], None]
STEPS: tuple[Step, ...] = (m001_tables, m002_indexes, m003_log, m004_search)
