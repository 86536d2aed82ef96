"""Logging a contact in two keys, and putting off what is due: what is asked, and what is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.terms import Channel, Outcome
from domain.workbook import contacts, messages, promises, snoozes, touches
from domain.workbook.wording import weekday_day_month
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from domain.workbook import Workbook
    from domain.workbook.follow_up_rows import FollowUpRow
    from domain.workbook.messages import Draft
    from domain.workbook.touches import Logged
    from tui.app import MilepostApp
    from tui.screens.focused_verbs import InFocus

    Done = Callable[[], Awaitable[object]]

OTHER = "other"
"""The choice that leads on: to another channel, to another day."""
READY_WHY = ("they asked for it", "not a good moment today", "somebody here must answer first")
"""Reasons for which something is put off to the next working day."""
UNDO = (("u", "undo"),)
OUTCOMES: tuple[tuple[Outcome, str, str], ...] = (
    (Outcome.REACHED, "Reached", "you spoke with them"),
    (Outcome.NO_ANSWER, "No answer", "the next try follows"),
    (Outcome.LEFT_WORD, "Left word", "a message was sent, or left"),
    (Outcome.REPLIED, "They replied", "they wrote or called back"),
    (Outcome.STOP, "Stop", "they want no more contact"),
    (Outcome.THANK_YOU, "Thank-you note", "from them; answered within a day"),
    (Outcome.CHECK_IN, "Check-in", "they ask where things stand"),
)
"""What can come of a contact, as it is offered."""
WRITTEN = frozenset({Outcome.REPLIED, Outcome.THANK_YOU, Outcome.CHECK_IN})
"""What they may have said in words of their own."""
SAID = {
    Outcome.REACHED: "{name} reached.",
    Outcome.NO_ANSWER: "{name}: no answer.",
    Outcome.LEFT_WORD: "Word left for {name}.",
    Outcome.REPLIED: "Reply of {name} noted.",
    Outcome.STOP: "{name} wants no more contact.",
    Outcome.THANK_YOU: "Thank-you note of {name} noted.",
    Outcome.CHECK_IN: "Check-in of {name} noted.",
}
PERHAPS = "Their words may ask you to stop: read them again, and log a stop if they do."


def _known(wb: Workbook, whom: InFocus) -> tuple[str, str]:
    """The channel that was taken, and what stands against contacting them now."""
    person = contacts.person(wb, whom.person)
    ways = contacts.ways(person)
    return whom.channel or (ways[0] if ways else Channel.CALL), contacts.warning(wb, whom.person)


async def offer(app: MilepostApp, whom: InFocus, done: Done) -> None:
    """Ask what came of a contact, and log it."""
    channel, warning = await app.read(_known, whom)
    options = [Option(str(outcome), label, fact) for outcome, label, fact in OUTCOMES]
    options.append(Option(OTHER, "By another way", "choose how first"))

    def chosen(choice: str | None) -> None:
        if choice == OTHER:
            app.open_with(_offer_ways(app, whom, done))
        elif choice is not None:
            app.open_with(_log(app, whom, Outcome(choice), channel, done))

    way = touches.WAYS[Channel(channel)]
    app.push_screen(Choice(app.look.name(whom.name), options, way, lines=[warning] if warning else []), chosen)


async def _offer_ways(app: MilepostApp, whom: InFocus, done: Done) -> None:
    from dataclasses import replace

    from tui.screens.person_words import CHANNELS

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.open_with(offer(app, replace(whom, channel=choice), done))

    app.push_screen(Choice("By which way", [Option(str(one), CHANNELS[one]) for one in Channel]), chosen)


async def _log(app: MilepostApp, whom: InFocus, outcome: Outcome, channel: str, done: Done) -> None:
    """Log it; what they wrote is asked for first, where they wrote."""
    if outcome not in WRITTEN:
        await store(app, whom, outcome, channel, "", done)
        return
    field = Field(key="words", label="Words", hint="what they wrote; Enter alone is enough", longest=touches.MAX_WORDS)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(store(app, whom, outcome, channel, values["words"], done))

    label = next(label for one, label, _ in OUTCOMES if one is outcome)
    app.push_screen(Form(label, [field], fact=app.look.name(whom.name), draft=f"touch {whom.person}"), closed)


async def store(
    app: MilepostApp,
    whom: InFocus,
    outcome: Outcome,
    channel: str,
    words: str,
    done: Done,
    message: Draft | None = None,
) -> None:
    """Log what came of a contact, with the message that was said in it, and tell what follows."""
    logged: Logged = await app.write(_logged, whom, outcome, channel, words, message)
    await done()
    said = SAID[logged.outcome].format(name=app.look.name(whom.name))
    if logged.kept:
        said += " The promise is kept."
    if follows := touches.told(logged):
        said += f" {follows[:1].upper()}{follows[1:]}."
    app.notice(f"{said} {PERHAPS}" if logged.perhaps else said, "late" if logged.perhaps else "done", keys=UNDO)


def _logged(wb: Workbook, whom: InFocus, outcome: Outcome, channel: str, words: str, message: Draft | None) -> Logged:
    if message is not None:
        return messages.told(wb, message, outcome, whom.about)
    return touches.log(wb, whom.person, outcome, channel=channel, words=words, about=whom.about)


# Putting off.


async def later(app: MilepostApp, row: FollowUpRow, done: Done) -> None:
    """Put something off to the next working day for a ready reason, or ask for the day and the reason."""
    until = (await app.read(promises.days_offered))[1]
    options = [Option(why, why.capitalize(), f"until {weekday_day_month(until)}") for why in READY_WHY]
    options.append(Option(OTHER, "Another day, or another reason"))

    def chosen(why: str | None) -> None:
        if why == OTHER:
            _ask_later(app, row, done)
        elif why is not None:
            app.run_guarded(_put_off_ready(app, row, until, why, done))

    app.push_screen(Choice("Later", options, f"{app.look.name(row.name)}: {row.what}"), chosen)


async def _put_off_ready(app: MilepostApp, row: FollowUpRow, until: date, why: str, done: Done) -> None:
    await app.write(_put_off, row, until, why)
    await _tell(app, app.look.name(row.name), until, done)


def _ask_later(app: MilepostApp, row: FollowUpRow, done: Done) -> None:
    """Ask to which day something is put off, and why."""
    fields = (
        Field(
            key="until",
            label="Until",
            kind=Kind.DATE,
            value=(app.today + timedelta(days=1)).isoformat(),
            hint="tue, 12 aug, +3",
            required=True,
        ),
        Field(key="why", label="Why", hint="on leave, papers come then", required=True, longest=snoozes.MAX_WHY),
    )
    name = app.look.name(row.name)

    async def save(values: dict[str, str]) -> None:
        await app.write(_put_off, row, date.fromisoformat(values["until"]), values["why"])

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_tell(app, name, date.fromisoformat(values["until"]), done))

    app.push_screen(Form("Later", fields, save, fact=f"{name}: {row.what}"), closed)


async def _tell(app: MilepostApp, name: str, until: date, done: Done) -> None:
    await done()
    app.notice(f"Put off for {name} until {weekday_day_month(until)}.", keys=UNDO)


def _put_off(wb: Workbook, row: FollowUpRow, until: date, why: str) -> None:
    snoozes.put_off(wb, row.kind, row.about, row.person, until, why)


async def settle(app: MilepostApp, row: FollowUpRow, done: Done) -> None:
    """What a contact left to be done is done."""
    await app.write(touches.settle, row.id)
    await done()
    app.notice(f"{row.what} of {app.look.name(row.name)}: done.", keys=UNDO)
