"""Spreadsheets to rows of text."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO

from domain.model.errors import BadInput
from domain.workbook.intake.delimited import Record
from domain.workbook.intake.drafts import Doubt

MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes that a packed spreadsheet may unpack to."""

MAX_SHEET_CELLS = 20_000_000
Value = int | float | str | bool | time | date | datetime | timedelta | None
SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How .xlsx, .xlsb, .ods and .xls files begin."""


def read_sheet(data: bytes, name: str, sheet: str | None) -> tuple[str, list[Record], tuple[Doubt, ...]]:
    """Name, rows and questions of the sheet asked for, or of the first visible one that holds anything."""
    import python_calamine as calamine

    _refuse_bombs(data, name)
    try:
        book = calamine.load_workbook(BytesIO(data))
        visible = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible is calamine.SheetVisibleEnum.Visible and meta.typ is calamine.SheetTypeEnum.WorkSheet
        ]
        filled = [each for each in visible if book.get_sheet_by_name(each).total_height > 0]
        chosen = _choose(filled, visible, name, sheet)
        page = book.get_sheet_by_name(chosen)
        if page.total_height * page.total_width > MAX_SHEET_CELLS:
            raise BadInput(
                f'{name}: the sheet "{chosen}" is too large.', "Delete the empty rows below and save it again."
            )
        rows = page.to_python(skip_empty_area=False)
    except calamine.PasswordError as error:
        raise BadInput(f"{name} is locked with a password.", "Save it without one.") from error
    except calamine.CalamineError as error:
        raise BadInput(f"{name} is no spreadsheet that can be read.", "Save it as .xlsx or CSV UTF-8 again.") from error
    read = [Record(number, tuple(map(as_text, row))) for number, row in enumerate(rows, 1)]
    others = tuple(each for each in filled if each != chosen)
    if sheet is not None or not others:
        return chosen, read, ()
    return chosen, read, (Doubt("sheet", f'{name} has several sheets; "{chosen}" was read.', (chosen, *others)),)


def _choose(filled: list[str], visible: list[str], name: str, sheet: str | None) -> str:
    if sheet is None:
        if not filled:
            raise BadInput(f"{name} holds no rows.", "Look whether it is the right file.")
        return filled[0]
    for each in visible:
        if each.casefold() == sheet.strip().casefold():
            return each
    raise BadInput(f'{name} has no sheet "{sheet}".', f"Choose one of {', '.join(visible)}.")


def _refuse_bombs(data: bytes, name: str) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BadInput(f"{name} is damaged.", "Save it as .xlsx or CSV UTF-8 again.") from error
    if unpacked > MAX_UNPACKED:
        raise BadInput(f"{name} unpacks to more than 512 MB.", "Save only the sheet that is needed.")


def as_text(value: Value) -> str:
    """A cell as somebody would type it: whole numbers without a point, dates as ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "" if value is None else str(value)
