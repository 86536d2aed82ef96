"""What the cells of Follow-up and its pane say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import Channel
from domain.workbook.follow_up import Kind
from domain.workbook.follow_up_rows import BY_CALL, BY_MESSAGE
from domain.workbook.wording import age, short_day
from tui.lines import Line, heading, text
from tui.safe_text import cut

if TYPE_CHECKING:
    from datetime import date

    from domain.workbook.follow_up_rows import FollowUpRow
    from domain.workbook.promise_rates import Rate, Rates
    from tui.look import Look
    from tui.safe_text import Pieces

ALL = "all"
TABS = (
    (ALL, "All"),
    (Kind.PROMISE, "Promises"),
    (Kind.REPLY, "Replies"),
    (Kind.TOUCH, "Touches"),
    (Kind.WAITING, "Waiting"),
    (Kind.SLIP, "Slips"),
    (Kind.DRAFT, "Drafts"),
    (Kind.POOL, "Pool"),
    (Kind.RETEST, "Retests"),
)
NOTHING = {
    ALL: "Nothing is due, and nothing is to come.",
    Kind.PROMISE: "No promise is open.",
    Kind.REPLY: "Nothing that they wrote waits for an answer.",
    Kind.TOUCH: "Nobody is to be tried again.",
    Kind.WAITING: "Nobody waits longer than they should.",
    Kind.SLIP: "No slip is owed.",
    Kind.DRAFT: "No score sheet was left open.",
    Kind.POOL: "Nobody of the pool is to hear from us yet.",
    Kind.RETEST: "Nobody has a retest ahead.",
}
AHEAD_OF_DAY = frozenset({Kind.PROMISE, Kind.REPLY, Kind.MAIL, Kind.TOUCH, Kind.OFFER, Kind.POOL, Kind.RETEST})
"""Kinds whose day may be to come."""
MOST_RATES = 4
"""Recruiters, and classes, whose share of promises kept in time is told."""
WHY = 18
"""Cells of the reason; one that is longer is written out in the pane, or above the footer where there is none."""
REACH = {Channel.CALL: "Call", Channel.SMS: "Text", Channel.CHAT: "Chat", Channel.EMAIL: "Mail"}
HERE = {"waiting": "is here", "underway": "is here", "booked": "today"}
GLYPHS = {
    Kind.PROMISE: "here",
    Kind.REPLY: "open",
    Kind.MAIL: "no_show",
    Kind.TOUCH: "here",
    Kind.SLOT: "way",
    Kind.OFFER: "here",
    Kind.WAITING: "late",
    Kind.SLIP: "open",
    Kind.DRAFT: "unfinished",
    Kind.POOL: "open",
    Kind.RETEST: "here",
}


def due_pieces(row: FollowUpRow, today: date) -> Pieces:
    """Return the day, the hour of today, or how late it is: '14 Aug', '11:00', 'today', '12 min', '3 d late'."""
    if row.late:
        days = (today - row.due).days
        late = f"{days} d late" if days < 100 else f"{days:,} d"  # nine cells; the sign in front says that it is late
        return ((late if days else age(row.late), "due"),)
    if row.kind is Kind.RETEST and row.due <= today:
        return (("today", "accent"),) if row.due == today else ((short_day(row.due, today), "muted"),)
    if row.due == today:
        return ((row.hour.removeprefix("0") or "today", ""),)
    return ((short_day(row.due, today), "muted"),)


def reach(row: FollowUpRow, look: Look) -> str:
    """Return the way to reach them, hidden with the names."""
    return look.private(REACH.get(Channel(row.channel), "") if row.channel in set(Channel) else "")


def local(row: FollowUpRow, _look: Look) -> str:
    """Return the person's own clock."""
    return row.local


def good(row: FollowUpRow, look: Look) -> Pieces:
    """Return whether now is a good moment: now, from when, or the rule that stands against it."""
    if row.rule and not row.opens:
        return look.state("stopped", row.rule, glyph_role="due")
    if row.here and row.good:
        return ((HERE[row.here], "accent"),)
    if row.good:
        return look.state("done", "now", glyph_role="accent")
    return ((row.opens, "muted"),)


def told_below(row: FollowUpRow) -> str:
    """Return what the row has no room for, where there is no pane: its reason, what to do, and why not now."""
    said = [row.what if len(row.what) > WHY else ""]
    said += [f"put off: {row.put_off}" if row.put_off else "", BRIEFLY.get(row.word, "")]
    said.append(row.warning.removesuffix(".") if row.rule else "")
    return ", ".join(part for part in said if part)


BRIEFLY = {BY_MESSAGE: "tell them today", BY_CALL: "call them about the delay"}
"""What a promise asks for that is about to be missed, in few words."""
WORD = {
    BY_MESSAGE: "They should hear of it today: one message with a new date.",
    BY_CALL: "One message about the delay went out: call them.",
}
"""What a promise asks for that is about to be missed."""


def about(row: FollowUpRow, today: date, look: Look) -> list[Line]:
    """What is due, in full."""
    when = due_pieces(row, today)
    if row.late and row.due == today:
        when = ((f"{when[0][0]} late", "due"),)
    theirs = row.words if row.kind is Kind.MAIL else f"\u201c{row.words}\u201d"
    more = [(look.private(theirs) if row.words else "", "")]
    more += [(f"Put off: {row.put_off}" if row.put_off else "", ""), (WORD.get(row.word, ""), "due")]
    more += [(row.warning, "due"), (_by(row), "muted")]
    return [
        heading("Due", right=when),
        *text(row.what),
        *(line for words, role in more if words for line in text(words, role)),
    ]


def _by(row: FollowUpRow) -> str:
    """Who promised it, noted it or began it."""
    return f"{_DID.get(row.kind, 'Begun')} by {row.who}" if row.who else ""


_DID = {
    Kind.PROMISE: "Promised",
    Kind.REPLY: "Noted",
    Kind.MAIL: "Written",
    Kind.TOUCH: "Tried",
    Kind.OFFER: "Made",
    Kind.POOL: "Kept",
}


def rate_lines(rates: Rates, look: Look) -> list[Line]:
    """Return how promises were kept in time: all of them, then by recruiter and by class."""
    if not rates.whole.all:
        return []
    named = [*list(rates.by_who.items())[:MOST_RATES], *list(rates.by_opening.items())[:MOST_RATES]]
    return [
        heading(f"Kept in time, {rates.days} days", right=((_rate(rates.whole), ""),)),
        *(
            Line(((cut(name or "on no opening", 24, look.dots), "muted"),), ((_rate(rate), ""),))
            for name, rate in named
        ),
    ]


def _rate(rate: Rate) -> str:
    return f"{rate.share:.0%} of {rate.all:,}"
