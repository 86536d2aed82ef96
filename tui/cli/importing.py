"""`milepost import`: preview, then take in; each file is an act of its own that `milepost undo` takes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from domain.model.errors import WorkbookError
from tui.cli import exits
from tui.cli.options import json_option, pass_session
from tui.cli.output import can_ask, note, say_json, say_lines
from tui.cli.reading import ORDER, Reading, settle_twins
from tui.cli.taking import new_openings, take, taken_json

if TYPE_CHECKING:
    from domain.workbook import Workbook
    from domain.workbook.intake import Doubt, Preview
    from domain.workbook.taking_in import Taken
    from tui.cli.session import Session


def _columns(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for each in given:
        header, mark, field = each.rpartition("=")
        if not mark or not header.strip() or not field.strip():
            raise click.BadParameter(f'"{each}" is not HEADER=FIELD, as in "Full name=name".')
        columns[header.strip()] = field.strip()
    return columns


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--opening", type=click.IntRange(min=1), metavar="ID", help="Put everybody on this opening.")
@click.option("--yes", is_flag=True, help="Take the preview as it is, without asking; for scripts.")
@click.option("--dry-run", is_flag=True, help="Only show the preview.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_columns,
    metavar="HEADER=FIELD",
    help="What a column holds; - leaves it out. May be given more than once.",
)
@click.option("--encoding", metavar="NAME", help="utf-8, utf-16, cp1252, cp1250, mac_roman, cp850 ...")
@click.option("--delimiter", metavar="MARK", help="comma, semicolon, tab or pipe.")
@click.option("--sheet", metavar="NAME", help="Which sheet of a spreadsheet.")
@click.option("--region", metavar="XX", help="Country of numbers without a country code, as in PH.")
@click.option("--date-order", type=click.Choice(("day-first", "month-first")), help="How 03/04/2026 is meant.")
@click.option(
    "--duplicates",
    type=click.Choice(("leave-out", "add", "fill")),
    default="leave-out",
    show_default=True,
    help="People who are there already: leave the row out, add a separate person, or fill only what is blank.",
)
@click.option("--exam", is_flag=True, help="The files hold exam results: lines are matched to people who are here.")
@json_option
@pass_session
def import_verb(
    session: Session,
    files: tuple[Path, ...],
    opening: int | None,
    yes: bool,
    dry_run: bool,
    columns: dict[str, str],
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    region: str | None,
    date_order: str | None,
    duplicates: str,
    exam: bool,
    as_json: bool,
) -> None:
    """Preview files and take the people in.

    Columns are matched by their headers; every refused or doubtful row is listed with its line and the reason;
    duplicates are offered and never merged silently. On a terminal it asks before anything is stored; elsewhere it
    needs --yes (exit code 3), and an option for what cannot be told (exit code 4).
    """
    if exam:
        _exam(session, files, yes=yes and not dry_run, as_json=as_json)
        return
    said = {
        "encoding": encoding,
        "delimiter": delimiter,
        "sheet": sheet,
        "region": region and region.upper(),
        ORDER: date_order,
    }
    reading = Reading(columns, {about: value for about, value in said.items() if value is not None})
    asking = not (yes or dry_run or as_json) and can_ask()
    run = Run(reading, duplicates, opening or 0, yes and not dry_run, dry_run, as_json)
    opened = session.workbook(create=True) if run.yes or asking else session.for_looking()
    with opened as wb:
        codes = [run.file(wb, path, asking=asking) for path in files]
    run.close()
    if any(codes):
        raise click.exceptions.Exit(next(code for code in codes if code))


def _exam(session: Session, files: tuple[Path, ...], *, yes: bool, as_json: bool) -> None:
    from tui.cli.exam_results import import_results

    with session.workbook() if yes else session.for_looking() as wb:
        code = import_results(wb, files, yes=yes, as_json=as_json)
    if code:
        raise click.exceptions.Exit(code)


class Run:
    """One import: the options, and what there is to report at the end."""

    def __init__(
        self, reading: Reading, duplicates: str, opening: int, yes: bool, dry_run: bool, as_json: bool
    ) -> None:
        """Keep the options."""
        self.reading, self.duplicates, self.opening = reading, duplicates, opening
        self.yes, self.dry_run, self.as_json = yes, dry_run, as_json
        self.reports: list[dict[str, object]] = []

    def file(self, wb: Workbook, path: Path, *, asking: bool) -> int:
        """Preview one file and take it in where somebody says so; the exit code. Its errors leave other files alone."""
        from domain.workbook.intake import NoNames

        try:
            return self._ask(wb, path) if asking else self._file(wb, path)
        except NoNames as error:
            self._report_error(path, error)
            if questions := self.reading.must_ask(error.doubts):
                return self._refuse_to_guess(path.name, questions)
            exits.tell(error)
            note('--column "HEADER=name" says which one.')
        except WorkbookError as error:
            exits.tell(error)
            self._report_error(path, error)
        return exits.WRONG

    def _report_error(self, path: Path, error: WorkbookError) -> None:
        self.reports.append({"file": path.name, "error": error.message, "hint": error.hint})

    def _refuse_to_guess(self, name: str, questions: tuple[Doubt, ...]) -> int:
        for doubt in questions:
            note(f"{name}: {doubt.question}")
            for sample in doubt.samples:
                note(f"  {sample}")
            note(f"{self.reading.option_of(doubt)} says it. Nothing was stored.")
        return exits.NEEDS_ANSWER

    def _ask(self, wb: Workbook, path: Path) -> int:
        from tui.cli.asking import Talk

        return Talk(wb, path, self.reading, self.duplicates, self.opening).run()

    def _file(self, wb: Workbook, path: Path) -> int:
        from tui.cli.previewing import preview_json, preview_lines

        shown = settle_twins(self.reading.preview(wb, path), self.duplicates)
        new = new_openings(wb, shown, self.opening)
        if not self.as_json:
            say_lines(preview_lines(wb, shown, new, self.reading))
        code, taken = self._decide(wb, shown)
        if self.as_json:
            self.reports.append(preview_json(shown, new, self.reading) | {"taken": taken and taken_json(taken)})
        return code

    def _decide(self, wb: Workbook, shown: Preview) -> tuple[int, Taken | None]:
        if self.dry_run:
            return exits.DONE, None
        if not self.yes:
            note(f"Nothing was stored. --yes takes {shown.file} in as it is shown.")
            return exits.NEEDS_YES, None
        if questions := self.reading.must_ask(shown.doubts):
            return self._refuse_to_guess(shown.file, questions), None
        return exits.DONE, take(wb, shown, self.opening, quiet=self.as_json)

    def close(self) -> None:
        """Print the one JSON document."""
        if self.as_json:
            say_json({"files": self.reports})
