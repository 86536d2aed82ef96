"""The ladder file in every format but e-mail, all from the same clean document."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from domain.reports import labels
from domain.reports.cells import wrap
from domain.reports.html_file import filled
from domain.reports.json_file import SCHEMA_VERSION, plain
from domain.reports.markdown_file import escape, foot_lines, head_lines, joined
from domain.reports.pdf_file import READING, page_data, set_pages, sizes
from domain.reports.site_templates import site_templates
from domain.reports.text_file import WIDTH, points, site_foot, site_head
from domain.reports.text_file import joined as joined_text
from domain.reports.tidy import tidy_labels, tidy_text
from domain.reports.values import page_values

if TYPE_CHECKING:
    from domain.model.ladder_file import LadderDocument, LadderPart
    from domain.reports.formats import Format, Letterhead, Paper, Rendered


def tidy_ladder(document: LadderDocument) -> LadderDocument:
    """The ladder file with every text cleaned, and parts that hold nothing left out."""
    parts = map(_tidy_part, document.parts)
    return replace(
        document,
        person=tidy_text(document.person),
        site=tidy_text(document.site),
        language=tidy_text(document.language),
        title=tidy_text(document.title),
        level=tidy_text(document.level),
        opening=tidy_text(document.opening),
        parts=tuple(part for part in parts if part.points or part.about),
        contact=tidy_text(document.contact),
        labels=tidy_labels(document.labels),
    )


def _tidy_part(part: LadderPart) -> LadderPart:
    return replace(
        part,
        heading=tidy_text(part.heading),
        about=tidy_text(part.about),
        points=tuple(filter(None, map(tidy_text, part.points))),
    )


def ladder_data(document: LadderDocument) -> dict[str, Any]:
    """The clean ladder file as plain values, dates as ISO 8601; the words around it are in its parts already."""
    told = {name: value for name, value in plain(asdict(tidy_ladder(document))).items() if name != "labels"}
    return {"schema_version": SCHEMA_VERSION, "kind": "ladder", **told}


def ladder_values(file: LadderDocument) -> dict[str, Any]:
    """A ladder file beside its paper; it must be tidy."""
    words = labels.template_words(labels.labels_of(file))
    return {"words": words, "title": file.title, "under": _dated(file), "file": ladder_data(file)}


def _dated(file: LadderDocument) -> str:
    return labels.long_date(file.dated, labels.labels_of(file))


def ladder_lines(document: LadderDocument, form: Format, paper: Paper, letterhead: Letterhead | None) -> str | None:
    """The file by a template of the site; None where it has none for this format."""
    name = f"ladder.{form}"
    own = site_templates(letterhead, form, name)
    if own is None:
        return None
    file = tidy_ladder(document)
    return own.filled(name, page_values(file.language, file.site, paper, letterhead) | ladder_values(file))


def ladder_text(document: LadderDocument, letterhead: Letterhead | None = None) -> str:
    """The whole file as plain text, lines of at most 72 cells."""
    file = tidy_ladder(document)
    head = [*site_head(file.site, letterhead), *wrap(file.title, WIDTH), _dated(file)]
    parts = [_part_text(part) for part in file.parts]
    return joined_text(
        [head, wrap(file.opening, WIDTH), *parts, wrap(file.contact, WIDTH), site_foot(file.site, letterhead)]
    )


def _part_text(part: LadderPart) -> list[str]:
    listed = points(part.heading, part.points) if part.points else wrap(part.heading, WIDTH)
    return [listed[0], *wrap(part.about, WIDTH), *listed[1:]] if part.about else listed


def ladder_markdown(document: LadderDocument, letterhead: Letterhead | None = None) -> str:
    """The whole file as Markdown."""
    file = tidy_ladder(document)
    blocks = [head_lines(file.site, letterhead), f"# {escape(file.title)}", escape(_dated(file)), escape(file.opening)]
    for part in file.parts:
        blocks += [f"## {escape(part.heading)}", escape(part.about)]
        blocks.append("\n".join(f"- {escape(point)}" for point in part.points))
    return joined([*blocks, escape(file.contact), *foot_lines(file.site, letterhead)])


def ladder_html(document: LadderDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> str:
    """The whole file as one page of HTML."""
    file = tidy_ladder(document)
    page = page_values(file.language, file.site, paper, letterhead)
    return filled("ladder.html", page | ladder_values(file), letterhead)


def ladder_pdf(document: LadderDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> Rendered:
    """The whole file as PDF, on as many pages as it takes. Raises WorkbookError where it cannot be set."""
    file = tidy_ladder(document)
    data = page_data(file, ladder_values(file), paper, letterhead)
    return set_pages("ladder.typ", data | {"numbered": True, "look": sizes(READING[0])}, file.dated)
