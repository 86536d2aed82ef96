"""A query back into a filter line that reads as the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.terms import State
from domain.workbook.filters.amounts import amount_words
from domain.workbook.filters.language import FLAGS, FieldName, flag_of
from domain.workbook.filters.parsing import Token, quoted, split_field
from domain.workbook.filters.query import Term

if TYPE_CHECKING:
    from domain.workbook.filters.lexicon import Lexicon
    from domain.workbook.filters.query import PeopleQuery, Piece


def render(query: PeopleQuery, known: Lexicon) -> str:
    """The line for a query, in the words of the lexicon; its order is not part of it."""
    return " ".join([*map(_word, query.words.split()), *(_term(term, known) for term in terms_of(query))])


def terms_of(query: PeopleQuery) -> tuple[Term, ...]:
    """Everything that a query asks besides words, as terms."""
    terms = list(query.terms)
    if query.milestone:
        terms.append(Term(FieldName.STAGE, (query.milestone,)))
    if query.states:
        terms.append(Term(FieldName.STATE, tuple(State(one).value for one in query.states)))
    if query.opening:
        terms.append(Term(FieldName.OPENING, (str(query.opening),)))
    return tuple(terms)


def _word(word: str) -> str:
    plain = word.replace('"', "")
    is_field = split_field(Token(0, len(plain), plain)) is not None
    return f'"{plain}"' if is_field or flag_of(plain.removeprefix("-")) is not None else plain


def _term(term: Term, known: Lexicon) -> str:
    sign = "-" if term.negated else ""
    if term.field in FLAGS:
        return f"{sign}{term.field}"
    field = FieldName(term.field)
    return f"{sign}{field}:{','.join(_piece(field, piece, known) for piece in term.pieces)}"


def _piece(field: FieldName, piece: Piece, known: Lexicon) -> str:
    if not isinstance(piece, str):
        return amount_words(piece)
    value = next((one for one in known.of(field) if one.key == piece), None)
    return quoted(value.label if value else piece)
