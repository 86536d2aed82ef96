"""The filter line: what reads as what, what is wrong where, and that nothing that can be typed trips it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.workbook.filters import FIELDS, FLAGS, Age, Ahead, Dates, PeopleQuery, Term, parse, render
from domain.workbook.wording import DAY, HOUR, MINUTE
from tests.workbook.filters.lexicons import known

KNOWN = known()


def terms(line: str) -> tuple[Term, ...]:
    """The terms of a line in which nothing is wrong."""
    parsed = parse(line, KNOWN)
    assert parsed.problems == ()
    return parsed.query.terms


@pytest.mark.parametrize(
    ("line", "words", "term"),
    [
        ("joan alcaraz", "joan alcaraz", None),
        ("0917 555 4471", "0917 555 4471", None),
        ("joan@example.org", "joan@example.org", None),
        ("  joan   stage:mock  ", "joan", Term("stage", ("mock_call",))),
        ("STAGE:Mock-Call", "", Term("stage", ("mock_call",))),
        ("at:phone", "", Term("stage", ("phone_interview",))),
        ("stage:s", "", Term("stage", ("sales_test", "cs_test"))),
        ("stage:mock,exam", "", Term("stage", ("mock_call", "exam"))),
        ("stage:mock stage:exam", "", Term("stage", ("mock_call", "exam"))),
        ('state:"not yet"', "", Term("state", ("not_yet",))),
        ("state:notyet", "", Term("state", ("not_yet",))),
        ("state:withdrawn", "", Term("state", ("withdrew",))),
        ("state:booked", "", Term("state", ("@booked",))),
        ("state:waiting,hired", "", Term("state", ("@waiting", "hired"))),
        ("account:telecom", "", Term("account", ("telecom_tech",))),
        ("account:RETAIL", "", Term("account", ("retail_cs",))),
        ("account:teltec", "", Term("account", ("telecom_tech",))),
        ("opening:retail", "", Term("opening", ("11",))),
        ("opening:12", "", Term("opening", ("12",))),
        ("source:ref", "", Term("source", ("ref",))),
        ("source:refe", "", Term("source", ("referral",))),
        ("source:walk-in", "", Term("source", ("walk-in", "Walk in"))),
        ("source:form", "", Term("source", ("online form",))),
        ("tag:night", "", Term("tag", ("nights", "night owl"))),
        ("owner:me", "", Term("owner", ("@me",))),
        ("owner:none", "", Term("owner", ("",))),
        ('city:"quezon city"', "", Term("city", ("Quezon City",))),
        ("city:田", "", Term("city", ("田中",))),
        ("waiting:>3d", "", Term("waiting", (Age(3 * DAY, None),))),
        ("waiting:<2h", "", Term("waiting", (Age(None, 2 * HOUR),))),
        ("waiting:3d..7d", "", Term("waiting", (Age(3 * DAY, 7 * DAY),))),
        ("waiting:7d..3d", "", Term("waiting", (Age(3 * DAY, 7 * DAY),))),
        ("waiting:90min", "", Term("waiting", (Age(None, 90 * MINUTE),))),
        ("added:>2w", "", Term("added", (Age(14 * DAY, None),))),
        ("added:1aug", "", Term("added", (Dates(date(2026, 8, 1), date(2026, 8, 1)),))),
        ("added:before:2026-08-01", "", Term("added", (Dates(None, date(2026, 7, 31)),))),
        ("added:today", "", Term("added", (Dates(date(2026, 8, 12), date(2026, 8, 12)),))),
        ("retest:due", "", Term("retest", ("@due",))),
        ("retest:<14d", "", Term("retest", (Ahead(None, 14),))),
        ("retest:>14d", "", Term("retest", (Ahead(15, None),))),
        ("retest:3d..7d", "", Term("retest", (Ahead(3, 7),))),
        ("retest:after:1sep", "", Term("retest", (Dates(date(2026, 9, 2), None),))),
        ("retest:before:5jan", "", Term("retest", (Dates(None, date(2027, 1, 4)),))),
        ("ended:us", "", Term("ended", ("by:us",))),
        ("ended:30d", "", Term("ended", (Age(None, 30 * DAY),))),
        ("ended:class-full", "", Term("ended", ("outscored",))),
        ('reason:"night  shift"', "", Term("reason", ("night shift",))),
        ("owed joan", "joan", Term("owed")),
        ("-owed", "", Term("owed", (), True)),
        ("-state:hired,withdrew", "", Term("state", ("hired", "withdrew"), True)),
        ('"owed"', "owed", None),
        ('"stage:mock"', "stage:mock", None),
        ('"joan stage:mock', "joan stage:mock", None),
        ("stage:mock,", "", Term("stage", ("mock_call",))),
        (":joan", ":joan", None),
        ("-", "-", None),
    ],
)
def test_what_a_line_means(line: str, words: str, term: Term | None) -> None:
    parsed = parse(line, KNOWN)
    assert parsed.problems == ()
    assert parsed.query == PeopleQuery(words, terms=(term,) if term else ())


def test_tags_and_ranges_of_one_field_must_all_be_true() -> None:
    assert terms("tag:nights tag:keep") == (Term("tag", ("nights",)), Term("tag", ("keep warm",)))
    assert terms("waiting:>3d waiting:<7d") == (
        Term("waiting", (Age(3 * DAY, None),)),
        Term("waiting", (Age(None, 7 * DAY),)),
    )


def test_the_order_stays_that_of_the_list() -> None:
    query = PeopleQuery("old words", sort="since", descending=True)
    assert parse("joan", KNOWN, query).query == PeopleQuery("joan", sort="since", descending=True)


def test_a_field_without_a_value_is_unfinished_and_no_mistake() -> None:
    parsed = parse("joan stage:", KNOWN)
    assert (parsed.unfinished, parsed.problems, parsed.query) == (True, (), PeopleQuery("joan"))


@pytest.mark.parametrize(
    ("line", "wrong", "message", "hint"),
    [
        ("joan stge:mock", "stge:", 'There is no field "stge".', "stage:"),
        ("-acount:retail owed", "acount:", 'There is no field "acount".', "account:"),
        ("stage:mock,exma", "exma", 'No stage begins with "exma".', "exam"),
        ("state:hierd", "hierd", 'No state begins with "hierd".', "hired"),
        ("account:telcom x", "telcom", 'No account begins with "telcom".', "telco"),
        ('city:"quezn city"', '"quezn city"', 'No city begins with "quezn city".', '"Quezon City"'),
        ("waiting:3x", "3x", '"3x" is no length of time or date for waiting.', ">3d"),
        ("waiting:>3d,soon", "soon", '"soon" is no length of time or date for waiting.', ">3d"),
        ("retest:2h", "2h", '"2h" is no day for retest.', "due"),
        ("added:31feb", "31feb", '"31feb" is no length of time or date for added.', ">3d"),
        ("10:30", "10:30", 'There is no field "10"; put it in quotes to search for it.', '"10:30"'),
    ],
)
def test_what_is_wrong_is_pointed_at_with_a_way_out(line: str, wrong: str, message: str, hint: str) -> None:
    parsed = parse(line, KNOWN)
    problem = parsed.problems[0]
    assert (line[problem.start : problem.end], problem.message) == (wrong, message)
    assert hint in problem.hints
    assert parsed.says.startswith(message)
    mended = line[: problem.start] + problem.hints[0] + line[problem.end :]
    assert parse(mended, KNOWN).problems == parsed.problems[1:]


@pytest.mark.parametrize(
    ("line", "may_go_on"),
    [
        ("waiting:>", True),
        ("waiting:>3", True),
        ("waiting:3d..7", True),
        ("waiting:90mi", True),
        ("added:1s", True),
        ("added:2026-0", True),
        ("added:bef", True),
        ("added:before:tom", True),
        ("retest:>1", True),
        ("waiting:3x", False),
        ("waiting:soon", False),
        ("added:1sop", False),
        ("stage:mok", False),
        ("stge:mock", False),
    ],
)
def test_what_more_letters_could_make_right_says_so(line: str, may_go_on: bool) -> None:
    """Whoever is still typing it is not to be told that it is wrong."""
    assert [problem.may_go_on for problem in parse(line, KNOWN).problems] == [may_go_on]


def test_a_field_that_is_not_known_in_full_takes_what_it_does_not_know() -> None:
    cut = known()
    cut = type(cut)(cut.today, cut.values, frozenset({next(iter(FIELDS)).CITY}))
    assert parse("city:Naga", cut).query.terms == (Term("city", ("Naga",)),)


LABELS = sorted({value.label for values in KNOWN.values.values() for value in values})
ends = st.sampled_from(["1d", "3h", "90min", "2w", "2026-08-01", "1sep", "today", "31feb", "3x", ""])
pieces = st.one_of(
    st.sampled_from(LABELS).map(lambda label: f'"{label}"'),
    st.sampled_from(LABELS).map(lambda label: label[:3]),
    st.tuples(st.sampled_from(["", "<", ">", "<=", "before:", "after:", ".."]), ends).map("".join),
    st.tuples(ends, ends).map("..".join),
    st.text(max_size=6),
)
names = st.one_of(st.sampled_from([*FIELDS, *FLAGS, "at", "class", "stge", ""]), st.text("abst:", max_size=4))
tokens = st.one_of(
    st.tuples(st.sampled_from(["", "-", '"']), names, st.just(":"), st.lists(pieces, max_size=3).map(",".join)).map(
        "".join
    ),
    st.tuples(st.sampled_from(["", "-"]), st.sampled_from([*FLAGS])).map("".join),
    st.text(max_size=8),
)
lines = st.one_of(st.text(), st.lists(tokens, max_size=5).map(" ".join))


@given(lines)
@settings(max_examples=400, deadline=None)
def test_whatever_is_typed_is_read_and_every_mistake_lies_in_the_line(line: str) -> None:
    parsed = parse(line, KNOWN)
    for problem in parsed.problems:
        assert 0 <= problem.start < problem.end <= len(line)
        assert problem.message
    again = parse(render(parsed.query, KNOWN), KNOWN)
    assert again.problems == ()
    assert again.query == parsed.query
