"""Workbooks on both engines, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from domain.store import open_store
from tests.engines import ENGINES, shared_workshop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.store import Store
    from tests.engines import Workshop

Runner = Callable[[Callable[[], Any]], Any]


@dataclass
class Clock:
    """Stands still until it is moved; epoch milliseconds."""

    now: int = 1_750_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture(scope="session")
def workshop() -> Workshop:
    return shared_workshop()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def where(workshop: Workshop, engine: str, tmp_path: Path) -> Iterator[str]:
    """The address of an up-to-date, empty workbook."""
    with workshop.address(engine, tmp_path) as address:
        yield address


@pytest.fixture
def store(where: str, clock: Clock) -> Iterator[Store]:
    """An open, empty workbook of Noor's, at `where`."""
    opened = open_store(where, who="Noor", clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def run_in_thread() -> Runner:
    """Runs something on a thread of its own and gives its answer."""

    def run(work: Callable[[], Any]) -> Any:
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(work).result()

    return run
