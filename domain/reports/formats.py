"""What a report can be rendered to, what comes back, and whose paper it stands on."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from domain.model.lazily import dataclass
from domain.model.letterhead import Letterhead as Letterhead

if TYPE_CHECKING:
    from domain.model.ladder_file import LadderDocument
    from domain.model.slip import JourneyDocument, SlipDocument

Paper = Literal["a4", "letter"]
"""The two sizes that printers at hiring sites hold."""


class Format(StrEnum):
    """One way to write a report down."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    PDF = "pdf"
    JSON = "json"
    EML = "eml"

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
            Format.EML: "message/rfc822",
            Format.JSON: "application/json",
        }[self]


@dataclass(frozen=True, slots=True)
class Addressed:
    """A report and the mail address of the person whose it is; only an e-mail tells it."""

    document: SlipDocument | JourneyDocument | LadderDocument
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A report ready to write or send."""

    data: bytes
    notes: tuple[str, ...] = ()
    """What the person who exports should know, such as a letter that no font has; empty almost always."""
