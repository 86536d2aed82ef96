"""One document in one format: the door of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.slip import JourneyDocument
from domain.reports.formats import Format, Letterhead, Paper, Rendered
from domain.reports.html_file import journey_html, slip_html
from domain.reports.json_file import as_json, journey_data, slip_data
from domain.reports.markdown_file import journey_markdown, slip_markdown
from domain.reports.pdf_file import journey_pdf, slip_pdf
from domain.reports.text_file import journey_text, slip_text

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
        case Format.TXT:
            return _encoded(slip_text(document, letterhead))
        case Format.MD:
            return _encoded(slip_markdown(document, letterhead))
        case Format.HTML:
            return _encoded(slip_html(document, paper, letterhead))
        case Format.JSON:
            return _encoded(as_json(slip_data(document)))
        case Format.PDF:
            return slip_pdf(document, paper, letterhead)


def render_journey(
    document: JourneyDocument,
    format: Format,  # noqa: A002 - the word of the product
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """One journey report as bytes; see `render_slip`."""
    match format:
        case Format.TXT:
            return _encoded(journey_text(document, letterhead))
        case Format.MD:
            return _encoded(journey_markdown(document, letterhead))
        case Format.HTML:
            return _encoded(journey_html(document, paper, letterhead))
        case Format.JSON:
            return _encoded(as_json(journey_data(document)))
        case Format.PDF:
            return journey_pdf(document, paper, letterhead)


def render_any(
    document: SlipDocument | JourneyDocument,
    format: Format,  # noqa: A002 - the word of the product
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """A slip or a journey report, whichever it is."""
    if isinstance(document, JourneyDocument):
        return render_journey(document, format, paper=paper, letterhead=letterhead)
    return render_slip(document, format, paper=paper, letterhead=letterhead)


def _encoded(text: str) -> Rendered:
    return Rendered(text.encode())
