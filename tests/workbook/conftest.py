"""One hub a test, on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.workbook.hub import Hub, make_hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def where(tmp_path: Path) -> str:
    """Where a fresh workbook goes."""
    return str(tmp_path / "hub.milepost")


@pytest.fixture
def hub(where: str) -> Iterator[Hub]:
    """A hub with nobody in it."""
    made = make_hub(where)
    yield made
    made.wb.close()
