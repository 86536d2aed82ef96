"""A slip as a message: the same words as on paper, the same bytes each time, and a head that nothing can add to."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.model.errors import BadInput
from domain.reports import (
    Addressed,
    Envelope,
    Format,
    Letterhead,
    draft_message,
    mail_address,
    render_any,
    render_slip,
    slip_body,
    slip_message,
)
from tests.reports.people import JOURNEY, LONG, NOT_YET, PASSED
from tests.reports.reading import html_tags
from tests.reports.test_hostile import HOSTILE, _filled

if TYPE_CHECKING:
    from email.message import EmailMessage

    from domain.model.slip import JourneyDocument, SlipDocument

ENVELOPE = Envelope("slips@hub.example", "joan@example.org", "<slip-7-0123456789abcdef@hub.example>", 1_786_502_520_000)
HEADS = ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Language", "Content-Type"]


def read(slip: SlipDocument, envelope: Envelope = ENVELOPE) -> EmailMessage:
    """A message as a mail program reads it."""
    return message_from_bytes(slip_message(slip, envelope).data, policy=default)


def heads(message: EmailMessage) -> list[str]:
    """Names of the heads of the whole message."""
    return list(message.keys())


@pytest.mark.parametrize("slip", [NOT_YET, PASSED, LONG])
def test_text_html_and_pdf_are_those_of_the_other_formats(slip: SlipDocument) -> None:
    message = read(slip)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]
    text, page = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n") == slip_body(slip)
    assert page.get_content().replace("\r\n", "\n").encode() == render_slip(slip, Format.HTML).data
    pdf = next(message.iter_attachments())
    assert pdf.get_content() == render_slip(slip, Format.PDF).data
    assert pdf.get_filename() == "".join(char for char in str(pdf.get_filename()) if char.isascii() and char != "/")


def test_the_head_says_who_to_whom_and_what() -> None:
    message = read(PASSED)
    assert sorted(heads(message)) == sorted(HEADS)
    assert message["To"] == "joan@example.org"
    assert message["From"] == "Harbour hub <slips@hub.example>"
    assert message["Subject"] == "Feedback for Ma. Lourdes D. Peñaflor-Año"
    assert message["Date"] == "Wed, 12 Aug 2026 02:42:00 +0000"
    assert message["Content-Language"] == "en-PH"


def test_every_try_has_the_same_bytes() -> None:
    assert slip_message(NOT_YET, ENVELOPE).data == slip_message(NOT_YET, ENVELOPE).data
    assert slip_message(NOT_YET, ENVELOPE).data != slip_message(PASSED, ENVELOPE).data


def test_no_line_is_too_long_for_a_server_and_all_end_alike() -> None:
    data = slip_message(replace(LONG, free_text="ñ" * 900), ENVELOPE).data
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.isascii()


INJECTIONS = [
    "Joan\r\nBcc: eve@example.org",
    "Joan\nBcc: eve@example.org",
    "Joan\r\n\r\n<b>body</b>",
    "Joan\x0bBcc: eve@example.org",
    "Joan\u2028Bcc: eve@example.org",
    "=?utf-8?q?Joan=0D=0ABcc:_eve@example.org?=",
    '"Joan" <eve@example.org>, ',
    "eve@example.org,",
    "Joan\x00",
]


@pytest.mark.parametrize("text", [*HOSTILE, *INJECTIONS])
def test_nothing_that_a_field_holds_adds_a_head_or_a_reader(text: str) -> None:
    slip = _filled(text)
    message = read(slip)
    assert [head for head in heads(message) if head not in HEADS] == []
    assert [str(address.addr_spec) for address in message["To"].addresses] == ["joan@example.org"]
    assert [str(address.addr_spec) for address in message["From"].addresses] == ["slips@hub.example"]
    assert message["Bcc"] is None
    assert message["Cc"] is None
    page = message.get_body(("html",))
    assert page is not None
    assert "script" not in [tag for tag, _ in html_tags(page.get_content())]


@settings(max_examples=25)
@given(text=st.text(max_size=60))
@example("\r\nBcc: eve@example.org")
def test_no_text_at_all_adds_a_head(text: str) -> None:
    message = read(replace(NOT_YET, person=text, site=text, language=text))
    assert [head for head in heads(message) if head not in HEADS] == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "joan",
        "joan@",
        "@example.org",
        "joan@example.org\r\nBcc: eve@example.org",
        "joan@example.org, eve@example.org",
        "Joan <joan@example.org>",
        "joan@example.org;eve@example.org",
        "jo an@example.org",
        "joañ@example.org",
        "joan@exa\u200bmple.org",
        '"joan"@example.org',
    ],
)
def test_what_is_no_plain_address_is_refused_by_name(address: str) -> None:
    with pytest.raises(BadInput):
        mail_address(address)
    with pytest.raises(BadInput):
        slip_message(NOT_YET, replace(ENVELOPE, recipient=address))
    with pytest.raises(BadInput):
        slip_message(NOT_YET, replace(ENVELOPE, sender=address))


def test_a_domain_of_other_letters_goes_in_plain_ones() -> None:
    assert mail_address("joan@exämple.org") == "joan@xn--exmple-cua.org"


@pytest.mark.parametrize("document", [NOT_YET, JOURNEY], ids=["slip", "journey"])
def test_a_draft_holds_all_three_and_is_addressed_where_an_address_is_known(
    document: SlipDocument | JourneyDocument,
) -> None:
    made = render_any(Addressed(document, "joan@example.org"), Format.EML)
    message = message_from_bytes(made.data, policy=default)
    assert [part.get_content_type() for part in message.walk()][2:] == ["text/plain", "text/html", "application/pdf"]
    assert (message["To"], message["X-Unsent"], message["From"], made.notes) == ("joan@example.org", "1", None, ())
    page = message.get_body(("html",))
    assert page is not None
    assert page.get_content().replace("\r\n", "\n").encode() == render_any(document, Format.HTML).data
    assert render_any(Addressed(document, "joan@example.org"), Format.EML) == made, "the same bytes each time"


def test_what_is_no_address_is_left_out_of_a_draft_and_said() -> None:
    made = draft_message(NOT_YET, "joan@x\r\nBcc: all@example.org")
    message = message_from_bytes(made.data, policy=default)
    assert (message["To"], message["Bcc"]) == (None, None)
    assert made.notes[0].endswith("is no mail address. The draft has no recipient.")


def test_the_paper_signs_the_text_of_a_mail() -> None:
    head = Letterhead("Quay Talent", "12 Quay Street", "Always yours")
    message = message_from_bytes(slip_message(NOT_YET, ENVELOPE, letterhead=head).data, policy=default)
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n").endswith("\n\nQuay Talent\n12 Quay Street\nAlways yours\n")
    assert message["From"] == "Quay Talent <slips@hub.example>"
