"""Processes of our own, beside a full screen as well."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stderr


def ready_to_spawn() -> None:
    """Let Python start what it keeps beside spawned processes, before the first of them.

    It hands its errors on to the file behind `sys.stderr`; on a full screen there is none, and it would not start.
    """
    if os.name == "posix":
        from multiprocessing import resource_tracker

        with redirect_stderr(io.StringIO()):
            resource_tracker.ensure_running()
