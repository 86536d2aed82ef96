"""Correcting what is known of a person; what somebody else changed meanwhile is shown, and yours is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import Conflict
from domain.workbook import people
from domain.workbook.people import MAX_POINTS, NewPerson
from tui.screens.form import Form
from tui.screens.person_acts import UNDO
from tui.screens.person_words import LANGUAGES
from tui.screens.walk_in import CHANNELS
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from domain.workbook.people import Person
    from tui.app import MilepostApp

YES_NO = (("1", "yes"), ("", "not asked, or no"))


def fields_of(person: Person) -> tuple[Field, ...]:
    """Return the fields of the form, filled with what is known."""
    points = [*person.points, *[""] * MAX_POINTS][:MAX_POINTS]
    return (
        Field(key="name", label="Name", value=person.name, required=True, longest=120),
        Field(key="called", label="Called", value=person.called, hint="as they are greeted", longest=60),
        Field(key="mobile", label="Mobile", value=person.phone_typed or person.phone, longest=40),
        Field(key="email", label="E-mail", value=person.email_typed or person.email, longest=120),
        _choice("channel", "Reach by", CHANNELS, person.channel),
        Field(key="window_from", label="From", value=person.window_from, hint="9:00", check=_hour, longest=5),
        Field(key="window_to", label="To", value=person.window_to, hint="19:00", check=_hour, longest=5),
        _choice("ok_text", "Ok to text", YES_NO, "1" if person.ok_text else ""),
        _choice("ok_keep", "Ok to keep", YES_NO, "1" if person.ok_keep else ""),
        _choice("language", "Language", tuple(LANGUAGES.items()), person.language),
        Field(key="city", label="City", value=person.city, longest=80),
        Field(key="source", label="Source", value=person.source, longest=80),
        Field(key="reference", label="Reference", value=person.reference, longest=80),
        Field(key="tags", label="Tags", value=person.tags),
        *(
            Field(key=f"point{number}", label=f"Point {number}", value=point, longest=80)
            for number, point in enumerate(points, 1)
        ),
        Field(key="note", label="Private note", value=person.note, hint="never in anything that they read"),
    )


def _choice(key: str, label: str, choices: tuple[tuple[Any, str], ...], value: str) -> Field:
    """A choice; a value that is none of them, from a list brought in, stays one of them."""
    known = tuple((str(name), words) for name, words in choices)
    also = ((value, value),) if value and value not in dict(known) else ()
    return Field(key=key, label=label, kind=Kind.CHOICE, choices=(*known, *also), value=value)


def _hour(typed: str) -> str:
    hours, colon, minutes = typed.partition(":")
    if not (hours.isdigit() and len(hours) <= 2 and int(hours) <= 24 and (not colon or _minutes(minutes))):
        return "Write an hour as 9:00 or 17:30."
    return ""


def _minutes(text: str) -> bool:
    return len(text) == 2 and text.isdigit() and int(text) < 60


def padded(typed: str) -> str:
    """Return an hour as it is stored, "09:00"; nothing for nothing."""
    hours, _, minutes = typed.partition(":")
    return f"{int(hours):02}:{minutes or '00'}" if typed else ""


def corrected(values: dict[str, str]) -> NewPerson:
    """Return what the form says as the workbook takes it."""
    plain = ("name", "called", "mobile", "email", "channel", "language", "city", "source", "reference", "tags", "note")
    numbers = range(1, MAX_POINTS + 1)
    return NewPerson(
        **{key: values[key] for key in plain},
        window_from=padded(values["window_from"]),
        window_to=padded(values["window_to"]),
        ok_text=bool(values["ok_text"]),
        ok_keep=bool(values["ok_keep"]),
        points=tuple(point for number in numbers if (point := values[f"point{number}"])),
    )


def changed_meanwhile(before: Person, now: Person) -> str:
    """Return what somebody else changed, as "Mobile is 0917 now"; nothing when it is none of these fields."""
    was = {field.key: field.value for field in fields_of(before)}
    found = [f"{field.label} is “{field.value}” now" for field in fields_of(now) if field.value != was[field.key]]
    return ", ".join(found)


def open_form(app: MilepostApp, person: Person) -> None:
    """Show the form."""
    known = [person]

    async def save(values: dict[str, str]) -> None:
        new = corrected(values)
        try:
            await app.write(people.correct, person.id, known[-1].version, new)
        except Conflict:
            theirs = await app.read(people.find, person.id)
            changed = changed_meanwhile(known[-1], theirs)
            known.append(theirs)
            if changed:
                raise Conflict(
                    f"Changed meanwhile: {changed}.", "Yours is kept; save again to put it in place."
                ) from None
            await app.write(people.correct, person.id, theirs.version, new)

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.notice(f"{app.look.name(values['name'])} corrected.", keys=UNDO)

    fact = f"{app.look.name(person.name)}, F10 saves at once"
    app.push_screen(Form("Correct", fields_of(person), save, fact=fact, draft=f"person-{person.id}"), closed)
