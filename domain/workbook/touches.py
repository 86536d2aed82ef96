"""Touches: what came of each contact with a person, and what is to be done then, by the rules of contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, NotFound
from domain.model.lazily import dataclass
from domain.model.terms import INCOMING, Channel, NextStep, Outcome, SlipState
from domain.rules import touching
from domain.rules.stop_words import Wish, wish_of
from domain.rules.touching import Try
from domain.workbook import contacts, offers, pooling, slots, stopping
from domain.workbook.hours import moment_at
from domain.workbook.wording import weekday_day_month

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.store import Act, Tx
    from domain.workbook.contacts import History
    from domain.workbook.workbook import Workbook

MAX_WORDS = 1_000
"""Characters of what was said or written."""
_TRIES = (NextStep.TRY, NextStep.CLOSING, NextStep.CLOSE)
ANSWERS = (NextStep.ANSWER, NextStep.KIND_LINE)
"""What is to be done about something that they wrote."""


@dataclass(frozen=True, slots=True)
class About:
    """What was due when somebody was contacted."""

    kind: str
    """See `domain.workbook.follow_up.Kind`."""
    id: int = 0
    """Of the promise, the attempt, the touch; 0 = the person themselves."""


@dataclass(frozen=True, slots=True)
class Logged:
    """What a contact came to."""

    touch: int
    outcome: Outcome
    """As it was stored: words that ask to stop make a stop of it."""
    step: NextStep | None
    due: date | None
    """When the next step is due."""
    via: str
    """The channel of the next step; '' = as they wish."""
    perhaps: bool = False
    """Whether their words may ask to stop, so that a person decides."""
    kept: bool = False
    """Whether a promise was kept by it."""


@dataclass(frozen=True, slots=True)
class TouchRow:
    """One contact, as a person's page lists it."""

    id: int
    at: int
    direction: str
    channel: str
    outcome: Outcome
    message: str
    words: str
    who: str
    step: str
    due: str
    closed_at: int


# logging -------------------------------------------------------------------------------------------------------------


def log(
    wb: Workbook,
    person_id: int,
    outcome: Outcome,
    *,
    channel: str = "",
    words: str = "",
    about: About | None = None,
    message: str = "",
    asks: bool = True,
    moved_to: date | None = None,
) -> Logged:
    """Write down what came of a contact, as one act; what follows from it follows by rule.

    `channel` is '' for the one that they wish; `message` the situation whose text was sent, and `asks` whether it
    awaits an answer. With `moved_to` the promise that it was about is due that day, which they were told. A stop, in
    their words as well, ends all contact at once. BadInput for too many words or a channel that is none; NotFound for
    nobody.
    """
    said = _checked(words, channel)
    wish = wish_of(said, wb.catalogue.follow_up.contact) if outcome in INCOMING else Wish.NONE
    if wish is Wish.STOP:
        outcome = Outcome.STOP
    with wb.store.read() as tx:
        name = contacts.read_person(tx, person_id)["name"]

    def work(act: Act) -> Logged:
        contact = Contact(outcome, channel, said, about or About(""), message, asks, moved_to)
        return log_in(wb, act, person_id, contact, perhaps=wish is Wish.PERHAPS)

    return wb.store.do(_ACTS[outcome].format(name=name), work)


_ACTS = {
    Outcome.REACHED: "reached {name}",
    Outcome.NO_ANSWER: "tried {name}: no answer",
    Outcome.LEFT_WORD: "left word for {name}",
    Outcome.REPLIED: "noted a reply of {name}",
    Outcome.STOP: "noted that {name} wants no more contact",
    Outcome.THANK_YOU: "noted a thank-you note of {name}",
    Outcome.CHECK_IN: "noted a check-in of {name}",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact before it is written down; as `log` takes it."""

    outcome: Outcome
    channel: str
    words: str
    about: About
    message: str
    asks: bool
    moved_to: date | None
    who: str = ""
    """Whose contact it was; '' for whoever writes it down."""


def _checked(words: str, channel: str) -> str:
    if channel and channel not in tuple(Channel):
        raise BadInput(f'"{channel}" is no channel.', f"Known: {', '.join(Channel)}.")
    said = words.strip()
    if len(said) > MAX_WORDS:
        raise BadInput(f"This has {len(said)} characters, {MAX_WORDS} are the most.", "Keep what matters.")
    return said


def log_in(wb: Workbook, act: Act, person_id: int, contact: Contact, *, perhaps: bool = False) -> Logged:
    """The same inside an act."""
    row = contacts.read_person(act, person_id)
    ways = contacts.ways(row)
    channel = contact.channel or (ways[0] if ways else "")
    history = contacts.histories(wb, act, [row])[person_id]
    step = _next(wb, contact, channel, history, ways)
    due, not_before = _due(wb, row, step)
    touch = act.insert(
        "touch",
        person=person_id,
        application=row["application"],
        milestone=row["milestone"],
        at=act.at,
        direction="in" if contact.outcome in INCOMING else "out",
        channel=channel,
        kind=contact.about.kind,
        about=contact.about.id,
        outcome=contact.outcome,
        message=contact.message,
        asked=int(_asked(contact)),
        words=contact.words,
        who=contact.who or act.who,
        next=step.step if step else "",
        due=due.isoformat() if due else "",
        not_before=not_before,
        via=step.channel if step else "",
    )
    _close_answered(act, person_id, contact, touch)
    _confirm_letters(act, person_id, contact)
    if contact.outcome is Outcome.STOP:
        stopping.stop_in(act, person_id, logged=True)
    if contact.outcome in (Outcome.REACHED, Outcome.LEFT_WORD):
        _settle_due(wb, act, contact.about)
    if contact.about.kind == contacts.POOL and contact.outcome not in INCOMING:
        pooling.told_in(wb, act, person_id)
    kept = _keep(act, contact)
    return Logged(touch, contact.outcome, step.step if step else None, due, step.channel if step else "", perhaps, kept)


def _asked(contact: Contact) -> bool:
    """Whether an answer to it is awaited that has not come; an answer of ours awaits none."""
    if contact.outcome is Outcome.LEFT_WORD:
        return contact.asks and contact.about.kind != contacts.REPLIES
    return contact.outcome is Outcome.NO_ANSWER


def _next(
    wb: Workbook, contact: Contact, channel: str, history: History, ways: tuple[str, ...]
) -> touching.Next | None:
    tries = (*history.asked.tries, Try(wb.now(), channel)) if _asked(contact) else history.asked.tries
    step = touching.next_step(
        contact.outcome,
        tries,
        wb.catalogue.follow_up.contact,
        ways=ways,
        asks=_asked(contact),
        closing=contact.message == contacts.CLOSING,
        lately=history.lately + 1,
    )
    # A promise that is open asks for its next try itself.
    return None if step and step.step is NextStep.TRY and contact.about.kind == contacts.PROMISES else step


def _due(wb: Workbook, row: dict[str, Any], step: touching.Next | None) -> tuple[date | None, int]:
    """The day of a next step, and the earliest moment: within their hours, and on no holiday."""
    if step is None:
        return None, 0
    if not step.not_before:
        return wb.site.working_day_after(wb.today(), step.working_days), 0
    moment = moment_at(wb, row["zone"], row["window_from"], row["window_to"], step.not_before)
    at = step.not_before if moment.good or moment.opens is None else _ms(moment.opens)
    return wb.day(at), at


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _close_answered(act: Act, person_id: int, contact: Contact, but: int) -> None:
    """Close what a contact settles: tries once they answered or were tried again, notes of theirs once we answered."""
    steps: set[NextStep] = set()
    if contact.outcome in INCOMING or contact.outcome is Outcome.REACHED or _asked(contact):
        steps |= set(_TRIES)
    if contact.outcome is Outcome.REACHED or (contact.outcome is Outcome.LEFT_WORD and not _asked(contact)):
        steps |= set(ANSWERS)
    if contact.outcome in (Outcome.THANK_YOU, Outcome.CHECK_IN):
        steps -= set(ANSWERS)
    rows = act.rows(
        "select id, next from touch where person = :p and next > '' and closed_at = 0 and id <> :but order by id",
        p=person_id,
        but=but,
    )
    for row in rows:
        if row["next"] in steps:
            act.update("touch", row["id"], closed_at=act.at)


def _confirm_letters(act: Act, person_id: int, contact: Contact) -> None:
    """Who writes back by mail has what was mailed to them."""
    if contact.outcome in INCOMING and contact.channel == Channel.EMAIL:
        for letter in act.ids("select id from letter where person = :p and state = 'sent' order by id", p=person_id):
            act.update("letter", letter, state=SlipState.CONFIRMED)


def _settle_due(wb: Workbook, act: Act, about: About) -> None:
    """Who heard from us about their slot was reminded of it; of an offer the contact that was due is made."""
    if about.kind == contacts.SLOTS:
        slots.reminded_in(act, about.id)
    elif about.kind == contacts.OFFERS:
        offers.contacted_in(wb, act, about.id)


def _keep(act: Act, contact: Contact) -> bool:
    """Whether the promise that it was about was open, and is kept by it; one with a new day is moved there."""
    if contact.about.kind != contacts.PROMISES:
        return False
    row = act.row("select closed_at from promise where id = :id", id=contact.about.id)
    if row is None or row["closed_at"]:
        return False
    if contact.moved_to is not None:
        act.update("promise", contact.about.id, due=contact.moved_to.isoformat(), hour="")
        return False
    if contact.outcome is not Outcome.REACHED:
        return False
    act.update("promise", contact.about.id, closed_at=act.at, kept=1)
    return True


def settle(wb: Workbook, touch_id: int) -> None:
    """What a contact left to be done is done. NotFound where it is gone, or was done already."""
    with wb.store.read() as tx:
        row = tx.row(
            "select t.id, p.name from touch t join person p on p.id = t.person"
            " where t.id = :id and t.next > '' and t.closed_at = 0",
            id=touch_id,
        )
    if row is None:
        raise NotFound("This is no longer to be done.", "It may have been done, or undone.")
    wb.store.do(
        f"settled the next contact with {row['name']}", lambda act: act.update("touch", touch_id, closed_at=act.at)
    )


# looking -------------------------------------------------------------------------------------------------------------

LIVE = f"""t.next > '' and t.closed_at = 0 and (t.next in ('{NextStep.ANSWER}', '{NextStep.KIND_LINE}')
    or (t.application = p.application and t.milestone = p.milestone and p.no_contact = 0
        and not exists (select 1 from application a where a.id = p.application and a.ended_at > 0)))"""
"""What a contact `t` with a person `p` leaves to be done; a try is over once they stand elsewhere, or have ended."""


def of_person(wb: Workbook, person_id: int, limit: int = 50) -> list[TouchRow]:
    """The last contacts with one person, the newest first."""
    with wb.store.read() as tx:
        return read_of_person(tx, person_id, limit)


def read_of_person(tx: Tx, person_id: int, limit: int = 50) -> list[TouchRow]:
    """The same inside a transaction."""
    rows = tx.rows(
        "select id, at, direction, channel, outcome, message, words, who, next as step, due, closed_at from touch"
        f" where person = :p order by at desc, id desc limit {int(limit)}",
        p=person_id,
    )
    return [TouchRow(**row | {"outcome": Outcome(row["outcome"])}) for row in rows]


STEP_WORDS = {
    NextStep.TRY: "try again",
    NextStep.CLOSING: "send the closing note",
    NextStep.CLOSE: "close the step, nobody answered",
    NextStep.ANSWER: "answer it",
    NextStep.KIND_LINE: "answer with one kind line and the date",
}


def told(logged: Logged) -> str:
    """What follows, in a few words: 'try again by text from Thu 13 Aug'; '' where nothing does."""
    if logged.outcome is Outcome.STOP:
        return "nobody contacts them any more"
    if logged.step is None or logged.due is None:
        return ""
    way = f" {WAYS[Channel(logged.via)]}" if logged.step is NextStep.TRY and logged.via else ""
    word = "by" if logged.step in ANSWERS else "on"
    return f"{STEP_WORDS[logged.step]}{way} {word} {weekday_day_month(logged.due)}"


WAYS = {
    Channel.CALL: "by phone",
    Channel.SMS: "by text message",
    Channel.CHAT: "in the chat app",
    Channel.EMAIL: "by e-mail",
}
"""A channel within a sentence."""
