"""What can be done in the exam grid, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Command

if TYPE_CHECKING:
    from tui.screens.exam import ExamScreen


def _nobody(screen: ExamScreen) -> str | None:
    return None if screen.cells.application else "nobody is here"


def _no_attempt(screen: ExamScreen) -> str | None:
    return None if screen.cells.row and screen.cells.row.attempt else _nobody(screen) or "nothing is entered"


def _no_slip(screen: ExamScreen) -> str | None:
    return None if screen.cells.row and screen.cells.row.slip else _nobody(screen) or "decide first"


EXAM_VERBS: tuple[Command, ...] = (
    Command(
        id="exam.passed",
        keys="p",
        do="passed",
        word="passed",
        title="Passed: the marked people, or this one",
        help="passed, slips drafted; the marked people at once",
        group="Exam",
        when=_nobody,
    ),
    Command(
        id="exam.not_yet",
        keys="n",
        do="not_yet",
        word="not yet",
        title="Not yet: the marked people, or this one",
        help="not yet, slips drafted; the marked people at once",
        group="Exam",
        when=_nobody,
    ),
    Command(
        id="exam.proposed",
        keys="P",
        do="as_proposed",
        word="all as proposed",
        short="all",
        title="Decide everybody as proposed",
        help="everybody, or the marked, as proposed; looked at first",
        group="Exam",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="exam.hand_over",
        keys="h",
        do="hand_over",
        word="hand over",
        short="hand",
        title="Hand the keyboard to the candidate",
        help="hand the keyboard to the candidate: typing test and questions",
        group="Exam",
        when=_nobody,
        opens=True,
    ),
    Command(
        id="exam.script",
        keys="a",
        do="read_aloud",
        title="Script to read aloud: listening, data entry",
        help="script to read aloud: listening, data entry",
        group="Exam",
        opens=True,
    ),
    Command(
        id="exam.load",
        keys="l",
        do="load_file",
        word="load a file",
        short="load",
        title="Load exam results from a file",
        help="results from a file, matched by mobile, number or name",
        group="Exam",
    ),
    Command(
        id="exam.batch",
        keys="o",
        do="choose_batch",
        word="other batch",
        short="batch",
        title="Other batch: a class, or who is here today",
        help="a class, or who is here today",
        group="Exam",
        opens=True,
    ),
    Command(
        id="exam.slip",
        keys="f",
        do="slip",
        word="slip",
        title="See the slip",
        help="see the slip",
        group="Exam",
        when=_no_slip,
    ),
    Command(
        id="exam.void",
        keys="x",
        do="void",
        title="Void: a fault of ours",
        help="void: a fault of ours, a new try today",
        group="Exam",
        when=_no_attempt,
    ),
    Command(
        id="exam.sheet",
        keys="e",
        do="sheet",
        title="Score sheet: evidence, critical errors",
        help="score sheet: evidence, critical errors",
        group="Exam",
        when=_no_attempt,
    ),
    Command(
        id="exam.person",
        keys="c",
        do="person",
        title="Person",
        help="the person's page",
        group="Exam",
        when=_nobody,
    ),
)
