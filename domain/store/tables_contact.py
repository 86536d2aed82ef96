"""The tables of what is between us and a person: slips and mails, slots, offers, promises, touches, the pool."""

from __future__ import annotations

from domain.store.table import EXACT, LINE, NUMBER, Index, Table, belongs_to, id_of, line, lines, optional, row_of

TABLES = (
    Table(
        "slip",
        {
            "attempt": row_of("attempt"),
            "person": belongs_to("person"),
            "state": LINE,
            "gone": NUMBER,  # 1 = nothing more is owed, see domain.model.terms.GONE; 2 = a correction took its place
            "draft": EXACT,  # JSON of a SlipDraft
            "document": EXACT,  # JSON of the SlipDocument as delivered, frozen; '' before
            "digest": LINE,  # SHA-256 of that text, in hexadecimal
            "channel": LINE,
            "delivered_at": NUMBER,
            "who": LINE,
            "at": NUMBER,
            "overrides": EXACT,  # JSON: rule -> reason
            "confirmed_at": NUMBER,  # when they said that they have it; 0 = not yet
            "confirmed_by": LINE,  # who heard it
            "corrects": id_of("slip"),  # the one that this one takes the place of
            "why": lines(1_000),  # why it was not wanted, or did not get through
        },
        indexes=[
            Index("person", "at", filled='"gone" = 0'),
            Index("person", "delivered_at", filled='"gone" > 0'),
            Index("gone", "at"),
            Index("attempt", "gone", carried=["state", "channel", "confirmed_at", "delivered_at"]),
            Index("gone", "delivered_at", "attempt", carried=["person"]),
        ],
    ),
    Table(
        "visit",
        {
            "person": belongs_to("person"),
            "application": id_of("application"),
            "day": LINE,  # ISO date in the site's zone
            "number": NUMBER,  # queue number; 0 = none yet
            "state": LINE,
            "booked_for": NUMBER,
            "arrived_at": NUMBER,
            "since": NUMBER,  # when they came to the state they are in
            "started_at": NUMBER,
            "done_at": NUMBER,
            "place": LINE,  # 'exam room', 'with Noor'
            "milestone": LINE,  # what a slot is booked for; '' = no slot
            "reminded_at": NUMBER,  # when they were reminded of it; 0 = not yet
        },
        indexes=[
            Index("day", "number"),
            Index("milestone", "booked_for", filled="\"milestone\" > ''"),
        ],
    ),
    # A slot with other places than its milestone has as a rule.
    Table(
        "slot",
        {"milestone": LINE, "starts": NUMBER, "places": NUMBER, "who": LINE, "at": NUMBER},
        indexes=[Index("milestone", "starts", unique=True)],
    ),
    Table(
        "offer",
        {
            "application": row_of("application"),
            "person": belongs_to("person"),
            "state": LINE,  # see domain.model.terms.OfferState
            "open": NUMBER,  # 1 = something of it is still due, up to the last day on which we ask
            "terms": EXACT,  # JSON: id of a term -> what it is in this offer
            "read_aloud": NUMBER,  # 1 = every term was read aloud
            "said_back": NUMBER,  # 1 = and they said it back in their own words
            "papers": LINE,  # ids of the papers that are in, comma-separated
            "starts": LINE,  # ISO date of the first day, or ''
            "made_at": NUMBER,
            "reply_by": LINE,  # ISO date
            "reminded_at": NUMBER,
            "answered_at": NUMBER,  # 0 while it waits for an answer
            "reason": lines(1_000),  # why they said no, or backed out
            "touched": LINE,  # ids of the contacts before the start that were made, comma-separated
            "came": NUMBER,  # on day one: 1 = they were there, 2 = they were not; 0 = not known
            "who": LINE,  # who made it
            "at": NUMBER,
        },
        indexes=[Index("open", "reply_by", filled='"open" = 1')],
    ),
    # Whether somebody who was hired is still there, on one of the days on which we ask.
    Table(
        "stay",
        {
            "offer": row_of("offer"),
            "person": belongs_to("person"),
            "day": NUMBER,  # 30, 60 or 90 days after the first one
            "here": NUMBER,  # 1 = still here, 2 = left
            "quality": NUMBER,  # 1-5; 0 = not said
            "why": lines(1_000),  # why they left
            "who": LINE,
            "at": NUMBER,
        },
        indexes=[Index("offer", "day", unique=True)],
    ),
    Table(
        "promise",
        {
            "person": belongs_to("person"),
            "words": lines(1_000),  # what they were told, as in 'call with the exam result'
            "due": LINE,  # ISO date in the site's zone
            "hour": LINE,  # '14:30' on the site's clock, or '' = at any time of that day
            "moved": LINE,  # why it was given another day last, where somebody said
            "who": LINE,  # who promised
            "at": NUMBER,
            "closed_at": NUMBER,  # 0 while it is open
            "kept": NUMBER,  # 1 = kept, 0 = open or not kept
            "outcome": LINE,  # how one that was not kept ended, in a word; else ''
        },
        indexes=[Index("closed_at", "due", "hour")],
    ),
    # A short message that was put in the mail, word for word.
    Table(
        "letter",
        {
            "person": belongs_to("person"),
            "situation": LINE,
            "day": LINE,
            "hour": LINE,
            "subject": LINE,
            "words": lines(1_000),
            "language": LINE,
            "kind": LINE,  # what was due, as in `touch`
            "about": NUMBER,
            "state": LINE,  # see domain.model.terms.SlipState
            "why": lines(1_000),
            "who": LINE,
            "at": NUMBER,
            "touch": id_of("touch"),  # the contact that it came to; 0 until it is sent
        },
    ),
    # One mail of a slip or a message, and how far it came: the outbox sends from here, and finds its way after a crash.
    Table(
        "mailing",
        {
            "slip": optional(row_of("slip")),  # nothing where it carries a message
            "letter": optional(row_of("letter")),  # nothing where it carries a slip
            "person": belongs_to("person"),
            "address": line(320),  # where it goes; read anew when it is sent
            "message": LINE,  # its Message-ID, made of what it carries and the digest of its words
            "state": LINE,  # see domain.workbook.mailing.MailState
            "wait": NUMBER,  # milliseconds for second thoughts after it was put here, or put here again
            "not_before": NUMBER,  # when it is tried next, or their hours begin; 0 = as soon as that is over
            "tries": NUMBER,
            "claim": LINE,  # who is sending it; '' = nobody
            "claimed_at": NUMBER,
            "why": lines(1_000),  # what stood against it last, in plain words
            "at": NUMBER,
        },
        indexes=[Index("state", "not_before", filled="\"state\" <> 'sent'")],
    ),
    # One contact with a person, and what it leaves to be done.
    Table(
        "touch",
        {
            "person": belongs_to("person"),
            "application": id_of("application"),  # the one that it was about
            "milestone": LINE,  # where they stood then
            "at": NUMBER,
            "direction": LINE,  # 'out' from us, 'in' from them
            "channel": LINE,
            "kind": LINE,  # what was due, see domain.workbook.follow_up.Kind; '' = nothing was
            "about": NUMBER,  # its id; 0 = the person themselves
            "outcome": LINE,
            "message": LINE,  # the situation whose text was sent; '' = none of the catalogue's
            "asked": NUMBER,  # 1 = an answer is awaited, so that it counts as a try
            "words": lines(1_000),  # theirs or ours
            "who": LINE,
            "next": LINE,  # what is to be done then; '' = nothing
            "due": LINE,  # ISO date in the site's zone
            "not_before": NUMBER,  # the earliest moment that the rules of contact allow; 0 = any
            "via": LINE,  # the channel of what is to be done
            "closed_at": NUMBER,  # 0 while that is open
        },
        indexes=[
            Index("person", "at"),
            Index("due", "person", filled='"next" > \'\' and "closed_at" = 0'),
        ],
    ),
    # Something in Follow-up that was put off.
    Table(
        "snooze",
        {
            "person": belongs_to("person"),
            "kind": LINE,
            "about": NUMBER,  # as in `touch`
            "until": LINE,  # ISO date in the site's zone
            "why": LINE,
            "who": LINE,
            "at": NUMBER,
        },
        indexes=[Index("until", "kind")],
    ),
    # Somebody who is kept for another opening; the last row says how they stand.
    Table(
        "pool",
        {
            "person": belongs_to("person"),
            "application": id_of("application"),  # the one after which they are kept
            "why": LINE,  # see domain.model.terms.PoolWhy
            "words": LINE,  # the reason of whoever kept them by hand
            "who": LINE,
            "at": NUMBER,
            "since": LINE,  # ISO date from which their touches are counted: they came, or were renewed
            "until": LINE,  # ISO date, the last day on which they are kept
            "last": LINE,  # ISO date of the last message to them as somebody of the pool, or ''
            "due": LINE,  # ISO date of the next one, or ''
            "renewed": NUMBER,  # how often
            "left_at": NUMBER,  # 0 while they are kept
            "left_why": LINE,  # see domain.model.terms.PoolLeft
            "left_words": LINE,
        },
        indexes=[
            Index("at", "person", filled='"left_at" = 0'),
            Index("due", "person", filled='"due" > \'\' and "left_at" = 0'),
            Index("until", "person", filled='"left_at" = 0'),
            Index("application", filled='"application" > 0'),
        ],
    ),
)
