"""The filter language of People: one line of words and fields, read without any question to the database.

`lexicon.read` asks the workbook once what there is to say; `parse`, `render` and `complete` then work on text alone.
"""

from domain.workbook.filters.completing import Candidate, Completion, complete
from domain.workbook.filters.language import FIELDS, FLAGS, FieldName, FieldWords, FlagName
from domain.workbook.filters.lexicon import Lexicon, Value, read, suggest
from domain.workbook.filters.parsing import Parsed, Problem, parse
from domain.workbook.filters.query import Age, Ahead, Dates, PeopleQuery, Piece, Term
from domain.workbook.filters.rendering import render

__all__ = [
    "FIELDS",
    "FLAGS",
    "Age",
    "Ahead",
    "Candidate",
    "Completion",
    "Dates",
    "FieldName",
    "FieldWords",
    "FlagName",
    "Lexicon",
    "Parsed",
    "PeopleQuery",
    "Piece",
    "Problem",
    "Term",
    "Value",
    "complete",
    "parse",
    "read",
    "render",
    "suggest",
]
