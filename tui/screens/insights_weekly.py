"""The sheet that asks for the weekly page, and what writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.workbook.exporting import Format
from domain.workbook.insights import weekly
from tui.screens.form import Form
from tui.screens.person_acts import short_path
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from domain.workbook import Workbook
    from domain.workbook.exporting import Exported
    from domain.workbook.insights import Scope
    from tui.app import MilepostApp

FORMATS = ((Format.PDF, "PDF, for paper"), (Format.HTML, "HTML, for a browser"))


def ask_weekly(app: MilepostApp, scope: Scope, whom: str, tell: Callable[[str], None]) -> None:
    """Ask for week, format and folder; then write the page of whom the scope names, and tell where it is."""
    from tui.settings.config import exports_path

    today = app.today
    whole = weekly.week_name(weekly.last_week(today))
    fields = [
        Field(key="week", label="Week", value=whole, required=True, check=lambda typed: _problem(today, typed)),
        Field(key="form", label="As", kind=Kind.CHOICE, value=FORMATS[0][0], choices=FORMATS, required=True),
        Field(key="folder", label="Folder", value=short_path(exports_path()), required=True, longest=1000),
    ]

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            app.run_guarded(_write(app, scope, values, tell))

    app.push_screen(Form("Weekly page", fields, fact=f"{whom}, no names on it"), answered)


def _problem(today: date, typed: str) -> str:
    try:
        weekly.week_named(today, typed)
    except BadInput as error:
        return f"{error.message} {error.hint}"
    return ""


async def _write(app: MilepostApp, scope: Scope, values: dict[str, str], tell: Callable[[str], None]) -> None:
    folder = Path(values["folder"]).expanduser().absolute()
    monday, form = weekly.week_named(app.today, values["week"]), Format(values["form"])

    def work(wb: Workbook) -> Exported:
        return weekly.written(wb, folder, form, weekly.page(wb, scope, monday))

    made = await app.read_slowly("making the weekly page", work)
    notes = "".join(f" {remark}" for remark in made.notes)
    tell(f"Weekly page written to {short_path(made.path)}.{notes}")
