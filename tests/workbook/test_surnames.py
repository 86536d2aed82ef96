"""Which words of a name are the surname."""

from __future__ import annotations

import pytest

from domain.workbook.intake.names import clean_name
from domain.workbook.surnames import surname_of


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Joan Alcaraz", "Alcaraz"),
        ("Maria Clara de la Cruz", "de la Cruz"),
        ("Vincent van den Berg", "van den Berg"),
        ("de la Cruz", "la Cruz"),
        ("Ken Griffey Jr.", "Griffey"),
        ("Luis Tan III", "Tan"),
        ("Joan", ""),
        ("", ""),
        ("Jr.", ""),
        ("林小美", ""),
        ("山田 花子", ""),
    ],
)
def test_the_last_word_with_what_is_written_small_before_it(name: str, surname: str) -> None:
    assert surname_of(name, clean_name(name).sort_name) == surname


@pytest.mark.parametrize(
    ("given", "family"), [("Ana Maria", "Santos Cruz"), ("Íñigo", "Peña Núñez"), ("Ana", "O'Neil"), ("Ana", "Cruz")]
)
def test_a_surname_that_was_typed_apart_is_known_whole(given: str, family: str) -> None:
    name = clean_name(given, surname=family)
    assert surname_of(name.text, name.sort_name) == family
