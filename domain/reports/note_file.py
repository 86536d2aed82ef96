"""A short message as a draft that any mail program opens to be sent, with the appointment where there is one."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from domain.reports.cells import wrap
from domain.reports.eml_file import LONGEST_SUBJECT, head_text, mail_address, set_boundaries
from domain.reports.tidy import tidy_head, tidy_text

if TYPE_CHECKING:
    from datetime import datetime

    from domain.reports.formats import Letterhead


def note_draft(
    subject: str,
    words: str,
    recipient: str,
    at: datetime,
    *,
    language: str = "",
    calendar: bytes = b"",
    letterhead: Letterhead | None = None,
) -> bytes:
    """The message as bytes with CRLF line ends, always the same for the same input, with no sender.

    `at` is when it was written, with its zone; `calendar` an appointment that goes along as `appointment.ics`. BadInput
    for a recipient that is no mail address; '' leaves it open.
    """
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    message = EmailMessage(policy=SMTP)
    if recipient:
        message["To"] = mail_address(recipient)
    message["Subject"] = head_text(subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(at)
    message["X-Unsent"] = "1"
    lines = [tidy_text(line) for line in words.splitlines()]
    head = tidy_head("", letterhead)
    signed = [line for said in (head.name, head.line, head.footer) for line in wrap(said, 72)]
    message.set_content("\n".join([*lines, *(["", *signed] if signed else []), ""]), cte="quoted-printable")
    if calendar:
        message.add_attachment(
            calendar, maintype="text", subtype="calendar", filename="appointment.ics", params={"method": "PUBLISH"}
        )
    if language and all(char.isascii() and (char.isalnum() or char == "-") for char in language):
        message["Content-Language"] = language
    set_boundaries(message, sha256(f"{subject}{words}{at.isoformat()}".encode()).hexdigest())
    return message.as_bytes()
