"""What the whole run shares: how hypothesis looks for examples, and the end of the PostgreSQL server.

Examples are always the same ones and without a watch; `MILEPOST_LONG=1` looks at others too.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tests.engines import shared_workshop

settings.register_profile("quick", derandomize=True, deadline=None)
settings.register_profile("long", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile("long" if os.environ.get("MILEPOST_LONG") else "quick")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Only here: a worker that lets go of the shared server and comes back is not waited for by the others."""
    shared_workshop().close()
