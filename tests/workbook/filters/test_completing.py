"""What is offered while a filter line is typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.workbook.filters import complete, parse
from tests.workbook.filters.lexicons import known
from tests.workbook.filters.test_parsing import lines

KNOWN = known()


@pytest.mark.parametrize(
    ("line", "replaced", "offered"),
    [
        ("", "", ["stage:", "state:", "account:"]),
        ("sta", "sta", ["stage:", "state:"]),
        ("joan ow", "ow", ["owner:", "owed"]),
        ("joan -st", "st", ["stage:", "state:"]),
        ("stage:", "", ["applied", "phone", "in-person"]),
        ("stage:mo", "mo", ["mock-call"]),
        ("-stage:exam,mo", "mo", ["mock-call"]),
        ("state:not", "not", ["not-yet", "not-chosen"]),
        ("source:w", "w", ["walk-in", '"Walk in"']),
        ('city:"que', '"que', ['"Quezon City"']),
        ("tag:ni", "ni", ["nights", '"night owl"']),
        ("owner:", "", ["me", "Ines", "Noor"]),
        ("retest:", "", ["due", "any", "none"]),
        ("waiting:>", ">", [">3d"]),
        ("nofield:x", "", []),
        ('"sta', "", []),
    ],
)
def test_what_is_offered_and_what_it_replaces(line: str, replaced: str, offered: list[str]) -> None:
    found = complete(line, len(line), KNOWN)
    assert line[found.start : found.end] == replaced
    assert [one.text for one in found.candidates][: len(offered)] == offered
    assert bool(found.candidates) == bool(offered)


def test_what_is_taken_stands_in_the_line_with_the_caret_behind_it() -> None:
    line = "joan sta owed"
    found = complete(line, 8, KNOWN)
    line, caret = found.taken(found.candidates[0])
    assert (line, caret) == ("joan stage: owed", 11)
    found = complete(line, caret, KNOWN)
    assert found.taken(found.candidates[0]) == ("joan stage:applied owed", 19)
    assert complete("stage:ex", 8, KNOWN).taken(complete("stage:ex", 8, KNOWN).candidates[0]) == ("stage:exam ", 11)


@given(lines, st.integers(0, 60))
@settings(max_examples=300, deadline=None)
def test_whatever_is_typed_what_is_taken_is_no_mistake(line: str, caret: int) -> None:
    found = complete(line, caret, KNOWN)
    assert 0 <= found.start <= found.end <= len(line)
    wrong = len(parse(line, KNOWN).problems)
    for candidate in found.candidates:
        mended, place = found.taken(candidate)
        assert 0 <= place <= len(mended)
        # a value behind the caret may be none of the field that now stands in front of it
        assert sum(one.start < place for one in parse(mended, KNOWN).problems) <= wrong
