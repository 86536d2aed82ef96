"""What can be typed next: fields and flags, then the values of a field, with the characters that they replace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.filters.language import FIELDS, FLAGS, FieldName, Kind, field_of
from domain.workbook.filters.lexicon import names_of, squeezed
from domain.workbook.filters.parsing import Token, quoted, split_field, tokens, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.workbook.filters.lexicon import Lexicon, Value

MOST = 8
"""Candidates that are offered unless asked otherwise."""
_AMOUNTS = {
    Kind.AGE: ((">3d", "longer ago than"), ("<2h", "not so long ago"), ("3d..7d", "between")),
    Kind.AHEAD: (("<14d", "within so many days"), (">30d", "later than"), ("3d..7d", "between")),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that can be typed."""

    text: str
    """Stands in place of the characters that the completion names."""
    label: str
    says: str
    goes_on: bool = False
    """True for a field, behind whose colon a value follows; else a space does."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What can stand in place of characters `start` up to, not including, `end` of a line."""

    text: str
    start: int
    end: int
    candidates: tuple[Candidate, ...]
    field: FieldName | None = None
    """The field whose values these are; None for fields and flags."""
    typed: str = ""
    """What of it is typed, without quotes."""

    def taken(self, candidate: Candidate) -> tuple[str, int]:
        """The line with a candidate in place, and where the caret is then."""
        behind, gap = self.text[self.end :], ""
        if behind and not behind[0].isspace() and not (self.field and behind[0] == ","):
            gap = "," if self.field else " "
        if self.start < self.end and self.text[self.end - 1] == ":" and candidate.goes_on:
            gap = ""
        elif not behind and not candidate.goes_on:
            gap = " "
        line = f"{self.text[: self.start]}{candidate.text}{gap}{behind}"
        goes_over = not candidate.goes_on and line[self.start + len(candidate.text) :][:1].isspace()
        return line, self.start + len(candidate.text) + goes_over


def complete(text: str, caret: int, known: Lexicon, most: int = MOST) -> Completion:
    """What can be typed at the caret, 0 to the length of the text; the characters in front of it decide."""
    caret = max(0, min(caret, len(text)))
    token = next((one for one in tokens(text) if one.start < caret <= one.end), Token(caret, caret, ""))
    parts = split_field(token)
    if parts is None or caret < parts[2]:
        return _fields(text, token, caret, most)
    field = field_of(parts[1])
    if field is None:
        return Completion(text, caret, caret, ())
    values = Token(parts[2], token.end, text[parts[2] : token.end])
    part = next((one for one in tokens(values.text, values.start, ",") if one.start < caret <= one.end), None)
    start, end = (part.start, part.end) if part else (caret, caret)
    typed = unquoted(text[start:caret])
    found = list(_values(field, typed, known))
    return Completion(text, start, end, tuple(found[:most]), field, typed)


def _fields(text: str, token: Token, caret: int, most: int) -> Completion:
    """Fields and flags that begin as typed; a word in quotes is no field."""
    start = token.start + token.text.startswith("-")
    typed = text[start:caret]
    if '"' in typed:
        return Completion(text, caret, caret, ())
    wanted = typed.casefold()
    fields = [
        Candidate(f"{name}:", f"{name}:", words.says, True)
        for name, words in FIELDS.items()
        if any(one.startswith(wanted) for one in (name.value, *words.also))
    ]
    flags = [Candidate(name.value, name.value, says) for name, says in FLAGS.items() if name.startswith(wanted)]
    end = max(token.end, caret)
    parts = split_field(token)
    if parts is not None:
        end = parts[2]
        flags = []
    return Completion(text, start, end, tuple((fields + flags)[:most]), None, typed)


def _values(field: FieldName, typed: str, known: Lexicon) -> Iterator[Candidate]:
    """Values that begin as typed, then those with a word that does; of ranges an example of each kind."""
    wanted = squeezed(typed)
    values = known.matching(field, typed) if wanted else known.of(field)
    begun = [one for one in known.of(field) if wanted and _begins(one, wanted)]
    for value in dict.fromkeys((*values, *begun)):
        yield Candidate(quoted(value.label), value.label, value.says)
    for amount, says in _AMOUNTS.get(FIELDS[field].kind, ()):
        if amount.startswith(typed):
            yield Candidate(amount, amount, says)


def _begins(value: Value, wanted: str) -> bool:
    return any(squeezed(name).startswith(wanted) for name in names_of(value))
