"""One hub a test, on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engines import ENGINES, shared_workshop
from tests.workbook.hub import Hub, make_hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.engines import Workshop


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    """Makes the workbooks of the run; PostgreSQL is started for the first one that is asked for there."""
    return shared_workshop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture
def where(workshop: Workshop, engine: str, tmp_path: Path) -> Iterator[str]:
    """Where an up-to-date workbook with nothing in it is."""
    with workshop.address(engine, tmp_path) as address:
        yield address


@pytest.fixture
def colleague(where: str, hub: Hub) -> Iterator[Hub]:
    """Ines at the same hub, with a connection of her own."""
    made = make_hub(where, "Ines", hub.clock)
    yield made
    made.wb.close()


@pytest.fixture
def hub(where: str) -> Iterator[Hub]:
    """A hub with nobody in it."""
    made = make_hub(where)
    yield made
    made.wb.close()
