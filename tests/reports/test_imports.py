"""Importing the reports costs nothing: the slow libraries wait until they are used."""

from __future__ import annotations

import subprocess
import sys


def test_slow_libraries_wait() -> None:
    code = "import sys, domain.reports; print(sorted({'typst', 'jinja2', 'textual', 'sqlite3'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
