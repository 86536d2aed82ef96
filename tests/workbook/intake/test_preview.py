"""The preview: every row with its line, its flags and a choice; duplicates offered, never merged."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import date, datetime

import pytest

from domain.model.errors import BadInput, CatalogueError
from domain.model.terms import EndedBy, MilestoneId, State
from domain.workbook.intake import (
    Choice,
    FlagKind,
    Known,
    PersonDraft,
    Preview,
    PreviewRow,
    build_preview,
    read_table,
)
from tests.workbook.intake.support import ACCOUNTS, CEFR, SAMPLES, TODAY, Book, preview, xlsx


def row(shown: Preview, line: int) -> PreviewRow:
    return next(each for each in shown.rows if each.line == line)


def person(shown: Preview, line: int) -> PersonDraft:
    found = row(shown, line).person
    assert found is not None
    return found


def flags(shown: Preview, line: int, kind: FlagKind = FlagKind.DOUBTFUL) -> list[str]:
    return [str(flag.field) for flag in row(shown, line).flags if flag.kind is kind]


def test_form_responses_end_to_end() -> None:
    shown = preview(SAMPLES / "form.csv")
    counts = shown.counts
    assert (counts.rows, counts.refused, counts.twins, counts.taken, counts.left_out) == (13, 1, 1, 11, 2)
    assert counts.clean + counts.doubtful + counts.refused == counts.rows
    assert not shown.doubts
    assert person(shown, 2).phone == "+639175550101"
    assert person(shown, 2).account == ""
    lourdes = person(shown, 3)
    assert (lourdes.called, lourdes.account, lourdes.source) == ("Ma. Lourdes", "telecom_tech", "JobStreet")
    assert "then I showed them how." in lourdes.note
    assert (person(shown, 6).window_from, person(shown, 6).window_to) == ("09:00", "12:00")
    assert person(shown, 2).applied_at == datetime(2026, 11, 15, 13, 11, 51)


def test_hostile_and_broken_rows_are_taken_as_text_or_refused_with_line_and_reason() -> None:
    shown = preview(SAMPLES / "form.csv")
    assert person(shown, 7).name == "[HR] Ann [/] Cruz"
    assert flags(shown, 8) == ["email"]
    assert "weekends only" in person(shown, 8).note
    assert flags(shown, 10) == ["name", "mobile", "email"]
    assert (person(shown, 10).phone, person(shown, 10).phone_typed) == ("", "12345")
    assert (person(shown, 10).email, person(shown, 10).email_typed) == ("", "no email")
    assert row(shown, 11).refused
    assert row(shown, 11).choice is Choice.LEAVE_OUT
    assert row(shown, 11).flags[0].message == "There is no name."
    assert person(shown, 12).name.startswith("=HYPERLINK")
    assert person(shown, 14).phone == ""


def test_the_same_mobile_in_another_spelling_and_a_shouted_name_is_offered_and_left_out() -> None:
    shown = preview(SAMPLES / "form.csv")
    twin = row(shown, 9).twin
    assert twin is not None
    assert (twin.line, twin.person, twin.sure) == (6, 0, True)
    assert "same mobile" in twin.why
    assert row(shown, 9).choice is Choice.LEAVE_OUT
    assert person(shown, 9).name == "Tala Reyes"


def test_a_family_sharing_a_number_is_taken_and_flagged() -> None:
    found = row(preview(SAMPLES / "form.csv"), 15)
    assert found.twin is not None
    assert not found.twin.sure
    assert "another name" in found.twin.why
    assert found.choice is Choice.TAKE
    assert found.doubtful


def test_two_people_of_one_name_are_both_taken_and_said() -> None:
    found = row(preview(SAMPLES / "form.csv"), 16)
    assert found.twin is not None
    assert (found.twin.line, found.twin.sure, found.choice) == (2, False, Choice.TAKE)
    assert "another mobile" in found.twin.why


def test_the_job_fair_sheet_end_to_end() -> None:
    shown = preview(SAMPLES / "feria.csv", region="CO")
    assert shown.refused_columns == ("Edad (age)",)
    martin = person(shown, 2)
    assert (martin.name, martin.called, martin.sort_name) == (
        "Martín Cárdenas Ordóñez",
        "Martín",
        "cardenas ordonez martin",
    )
    assert (martin.phone, martin.city, martin.note) == ("+573105550101", "San Pedro", "Turno noche no")
    assert martin.measures == {"wpm": 35.5, "cefr": 3.0}
    lucia = person(shown, 3)
    assert (lucia.name, lucia.city, lucia.measures["cefr"]) == ("Lucía Muñoz de la Vega", "Bogotá, D.C.", 4.5)


def test_an_impossible_measure_is_refused_with_its_range_and_the_person_taken() -> None:
    shown = preview(SAMPLES / "feria.csv", region="CO")
    assert person(shown, 4).measures == {}
    assert flags(shown, 4, FlagKind.REFUSED) == ["wpm", "cefr"]
    assert "0 to 250 words a minute" in row(shown, 4).flags[0].message
    assert row(shown, 4).choice is Choice.TAKE


def test_numbers_of_another_country_are_asked_about_not_guessed() -> None:
    shown = preview(SAMPLES / "feria.csv", region="PH")
    (doubt,) = shown.doubts
    assert (doubt.about, doubt.choices[:2]) == ("region", ("PH", "CO"))
    assert person(shown, 2).phone == ""
    assert not preview(SAMPLES / "feria.csv", region="CO").doubts


def test_another_systems_export_end_to_end() -> None:
    shown = preview(SAMPLES / "ats.csv")
    gia = person(shown, 2)
    assert (gia.name, gia.sort_name, gia.reference) == ("Gia Ramos", "ramos gia", "GH-1")
    assert (gia.account, gia.account_typed) == ("telecom_tech", "TSR - Telecom (Wave 3)")
    assert (gia.stage, gia.ending, gia.ended_by) == (MilestoneId.PHONE, State.NOT_SELECTED, EndedBy.US)
    assert gia.ended_at == date(2026, 11, 11)
    assert gia.stage_at is not None
    assert gia.stage_at.isoformat() == "2026-11-13T06:00:00+08:00"
    assert flags(shown, 2, FlagKind.NOTE) == ["ended_at"]
    leo = person(shown, 3)
    assert (leo.stage, leo.ending, leo.ended_by, leo.tags) == (MilestoneId.APPLICATION, None, None, "bilingual")
    assert (person(shown, 4).ending, person(shown, 4).ended_by) == (State.WITHDREW, EndedBy.CANDIDATE)
    assert person(shown, 4).tags == "near site, rehire"
    assert person(shown, 5).ending is State.NO_SHOW
    assert [person(shown, line).stage for line in (5, 6, 7, 8)] == [
        MilestoneId.EXAM,
        MilestoneId.MOCK_CALL,
        MilestoneId.FINAL,
        MilestoneId.OFFER,
    ]


def test_unknown_stage_account_and_reason_are_doubted_and_kept() -> None:
    shown = preview(SAMPLES / "ats.csv")
    zoe = person(shown, 9)
    assert flags(shown, 9) == ["account", "stage", "reason"]
    assert (zoe.stage, zoe.account, zoe.account_typed, zoe.reason) == (None, "", "Moon base", "Left for the circus")


def test_a_short_row_is_refused_where_a_birth_date_could_stand_in_another_column() -> None:
    shown = preview(SAMPLES / "ats.csv")
    assert row(shown, 10).refused
    assert "birth date" in row(shown, 10).flags[0].message
    plain = preview("name,mobile,city\nAna Cruz,09175550101\n")
    assert person(plain, 2).name == "Ana Cruz"
    assert plain.counts.doubtful == 1


def test_a_spreadsheet_goes_the_same_way() -> None:
    data = xlsx(
        {"People": [["Name", "Mobile", "Applied on", "Typing accuracy"], ["ANA CRUZ", 9175550101, "=2026-11-15", 0.85]]}
    )
    shown = preview(read_table(data, "people.xlsx"))
    ana = person(shown, 2)
    assert (ana.name, ana.phone, ana.applied_at) == ("Ana Cruz", "+639175550101", date(2026, 11, 15))
    assert ana.measures == {"typing_accuracy": 85.0}
    assert any("0.85" in remark.message for remark in shown.remarks)


def test_broken_lines_stand_among_the_rows_in_their_place() -> None:
    shown = preview('name,mobile\nAna Cruz,09175550101\n"Ben,09175550102\nCy Diaz,09175550103\n')
    assert [(each.line, each.refused) for each in shown.rows] == [(2, False), (3, True), (4, False)]


def test_known_people_are_asked_for_once_of_a_kind_and_matched() -> None:
    book = Book(
        [
            Known(7, "Tala Reyes", phone="+639175550101"),
            Known(8, "Ben Uy", email="ben@example.com"),
            Known(9, "Cy Diaz", reference="GH-9"),
            Known(10, "Dee Lim", phone_typed="55 501 999"),
            Known(11, "Fay Go", phone="+639175550199"),
        ]
    )
    text = (
        "name,mobile,email,reference\n"
        "REYES Tala,0917-555-0101,,\n"
        "Benn Uy,,BEN@example.com,\n"
        "Cy Diaz,09175550103,cy@example.com,GH-9\n"
        "Dee Lim,55501999,,\n"
        "Fay Go,09175550105,,\n"
        "Gil Ong,09175550106,,\n"
    )
    shown = preview(text, existing=book)
    assert sorted(book.asked) == ["email", "names", "phone", "reference"]
    twins = {each.line: each.twin and (each.twin.person, each.twin.sure) for each in shown.rows}
    assert twins == {2: (7, True), 3: (8, True), 4: (9, True), 5: (10, True), 6: (11, False), 7: None}
    assert [each.choice for each in shown.rows if each.twin and each.twin.sure] == [Choice.LEAVE_OUT] * 4


def test_the_same_row_twice_without_any_number_is_left_out_once() -> None:
    shown = preview("name,city\nAna Cruz,Cebu\nAna Cruz,Cebu\nAna Cruz,Cali\n")
    assert [each.choice for each in shown.rows] == [Choice.TAKE, Choice.LEAVE_OUT, Choice.TAKE]


def test_without_a_column_of_names_nothing_is_guessed() -> None:
    with pytest.raises(BadInput, match="no column holds names") as refusal:
        preview("mobile,wpm\n09175550101,30\n")
    assert "mobile, wpm" in refusal.value.hint


def test_corrected_columns_change_what_is_read() -> None:
    text = "Who,Handy\nAna Cruz,09175550101\n"
    shown = preview(text, columns={"Who": "name", "Handy": "mobile"})
    assert (person(shown, 2).name, person(shown, 2).phone) == ("Ana Cruz", "+639175550101")


def test_a_date_order_that_cannot_be_told_is_asked_and_settled() -> None:
    text = "name,mobile,timestamp\nAna Cruz,09175550101,3/4/2026\nBen Uy,09175550102,5/6/2026\n"
    shown = preview(text)
    assert [doubt.about for doubt in shown.doubts] == ["date order: timestamp"]
    settled = preview(text, order="day first")
    assert not settled.doubts
    assert person(settled, 2).applied_at == date(2026, 4, 3)
    with pytest.raises(BadInput, match="order of dates"):
        preview(text, order="year first")


def test_a_date_after_today_is_refused_and_the_person_taken() -> None:
    shown = preview("name,mobile,timestamp\nAna Cruz,09175550101,2027-01-01\nBen Uy,09175550102,soon\n")
    assert person(shown, 2).applied_at is None
    assert flags(shown, 2, FlagKind.REFUSED) == ["applied_at"]
    assert flags(shown, 3, FlagKind.REFUSED) == ["applied_at"]


def test_second_numbers_and_wishes_are_kept_in_the_note() -> None:
    text = (
        "name,mobile,other number,best time,channel,second channel,time zone\n"
        "Ana Cruz,09175550101 / 09185550102,09195550103,after lunch?,Viber,Text message,Madrid\n"
    )
    ana = person(preview(text), 2)
    assert (ana.channel, ana.second_channel, ana.zone) == ("whatsapp_or_viber", "sms", "Europe/Madrid")
    assert "Second number: 09185550102, 09195550103" in ana.note
    assert "Best time: after lunch?" in ana.note


def test_every_text_is_cleaned_and_capped() -> None:
    long = "x" * 9000
    header = "name,mobile,email,city,source,reference,tags,note"
    text = f"{header}\nAna\u202e Cruz,1{long},{long},{long},{long},{long},{long},{long}\n"
    ana = person(preview(text), 2)
    caps = {
        "name": 120,
        "phone_typed": 60,
        "email_typed": 254,
        "city": 80,
        "source": 60,
        "reference": 60,
        "tags": 200,
        "note": 2000,
    }
    assert {name for name, cap in caps.items() if len(getattr(ana, name)) > cap} == set()
    assert ana.name == "Ana Cruz"


def test_a_measure_without_its_unit_is_an_error_of_the_catalogue() -> None:
    table = read_table(b"name,wpm\nAna Cruz,30\n", "people.csv")
    with pytest.raises(CatalogueError, match="net_wpm"):
        build_preview(table, {}, region="PH", accounts=ACCOUNTS, units={}, cefr=CEFR, today=TODAY, existing=Book([]))


def test_a_preview_cannot_be_changed_and_knows_its_file() -> None:
    shown = preview(SAMPLES / "ats.csv")
    assert (shown.file, len(shown.digest)) == ("ats.csv", 64)
    with pytest.raises(FrozenInstanceError):
        shown.file = "other"  # type: ignore[misc]
