"""`milepost import --exam`: results of an exam room from files, shown first, then stored as one act a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import WorkbookError
from tui.cli import exits
from tui.cli.output import clean, head, note, say_json, say_lines, table_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from domain.workbook import Workbook
    from domain.workbook.exam_room.matching import Line, Preview


def import_results(wb: Workbook, files: Sequence[Path], *, yes: bool, as_json: bool) -> int:
    """Show what each file would bring, and with `yes` store it; the exit code.

    Only lines that mean exactly one person go in; the others are named with the reason and change nothing.
    """
    reports: list[dict[str, object]] = []
    codes = [_file(wb, path, yes, reports if as_json else None) for path in files]
    if as_json:
        say_json({"files": reports})
    return next((code for code in codes if code), exits.DONE)


def _file(wb: Workbook, path: Path, yes: bool, reports: list[dict[str, object]] | None) -> int:
    from domain.workbook.exam_room import matching

    try:
        shown = matching.preview(wb, path, path.name)
        if reports is None:
            say_lines(_lines(shown))
        stored = matching.take_in(wb, shown) if yes else 0
    except WorkbookError as error:
        exits.tell(error)
        if reports is not None:
            reports.append({"file": path.name, "error": error.message, "hint": error.hint})
        return exits.WRONG
    if reports is not None:
        reports.append(_json(shown, stored))
    if yes:
        if reports is None:
            note(f"Results of {stored:,} people are in. `milepost undo` takes them back.")
        return exits.DONE
    if reports is None:
        note(f"Nothing was stored. --yes takes {shown.file} in as it is shown.")
    return exits.NEEDS_YES


def _lines(shown: Preview) -> list[str]:
    rows = [(str(line.number), line.found.value, clean(line.typed), clean(_who(line))) for line in shown.lines]
    found = [head(shown.file), ""]
    found += table_lines(("Line", "What", "Says", "Who, or why not"), rows, right=(0,))
    counts = f"{len(shown.lines):,} lines: {len(shown.taken):,} go in, {len(shown.lines) - len(shown.taken):,} do not."
    return [*found, "", counts]


def _who(line: Line) -> str:
    if line.why:
        return line.why
    replaced = f", replaces {line.replaces}" if line.replaces else ""
    return f"{line.sitter.name}{replaced}" if line.sitter else ""


def _json(shown: Preview, stored: int) -> dict[str, object]:
    return {
        "file": shown.file,
        "measures": list(shown.criteria),
        "left_out_columns": list(shown.left_out),
        "stored": stored,
        "lines": [
            {
                "line": line.number,
                "found": line.found,
                "says": line.typed,
                "person": str(line.sitter.person) if line.sitter else "",
                "name": line.sitter.name if line.sitter else "",
                "why": line.why,
                "replaces": line.replaces,
                "goes_in": line.taken,
            }
            for line in shown.lines
        ],
    }
