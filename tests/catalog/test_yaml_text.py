"""YAML as plain values: what is taken, and what is refused with its line."""

from __future__ import annotations

import pytest

from domain.catalog.yaml_text import Id, Source, parse, parser, written
from domain.model.errors import CatalogueError


def complaint(text: str | bytes) -> CatalogueError:
    """What reading a text says."""
    with pytest.raises(CatalogueError) as caught:
        parse(text.encode() if isinstance(text, str) else text, "a.yaml")
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("3.5", 3.5),
        ("+1", 1),
        ("0123", "0123"),
        ("1_000", "1_000"),
        ("08:30", "08:30"),
        ("2024-08-12", "2024-08-12"),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ('"3"', "3"),
        ("'true'", "true"),
        ("B2+", "B2+"),
        ("- ", [None]),
        ("[1, 'a']", [1, "a"]),
        ("1: a\nb: 2", {1: "a", "b": 2}),
    ],
)
@pytest.mark.parametrize("fast", [True, False], ids=["C parser", "Python parser"])
def test_a_plain_value_is_what_it_looks_like(text: str, value: object, fast: bool) -> None:
    read = parse(text.encode(), "a.yaml", parser(fast=fast))
    assert read == value
    assert type(read) is type(value)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse(b"\xef\xbb\xbfa: 1", "a.yaml") == {"a": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: [", "a.yaml line 2: "),
        ("a: 1\n  b: 2", "a.yaml line 2: "),
        ("a: 1\nb: 2\na: 3", "a.yaml line 3: a stands here twice."),
        ("a: 1\nb: !!python/name:os.system x", "a.yaml line 2: tags and types with ! are not read here."),
        ("a: &x [1]\nb: *x", "a.yaml line 1: this is used twice through an alias."),
        ("? [1, 2]\n: b", "a.yaml line 1: a name must be one word or number."),
        ("a: 1\n---\nb: 2", "a.yaml line 2: "),
        ("", "a.yaml is empty."),
        ("# only a remark", "a.yaml is empty."),
        (b"a: caf\xe9", "a.yaml is not UTF-8 text."),
        ("a: \x07", "a.yaml cannot be read: "),
    ],
)
def test_what_is_refused_names_the_file_and_the_line(text: str | bytes, message: str) -> None:
    error = complaint(text)
    assert error.message.startswith(message)
    assert error.hint


def test_a_place_is_found_by_name_position_and_id() -> None:
    source = Source("a.yaml", b"a:\n  - id: x\n    tips:\n      - one\n      - two\n  - id: y\n    tips: []\n")
    assert source.found(("a", Id("x"), "tips", 1)) == (4, 5)
    assert source.found(("a", Id("y"), "tips")) == (3, 7)
    assert source.found(("a", 1, "tips")) == (3, 7)


def test_a_place_that_is_not_there_ends_at_the_nearest_one_around_it() -> None:
    source = Source("a.yaml", b"a:\n  - id: x\n")
    assert source.found(("a", Id("x"), "tips", 0)) == (2, 2)
    assert source.found(("b",)) == (0, 1)


def test_a_place_is_written_as_people_write_it() -> None:
    assert written(("criteria", Id("mc.open"), "tips", 0, "minutes")) == "criteria[mc.open].tips[0].minutes"
    assert written((2, "a")) == "[2].a"
    assert written(()) == ""
