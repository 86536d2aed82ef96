"""Markers planted in all that a person must not read: none is in any message, whichever part of it is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from domain.workbook import attempts, mail_runs, mailing, promises, slips
from domain.workbook import outbox as giving
from tests.workbook.mail.loopback import Loopback
from tests.workbook.mail.test_sending import put
from tests.workbook.test_outbox import ready

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from tests.workbook.hub import Hub

NOTE, OTHER, LATER = "Zq1note", "Zq2other", "Zq3later"


@dataclass
class Kept:
    """A post that keeps what it is given."""

    messages: list[bytes] = field(default_factory=list)

    def send(self, recipient: str, message: bytes, handing: Callable[[], None]) -> None:
        """Keep it."""
        handing()
        self.messages.append(message)

    def close(self) -> None:
        """Nothing is open."""


def everything(message: EmailMessage) -> str:
    """Every head and every part of a message, as a person or a program would read it."""
    found = [f"{name}: {value}" for part in message.walk() for name, value in part.items()]
    for part in message.walk():
        if part.is_multipart():
            continue
        content = part.get_content()
        if part.get_content_type() == "application/pdf":
            reader = PdfReader(BytesIO(content))
            found += [page.extract_text() for page in reader.pages]
            found.append(str(reader.metadata))
        else:
            found.append(content)
    return "\n".join(found)


def sent(outbox_hub: Hub) -> list[str]:
    """All that leaves now, laid open."""
    post = Kept()
    mail_runs.send_due(outbox_hub.wb, Loopback(1).server(), post)
    return [everything(message_from_bytes(data, policy=default)) for data in post.messages]


@pytest.mark.parametrize("level", [2, 4])
def test_nothing_private_and_nobody_else_is_in_any_message(hub: Hub, outbox: Hub, level: int) -> None:
    others = [ready(hub, f"{OTHER} Ito", level=4), ready(hub, f"Bea {OTHER}", level=2)]
    view = ready(
        hub,
        level=level,
        email="joan@example.org",
        note=f"{NOTE} person",
        source=f"{NOTE} source",
        reference=f"{NOTE}ref",
        city=f"{NOTE} city",
        mobile="+639171234567",
        points=(f"{NOTE} point",),
        tags=f"{NOTE}tag",
    )
    attempts.note(hub.wb, view.attempt, f"{NOTE} attempt, points 58.3, rank 3 of 40, composite 61.2, cut-off 70")
    promises.make(hub.wb, view.person, f"{NOTE} promise", hub.wb.today())
    hub.confirm(view.id, f"{NOTE} warning")
    put(hub, view)
    (text,) = sent(outbox)
    assert "Hi Joan," in text
    for planted in (NOTE, OTHER, "+63917", "9171234567", "58.3", "61.2", "rank", "cut-off", "composite", "Noor"):
        assert planted not in text, planted
    points = hub.value("select points from attempt where id = :id", id=view.attempt)
    for number in {f"{points:.1f}", f"{points:.2f}", f"{points:.3f}"}:
        assert number not in text
    assert others


def test_a_correction_shows_no_word_of_what_it_takes_the_place_of_but_its_day(hub: Hub, outbox: Hub) -> None:
    view = ready(hub, email="joan@example.org")
    slips.save(hub.wb, view.id, view.version, replace(view.draft, free_text=f"You gave {LATER} a quick reply."))
    hub.confirm(view.id)
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    fresh = corrected(hub, view.id)
    put(hub, slips.view(hub.wb, fresh))
    (text,) = sent(outbox)
    assert LATER not in text
    assert "New in it: the line that we wrote for you." in " ".join(text.split())


def corrected(hub: Hub, slip: int) -> int:
    """A correction without the free line."""
    fresh = giving.correct(hub.wb, slip)
    now = slips.view(hub.wb, fresh)
    slips.save(hub.wb, fresh, now.version, replace(now.draft, free_text=""))
    return fresh


def test_the_mailing_keeps_no_words(hub: Hub) -> None:
    view = ready(hub, email="joan@example.org")
    put(hub, view)
    row = hub.rows("select * from mailing")[0]
    assert "Joan Alcaraz" not in str(row)
    assert mailing.standing(hub.wb, [view.id])[view.id].address == "joan@example.org"
