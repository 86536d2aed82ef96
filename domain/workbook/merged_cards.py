"""The card of two entries that are put together: which value every field keeps."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from domain.model.lazily import dataclass
from domain.workbook import people
from domain.workbook.people import MAX_POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping

Row = dict[str, Any]


class Take(StrEnum):
    """Which entry's value a field keeps."""

    KEPT = "kept"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class _Kind:
    """A field of the card: its columns, and whether both values can stand together."""

    label: str
    columns: tuple[str, ...]
    both: bool = False
    fill: bool = True
    """Whether a blank is filled from the other entry; a no to a question cannot be told from one never asked."""


KINDS: dict[str, _Kind] = {
    "name": _Kind("Name", ("name", "sort_name")),
    "called": _Kind("Called", ("called",)),
    "phone": _Kind("Mobile", ("phone", "phone_typed")),
    "email": _Kind("E-mail", ("email", "email_typed")),
    "channel": _Kind("Reach by", ("channel",)),
    "second_channel": _Kind("Else by", ("second_channel",)),
    "hours": _Kind("Hours", ("window_from", "window_to")),
    "ok_text": _Kind("Ok to text", ("ok_text",), fill=False),
    "ok_keep": _Kind("Ok to keep", ("ok_keep",), fill=False),
    "no_contact": _Kind("Do not contact", ("no_contact",)),
    "language": _Kind("Language", ("language",)),
    "city": _Kind("City", ("city",)),
    "zone": _Kind("Time zone", ("zone",)),
    "source": _Kind("Source", ("source",)),
    "reference": _Kind("Reference", ("reference",)),
    "tags": _Kind("Tags", ("tags",), both=True),
    "points": _Kind("Points", ("points",), both=True),
    "note": _Kind("Private note", ("note",), both=True),
    "owner": _Kind("Looked after by", ("owner",)),
}
"""The fields of a card in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both cards."""

    key: str
    label: str
    kept: str
    other: str
    take: Take
    can_both: bool = False

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.kept != self.other

    def turned(self) -> Field:
        """The same with the next choice."""
        choices = [Take.KEPT, Take.OTHER, *([Take.BOTH] if self.can_both else [])]
        return replace(self, take=choices[(choices.index(self.take) + 1) % len(choices)]) if self.differs else self


def fields_of(one: Row, two: Row) -> tuple[Field, ...]:
    """Every field of both cards, with what it keeps unless somebody chooses otherwise."""
    return tuple(_field(key, kind, one, two) for key, kind in KINDS.items())


def _field(key: str, kind: _Kind, one: Row, two: Row) -> Field:
    kept, other = _shown(kind, one), _shown(kind, two)
    take = Take.KEPT
    if kind.both and kept and other and kept != other:
        take = Take.BOTH
    elif kind.fill and other and not kept:
        take = Take.OTHER
    return Field(key, kind.label, kept, other, take, kind.both and bool(kept and other))


def _shown(kind: _Kind, row: Row) -> str:
    """The value of a field in words; '' where nothing is known."""
    columns = kind.columns
    if columns[0] in ("ok_text", "ok_keep", "no_contact"):
        return "yes" if row[columns[0]] else ""
    if columns[0] == "window_from":
        return "–".join((row["window_from"], row["window_to"])) if row["window_from"] or row["window_to"] else ""
    if columns[0] == "name":
        return str(row["name"])
    return next((str(row[column]) for column in reversed(columns) if row[column]), "")


def card_of(one: Row, two: Row, takes: Mapping[str, Take]) -> dict[str, object]:
    """The columns of the entry `one` as they are then; fields not in `takes` keep what `fields_of` proposes."""
    card: dict[str, object] = {"at": min(one["at"], two["at"]), "account": one["account"] or two["account"]}
    for key, kind in KINDS.items():
        field = _field(key, kind, one, two)
        take = Take(takes.get(key, field.take))
        if take is Take.BOTH and field.can_both:
            card |= {kind.columns[0]: _both(key, one, two)}
        else:
            card |= {column: (two if take is Take.OTHER else one)[column] for column in kind.columns}
    words = [str(card[name]) for name in ("name", "phone", "phone_typed", "email", "email_typed", "reference")]
    card["find"] = people.search_words(words[0], words[1], words[2], words[3] or words[4], words[5])
    return card


def _both(key: str, one: Row, two: Row) -> str:
    if key == "tags":
        parts = [part.strip() for row in (one, two) for part in str(row["tags"]).split(",")]
        return ", ".join(dict.fromkeys(part for part in parts if part))
    lines = [line for row in (one, two) for line in str(row[key]).splitlines() if line.strip()]
    together = list(dict.fromkeys(lines))
    return "\n".join(together[:MAX_POINTS] if key == "points" else together)
