"""What a mail server's answer means: whether to try again, when, and what to tell the recruiter."""

from __future__ import annotations

from enum import StrEnum

from domain.model.lazily import dataclass

_MINUTE = 60_000
WAITS = tuple(minutes * _MINUTE for minutes in (1, 5, 15, 60, 240))
"""Milliseconds until the next try, after the first, the second ... that did not work (d)."""


class Stage(StrEnum):
    """How far the talk with the server had come."""

    CONNECT = "connect"
    SECURE = "secure"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    DATA = "data"
    """The message was asked for; none of it was given."""
    HANDED = "handed"
    """Some of the message was given, and the server has not said that it took it."""


_BEFORE_ANY = frozenset({Stage.CONNECT, Stage.SECURE, Stage.LOGIN})
"""Stages at which the server does not know yet whose mail it will be."""


class Verdict(StrEnum):
    """What follows from an answer."""

    AGAIN = "again"
    """Something passing: it is tried again later."""
    FAILED = "failed"
    """It will not work for this person."""
    SETUP = "setup"
    """It will not work for anybody until the settings are mended."""
    UNKNOWN = "unknown"
    """Nobody knows whether it arrived; it is never sent again by itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one try."""

    verdict: Verdict
    why: str
    """What happened and what to do, in plain sentences."""
    everybody: bool = False
    """Whether it would be the same for every other mail now."""


CRASHED = Answer(
    Verdict.UNKNOWN,
    "Milepost was stopped while it was being sent, so it may have arrived. Ask them before you send it again.",
)
UNCLEAR = Answer(
    Verdict.UNKNOWN,
    "The connection broke before the server said that it took the message, so it may have arrived. Ask them before you"
    " send it again.",
)


def wait_after(tries: int) -> int | None:
    """Milliseconds until the next try after so many that did not work; None where it is given up."""
    return WAITS[tries - 1] if 0 < tries <= len(WAITS) else None


def unreachable(stage: Stage, slow: bool) -> Answer:
    """What it means that the connection failed, or took too long, at a stage."""
    if stage is Stage.HANDED:
        return UNCLEAR
    words = "did not answer in time" if slow else "could not be reached"
    return Answer(Verdict.AGAIN, f"The mail server {words}. It is tried again.", stage in _BEFORE_ANY)


def untrusted() -> Answer:
    """What it means that the connection could not be made safe."""
    return Answer(
        Verdict.SETUP,
        "The connection to the mail server could not be made safe. Check host, port and security under Settings, Mail,"
        " then send again.",
        everybody=True,
    )


def said(stage: Stage, code: int, words: str) -> Answer:
    """What a reply means that is no yes: its code, and its words in plain ASCII, which login replies never show."""
    quoted = f" It said: {code} {words.strip()}".rstrip().rstrip(".") + "."
    if stage is Stage.LOGIN and (code >= 500 or code == 0):
        return Answer(
            Verdict.SETUP,
            "The mail server did not take the user name or the password. Check Settings, Mail, then send again.",
            everybody=True,
        )
    if 400 <= code < 500 or code < 200:
        if stage is Stage.LOGIN:
            return Answer(Verdict.AGAIN, "The mail server asked to come back later. It is tried again.", True)
        return Answer(Verdict.AGAIN, f"The mail server asked to come back later.{quoted} It is tried again.")
    if stage is Stage.RECIPIENT:
        return Answer(
            Verdict.FAILED,
            f"This address does not take mail.{quoted} Check it with them, or take another way.",
        )
    if stage in (Stage.DATA, Stage.HANDED):
        return Answer(Verdict.FAILED, f"The mail server did not take this message.{quoted} Take another way to them.")
    return Answer(
        Verdict.SETUP,
        f"The mail server does not let us send.{quoted} Check the sender under Settings, Mail, then send again.",
        everybody=True,
    )


def given_up(answer: Answer, tries: int) -> Answer:
    """What an answer comes to when it was the last try."""
    why = answer.why.removesuffix(" It is tried again.")
    return Answer(Verdict.FAILED, f"{why} It was tried {tries} times. Send it again, or take another way.")
