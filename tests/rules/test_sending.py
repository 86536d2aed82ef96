"""What a mail server's answers mean, and what the recruiter is told."""

from __future__ import annotations

import pytest

from domain.rules.sending import (
    CRASHED,
    WAITS,
    Answer,
    Stage,
    Verdict,
    given_up,
    said,
    unreachable,
    untrusted,
    wait_after,
)


@pytest.mark.parametrize(
    ("stage", "code", "verdict", "everybody"),
    [
        (Stage.LOGIN, 535, Verdict.SETUP, True),
        (Stage.LOGIN, 0, Verdict.SETUP, True),
        (Stage.LOGIN, 454, Verdict.AGAIN, True),
        (Stage.SENDER, 451, Verdict.AGAIN, False),
        (Stage.SENDER, 550, Verdict.SETUP, True),
        (Stage.RECIPIENT, 450, Verdict.AGAIN, False),
        (Stage.RECIPIENT, 550, Verdict.FAILED, False),
        (Stage.RECIPIENT, 553, Verdict.FAILED, False),
        (Stage.DATA, 554, Verdict.FAILED, False),
        (Stage.HANDED, 452, Verdict.AGAIN, False),
        (Stage.HANDED, 554, Verdict.FAILED, False),
    ],
)
def test_a_reply_means_the_same_every_time(stage: Stage, code: int, verdict: Verdict, everybody: bool) -> None:
    answer = said(stage, code, "words")
    assert (answer.verdict, answer.everybody) == (verdict, everybody)


def test_the_words_of_a_login_are_never_repeated() -> None:
    for code in (0, 454, 535):
        assert "c2VjcmV0" not in said(Stage.LOGIN, code, "c2VjcmV0").why


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("slow", [False, True])
def test_a_line_that_breaks_is_tried_again_unless_the_message_was_on_it(stage: Stage, slow: bool) -> None:
    answer = unreachable(stage, slow)
    assert answer.verdict is (Verdict.UNKNOWN if stage is Stage.HANDED else Verdict.AGAIN)
    assert answer.everybody is (stage in (Stage.CONNECT, Stage.SECURE, Stage.LOGIN))


def test_waits_grow_and_end() -> None:
    waits = [wait_after(tries) for tries in range(len(WAITS) + 2)]
    assert waits == [None, *WAITS, None]
    assert list(WAITS) == sorted(set(WAITS))


def test_what_is_given_up_says_how_often_it_was_tried_and_not_that_it_is_tried_again() -> None:
    last = given_up(Answer(Verdict.AGAIN, "The mail server could not be reached. It is tried again."), 6)
    assert last.verdict is Verdict.FAILED
    assert last.why.startswith("The mail server could not be reached. It was tried 6 times.")


def test_every_answer_that_ends_a_mail_says_what_to_do() -> None:
    ends = [untrusted(), CRASHED, unreachable(Stage.HANDED, False)]
    ends += [said(stage, 550, "no") for stage in (Stage.LOGIN, Stage.SENDER, Stage.RECIPIENT, Stage.DATA)]
    for answer in ends:
        assert answer.why.count(".") >= 1
        assert any(word in answer.why for word in ("Check", "Ask", "Take"))
