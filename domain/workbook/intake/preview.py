"""The preview: every row of a file checked, flagged and held against everybody, before anything is stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.workbook.intake.columns import ColumnMap, match_columns
from domain.workbook.intake.contacts import likely_regions
from domain.workbook.intake.drafts import (
    Choice,
    Counts,
    Doubt,
    ExistingPeople,
    FlagKind,
    Preview,
    PreviewRow,
    RowFlag,
    Twin,
)
from domain.workbook.intake.fields import Field
from domain.workbook.intake.rows import MEASURES, RowRead, RowReader, Setting
from domain.workbook.intake.twins import Candidate, TwinFinder
from domain.workbook.intake.values import DAY_FIRST, MONTH_FIRST, date_order, share_scale
from domain.workbook.intake.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from domain.model.catalogue import Unit
    from domain.workbook.intake.reading import RawRow, RawTable

SAMPLE = 200
"""Rows that are looked at to judge a column."""

DATES = (Field.APPLIED_AT, Field.STAGE_AT, Field.ENDED_AT)


class NoNames(BadInput):
    """No column of a file holds names; `headers` are its columns, `doubts` what could not be told when it was read."""

    def __init__(self, message: str, hint: str, table: RawTable) -> None:
        """Keep what was read beside the words."""
        super().__init__(message, hint)
        self.headers = table.header
        self.doubts = table.doubts


def columns_of(table: RawTable, overrides: Mapping[str, str] | None = None) -> ColumnMap:
    """What each column of a table holds, corrected by header -> field or '-'; raises BadInput for unknown ones."""
    return match_columns(table.header, [row.cells for row in table.rows[:SAMPLE]], vocabulary(), overrides)


def build_preview(
    table: RawTable,
    columns: ColumnMap | Mapping[str, str],
    *,
    region: str,
    accounts: Mapping[str, str],
    units: Mapping[str, Unit],
    cefr: Mapping[str, float],
    today: date,
    existing: ExistingPeople,
    languages: Mapping[str, str] | None = None,
    order: str | None = None,
) -> Preview:
    """Check every row; nothing is stored.

    `columns` is what `columns_of` found, or corrections of it: header -> field or '-'. `region` is the site's,
    `accounts` id -> name, `languages` code -> name; `order`, 'month first' or 'day first', settles a doubt about dates.
    Raises NoNames where no column holds names, BadInput for corrections that cannot be made.
    """
    words = vocabulary()
    if not isinstance(columns, ColumnMap):
        columns = columns_of(table, columns)
    _check(table, columns, order)
    orders, doubts = _orders(table, columns, today, region, order, words)
    scales = {field: scale for field in MEASURES if (scale := _scale(table, columns, field, units, words)) != 1}
    setting = Setting(region, accounts, units, cefr, today, orders, scales, languages or {})
    reader = RowReader(columns, setting, words)
    reads = [(row.line, _read(row, len(table.header), reader, columns)) for row in table.rows]
    candidates = [Candidate(line, read.draft, read.phone_key) for line, read in reads if read.draft is not None]
    twins = TwinFinder(candidates, existing)
    found = {candidate.line: twins.find(candidate) for candidate in candidates}
    rows = [_row(line, read, found.get(line)) for line, read in reads]
    rows += [_unread(problem.line, problem.message) for problem in table.problems if problem.refused]
    rows.sort(key=lambda row: row.line)
    region_doubt = _region_doubt(reads, region)
    return Preview(
        file=table.name,
        digest=table.digest,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        columns=columns,
        rows=tuple(rows),
        remarks=_remarks(table, scales),
        doubts=(*table.doubts, *doubts, *region_doubt),
        counts=count(rows),
    )


def _check(table: RawTable, columns: ColumnMap, order: str | None) -> None:
    if order not in (None, MONTH_FIRST, DAY_FIRST):
        raise BadInput(f'"{order}" is no order of dates.', f'Choose "{MONTH_FIRST}" or "{DAY_FIRST}".')
    if not (columns.of(Field.NAME) or columns.of(Field.FIRST_NAME) or columns.of(Field.LAST_NAME)):
        headers = ", ".join(table.header)
        raise NoNames(
            f"{table.name}: no column holds names.",
            f"Say which column is the name, or take the file in as exam results. Its columns are: {headers}.",
            table,
        )


def _cells(table: RawTable, columns: ColumnMap, field: Field) -> list[tuple[int, str]]:
    found = columns.of(field)
    if not found:
        return []
    at = found[0].index
    return [(row.line, row.cells[at].strip()) for row in table.rows if at < len(row.cells) and row.cells[at].strip()]


def _orders(
    table: RawTable, columns: ColumnMap, today: date, region: str, order: str | None, words: Vocabulary
) -> tuple[dict[Field, bool], list[Doubt]]:
    orders: dict[Field, bool] = {}
    doubts: list[Doubt] = []
    for field in DATES:
        for column in columns.of(field):
            found = date_order(column.header, _cells(table, columns, field), today, region in words.month_first)
            orders[field] = found.month_first
            if found.doubt and order:
                orders[field] = order == MONTH_FIRST
            elif found.doubt:
                doubts.append(found.doubt)
    return orders, doubts


def _scale(table: RawTable, columns: ColumnMap, field: Field, units: Mapping[str, Unit], words: Vocabulary) -> float:
    unit = units.get(words.measures[field])
    if unit is None or unit.high != 100 or not columns.of(field):
        return 1.0
    return share_scale(text for _, text in _cells(table, columns, field))


def _read(row: RawRow, width: int, reader: RowReader, columns: ColumnMap) -> RowRead:
    if len(row.cells) >= width:
        return reader.read(row.cells)
    message = f"{len(row.cells)} cells where the header has {width}; the missing ones were taken as blank."
    if columns.refused:
        rule = columns.refused[0].rule
        message = f"{len(row.cells)} cells where the header has {width}; {rule} could stand in any of them."
        return RowRead(None, (RowFlag(FlagKind.REFUSED, "", message),))
    read = reader.read(row.cells)
    return replace(read, flags=(RowFlag(FlagKind.DOUBTFUL, "", message), *read.flags))


def _row(line: int, read: RowRead, twin: Twin | None) -> PreviewRow:
    if read.draft is None:
        return PreviewRow(line, None, read.flags, None, Choice.LEAVE_OUT)
    if twin is None:
        return PreviewRow(line, read.draft, read.flags, None, Choice.TAKE)
    where = f"line {twin.line}" if twin.line else "the workbook"
    message = f"{twin.name} in {where}: {twin.why}."
    flags = (*read.flags, RowFlag(FlagKind.DOUBTFUL, "", message))
    return PreviewRow(line, read.draft, flags, twin, Choice.LEAVE_OUT if twin.sure else Choice.TAKE)


def _unread(line: int, message: str) -> PreviewRow:
    return PreviewRow(line, None, (RowFlag(FlagKind.REFUSED, "", message),), None, Choice.LEAVE_OUT)


def _region_doubt(reads: Sequence[tuple[int, RowRead]], region: str) -> tuple[Doubt, ...]:
    """Asks where a file's numbers come from when the site's country can read hardly any of them."""
    typed = [(line, read.draft) for line, read in reads[:SAMPLE] if read.draft and read.draft.phone_typed]
    strange = [(line, draft.phone_typed) for line, draft in typed if not draft.phone]
    if len(strange) <= len(typed) // 2:
        return ()
    others = likely_regions((draft.phone_typed for _, draft in typed), region)
    if not others:
        return ()
    names = vocabulary().regions
    question = f"Hardly any number is one of {names.get(region, region)}; are they from {names[others[0]]}?"
    samples = tuple(f"line {line}: {text}" for line, text in strange[:3])
    return (Doubt("region", question, (region, *others), samples),)


def _remarks(table: RawTable, scales: Mapping[Field, float]) -> tuple[RowFlag, ...]:
    remarks = [
        RowFlag(FlagKind.NOTE, "", f"Line {problem.line}: {problem.message}" if problem.line else problem.message)
        for problem in table.problems
        if not problem.refused
    ]
    remarks += [RowFlag(FlagKind.NOTE, field, f"{field}: 0.85 was read as 85 percent.") for field in scales]
    return tuple(remarks)


def count(rows: Sequence[PreviewRow]) -> Counts:
    """How many rows are what."""
    left = sum(row.choice is Choice.LEAVE_OUT for row in rows)
    return Counts(
        rows=len(rows),
        clean=sum(not (row.refused or row.doubtful) for row in rows),
        doubtful=sum(row.doubtful for row in rows),
        refused=sum(row.refused for row in rows),
        twins=sum(row.twin is not None and row.twin.sure for row in rows),
        taken=len(rows) - left,
        left_out=left,
    )
