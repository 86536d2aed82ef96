"""The tables of people, and of what they apply for; of what is held about them and who asked for it."""

from __future__ import annotations

from domain.store.table import (
    EXACT,
    LINE,
    NUMBER,
    Index,
    Table,
    belongs_to,
    id_of,
    line,
    lines,
    optional,
    row_of,
    words,
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
"""What people are filtered by."""

TABLES = (
    Table(
        "rubric",
        {
            "kind": LINE,  # milestone or account
            "name": LINE,  # 'mock_call/retail_cs' or 'retail_cs'
            "number": NUMBER,  # 1, 2, 3 ... by name
            "digest": LINE,
            "body": EXACT,  # JSON
            "milestones": EXACT,  # JSON: an edited account's milestones, before its numbers; '' = the catalogue's
            "changed": lines(4_000),  # what an edit made different, in words, one a line
            "lasting": NUMBER,  # 1 = classes of the account that are opened later take this version
            "at": NUMBER,
        },
        shared={"changed": ""},  # an edited version of an account is somebody's work, and goes with the act
        indexes=[Index("kind", "name", "number", unique=True)],
    ),
    Table(
        "opening",
        {
            "account": LINE,
            "name": LINE,
            "site": LINE,  # where the class is, as the settings name it
            "seats": NUMBER,
            "starts": LINE,  # ISO date of the first day of the class, or ''
            "rubric": row_of("rubric"),  # the account as it stood: route, weights, hurdles
            "at": NUMBER,
            "closed_at": NUMBER,
            "note": lines(4_000),
        },
    ),
    Table(
        "person",
        {
            "name": LINE,
            "called": LINE,  # how they are greeted
            "sort_name": LINE,  # folded, surname first where known
            "phone": LINE,  # E.164, or '' when it did not parse
            "phone_typed": LINE,
            "email": LINE,  # normalised, or '' when it did not parse
            "email_typed": LINE,
            "city": LINE,
            "language": LINE,
            "zone": LINE,
            "channel": LINE,
            "second_channel": LINE,  # where they wish to be reached when that does not work
            "window_from": LINE,  # '09:00'
            "window_to": LINE,
            "ok_text": NUMBER,
            "ok_keep": NUMBER,
            "no_contact": NUMBER,  # 1 = they asked not to be contacted
            "source": LINE,
            "reference": LINE,  # the number they have in another system
            "tags": line(600),
            "points": lines(1_000),  # value card: up to three lines
            "note": lines(4_000),  # private
            "owner": LINE,  # the recruiter who looks after them; '' = nobody in particular
            "find": words(4_000),  # folded words for the search
            "at": NUMBER,
            "application": id_of("application"),  # the one that the lists show
            # what the lists show of that application, kept by domain.workbook.standing
            "opening": id_of("opening"),
            "account": LINE,
            "milestone": LINE,
            "state": LINE,
            "since": NUMBER,
            "retest": LINE,  # ISO date or ''
            "road": LINE,  # ten cells, see domain.rules.road
        },
        indexes=[
            Index("sort_name", "id", carried=FILTERED),  # the usual order: a walk along it reads no rows
            Index("since", "id"),
            Index("state", "since", "id", carried=["milestone", "retest"]),
            Index("milestone", "since"),
            Index("opening", "since"),
            Index("retest", "since"),
            Index("at", "id"),
            Index("phone"),
            Index("email"),
            Index("reference"),
            Index("account", "sort_name"),
            Index("road", "since"),
            Index("source", "id"),
            Index("city", "id"),
            Index("owner", "id"),
            Index("language", "id", filled="\"language\" <> 'en'"),
            Index("tags", "id"),
        ],
    ),
    Table(
        "application",
        {
            "person": belongs_to("person"),
            "opening": row_of("opening"),
            "account": LINE,
            "added_tests": line(1_000),  # account tests added by the recruiter, comma-separated
            "joins": LINE,  # the milestone at which they join the route; '' = its first
            "brought": LINE,  # attempts from another application that count here, ids, comma-separated
            "milestone": LINE,
            "state": LINE,
            "since": NUMBER,
            "retest": LINE,
            "road": LINE,
            "at": NUMBER,
            "ended_at": NUMBER,
            "ended_by": LINE,
            "reason": lines(1_000),
            "moved_from": id_of("application"),  # the one that this one took over from
        },
        indexes=[
            Index("ended_by", "person", filled="\"ended_by\" > ''"),
            Index("opening", "state", "milestone"),
            # with what they are counted by, so that a walk over a period reads no rows
            Index("at", "id", carried=["person", "state", "account", "opening", "road", "milestone", "moved_from"]),
            Index("since", "milestone", carried=["person", "state", "account", "opening"]),
        ],
    ),
    Table(
        "twin",
        {"person": belongs_to("person"), "other": row_of("person"), "why": lines(1_000), "settled": LINE, "at": NUMBER},
        indexes=[
            Index("person", "at", filled="\"settled\" = ''"),
            Index("other", "at", filled="\"settled\" = ''"),
        ],
    ),
    Table(
        "intake",
        {
            "file": line(1_000),
            "digest": LINE,
            "lines": NUMBER,
            "taken": NUMBER,
            "left_out": NUMBER,
            "report": EXACT,
            "at": NUMBER,
        },
    ),
    Table(
        "view",
        {"name": LINE, "filter": line(1_000), "sort": LINE, "descending": NUMBER, "who": LINE, "at": NUMBER},
        indexes=[Index("name", unique=True)],
    ),
    Table(
        "merged",
        {
            "person": belongs_to("person"),
            "was": id_of("person"),  # an entry that turned out to be this person
            "at": NUMBER,
        },
        indexes=[Index("was", unique=True)],
    ),
    # What a person asked of us about what is held of them, and what we may not let go of. A request that outlives them
    # belongs to nobody.
    Table(
        "asked",
        {
            "person": optional(belongs_to("person")),  # nothing once they were erased
            "kind": LINE,  # see domain.workbook.requests.Kind
            "day": LINE,  # ISO date on which they asked
            "until": LINE,  # ISO date up to which a record must be kept; '' for what is no duty to keep
            "why": lines(1_000),
            "who": LINE,  # who wrote it down
            "at": NUMBER,
            "done_at": NUMBER,  # 0 while it is open
        },
        indexes=[Index("done_at", "day")],
    ),
    # One application of somebody who was erased, so that numbers stay right: no name, no day, nothing in free words.
    Table(
        "counted",
        {
            "whose": NUMBER,  # the same in all rows of one of them, and found nowhere else
            "opening": row_of("opening"),
            "account": LINE,
            "milestone": LINE,
            "state": LINE,
            "road": LINE,
            "ended_by": LINE,
            "month": LINE,  # '2026-08', in which it began
            "ended": LINE,  # the month in which it ended, or ''
            "tries": line(1_000),  # finished attempts, as 'exam=not_yet,exam=passed'
            "slips": NUMBER,  # attempts whose slip they got
        },
    ),
    # A file that was written about somebody: what has left the house, the log neither follows nor takes back.
    Table(
        "exported",
        {
            "person": belongs_to("person", bond=False),  # 0 for a list of many people
            "kind": LINE,
            "file": line(1_000),
            "people": NUMBER,
            "who": LINE,
            "at": NUMBER,
        },
        logged=False,
        indexes=[Index("person", "at")],
    ),
    # Where a file lies that holds what people gave freely (`domain.store.apart`), a row a place, and who is to be taken
    # out of one that could not be reached when they were erased: an id that nobody has any more.
    Table("apart", {"mark": LINE, "file": line(1_000), "at": NUMBER}, logged=False),
    Table(
        "owed_apart",
        {"mark": LINE, "person": id_of("person"), "at": NUMBER},
        logged=False,
        indexes=[Index("mark")],
    ),
    # There while rows that were erased may still be legible in pages that nothing stands on.
    Table("unswept", {"at": NUMBER}, logged=False),
    # A level of the career ladder that somebody was set to by hand, or moved up to; the newest holds.
    Table(
        "rung",
        {
            "person": belongs_to("person"),
            "level": LINE,
            "how": LINE,
            "since": LINE,
            "why": lines(1_000),
            "who": LINE,
            "at": NUMBER,
        },
    ),
    # What somebody has shown of what a level asks for.
    Table(
        "proof",
        {
            "person": belongs_to("person"),
            "level": LINE,
            "asks": LINE,  # what was asked for, as the ladder words it
            "words": lines(1_000),  # what was seen; private unless `told`
            "day": LINE,  # ISO date
            "told": NUMBER,  # 1 = they may read the words in their ladder file
            "who": LINE,
            "at": NUMBER,
        },
    ),
)
