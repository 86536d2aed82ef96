"""Headers to fields: by what hubs call them, correctable, and some refused by name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.workbook.intake.fields import Field
from domain.workbook.intake.vocabulary import Vocabulary, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LEAVE = "-"
"""What a caller names instead of a field to leave a column out."""

SURE = 0.75
"""Confidence from which a match needs no second look."""

MANY = frozenset({Field.ANSWER, Field.NOTE, Field.TAGS})
"""Fields that several columns may fill."""

_PARENTHESES = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CLOSE = 88
_CLOSE_REFUSED = 87
_LONG = 6
_SHORT_HEADER = 6


class Use(StrEnum):
    """What becomes of a column."""

    TAKEN = "taken"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Column:
    """One column and what is done with it."""

    index: int
    header: str
    use: Use
    field: Field | None
    confidence: float
    """0-1; 1 where the header is a known one or a person chose."""
    reason: str
    """One plain sentence."""
    rule: str = ""
    """For a refused column: 'birth date', 'sex' ..."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """All columns of a file."""

    columns: tuple[Column, ...]

    @property
    def taken(self) -> tuple[Column, ...]:
        """Columns that are read."""
        return tuple(column for column in self.columns if column.use is Use.TAKEN)

    @property
    def refused(self) -> tuple[Column, ...]:
        """Columns that the workbook has no room for, by rule."""
        return tuple(column for column in self.columns if column.use is Use.REFUSED)

    @property
    def left_out(self) -> tuple[Column, ...]:
        """Columns that nothing is read from."""
        return tuple(column for column in self.columns if column.use is Use.LEFT_OUT)

    def of(self, field: Field) -> tuple[Column, ...]:
        """The columns that fill a field, in the order of the file."""
        return tuple(column for column in self.columns if column.field is field)


def match_columns(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    vocabulary: Vocabulary,
    overrides: Mapping[str, str] | None = None,
) -> ColumnMap:
    """What each column holds; `sample` are some rows, `overrides` header -> field or '-'.

    Raises BadInput for a header or field that does not exist, and for a refused column that somebody tries to use.
    """
    columns = [_judge(index, title, sample, vocabulary) for index, title in enumerate(header)]
    columns = _given_name_beside_surname(_once_each(columns))
    for title, wanted in (overrides or {}).items():
        columns = _override(columns, title, wanted, vocabulary)
    return ColumnMap(tuple(columns))


def _cells(sample: Sequence[Sequence[str]], index: int) -> list[str]:
    return [row[index].strip() for row in sample if index < len(row) and row[index].strip()]


def _judge(index: int, header: str, sample: Sequence[Sequence[str]], words: Vocabulary) -> Column:
    rule = refused_rule(header, words)
    if rule:
        reason = f"The workbook has no room for {rule}: it must not play a part in hiring."
        return Column(index, header, Use.REFUSED, None, 1.0, reason, rule)
    field, confidence, reason = _recognise(header, _cells(sample, index), words)
    if field is Field.STAGE:
        return _stage(Column(index, header, Use.TAKEN, field, confidence, reason), _cells(sample, index), words)
    use = Use.LEFT_OUT if field is None else Use.TAKEN
    return Column(index, header, use, field, confidence, reason)


def refused_rule(header: str, words: Vocabulary) -> str:
    """The rule by which a header is refused ('birth date', 'sex' ...), or ''."""
    whole = fold(_CAMEL.sub(" ", header))
    bare = fold(_PARENTHESES.sub(" ", _CAMEL.sub(" ", header)))
    padded = f" {whole} "
    for phrase, rule in words.refused.items():
        if f" {phrase} " in padded or (not phrase.isascii() and len(phrase) > 1 and phrase in whole):
            return rule
    return _close_to(bare, {phrase: rule for phrase, rule in words.refused.items() if len(phrase) >= _LONG}) or ""


def _close_to(text: str, phrases: Mapping[str, str]) -> str | None:
    from rapidfuzz import fuzz, process

    found = process.extractOne(text, phrases.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE_REFUSED)
    return phrases[found[0]] if found else None


def _recognise(header: str, cells: list[str], words: Vocabulary) -> tuple[Field | None, float, str]:
    whole = fold(_CAMEL.sub(" ", header))
    bare = fold(_PARENTHESES.sub(" ", _CAMEL.sub(" ", header)))
    kept = " ".join(word for word in bare.split() if word not in words.filler)
    for text, confidence in ((whole, 1.0), (fold(header), 1.0), (bare, 0.95), (kept, 0.9)):
        if text in words.headers:
            field = words.headers[text]
            return field, confidence, f'"{header}" is a usual header for {words.labels[field]}.'
    if not words.guard.isdisjoint(whole.split()):
        return None, 0.0, "Speaks of somebody else or of another matter; name the field if it is wanted."
    plain = fold(_PARENTHESES.sub(" ", header))
    return _by_parts(header, bare, words) or _by_parts(header, plain, words) or _by_content(whole, cells, words)


def _by_parts(header: str, bare: str, words: Vocabulary) -> tuple[Field | None, float, str] | None:
    """A known opening of a question, a known phrase inside, one telling word, or a slip of the pen."""
    padded = f" {bare} "
    for start, field in words.header_starts.items():
        if padded.startswith(f" {start} "):
            return field, 0.9, f'"{header}" asks for a free answer.'
    inside = [phrase for phrase in words.headers if " " in phrase and f" {phrase} " in padded]
    if inside:
        phrase = max(inside, key=len)
        return words.headers[phrase], 0.8, f'"{header}" speaks of {phrase}.'
    if len(bare.split()) <= _SHORT_HEADER:
        for word in bare.split():
            if word in words.header_words:
                return words.header_words[word], 0.7, f'"{header}" holds the word {word}.'
    from rapidfuzz import fuzz, process

    long = [phrase for phrase in words.headers if len(phrase) >= _LONG]
    found = process.extractOne(bare, long, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    if found:
        return words.headers[found[0]], 0.6, f'"{header}" is close to {found[0]}.'
    return None


def _by_content(whole: str, cells: list[str], words: Vocabulary) -> tuple[Field | None, float, str]:
    """A column without a header is known by what stands in it, where that is plain."""
    if whole.startswith("column ") and cells and sum(map(bool, map(_ADDRESS.fullmatch, cells))) > len(cells) * 0.6:
        return Field.EMAIL, 0.5, "Most cells are e-mail addresses."
    return None, 0.0, "Not a header that is known; name the field if it is wanted."


def _stage(column: Column, cells: list[str], words: Vocabulary) -> Column:
    """'Status' may mean many things; it is a stage only where a cell names one."""
    folded = {fold(cell) for cell in cells}
    if folded & words.civil_words and not folded & words.stages.keys():
        rule = "civil status"
        reason = f"Its cells speak of {rule}, and the workbook has no room for that."
        return replace(column, use=Use.REFUSED, field=None, confidence=1.0, reason=reason, rule=rule)
    known = folded & (words.stages.keys() | words.stage_endings.keys())
    if known or not folded:
        return column
    if column.confidence == 1.0 and "stage" in fold(column.header):
        return column
    return replace(column, use=Use.LEFT_OUT, field=None, confidence=0.0, reason="No cell names a stage that is known.")


def _once_each(columns: list[Column]) -> list[Column]:
    """One column for a field: the surest, the first among equals; a further number is the second number."""
    count = Counter(column.field for column in columns)
    best: dict[Field, Column] = {}
    for column in sorted(columns, key=lambda each: -each.confidence):
        if column.field is not None:
            best.setdefault(column.field, column)
    settled = []
    for column in columns:
        field = column.field
        if field is None or field in MANY or best[field] is column:
            settled.append(column)
        elif field is Field.MOBILE and Field.SECOND_MOBILE not in best and count[field] == 2:
            settled.append(replace(column, field=Field.SECOND_MOBILE, reason="A further number."))
        else:
            reason = f'"{best[field].header}" is read for this already.'
            settled.append(replace(column, use=Use.LEFT_OUT, field=None, confidence=0.0, reason=reason))
    return settled


def _given_name_beside_surname(columns: list[Column]) -> list[Column]:
    """'Nombre' is the whole name, unless there is a column of surnames and none of given names."""
    fields = {column.field for column in columns}
    if Field.LAST_NAME not in fields or Field.FIRST_NAME in fields:
        return columns
    reason = "The given name, because the surname has a column of its own."
    return [
        replace(column, field=Field.FIRST_NAME, reason=reason) if column.field is Field.NAME else column
        for column in columns
    ]


def _override(columns: list[Column], title: str, wanted: str, words: Vocabulary) -> list[Column]:
    at = _find(columns, title)
    column = columns[at]
    if column.use is Use.REFUSED and wanted != LEAVE:
        raise BadInput(
            f'"{column.header}" cannot be taken in: the workbook has no room for {column.rule}.',
            "Leave the column out; it must not play a part in hiring.",
        )
    if wanted == LEAVE:
        if column.use is Use.REFUSED:
            return columns
        return _put(columns, at, replace(column, use=Use.LEFT_OUT, field=None, reason="Left out by choice."))
    field = _field(wanted, words)
    chosen = replace(column, use=Use.TAKEN, field=field, confidence=1.0, reason="Chosen.")
    if field not in MANY:
        columns = [_give_way(other, field, column.header) for other in columns]
    return _put(columns, at, chosen)


def _give_way(other: Column, field: Field, chosen: str) -> Column:
    if other.field is not field:
        return other
    return replace(other, use=Use.LEFT_OUT, field=None, confidence=0.0, reason=f'"{chosen}" was chosen for this.')


def _put(columns: Iterable[Column], at: int, column: Column) -> list[Column]:
    return [column if other.index == at else other for other in columns]


def _find(columns: Sequence[Column], title: str) -> int:
    exact = [column.index for column in columns if column.header == title.strip()]
    folded = [column.index for column in columns if fold(column.header) == fold(title)]
    if exact or len(folded) == 1:
        return (exact or folded)[0]
    headers = ", ".join(column.header for column in columns)
    raise BadInput(f'The file has no column "{title}".', f"Its columns are: {headers}.")


def _field(wanted: str, words: Vocabulary) -> Field:
    try:
        return Field(wanted.strip().lower())
    except ValueError as error:
        fields = ", ".join(f"{field} ({words.labels[field]})" for field in Field)
        raise BadInput(f'"{wanted}" is no field.', f'Choose one of {fields}, or "{LEAVE}" to leave it out.') from error
