"""How hypothesis looks for examples: always at the same ones and without a watch; `MILEPOST_LONG=1` at others too."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("quick", derandomize=True, deadline=None)
settings.register_profile("long", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile("long" if os.environ.get("MILEPOST_LONG") else "quick")
