"""Reading reports back: the words that a person meets in each format."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from pypdf import PdfReader

from domain.reports import Format

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Text(HTMLParser):
    """The text of a page and the tags it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._muted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._muted += tag in ("style", "title", "script")

    def handle_endtag(self, tag: str) -> None:
        self._muted -= tag in ("style", "title", "script")

    def handle_data(self, data: str) -> None:
        if not self._muted:
            self.text.append(data)


def html_text(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    return " ".join(" ".join(parser.text).split())


def html_tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Text()
    parser.feed(page)
    return parser.tags


def markdown_html(text: str) -> str:
    """The Markdown as the most willing reader shows it: tables, strikethrough, bare links and raw HTML on."""
    return str(MarkdownIt("gfm-like", {"html": True}).render(text))


def pdf_text(data: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return "\n".join(pages).replace("\u200b", "").replace("\u00a0", " ")


def words(data: bytes, form: Format) -> list[str]:
    """The words of a report in reading order, without list marks, boxes and lines to write on."""
    match form:
        case Format.PDF:
            text = pdf_text(data)
        case Format.HTML:
            text = html_text(data.decode())
        case Format.MD:
            text = html_text(markdown_html(data.decode()))
        case Format.JSON:
            text = " ".join(_strings(json.loads(data)))
        case Format.TXT:
            text = re.sub(r"(?m)^(?:- |\d\. )", "", data.decode())
    return [word for word in text.split() if re.search(r"\w", word) and not re.fullmatch(r"\d\.|_+", word)]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)
