"""HTML: one file that needs nothing else, reads well on a phone and prints on A4 or Letter."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.reports import labels
from domain.reports.language import direction, html_language
from domain.reports.tidy import tidy_journey, tidy_slip, tidy_text

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

    from domain.model.slip import JourneyDocument, SlipDocument
    from domain.reports.formats import Letterhead, Paper

TEMPLATES = Path(__file__).parent / "templates"
"""The folder of the templates for HTML and PDF."""


def slip_html(document: SlipDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> str:
    """A whole slip: head, body and drill log."""
    slip = tidy_slip(document)
    said = labels.labels_of(slip)
    page = _page(slip.language, slip.site, paper, letterhead)
    return _filled(
        "slip.html",
        page,
        words=labels.template_words(said),
        title=labels.slip_title(slip),
        under=labels.slip_line(slip),
        slip=slip,
        drills=[{"title": drill.title, "plan": labels.drill_plan(drill, said)} for drill in slip.drills],
    )


def journey_html(document: JourneyDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> str:
    """A whole journey report: the road, what comes next, and every slip."""
    report = tidy_journey(document)
    page = _page(report.language, report.site, paper, letterhead)
    return _filled(
        "journey.html",
        page,
        words=labels.template_words(labels.labels_of(report)),
        title=labels.journey_title(report),
        under=labels.long_date(report.dated, labels.labels_of(report)),
        report=report,
        road=road_data(report),
        slips=[{"line": labels.slip_line(slip), "slip": slip} for slip in report.slips],
    )


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


def _filled(template: str, page: dict[str, Any], **values: Any) -> str:
    text = _environment().get_template(template).render(**page, **values)
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


def _page(language: str, site: str, paper: Paper, letterhead: Letterhead | None) -> dict[str, Any]:
    return {
        "language": html_language(language),
        "direction": direction(language),
        "site": tidy_text(letterhead.name) if letterhead else site,
        "site_line": tidy_text(letterhead.line) if letterhead else "",
        "page_size": "letter" if paper == "letter" else "A4",
    }


@cache
def _environment() -> SandboxedEnvironment:
    """The template engine; made at the first use because it takes 20 ms to load."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
