"""Slips as PDF, beside typst alone on the same pages. `python -m tests.benchmarks.pdf_slips --people 1000`."""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import cycle, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from domain.model.letterhead import ACCENT, INK
from domain.reports import Format, render_many, render_slip
from domain.reports.pdf_file import Press, Way, press
from domain.reports.site_templates import TEMPLATES
from domain.workbook import slips
from tests.benchmarks.harness import Figures, timed
from tests.benchmarks.hubs import BASE, hub, look

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from domain.model.slip import SlipDocument

Page = tuple[str, str, int, Way]
"""Template, data as JSON, moment in seconds, fonts and standard."""


def documents(how_many: int) -> list[SlipDocument]:
    """Slips of the demonstration hub; from the second round on under other names, so that no page is the same."""
    wb = look(hub(BASE))
    drafted = [slips.view(wb, row.id).document for row in slips.listing(wb, "") if row.id]
    wb.close()
    rounds = enumerate(islice(cycle(drafted), how_many))
    return [replace(one, person=f"{one.person} {number // len(drafted) or ''}".strip()) for number, one in rounds]


def pages(wanted: Sequence[SlipDocument], patch: pytest.MonkeyPatch) -> list[Page]:
    """What typst is given in the end for each document."""
    found: list[Page] = []

    def keep(self: Press, template: str, data: dict[str, Any], stamp: int, way: Way) -> bytes:
        made = plain(self, template, data, stamp, way)
        found.append((template, json.dumps(data), stamp, way))
        return made

    plain = Press.pages
    patch.setattr(Press, "pages", keep)
    for document in wanted:
        render_slip(document, Format.PDF)
    return found


def typst_alone(given: Sequence[Page]) -> int:
    """Set pages with one compiler, or two where some need other fonts; how many bytes."""
    import typst

    template = str(TEMPLATES / given[0][0])
    compilers: dict[bool, typst.Compiler] = {}
    size = 0
    for _, data, stamp, way in given:
        if way.system_fonts not in compilers:
            compilers[way.system_fonts] = typst.Compiler(template, ignore_system_fonts=not way.system_fonts)
        made = compilers[way.system_fonts].compile(
            format="pdf",
            sys_inputs={"data": data, "accent": ACCENT, "ink": INK},
            timestamp=stamp,
            pdf_standards=way.standard or [],
        )
        size += len(made) if isinstance(made, bytes) else 0
    return size


def typst_in_two(given: Sequence[Page]) -> int:
    """The same in two processes, a half each."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(typst_alone, (given[::2], given[1::2])))


def main() -> None:
    """Run and print."""
    import pytest

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=3)
    given = parser.parse_args()
    wanted = documents(given.people)
    with pytest.MonkeyPatch.context() as patch:
        same = pages(wanted, patch)
    press.cache_clear()
    two, ours, one, single = [], [], [], []
    for _ in range(given.times):
        two.append(timed(lambda: typst_in_two(same)))
        ours.append(timed(lambda: list(render_many(wanted, Format.PDF))))
        one.append(timed(lambda: typst_alone(same)))
        single.append(timed(lambda: list(render_many(wanted, Format.PDF, 1))))
    in_two = Figures(f"{given.people:,} slips as PDF, two processes", "s")
    in_two.add("typst alone", two)
    in_two.add("domain.reports", ours)
    in_two.show()
    in_one = Figures(f"{given.people:,} slips as PDF, one process", "s")
    in_one.add("typst alone", one)
    in_one.add("domain.reports", single)
    in_one.show()


if __name__ == "__main__":
    main()
