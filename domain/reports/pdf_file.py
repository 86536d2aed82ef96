"""PDF through typst: tagged, PDF/UA-1, one page for a slip, the same bytes for the same document.

Typst holds the interpreter's lock while it works, and one compiler must not be entered twice at once, so every
process has a single press behind a lock, and bulk work goes to processes (see `bulk.py`).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from domain.model.errors import WorkbookError
from domain.model.lazily import dataclass
from domain.reports import labels
from domain.reports.formats import Rendered
from domain.reports.json_file import slip_data
from domain.reports.language import language_parts
from domain.reports.site_templates import TEMPLATES
from domain.reports.tidy import tidy_head, tidy_journey, tidy_slip
from domain.reports.values import colours, journey_values

if TYPE_CHECKING:
    from datetime import date

    import typst

    from domain.model.ladder_file import LadderDocument
    from domain.model.slip import JourneyDocument, SlipDocument
    from domain.reports.formats import Letterhead, Paper

TOO_LONG = "more than one page"
"""The message of the page assert in `slip.typ`."""

LOST = re.compile(r"the text `?\"(.+?)\"`? could not be displayed")
"""How typst names the characters that no font has."""


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes of one step of the ladder: text in points, leading and air in ems, margins and day columns in mm."""

    size: float
    leading: float
    air: float
    side: float
    top: float
    bottom: float
    day: float


LONG_WORD = re.compile(r"\S{25,}")
"""Words that get places to break, so that nothing leaves the paper or its column."""

PIECE = re.compile(r"\S{12}")
"""How much of a long word stays together."""

NUMBER_AND_WORD = re.compile(r"\b(\d{1,2}) (?=[^\W\d_])")
"""A short number stays on the line of its word: '12 August'."""


LOOKS = (
    Look(size=12, leading=0.76, air=1, side=25, top=20, bottom=18, day=9.2),
    Look(size=11.2, leading=0.72, air=0.9, side=24, top=18, bottom=16, day=9.2),
    Look(size=10.5, leading=0.66, air=0.8, side=22, top=16, bottom=14, day=9.2),
    Look(size=9.8, leading=0.6, air=0.66, side=21, top=14, bottom=12, day=9),
    Look(size=9, leading=0.55, air=0.55, side=19, top=12, bottom=10, day=9),
)
"""From generous to tight; nothing is set smaller than 9 points."""

READING = (
    Look(size=11, leading=0.7, air=0.9, side=25, top=20, bottom=20, day=9.2),
    Look(size=10.4, leading=0.64, air=0.7, side=23, top=17, bottom=17, day=9.2),
    Look(size=9.8, leading=0.6, air=0.55, side=21, top=15, bottom=15, day=9.2),
    Look(size=9, leading=0.54, air=0.42, side=19, top=12, bottom=13, day=9.2),
)
"""The same for a journey report, which has two pages."""
ROWS = (1.8, 1.5, 1.2, 0.9)
"""Millimetres above and below a row of the road, by step."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to set a page: with which fonts, and whether the standard for accessible PDF is held."""

    system_fonts: bool
    standard: Literal["ua-1"] | None


COLOURS = ("accent", "ink")
"""What the parts of a template read beside their data, because they do not read that again."""

WAYS = (Way(False, "ua-1"), Way(True, "ua-1"), Way(True, None))
"""Tried in turn while a character is missing from every font at hand."""


class Press:
    """Typst compilers, made when first needed; safe to share between threads, one page at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._compilers: dict[tuple[str, bool], typst.Compiler] = {}

    def pages(self, template: str, data: dict[str, Any], stamp: int, way: Way) -> bytes:
        """The PDF of one template with the data; raises `typst.TypstError` where it cannot be set that way."""
        with self._lock:
            compiled = self._compiler(template, way.system_fonts).compile(
                format="pdf",
                sys_inputs={"data": json.dumps(data)} | {name: data[name] for name in COLOURS if name in data},
                timestamp=stamp,
                pdf_standards=way.standard or [],
            )
        if not isinstance(compiled, bytes):
            raise TypeError(f"typst returned {type(compiled).__name__} for one PDF")
        return compiled

    def _compiler(self, template: str, system_fonts: bool) -> typst.Compiler:
        import typst

        key = (template, system_fonts)
        if key not in self._compilers:
            path = str(TEMPLATES / template)
            self._compilers[key] = typst.Compiler(path, ignore_system_fonts=not system_fonts)
        return self._compilers[key]


@cache
def press() -> Press:
    """The press of this process."""
    return Press()


def slip_pdf(document: SlipDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> Rendered:
    """One slip on one page; a note says so where its text needs more pages even at the tightest step."""
    slip = tidy_slip(document)
    said = labels.labels_of(slip)
    content = {
        "title": labels.slip_title(slip),
        "under": labels.slip_line(slip),
        "slip": slip_data(slip),
        "drills": [
            {"title": drill.title, "dose": labels.drill_dose(drill, said), "target": drill.target}
            for drill in slip.drills
        ],
    }
    data = page_data(slip, content, paper, letterhead)
    dated = stamp(slip.dated)
    for look in LOOKS[first_look(slip) :]:
        rendered = _set("slip.typ", data | {"look": sizes(look), "one_page": True}, dated)
        if rendered is not None:
            return rendered
    rendered = _set("slip.typ", data | {"look": sizes(LOOKS[1]), "one_page": False, "numbered": True}, dated)
    return _with_note(rendered, "This slip is too long for one page; shorten its points to fit it on one.")


def journey_pdf(document: JourneyDocument, paper: Paper = "a4", letterhead: Letterhead | None = None) -> Rendered:
    """One journey report on two pages at most; a note says so where its text needs more at the tightest step."""
    report = tidy_journey(document)
    data = page_data(report, journey_values(report), paper, letterhead) | {"numbered": True}
    for look, row in zip(READING, ROWS, strict=True):
        sized = {"look": sizes(look) | {"row": row}, "two_pages": True}
        rendered = _set("journey.typ", data | sized, stamp(report.dated))
        if rendered is not None:
            return rendered
    sized = {"look": sizes(READING[1]) | {"row": ROWS[1]}, "two_pages": False}
    rendered = _set("journey.typ", data | sized, stamp(report.dated))
    return _with_note(rendered, "This report is too long for two pages.")


def set_pages(template: str, data: dict[str, Any], dated: date) -> Rendered:
    """The PDF of another template of this folder, whose texts are ready to be set as they are."""
    return _with_note(_set(template, data, stamp(dated)))


def _set(template: str, data: dict[str, Any], stamped: int) -> Rendered | None:
    """The PDF by the first way that works, with a note where it was not the first; None for more than one page.

    Raises WorkbookError where typst refuses the last way too.
    """
    found = set_or_long(template, data, stamped)
    return found if isinstance(found, Rendered) else None


def set_or_long(template: str, data: dict[str, Any], stamped: int) -> Rendered | str:
    """The same; for more than one page what the template said of it."""
    import typst

    lost = ""
    for way in WAYS:
        try:
            return Rendered(press().pages(template, data, stamped, way), _notes(way, lost))
        except typst.TypstError as error:
            if TOO_LONG in error.message:
                return str(error.message)
            missing = LOST.search(error.message)
            if missing is None:
                raise _unprintable(error.message) from error
            lost = missing[1]
    raise _unprintable(f"no font has {lost!r}")


def _unprintable(reason: str) -> WorkbookError:
    return WorkbookError(
        f"The PDF could not be made: {reason}.", "Export as HTML and print that from a browser instead."
    )


def _notes(way: Way, lost: str) -> tuple[str, ...]:
    if way == WAYS[0]:
        return ()
    if way.standard:
        return ("Some letters are set in a font of this computer; on another one they may look different.",)
    return (
        f"No font here has {lost!r}, so the PDF may show an empty box for it and is not marked as accessible. "
        "Install a font that has it, or export as HTML.",
    )


def _with_note(rendered: Rendered | None, note: str = "") -> Rendered:
    if rendered is None:
        raise _unprintable("it does not fit its pages")
    return Rendered(rendered.data, tuple(filter(None, (*rendered.notes, note))))


def first_look(slip: SlipDocument) -> int:
    """The step to start with, from the signs of text and the drills; saves tries that cannot fit.

    The figures were fitted to invented slips; they err on the generous side, so a page is never set tighter than it
    has to be.
    """
    texts = (slip.opening, slip.critical, *slip.went_well, slip.tip, slip.free_text, slip.contact)
    points = sum(len(point.observation) + len(point.drill) for point in slip.work_on)
    signs = sum(map(len, texts)) + points + 300 * len(slip.drills)
    return min(len(LOOKS) - 1, max(0, (signs - 1000) // 700))


def _breakable(word: re.Match[str]) -> str:
    return PIECE.sub("\\g<0>\u200b", word[0])


def soft(value: Any) -> Any:
    """The values with every text in them ready to be set in lines."""
    if isinstance(value, str):
        return NUMBER_AND_WORD.sub("\\1\u00a0", LONG_WORD.sub(_breakable, value))
    if isinstance(value, list):
        return [soft(item) for item in value]
    return {key: soft(item) for key, item in value.items()} if isinstance(value, dict) else value


def sizes(look: Look) -> dict[str, float]:
    """Every size of a look by its name, in points, as the template reads them."""
    return {name: getattr(look, name) for name in Look.__slots__}


def page_data(
    document: SlipDocument | JourneyDocument | LadderDocument,
    content: dict[str, Any],
    paper: Paper,
    letterhead: Letterhead | None,
) -> dict[str, Any]:
    """What a template reads: texts to be set in lines, and beside them the file's own facts as they are."""
    language, region = language_parts(document.language)
    paper_head = tidy_head(document.site, letterhead)
    head = {
        "site": paper_head.name,
        "site_line": paper_head.line,
        "footer": paper_head.footer,
        "words": labels.template_words(labels.labels_of(document)),
    }
    texts: dict[str, Any] = soft(head | content)
    return texts | {
        "name": content["title"],
        "author": head["site"],
        "language": language,
        "region": region,
        "paper": paper,
        "numbered": False,
        **colours(letterhead),
    }


def stamp(day: date) -> int:
    """Noon UTC of the day, in seconds: the moment that the PDF gives as its own."""
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
