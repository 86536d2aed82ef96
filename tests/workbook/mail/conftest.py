"""A server on loopback, and the trust and the password that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.workbook.mail_server import PASSWORD as VARIABLE
from tests.workbook.hub import make_hub
from tests.workbook.mail.loopback import PASSWORD, PEM, Loopback, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.workbook.hub import Hub


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate of the server is trusted, and the password known."""
    monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
    monkeypatch.setenv(VARIABLE, PASSWORD)


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A server that takes everything after STARTTLS and the password."""
    with serving() as found:
        yield found


@pytest.fixture
def outbox(where: str, hub: Hub) -> Iterator[Hub]:
    """The same workbook in the hands of the one who sends."""
    made = make_hub(where, "outbox", hub.clock)
    yield made
    made.wb.close()
