"""Whatever the format, the candidate reads the same words in the same order."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.reports import Format, labels, render_journey, render_slip
from tests.reports import languages
from tests.reports.people import JOURNEY, LONG, NO_SHOW, NOT_YET, PASSED
from tests.reports.reading import words

if TYPE_CHECKING:
    from domain.model.slip import SlipDocument

ODD_NAMES = replace(NOT_YET, person="Nguyễn Thị Ánh-O'Neil", site="Λιμάνι hub", greeting="Hi Ánh,")
SLIPS = {"not yet": NOT_YET, "passed": PASSED, "no show": NO_SHOW, "long": LONG, "names": ODD_NAMES, **languages.SLIPS}


def _reading_order(slip: SlipDocument) -> list[str]:
    """The words of the body from the document itself."""
    texts = [slip.greeting, slip.opening, slip.critical]
    texts += [slip.went_well_heading, *slip.went_well] if slip.went_well else []
    if slip.work_on:
        texts.append(slip.work_on_heading)
        texts += [f"{point.observation} {point.drill}" for point in slip.work_on]
    texts += [f"{slip.tip_heading}:", slip.tip, slip.free_text, slip.contact]
    return " ".join(texts).split()


@pytest.mark.parametrize("form", [Format.TXT, Format.MD, Format.HTML, Format.PDF])
@pytest.mark.parametrize("name", SLIPS)
def test_the_body_is_word_for_word_in_order(name: str, form: Format) -> None:
    slip = SLIPS[name]
    shown = words(render_slip(slip, form).data, form)
    body = _reading_order(slip)
    start = shown.index(slip.greeting.split()[0])
    assert shown[start : start + len(body)] == body
    assert shown[:start] == [
        *slip.site.split(),
        *labels.slip_title(slip).split(),
        *labels.slip_line(slip).split(),
    ]


@pytest.mark.parametrize("form", [Format.TXT, Format.MD, Format.HTML, Format.PDF])
def test_the_drill_log_carries_every_drill(form: Format) -> None:
    shown = " ".join(words(render_slip(LONG, form).data, form))
    for drill in LONG.drills:
        assert drill.title in shown
        assert drill.target in shown
    assert shown.count("10 minutes a day") == len(LONG.drills)


@pytest.mark.parametrize("name", SLIPS)
def test_json_has_each_word_once(name: str) -> None:
    slip = SLIPS[name]
    shown = Counter(word.removesuffix(":") for word in words(render_slip(slip, Format.JSON).data, Format.JSON))
    wanted = Counter(word.removesuffix(":") for word in _reading_order(slip))
    assert not wanted - shown


@pytest.mark.parametrize("form", [Format.TXT, Format.MD, Format.HTML, Format.PDF])
def test_a_journey_holds_the_road_and_every_slip(form: Format) -> None:
    shown = " ".join(words(render_journey(JOURNEY, form).data, form))
    if form is Format.PDF:
        shown = shown.replace(" 1 / 2 ", " ").replace(" 2 / 2 ", " ").replace(" 1 2 ", " ")
    for slip in JOURNEY.slips:
        assert " ".join(_reading_order(slip)) in shown
    for stop in JOURNEY.road:
        assert f"{stop.milestone} {stop.word}" in shown
    assert "22 July 2026, 2 attempts" in shown
    assert JOURNEY.come_back in shown
    for point in JOURNEY.case:
        assert point in shown
    assert "What we promised you" in shown
    assert "A call about the class in September, by 3 August 2026" in shown
    assert "Clear speech: better since 20 July 2026 (Phone interview)" in shown
    assert (
        "Phone interview, attempt 1, 20 July 2026 You were at a quiet place, so every word came through. "
        "To work on: Clear speech; One value point with a number." in shown
    )


def test_a_journey_has_no_drill_log() -> None:
    assert "drill log" not in render_journey(JOURNEY, Format.TXT).data.decode()
