"""The tables of milestones that are taken: attempts, ratings, calls, exam papers, drill logs."""

from __future__ import annotations

from domain.store.table import (
    EXACT,
    FRACTION,
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
)

TABLES = (
    Table(
        "attempt",
        {
            "application": row_of("application"),
            "person": belongs_to("person"),
            "milestone": LINE,
            "number": NUMBER,  # 1, 2, 3 ... by person and milestone
            "rubric": row_of("rubric"),
            "scenario": LINE,
            "opened_at": NUMBER,
            "finished_at": NUMBER,  # 0 while it is open
            "who": LINE,
            "result": LINE,
            "points": optional(FRACTION),
            "coverage": FRACTION,
            "proposal": LINE,
            "reason": lines(1_000),  # why it was decided against the proposal
            "retest": LINE,
            "halved": NUMBER,  # 1 = the wait until then was halved for practice
            "slip": id_of("slip"),  # 0 = none yet; owed once the attempt is finished
            "made": LINE,  # points of the value card that were made, from 1, comma-separated
            "note": lines(4_000),  # private
            "kit_asked": NUMBER,  # 1 = all questions of the kit were asked, 2 = not all; 0 = nothing was said
            "they_asked": NUMBER,  # 1 = the person asked a question, 2 = none
            "chance": NUMBER,  # their answer 1-5 to "I had the chance to show what I can do"; 0 = none
        },
        indexes=[
            Index("person", "finished_at", filled='"slip" = 0'),
            Index("person", "milestone", "number", unique=True),
            Index("slip", "finished_at"),
            # with what they are counted by, so that a walk over a period reads no rows
            Index(
                "finished_at",
                "milestone",
                "person",
                carried=["result", "application", "rubric", "slip", "chance", "number"],
            ),
            # Every attempt has a number: the condition keeps the index to whoever asks for it, as others are slower
            # by it.
            Index("milestone", "result", "finished_at", carried=["application"], filled='"number" > 0'),
            Index(
                "finished_at",
                "person",
                carried=["milestone", "number", "rubric", "points", "slip", "application"],
                filled="\"result\" = 'not_yet'",
            ),
            Index("milestone", "finished_at", filled="\"reason\" > ''"),
            Index("who", "opened_at"),
            Index("finished_at", filled='"chance" > 0 and "chance" < 3'),
        ],
    ),
    # There are none while one person rates alone; two where a second look was asked for.
    Table(
        "card",
        {
            "attempt": belongs_to("attempt"),
            "number": NUMBER,  # 0 = the first one's, 1 = the second one's
            "kind": LINE,  # 'rater', or 'scenario' where the same rater took a second one
            "rater": LINE,  # '' until somebody sits down to it
            "scenario": LINE,
            "why": lines(1_000),  # why a second look was asked for
            "who": LINE,  # who asked
            "at": NUMBER,
            "submitted_at": NUMBER,  # 0 while it is rated alone
        },
        indexes=[
            Index("attempt", "number", unique=True),
            Index("submitted_at", filled='"number" = 1 and "submitted_at" > 0'),
        ],
    ),
    Table(
        "rating",
        {
            "attempt": belongs_to("attempt"),
            "criterion": LINE,
            "card": NUMBER,  # number of the card that it stands on
            "rater": LINE,
            "entered": NUMBER,  # 0 = evidence only, 1 = rated, 2 = not observed
            "value": FRACTION,
            "moment": LINE,
            "did": lines(1_000),
            "effect": lines(1_000),
            "at": NUMBER,
        },
        indexes=[Index("attempt", "criterion", "card", unique=True)],
    ),
    # What a submitted rating was before it was changed.
    Table(
        "revision",
        {
            "attempt": belongs_to("attempt"),
            "criterion": LINE,
            "card": NUMBER,
            "entered": NUMBER,
            "value": FRACTION,
            "why": lines(1_000),
            "who": LINE,  # whose rating it is
            "at": NUMBER,
        },
    ),
    Table(
        "critical",
        {
            "attempt": belongs_to("attempt"),
            "card": NUMBER,  # number of the card that it was noted on
            "error": LINE,
            "quote": lines(1_000),
            "who": LINE,
            "second": LINE,  # the second name; '' = not confirmed yet
            "at": NUMBER,
            "cleared_at": NUMBER,
            "cleared_why": lines(1_000),
        },
    ),
    Table(
        "call",
        {
            "attempt": belongs_to("attempt"),
            "number": NUMBER,  # 1, 2 ... within the attempt
            "scenario": LINE,
            "who": LINE,
            "at": NUMBER,  # when the candidate got the card
            "started_at": NUMBER,  # 0 until it is over
            "over_at": NUMBER,  # 0 while it runs
            "moments": EXACT,  # JSON: what can stand as evidence; '' until it is over
            "flagged": LINE,  # critical errors that were flagged, as 'id@milliseconds', comma-separated
            # what was counted, milliseconds where it is a time; nothing until the call is over
            "facts": NUMBER,
            "facts_of": NUMBER,
            "checks": NUMBER,
            "checks_of": NUMBER,
            "questions": NUMBER,
            "first_question": optional(NUMBER),  # nothing where there was none
            "repeats": NUMBER,
            "holds": NUMBER,
            "hold": NUMBER,
            "silences": NUMBER,
            "dead_air": NUMBER,
            "longest_silence": NUMBER,
            "longest_gap": NUMBER,
            "first_reply": optional(NUMBER),  # nothing where not everybody had an answer
        },
        indexes=[
            Index("who", "at", filled='"over_at" = 0'),
            Index("who", "over_at", filled='"over_at" > 0'),
        ],
    ),
    # A key of a running call. The log does not follow it: one row a key is all that it costs, and a call that is over
    # holds what came of it. Without a bond to its call, taking that back needs no word about it.
    Table(
        "jot",
        {"call": belongs_to("call", bond=False), "at": NUMBER, "kind": LINE, "key": LINE, "words": line(1_000)},
        logged=False,
        indexes=[
            Index("call"),
            Index("at"),
        ],
    ),
    Table(
        "paper",
        {
            "attempt": row_of("attempt"),
            "person": belongs_to("person"),
            "part": LINE,
            "form": LINE,  # which of the parallel forms
            "digest": LINE,  # of its words
            "seed": NUMBER,  # of the order in which items and options are shown
            "place": NUMBER,  # 1, 2, 3 ... in the order in which the parts are taken
            "who": LINE,  # who handed the keyboard over
            "at": NUMBER,
            "finished_at": NUMBER,  # 0 while it is open
            "spent": NUMBER,  # milliseconds on the clock of the part
            "correct": NUMBER,  # answers or fields that are right; of a typing test, characters less errors
            "asked": NUMBER,  # items or fields; of a typing test, characters
            "answers": EXACT,  # JSON: what was answered by item, or what was typed; '' while it is open
        },
    ),
    # What a candidate answers or types, kept as a jot is: the paper holds what came of it once it is handed in.
    Table(
        "answer",
        {
            "paper": belongs_to("paper", bond=False),
            "item": LINE,  # an item or a field; '' for a change to what is typed
            "value": EXACT,
            "spent": NUMBER,  # milliseconds on the clock of the part when it was given
            "at": NUMBER,
        },
        logged=False,
        indexes=[
            Index("paper"),
            Index("at"),
        ],
    ),
    # A day of drill log.
    Table(
        "practice",
        {
            "person": belongs_to("person"),
            "day": LINE,  # ISO date on which they practised
            "who": LINE,  # who wrote it down
            "at": NUMBER,
        },
        indexes=[Index("person", "day", unique=True)],
    ),
    # A call that all raters rate alone, to see how they agree; nobody's result stands on it.
    Table(
        "calibration",
        {
            "person": belongs_to("person"),  # whose call it was, so that it goes with them
            "call": id_of("call"),  # what it was taken from
            "name": LINE,  # as raters see it, without a name of anybody
            "milestone": LINE,
            "rubric": row_of("rubric"),
            "scenario": LINE,
            "moments": EXACT,  # JSON, as in `call`
            "transcript": lines(20_000),  # without their name
            "who": LINE,
            "at": NUMBER,
            "opened_at": NUMBER,  # when the ratings were laid side by side; 0 = they are alone with it
        },
        indexes=[
            Index("at", "id"),
            Index("call"),
        ],
    ),
    # What one rater says of it.
    Table(
        "calibrated",
        {
            "calibration": belongs_to("calibration"),
            "rater": LINE,
            "draft": EXACT,  # JSON: criterion -> level, null = not observed; '' once it was submitted
            "ratings": EXACT,  # the same, as it was submitted
            "stage": NUMBER,  # 0 = being rated, 1 = submitted, 2 = laid open
            "at": NUMBER,
        },
        indexes=[Index("calibration", "rater", unique=True)],
    ),
    # To whom all ratings of a call were shown. It stands beside the log: taking an act back makes nobody forget.
    Table(
        "shown",
        {"calibration": belongs_to("calibration", bond=False), "who": LINE, "at": NUMBER},
        logged=False,
        indexes=[Index("calibration")],
    ),
)
