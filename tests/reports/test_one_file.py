"""Many slips in one PDF: a page each, a bookmark for each person, the words of the single ones."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from multiprocessing import resource_tracker
from typing import Any

import pytest
from pypdf import PdfReader

from domain.model.slip import WorkOn
from domain.reports import Format, render_many, render_slip, render_together, slips_pdf
from tests.reports.people import LONG, NO_SHOW, NOT_YET, PASSED
from tests.reports.reading import pdf_text
from tests.reports.test_hostile import HOSTILE, _filled

ALL = [NOT_YET, PASSED, NO_SHOW, LONG]
ENDLESS = replace(NOT_YET, work_on=(WorkOn("You talked over the caller. " * 200, "Count to two."),))


def words(data: bytes, page: int) -> list[str]:
    """What is read on one page."""
    return PdfReader(io.BytesIO(data)).pages[page].extract_text().replace("\u200b", "").split()


def test_each_has_its_page_with_the_words_of_the_single_file_and_a_bookmark() -> None:
    found = slips_pdf(ALL)
    reader = PdfReader(io.BytesIO(found.data))
    assert (len(reader.pages), found.notes) == (4, ())
    for page, slip in enumerate(ALL):
        alone = pdf_text(render_slip(slip, Format.PDF).data).split()
        assert words(found.data, page) == alone
    named = [one.title for one in reader.outline if not isinstance(one, list)]
    assert named == [f"Feedback for {slip.person}" for slip in ALL]
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert slips_pdf(ALL).data == found.data


def test_one_that_fits_no_page_is_said_and_does_not_push_the_others() -> None:
    found = slips_pdf([NOT_YET, ENDLESS, PASSED])
    assert found.notes == ("1 of them need more than one page; shorten their points to fit each on one.",)
    reader = PdfReader(io.BytesIO(found.data))
    assert len(reader.pages) > 3
    assert reader.pages[-1].extract_text().replace("\u200b", "").split() == words(slips_pdf([PASSED]).data, 0)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_among_others(text: str) -> None:
    found = slips_pdf([_filled(text), NOT_YET])
    assert words(found.data, -1) == words(slips_pdf([NOT_YET]).data, 0)


def test_a_process_makes_the_same_and_can_be_told_to_stop() -> None:
    made = render_together(ALL, "a4", lambda: True)
    assert made is not None
    assert made.data == slips_pdf(ALL).data
    before = threading.active_count()
    assert render_together(ALL * 20, "a4", lambda: False) is None
    assert threading.active_count() == before


def test_a_process_is_started_where_errors_have_no_file_as_on_a_full_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoFile(io.StringIO):
        def fileno(self) -> int:
            return -1

    resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]
    monkeypatch.setattr("sys.stderr", NoFile())
    made = render_together([NOT_YET], "a4", lambda: True)
    assert made is not None
    resource_tracker._resource_tracker._stop()  # type: ignore[attr-defined]
    assert len(list(render_many([NOT_YET] * 40, Format.PDF))) == 40
