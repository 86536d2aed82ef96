"""An export that is killed at a named moment of its third file; run by a test in a process of its own."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.reports import Format, files, unfinished
from domain.reports.runs import write_files
from domain.reports.samples import FULL

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.model.slip import SlipDocument

MOMENTS = {
    "drafting": (files, "_settle", "before"),
    "naming": (files, "_settle", "after"),
    "noting": (unfinished, "write_new", "before"),
}
"""When a draft is written and has no name, when it has, and when it is noted and nothing is written."""


def documents() -> list[SlipDocument]:
    """Two of one name, and three more."""
    names = ("Omar Said", "Omar Said", "Ana Lim", "Bea Cruz", "Carlo Reyes")
    return [replace(FULL, person=name, attempt=1, free_text=f"Words for place {at}.") for at, name in enumerate(names)]


def dying(work: Callable[..., Any], when: str) -> Callable[..., Any]:
    """The same, and the third time the program ends as by a power cut."""
    times = 0

    def done(*args: Any, **how: Any) -> Any:
        nonlocal times
        times += 1
        if times == 3 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = work(*args, **how)
        if times == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return done


def main(folder: str, moment: str) -> None:
    """Write the files of `documents` to the folder, and die on the way."""
    module, name, when = MOMENTS[moment]
    setattr(module, name, dying(getattr(module, name), when))
    write_files(documents(), Path(folder), Format.TXT)


if __name__ == "__main__":
    main(*sys.argv[1:])
