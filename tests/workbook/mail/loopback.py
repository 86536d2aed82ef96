"""A mail server on loopback that does what a test tells it to: takes, refuses, hangs up, or says nothing more."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from domain.workbook import MailServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

PEM = Path(__file__).parent / "loopback.pem"
"""Key and certificate of localhost, made for these tests and trusted by nobody else."""
SENDER = "slips@hub.example"
TRIES = 9
USER, PASSWORD = "milepost", "correct horse"


@dataclass
class Loopback:
    """What the server took, and how it answers."""

    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Recipients that were named to it."""
    logins: int = 0
    recipient: Callable[[str], str] = lambda _address: "250 OK"
    data: str = "250 OK"
    """What is said to a message; 'hang up' and 'say nothing' are done, not said."""
    after: Callable[[], None] = lambda: None
    """Called when a message was taken, before that is said."""
    leaves_at: str = ""
    """The word of the talk at which it hangs up: EHLO, STARTTLS, AUTH, MAIL, RCPT or QUIT."""

    def _leaves(self, server: SMTP, word: str) -> bool:
        if self.leaves_at != word:
            return False
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return True

    async def handle_EHLO(self, server: SMTP, session: Any, _envelope: Any, name: str, said: list[str]) -> list[str]:
        """Answer a greeting."""
        self._leaves(server, "EHLO")
        session.host_name = name
        return said

    def handle_STARTTLS(self, server: SMTP, _session: Any, _envelope: Any) -> bool:
        """Whether to go on in secret."""
        return not self._leaves(server, "STARTTLS")

    async def handle_MAIL(self, server: SMTP, _session: Any, envelope: Any, address: str, options: list[str]) -> str:
        """Hear who sends."""
        self._leaves(server, "MAIL")
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, _session: Any, _envelope: Any) -> str:
        """Say goodbye."""
        self._leaves(server, "QUIT")
        return "221 Bye"

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take or refuse a recipient."""
        self._leaves(server, "RCPT")
        self.asked.append(address)
        said = self.recipient(address)
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, _session: Any, envelope: Any) -> str:
        """Take or refuse a message."""
        if self.data == "hang up":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 gone"
        if self.data == "say nothing":
            await asyncio.Event().wait()
        if self.data.startswith("250"):
            self.taken.append(envelope.content)
            self.after()
        return self.data

    def authenticate(self, server: SMTP, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        """Let in who knows the password."""
        self._leaves(server, "AUTH")
        self.logins += 1
        known = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        return AuthResult(success=known, handled=False)

    def messages(self) -> list[EmailMessage]:
        """What was taken, read back."""
        return [message_from_bytes(data, policy=default) for data in self.taken]

    def server(self, **changed: Any) -> MailServer:
        """How Milepost reaches it."""
        known: dict[str, Any] = {"host": "127.0.0.1", "port": self.port, "sender": SENDER, "user": USER, "timeout": 5.0}
        return MailServer(**known | changed)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _started(found: Loopback, kind: dict[str, Any]) -> Controller:
    """A server that listens; where somebody else was quicker to take the port, at another one."""
    for _ in range(TRIES):
        controller = Controller(found, hostname="127.0.0.1", port=found.port, **kind)
        try:
            controller.start()
        except OSError:
            found.port = free_port()
        else:
            return controller
    raise AssertionError("No port is free.")


@contextmanager
def serving(*, tls: bool = False, starttls: bool = True) -> Iterator[Loopback]:
    """A server with a port of its own; with `tls` from the first byte, else after STARTTLS where it offers that."""
    found = Loopback(free_port())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    kind: dict[str, Any] = {"authenticator": found.authenticate, "ident": "loopback"}
    if tls:
        kind |= {"ssl_context": context, "auth_require_tls": False}
    elif starttls:
        kind |= {"tls_context": context, "require_starttls": True, "auth_required": True}
    else:
        kind |= {"auth_require_tls": False}
    controller = _started(found, kind)
    try:
        yield found
    finally:
        controller.stop()
