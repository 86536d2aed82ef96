"""Delimited text to records that know their line, whatever is broken in between."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook.intake.drafts import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
MAX_LINES = 100
"""Lines that one quoted cell may span; a quotation mark left open would swallow the rest of the file."""

MAX_RECORD = 100_000
"""Characters of one row."""

_SAMPLE = 200
_HEADS = 5


@dataclass(frozen=True, slots=True)
class Record:
    """One row: where it starts, its cells, or why it could not be read."""

    line: int
    """Physical line of its start, from 1."""
    cells: tuple[str, ...]
    broken: str = ""


class _TooLong(Exception):
    """A row that goes on and on."""


class _Feed:
    """Lines for the reader, which can be set back after a row that was never closed."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.at = 0
        self.start = 0
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        line = self.lines[self.at]
        self.size += len(line)
        if self.at - self.start >= MAX_LINES or self.size > MAX_RECORD:
            raise _TooLong
        self.at += 1
        return line

    def mark(self, line: int) -> None:
        """The next record starts at this index."""
        self.at = self.start = line
        self.size = 0


def records(lines: Sequence[str], delimiter: str, width: int = 0, first: int = 1) -> Iterator[Record]:
    """Every row in order; `width` is the usual number of cells, `first` the line number of the first line."""
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    while feed.at < len(lines):
        start = feed.at
        feed.mark(start)
        broken = ""
        cells: list[str] = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooLong:
            broken = _why_long(lines[start])
        except csv.Error:
            broken = "a cell is too long"
        spans = feed.at - start
        if not broken and (spans > 1 or feed.at == len(lines)) and '"' in lines[start]:
            broken = _open_quote(lines[start : feed.at], delimiter, len(cells), width)
        if broken:
            yield Record(first + start, (), broken)
            feed.mark(start + 1)
            reader = csv.reader(feed, delimiter=delimiter)
        else:
            yield Record(first + start, tuple(cells))


def _why_long(line: str) -> str:
    if len(line) > MAX_RECORD:
        return f"longer than {MAX_RECORD:,} characters"
    return "a quotation mark is opened and not closed"


def _open_quote(lines: Sequence[str], delimiter: str, cells: int, width: int) -> str:
    """Why rows that were read as one are more likely a quotation mark left open; '' where all is well."""
    reason = "a quotation mark is opened and not closed"
    if len(lines) > 1 and width > 1 and cells != width:
        return reason
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if len(lines) > 1 or "unexpected end" in str(error):
            return reason
    if width > 3 and any(len(_cells(line, delimiter)) == width for line in lines[1:-1]):
        return reason
    return ""


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def find_delimiter(lines: Sequence[str], prefer: str = "") -> tuple[str, tuple[Doubt, ...]]:
    """The delimiter under which most rows are as long as the header; `prefer` settles a tie, else a doubt asks."""
    samples = {each: _sample(lines, each) for each in DELIMITERS}
    scores = next(filter(None, (_scores(samples, head, 0.5) for head in range(_HEADS))), None)
    scores = scores or _scores(samples, 0, 0.0)
    if not scores:
        return ",", ()
    best = max(scores.values())
    tied = [each for each, score in scores.items() if score >= best * 0.999]
    if prefer in tied:
        return prefer, ()
    if len(tied) == 1:
        return tied[0], ()
    names = " or ".join(DELIMITERS[each] for each in tied)
    shown = tuple(f"line {number}: {line.rstrip()[:120]}" for number, line in enumerate(lines[:3], 1))
    return tied[0], (Doubt("delimiter", f"What stands between the cells: {names}?", tuple(tied), shown),)


def _sample(lines: Sequence[str], delimiter: str) -> list[tuple[str, ...]]:
    return [r.cells for r in records(lines[:_SAMPLE], delimiter) if any(map(str.strip, r.cells))]


def _scores(samples: Mapping[str, list[tuple[str, ...]]], head: int, enough: float) -> dict[str, float]:
    """For a header on that row: the share of rows as long as it, times its length; titles above fall short."""
    scores: dict[str, float] = {}
    for delimiter, rows in samples.items():
        length = len(rows[head]) if head < len(rows) else 0
        share = sum(len(row) == length for row in rows[head:]) / max(1, len(rows[head:]))
        if length > 1 and share >= enough:
            scores[delimiter] = share * length
    return scores
