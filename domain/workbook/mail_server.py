"""Talking to a mail server: safely or not at all, one message after the other, and each answer in plain words."""

from __future__ import annotations

import os
import re
import shlex
import smtplib
import ssl
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from domain.rules.sending import Answer, Stage, Verdict, said, unreachable, untrusted

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.workbook.workbook import MailServer

PASSWORD = "MILEPOST_MAIL_PASSWORD"
"""The environment variable that holds the password of the mail server, where no command gives it."""
NAME = "localhost"
"""What we call ourselves: the name of a computer is nobody's business."""
COMMAND_SECONDS = 30
WORDS = 160
"""Characters of a server's own words that are kept."""


class NotSent(Exception):
    """A try that did not work; it carries what the server's answer means."""

    def __init__(self, answer: Answer) -> None:
        """Keep the answer."""
        super().__init__(answer.why)
        self.answer = answer


class Post(Protocol):
    """What hands messages to a server."""

    def send(self, recipient: str, message: bytes, handing: Callable[[], None]) -> None:
        """Hand one message over; `handing` is called before the first of its bytes goes. Raises NotSent."""

    def close(self) -> None:
        """Say goodbye."""


def password_of(server: MailServer) -> str:
    """The password: what the site's command prints, else the environment; '' where there is none.

    NotSent where the command does not work; what it printed is never told.
    """
    if not server.password_command:
        return os.environ.get(PASSWORD, "")
    trouble = NotSent(
        Answer(Verdict.SETUP, "The command that gives the mail password did not work. Check Settings, Mail.", True)
    )
    try:
        ran = subprocess.run(
            shlex.split(server.password_command),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS,
            check=True,
        )
        return ran.stdout.decode().splitlines()[0]
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        pass
    raise trouble  # outside the except, so that nothing that was printed hangs on to it


class SmtpPost:
    """One connection, opened when the first message goes and again after one that broke."""

    def __init__(self, server: MailServer, password: Callable[[MailServer], str] = password_of) -> None:
        """Keep where to go; nothing is opened yet."""
        self._server = server
        self._password = password
        self._smtp: smtplib.SMTP | None = None
        self._stage = Stage.CONNECT

    def send(self, recipient: str, message: bytes, handing: Callable[[], None]) -> None:
        """As `Post.send`: TLS from the start or STARTTLS, and never a word before that."""
        try:
            self._send(recipient, message, handing)
        except NotSent:
            self._drop()
            raise
        except ssl.SSLError as error:
            self._drop()
            unsafe = self._stage in (Stage.CONNECT, Stage.SECURE)
            raise NotSent(untrusted() if unsafe else unreachable(self._stage, False)) from error
        except TimeoutError as error:
            self._drop()
            raise NotSent(unreachable(self._stage, True)) from error
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            # smtplib closes a connection that takes too long, and says only that it is closed.
            raise NotSent(unreachable(self._stage, isinstance(error.__context__, TimeoutError))) from error

    def _send(self, recipient: str, message: bytes, handing: Callable[[], None]) -> None:
        smtp = self._smtp or self._opened()
        self._stage = Stage.SENDER
        self._must(*smtp.mail(self._server.sender))
        self._stage = Stage.RECIPIENT
        self._must(*smtp.rcpt(recipient))
        self._stage = Stage.DATA
        code, words = smtp.docmd("DATA")
        if code != 354:
            raise NotSent(said(self._stage, code, _plain(words)))
        handing()
        self._stage = Stage.HANDED
        smtp.send(_stuffed(message))
        self._must(*smtp.getreply())
        self._stage = Stage.SENDER

    def _opened(self) -> smtplib.SMTP:
        server = self._server
        self._stage = Stage.CONNECT
        context = ssl.create_default_context()
        smtp: smtplib.SMTP
        if server.security == "tls":
            smtp = smtplib.SMTP_SSL(server.host, server.port, NAME, timeout=server.timeout, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, NAME, timeout=server.timeout)
            self._smtp = smtp
            self._must(*smtp.ehlo())
            self._stage = Stage.SECURE
            if not smtp.has_extn("starttls"):
                raise NotSent(untrusted())
            self._must(*smtp.starttls(context=context))
        self._smtp = smtp
        self._stage = Stage.LOGIN
        self._must(*smtp.ehlo())
        self._log_in(smtp)
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        password = self._password(self._server)
        answer: Answer | None = None
        try:
            smtp.login(self._server.user, password)
        except smtplib.SMTPResponseException as error:
            answer = said(Stage.LOGIN, error.smtp_code, "")
        except (smtplib.SMTPNotSupportedError, UnicodeError):
            answer = said(Stage.LOGIN, 0, "")
        if answer is not None:
            raise NotSent(answer)  # not from the error, which may hold what was sent

    def _must(self, code: int, words: bytes) -> None:
        if not 200 <= code < 300:
            raise NotSent(said(self._stage, code, _plain(words)))

    def _drop(self) -> None:
        """Let go of a connection about whose state nothing is known any more."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def close(self) -> None:
        """Say goodbye, and let go."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
            smtp.close()


def _stuffed(message: bytes) -> bytes:
    """The message as it goes over the wire: CRLF, a second dot where a line begins with one, and the end."""
    lines = re.sub(rb"\r\n|\n|\r", b"\r\n", message)
    body = re.sub(rb"(?m)^\.", b"..", lines)
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _plain(words: bytes) -> str:
    """A server's words on one line, without anything but plain letters and signs."""
    text = " ".join(words.decode("ascii", "replace").split())
    return "".join(char for char in text if char.isascii() and char.isprintable())[:WORDS]
