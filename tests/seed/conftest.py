"""One small hub on every engine, built once and only read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import seed
from tests.engines import ENGINES, shared_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines import Workshop

PEOPLE = 110


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    """Makes workbooks on both engines."""
    return shared_workshop()


def standing_clock() -> int:
    """10:42 of the demonstration day, for ever."""
    return seed.demo_clock(ticks=lambda: 0.0)()


@pytest.fixture(scope="package", params=ENGINES)
def hub(
    request: pytest.FixtureRequest, workshop: Workshop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[seed.Built]:
    """A hub of 110 people."""
    with workshop.address(str(request.param), tmp_path_factory.mktemp("hub")) as where:
        built = seed.build(where, people=PEOPLE, clock=standing_clock)
        yield built
        built.workbook.close()
