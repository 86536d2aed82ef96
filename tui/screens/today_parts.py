"""What Today says, line by line: groups of what must be done, and the pane beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.model.terms import LookKind, Outcome, State
from domain.workbook import requests
from domain.workbook.wording import MINUTE, age, count, day_month
from tui.lines import GAP, PANE_WIDTH, Line, bar, blocks, heading, pair, text
from tui.safe_text import cut, pad
from tui.screens.person_words import promise_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from domain.workbook.due import DraftRow, OwedRow, Part, RetestRow, WaitingRow
    from domain.workbook.queue import QueueRow
    from domain.workbook.second_waits import ChanceRow, SecondRow, UnconfirmedRow
    from domain.workbook.today import ClassRow, SoFar, Today
    from domain.workbook.unanswered import ReplyRow
    from tui.look import Look
    from tui.safe_text import Pieces

PROMISES, WAITING, SLIPS, DRAFTS, RETESTS, CLASSES = "promises", "waiting", "slips", "drafts", "retests", "classes"
SECOND_NAMES, SECOND_LOOKS, CHANCES = "second_names", "second_looks", "chances"
REPLIES, REQUESTS = "replies", "requests"
CONFIRM, SECOND, CHANCE, REPLY, REQUEST = "confirm:", "second:", "chance:", "reply:", "request:"
PROMISE, VISIT, WAITS, SLIP, DRAFT, RETEST, CLASS, PLACE = (
    "promise:",
    "visit:",
    "waits:",
    "slip:",
    "draft:",
    "retest:",
    "class:",
    "place:",
)
"""Ids of lines, each with the id of what it is about after the colon."""
NAME = 20
"""Cells of the name; what it is about starts two cells further on."""
CLASS_LINES = 5
"""Lines of a class in the pane, the gap before it included."""
BAR = 20
RESULTS = {"not_yet": "not yet", "no_show": "no-show", "on_hold": "on hold"}


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a head."""

    id: str
    title: str
    fact: str
    lines: tuple[Line, ...]
    count: int
    """How many lines there would be if all were read."""
    more: bool = False
    """True where there are more than were counted."""


def counted(part: Part[Any] | tuple[int, bool]) -> str:
    """Return '61', or '1,000+' where counting stopped."""
    number, more = part if isinstance(part, tuple) else (part.count, part.more)
    return f"{number:,}{'+' if more else ''}"


# Groups.


@dataclass(frozen=True, slots=True)
class Words:
    """What every line needs to be written."""

    look: Look
    shorts: Mapping[str, str]
    """Short names of the milestones."""
    wide: int = 0
    """Cells that names have beyond the usual."""

    def line(self, line_id: str, glyph: str, name: str, what: str, right: Pieces) -> Line:
        """Return one line: sign, name, what it is about, and how long or by when."""
        look, cells = self.look, NAME + self.wide
        shown = pad(cut(name, cells, look.dots), cells + 2)
        sign = look.glyph(glyph)
        return Line((sign, (f" {shown}", ""), (what, "muted")), right, id=line_id, at=2, name=1)

    def person(self, line_id: str, glyph: str, name: str, what: str, right: Pieces) -> Line:
        """Return the line of somebody, whose name may be hidden."""
        return self.line(line_id, glyph, self.look.name(name), what, right)

    def short(self, milestone: str) -> str:
        """Return the short name of a milestone."""
        return self.shorts.get(milestone, milestone)


def groups(today: Today, words: Words, *, with_classes: bool) -> list[Group]:
    """Return the groups that have anything in them, the most pressing first; classes where there is no pane."""
    found = [
        _promises(today, words),
        _replies(today, words),
        _requests(today, words),
        _waiting(today, words),
        _unconfirmed(today, words),
        _second_looks(today, words),
        _chances(today, words),
        _slips(today, words),
        _drafts(today, words),
        _retests(today, words),
        *([_classes(today, words)] if with_classes else []),
    ]
    return [group for group in found if group.lines]


def _promises(today: Today, words: Words) -> Group:
    part = today.promises
    fact = f"{part.count:,} today" + (f", {today.late:,} late" if today.late else "")
    lines = tuple(
        words.person(
            f"{PROMISE}{row.id}", "late" if row.late else "here", row.name, row.words, promise_due(row, today.day)
        )
        for row in part.rows
    )
    return Group(PROMISES, "Promises due", fact, lines, part.count)


WROTE = {Outcome.THANK_YOU: "a thank-you note", Outcome.CHECK_IN: "a check-in"}
"""What somebody wrote, to be answered."""


def _replies(today: Today, words: Words) -> Group:
    part = today.replies
    lines = tuple(_reply(row, words, today.day) for row in part.rows)
    return Group(REPLIES, "Replies to give", counted(part), lines, part.count, part.more)


def _reply(row: ReplyRow, words: Words, today: date) -> Line:
    late = row.due < today
    by = "today" if row.due == today else f"by {day_month(row.due, today)}"
    what = WROTE.get(Outcome(row.outcome), "a message")
    right: Pieces = ((f"{(today - row.due).days} d late", "due") if late else (by, "muted"),)
    return words.person(f"{REPLY}{row.touch}", "late" if late else "open", row.name, what, right)


def _requests(today: Today, words: Words) -> Group:
    part = today.requests
    lines = tuple(
        words.person(
            f"{REQUEST}{row.request}",
            "open",
            row.name,
            f"asked {requests.WORDS[requests.Kind(row.kind)]}",
            ((f"{(today.day - row.day).days} d" if row.day < today.day else "today", "muted"),),
        )
        for row in part.rows
    )
    return Group(REQUESTS, "Requests to do", counted(part), lines, part.count, part.more)


def _waiting(today: Today, words: Words) -> Group:
    here, there = today.in_queue, today.waiting
    lines = [_in_queue(row, words) for row in here.rows] + [_waits(row, words, today.now) for row in there.rows]
    facts = [f"{here.count:,} in the queue"] if here.count else []
    facts += [f"{counted(there)} at a milestone"] if there.count else []
    return Group(WAITING, "Waiting too long", ", ".join(facts), tuple(lines), here.count + there.count, there.more)


def _in_queue(row: QueueRow, words: Words) -> Line:
    what = f"{words.short(row.milestone)}, No. {row.number}" if row.milestone else f"No. {row.number}"
    return words.person(f"{VISIT}{row.id}", "late", row.name, what, ((age(row.wait), "due"),))


def _waits(row: WaitingRow, words: Words, now: int) -> Line:
    held = row.state is State.ON_HOLD
    what = f"{words.short(row.milestone)}, {'on hold' if held else 'no slot yet'}"
    right: Pieces = ((age(now - row.since), "due"),)
    return words.person(f"{WAITS}{row.person}", "stopped" if held else "late", row.name, what, right)


def _unconfirmed(today: Today, words: Words) -> Group:
    part = today.unconfirmed
    lines = tuple(_confirm(row, words, today.now) for row in part.rows)
    return Group(SECOND_NAMES, "Second names wanted", counted(part), lines, part.count, part.more)


def _confirm(row: UnconfirmedRow, words: Words, now: int) -> Line:
    what = f"{words.short(row.milestone)}, {'on hold, ' if row.on_hold else ''}noted by {row.who or 'somebody'}"
    right: Pieces = ((age(now - row.since), "due"),)
    return words.person(f"{CONFIRM}{row.critical}", "stopped", row.name, what, right)


def _second_looks(today: Today, words: Words) -> Group:
    part = today.second_looks
    lines = tuple(_second(row, words, today.now) for row in part.rows)
    return Group(SECOND_LOOKS, "Second ratings", counted(part), lines, part.count, part.more)


def _second(row: SecondRow, words: Words, now: int) -> Line:
    what = f"{words.short(row.milestone)}, {_standing(row)}"
    glyph = "here" if row.both_in else "open"
    return words.person(f"{SECOND}{row.attempt}", glyph, row.name, what, ((age(now - row.since), "muted"),))


def _standing(row: SecondRow) -> str:
    """How a second look stands: 'both are in, decide'."""
    if row.both_in:
        return "both are in, decide"
    if row.second_in:
        return f"{row.first} is not in yet"
    if row.kind is LookKind.SCENARIO:
        return f"second scenario by {row.second}"
    return f"{row.second} is not in yet" if row.second else "a second rater wanted"


def _chances(today: Today, words: Words) -> Group:
    part = today.chances
    lines = tuple(_chance(row, words, today.now) for row in part.rows)
    return Group(CHANCES, "Second looks to offer", counted(part), lines, part.count, part.more)


def _chance(row: ChanceRow, words: Words, now: int) -> Line:
    what = f"{words.short(row.milestone)}, had little chance: {row.chance} of 5"
    return words.person(f"{CHANCE}{row.person}", "here", row.name, what, ((age(now - row.since), "muted"),))


def _slips(today: Today, words: Words) -> Group:
    part = today.owed
    oldest = f", oldest {age(today.now - part.rows[0].since)}" if part.rows else ""
    lines = tuple(_slip(row, words, today) for row in part.rows)
    return Group(SLIPS, "Slips owed", f"{part.count:,}{oldest}", lines, part.count)


def _slip(row: OwedRow, words: Words, today: Today) -> Line:
    late = row.due < today.day
    what = f"{words.short(row.milestone)}, {RESULTS.get(row.result, row.result)}"
    right: Pieces = ((age(today.now - row.since), "due" if late else "muted"),)
    line_id = f"{SLIP}{row.attempt}"
    return words.person(line_id, "late" if late else "open", row.name, what, right)


def _drafts(today: Today, words: Words) -> Group:
    part = today.drafts
    lines = tuple(_draft(row, words, today) for row in part.rows)
    return Group(DRAFTS, "Drafts open", counted(part), lines, part.count, part.more)


def _draft(row: DraftRow, words: Words, today: Today) -> Line:
    what = f"{words.short(row.milestone)}, ratings {row.entered} of {row.criteria}"
    right: Pieces = ((age(today.now - row.since), "due" if row.due < today.day else "muted"),)
    return words.person(f"{DRAFT}{row.attempt}", "unfinished", row.name, what, right)


def _retests(today: Today, words: Words) -> Group:
    part, fresh = today.retests, today.from_today
    facts = [f"{counted(fresh)} from today"] if fresh[0] else []
    facts += [f"{counted(part)} in all"] if part.count != fresh[0] or part.more else []
    lines = tuple(_retest(row, words, today.day) for row in part.rows)
    return Group(RETESTS, "Retests ready", ", ".join(facts), lines, part.count, part.more)


def _retest(row: RetestRow, words: Words, today: date) -> Line:
    opens = "from today" if row.opens == today else f"since {day_month(row.opens, today)}"
    what = f"{words.short(row.milestone)}, attempt {row.number}"
    return words.person(f"{RETEST}{row.person}", "here", row.name, what, ((opens, "muted"),))


def _classes(today: Today, words: Words) -> Group:
    part = today.classes
    fact = f"{part.count:,} of {today.looked_at:,}"
    lines = tuple(_class(row, words, today.day) for row in part.rows)
    return Group(CLASSES, "Classes at risk", fact, lines, part.count)


def _class(row: ClassRow, words: Words, today: date) -> Line:
    name = f"{row.account_short}, {day_month(row.starts, today)}"
    what = f"{row.taken} of {row.seats} seats, {_offers(row, today)}"
    return words.line(f"{CLASS}{row.opening}", "late", name, what, ((f"{row.days} d", "muted"),))


def _offers(row: ClassRow, today: date) -> str:
    by = "now" if row.by <= today else f"by {day_month(row.by, today)}"
    return f"{count(row.offers, 'offer')} needed {by}"


# Fitting the groups into a height.


def fitted(found: Sequence[Group], rows: int) -> tuple[Line, ...]:
    """Return heads and lines in so many rows: a line for each group in turn, until the room or the lines are used up.

    Where lines are left out, the head says how many.
    """
    room = rows - len(found) - max(0, len(found) - 1)
    shown = _shares([len(group.lines) for group in found], max(room, len(found)))
    return blocks(*(_shown(group, number) for group, number in zip(found, shown, strict=True)))


def _shares(lengths: Sequence[int], room: int) -> list[int]:
    shares = [0] * len(lengths)
    while room > 0 and any(share < length for share, length in zip(shares, lengths, strict=True)):
        for at, length in enumerate(lengths):
            if shares[at] < length and room > 0:
                shares[at] += 1
                room -= 1
    return shares


def _shown(group: Group, number: int) -> Iterable[Line]:
    left = group.count - number
    right = f"{left:,}{'+' if group.more else ''} more" if left > 0 else ""
    return [heading(group.title, group.fact, right), *group.lines[:number]]


# The pane.


def pane(today: Today, look: Look, zone: tzinfo | None, rows: int) -> tuple[Line, ...]:
    """Return who is in the hub, which classes are short of people, and how the day goes, best in so many rows."""
    hub, day = _hub(today, look, zone), _so_far(today.so_far)
    room = rows - len(hub) - len(day) - 3
    return blocks(hub, _at_risk(today, look, max(1, room // CLASS_LINES)), day)


def clock(at: int, zone: tzinfo | None) -> str:
    """'9:05' at the site."""
    moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)
    return f"{moment.hour}:{moment.minute:02}"


def _hub(today: Today, look: Look, zone: tzinfo | None) -> list[Line]:
    hub = today.hub
    longest: Pieces = ()
    if hub.waiting:
        said = f"longest {age(hub.longest)}"
        longest = ((f"{look.sign('late')} {said}", "due"),) if hub.longest_late else ((said, "muted"),)
    rows: list[tuple[int, str, Pieces]] = [
        (hub.waiting, "waiting", longest),
        (hub.with_someone, "with someone", ()),
        (hub.to_come, "booked", ((f"next {clock(hub.next_at, zone)}", "muted"),)),
        (hub.missing, "booked, not here yet", ((clock(hub.missing_since, zone), "muted"),)),
    ]
    lines = [_number(number, word, right) for number, word, right in rows if number]
    return [heading("In the hub"), *(lines or text("Nobody is here yet.", "muted"))]


def _number(number: int, word: str, right: Pieces) -> Line:
    return Line(((f"{number:>3}", "bold"), (f" {word}", "")), right, id=f"{PLACE}queue {word}", name=1)


def _at_risk(today: Today, look: Look, most: int) -> list[Line]:
    part = today.classes
    if not today.looked_at:
        return []
    if not part.count:
        return [heading("Classes"), *text(f"{count(today.looked_at, 'class', 'classes')} soon, none at risk.", "muted")]
    head = heading("Classes at risk", f"{part.count:,} of {today.looked_at:,}")
    lines = [line for row in part.rows[:most] for line in (*_class_block(row, look, today.day), GAP)]
    left = part.count - most
    more = [Line(((f"and {count(left, 'other')}", "muted"),), id=f"{PLACE}openings", name=0)] if left > 0 else []
    return [head, *lines[: None if more else -1], *more]


def _class_block(row: ClassRow, look: Look, today: date) -> list[Line]:
    date_part, days = f", {day_month(row.starts, today)}", f"{row.days} d"
    title = cut(row.account_title, PANE_WIDTH - len(date_part) - len(days) - 1, look.dots)
    need = f"{look.sign('late')} {_offers(row, today)}"
    return [
        Line(((f"{title}{date_part}", ""),), ((days, "muted"),), id=f"{CLASS}{row.opening}", name=0),
        bar(look, row.taken / row.seats, BAR, f"{row.taken} of {row.seats} seats"),
        Line(((need, "due"),)),
        Line(((f"{row.on_the_way:,} on the way, {row.people:,} more needed", "muted"),)),
    ]


def _so_far(day: SoFar) -> list[Line]:
    rows = [
        ("Walked in", f"{day.came:,}"),
        ("Passed a milestone", f"{day.passed:,}"),
        ("Not yet", f"{day.not_yet:,}"),
        ("Offers accepted", f"{day.accepted:,}"),
        ("Slips confirmed", f"{day.confirmed:,} of {day.drafted:,}"),
    ]
    medians = [
        (label, _length(value)) for label, value in (("Median wait", day.wait), ("Call over to slip", day.to_slip))
    ]
    known = [(label, value) for label, value in medians if value]
    return [heading("Today so far"), *map(_fact, rows), *([GAP, *map(_fact, known)] if known else [])]


def _fact(row: tuple[str, str]) -> Line:
    return pair(((row[0], "muted"),), ((row[1], ""),))


def _length(milliseconds: int) -> str:
    """'48 s' under a minute, else '17 min'; '' for what is not known."""
    if milliseconds < 0:
        return ""
    return f"{milliseconds // 1000} s" if milliseconds < MINUTE else age(milliseconds)
