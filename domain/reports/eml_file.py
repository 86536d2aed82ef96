"""A slip as a message that any mail program opens: text and HTML side by side, with the PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.reports import labels
from domain.reports.formats import Format, Letterhead, Paper, Rendered
from domain.reports.html_file import slip_html
from domain.reports.names import file_name
from domain.reports.pdf_file import slip_pdf
from domain.reports.text_file import slip_body
from domain.reports.tidy import tidy_slip, tidy_text

if TYPE_CHECKING:
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
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    slip = tidy_slip(document)
    pdf = slip_pdf(document, paper, letterhead)
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(envelope.sender, slip.site)
    message["To"] = _address(envelope.recipient)
    message["Subject"] = _head_text(labels.slip_title(slip))[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(datetime.fromtimestamp(envelope.at // 1000, UTC))
    message["Message-ID"] = tidy_text(envelope.message_id)
    message.set_content(slip_body(document), cte="quoted-printable")
    message.add_alternative(slip_html(document, paper, letterhead), subtype="html", cte="quoted-printable")
    name = file_name(document, Format.PDF)
    message.add_attachment(pdf.data, maintype="application", subtype="pdf", filename=name)
    language = "".join(char for char in slip.language if char.isascii() and (char.isalnum() or char == "-"))
    if language:
        message["Content-Language"] = language  # last, because the parts take such heads with them
    _set_boundaries(message)
    return Rendered(message.as_bytes(), pdf.notes)


def _head_text(text: str) -> str:
    """Text for a head. An encoded word is taken apart: programs decode it, line ends and all, and so does Python."""
    return tidy_text(text).replace("=?", "= ?")


def mail_address(address: str) -> str:
    """An address as servers take it, its domain in plain letters; BadInput for what is none."""
    return _address(address).addr_spec


def _address(address: str, name: str = "") -> Address:
    from email.errors import MessageError
    from email.headerregistry import Address

    try:
        return Address(display_name=_head_text(name), addr_spec=_ascii(address))
    except (ValueError, IndexError, MessageError) as error:
        raise BadInput(f'"{tidy_text(address)}" is no mail address.', "Correct it, then send again.") from error


def _ascii(address: str) -> str:
    """The address with its domain in plain letters; ValueError where its name has others."""
    local, at, domain = address.rpartition("@")
    if not at or not local.isascii() or tidy_text(address) != address or any(char in address for char in '<>(),;:"'):
        raise ValueError("not an address")
    return f"{local}@{domain.encode('idna').decode('ascii')}"


def _set_boundaries(message: EmailMessage) -> None:
    """Boundaries that follow from the message, in place of random ones, so that every try has the same bytes."""
    seed = str(message["Message-ID"])
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{sha256(f'{number} {seed}'.encode()).hexdigest()[:32]}")
