"""HTML: one file that needs nothing else, reads well on a phone and prints on A4 or Letter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from domain.reports.formats import Format
from domain.reports.site_templates import TEMPLATES, site_templates
from domain.reports.tidy import tidy_journey, tidy_slip
from domain.reports.values import journey_values, page_values, slip_values

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

    from domain.model.slip import JourneyDocument, SlipDocument
    from domain.reports.formats import Letterhead, Paper


def slip_html(document: SlipDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> str:
    """A whole slip: head, body and drill log. TemplateFault where the site's own template cannot be used."""
    slip = tidy_slip(document)
    page = page_values(slip.language, slip.site, paper, letterhead)
    return filled("slip.html", page | slip_values(slip), letterhead)


def journey_html(document: JourneyDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> str:
    """A whole journey report: the road, what comes next, and every slip."""
    report = tidy_journey(document)
    page = page_values(report.language, report.site, paper, letterhead)
    return filled("journey.html", page | journey_values(report), letterhead)


def filled(template: str, values: dict[str, Any], letterhead: Letterhead | None) -> str:
    """One template with its values, of the site's own where it has some; without empty lines."""
    own = site_templates(letterhead, Format.HTML)
    text = own.filled(template, values) if own else _environment().get_template(template).render(**values)
    return "\n".join(line for line in text.splitlines() if line.strip()) + "\n"


@cache
def _environment() -> SandboxedEnvironment:
    """The engine for Milepost's own templates; made at the first use because it takes 20 ms to load."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
