"""A file as hubs have it becomes a checked preview: read, matched, cleaned, held against others; nothing stored."""

from __future__ import annotations

from domain.workbook.intake.columns import Column, ColumnMap, Use
from domain.workbook.intake.drafts import (
    Choice,
    Counts,
    Doubt,
    ExistingPeople,
    FlagKind,
    Known,
    Nobody,
    PersonDraft,
    Preview,
    PreviewRow,
    RowFlag,
    Twin,
)
from domain.workbook.intake.fields import Field
from domain.workbook.intake.preview import NoNames, build_preview, columns_of, count
from domain.workbook.intake.reading import Problem, RawRow, RawTable, read_table

__all__ = [
    "Choice",
    "Column",
    "ColumnMap",
    "Counts",
    "Doubt",
    "ExistingPeople",
    "Field",
    "FlagKind",
    "Known",
    "NoNames",
    "Nobody",
    "PersonDraft",
    "Preview",
    "PreviewRow",
    "Problem",
    "RawRow",
    "RawTable",
    "RowFlag",
    "Twin",
    "Use",
    "build_preview",
    "columns_of",
    "count",
    "read_table",
]
