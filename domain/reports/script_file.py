"""A script that the proctor reads aloud, on paper: large lines, one after the other, and on request what is right."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from domain.reports.formats import Format, Rendered
from domain.reports.names import slug
from domain.reports.pdf_file import set_pages
from domain.reports.tidy import tidy_text

if TYPE_CHECKING:
    from datetime import date

    from domain.model.exam import Script
    from domain.reports.formats import Paper

WIDTH = 72
INTRO = "Read each line once. The candidate writes down what is said."
KEEP = "With what is right: not for the candidate's table."


def render_script(
    script: Script,
    format: Format,  # noqa: A002 - the word of the product
    dated: date,
    *,
    name: str,
    answers: bool = False,
    paper: Paper = "a4",
) -> Rendered:
    """The script under its name as plain text, or as PDF for every other format; with `answers`, what is right as well.

    WorkbookError where it cannot be set.
    """
    if format is Format.TXT:
        return Rendered(_text(script, name, answers).encode())
    return set_pages(
        "script.typ",
        {
            "name": f"{tidy_text(name)}, {tidy_text(script.id)}",
            "author": "",
            "language": "en",
            "paper": paper,
            "intro": f"{INTRO} {KEEP}" if answers else INTRO,
            "parts": [
                {
                    "head": f"Part {number}",
                    "voice": tidy_text(reading.voice),
                    "lines": [tidy_text(line) for line in reading.lines],
                    "right": [[tidy_text(one.label), tidy_text(one.right)] for one in reading.fields if answers],
                }
                for number, reading in enumerate(script.readings, 1)
            ],
        },
        dated,
    )


def script_name(script: Script, format: Format, dated: date, *, answers: bool = False) -> str:  # noqa: A002
    """The name for its file: '2026-08-12 script listening-a.pdf', with 'answers' where it tells what is right."""
    suffix = format.suffix if format is Format.TXT else Format.PDF.suffix
    return f"{dated.isoformat()} script {slug(script.id, 'script', 48)}{' answers' if answers else ''}{suffix}"


def _text(script: Script, name: str, answers: bool) -> str:
    lines = [f"{tidy_text(name)}, {tidy_text(script.id)}", f"{INTRO} {KEEP}" if answers else INTRO]
    for number, reading in enumerate(script.readings, 1):
        lines += ["", f"Part {number}", *wrap(f"({tidy_text(reading.voice)})", WIDTH), ""]
        for told in reading.lines:
            first, *rest = wrap(tidy_text(told), WIDTH - 2) or [""]
            lines += [f"- {first}", *(f"  {more}" for more in rest)]
        if answers:
            lines += ["", *(f"  {tidy_text(one.label)}: {tidy_text(one.right)}" for one in reading.fields)]
    return "\n".join(lines) + "\n"
