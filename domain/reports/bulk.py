"""Many reports at once: typst holds the interpreter's lock, so long runs of PDF go to processes of their own."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from domain.model.errors import Unavailable
from domain.reports.formats import Addressed, Format, Letterhead, Paper, Rendered
from domain.reports.processes import ready_to_spawn
from domain.reports.rendering import render_any
from domain.reports.site_templates import check_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from domain.model.slip import JourneyDocument, SlipDocument

MANY = 40
"""From how many PDFs on two processes are worth their start of about half a second."""

BATCH = 400
"""How many documents are handed out before the first of them must be back; bounds memory."""

CHUNK = 10
"""How many documents travel to a process at once."""


def render_many(
    documents: Iterable[SlipDocument | JourneyDocument | Addressed],
    format: Format,  # noqa: A002 - the word of the product
    workers: int = 2,
    *,
    paper: Paper = "a4",
    letterhead: Letterhead | None = None,
) -> Iterator[Rendered]:
    """Render each document, in order, as they are asked for; the bytes are those of `render_slip` one by one.

    From 40 PDFs on, `workers` processes do the work; 1 keeps it in this one. Raises WorkbookError where a PDF
    cannot be set, Unavailable where a process died, and TemplateFault, before anything is rendered, where a template
    of the site cannot be used.
    """
    check_templates(letterhead, [format])
    render = partial(render_any, format=format, paper=paper, letterhead=letterhead)
    if format not in (Format.PDF, Format.EML) or workers < 2:
        return map(render, documents)
    return _in_processes(iter(documents), render, workers)


def _in_processes(
    documents: Iterator[SlipDocument | JourneyDocument | Addressed],
    render: Callable[[SlipDocument | JourneyDocument | Addressed], Rendered],
    workers: int,
) -> Iterator[Rendered]:
    head = list(islice(documents, MANY))
    if len(head) < MANY:
        yield from map(render, head)
        return
    rest = chain(head, documents)
    ready_to_spawn()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            while batch := list(islice(rest, BATCH)):
                yield from pool.map(render, batch, chunksize=CHUNK)
        except BrokenProcessPool as error:
            raise Unavailable(
                "A process that makes PDFs was stopped, so the export is not complete.",
                "Export again; files that are already there are kept.",
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)
