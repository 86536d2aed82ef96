"""The tables of what is between us and a person: slips and mails, slots, offers, promises, touches, the pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.store.verbs import BOOK

if TYPE_CHECKING:
    from domain.store.verbs import SchemaVerbs


def tables(s: SchemaVerbs) -> None:
    """Slips, mails, visits and slots, offers and how long people stay, promises, touches, the pool."""
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
    s.create(  # a slot with other places than its milestone has as a rule
        "slot",
        {"milestone": str, "starts": int, "places": int, "who": str, "at": int} | BOOK,
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
    s.create(
        "promise",
        {
            "person": int,
            "words": str,  # what they were told, as in 'call with the exam result'
            "due": str,  # ISO date in the site's zone
            "hour": str,  # '14:30' on the site's clock, or '' = at any time of that day
            "moved": str,  # why it was given another day last, where somebody said
            "who": str,  # who promised
            "at": int,
            "closed_at": int,  # 0 while it is open
            "kept": int,  # 1 = kept, 0 = open or not kept
            "outcome": str,  # how one that was not kept ended, in a word; else ''
        }
        | BOOK,
        foreign_keys={"person": "person"},
    )
    s.create(  # a short message that was put in the mail, word for word
        "letter",
        {"person": int, "situation": str, "day": str, "hour": str, "subject": str, "words": str, "language": str}
        | {"kind": str, "about": int}  # what was due, as in `touch`
        | {"state": str, "why": str, "who": str, "at": int}  # see domain.model.terms.SlipState
        | {"touch": int}  # the contact that it came to; 0 until it is sent
        | BOOK,
        foreign_keys={"person": "person"},
    )
    # One mail of a slip or a message, and how far it came: the outbox sends from here, and finds its way after a crash.
    s.create(
        "mailing",
        {
            "slip": int,  # nothing where it carries a message
            "letter": int,  # nothing where it carries a slip
            "person": int,
            "address": str,  # where it goes; read anew when it is sent
            "message": str,  # its Message-ID, made of what it carries and the digest of its words
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
        foreign_keys={"slip": "slip", "letter": "letter", "person": "person"},
        optional=("slip", "letter"),
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


def indexes(s: SchemaVerbs) -> None:
    """What every list and every lookup in them needs to stay quick at a million people."""
    s.index("slip", ["person", "at"], filled='"gone" = 0')
    s.index("slip", ["person", "delivered_at"], filled='"gone" > 0')
    s.index("slip", ["gone", "at"])
    s.index("slip", ["attempt", "gone"], carried=["state", "channel", "confirmed_at", "delivered_at"])
    s.index("slip", ["gone", "delivered_at", "attempt"], carried=["person"])
    s.index("visit", ["day", "number"])
    s.index("visit", ["milestone", "booked_for"], filled="\"milestone\" > ''")
    s.index("slot", ["milestone", "starts"], unique=True)
    s.index("offer", ["open", "reply_by"], filled='"open" = 1')
    s.index("stay", ["offer", "day"], unique=True)
    s.index("promise", ["closed_at", "due", "hour"])
    s.index("mailing", ["state", "not_before"], filled="\"state\" <> 'sent'")
    s.index("touch", ["person", "at"])
    s.index("touch", ["due", "person"], filled='"next" > \'\' and "closed_at" = 0')
    s.index("snooze", ["until", "kind"])
    s.index("pool", ["at", "person"], filled='"left_at" = 0')
    s.index("pool", ["due", "person"], filled='"due" > \'\' and "left_at" = 0')
    s.index("pool", ["until", "person"], filled='"left_at" = 0')
    s.index("pool", ["application"], filled='"application" > 0')
