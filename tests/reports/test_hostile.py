"""Text that tries to be more than text stays text, in every format."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from domain.model.slip import DrillRow, JourneyDocument, RoadStop, SlipDocument, WorkOn
from domain.reports import Format, Letterhead, file_name, render_journey, render_slip, slip_body
from domain.reports.markdown_file import escape
from domain.reports.tidy import tidy_text
from tests.reports.people import JOURNEY, NOT_YET
from tests.reports.reading import html_tags, html_text, markdown_html, pdf_text

HOSTILE = [
    "[/]",
    "[@click=app.quit]go[/]",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }} {% raw %} ${7*7}",
    '#panic("x")',
    "= head *b* _i_ $1$ @ref // no /* no */ <lab> `code`",
    "# head",
    "[a](http://example.org) ![b](http://example.org/x.png)",
    "http://example.org www.example.org <http://example.org>",
    "| a | b |",
    "1. one",
    "- one",
    "~~gone~~ **bold** &amp; &lt;b&gt;",
    "=cmd|' /C calc'!A0",
    "back\\slash \\u{41} \\#",
    "bell\x07 esc\x1b[31m nul\x00 c1\x9b31m",
    "bidi \u202eevil\u202c \u2066x\u2069 zero\u200bwidth \ufeff",
    "two\nlines\r\nand\ttabs\u2028more",
    "lone \ud800 surrogate",
    "x" * 300,
]
FORBIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def _filled(text: str) -> SlipDocument:
    """A slip with the text in every field."""
    return replace(
        NOT_YET,
        person=text,
        site=text,
        milestone=text,
        language=text,
        greeting=text,
        opening=text,
        went_well_heading=text,
        went_well=(text, text),
        work_on_heading=text,
        work_on=(WorkOn(text, text),),
        tip_heading=text,
        tip=text,
        contact=text,
        free_text=text,
        critical=text,
        drills=(DrillRow(text, 10, text),),
    )


def _journey(text: str) -> JourneyDocument:
    stop = RoadStop(text, text, NOT_YET.dated, 2)
    return replace(
        JOURNEY,
        person=text,
        site=text,
        language=text,
        opening=text,
        road=(stop, stop),
        slips=(_filled(text),),
        come_back=text,
        contact=text,
    )


def _head(text: str) -> Letterhead:
    return Letterhead(text, text)


def _plain_tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    return [(tag, attrs) for tag, attrs in html_tags(page) if tag != "html"]


@pytest.mark.parametrize("text", HOSTILE)
def test_html_keeps_the_shape_of_a_harmless_page(text: str) -> None:
    for hostile, harmless in [
        (render_slip(_filled(text), Format.HTML), render_slip(_filled("x"), Format.HTML)),
        (render_journey(_journey(text), Format.HTML), render_journey(_journey("x"), Format.HTML)),
    ]:
        page = hostile.data.decode()
        assert _plain_tags(page) == _plain_tags(harmless.data.decode())
        assert tidy_text(text) in html_text(page)
        assert not FORBIDDEN.search(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_keeps_the_shape_of_a_harmless_page(text: str) -> None:
    for hostile, harmless in [
        (render_slip(_filled(text), Format.MD), render_slip(_filled("x"), Format.MD)),
        (render_journey(_journey(text), Format.MD), render_journey(_journey("x"), Format.MD)),
    ]:
        page = markdown_html(hostile.data.decode())
        assert html_tags(page) == html_tags(markdown_html(harmless.data.decode()))
        assert tidy_text(text) in html_text(page)
        assert not FORBIDDEN.search(hostile.data.decode())


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_has_no_control_signs_and_no_long_lines(text: str) -> None:
    for page in (
        render_slip(_filled(text), Format.TXT, letterhead=_head(text)).data.decode(),
        render_journey(_journey(text), Format.TXT).data.decode(),
        slip_body(_filled(text)),
    ):
        assert not FORBIDDEN.search(page)
        assert max(map(len, page.splitlines())) <= 72
        assert re.sub(r"\s", "", tidy_text(text)) in re.sub(r"\s", "", page)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_the_clean_text(text: str) -> None:
    data = json.loads(render_slip(_filled(text), Format.JSON).data)
    assert data["tip"] == data["work_on"][0]["drill"] == tidy_text(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_pdf_prints_it_as_typed(text: str) -> None:
    rendered = render_slip(_filled(text), Format.PDF, letterhead=_head(text))
    bare = re.sub(r"\s", "", pdf_text(rendered.data))
    wanted = re.sub(r"\s", "", tidy_text(text))
    assert bare.count(wanted) >= 10
    _assert_nothing_runs(rendered.data)
    _assert_nothing_runs(render_journey(_journey(text), Format.PDF).data)


def _assert_nothing_runs(data: bytes) -> None:
    """No links, actions, scripts or attachments in the file."""
    reader = PdfReader(io.BytesIO(data))
    assert all("/Annots" not in page for page in reader.pages)
    root = str(reader.trailer["/Root"])
    assert not any(name in root for name in ("/OpenAction", "/AA", "/JavaScript", "/EmbeddedFiles"))


SIGNS = st.sampled_from(
    [
        *"#$*_`<>@/\\[](){}=+-~\"'&|!\r\n\t\0\u202e\u2066\u200b\u00ad:;,.%^aZ9",
        *("=?utf-8?B?", "\\u{41}", "//", "/*", "javascript:", "]]>", "<!--"),
        *("\u0301" * 5, "\U0001f469\u200d\U0001f467", "\u0639\u0631", "\U000e0041", "\ufffe"),
    ]
)


@settings(max_examples=20, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(SIGNS, max_size=25).map("".join)))
def test_whatever_is_typed_runs_in_no_format_and_gives_a_plain_name(text: str) -> None:
    document = _filled(text)
    for form in Format:
        assert render_slip(document, form).data
        assert re.fullmatch(r"[a-z0-9][a-z0-9 .-]{1,119}(?<![ .])", file_name(document, form))
    _assert_nothing_runs(render_slip(document, Format.PDF, letterhead=_head(text)).data)
    page, harmless = (render_slip(_filled(one), Format.HTML).data.decode() for one in (text or "x", "x"))
    assert {tag for tag, _ in _plain_tags(page)} <= {tag for tag, _ in _plain_tags(harmless)}
    for _, attrs in _plain_tags(page):
        assert attrs.keys() <= {name for _, known in _plain_tags(harmless) for name in known}


def test_a_long_word_stays_on_the_paper() -> None:
    rendered = render_slip(replace(NOT_YET, greeting="W" * 300), Format.PDF)
    lines = [line for line in pdf_text(rendered.data).splitlines() if "WW" in line]
    assert len(lines) > 4


@example("A.AL")
@example("see www.example.org or a.co.uk, e.g. x.de")
@given(st.text())
def test_markdown_escape_gives_the_text_back(text: str) -> None:
    page = markdown_html(escape(text))
    assert [tag for tag, _ in html_tags(page)] in ([], ["p"])
    assert html_text(page) == tidy_text(text)


@given(st.text(alphabet="\\`*_{}[]()<>#+-.!|~&$@:/=^ \tab01wxh;"))
def test_markdown_escape_holds_against_its_own_signs(text: str) -> None:
    page = markdown_html(escape(text))
    assert [tag for tag, _ in html_tags(page)] in ([], ["p"])
    assert html_text(page) == tidy_text(text)


@given(st.text())
def test_tidy_text_is_clean_and_settled(text: str) -> None:
    clean = tidy_text(text)
    assert not FORBIDDEN.search(clean)
    assert "\n" not in clean
    assert tidy_text(clean) == clean == unicodedata.normalize("NFC", clean)
    clean.encode()


def test_tidy_text_keeps_what_people_are_called() -> None:
    for name in ("Ma. Lourdes D. Peñaflor-Año", "Nguyễn Thị Ánh", "山田 花子", "O'Neil [HR]", "Łukasz Żółć", "नमस्ते"):
        assert tidy_text(name) == name
    assert tidy_text("  two\n spaces\u00a0here ") == "two spaces here"
