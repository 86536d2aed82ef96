"""Writing a short message: what it is about, its words, and the way that it takes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.model.message import Situation
from domain.model.terms import Channel, Outcome, Severity
from domain.workbook import letters, mailing, messages, touches
from domain.workbook.mailing import Carries
from domain.workbook.outbox import MAX_WHY
from domain.workbook.wording import count
from tui.lines import blocks, heading, text
from tui.safe_text import without_names
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.screens.person_acts import short_path
from tui.screens.person_words import CHANNELS
from tui.screens.touching import UNDO
from tui.widgets.fields import Field, FieldRow, Kind, settle
from tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from domain.workbook.follow_up_rows import FollowUpRow
    from domain.workbook.messages import Draft
    from domain.workbook.touches import Logged
    from tui.app import MilepostApp
    from tui.screens.focused_verbs import InFocus

    Done = Callable[[], Awaitable[object]]

DAY, HOUR, WORDS = "day", "hour", "words"
TEXT, CHAT, MAIL, CALL, FILE, DRAFT = "text", "chat", "mail", "call", "file", "draft"
"""Ways that a message takes."""
AGAIN, BACK = "again", "back"
"""What is done about a message that did not get through."""
CHANNEL_OF = {TEXT: Channel.SMS, CHAT: Channel.CHAT, MAIL: Channel.EMAIL, CALL: Channel.CALL}
MARGIN = 3
"""Lines of the form besides one for each field: room for what is wrong with one."""
PREVIEW = 68
"""Cells of a line of what they will read."""
ON_THE_PHONE: tuple[tuple[Outcome, str, str], ...] = (
    (Outcome.REACHED, "Reached", "you told them"),
    (Outcome.NO_ANSWER, "No answer", "the next try follows"),
    (Outcome.LEFT_WORD, "Left word", "on the voice mail: no result"),
)


async def offer(app: MilepostApp, whom: InFocus, done: Done) -> None:
    """Ask what the message is about, the likeliest first."""
    kind = whom.about.kind if whom.about else ""
    found = await app.read(messages.choices, kind)

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.open_with(_write(app, whom, Situation(choice), done))

    options = [Option(str(one), title) for one, title in found]
    app.push_screen(Choice("Message", options, app.look.name(whom.name)), chosen)


async def _write(app: MilepostApp, whom: InFocus, situation: Situation, done: Done) -> None:
    draft: Draft = await app.read(messages.draft, whom.person, situation)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.open_with(_offer_ways(app, whom, form.draft_now, values[WORDS], done))

    form = MessageForm(draft, app.look.name(whom.name))
    app.push_screen(form, closed)


class MessageForm(Form):
    """Day and hour where the message names them, and its words, which follow them until somebody changes the words."""

    def __init__(self, draft: Draft, name: str) -> None:
        """Begin with a message that is filled in."""
        self.draft_now = draft
        self.names = (draft.name, draft.called)
        super().__init__("Message", (*_when(draft), _words(draft)), self._check, fact=_for_whom(draft, name))

    def compose_main(self) -> ComposeResult:
        """Yield the fields, and below them what they will read."""
        yield from super().compose_main()
        yield LineView(indent=6, id="reads")

    def on_mount(self) -> None:
        """Leave room below the fields."""
        super().on_mount()
        self.query_one("#fields").styles.height = len(self.fields) + MARGIN

    def start(self) -> None:
        """Give the focus to the first field."""
        self.rows()[0].take_focus()
        self.milepost.run_guarded(self._show(), group="shown", node=self, exclusive=True)

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Fill the words in anew where the day or the hour is another one; show what they read."""
        work = self._show() if event.row.field.key == WORDS else self._fill()
        self.milepost.run_guarded(work, group=event.row.field.key, node=self, exclusive=True)

    async def load(self) -> None:
        """Show whom it is for and what they will read anew, as when names are hidden."""
        self.header.fact = _for_whom(self.draft_now, self.milepost.look.name(self.draft_now.name))
        await self._show()

    async def _show(self) -> None:
        """Show the words as they will be read, how long they are, and what the safety list finds in them."""
        words = next(row for row in self.rows() if row.field.key == WORDS).value
        read = await self.milepost.read(messages.look, words)
        found = read.findings
        role = "due" if any(one.severity is not Severity.HINT for one in found) else "muted"
        said = [f"{one.message} \u201c{one.text}\u201d" for one in found[:2]]
        told = (f"{count(len(words), 'character')}. {read.verdict}.", *said)
        below = [line for one in told for line in text(_hidden(self.milepost, one, self.names), role, PREVIEW)]
        shown = text(_hidden(self.milepost, words, self.names), "", PREVIEW)
        self.query_one("#reads", LineView).show(blocks([heading("They read"), *shown], below))

    async def _fill(self) -> None:
        typed = {row.field.key: settle(row.field, row.value, self.milepost.today) for row in self.rows()}
        if any(problem for key, (_, problem) in typed.items() if key != WORDS):
            return
        now, words = self.draft_now, next(row for row in self.rows() if row.field.key == WORDS)
        day = date.fromisoformat(typed[DAY][0]) if DAY in typed else now.day
        hour = typed[HOUR][0] if HOUR in typed else now.hour
        fresh: Draft = await self.milepost.read(messages.draft, now.person, now.situation, day, hour)
        if words.value.strip() in ("", now.text):
            words.value = fresh.text
        self.draft_now = fresh
        await self._show()

    async def _check(self, values: dict[str, str]) -> None:
        await self._fill()
        values[WORDS] = await self.milepost.read(messages.checked, values[WORDS])


def _for_whom(draft: Draft, name: str) -> str:
    return f"{name}. No {draft.lacks} texts, so it is in English" if draft.lacks else name


def _when(draft: Draft) -> list[Field]:
    day = draft.day.isoformat() if draft.day else ""
    fields = []
    if draft.needs_day:
        hint = "tue, 12 aug, +3"
        fields.append(Field(key=DAY, label="Day", kind=Kind.DATE, value=day, hint=hint, required=True))
    if draft.needs_hour:
        fields.append(Field(key=HOUR, label="Hour", value=draft.hour, hint="14:30", required=True, check=_hour))
    return fields


def _hour(typed: str) -> str:
    return "" if re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", typed) else "Write an hour as 09:00 or 14:30."


def _words(draft: Draft) -> Field:
    return Field(key=WORDS, label="Words", value=draft.text, required=True, longest=messages.LONGEST, private=True)


async def _offer_ways(app: MilepostApp, whom: InFocus, draft: Draft, words: str, done: Done) -> None:
    """Ask by which way it goes; what stands against a way is said beside it."""
    found = (await app.read(messages.look, words)).findings
    against = {way: await app.read(messages.against, draft, channel) for way, channel in CHANNEL_OF.items()}
    if app.mail.ready:
        against[MAIL] = await app.read(letters.against, draft)
    options = [
        Option(TEXT, "Text message", "copied, and noted as sent", reason=_short(against[TEXT])),
        Option(CHAT, "Chat app", "copied, and noted as sent", reason=_short(against[CHAT])),
        _by_mail(app, draft, against[MAIL]),
        Option(CALL, "Call", "shows what to say", reason=_short(against[CALL])),
    ]
    if app.mail.ready:
        options.append(Option(DRAFT, "Mail draft", _draft_fact(draft), reason=_short(against[MAIL])))
    if await app.read(messages.appointment, draft):
        options.append(Option(FILE, "Calendar file", "the appointment alone, .ics"))
    lines = [f"\u201c{one.text}\u201d: {one.message}" for one in found if one.severity is Severity.WARN]
    first = next((line for line in against.values() if line), "")

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.open_with(_go(app, whom, draft, words, choice, done))

    wish = CHANNELS.get(draft.channel, "")
    title = Choice("How it goes", options, f"they wish: {wish.lower()}" if wish else "", lines=[*lines, first][:2])
    app.push_screen(title, chosen)


def _short(against: str) -> str:
    return "not now" if against else ""


def _by_mail(app: MilepostApp, draft: Draft, against: str) -> Option:
    """By the site's mail server where one is set, else a draft for the recruiter's own program."""
    if not app.mail.ready:
        return Option(MAIL, "E-mail", _draft_fact(draft), reason=_short(against))
    minutes = app.mail.undo_minutes
    reason = _short(against) if draft.address else "no address is known"
    return Option(MAIL, "E-mail", f"leaves in {minutes} min" if minutes else "leaves now", reason=reason)


def _draft_fact(draft: Draft) -> str:
    return "a draft for your mail program" if draft.address else "a draft, no address is known"


async def _go(app: MilepostApp, whom: InFocus, draft: Draft, words: str, way: str, done: Done) -> None:
    name = app.look.name(whom.name)
    if way == CALL:
        _call(app, whom, draft, done)
    elif way == FILE:
        path = await app.read(messages.calendar_to, draft, _folder())
        app.notice(f"Appointment of {name} written: {_shown(app, path)}.")
    elif way == MAIL and app.mail.ready:
        await _put(app, whom, draft, words, done)
    elif way in (MAIL, DRAFT):
        path = await app.read(messages.mail_draft, draft, words, _folder())
        await _sent(
            app, whom, draft, words, Channel.EMAIL, f"Mail draft for {name} written: {_shown(app, path)}.", done
        )
    else:
        said = f"Copied for {name}, and noted as sent. Paste it where you write."
        await _sent(app, whom, draft, words, CHANNEL_OF[way], said, done)
        app.copy_to_clipboard(words)


async def _put(app: MilepostApp, whom: InFocus, draft: Draft, words: str, done: Done) -> None:
    """Put it in the mail; it is a contact once it left."""
    await app.write(letters.put, draft, words, app.mail.wait, whom.about)
    await done()
    app.post_mail()
    minutes = app.mail.undo_minutes
    when = f"in {minutes} min" if minutes else "now"
    app.notice(f"Message to {app.look.name(whom.name)} leaves by e-mail {when}.", keys=UNDO)


def about_mail(app: MilepostApp, row: FollowUpRow, done: Done) -> None:
    """Ask what is to become of a message that did not get through, or is on its way."""

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.open_with(_settle_mail(app, row, choice, done))

    not_again = "it is on its way" if row.leaves else "" if app.mail.ready else "no mail server is set"
    options = [
        Option(AGAIN, "Send again", "the same words", not_again),
        Option(BACK, "Take it back", "nothing is sent; write another, or call"),
    ]
    app.push_screen(Choice("E-mail", options, app.look.name(row.name), lines=[row.words]), chosen)


async def came_back(app: MilepostApp, whom: InFocus, done: Done) -> None:
    """Ask what came back of the last message that was mailed to them, and note it; Follow-up asks for another way."""
    letter = await app.read(letters.last_sent, whom.person)

    async def save(values: dict[str, str]) -> None:
        await app.write(mailing.came_back, letter, values["why"], Carries.LETTER)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_tell_back(app, whom, done))

    why = Field(key="why", label="What it said", hint="as in mailbox full", required=True, longest=MAX_WHY)
    app.push_screen(Form("It came back", [why], save, fact=app.look.name(whom.name)), closed)


async def _tell_back(app: MilepostApp, whom: InFocus, done: Done) -> None:
    await done()
    app.notice(f"{app.look.name(whom.name)}: it came back.", keys=UNDO)


async def _settle_mail(app: MilepostApp, row: FollowUpRow, choice: str, done: Done) -> None:
    if choice == AGAIN:
        await app.write(mailing.again, [row.id], app.mail.wait, Carries.LETTER)
    else:
        await app.write(mailing.take_back, [row.id], Carries.LETTER)
    await done()
    app.post_mail()
    what = "in the mail again" if choice == AGAIN else "taken back"
    app.notice(f"Message to {app.look.name(row.name)} {what}.", keys=UNDO)


def _hidden(app: MilepostApp, words: str, names: Sequence[str]) -> str:
    return without_names(words, names) if app.hide_names else words


def _folder() -> Path:
    from tui.settings import config

    return config.exports_path()


def _shown(app: MilepostApp, path: Path) -> str:
    return "in your exports" if app.hide_names else short_path(path)


async def _sent(
    app: MilepostApp, whom: InFocus, draft: Draft, words: str, channel: Channel, said: str, done: Done
) -> None:
    logged: Logged = await app.write(messages.sent, draft, words, channel, whom.about)
    await done()
    app.notice(f"{said}{_follows(logged)}", keys=UNDO)


def _follows(logged: Logged) -> str:
    follows = touches.told(logged)
    return f" {follows[:1].upper()}{follows[1:]}." if follows else ""


def _call(app: MilepostApp, whom: InFocus, draft: Draft, done: Done) -> None:
    """Show what to say, and ask what came of it."""

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.open_with(_called(app, whom, draft, Outcome(choice), done))

    say = _hidden(app, draft.call, (draft.name, draft.called))
    options = [Option(str(outcome), label, fact) for outcome, label, fact in ON_THE_PHONE]
    app.push_screen(Choice("Say", options, app.look.name(whom.name), lines=[say]), chosen)


async def _called(app: MilepostApp, whom: InFocus, draft: Draft, outcome: Outcome, done: Done) -> None:
    from tui.screens.touching import store

    await store(app, replace(whom, channel=Channel.CALL), outcome, Channel.CALL, "", done, message=draft)
