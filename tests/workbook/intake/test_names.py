"""Names: as people write them, whatever the file does to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.workbook.intake.cleaning import clean_name
from domain.workbook.intake.names import MAX_NAME
from domain.workbook.intake.vocabulary import fold


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  TALA   REYES ", "Tala Reyes"),
        ("tala reyes", "Tala Reyes"),
        ("MA. LOURDES DE LA CRUZ", "Ma. Lourdes de la Cruz"),
        ("JUAN DELA CRUZ JR.", "Juan Dela Cruz Jr."),
        ("O'NEIL MCKENZIE MACDONALD", "O'Neil McKenzie MacDonald"),
        ("ANNE-MARIE MACARAEG", "Anne-Marie Macaraeg"),
        ("D'ANGELO ÑUÑEZ", "D'Angelo Ñuñez"),
        ("J.P. RIZAL III", "J.P. Rizal III"),
        ("DR. JOSÉ PEÑA MD", "Dr. José Peña MD"),
        ("NGUYỄN VĂN", "Nguyễn Văn"),
        ("AJ Cruz", "AJ Cruz"),
        ("McKenzie van Dijk", "McKenzie van Dijk"),
        ("Cruz, Ana", "Ana Cruz"),
        ("MACARAEG, ANNE, RN", "Anne Macaraeg RN"),
        ("Ana Cruz, MD", "Ana Cruz, MD"),
        ("田中 さくら", "田中 さくら"),
        ("🙂 Joy Santos", "🙂 Joy Santos"),
        ("Jose\u0301 Pen\u0303a", "José Peña"),
        ("An\u202ea\u200b Cr\x07uz", "Ana Cruz"),
    ],
)
def test_a_name_is_written_as_people_write_it(typed: str, name: str) -> None:
    found = clean_name(typed)
    assert found.text == name
    assert not found.problem
    assert not found.doubt


@pytest.mark.parametrize(
    "typed",
    ["[HR] Ann [/] Cruz", "Robert'); DROP TABLE person;--", '=HYPERLINK("http://x","click")', "@SUM(A1)", "R2D2 Cruz"],
)
def test_what_looks_like_code_is_kept_as_text_and_doubted(typed: str) -> None:
    found = clean_name(typed)
    assert found.text == typed
    assert found.doubt


@pytest.mark.parametrize("typed", ["", "   ", "12345", "???", "-", "N/A", "🙂", "\u200b"])
def test_what_is_no_name_is_refused_with_the_reason(typed: str) -> None:
    found = clean_name(typed)
    assert found.text == ""
    assert found.problem


@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("Noor Salonga", "Noor"),
        ("Ma. Lourdes D. Peñaflor", "Ma. Lourdes"),
        ("Mr. Dante Villar Jr.", "Dante"),
        ("[HR] Ann [/] Cruz", "Ann"),
        ("🙂 Joy Santos", "Joy"),
        ("田中 さくら", "田中 さくら"),
        ('=HYPERLINK("http://x","click")', ""),
        ("Cruz, Ana", "Ana"),
    ],
)
def test_people_are_greeted_by_the_name_they_go_by(typed: str, called: str) -> None:
    assert clean_name(typed).called == called


def test_a_surname_of_its_own_comes_last_in_the_name_and_first_in_the_order() -> None:
    found = clean_name("LUCÍA", surname="MUÑOZ DE LA VEGA")
    assert (found.text, found.called, found.sort_name) == ("Lucía Muñoz de la Vega", "Lucía", "munoz de la vega lucia")
    assert clean_name("Ana", surname="DE LA CRUZ").text == "Ana de la Cruz"
    assert clean_name("LEO", surname="UY").text == "Leo Uy"
    assert clean_name("CRUZ, Ana").text == "Ana Cruz"
    assert clean_name("Reyes, Tala").sort_name == "reyes tala"
    assert clean_name("Tala Reyes").sort_name == "tala reyes"


def test_a_name_without_end_is_cut() -> None:
    assert len(clean_name("Ana " * 100).text) <= MAX_NAME


@given(st.text(max_size=60))
def test_cleaning_a_clean_name_changes_nothing(typed: str) -> None:
    once = clean_name(typed)
    if not once.problem:
        again = clean_name(once.text)
        assert not again.problem
        assert fold(again.text) == fold(once.text) or "," in once.text


@given(st.lists(st.sampled_from(["Ana", "Jose", "Sr", "Ma", "Cruz", "Reyes", "Don", "De"]), min_size=2, max_size=4))
def test_the_short_way_through_gives_what_the_long_way_gives(parts: list[str]) -> None:
    quick = clean_name(" ".join(parts))
    slow = clean_name(" ".join(parts) + "\u200b")
    assert quick == slow
