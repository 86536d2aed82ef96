"""A site's own paper and templates: used in every format, refused with file and line before anything is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput
from domain.model.letterhead import ACCENT_CONTRAST, INK_CONTRAST, colour, contrast
from domain.reports import (
    Format,
    Letterhead,
    TemplateFault,
    check_templates,
    render_any,
    render_many,
    render_slip,
    slips_pdf,
)
from domain.reports.site_templates import MOST_STEPS, TEMPLATES
from tests.reports.people import JOURNEY, NOT_YET
from tests.reports.reading import pdf_text

if TYPE_CHECKING:
    from pathlib import Path

HEAD = Letterhead("Quay Talent", "12 Quay Street, 555 0100", "Quay Talent, always yours", "#7a1f5c", "#101030")
OWN_SLIP = """{% extends "page.html" %}
{% from "body.html" import slip_body %}
{% block content %}
<p>Ours, for {{ slip.person }}.</p>
{{ slip_body(slip, 2) }}
{% for drill in drills %}<p>{{ loop.index }}. {{ drill.title }}: {{ drill.plan }}</p>
{% endfor %}
{% endblock %}
"""
OWN_TEXT = """{{ site|upper }}
{{ title }}

{{ [slip.greeting, slip.opening]|first }}
{{ slip.opening|wrap }}
{{ slip.critical|wrap }}
{{ slip.went_well_heading }}
{% for point in slip.went_well %}
{{ point|wrap(first="* ", rest="  ") }}
{% endfor %}
{{ slip.work_on_heading }}
{% for point in slip.work_on %}
{{ point.observation|wrap }}
{{ point.drill|wrap }}
{% endfor %}
{{ slip.tip_heading }} {{ slip.tip }}
{{ slip.free_text }}
{{ under }}
{{ slip.contact }}
{% for drill in drills %}{{ drill.title }}: {{ drill.plan }}
{% endfor %}
"""


def _own(folder: Path, **files: str) -> Letterhead:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return replace(HEAD, templates=str(folder))


@pytest.mark.parametrize("form", [Format.TXT, Format.MD, Format.HTML, Format.PDF])
@pytest.mark.parametrize("document", [NOT_YET, JOURNEY], ids=["slip", "journey"])
def test_the_paper_stands_on_every_format(document: object, form: Format) -> None:
    data = render_any(document, form, letterhead=HEAD).data  # type: ignore[arg-type]
    shown = pdf_text(data) if form is Format.PDF else data.decode()
    for said in ("Quay Talent", "12 Quay Street, 555 0100", "Quay Talent, always yours"):
        assert said in shown
    assert shown.index("12 Quay Street") < shown.index("Questions? Text us") < shown.rindex("always yours")
    if form is Format.HTML:
        assert "#7a1f5c" in shown
        assert "#0a665d" not in shown


def test_the_name_of_the_site_stands_in_for_one_that_is_not_set() -> None:
    only = Letterhead(line="12 Quay Street")
    for form in (Format.TXT, Format.MD, Format.HTML):
        assert "Harbour hub" in render_slip(NOT_YET, form, letterhead=only).data.decode()
    assert render_slip(NOT_YET, Format.TXT, letterhead=Letterhead()) == render_slip(NOT_YET, Format.TXT)


def test_colours_reach_the_pdf_and_the_file_for_many() -> None:
    plain = render_slip(NOT_YET, Format.PDF, letterhead=replace(HEAD, accent="#0a665d", ink="#171b1a"))
    assert render_slip(NOT_YET, Format.PDF, letterhead=HEAD).data != plain.data
    assert "always yours" in pdf_text(slips_pdf([NOT_YET, NOT_YET], letterhead=HEAD).data)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#12345g", "#1234567", "url(x)", "#ffcc00", "#8a8a8a"])
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        colour(text, ACCENT_CONTRAST)
    named = caught.value.hint.split('"')[1]
    assert colour(named, ACCENT_CONTRAST) == named
    with pytest.raises(BadInput):
        render_slip(NOT_YET, Format.HTML, letterhead=Letterhead(accent=text))


def test_contrast_is_that_of_the_standard() -> None:
    assert (round(contrast("#000000"), 1), round(contrast("#ffffff"), 1)) == (21.0, 1.0)
    assert round(contrast("#767676"), 2) == 4.54
    with pytest.raises(BadInput, match=r"contrast of 4\.5, and 7 is needed"):
        colour("#767676", INK_CONTRAST)


def test_a_template_of_the_site_takes_the_place_of_ours(tmp_path: Path) -> None:
    head = _own(tmp_path, slip_html=OWN_SLIP, slip_txt=OWN_TEXT)
    hostile = replace(NOT_YET, greeting="Hi <b>{{ site }}</b> & co,", person="A\x1b[31m {% raw %}")
    page = render_slip(hostile, Format.HTML, letterhead=head).data.decode()
    assert "Ours, for A" in page
    assert "Hi &lt;b&gt;{{ site }}&lt;/b&gt; &amp; co," in page
    assert "2. Call control: 10 minutes a day." in page
    text = render_slip(hostile, Format.TXT, letterhead=head).data.decode()
    assert text.startswith("QUAY TALENT\nFeedback for A[31m {% raw %}\n\nHi <b>{{ site }}</b> & co,\nThank you")
    assert "\n* You asked for the name" in text
    assert max(map(len, text.splitlines()[:12])) <= 72
    journey = render_any(JOURNEY, Format.TXT, letterhead=head)
    assert journey == render_any(JOURNEY, Format.TXT, letterhead=HEAD), "there is no template of their own for it"
    markdown = "{{ title }}\n\n" + OWN_TEXT.replace('|wrap(first="* ", rest="  ")', "").replace("|wrap", "")
    marked = render_slip(replace(NOT_YET, greeting="*Hi* <b>"), Format.MD, letterhead=_own(tmp_path, slip_md=markdown))
    assert "\\*Hi\\* \\<b\\>" in marked.data.decode()


def test_the_part_that_was_not_replaced_goes_on(tmp_path: Path) -> None:
    css = (TEMPLATES / "look.css").read_text(encoding="utf-8") + ".ours { color: {{ accent }}; }\n"
    page = render_any(JOURNEY, Format.HTML, letterhead=_own(tmp_path, look_css=css)).data.decode()
    assert ".ours { color: #7a1f5c; }" in page


BAD = {
    "syntax": ("{% extends 'page.html' %}\n{% if x %}\n", 2, "unexpected end of template"),
    "unknown value": (OWN_SLIP.replace("slip.person", "slip.persona"), 4, "persona"),
    "unknown filter": (OWN_SLIP.replace("slip.person", "slip.person|safe"), 4, "no filter named 'safe'"),
    "method": (OWN_SLIP.replace("slip.person", "slip.person.upper()"), 4, "upper"),
    "inner parts": (OWN_SLIP.replace("slip.person", "slip.__class__.__mro__"), 4, "__class__"),
    "a global": (OWN_SLIP.replace("slip.person", "lipsum()"), 4, "'lipsum' is undefined"),
    "another file": (OWN_SLIP.replace("{{ slip.person }}", '{% include "../../secret" %}'), 4, "of the same kind"),
    "a name made up": (OWN_SLIP.replace("{{ slip.person }}", "{% include slip.person %}"), 4, "of the same kind"),
    "itself": (OWN_SLIP.replace("{{ slip.person }}", '{% include "slip.html" %}'), 4, "uses itself"),
    "no escaping": (
        OWN_SLIP.replace("{{ slip.person }}", "{% autoescape false %}{% endautoescape %}"),
        4,
        "autoescape",
    ),
    "large text": (OWN_SLIP.replace("slip.person", "'a' * 1000000000"), 4, "only whole numbers"),
    "doubling": (
        OWN_SLIP.replace(
            "{{ slip.person }}",
            "{% set a %}aaaaaaaaaa{% endset %}" + "".join("{% set a %}{{ a }}{{ a }}{% endset %}" for _ in range(40)),
        ),
        4,
        "more than 400,000 characters",
    ),
    "much work": (
        OWN_SLIP.replace(
            "{{ slip.person }}", "{% for a in slip.opening %}" * 3 + "{{ a }}" + "{% endfor %}" * 3
        ).replace("slip.opening", "'" + "a" * 60 + "'"),
        4,
        "does too much",
    ),
    "many loops": (OWN_SLIP.replace("{{ slip.person }}", "{% for a in drills %}" * 4 + "{% endfor %}" * 4), 4, "loops"),
    "a list": (OWN_SLIP.replace("slip.person", "drills"), 4, "a list cannot be written"),
    "a script": (OWN_SLIP.replace("<p>Ours", "<script>1</script><p>Ours"), 4, "<script>"),
    "an event": (OWN_SLIP.replace("<p>Ours", "<p onclick='x()'>Ours"), 4, "onclick="),
    "a picture from elsewhere": (OWN_SLIP.replace("<p>Ours", "<img src='http://x/y.png'><p>Ours"), 4, "fetches"),
    "a link from a value": (OWN_SLIP.replace("<p>Ours", '<a href="{{ slip.tip }}">x</a>'), 4, "may not be filled in"),
    "no quotes": (OWN_SLIP.replace("<p>Ours", "<p class={{ slip.tip }}>"), 4, "needs quotes"),
    "words left out": (OWN_SLIP.replace("{{ slip_body(slip, 2) }}", ""), 1, "leaves out slip.greeting"),
    "no policy": (OWN_SLIP.replace('{% extends "page.html" %}', ""), 1, "Content-Security-Policy"),
    "a macro in a macro": ("{% macro a(f) %}{{ f(f) }}{% endmacro %}" + OWN_SLIP, 1, "may not call another"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_template_is_refused_with_file_and_line(tmp_path: Path, name: str) -> None:
    text, line, what = BAD[name]
    head = _own(tmp_path, slip_html=text)
    with pytest.raises(TemplateFault) as caught:
        check_templates(head)
    assert caught.value.message.startswith(f"{tmp_path / 'slip.html'}, line {line}: ")
    assert what in caught.value.message
    assert "Milepost's own layout" in caught.value.hint
    with pytest.raises(TemplateFault):
        render_slip(NOT_YET, Format.HTML, letterhead=head)


def test_what_needs_the_bad_template_stops_and_the_rest_goes_on(tmp_path: Path) -> None:
    head = _own(tmp_path, slip_html=BAD["syntax"][0])
    with pytest.raises(TemplateFault):
        render_slip(NOT_YET, Format.EML, letterhead=head)
    with pytest.raises(TemplateFault):
        render_many([], Format.HTML, letterhead=head)
    paper = render_slip(NOT_YET, Format.PDF, letterhead=head)
    assert paper == render_slip(NOT_YET, Format.PDF, letterhead=HEAD)


def test_files_that_cannot_be_templates(tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    with pytest.raises(TemplateFault, match="There is no folder"):
        check_templates(replace(HEAD, templates=str(folder)))
    folder.mkdir()
    check_templates(replace(HEAD, templates=str(folder)))
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    (folder / "look.css").symlink_to(tmp_path / "secret")
    with pytest.raises(TemplateFault, match="leads elsewhere"):
        check_templates(replace(HEAD, templates=str(folder)))
    (folder / "look.css").unlink()
    (folder / "look.css").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateFault, match="not UTF-8"):
        check_templates(replace(HEAD, templates=str(folder)))
    (folder / "look.css").write_text(" " * 200_000, encoding="utf-8")
    with pytest.raises(TemplateFault, match="more than 100,000 bytes"):
        check_templates(replace(HEAD, templates=str(folder)))


def test_a_mended_template_is_read_again(tmp_path: Path) -> None:
    head = _own(tmp_path, slip_html=OWN_SLIP)
    render_slip(NOT_YET, Format.HTML, letterhead=head)
    _own(tmp_path, slip_html=OWN_SLIP.replace("Ours", "Anew"))
    assert "Anew, for Joan" in render_slip(NOT_YET, Format.HTML, letterhead=head).data.decode()
    assert MOST_STEPS > 10_000, "room for a journey of many slips"
