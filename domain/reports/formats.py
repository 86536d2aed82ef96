"""What a report can be rendered to, what comes back, and whose paper it stands on."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from domain.model.lazily import dataclass

Paper = Literal["a4", "letter"]
"""The two sizes that printers at hiring sites hold."""


class Format(StrEnum):
    """One way to write a report down."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """The end of a file name, with its dot."""
        return f".{self.value}"

    @property
    def media_type(self) -> str:
        """The media type to send it under; every text is UTF-8."""
        return {
            Format.TXT: "text/plain",
            Format.MD: "text/markdown",
            Format.HTML: "text/html",
            Format.PDF: "application/pdf",
            Format.JSON: "application/json",
        }[self]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of the paper; without one, the document's site name stands alone."""

    name: str
    line: str = ""
    """Address, phone or web page, on one line."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report ready to write or send."""

    data: bytes
    notes: tuple[str, ...] = ()
    """What the person who exports should know, such as a letter that no font has; empty almost always."""
