"""Mobiles and addresses: five spellings are one number, and what does not parse is kept and said."""

from __future__ import annotations

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.workbook.intake.cleaning import clean_email, clean_mobile
from domain.workbook.intake.contacts import EmailReader, PhoneReader, likely_regions


@pytest.mark.parametrize(
    "typed",
    [
        "09175550101",
        "0917-555-0101",
        "+63 917 555 0101",
        "639175550101",
        "(0917) 555.0101",
        "9175550101",
        "9175550101.0",
        "9.175550101E+09",
        "0063 917 555 0101",
        "0917 555 0101 ext 12",
    ],
)
def test_every_spelling_is_one_number(typed: str) -> None:
    found = clean_mobile(typed, "PH")
    assert found.number == "+639175550101"
    assert found.typed == typed
    assert not found.doubt


@pytest.mark.parametrize("typed", ["12345", "0917 CALL ME", "9.17E+09", "no number", "0000000000", "٠٩١٧"])
def test_what_does_not_parse_is_kept_as_typed_with_the_reason(typed: str) -> None:
    found = clean_mobile(typed, "PH")
    assert (found.number, found.typed) == ("", typed)
    assert typed in found.doubt


def test_digits_that_a_spreadsheet_lost_are_asked_for() -> None:
    assert "digits are lost" in clean_mobile("9.17E+09", "PH").doubt


@pytest.mark.parametrize("typed", ["", "  ", "n/a", "-", "wala"])
def test_a_blank_is_a_blank(typed: str) -> None:
    assert clean_mobile(typed, "PH").typed == ""
    assert clean_email(typed).typed == ""


@pytest.mark.parametrize("joint", [" / ", "/", " or ", "; ", ", ", "\n"])
def test_of_two_numbers_the_first_is_used_and_the_second_kept(joint: str) -> None:
    found = clean_mobile(f"0917 555 0101{joint}0918 555 0102", "PH")
    assert found.number == "+639175550101"
    assert found.second == "0918 555 0102"
    assert "more than one" in found.doubt


def test_a_number_of_another_country_is_read_by_its_code() -> None:
    assert clean_mobile("573160906964", "PH").number == "+573160906964"
    assert clean_mobile("+57 316 090 6964", "PH").number == "+573160906964"
    assert clean_mobile("3160906964", "CO").number == "+573160906964"


def test_numbers_that_do_not_parse_are_still_compared_by_their_digits() -> None:
    assert clean_mobile("386 310 4555", "CO").key == clean_mobile("3863104555", "CO").key != ""
    assert clean_mobile("12345", "CO").key == ""


def test_a_landline_is_told_from_a_mobile() -> None:
    assert clean_mobile("(02) 8123 4567", "PH").landline
    assert not clean_mobile("09175550101", "PH").landline


def test_a_file_from_another_country_is_recognised_and_the_own_one_left_alone() -> None:
    colombian = [f"3{n}555{n:04d}" for n in range(10, 40)]
    assert likely_regions(["3105550101", "3115550102", "3205550103", *colombian], "PH")[0] == "CO"
    assert likely_regions(["3105550101", "3115550102", "3205550103"], "CO") == ()
    assert likely_regions(["12345", "n"], "PH") == ()


def library(text: str, region: str) -> str:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@settings(max_examples=2000)
@given(
    st.sampled_from(["PH", "CO", "MX", "US", "PE", "GT", "DO", "CR"]),
    st.sampled_from(["", "0", "+63", "63", "+57", "57", "52", "1", "+1", "51", "502", "506"]),
    st.text("0123456789", min_size=6, max_size=12),
    st.sampled_from(["", "-", " ", "."]),
)
def test_the_short_way_never_differs_from_the_library(region: str, prefix: str, digits: str, joint: str) -> None:
    text = prefix + digits[:3] + joint + digits[3:6] + joint + digits[6:]
    quick = PhoneReader(region).quick(text)
    assert quick in ("", library(text, region))


@settings(max_examples=500)
@given(st.sampled_from(["09", "639", "+639", "9"]), st.integers(0, 999_999_999))
def test_philippine_mobiles_are_read_as_the_library_reads_them(prefix: str, digits: int) -> None:
    text = f"{prefix}{digits:09d}"
    assert clean_mobile(text, "PH").number == library(text, "PH")


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Tala.Reyes@Example.COM", "tala.reyes@example.com"),
        (" <tala@example.com> ", "tala@example.com"),
        ("mailto:tala@example.com", "tala@example.com"),
        ("josé@example.com", "josé@example.com"),
        ("no email", ""),
        ("tala..reyes@example.com", ""),
        ("tala@example", ""),
        ("tala@hub.test", ""),
        ("tala reyes@example.com", ""),
        ("tala@exam\u202eple.com", "tala@example.com"),
    ],
)
def test_an_address_is_put_in_one_form_or_kept_as_typed(typed: str, address: str) -> None:
    found = clean_email(typed)
    assert found.address == address
    assert bool(found.doubt) is not bool(address)
    assert found.typed


LOCAL = st.text("ab0._+-A!", min_size=1, max_size=66)
DOMAIN = st.sampled_from(
    ["example.com", "Example.COM", "x.test", "-bad.com", "a..b", "bücher.example", "localhost", "mail.example.org"]
)


@settings(max_examples=1000, deadline=None)
@given(LOCAL, DOMAIN)
def test_the_short_way_for_addresses_never_differs_from_the_library(local: str, domain: str) -> None:
    text = f"{local}@{domain}"
    try:
        expected = validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        expected = ""
    assert EmailReader().quick(text) in ("", expected)
