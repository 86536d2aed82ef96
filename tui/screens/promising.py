"""Promising something in three keys, and keeping, moving or closing a promise: what is asked, and what is said."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from domain.workbook import promises
from domain.workbook.wording import weekday_day_month
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.widgets.fields import Field, FieldRow, Kind, read_date

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from domain.workbook.promises import PromiseRow
    from tui.app import MilepostApp
    from tui.screens.focused_verbs import InFocus

READY, WORDS, BY, DAY, WHY = "ready", "words", "by", "day", "why"
OWN, OTHER = "own", "other"
"""Choices that lead on to the field below."""
REASON = Field(key=WHY, label="Why", hint="if there is one: papers come then", longest=promises.MAX_WHY)
UNDO = (("u", "undo"),)


# What is asked.


def read_moment(text: str, today: date) -> tuple[date, str] | None:
    """Return the day and the hour ('14:30' or '') that ``text`` names; ``None`` when it names neither.

    A day is written as `read_date` takes it; an hour stands after it, or alone for today.
    """
    found = re.fullmatch(r"(.*?)\s*\b(\d{1,2})[:.](\d{2})", text.strip())
    if found and int(found[2]) < 24 and int(found[3]) < 60:
        hour, rest = f"{int(found[2]):02}:{found[3]}", found[1]
        day = read_date(rest, today) if rest else today
    else:
        hour, day = "", read_date(text, today)
    return (day, hour) if day is not None else None


def _problem_of(today: date) -> Callable[[str], str]:
    def check(typed: str) -> str:
        moment = read_moment(typed, today)
        if moment is None:
            return "Write a day as tue, 12 aug or +3, with an hour if there is one: tue 14:30."
        return "That day is over." if moment[0] < today else ""

    return check


def _when_fields(days: Sequence[date]) -> tuple[Field, ...]:
    today = days[0]
    offered = tuple((day.isoformat(), "today" if day == today else weekday_day_month(day)) for day in days)
    return (
        Field(key=BY, label="Due", kind=Kind.CHOICE, choices=(*offered, (OTHER, "other")), value=days[1].isoformat()),
        Field(key=DAY, label="Other", hint="tue, 12 aug, +3, tue 14:30", longest=40, check=_problem_of(today)),
    )


def _what_fields(ready: Sequence[str]) -> tuple[Field, ...]:
    choices = (*((str(number), words) for number, words in enumerate(ready)), (OWN, "own words"))
    return (
        Field(key=READY, label="Promise", kind=Kind.CHOICE, choices=choices, value="0"),
        Field(key=WORDS, label="Words", value=ready[0], required=True, longest=promises.MAX_WORDS),
    )


class PromiseForm(Form):
    """What is promised and by when; a digit for each is enough."""

    def __init__(
        self,
        heading: str,
        fact: str,
        days: Sequence[date],
        save: Callable[[dict[str, str], tuple[date, str]], Awaitable[object]],
        *,
        ready: Sequence[str] = (),
        moves: bool = False,
        draft: str = "",
    ) -> None:
        """Ask when, and with ``ready`` wordings what; ``save`` gets the values and the moment.

        ``days`` are those that a digit chooses, today first; with ``moves`` there is room for the reason.
        """
        self.today = days[0]
        self.ready = tuple(ready)
        self._save_moment = save
        what = _what_fields(self.ready) if self.ready else ()
        why = (REASON,) if moves else ()
        super().__init__(heading, (*what, *_when_fields(days), *why), self._settled, fact=fact, draft=draft)

    def _row(self, key: str) -> FieldRow:
        return next(row for row in self.rows() if row.field.key == key)

    def on_field_row_changed(self, event: FieldRow.Changed) -> None:
        """Put the ready wording where it can still be changed."""
        if event.row.field.key == READY and event.value != OWN:
            self._row(WORDS).value = self.ready[int(event.value)]

    def on_field_row_submitted(self, event: FieldRow.Submitted) -> None:
        """Go where there is still something to say; a chosen day saves."""
        key, value = event.row.field.key, event.row.value
        follows = {
            READY: WORDS if value == OWN else BY,
            WORDS: BY,
            BY: DAY if value == OTHER else "",
            DAY: "",
            WHY: "",
        }[key]
        event.prevent_default()
        if event.row.settled()[1]:
            return
        if key == BY and value != OTHER:
            self._row(DAY).value = ""
        if key == READY and value == OWN:
            self._row(WORDS).value = ""
        if follows:
            self._row(follows).take_focus()
        else:
            self.milepost.run_guarded(self.save())

    async def save(self) -> None:
        """Check every field, save and close; another day must be named."""
        rows = {row.field.key: row for row in self.rows()}
        if rows[BY].value == OTHER and not rows[DAY].value.strip():
            rows[DAY].take_focus()
            rows[DAY].complain(_problem_of(self.today)(""))
            return
        await super().save()

    async def _settled(self, values: dict[str, str]) -> None:
        moment = read_moment(values[DAY] or values[BY], self.today)
        assert moment is not None
        values[BY], values[DAY] = moment[0].isoformat(), moment[1]
        await self._save_moment(values, moment)


async def offer(app: MilepostApp, whom: InFocus, done: Callable[[], Awaitable[object]]) -> None:
    """Ask what is promised, and by when, and store it."""
    ready = await app.read(promises.wordings, whom.person)
    name = app.look.name(whom.name)

    async def save(values: dict[str, str], moment: tuple[date, str]) -> None:
        await app.write(promises.make, whom.person, values[WORDS], *moment)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_promised(app, whom, values, done))

    form = PromiseForm(
        "Promise", name, await app.read(promises.days_offered), save, ready=ready, draft=f"promise {whom.person}"
    )
    app.push_screen(form, closed)


async def _promised(
    app: MilepostApp, whom: InFocus, values: dict[str, str], done: Callable[[], Awaitable[object]]
) -> None:
    """Say what was promised, and where they will read it in English although they read another language."""
    said = f"Promised {app.look.name(whom.name)} by {_said(values)}."
    language = await app.read(promises.read_in_english, whom.person, values[WORDS])
    await _tell(app, f"{said} Read in English: no {language} text." if language else said, done)


def _said(values: dict[str, str]) -> str:
    return promises.when(date.fromisoformat(values[BY]), values[DAY])


async def _tell(app: MilepostApp, said: str, done: Callable[[], Awaitable[object]]) -> None:
    await done()
    app.notice(said, keys=UNDO)


async def keep(app: MilepostApp, promise: int, done: Callable[[], Awaitable[object]]) -> None:
    """The promise is kept."""
    row = await app.read(promises.find, promise)
    await app.write(promises.keep, promise)
    await _tell(app, f"Promise to {app.look.name(row.name)} kept.", done)


async def later(app: MilepostApp, promise: int, done: Callable[[], Awaitable[object]]) -> None:
    """Ask for another day."""
    row = await app.read(promises.find, promise)

    async def save(values: dict[str, str], moment: tuple[date, str]) -> None:
        await app.write(promises.move, promise, *moment, values[WHY])

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_tell(app, f"Promise to {app.look.name(row.name)} moved to {_said(values)}.", done))

    days = await app.read(promises.days_offered)
    app.push_screen(PromiseForm("Later", _about(app, row), days, save, moves=True), closed)


async def close(app: MilepostApp, promise: int, done: Callable[[], Awaitable[object]]) -> None:
    """Ask how it ended, and close it as not kept."""
    row = await app.read(promises.find, promise)
    field = Field(
        key="outcome",
        label="In a word",
        hint="no answer, no longer needed",
        required=True,
        longest=promises.MAX_WORDS,
    )

    async def save(values: dict[str, str]) -> None:
        await app.write(promises.close, promise, values["outcome"])

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_tell(app, f"Promise to {app.look.name(row.name)} closed, not kept.", done))

    app.push_screen(Form("Not kept", [field], save, fact=_about(app, row)), closed)


async def offer_ways(app: MilepostApp, promise: int, done: Callable[[], Awaitable[object]]) -> None:
    """Ask what became of a promise."""
    row = await app.read(promises.find, promise)
    ways = {"done": keep, "later": later, "close": close}
    options = [
        Option("done", "Done", "they got it"),
        Option("later", "Later", "another day"),
        Option("close", "Not kept", "with a word on why"),
    ]

    def chosen(choice: str | None) -> None:
        if choice is not None:
            app.open_with(ways[choice](app, promise, done))

    app.push_screen(Choice(row.words, options, f"promised by {row.who}"), chosen)


def _about(app: MilepostApp, row: PromiseRow) -> str:
    return f"{app.look.name(row.name)}: {row.words}"
