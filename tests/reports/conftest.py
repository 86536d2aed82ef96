"""Golden files: `MILEPOST_REGOLD=1 pytest tests/reports` writes them anew; read the diff before keeping it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, str], None]


@pytest.fixture
def golden() -> Golden:
    """Compare a text with the golden file of that name, or write it where MILEPOST_REGOLD is set."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("MILEPOST_REGOLD"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return check
