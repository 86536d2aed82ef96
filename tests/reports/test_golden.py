"""Every format of two slips, one journey report and one ladder file, as they were when somebody last looked at them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from domain.reports import Format, Letterhead, Rendered, render_any, slip_body
from tests.reports import languages
from tests.reports.people import JOURNEY, LADDER, NO_SHOW, NOT_YET, PASSED
from tests.reports.reading import pdf_text

if TYPE_CHECKING:
    from domain.model.ladder_file import LadderDocument
    from domain.model.slip import JourneyDocument, SlipDocument
    from tests.reports.conftest import Golden

DOCUMENTS: dict[str, SlipDocument | JourneyDocument | LadderDocument] = {
    "slip-not-yet": NOT_YET,
    "slip-passed": PASSED,
    "journey": JOURNEY,
    "ladder": LADDER,
    **languages.SLIPS,
    **languages.JOURNEYS,
}
HEAD = Letterhead("Harbour hub", "12 Quay Street")


@pytest.mark.parametrize("form", [Format.TXT, Format.MD, Format.HTML, Format.JSON])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_text_formats(golden: Golden, name: str, form: Format) -> None:
    golden(f"{name}{form.suffix}", render_any(DOCUMENTS[name], form).data.decode())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pdf(golden: Golden, name: str) -> None:
    rendered = render_any(DOCUMENTS[name], Format.PDF, letterhead=HEAD)
    assert rendered.notes == ()
    golden(f"{name}.pdf.txt", _described(rendered))


def _described(rendered: Rendered) -> str:
    """What a screen reader and a printer see: pages, language, title, tags, words."""
    reader = PdfReader(io.BytesIO(rendered.data))
    root: Any = reader.trailer["/Root"]
    facts = {
        "pages": len(reader.pages),
        "paper": " x ".join(str(round(float(side))) for side in reader.pages[0].mediabox[2:]),
        "language": root["/Lang"],
        "marked": root["/MarkInfo"]["/Marked"],
        "title": reader.metadata.title if reader.metadata else None,
        "author": reader.metadata.author if reader.metadata else None,
        "UA-1": b"<pdfuaid:part>1</pdfuaid:part>" in rendered.data,
        "tags": " ".join(_tags(root["/StructTreeRoot"])),
    }
    lines = [f"{name}: {value}" for name, value in facts.items()]
    return "\n".join([*lines, "", pdf_text(rendered.data)]) + "\n"


def _tags(element: Any) -> list[str]:
    """The kinds of tags in the order in which they first appear."""
    found: list[str] = []
    kids = element.get("/K", []) if hasattr(element, "get") else []
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if hasattr(kid, "get"):
            found += [str(kid["/S"])] if "/S" in kid else []
            found += _tags(kid)
    return list(dict.fromkeys(found))


def test_the_text_body_is_laid_out_like_the_samples() -> None:
    assert slip_body(PASSED).split("\n\n")[1].startswith("What went well\n- In your last answer")
    assert "\n1. On question two you waited about seven seconds" in slip_body(PASSED)
    assert "\n   " in slip_body(PASSED), "the second line of a numbered point hangs under its words"
    assert max(map(len, slip_body(NOT_YET).splitlines())) <= 72


@pytest.mark.parametrize("form", [Format.TXT, Format.MD, Format.HTML, Format.PDF])
def test_empty_sections_leave_no_heading_behind(form: Format) -> None:
    shown = render_any(NO_SHOW, form).data
    text = pdf_text(shown) if form is Format.PDF else shown.decode()
    assert "What went well" not in text
    assert "What to work on" not in text
    assert "drill log" not in text
    assert "set an alarm an hour before" in " ".join(text.split())
