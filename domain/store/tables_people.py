"""The tables of people, and of what they apply for; of what is held about them and who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.store.verbs import BOOK

if TYPE_CHECKING:
    from domain.store.verbs import SchemaVerbs


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


def tables(s: SchemaVerbs) -> None:
    """Rubrics in force, openings, people, their applications, and what is kept about the keeping of them."""
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
            "second_channel": str,  # where they wish to be reached when that does not work
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
        "twin",
        {"person": int, "other": int, "why": str, "settled": str, "at": int} | BOOK,
        foreign_keys={"person": "person", "other": "person"},
    )
    s.create(
        "intake",
        {"file": str, "digest": str, "lines": int, "taken": int, "left_out": int, "report": str, "at": int} | BOOK,
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
    # A file that was written about somebody: what has left the house, the log neither follows nor takes back. It refers
    # to its person without a bond, as a jot to its call; 0 for a list of many people.
    s.create("exported", {"person": int, "kind": str, "file": str, "people": int, "who": str, "at": int})
    # Where a file lies that holds what people gave freely (`domain.store.apart`), a row a place, and who is to be taken
    # out of one that could not be reached when they were erased: an id that nobody has any more.
    s.create("apart", {"mark": str, "file": str, "at": int})
    s.create("owed_apart", {"mark": str, "person": int, "at": int})
    # There while rows that were erased may still be legible in pages that nothing stands on.
    s.create("unswept", {"at": int})
    s.create(  # a level of the career ladder that somebody was set to by hand, or moved up to; the newest holds
        "rung",
        {"person": int, "level": str, "how": str, "since": str, "why": str, "who": str, "at": int} | BOOK,
        foreign_keys={"person": "person"},
    )
    s.create(  # what somebody has shown of what a level asks for
        "proof",
        {
            "person": int,
            "level": str,
            "asks": str,  # what was asked for, as the ladder words it
            "words": str,  # what was seen; private unless `told`
            "day": str,  # ISO date
            "told": int,  # 1 = they may read the words in their ladder file
            "who": str,
            "at": int,
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )


def indexes(s: SchemaVerbs) -> None:
    """What every list and every lookup in them needs to stay quick at a million people."""
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
    s.index("twin", ["person", "at"], filled="\"settled\" = ''")
    s.index("twin", ["other", "at"], filled="\"settled\" = ''")
    s.index("application", ["opening", "state", "milestone"])
    s.index("application", ["at", "id"], carried=[*WHOSE, "road", "milestone", "moved_from"])
    s.index("application", ["since", "milestone"], carried=WHOSE)
    s.index("view", ["name"], unique=True)
    s.index("merged", ["was"], unique=True)
    s.index("asked", ["done_at", "day"])
    s.index("exported", ["person", "at"])
    s.index("owed_apart", ["mark"])
