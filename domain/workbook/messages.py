"""Short messages to a person: filled in, checked, and noted as sent, within the rules of contact."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from domain.catalog.messages import ENGLISH, load_messages
from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.message import ANSWERS, APPOINTMENTS, Situation
from domain.model.terms import UNDER_WAY, Channel, MilestoneId, Outcome, Severity
from domain.reports import Appointment, Note, appointment_file, note_draft, slug, write_new
from domain.rules import safety, tongues
from domain.rules.composing import with_date
from domain.rules.touching import Purpose
from domain.rules.wording import fill, lower_first
from domain.workbook import contacts, languages, people, slip_gates, touches
from domain.workbook.touches import About
from domain.workbook.wording import weekday_day_month

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from domain.model.message import Messages, MessageText
    from domain.model.slip import Finding
    from domain.store import Tx
    from domain.workbook.people import Person
    from domain.workbook.touches import Logged
    from domain.workbook.workbook import Workbook

LONGEST = 600
"""Characters of a message as it is sent."""
MEETING_MINUTES = 30
"""How long an appointment stands in a calendar (d)."""
_SOON, _LATER = 1, 3
"""Working days to the date that is offered, where nothing says another."""
_BY_KIND: Mapping[str, tuple[Situation, ...]] = {
    "slots": (Situation.REMINDER, Situation.DATE),
    "offers": (Situation.OFFER, Situation.PRE_START),
    "pool": (Situation.POOL_TOUCH,),
    "promises": (Situation.DELAY, Situation.DATE),
    "replies": (Situation.THANK_YOU, Situation.CHECK_IN, Situation.KIND_LINE),
    "touches": (Situation.CLOSING_NOTE, Situation.DATE, Situation.NO_SHOW),
    "waiting": (Situation.DELAY, Situation.ACKNOWLEDGE, Situation.DATE),
    "retests": (Situation.DATE, Situation.REMINDER),
}
"""The likeliest situations of what is due."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is filled in, before somebody has read it over."""

    situation: Situation
    person: int
    name: str
    called: str
    day: date | None
    hour: str
    """'14:30' on the site's clock; '' for none."""
    subject: str
    text: str
    call: str
    """What to say on the phone."""
    language: str
    """Its tag: 'fil'."""
    lacks: str
    """The person's language where English stands in for it; else ''."""
    address: str
    channel: str
    """How they wish to be reached."""
    asks: bool
    needs_day: bool
    needs_hour: bool
    warning: str
    """The rule of contact that says not now; '' where none does."""


def texts(wb: Workbook) -> Mapping[str, Messages]:
    """The texts by language, read once."""
    if wb.messages_seen is None:
        wb.messages_seen = load_messages(wb.catalogue_folder)
    return wb.messages_seen


def choices(wb: Workbook, kind: str = "") -> list[tuple[Situation, str]]:
    """Every situation with its title, the likeliest for what is due first."""
    first = _BY_KIND.get(kind, ())
    titles = texts(wb)[ENGLISH]
    return [(one, titles[one].title) for one in (*first, *(one for one in Situation if one not in first))]


def titled(wb: Workbook, situation: str) -> str:
    """What recruiters call a message about a situation."""
    return texts(wb)[ENGLISH][Situation(situation)].title


def draft(wb: Workbook, person_id: int, situation: Situation, day: date | None = None, hour: str = "") -> Draft:
    """A message in the person's language, filled in; day and hour are those of their slot, else what is usual.

    NotFound for nobody.
    """
    person = people.find(wb, person_id)
    text, voice, code = _text_for(wb, person, situation)
    with wb.store.read() as tx:
        row = tx.row("select milestone, account from person where id = :id", id=person.id) or {}
        slot = _slot(wb, tx, person.id)
    when = day or (slot[0] if slot and situation in APPOINTMENTS else _usual(wb, situation))
    at = hour or (slot[1] if slot and day is None else "") or f"{wb.site.day_starts:%H:%M}"
    tongue = languages.tongue(wb, code)
    values = {
        "name": person.called or person.name,
        "hub": wb.site.name,
        "who": wb.store.who,
        "step": _step(wb, str(row.get("milestone", "")), tongue),
        "account": _account(wb, str(row.get("account", ""))),
        "time": at.removeprefix("0"),
    }
    subject, words, call = (
        fill(with_date(part, when, wb.today(), tongue.words), **values) for part in (text.subject, text.text, text.call)
    )
    english = texts(wb)[ENGLISH][situation]
    return Draft(
        situation=situation,
        person=person.id,
        name=person.name,
        called=person.called,
        day=when,
        hour=at,
        subject=subject,
        text=words,
        call=call,
        language=voice,
        lacks="" if code != ENGLISH or tongues.base_of(person.language or ENGLISH) == ENGLISH else person.language,
        address=person.email,
        channel=person.channel,
        asks=english.asks,
        needs_day="{date}" in f"{text.text}{text.call}",
        needs_hour="{time}" in text.text,
        warning=_against(wb, person.id, situation),
    )


def _text_for(wb: Workbook, person: Person, situation: Situation) -> tuple[MessageText, str, str]:
    """The text in their language, the tag of it, and its code; English where there are no texts in it."""
    known = texts(wb)
    tag = person.language.strip() or wb.site.language
    code = tongues.spoken(tag, known)
    if languages.tongue(wb, code).code != code:
        code = ENGLISH
    return known[code][situation], tongues.tag_of(tag, code), code


def _slot(wb: Workbook, tx: Tx, person_id: int) -> tuple[date, str] | None:
    """Day and hour of their next booked slot."""
    at = tx.value(
        "select min(booked_for) from visit where person = :p and state = 'booked' and booked_for > :now",
        p=person_id,
        now=wb.now(),
    )
    if not at:
        return None
    local = datetime.fromtimestamp(int(at) / 1000, UTC).astimezone(wb.site.tz())
    return local.date(), f"{local:%H:%M}"


def _usual(wb: Workbook, situation: Situation) -> date:
    """The day that is offered where nobody said another."""
    if situation is Situation.RESERVE:
        return wb.today() + timedelta(days=wb.catalogue.follow_up.reserve_days)
    if situation is Situation.CLOSING_NOTE:
        return wb.site.working_day_after(wb.today(), wb.catalogue.follow_up.contact.closing_days)
    later = situation in (Situation.NO_SHOW, Situation.OFFER, Situation.POOL_TOUCH)
    return wb.site.working_day_after(wb.today(), _LATER if later else _SOON)


def _step(wb: Workbook, milestone: str, tongue: tongues.Tongue) -> str:
    if not milestone:
        return "next step" if tongue.is_english else tongue.words.labels.next.lower()
    return lower_first(tongue.or_english(wb.catalogue.milestones[MilestoneId(milestone)].title))


def _account(wb: Workbook, account: str) -> str:
    found = wb.catalogue.accounts.get(account)
    return found.title if found else wb.site.name


# checking and sending ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """What the safety list finds in words that are to be sent."""

    verdict: str
    """In one line; at best 'No known problem found'."""
    findings: tuple[Finding, ...]
    """The gravest first."""


def look(wb: Workbook, words: str) -> Reading:
    """Hold words that are to be sent against the safety list."""
    found = safety.check(words, wb.catalogue.safety)
    return Reading(safety.verdict(found), found)


def checked(wb: Workbook, words: str) -> str:
    """The words as they are sent; BadInput for none, too many, a placeholder that was left, or what is never right."""
    said = words.strip()
    if not said:
        raise BadInput("There are no words.", "Write what they are to read.")
    if len(said) > LONGEST:
        raise BadInput(f"This has {len(said)} characters, {LONGEST} are the most.", "Say it shorter.")
    if "{" in said or "}" in said:
        raise BadInput("A placeholder is left in it.", "Write the words that belong there.")
    for finding in look(wb, said).findings:
        if finding.severity is Severity.BLOCK:
            raise BadInput(f'"{finding.text}" is not sent to anybody.', finding.message)
    return said


def _against(wb: Workbook, person_id: int, situation: Situation, channel: str = "") -> str:
    """The weightiest rule that stands against sending this now, as a sentence; '' where none does."""
    return contacts.warning(wb, person_id, channel, purpose_of(wb, situation))


def purpose_of(wb: Workbook, situation: Situation) -> Purpose:
    """What a message about a situation is for, as the rules of contact ask."""
    return Purpose(
        closing=situation is Situation.CLOSING_NOTE,
        pool=situation is Situation.POOL_TOUCH,
        informs=not asks(wb, situation),
    )


def asks(wb: Workbook, situation: Situation) -> bool:
    """Whether a message about a situation awaits an answer."""
    return texts(wb)[ENGLISH][situation].asks


def against(wb: Workbook, of: Draft, channel: str = "") -> str:
    """The rule that stands against sending it by a channel now, as a sentence; '' where none does."""
    return _against(wb, of.person, of.situation, channel) or _full(wb, of, channel) or _twice(wb, of, channel)


def _twice(wb: Workbook, of: Draft, channel: str) -> str:
    """That the same waits in the mail already, as a sentence; nobody is told twice. A call is none of it."""
    if channel == Channel.CALL:
        return ""
    with wb.store.read() as tx:
        return "Not now: a message to them about this is in the mail." if in_mail(tx, of) else ""


def in_mail(tx: Tx, of: Draft) -> bool:
    """Whether a message about the same to the same person waits in the mail, or is being sent."""
    states = ", ".join(f"'{state}'" for state in sorted(UNDER_WAY))
    sql = f"select id from letter where person = :p and situation = :s and state in ({states}) limit 1"
    return bool(tx.value(sql, p=of.person, s=of.situation))


def _full(wb: Workbook, of: Draft, channel: str) -> str:
    """The cap on messages that is reached, as a sentence; a call and an answer to what they wrote are none."""
    if channel == Channel.CALL or of.situation in ANSWERS:
        return ""
    with wb.store.read() as tx:
        full = slip_gates.full(wb, tx, of.person)
    if full is None:
        return ""
    clock = f"{weekday_day_month(full.until.date())} {full.until.hour}:{full.until.minute:02}"
    return f"Not now: they were sent {full.words}. From {clock}, their time."


def sent(wb: Workbook, of: Draft, words: str, channel: str, about: About | None = None) -> Logged:
    """Note that a message went out by a channel, as one act. A delay moves the promise that it is about to its day.

    Conflict where a rule of contact says not now, which it names; BadInput as for `checked`.
    """
    said = checked(wb, words)
    if not_now := against(wb, of, channel):
        raise Conflict(not_now.removesuffix("."), "Wait for it, or speak with them when they are here.")
    return _log(wb, of, Outcome.LEFT_WORD, channel, said, about)


def told(wb: Workbook, of: Draft, outcome: Outcome, about: About | None = None) -> Logged:
    """Note what came of a call in which this was to be said, as one act; a delay that they heard moves the promise."""
    return _log(wb, of, outcome, Channel.CALL, "", about)


def _log(wb: Workbook, of: Draft, outcome: Outcome, channel: str, words: str, about: About | None) -> Logged:
    due = about_of(of, about)
    return touches.log(
        wb,
        of.person,
        outcome,
        channel=channel,
        words=words,
        about=due,
        message=of.situation,
        asks=of.asks,
        moved_to=of.day if moves(of.situation, due.kind) and outcome is not Outcome.NO_ANSWER else None,
    )


def about_of(of: Draft, about: About | None) -> About:
    """What a message is about: one to somebody of the pool always about other openings."""
    return About(contacts.POOL) if of.situation is Situation.POOL_TOUCH else about or About("")


def moves(situation: Situation, kind: str) -> bool:
    """Whether a message about what is due of a kind moves it to the day that they are told."""
    return situation is Situation.DELAY and kind == contacts.PROMISES


# files ---------------------------------------------------------------------------------------------------------------


def appointment(wb: Workbook, of: Draft) -> bytes:
    """The calendar file of a message that names a day and an hour; b'' for one that does not."""
    if of.situation not in APPOINTMENTS or of.day is None or not of.hour:
        return b""
    starts = datetime.combine(of.day, time.fromisoformat(of.hour), wb.site.tz())
    return appointment_file(
        Appointment(
            uid=appointment_id(of.person, of.situation, of.day),
            title=of.subject,
            starts=starts,
            minutes=MEETING_MINUTES,
            made=datetime.fromtimestamp(wb.now() / 1000, UTC),
            place=wb.site.name,
        )
    )


def appointment_id(person_id: int, situation: str, day: date) -> str:
    """What calendars know an appointment by, so that a second file of it takes the place of the first."""
    return f"{person_id:x}-{situation}-{day.isoformat()}@milepost"


def mail_draft(wb: Workbook, of: Draft, words: str, folder: Path) -> Path:
    """Write the message as a draft for a mail program, with the appointment in it; where it is.

    BadInput as for `checked`, and for an address that is none; Unavailable where it cannot be written.
    """
    data = note_draft(
        Note(of.subject, checked(wb, words), of.language, appointment(wb, of)),
        of.address,
        datetime.fromtimestamp(wb.now() / 1000, UTC).astimezone(wb.site.tz()),
        wb.site.letterhead,
    )
    return write_new(folder, _name(wb, of, "eml"), data)


def calendar_to(wb: Workbook, of: Draft, folder: Path) -> Path:
    """Write the appointment of a message as a calendar file; BadInput where it names none."""
    data = appointment(wb, of)
    if not data:
        raise BadInput("This message names no day and hour.", "Choose one that does, as a date or a reminder.")
    return write_new(folder, _name(wb, of, "ics"), data)


def _name(wb: Workbook, of: Draft, suffix: str) -> str:
    person = slug(of.name, "person", 48)
    return f"{wb.today().isoformat()} {of.situation.replace('_', '-')} {person}.{suffix}"
