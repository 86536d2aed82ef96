"""Headers: matched in three languages, correctable, and some refused by name."""

from __future__ import annotations

import pytest

from domain.model.errors import BadInput, CatalogueError
from domain.workbook.intake import Field, Use, columns_of, read_table
from domain.workbook.intake.columns import SURE, ColumnMap, match_columns, refused_rule
from domain.workbook.intake.vocabulary import DATA, parse_vocabulary, vocabulary
from tests.workbook.intake.support import SAMPLES, preview


def match(*header: str, overrides: dict[str, str] | None = None, cells: tuple[str, ...] = ()) -> ColumnMap:
    return match_columns(header, [cells] if cells else [], vocabulary(), overrides)


def fields(columns: ColumnMap) -> list[str]:
    return [str(column.field or column.use) for column in columns.columns]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Full Name", Field.NAME),
        ("Buong Pangalan", Field.NAME),
        ("Apellidos y Nombres", Field.NAME),
        ("  FIRST_NAME ", Field.FIRST_NAME),
        ("firstName", Field.FIRST_NAME),
        ("Mobile Number (e.g. 09171234567)", Field.MOBILE),
        ("Please enter your mobile number*", Field.MOBILE),
        ("Número de teléfono", Field.MOBILE),
        ("WhatsApp no.", Field.MOBILE),
        ("My WhatsApp thing", Field.MOBILE),
        ("E-mail Address", Field.EMAIL),
        ("Correo electrónico", Field.EMAIL),
        ("Which account are you applying for?", Field.ACCOUNT),
        ("Puesto", Field.ACCOUNT),
        ("How did you hear about us?", Field.SOURCE),
        ("Saan mo kami nalaman?", Field.SOURCE),
        ("Best time to call you", Field.WINDOW),
        ("Anong oras ka pwedeng tawagan", Field.WINDOW),
        ("Preferred contact method", Field.CHANNEL),
        ("Are you willing to work shifting schedules?", Field.SCHEDULE),
        ("Tell us about a time you helped someone", Field.ANSWER),
        ("Velocidad (ppm)", Field.WPM),
        ("net_wpm", Field.WPM),
        ("Inglés", Field.CEFR),
        ("Candidate ID", Field.REFERENCE),
        ("Stage Entered At", Field.STAGE_AT),
        ("Rejected At", Field.ENDED_AT),
        ("Rejection Reason", Field.REASON),
        ("Marca temporal", Field.APPLIED_AT),
        ("Observaciones", Field.NOTE),
        ("Emial Adress", Field.EMAIL),
    ],
)
def test_a_header_is_known_in_the_words_hubs_use(header: str, field: Field) -> None:
    (column,) = match(header).columns
    assert column.field is field
    assert column.use is Use.TAKEN
    assert column.reason


@pytest.mark.parametrize(
    "header",
    [
        "Emergency contact mobile",
        "Recruiter name",
        "Name of school",
        "Email of referrer",
        "Previous employer",
        "Favourite colour",
        "Nombre de la madre",
        "",
    ],
)
def test_what_speaks_of_others_or_of_nothing_known_is_left_out_and_listed(header: str) -> None:
    columns = match(header)
    assert [column.header for column in columns.left_out] == [header]


@pytest.mark.parametrize(
    ("header", "rule"),
    [
        ("Date of Birth", "birth date"),
        ("DOB (MM/DD/YYYY)", "birth date"),
        ("dateOfBirth", "birth date"),
        ("date_of_birth", "birth date"),
        ("Brithday", "birth date"),
        ("Fecha de nacimiento", "birth date"),
        ("F. Nac.", "birth date"),
        ("Cumpleaños", "birth date"),
        ("Petsa ng Kapanganakan", "birth date"),
        ("Kaarawan", "birth date"),
        ("Geburtsdatum", "birth date"),
        ("出生日期", "birth date"),
        ("Age", "age"),
        ("AGE (years)", "age"),
        ("Edad", "age"),
        ("Gulang", "age"),
        ("Photo", "photo"),
        ("2x2 ID picture", "photo"),
        ("Larawan", "photo"),
        ("Gender", "sex"),
        ("Sex (M/F)", "sex"),
        ("M/F", "sex"),
        ("Género", "sex"),
        ("Kasarian", "sex"),
        ("性別", "sex"),
        ("Civil Status", "civil status"),
        ("Marital status:", "civil status"),
        ("Estado Civil", "civil status"),
        ("Katayuang sibil", "civil status"),
        ("Religion", "religion"),
        ("Religión", "religion"),
        ("Relihiyon", "religion"),
        ("Name / Age", "age"),
    ],
)
def test_what_must_not_play_a_part_in_hiring_is_refused_by_name(header: str, rule: str) -> None:
    (column,) = match(header).refused
    assert column.rule == rule
    assert column.field is None
    assert rule in column.reason


@pytest.mark.parametrize(
    "header",
    ["Agency", "Region", "Message", "Average handle time", "Nacionalidad", "Sexto piso", "Status", "Imagen de marca"],
)
def test_words_that_only_look_alike_are_not_refused(header: str) -> None:
    assert refused_rule(header, vocabulary()) == ""


def test_a_refused_column_cannot_be_brought_in_by_another_name() -> None:
    with pytest.raises(BadInput, match="no room for sex"):
        match("Name", "Gender", overrides={"Gender": "note"})
    assert match("Name", "Gender", overrides={"Gender": "-"}).refused[0].header == "Gender"


def test_status_is_a_stage_only_where_its_cells_say_so() -> None:
    assert fields(match("Status", cells=("Phone Screen",))) == ["stage"]
    assert match("Estado", cells=("Soltera",)).refused[0].rule == "civil status"
    assert match("Status", cells=("blue",)).left_out


def test_one_field_has_one_column_and_a_further_number_is_the_second() -> None:
    assert fields(match("Mobile number", "Phone", "Email", "E-mail", "Notes", "Remarks")) == [
        "mobile",
        "second_mobile",
        "email",
        "left_out",
        "note",
        "note",
    ]


def test_a_name_beside_a_surname_is_the_given_name() -> None:
    assert fields(match("Nombre", "Apellido")) == ["first_name", "last_name"]
    assert fields(match("Nombre", "Ciudad")) == ["name", "city"]


def test_corrections_win_and_push_the_guess_aside() -> None:
    columns = match("Name", "Phone", "Handy", overrides={"handy": "mobile", "Name": "-"})
    assert fields(columns) == ["left_out", "left_out", "mobile"]
    assert columns.of(Field.MOBILE)[0].confidence == 1.0


def test_corrections_of_what_does_not_exist_list_what_does() -> None:
    with pytest.raises(BadInput) as unknown_field:
        match("Name", overrides={"Name": "nickname"})
    assert all(f"{field} (" in unknown_field.value.hint for field in Field)
    with pytest.raises(BadInput, match='no column "Nmae"') as unknown_column:
        match("Name", "Phone", overrides={"Nmae": "name"})
    assert "Name, Phone" in unknown_column.value.hint


def test_a_doubtful_match_says_so_and_a_plain_one_is_sure() -> None:
    assert match("Emial Adress").columns[0].confidence < SURE
    assert match("Email").columns[0].confidence == 1.0


def test_a_column_without_a_header_is_known_by_addresses_only() -> None:
    table = read_table(b"name,\nAna,ana@example.com\nBen,ben@example.com\n", "people.csv")
    assert fields(columns_of(table)) == ["name", "email"]


def test_cells_of_refused_columns_are_nowhere_in_a_preview() -> None:
    shown = preview(SAMPLES / "ats.csv")
    assert shown.refused_columns == ("Date of Birth (birth date)", "Gender (sex)")
    assert "1998" not in repr(shown.rows)
    assert "24" not in repr(preview(SAMPLES / "feria.csv", region="CO").rows[0].person)


def test_the_vocabulary_is_checked_when_read() -> None:
    text = DATA.read_text(encoding="utf-8")
    with pytest.raises(CatalogueError, match=r'"gender" stands under both'):
        parse_vocabulary(text.replace("[religion, religious", "[gender, religion, religious"))
    with pytest.raises(CatalogueError, match=r"intake\.yaml"):
        parse_vocabulary(text.replace("state: withdrew", "state: vanished"))
    with pytest.raises(CatalogueError, match=r"intake\.yaml"):
        parse_vocabulary(text + "\nsurprise: 1\n")
    with pytest.raises(CatalogueError, match=r"intake\.yaml"):
        parse_vocabulary("fields: [")
