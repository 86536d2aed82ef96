"""A file to a table of text: header, rows with their lines, and everything that was odd."""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.store.cleaning import clean
from domain.workbook.intake.delimited import DELIMITERS, Record, find_delimiter, records
from domain.workbook.intake.encodings import decode
from domain.workbook.intake.sheets import SPREADSHEET, read_sheet

if TYPE_CHECKING:
    from domain.workbook.intake.drafts import Doubt

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
"""Characters of a cell; the rest is cut, and the row says so."""

MAX_HEADER = 200
_HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row as it stands; fewer cells than the header where the line is short."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one line; the words of the row are not repeated, they may be private."""

    line: int
    message: str
    refused: bool
    """True where the line is a row that is not among the rows."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file as a table; every line that is not blank is the header, in `rows` or in `problems`."""

    name: str
    digest: str
    header: tuple[str, ...]
    """Never empty, never twice the same: '(column 3)', 'Phone (2)'."""
    header_line: int
    rows: tuple[RawRow, ...]
    problems: tuple[Problem, ...]
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    doubts: tuple[Doubt, ...] = ()
    blank_rows: int = 0


def read_table(
    source: Path | bytes,
    name: str = "",
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> RawTable:
    """Read CSV, TSV or a spreadsheet, at most 64 MB and 200,000 rows.

    Raises BadInput, naming the file and what to do, where there is no table in it. What could not be told
    is in `doubts`; asking and reading again with `encoding`, `delimiter` or `sheet` settles it.
    """
    name = clean(name or (source.name if isinstance(source, Path) else "the file"), MAX_HEADER)
    data = _bytes(source, name)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(SPREADSHEET):
        title, found, asked = read_sheet(data, name, sheet)
        return _table(name, digest, found, [], asked, sheet=title)
    decoded = decode(data, name, encoding)
    text, problems = decoded.text, []
    if "\0" in text:
        text = text.replace("\0", "")
        problems.append(Problem(0, "NUL characters were taken out.", refused=False))
    lines = list(io.StringIO(text, newline=""))
    stated, lines, first = _stated_delimiter(lines)
    mark, doubts = _delimiter(lines, name, delimiter or stated)
    width = _width(list(records(lines[:200], mark)))
    found = list(records(lines, mark, width, first))
    return _table(name, digest, found, problems, (*decoded.doubts, *doubts), encoding=decoded.encoding, delimiter=mark)


def _bytes(source: Path | bytes, name: str) -> bytes:
    hint = "Divide it into several files."
    if isinstance(source, bytes):
        data = source
    else:
        try:
            if source.stat().st_size > MAX_BYTES:
                raise BadInput(f"{name} is larger than 64 MB.", hint)
            data = source.read_bytes()
        except OSError as error:
            raise BadInput(f"{name} cannot be read: {error.strerror}.", "Look at its name and folder.") from error
    if len(data) > MAX_BYTES:
        raise BadInput(f"{name} is larger than 64 MB.", hint)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInput(f"{name} is empty.", "Look whether it is the right file.")
    return data


def _stated_delimiter(lines: list[str]) -> tuple[str | None, list[str], int]:
    """Some spreadsheets write 'sep=;' into the first line."""
    first = lines[0].rstrip("\r\n") if lines else ""
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in DELIMITERS:
        return first[4], lines[1:], 2
    return None, lines, 1


def _delimiter(lines: list[str], name: str, asked: str | None) -> tuple[str, tuple[Doubt, ...]]:
    if asked is None:
        return find_delimiter(lines, "\t" if name.lower().endswith((".tsv", ".tab")) else "")
    words = {word: mark for mark, word in DELIMITERS.items()} | {"\\t": "\t"}
    mark = words.get(asked.strip().lower(), asked)
    if mark not in DELIMITERS:
        raise BadInput(f'{name}: "{asked}" is no delimiter.', f"Choose one of {', '.join(DELIMITERS.values())}.")
    return mark, ()


def _filled(cells: tuple[str, ...]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _width(found: list[Record]) -> int:
    """How many cells the header has; 0 where there is none."""
    at = _header_at(found)
    return len(found[at].cells) if at >= 0 else 0


def _header_at(found: list[Record]) -> int:
    """Index of the first record that is half as full as most and divided at all; lines above it are a title."""
    seen = [index for index, record in enumerate(found[:50]) if _filled(record.cells)]
    if not seen:
        return -1
    usual = Counter(_filled(found[index].cells) for index in seen).most_common(1)[0][0]
    for index in seen[:_HEADER_WITHIN]:
        cells = found[index].cells
        if _filled(cells) >= -(-usual // 2) and len(cells) >= min(usual, 2):
            return index
    return seen[0]


def _table(
    name: str,
    digest: str,
    found: list[Record],
    problems: list[Problem],
    doubts: tuple[Doubt, ...],
    encoding: str = "",
    delimiter: str = "",
    sheet: str = "",
) -> RawTable:
    at = _header_at(found)
    if at < 0:
        raise BadInput(f"{name} holds no table.", "Look whether it is the right file.")
    for record in found[:at]:
        if record.broken or _filled(record.cells):
            problems.append(Problem(record.line, "Stands above the header and was left out.", refused=False))
    head = found[at]
    header, remarks = _header(head, name, _used_width(found[at:]))
    rows, blank, refused = _rows(found[at + 1 :], len(header), head.cells)
    if len(rows) > MAX_ROWS:
        raise BadInput(f"{name} has more than {MAX_ROWS:,} rows.", "Divide it into several files.")
    if not rows and not refused:
        raise BadInput(f"{name} holds a header and no rows.", "Look whether it is the right file.")
    return RawTable(
        name, digest, header, head.line, tuple(rows), tuple([*problems, *remarks, *refused]),
        encoding, delimiter, sheet, doubts, blank,
    )  # fmt: skip


def _used_width(found: list[Record]) -> int:
    """Columns up to the last one that holds anything, within the header's own width."""
    own = len(found[0].cells)
    used = max((i + 1 for i, cell in enumerate(found[0].cells) if cell.strip()), default=0)
    for record in found[1:]:
        if used >= own:
            break
        cells = record.cells[used:own]
        used = max((used + i + 1 for i, cell in enumerate(cells) if cell.strip()), default=used)
    return used


def _header(head: Record, name: str, width: int) -> tuple[tuple[str, ...], list[Problem]]:
    if width > MAX_COLUMNS:
        raise BadInput(f"{name} has {width} columns; {MAX_COLUMNS} are read at most.", "Delete what is not needed.")
    header: list[str] = []
    problems: list[Problem] = []
    for number, cell in enumerate(head.cells[:width], 1):
        wanted = " ".join(clean(cell, MAX_HEADER).split())
        title = wanted or f"(column {number})"
        count = 2
        while title in header:
            title, count = f"{wanted} ({count})", count + 1
        if not wanted:
            problems.append(Problem(head.line, f"Column {number} has no header.", refused=False))
        elif title != wanted:
            problems.append(Problem(head.line, f'The header "{wanted}" stands there twice.', refused=False))
        header.append(title)
    return tuple(header), problems


def _rows(found: list[Record], width: int, head: tuple[str, ...]) -> tuple[list[RawRow], int, list[Problem]]:
    rows: list[RawRow] = []
    problems: list[Problem] = []
    blank = 0
    for record in found:
        cells = record.cells
        if record.broken:
            problems.append(Problem(record.line, f"Not read: {record.broken}.", refused=True))
        elif not any(cells) or not _filled(cells):
            blank += 1
        elif cells == head:
            problems.append(Problem(record.line, "The header stands here again and was left out.", refused=False))
        elif len(cells) > width and _filled(cells[width:]):
            reason = f"{len(cells)} cells where the header has {width}; a cell with the delimiter in it needs quotes"
            problems.append(Problem(record.line, f"Not read: {reason}.", refused=True))
        else:
            rows.append(_row(record.line, cells[:width], problems))
    return rows, blank, problems


def _row(line: int, cells: tuple[str, ...], problems: list[Problem]) -> RawRow:
    if max(map(len, cells)) > MAX_CELL:
        problems.append(Problem(line, f"A cell was cut to {MAX_CELL:,} characters.", refused=False))
        cells = tuple(cell[:MAX_CELL] for cell in cells)
    return RawRow(line, cells)
