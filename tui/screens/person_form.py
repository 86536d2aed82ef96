"""Correcting what is known of a person; what somebody else changed meanwhile is shown, and yours is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.errors import BadInput, Conflict
from domain.workbook import languages, people
from domain.workbook.people import MAX_POINTS, NewPerson
from domain.workbook.zones import zone_of
from tui.screens.form import Form
from tui.screens.person_acts import UNDO
from tui.screens.walk_in import CHANNELS
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.workbook.people import Person
    from tui.app import MilepostApp

NOT_ASKED = (("", "not asked, or none"), *CHANNELS)
YES_NO = (("1", "yes"), ("", "not asked, or no"))
STOPPED = (("", "as they chose"), ("1", "do not contact, they asked"))


def fields_of(person: Person, spoken: Mapping[str, str]) -> tuple[Field, ...]:
    """Return the fields of the form, filled with what is known; ``spoken`` are the languages that there are."""
    points = [*person.points, *[""] * MAX_POINTS][:MAX_POINTS]
    return (
        Field(key="name", label="Name", value=person.name, required=True, longest=120, private=True),
        Field(key="called", label="Called", value=person.called, hint="as they are greeted", longest=60, private=True),
        Field(key="mobile", label="Mobile", value=person.phone_typed or person.phone, longest=40, private=True),
        Field(key="email", label="E-mail", value=person.email_typed or person.email, longest=120, private=True),
        _choice("channel", "Reach by", CHANNELS, person.channel),
        _choice("second_channel", "Else by", NOT_ASKED, person.second_channel),
        Field(key="window_from", label="From", value=person.window_from, hint="9:00", check=_hour, longest=5),
        Field(key="window_to", label="To", value=person.window_to, hint="19:00", check=_hour, longest=5),
        _choice("ok_text", "Ok to text", YES_NO, "1" if person.ok_text else ""),
        _choice("ok_keep", "Ok to keep", YES_NO, "1" if person.ok_keep else ""),
        _choice("no_contact", "Contact", STOPPED, "1" if person.no_contact else ""),
        _choice("language", "Language", tuple(spoken.items()), person.language),
        Field(key="zone", label="Time zone", value=person.zone, hint="Asia/Manila, or Manila", check=_zone, longest=60),
        Field(key="city", label="City", value=person.city, longest=80),
        Field(key="source", label="Source", value=person.source, longest=80),
        Field(key="reference", label="Reference", value=person.reference, longest=80),
        Field(key="tags", label="Tags", value=person.tags),
        *(
            Field(key=f"point{number}", label=f"Point {number}", value=point, longest=80)
            for number, point in enumerate(points, 1)
        ),
        Field(key="note", label="Note", value=person.note, hint="private: never in anything that they read"),
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


def _zone(typed: str) -> str:
    try:
        zone_of(typed)
    except BadInput as error:
        return f"{error.message} {error.hint}"
    return ""


def padded(typed: str) -> str:
    """Return an hour as it is stored, "09:00"; nothing for nothing."""
    hours, _, minutes = typed.partition(":")
    return f"{int(hours):02}:{minutes or '00'}" if typed else ""


def corrected(values: dict[str, str]) -> NewPerson:
    """Return what the form says as the workbook takes it."""
    plain = (
        *("name", "called", "mobile", "email", "channel", "second_channel"),
        *("language", "zone", "city", "source", "reference", "tags", "note"),
    )
    numbers = range(1, MAX_POINTS + 1)
    return NewPerson(
        **{key: values[key] for key in plain},
        window_from=padded(values["window_from"]),
        window_to=padded(values["window_to"]),
        ok_text=bool(values["ok_text"]),
        ok_keep=bool(values["ok_keep"]),
        no_contact=bool(values["no_contact"]),
        points=tuple(point for number in numbers if (point := values[f"point{number}"])),
    )


def merged(
    before: tuple[Field, ...], theirs: tuple[Field, ...], mine: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return what to store when somebody else wrote meanwhile, and their values of the fields that both changed.

    What only one of the two changed is taken from that one; where both did, mine stands and theirs is to be shown.
    """
    was = {field.key: field.value for field in before}
    now = {field.key: field.value for field in theirs}
    stored = {key: now[key] if mine[key] == was[key] else mine[key] for key in mine}
    return stored, {key: now[key] for key in mine if now[key] != was[key] and stored[key] != now[key]}


class Correction(Form):
    """The form of one person, which merges with what somebody else wrote while it was open."""

    def __init__(self, person: Person, heading_fact: str, spoken: Mapping[str, str]) -> None:
        """Fill the fields with what is known of ``person``."""
        fields = fields_of(person, spoken)
        super().__init__("Correct", fields, self.store, fact=heading_fact, draft=f"person-{person.id}")
        self.known = person
        self.spoken = spoken

    async def store(self, values: dict[str, str]) -> None:
        """Store what is typed; a field that both changed is shown with both values, and saving again keeps ours."""
        app = self.milepost
        theirs = await app.read(people.find, self.known.id)
        stored, clashes = merged(fields_of(self.known, self.spoken), fields_of(theirs, self.spoken), values)
        self.known = theirs
        if clashes:
            self._show_clashes(stored, clashes)
            raise Conflict("Somebody else wrote here meanwhile.", "Yours is kept; save again to put it in place.")
        await app.write(people.correct, theirs.id, theirs.version, corrected(stored))

    def _show_clashes(self, stored: dict[str, str], clashes: dict[str, str]) -> None:
        for row in self.rows():
            row.value = stored[row.field.key]
            if row.field.key in clashes:
                row.complain(f"Meanwhile: {clashes[row.field.key] or 'nothing'}")


async def open_form(app: MilepostApp, person: Person) -> None:
    """Show the form."""

    def closed(values: dict[str, str] | None) -> None:
        if values is not None:
            app.notice(f"{app.look.name(values['name'])} corrected.", keys=UNDO)

    spoken = await app.read(languages.names)
    app.push_screen(Correction(person, f"{app.look.name(person.name)}, F10 saves at once", spoken), closed)
