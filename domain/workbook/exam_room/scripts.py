"""Scripts on paper: what a proctor reads aloud, without a screen in the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import NotFound
from domain.reports import Format, render_script, script_name, write_new
from domain.workbook.exam_room import papers

if TYPE_CHECKING:
    from pathlib import Path

    from domain.workbook.workbook import Workbook

__all__ = ["Format", "script_to"]


def script_to(wb: Workbook, folder: Path, form: Format, script_id: str, *, answers: bool = False) -> Path:
    """Write a script as a new file and return where it is; with `answers`, what is right stands under each part.

    NotFound for a script that the catalogue does not have; WorkbookError where the file cannot be made.
    """
    script = next((one for one in papers.scripts(wb) if one.id == script_id), None)
    if script is None:
        raise NotFound(f'There is no script "{script_id}".', "Choose one that is read aloud.")
    name, today = papers.NAMES[script.part], wb.today()
    rendered = render_script(script, form, today, name=name, answers=answers, paper=wb.site.paper)
    return write_new(folder, script_name(script, form, today, answers=answers), rendered.data)
