"""A short message as a draft that any mail program opens, and as the mail itself; an appointment goes along."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.reports.cells import wrap
from domain.reports.eml_file import LONGEST_SUBJECT, head_address, head_text, set_boundaries
from domain.reports.tidy import tidy_head, tidy_text

if TYPE_CHECKING:
    from domain.reports.eml_file import Envelope
    from domain.reports.formats import Letterhead


@dataclass(frozen=True, slots=True)
class Note:
    """What a short message says."""

    subject: str
    words: str
    language: str = ""
    """Its tag: 'fil'."""
    calendar: bytes = b""
    """An appointment that goes along as `appointment.ics`; b'' for none."""


def note_draft(note: Note, recipient: str, at: datetime, letterhead: Letterhead | None = None) -> bytes:
    """The message as bytes with CRLF line ends, always the same for the same input, with no sender.

    `at` is when it was written, with its zone. BadInput for a recipient that is no mail address; '' leaves it open.
    """
    heads: dict[str, object] = {"To": head_address(recipient)} if recipient else {}
    heads |= {"Subject": head_text(note.subject)[:LONGEST_SUBJECT], "Date": _moment(at), "X-Unsent": "1"}
    return _filled(heads, note, letterhead, f"{note.subject}{note.words}{at.isoformat()}")


def note_message(note: Note, envelope: Envelope, site: str, letterhead: Letterhead | None = None) -> bytes:
    """The message as it leaves by mail, in the name of a site, always the same for the same input.

    BadInput for an address that cannot stand in a head. Nothing that a field holds can add a head of its own.
    """
    heads = {
        "From": head_address(envelope.sender, tidy_head(site, letterhead).name),
        "To": head_address(envelope.recipient),
        "Subject": head_text(note.subject)[:LONGEST_SUBJECT],
        "Date": _moment(datetime.fromtimestamp(envelope.at // 1000, UTC)),
        "Message-ID": tidy_text(envelope.message_id),
    }
    return _filled(heads, note, letterhead, envelope.message_id)


def _moment(at: datetime) -> str:
    from email.utils import format_datetime

    return format_datetime(at)


def _filled(heads: dict[str, object], note: Note, letterhead: Letterhead | None, seed: str) -> bytes:
    from email.message import EmailMessage
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    for name, value in heads.items():
        message[name] = value
    lines = [tidy_text(line) for line in note.words.splitlines()]
    head = tidy_head("", letterhead)
    signed = [line for said in (head.name, head.line, head.footer) for line in wrap(said, 72)]
    message.set_content("\n".join([*lines, *(["", *signed] if signed else []), ""]), cte="quoted-printable")
    if note.calendar:
        message.add_attachment(
            note.calendar, maintype="text", subtype="calendar", filename="appointment.ics", params={"method": "PUBLISH"}
        )
    if note.language and all(char.isascii() and (char.isalnum() or char == "-") for char in note.language):
        message["Content-Language"] = note.language
    set_boundaries(message, sha256(seed.encode()).hexdigest())
    return message.as_bytes()
