"""One document in one format: the door of the reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from domain.model.ladder_file import LadderDocument
from domain.model.slip import JourneyDocument
from domain.reports.eml_file import draft_message
from domain.reports.formats import Addressed, Format, Letterhead, Paper, Rendered
from domain.reports.html_file import journey_html, slip_html
from domain.reports.json_file import as_json, journey_data, slip_data
from domain.reports.ladder_file import ladder_data, ladder_html, ladder_lines, ladder_markdown, ladder_pdf, ladder_text
from domain.reports.markdown_file import journey_markdown, slip_markdown
from domain.reports.pdf_file import journey_pdf, slip_pdf
from domain.reports.site_templates import site_templates
from domain.reports.text_file import journey_text, slip_text
from domain.reports.tidy import tidy_journey, tidy_slip
from domain.reports.values import journey_values, page_values, slip_values

if TYPE_CHECKING:
    from domain.model.slip import SlipDocument


def render_slip(
    document: SlipDocument,
    format: Format,  # noqa: A002 - the word of the product
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """One slip as bytes, always the same for the same document; text formats are UTF-8.

    `paper` shapes PDF and the printed HTML. JSON has no letterhead. Raises WorkbookError where a PDF cannot be set.
    """
    match format:
        case Format.TXT | Format.MD:
            return _encoded(_slip_lines(document, format, paper, letterhead))
        case Format.HTML:
            return _encoded(slip_html(document, paper, letterhead))
        case Format.JSON:
            return _encoded(as_json(slip_data(document)))
        case Format.PDF:
            return slip_pdf(document, paper, letterhead)
        case Format.EML:
            return draft_message(document, paper=paper, letterhead=letterhead)


def render_journey(
    document: JourneyDocument,
    format: Format,  # noqa: A002 - the word of the product
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """One journey report as bytes; see `render_slip`."""
    match format:
        case Format.TXT | Format.MD:
            return _encoded(_journey_lines(document, format, paper, letterhead))
        case Format.HTML:
            return _encoded(journey_html(document, paper, letterhead))
        case Format.JSON:
            return _encoded(as_json(journey_data(document)))
        case Format.PDF:
            return journey_pdf(document, paper, letterhead)
        case Format.EML:
            return draft_message(document, paper=paper, letterhead=letterhead)


def render_ladder(
    document: LadderDocument,
    format: Format,  # noqa: A002 - the word of the product
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """One ladder file as bytes; see `render_slip`."""
    match format:
        case Format.TXT | Format.MD:
            own = ladder_lines(document, format, paper, letterhead)
            shipped = ladder_text if format is Format.TXT else ladder_markdown
            return _encoded(shipped(document, letterhead) if own is None else _settled(own))
        case Format.HTML:
            return _encoded(ladder_html(document, paper, letterhead))
        case Format.JSON:
            return _encoded(as_json(ladder_data(document)))
        case Format.PDF:
            return ladder_pdf(document, paper, letterhead)
        case Format.EML:
            return draft_message(document, paper=paper, letterhead=letterhead)


def render_any(
    document: SlipDocument | JourneyDocument | LadderDocument | Addressed,
    format: Format,  # noqa: A002 - the word of the product
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """A slip, a journey report or a ladder file, whichever it is; an e-mail has its recipient where one is known."""
    if isinstance(document, Addressed):
        if format is Format.EML:
            return draft_message(document.document, document.recipient, paper=paper, letterhead=letterhead)
        document = document.document
    if isinstance(document, LadderDocument):
        return render_ladder(document, format, paper=paper, letterhead=letterhead)
    if isinstance(document, JourneyDocument):
        return render_journey(document, format, paper=paper, letterhead=letterhead)
    return render_slip(document, format, paper=paper, letterhead=letterhead)


def _slip_lines(document: SlipDocument, form: Format, paper: Paper, letterhead: Letterhead | None) -> str:
    """A slip as text or Markdown, by the site's own template where it has one."""
    if (own := site_templates(letterhead, form, f"slip.{form}")) is not None:
        slip = tidy_slip(document)
        page = page_values(slip.language, slip.site, paper, letterhead)
        return _settled(own.filled(f"slip.{form}", page | slip_values(slip)))
    return slip_text(document, letterhead) if form is Format.TXT else slip_markdown(document, letterhead)


def _journey_lines(document: JourneyDocument, form: Format, paper: Paper, letterhead: Letterhead | None) -> str:
    if (own := site_templates(letterhead, form, f"journey.{form}")) is not None:
        report = tidy_journey(document)
        page = page_values(report.language, report.site, paper, letterhead)
        return _settled(own.filled(f"journey.{form}", page | journey_values(report)))
    return journey_text(document, letterhead) if form is Format.TXT else journey_markdown(document, letterhead)


def _settled(text: str) -> str:
    """What a template made, with no more than one blank line between lines, and no signs that cannot be seen."""
    lines = ("".join(char for char in line if char.isprintable()).rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


def _encoded(text: str) -> Rendered:
    return Rendered(text.encode())
