"""The preview of a file in words, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.output import clean, head, table_lines
from tui.cli.reading import choice_word, setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.workbook import Workbook
    from domain.workbook.intake import Column, Doubt, Preview, PreviewRow
    from tui.cli.reading import Reading

CHOICES = {
    "take": "taken in",
    "leave_out": "left out",
    "add": "added as a separate person",
    "fill": "fills blanks",
}


def preview_lines(wb: Workbook, shown: Preview, openings: tuple[str, ...], reading: Reading) -> list[str]:
    """Everything there is to know before a file is taken in, ready to be printed."""
    lines = [head(shown.file), clean(_how_read(shown))]
    for title, part in (
        ("Columns", _column_lines(shown)),
        ("About the file", (clean(remark.message) for remark in shown.remarks)),
        ("Could not be told", _doubt_lines(shown, reading)),
        ("Refused and doubtful rows", row_lines(shown)),
        ("Possible duplicates", twin_lines(shown)),
        ("Openings that would be made", (clean(name) for name in openings)),
        ("Altogether", count_lines(shown)),
    ):
        found = list(part)
        if found:
            lines += ["", head(title), *found]
    return lines


def _how_read(shown: Preview) -> str:
    if shown.sheet:
        return f'Sheet "{shown.sheet}", {shown.counts.rows:,} rows.'
    from domain.workbook.intake.delimited import DELIMITERS

    mark = DELIMITERS.get(shown.delimiter, shown.delimiter)
    return f"Read as {shown.encoding}, {mark} between the cells, {shown.counts.rows:,} rows."


def _column_lines(shown: Preview) -> Iterator[str]:
    return table_lines(("Column", "Taken as", "Why"), [_column_row(column) for column in shown.columns.columns])


def _column_row(column: Column) -> tuple[str, str, str]:
    from domain.workbook.intake.columns import SURE

    if column.field is None:
        use = f"refused: {column.rule}" if column.rule else "left out"
        return column.header, use, column.reason
    doubt = "" if column.confidence >= SURE else " (not sure)"
    return column.header, f"{column.field}{doubt}", column.reason if doubt else ""


def _doubt_lines(shown: Preview, reading: Reading) -> Iterator[str]:
    for doubt in reading.open_doubts(shown.doubts):
        yield clean(doubt.question)
        for sample in doubt.samples:
            yield clean(f"  {sample}")
        used = choice_word(doubt, doubt.choices[0])
        yield clean(f"  Read for now as {used}. {reading.option_of(doubt)} settles it.")


def row_lines(shown: Preview) -> Iterator[str]:
    """Every refused or doubtful row with its line and the reasons, one by one."""
    rows = [found for row in shown.rows for found in _reasons(row)]
    return table_lines(("Line", "What", "Person", "Reason"), rows, right=(0,))


def _reasons(row: PreviewRow) -> Iterator[tuple[str, str, str, str]]:
    from domain.workbook.intake import FlagKind

    flags = row.flags[:-1] if row.twin is not None else row.flags
    name = row.person.name if row.person else ""
    for flag in flags:
        if flag.kind is FlagKind.NOTE:
            continue
        what = "refused" if row.refused else "doubtful"
        value = "value refused" if flag.kind is FlagKind.REFUSED and not row.refused else what
        yield str(row.line), value, name, f"{flag.field}: {flag.message}" if flag.field else flag.message


def twin_lines(shown: Preview) -> Iterator[str]:
    """Every row that may be somebody who is there already, and what happens to it."""
    rows = [_twin_row(row) for row in shown.rows if row.twin is not None]
    return table_lines(("Line", "Person", "May be", "Why", "The row is"), rows, right=(0,))


def _twin_row(row: PreviewRow) -> tuple[str, str, str, str, str]:
    assert row.twin is not None
    where = f"line {row.twin.line}" if row.twin.line else "in the workbook"
    name = row.person.name if row.person else ""
    return str(row.line), name, f"{row.twin.name} ({where})", row.twin.why, CHOICES[row.choice]


def count_lines(shown: Preview) -> Iterator[str]:
    """How many rows are what, in words."""
    counts = shown.counts
    yield f"{counts.rows:,} rows: {counts.clean:,} clean, {counts.doubtful:,} doubtful, {counts.refused:,} refused."
    twins = f", {counts.twins:,} because they are there already" if counts.twins else ""
    yield f"{counts.taken:,} will be taken in, {counts.left_out:,} left out{twins if counts.left_out else ''}."


def preview_json(shown: Preview, openings: tuple[str, ...], reading: Reading) -> dict[str, object]:
    """The preview under stable keys; only rows that are refused, doubtful or somebody's twin are listed."""
    counts = shown.counts
    return {
        "file": shown.file,
        "encoding": shown.encoding,
        "delimiter": shown.delimiter,
        "sheet": shown.sheet,
        "columns": [_column_json(column) for column in shown.columns.columns],
        "remarks": [remark.message for remark in shown.remarks],
        "questions": [_doubt_json(doubt) for doubt in reading.open_doubts(shown.doubts)],
        "counts": {
            "rows": counts.rows,
            "clean": counts.clean,
            "doubtful": counts.doubtful,
            "refused": counts.refused,
            "duplicates": counts.twins,
            "taken": counts.taken,
            "left_out": counts.left_out,
        },
        "rows": [_row_json(row) for row in shown.rows if row.refused or row.doubtful or row.twin],
        "new_openings": list(openings),
    }


def _column_json(column: Column) -> dict[str, object]:
    return {
        "header": column.header,
        "use": column.use,
        "field": column.field or "",
        "confidence": column.confidence,
        "reason": column.reason,
        "rule": column.rule,
    }


def _doubt_json(doubt: Doubt) -> dict[str, object]:
    return {
        "about": doubt.about,
        "question": doubt.question,
        "option": f"--{setting(doubt).replace(' ', '-')}",
        "choices": [choice_word(doubt, choice) for choice in doubt.choices],
        "samples": list(doubt.samples),
    }


def _row_json(row: PreviewRow) -> dict[str, object]:
    twin = row.twin
    return {
        "line": row.line,
        "name": row.person.name if row.person else "",
        "refused": row.refused,
        "choice": row.choice,
        "flags": [{"kind": flag.kind, "field": flag.field, "message": flag.message} for flag in row.flags],
        "duplicate_of": twin
        and {
            "line": twin.line,
            "person": str(twin.person) if twin.person else "",
            "name": twin.name,
            "why": twin.why,
            "sure": twin.sure,
        },
    }
