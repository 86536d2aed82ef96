"""A slip as a message that any mail program opens: text and HTML side by side, with the PDF."""

from __future__ import annotations

from datetime import UTC, datetime, time
from hashlib import sha256
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.ladder_file import LadderDocument
from domain.model.lazily import dataclass
from domain.model.slip import JourneyDocument
from domain.reports import labels
from domain.reports.cells import wrap
from domain.reports.formats import Format, Letterhead, Paper, Rendered
from domain.reports.html_file import journey_html, slip_html
from domain.reports.ladder_file import ladder_html, ladder_pdf, ladder_text, tidy_ladder
from domain.reports.names import file_name
from domain.reports.pdf_file import journey_pdf, slip_pdf
from domain.reports.text_file import journey_text, slip_body
from domain.reports.tidy import tidy_head, tidy_journey, tidy_slip, tidy_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.headerregistry import Address
    from email.message import EmailMessage

    from domain.model.slip import SlipDocument

LONGEST_SUBJECT = 120
"""Characters; more is cut off by the programs that show it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends a slip to whom, as its head says."""

    sender: str
    """Address of the site."""
    recipient: str
    """Address of the person."""
    message_id: str
    """'<...@...>', the same for every try of one message."""
    at: int
    """When it was put in the mail, milliseconds UTC."""


def slip_message(
    document: SlipDocument, envelope: Envelope, *, paper: Paper = "a4", letterhead: Letterhead | None = None
) -> Rendered:
    """The whole message as bytes with CRLF line ends, always the same for the same input.

    BadInput for an address that cannot stand in a head. Nothing that a field holds can add a head of its own.
    """
    parts = _slip_parts(document, paper, letterhead)
    heads = {
        "From": head_address(envelope.sender, tidy_head(document.site, letterhead).name),
        "To": head_address(envelope.recipient),
        "Subject": parts.subject,
        "Date": _moment(datetime.fromtimestamp(envelope.at // 1000, UTC)),
        "Message-ID": tidy_text(envelope.message_id),
    }
    return _message(heads, parts, heads["Message-ID"])


def draft_message(
    document: SlipDocument | JourneyDocument | LadderDocument,
    recipient: str = "",
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Rendered:
    """The same as a draft that a mail program opens to be sent: with no sender, and no recipient where none is known.

    A recipient that is no mail address is left out, with a note.
    """
    parts = _parts_of(document, paper, letterhead)
    heads: dict[str, object] = {
        "Subject": parts.subject,
        "Date": _moment(datetime.combine(document.dated, time(12), UTC)),
        "X-Unsent": "1",
    }
    note = ""
    if recipient:
        try:
            heads = {"To": head_address(recipient)} | heads
        except BadInput as error:
            note = f"{error.message} The draft has no recipient."
    made = _message(heads, parts, f"{parts.subject} {sha256(parts.pdf.data).hexdigest()}")
    return Rendered(made.data, tuple(filter(None, (*made.notes, note))))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What stands in a message."""

    subject: str
    language: str
    text: str
    html: str
    pdf: Rendered
    pdf_name: str


def _parts_of(
    document: SlipDocument | JourneyDocument | LadderDocument, paper: Paper, letterhead: Letterhead | None
) -> _Parts:
    if isinstance(document, LadderDocument):
        return _ladder_parts(document, paper, letterhead)
    if isinstance(document, JourneyDocument):
        return _journey_parts(document, paper, letterhead)
    return _slip_parts(document, paper, letterhead)


def _ladder_parts(document: LadderDocument, paper: Paper, letterhead: Letterhead | None) -> _Parts:
    file = tidy_ladder(document)
    return _Parts(
        head_text(file.title)[:LONGEST_SUBJECT],
        file.language,
        ladder_text(document, letterhead),
        ladder_html(document, paper, letterhead),
        ladder_pdf(document, paper, letterhead),
        file_name(document, Format.PDF),
    )


def _slip_parts(document: SlipDocument, paper: Paper, letterhead: Letterhead | None) -> _Parts:
    slip = tidy_slip(document)
    return _Parts(
        head_text(labels.slip_title(slip))[:LONGEST_SUBJECT],
        slip.language,
        slip_body(document) + _signature(letterhead),
        slip_html(document, paper, letterhead),
        slip_pdf(document, paper, letterhead),
        file_name(document, Format.PDF),
    )


def _journey_parts(document: JourneyDocument, paper: Paper, letterhead: Letterhead | None) -> _Parts:
    report = tidy_journey(document)
    return _Parts(
        head_text(labels.journey_title(report))[:LONGEST_SUBJECT],
        report.language,
        journey_text(document, letterhead),
        journey_html(document, paper, letterhead),
        journey_pdf(document, paper, letterhead),
        file_name(document, Format.PDF),
    )


def _signature(letterhead: Letterhead | None) -> str:
    """What the paper says beside the site's name, below the words."""
    head = tidy_head("", letterhead)
    lines = [line for said in (head.name, head.line, head.footer) for line in wrap(said, 72)]
    return "\n" + "\n".join(lines) + "\n" if lines else ""


def _moment(at: datetime) -> str:
    from email.utils import format_datetime

    return format_datetime(at)


def _message(heads: Mapping[str, object], parts: _Parts, seed: object) -> Rendered:
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    for name, value in heads.items():
        message[name] = value
    message.set_content(parts.text, cte="quoted-printable")
    message.add_alternative(parts.html, subtype="html", cte="quoted-printable")
    message.add_attachment(parts.pdf.data, maintype="application", subtype="pdf", filename=parts.pdf_name)
    language = "".join(char for char in parts.language if char.isascii() and (char.isalnum() or char == "-"))
    if language:
        message["Content-Language"] = language  # last, because the parts take such heads with them
    set_boundaries(message, str(seed))
    return Rendered(message.as_bytes(), parts.pdf.notes)


def head_text(text: str) -> str:
    """Text for a head. An encoded word is taken apart: programs decode it, line ends and all, and so does Python."""
    return tidy_text(text).replace("=?", "= ?")


def mail_address(address: str) -> str:
    """An address as servers take it, its domain in plain letters; BadInput for what is none."""
    return head_address(address).addr_spec


def head_address(address: str, name: str = "") -> Address:
    """An address, with whose it is, for a head; BadInput for what is none."""
    from email.errors import MessageError
    from email.headerregistry import Address

    try:
        return Address(display_name=head_text(name), addr_spec=_ascii(address))
    except (ValueError, IndexError, MessageError) as error:
        raise BadInput(f'"{tidy_text(address)}" is no mail address.', "Correct it, then send again.") from error


def _ascii(address: str) -> str:
    """The address with its domain in plain letters; ValueError where its name has others."""
    local, at, domain = address.rpartition("@")
    if not at or not local.isascii() or tidy_text(address) != address or any(char in address for char in '<>(),;:"'):
        raise ValueError("not an address")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def set_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries that follow from the message, in place of random ones, so that every try has the same bytes."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{sha256(f'{number} {seed}'.encode()).hexdigest()[:32]}")
