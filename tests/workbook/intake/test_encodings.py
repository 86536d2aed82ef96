"""Encodings: told where they can be told, asked where not."""

from __future__ import annotations

import codecs

import pytest

from domain.model.errors import BadInput
from domain.workbook.intake import read_table
from domain.workbook.intake.encodings import decode
from tests.workbook.intake.support import SAMPLES

SPANISH = "nombre;ciudad\nPeña Ordóñez;Jericó\nÁlvarez;¿Mañana?\n"
POLISH = "nombre;ciudad\nWąsik;Łódź\nŻak;Gdańsk\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (SPANISH.encode(), "utf-8"),
        (SPANISH.encode("utf-8-sig"), "utf-8"),
        (SPANISH.encode("cp1252"), "cp1252"),
        (codecs.BOM_UTF16_LE + SPANISH.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + SPANISH.encode("utf-16-be"), "utf-16-be"),
        (SPANISH.encode("utf-16-le"), "utf-16-le"),
        (SPANISH.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + SPANISH.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_an_encoding_that_can_be_told_is_told(data: bytes, encoding: str) -> None:
    decoded = decode(data, "people.csv")
    assert decoded.text == SPANISH
    assert decoded.encoding == encoding
    assert not decoded.doubts


@pytest.mark.parametrize(
    ("data", "right"),
    [
        (POLISH.encode("cp1250"), "cp1250"),
        (SPANISH.encode("mac_roman"), "mac_roman"),
        (SPANISH.encode("cp850"), "cp850"),
        (b"name,city\nJos\x8d,Cebu\n", "cp1250"),
        (("name,city\n" + "Peña,Jericó\n" * 10).encode() + b"Mu\xf1oz,Cali\n", "utf-8"),
    ],
)
def test_an_encoding_that_cannot_be_told_is_asked_with_lines_to_compare(data: bytes, right: str) -> None:
    decoded = decode(data, "people.csv")
    (doubt,) = decoded.doubts
    assert doubt.about == "encoding"
    assert right in doubt.choices
    assert any(right in sample and "line 2" in sample for sample in doubt.samples)
    assert decoded.encoding == doubt.choices[0]


def test_the_answer_settles_it() -> None:
    table = read_table(POLISH.encode("cp1250"), "people.csv", encoding="cp1250")
    assert table.rows[0].cells == ("Wąsik", "Łódź")
    assert not table.doubts


def test_an_answer_that_does_not_fit_names_the_line() -> None:
    with pytest.raises(BadInput, match="line 3 does not read as utf-8"):
        read_table(b"name,city\nAna,Cebu\nMu\xf1oz,Cali\n", "people.csv", encoding="utf-8")
    with pytest.raises(BadInput, match="no encoding"):
        read_table(b"name,city\nAna,Cebu\n", "people.csv", encoding="rot13")


def test_the_job_fair_sheet_needs_no_question() -> None:
    table = read_table(SAMPLES / "feria.csv")
    assert (table.encoding, table.delimiter) == ("cp1252", ";")
    assert table.rows[1].cells[:2] == ("MUÑOZ DE LA VEGA", "LUCÍA")
    assert not table.doubts
