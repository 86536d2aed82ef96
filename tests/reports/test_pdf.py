"""The page that is handed over: one page, readable by machines, the same every time."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from domain.model.errors import WorkbookError
from domain.model.slip import DrillRow, WorkOn
from domain.reports import Format, Letterhead, Rendered, labels, pdf_file, render_journey, render_many, render_slip
from tests.reports.people import JOURNEY, LONG, NO_SHOW, NOT_YET, PASSED
from tests.reports.reading import pdf_text

if TYPE_CHECKING:
    from domain.reports import Paper

SENTENCE = "You asked what the caller had tried and said it back to them in one clear line of your own words."


def _pages(rendered: Rendered) -> int:
    return len(PdfReader(io.BytesIO(rendered.data)).pages)


def _sizes(rendered: Rendered) -> set[float]:
    """The sizes of type on the page, in points."""
    sizes: set[float] = set()

    def visit(text: str, _cm: Any, _tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            sizes.add(round(float(size), 1))

    for page in PdfReader(io.BytesIO(rendered.data)).pages:
        page.extract_text(visitor_text=visit)
    return sizes


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("slip", [NOT_YET, PASSED, NO_SHOW, LONG], ids=["not yet", "passed", "no show", "long"])
def test_a_slip_is_one_page(slip: Any, paper: Paper) -> None:
    rendered = render_slip(slip, Format.PDF, paper=paper, letterhead=Letterhead("Harbour hub", "12 Quay Street"))
    assert rendered.notes == ()
    assert _pages(rendered) == 1
    box = PdfReader(io.BytesIO(rendered.data)).pages[0].mediabox
    assert [round(float(side)) for side in box[2:]] == ([595, 842] if paper == "a4" else [612, 792])


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_three_hundred_long_words_and_three_drills_fit_one_page(paper: Paper) -> None:
    word = "customers "
    slip = replace(
        LONG,
        went_well=(word * 40, word * 40, word * 20),
        work_on=(WorkOn(word * 25, word * 25), WorkOn(word * 25, word * 25), WorkOn(word * 10, word * 10)),
    )
    rendered = render_slip(slip, Format.PDF, paper=paper)
    assert _pages(rendered) == 1
    assert rendered.notes == ()


def test_a_short_slip_is_set_larger_than_a_long_one() -> None:
    assert max(_sizes(render_slip(NO_SHOW, Format.PDF))) > max(_sizes(render_slip(LONG, Format.PDF)))


def test_a_slip_that_cannot_fit_takes_more_pages_and_says_so() -> None:
    slip = replace(LONG, went_well=(SENTENCE,) * 90)
    rendered = render_slip(slip, Format.PDF)
    assert _pages(rendered) > 1
    assert "too long for one page" in rendered.notes[0]
    assert pdf_text(rendered.data).replace("\n", " ").count("said it back to them") == 90


def test_the_language_is_the_document_s() -> None:
    for tag, wanted in [("en-PH", "en-PH"), ("fil", "fil"), ("es", "es"), ("not a tag", "en"), ("", "en")]:
        rendered = render_slip(replace(NOT_YET, language=tag), Format.PDF)
        root: Any = PdfReader(io.BytesIO(rendered.data)).trailer["/Root"]
        assert root["/Lang"] == wanted


def test_the_letterhead_stands_at_the_top() -> None:
    text = pdf_text(render_slip(NOT_YET, Format.PDF, letterhead=Letterhead("Quay Talent", "12 Quay Street")).data)
    assert text.startswith("Quay Talent")
    assert "12 Quay Street" in text
    assert "Harbour hub" not in text


def test_the_drill_log_has_ten_days_for_each_drill() -> None:
    text = pdf_text(render_slip(LONG, Format.PDF).data)
    assert " ".join(map(str, range(1, 11))) in " ".join(text.split())
    assert text.split().count("min") == 10 * len(LONG.drills)
    one = pdf_text(render_slip(replace(LONG, drills=(DrillRow("Call control", 1, ""),)), Format.PDF).data)
    assert "1 minute a day" in " ".join(one.split())


@pytest.mark.parametrize("document", [NOT_YET, PASSED])
def test_the_same_slip_gives_the_same_bytes(document: Any) -> None:
    first = render_slip(document, Format.PDF)
    render_slip(LONG, Format.PDF)
    assert render_slip(document, Format.PDF) == first
    assert render_slip(replace(document, dated=date(2026, 12, 1)), Format.PDF) != first


def test_threads_share_one_press() -> None:
    wanted = render_slip(NOT_YET, Format.PDF)
    made: list[Rendered] = []
    workers = [threading.Thread(target=lambda: made.append(render_slip(NOT_YET, Format.PDF))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert made == [wanted] * 4


def test_a_letter_that_no_font_has_is_told_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    # The fonts of the machine are left out, so that the outcome does not depend on them.
    monkeypatch.setattr(pdf_file, "WAYS", (pdf_file.WAYS[0], pdf_file.Way(system_fonts=False, standard=None)))
    rendered = render_slip(replace(NOT_YET, person="\U00010600 Joan"), Format.PDF)
    assert "\U00010600" in rendered.notes[0]
    assert "Joan" in pdf_text(rendered.data)
    assert _pages(rendered) == 1


def test_a_fault_in_the_template_is_an_error_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(labels, "template_words", lambda _said: {})
    with pytest.raises(WorkbookError, match="could not be made") as caught:
        render_slip(NOT_YET, Format.PDF)
    assert "HTML" in caught.value.hint


def test_many_in_processes_come_in_order_with_the_same_bytes() -> None:
    slips = [replace(NOT_YET, attempt=number) for number in range(1, 45)]
    made = list(render_many(iter(slips), Format.PDF, 2))
    assert made == [render_slip(slip, Format.PDF) for slip in slips]


def test_few_are_made_here_and_one_by_one() -> None:
    asked: list[int] = []

    def slips() -> Any:
        for number in range(1, 4):
            asked.append(number)
            yield replace(NOT_YET, attempt=number)

    made = render_many(slips(), Format.TXT)
    assert b"attempt 1" in next(made).data
    assert asked == [1]
    both = list(render_many([NOT_YET, JOURNEY], Format.PDF, paper="letter"))
    assert both == [
        render_slip(NOT_YET, Format.PDF, paper="letter"),
        render_journey(JOURNEY, Format.PDF, paper="letter"),
    ]
