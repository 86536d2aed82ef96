"""What the whole run shares: how hypothesis looks for examples, what is collected when, and the end of PostgreSQL.

Examples are always the same ones and without a watch; `MILEPOST_LONG=1` looks at others too.
"""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import settings

from tests.engines import shared_workshop

settings.register_profile("quick", derandomize=True, deadline=None)
settings.register_profile("long", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile("long" if os.environ.get("MILEPOST_LONG") else "quick")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Thousands of tests and their modules stay to the end: looking through them for garbage again and again is a
    tenth of the time of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Only here: a worker that lets go of the shared server and comes back is not waited for by the others."""
    shared_workshop().close()
