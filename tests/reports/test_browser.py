"""A page in a real browser, where one is installed: it prints on one sheet of paper, with the words of the slip."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from domain.reports import Format, render_slip
from tests.reports.people import NOT_YET
from tests.reports.reading import pdf_text
from tests.reports.test_site_templates import HEAD

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
def test_a_browser_prints_a_slip_on_one_page(tmp_path: Path) -> None:
    page, paper = tmp_path / "slip.html", tmp_path / "slip.pdf"
    page.write_bytes(render_slip(NOT_YET, Format.HTML, letterhead=HEAD).data)
    own = [f"--user-data-dir={tmp_path / 'browser'}", "--no-pdf-header-footer", f"--print-to-pdf={paper}"]
    subprocess.run([str(CHROMIUM), *QUIET, *own, page.as_uri()], check=True, capture_output=True, timeout=60)
    assert len(PdfReader(paper).pages) == 1
    shown = " ".join(pdf_text(paper.read_bytes()).split())
    for said in (HEAD.name, HEAD.footer, NOT_YET.work_on[1].drill, NOT_YET.contact, "Ten-day drill log"):
        assert said in shown
