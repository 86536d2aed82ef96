"""The tables of milestones that are taken: attempts, ratings, calls, exam papers, drill logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.store.verbs import BOOK

if TYPE_CHECKING:
    from domain.store.verbs import SchemaVerbs

DECIDED = ("result", "application", "rubric", "slip", "chance", "number")
"""What attempts are counted by, so that a walk over a period reads no rows."""
MISSED = ("milestone", "number", "rubric", "points", "slip", "application")
"""The same of those that were not yet."""


def tables(s: SchemaVerbs) -> None:
    """Attempts, what was rated and by whom, calls and their keys, papers and their answers."""
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
    # To whom all ratings of a call were shown. It stands beside the log: taking an act back makes nobody forget.
    s.create("shown", {"calibration": int, "who": str, "at": int})


def indexes(s: SchemaVerbs) -> None:
    """What every list and every lookup in them needs to stay quick at a million people."""
    s.index("attempt", ["person", "finished_at"], filled='"slip" = 0')
    s.index("attempt", ["person", "milestone", "number"], unique=True)
    s.index("attempt", ["slip", "finished_at"])
    s.index("attempt", ["finished_at", "milestone", "person"], carried=DECIDED)
    # Every attempt has a number: the condition keeps the index to whoever asks for it, as others are slower by it.
    s.index("attempt", ["milestone", "result", "finished_at"], carried=["application"], filled='"number" > 0')
    s.index("attempt", ["finished_at", "person"], carried=MISSED, filled="\"result\" = 'not_yet'")
    s.index("attempt", ["milestone", "finished_at"], filled="\"reason\" > ''")
    s.index("attempt", ["who", "opened_at"])
    s.index("attempt", ["finished_at"], filled='"chance" > 0 and "chance" < 3')
    s.index("card", ["attempt", "number"], unique=True)
    s.index("rating", ["attempt", "criterion", "card"], unique=True)
    s.index("call", ["who", "at"], filled='"over_at" = 0')
    s.index("call", ["who", "over_at"], filled='"over_at" > 0')
    s.index("jot", ["call"])
    s.index("jot", ["at"])
    s.index("answer", ["paper"])
    s.index("answer", ["at"])
    s.index("practice", ["person", "day"], unique=True)
    s.index("calibration", ["at", "id"])
    s.index("calibration", ["call"])
    s.index("calibrated", ["calibration", "rater"], unique=True)
    s.index("shown", ["calibration"])
    s.index("card", ["submitted_at"], filled='"number" = 1 and "submitted_at" > 0')
