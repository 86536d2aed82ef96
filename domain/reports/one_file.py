"""Many slips in one PDF, to be printed in one go: each on a page of its own, with a bookmark for each person."""

from __future__ import annotations

import re
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from domain.model.errors import Unavailable, WorkbookError
from domain.reports import labels
from domain.reports.formats import Rendered
from domain.reports.json_file import slip_data
from domain.reports.language import language_parts
from domain.reports.pdf_file import LOOKS, TOO_LONG, first_look, set_or_long, sizes, soft, stamp
from domain.reports.processes import ready_to_spawn
from domain.reports.tidy import tidy_head, tidy_slip
from domain.reports.values import colours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection

    from domain.model.slip import SlipDocument
    from domain.reports.formats import Letterhead, Paper

LOOK_SECONDS = 0.2
"""How often whoever waits is asked whether to go on."""
_NUMBERS = re.compile(rf"{TOO_LONG}: ([\d ]+)")


def slips_pdf(documents: Sequence[SlipDocument], paper: Paper = "a4", letterhead: Letterhead | None = None) -> Rendered:
    """One PDF of all, in their order; a note says how many need more than one page even at the tightest step.

    It takes about 11 ms a slip, a few times that where many are long, and holds the interpreter: for many use
    `render_together`. WorkbookError where it cannot be set.
    """
    slips = [tidy_slip(document) for document in documents]
    steps = [first_look(slip) for slip in slips]
    content = [_content(slip, letterhead) for slip in slips]
    head = {
        "name": f"{len(slips)} slips",
        "author": tidy_head(slips[0].site, letterhead).name if slips else "",
        "paper": paper,
        **colours(letterhead),
    }
    dated = stamp(max(slip.dated for slip in slips))
    while True:
        pages = [one | _fit(step) for one, step in zip(content, steps, strict=True)]
        found = set_or_long("slips.typ", head | {"slips": pages}, dated)
        if isinstance(found, Rendered):
            break
        for number in _long(found):
            steps[number] += 1
    over = sum(step >= len(LOOKS) for step in steps)
    note = (f"{over} of them need more than one page; shorten their points to fit each on one.",) if over else ()
    return Rendered(found.data, (*found.notes, *note))


def _long(message: str) -> list[int]:
    numbers = _NUMBERS.search(message)
    if numbers is None:
        raise WorkbookError(f"The PDF could not be made: {message}.", "Export a file each instead.")
    return [int(number) for number in numbers[1].split()]


def _fit(step: int) -> dict[str, object]:
    return {"look": sizes(LOOKS[min(step, len(LOOKS) - 1)]), "one_page": step < len(LOOKS)}


def _content(slip: SlipDocument, letterhead: Letterhead | None) -> dict[str, Any]:
    language, region = language_parts(slip.language)
    said = labels.labels_of(slip)
    head = tidy_head(slip.site, letterhead)
    drills = [
        {"title": drill.title, "dose": labels.drill_dose(drill, said), "target": drill.target} for drill in slip.drills
    ]
    texts: dict[str, Any] = soft(
        {
            "site": head.name,
            "site_line": head.line,
            "footer": head.footer,
            "words": labels.template_words(said),
            "title": labels.slip_title(slip),
            "under": labels.slip_line(slip),
            "slip": slip_data(slip),
            "drills": drills,
        }
    )
    return texts | {"language": language, "region": region}


def render_together(
    documents: Sequence[SlipDocument], paper: Paper, going: Callable[[], bool], letterhead: Letterhead | None = None
) -> Rendered | None:
    """The same made by a process of its own, so that nothing waits for it; None where `going` said to stop.

    WorkbookError as `slips_pdf`; Unavailable where the process died.
    """
    ready_to_spawn()
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, list(documents), paper, letterhead), daemon=True)
    worker.start()
    there.close()
    try:
        while not here.poll(LOOK_SECONDS):
            if not going():
                return None
        found = here.recv()
    except EOFError as error:
        raise Unavailable("The process that makes the PDF was stopped.", "Export again.") from error
    finally:
        worker.terminate()
        worker.join()
        here.close()
    if isinstance(found, WorkbookError):
        raise found
    assert isinstance(found, Rendered)
    return found


def _work(there: Connection, documents: list[SlipDocument], paper: Paper, letterhead: Letterhead | None) -> None:
    try:
        there.send(slips_pdf(documents, paper, letterhead))
    except WorkbookError as error:
        there.send(error)
    there.close()
