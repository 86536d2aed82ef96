"""What templates get: the paper, the words of a document, and the fixed labels, all as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.model.letterhead import ACCENT_CONTRAST, INK_CONTRAST, PLAIN, colour
from domain.reports import labels
from domain.reports.json_file import journey_data, slip_data
from domain.reports.language import direction, html_language
from domain.reports.tidy import tidy_head

if TYPE_CHECKING:
    from domain.model.slip import JourneyDocument, SlipDocument
    from domain.reports.formats import Letterhead, Paper


def page_values(language: str, site: str, paper: Paper, letterhead: Letterhead | None) -> dict[str, Any]:
    """The paper: language, direction, head and foot, size and colours."""
    head = tidy_head(site, letterhead)
    return {
        "language": html_language(language),
        "direction": direction(language),
        "site": head.name,
        "site_line": head.line,
        "footer": head.footer,
        **colours(letterhead),
        "page_size": "letter" if paper == "letter" else "A4",
    }


def colours(letterhead: Letterhead | None) -> dict[str, str]:
    """The colours of the paper; BadInput for one that could not be read on it."""
    paper = letterhead or PLAIN
    return {"accent": colour(paper.accent, ACCENT_CONTRAST), "ink": colour(paper.ink, INK_CONTRAST)}


def slip_values(slip: SlipDocument) -> dict[str, Any]:
    """A slip beside its paper; it must be tidy."""
    said = labels.labels_of(slip)
    return {
        "words": labels.template_words(said),
        "title": labels.slip_title(slip),
        "under": labels.slip_line(slip),
        "slip": slip_data(slip),
        "drills": [{"title": drill.title, "plan": labels.drill_plan(drill, said)} for drill in slip.drills],
    }


def journey_values(report: JourneyDocument) -> dict[str, Any]:
    """A journey report beside its paper; it must be tidy."""
    said = labels.labels_of(report)
    return {
        "words": labels.template_words(said),
        "title": labels.journey_title(report),
        "under": labels.long_date(report.dated, said),
        "report": journey_data(report),
        "road": road_data(report),
        "slips": [{"line": labels.slip_line(slip), "slip": slip_data(slip)} for slip in report.slips],
        **told_data(report),
    }


def told_data(report: JourneyDocument) -> dict[str, Any]:
    """What a report says beside road and slips, as lines: tips taken up, promises, and earlier slips in short."""
    said = labels.labels_of(report)
    return {
        "taken_up": [labels.taken_line(tip, said) for tip in report.taken_up],
        "promises": [labels.promise_line(one, said) for one in report.promises],
        "earlier": [
            {"line": labels.earlier_head(one, said), "text": labels.earlier_text(one, said)} for one in report.earlier
        ],
    }


def road_data(report: JourneyDocument) -> list[dict[str, Any]]:
    """The mileposts as the templates for HTML and PDF read them."""
    said = labels.labels_of(report)
    return [
        {
            "milestone": stop.milestone,
            "word": stop.word,
            "detail": labels.stop_detail(stop, said),
            "passed": stop.passed,
        }
        for stop in report.road
    ]
