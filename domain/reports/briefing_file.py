"""The candidate's briefing card on paper: large enough to be read in a minute."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from domain.reports.formats import Format, Rendered
from domain.reports.names import slug
from domain.reports.pdf_file import set_pages
from domain.reports.tidy import tidy_text

if TYPE_CHECKING:
    from datetime import date

    from domain.model.call import Briefing
    from domain.reports.formats import Paper

WIDTH = 72


def render_briefing(
    card: Briefing,
    format: Format,  # noqa: A002 - the word of the product
    dated: date,
    *,
    paper: Paper = "a4",
) -> Rendered:
    """The card as plain text or as PDF, which it is for every format but TXT; WorkbookError where it cannot be set."""
    if format is Format.TXT:
        return Rendered(_text(card).encode())
    return set_pages(
        "briefing.typ",
        {
            "name": tidy_text(card.brand) or "Briefing card",
            "author": "",
            "language": "en",
            "paper": paper,
            "parts": [{"head": head, "lines": [tidy_text(line) for line in lines]} for head, lines in card.parts],
        },
        dated,
    )


def briefing_name(card: Briefing, format: Format, dated: date) -> str:  # noqa: A002 - the word of the product
    """The name for its file: '2026-08-12 briefing-card cartwell-shop.pdf'."""
    suffix = format.suffix if format is Format.TXT else Format.PDF.suffix
    return f"{dated.isoformat()} briefing-card {slug(card.brand, 'card', 48)}{suffix}"


def _text(card: Briefing) -> str:
    lines = [tidy_text(card.brand)]
    for head, told in card.parts:
        lines += ["", head]
        for one in told:
            first, *rest = wrap(tidy_text(one), WIDTH - 2) or [""]
            lines += [f"- {first}", *(f"  {more}" for more in rest)]
    return "\n".join(lines) + "\n"
