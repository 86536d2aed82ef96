"""The page for a phone and a printer: whole in itself, nothing that runs or calls out."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from domain.reports import Format, Letterhead, render_journey, render_slip
from tests.reports.people import JOURNEY, LONG, NOT_YET
from tests.reports.reading import html_tags, html_text


def test_it_needs_nothing_from_outside_and_runs_nothing() -> None:
    for page in (render_slip(LONG, Format.HTML).data.decode(), render_journey(JOURNEY, Format.HTML).data.decode()):
        tags = html_tags(page)
        assert not {tag for tag, _ in tags} & {"script", "link", "img", "iframe", "a", "object", "form", "base"}
        assert not [name for _, attrs in tags for name in attrs if name in ("src", "href") or name.startswith("on")]
        assert "url(" not in page
        assert "@import" not in page
        assert ("meta", {"http-equiv": "Content-Security-Policy"}) in [
            (tag, {key: value for key, value in attrs.items() if key != "content"}) for tag, attrs in tags
        ]


@pytest.mark.parametrize(
    ("tag", "lang", "direction"),
    [("en-PH", "en-PH", "ltr"), ("ar", "ar", "rtl"), ('"><b>', "en", "ltr"), ("zh_Hans_CN", "zh-CN", "ltr")],
)
def test_language_and_direction(tag: str, lang: str, direction: str) -> None:
    page = render_slip(replace(NOT_YET, language=tag), Format.HTML).data.decode()
    assert html_tags(page)[0] == ("html", {"lang": lang, "dir": direction})


def test_paper_and_letterhead() -> None:
    page = render_slip(NOT_YET, Format.HTML, paper="letter", letterhead=Letterhead("Quay & Co", "12 Quay Street"))
    text = page.data.decode()
    assert re.search(r"@page \{ size: letter;", text)
    assert html_text(text).startswith("Quay & Co 12 Quay Street Feedback for")
    assert "@page { size: A4;" in render_slip(NOT_YET, Format.HTML).data.decode()


def test_headings_go_down_one_level_at_a_time() -> None:
    for page in (render_slip(LONG, Format.HTML).data.decode(), render_journey(JOURNEY, Format.HTML).data.decode()):
        levels = [int(tag[1]) for tag, _ in html_tags(page) if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_drill_has_ten_boxes() -> None:
    assert render_slip(LONG, Format.HTML).data.decode().count("☐") == 10 * len(LONG.drills)
