"""A filter line into a query: words and fields apart, and what is wrong with its place and a way out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.filters.amounts import age_of, ahead_of, may_become
from domain.workbook.filters.language import FIELDS, FLAGS, FieldName, Kind, field_names, field_of, flag_of
from domain.workbook.filters.lexicon import names_of, squeezed
from domain.workbook.filters.query import PeopleQuery, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.workbook.filters.lexicon import Lexicon
    from domain.workbook.filters.query import Piece

MOST_HINTS = 3
_CLOSE = 55
"""How alike two words are, 0-100, for one to be offered instead of the other."""
_AGES = (">3d", "<2h", "3d..7d")
_DAYS = ("due", "<14d", ">30d")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a filter line, and where: characters `start` up to, not including, `end`."""

    start: int
    end: int
    message: str
    """A sentence, as in 'No stage begins with "mok".'"""
    hints: tuple[str, ...] = ()
    """What could stand there instead, the nearest first; each is written in place of the characters."""
    may_go_on: bool = False
    """Whether more letters at its end could make it right, as with '>3' on the way to '>3d'."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A filter line that was read."""

    text: str
    query: PeopleQuery
    """What could be read; a field with a problem asks nothing."""
    problems: tuple[Problem, ...] = ()
    """In the order of the line; while there are any, the answer to the query is not the answer to the line."""
    unfinished: bool = False
    """Whether a field has no value yet, as in 'stage:', which is no mistake."""

    @property
    def says(self) -> str:
        """The first problem with its way out, in one line; '' where there is none."""
        if not self.problems:
            return ""
        first = self.problems[0]
        return f"{first.message} Did you mean {' or '.join(first.hints)}?" if first.hints else first.message


@dataclass(frozen=True, slots=True)
class Token:
    """Characters `start` to `end` of a line between spaces that stand in no quotes."""

    start: int
    end: int
    text: str
    """With its quotes."""


def tokens(text: str, start: int = 0, separator: str = "") -> Iterator[Token]:
    """The parts of a text between white space, or between a separator; what stands in quotes stays together."""
    begun, quoted = -1, False
    for at, char in enumerate(text):
        quoted ^= char == '"'
        splits = not quoted and char != '"' and (char == separator if separator else char.isspace())
        if not splits and begun < 0:
            begun = at
        elif splits and begun >= 0:
            yield Token(start + begun, start + at, text[begun:at])
            begun = -1
    if begun >= 0:
        yield Token(start + begun, start + len(text), text[begun:])


def unquoted(text: str) -> str:
    """The text without its quotes."""
    return text.replace('"', "")


def split_field(token: Token) -> tuple[bool, str, int] | None:
    """Whether a token is negated, what stands before its colon, and where its value begins; None for a plain word."""
    body = token.text[1:] if token.text.startswith("-") else token.text
    name, colon, _ = body.partition(":")
    if not colon or not name or '"' in name:
        return None
    negated = len(token.text) - len(body)
    return bool(negated), name, token.start + negated + len(name) + 1


def parse(text: str, known: Lexicon, query: PeopleQuery | None = None) -> Parsed:
    """Read a filter line; whatever is typed gives an answer. The order is that of `query`."""
    return _Reading(text, known).read(query or PeopleQuery())


class _Reading:
    """One pass over a line."""

    def __init__(self, text: str, known: Lexicon) -> None:
        self.text = text
        self.known = known
        self.words: list[str] = []
        self.terms: list[Term] = []
        self.problems: list[Problem] = []
        self.unfinished = False

    def read(self, query: PeopleQuery) -> Parsed:
        for token in tokens(self.text):
            self._token(token)
        words = " ".join(" ".join(self.words).split())
        asked = PeopleQuery(words, sort=query.sort, descending=query.descending, terms=_merged(self.terms))
        return Parsed(self.text, asked, tuple(self.problems), self.unfinished)

    def _token(self, token: Token) -> None:
        parts = split_field(token)
        if parts is None:
            self._word(token)
            return
        negated, name, begin = parts
        field = field_of(name)
        if field is None:
            start = token.start + negated
            hints = tuple(f"{hint}:" for hint in _nearest(name, field_names()))
            end = begin
            if hints:
                message = f'There is no field "{name}".'
            else:
                message = f'There is no field "{name}"; put it in quotes to search for it.'
                hints = (f'"{unquoted(self.text[start : token.end])}"',)
                end = token.end
            self.problems.append(Problem(start, end, message, hints))
        else:
            self._values(field, negated, Token(begin, token.end, self.text[begin : token.end]))

    def _word(self, token: Token) -> None:
        negated = token.text.startswith("-")
        flag = flag_of(token.text[negated:])
        if flag is None:
            self.words.append(unquoted(token.text))
        else:
            self.terms.append(Term(flag, (), negated))

    def _values(self, field: FieldName, negated: bool, value: Token) -> None:
        pieces: list[Piece] = []
        wrong = len(self.problems)
        for part in tokens(value.text, value.start, ","):
            if squeezed_or_raw := unquoted(part.text).strip():
                pieces += self._piece(field, part, squeezed_or_raw)
        if pieces:
            self.terms.append(Term(field, tuple(dict.fromkeys(pieces)), negated))
        elif len(self.problems) == wrong:
            self.unfinished = True

    def _piece(self, field: FieldName, part: Token, typed: str) -> Iterable[Piece]:
        kind = FIELDS[field].kind
        if kind is Kind.TEXT:
            return [" ".join(typed.lower().split())]
        if kind is not Kind.VALUE:
            found = (age_of if kind is Kind.AGE else ahead_of)(typed, self.known.today)
            if found is not None:
                return [found]
        values = self.known.matching(field, typed)
        if not values and field in self.known.cut:
            return [typed]
        if not values:
            self.problems.append(self._wrong(field, part, typed))
        return [value.key for value in values]

    def _wrong(self, field: FieldName, part: Token, typed: str) -> Problem:
        kind = FIELDS[field].kind
        labels = {name: value.label for value in self.known.of(field) for name in names_of(value)}
        hints = tuple(dict.fromkeys(quoted(labels[name]) for name in _nearest(typed, labels)))[:MOST_HINTS]
        if kind is Kind.VALUE:
            message = f'No {field} begins with "{typed}".'
        else:
            message = f'"{typed}" is no {"length of time or date" if kind is Kind.AGE else "day"} for {field}.'
            hints = hints or (_AGES if kind is Kind.AGE else _DAYS)
        return Problem(part.start, part.end, message, hints, kind is not Kind.VALUE and may_become(typed))


def quoted(text: str) -> str:
    """A value as it is written behind a colon: in quotes where it holds spaces, commas or nothing to search for."""
    plain = text.replace('"', "")
    return plain if plain and not any(char.isspace() or char == "," for char in plain) else f'"{plain}"'


def _nearest(typed: str, names: Iterable[str]) -> Sequence[str]:
    """The names most like what was typed, the nearest first."""
    from rapidfuzz import fuzz, process

    known = list(names)
    best = process.extract(squeezed(typed), known, scorer=fuzz.WRatio, processor=squeezed, limit=3 * MOST_HINTS)
    return [name for name, score, _ in best if score >= _CLOSE][:MOST_HINTS]


def _merged(terms: Sequence[Term]) -> tuple[Term, ...]:
    """The terms, each once; two of a field of which a person has one value mean either."""
    merged: dict[object, Term] = {}
    for term in terms:
        single = term.field not in FLAGS and FIELDS[FieldName(term.field)].one
        key: object = (term.field, term.negated) if single else term
        before = merged.get(key)
        if before is not None and single:
            term = replace(term, pieces=tuple(dict.fromkeys((*before.pieces, *term.pieces))))
        merged[key] = term
    return tuple(merged.values())
