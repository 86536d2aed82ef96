"""Lists as CSV, JSON, Markdown or aligned text, with cells that a spreadsheet will not run."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.reports.cells import cells, pad
from domain.reports.markdown_file import escape, table_row
from domain.reports.tidy import tidy_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Value = str | int | float | bool | date | datetime | None
"""What a cell may hold."""

FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What makes a spreadsheet read a cell as a formula, the full-width forms included."""

BYTE_ORDER_MARK = "\ufeff"


class TableFormat(StrEnum):
    """One way to write a list down."""

    CSV = "csv"
    JSON = "json"
    MD = "md"
    TXT = "txt"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key in the rows, and its heading (the key itself where none is given)."""

    key: str
    title: str = ""
    right: bool = False
    """Numbers stand to the right in text and Markdown."""

    @property
    def heading(self) -> str:
        """What stands above the column."""
        return self.title or self.key


def render_table(
    rows: Iterable[Mapping[str, Value]],
    columns: Sequence[Column | str],
    format: TableFormat,  # noqa: A002 - the word of the product
    *,
    bom: bool = False,
) -> bytes:
    """The rows, in the order given, with only these columns, as UTF-8; a missing value is an empty cell.

    `bom` puts the mark before CSV that some spreadsheets need to see UTF-8. In CSV a text that begins like a formula
    (= + - @, tab, line end) gets an apostrophe before it; numbers do not. JSON is a list of objects under the keys.
    """
    shown = [Column(column) if isinstance(column, str) else column for column in columns]
    match format:
        case TableFormat.CSV:
            return ((BYTE_ORDER_MARK if bom else "") + _csv(rows, shown)).encode()
        case TableFormat.JSON:
            return _json(rows, shown).encode()
        case TableFormat.MD:
            return _markdown(rows, shown).encode()
        case TableFormat.TXT:
            return _text(rows, shown).encode()


def formula_safe(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_START) else text


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return tidy_text(str(value))


def _csv(rows: Iterable[Mapping[str, Value]], columns: list[Column]) -> str:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([formula_safe(_cell(column.heading)) for column in columns])
    for row in rows:
        values = (row.get(column.key) for column in columns)
        writer.writerow([formula_safe(_cell(x)) if isinstance(x, str) else _cell(x) for x in values])
    return written.getvalue()


def _json(rows: Iterable[Mapping[str, Value]], columns: list[Column]) -> str:
    listed = [{column.key: _json_value(row.get(column.key)) for column in columns} for row in rows]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _json_value(value: Value) -> str | int | float | bool | None:
    if isinstance(value, (str, date, datetime)):
        return _cell(value)
    return value


def _markdown(rows: Iterable[Mapping[str, Value]], columns: list[Column]) -> str:
    titles = [escape(column.title or column.key.replace("_", " ")) for column in columns]
    body = [[_marked_down(row.get(column.key)) for column in columns] for row in rows]
    widths = _widths([titles, *body], least=4)
    marks = ["-" * (w - 1) + (":" if c.right else "-") for w, c in zip(widths, columns, strict=True)]
    lines = [_padded(line, widths, columns) for line in (titles, *body)]
    return "\n".join(table_row(line) for line in (lines[0], marks, *lines[1:])) + "\n"


def _marked_down(value: Value) -> str:
    """A cell in Markdown: text with its signs escaped, a number as it stands, which means nothing else there."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return _cell(value) if number else escape(_cell(value))


def _text(rows: Iterable[Mapping[str, Value]], columns: list[Column]) -> str:
    titles = [_cell(column.heading) for column in columns]
    body = [[_cell(row.get(column.key)) for column in columns] for row in rows]
    widths = _widths([titles, *body], least=1)
    rule = ["-" * width for width in widths]
    return "\n".join("  ".join(_padded(line, widths, columns)).rstrip() for line in (titles, rule, *body)) + "\n"


def _widths(lines: list[list[str]], least: int) -> list[int]:
    return [max(least, *map(cells, column)) for column in zip(*lines, strict=True)]


def _padded(line: list[str], widths: list[int], columns: list[Column]) -> list[str]:
    return [pad(cell, width, right=column.right) for cell, width, column in zip(line, widths, columns, strict=True)]
