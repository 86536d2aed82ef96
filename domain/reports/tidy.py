"""Clean text and clean documents: what every renderer starts from, so that all formats carry the same words."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from domain.model.labels import Labels
from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from domain.model.letterhead import Letterhead
    from domain.model.slip import DrillRow, EarlierSlip, JourneyDocument, SlipDocument, WorkOn

VISIBLE_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
"""Signs that Unicode files under 'format' although a reader sees them; they stay."""

UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
"""Control, format (bidi, zero-width), lone surrogates and private use: nothing that a reader is meant to read."""


def tidy_text(text: str) -> str:
    """The text on one line, in NFC, with single spaces and without characters that cannot be seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = "".join(map(_seen, unicodedata.normalize("NFC", text)))
    return " ".join(unicodedata.normalize("NFC", seen).split())


@lru_cache(maxsize=4096)
def _seen(char: str) -> str:
    """The character itself, a space for white space, or nothing for what must not be written."""
    if char.isspace():
        return " "
    if char in VISIBLE_FORMAT or unicodedata.category(char) not in UNSEEN:
        return char
    return ""


def tidy_slip(document: SlipDocument) -> SlipDocument:
    """The slip with every text cleaned, blank points left out, and headings without the colon that a renderer sets."""
    return replace(
        document,
        person=tidy_text(document.person),
        site=tidy_text(document.site),
        milestone=tidy_text(document.milestone),
        language=tidy_text(document.language),
        greeting=tidy_text(document.greeting),
        opening=tidy_text(document.opening),
        critical=tidy_text(document.critical),
        went_well_heading=_heading(document.went_well_heading),
        went_well=tuple(filter(None, map(tidy_text, document.went_well))),
        work_on_heading=_heading(document.work_on_heading),
        work_on=tuple(point for point in map(_tidy_point, document.work_on) if point.observation or point.drill),
        tip_heading=_heading(document.tip_heading),
        tip=tidy_text(document.tip),
        free_text=tidy_text(document.free_text),
        contact=tidy_text(document.contact),
        drills=tuple(drill for drill in map(_tidy_drill, document.drills) if drill.title or drill.target),
        labels=tidy_labels(document.labels),
    )


def tidy_journey(document: JourneyDocument) -> JourneyDocument:
    """The journey report with every text cleaned, its slips included."""
    return replace(
        document,
        person=tidy_text(document.person),
        site=tidy_text(document.site),
        language=tidy_text(document.language),
        opening=tidy_text(document.opening),
        road=tuple(
            replace(stop, milestone=tidy_text(stop.milestone), word=tidy_text(stop.word)) for stop in document.road
        ),
        slips=tuple(map(tidy_slip, document.slips)),
        come_back=tidy_text(document.come_back),
        contact=tidy_text(document.contact),
        case=tuple(filter(None, map(tidy_text, document.case))),
        taken_up=tuple(
            replace(tip, title=tidy_text(tip.title), milestone=tidy_text(tip.milestone)) for tip in document.taken_up
        ),
        promises=tuple(replace(one, words=tidy_text(one.words)) for one in document.promises),
        earlier=tuple(map(_tidy_earlier, document.earlier)),
        labels=tidy_labels(document.labels),
    )


def _tidy_earlier(slip: EarlierSlip) -> EarlierSlip:
    return replace(
        slip,
        milestone=tidy_text(slip.milestone),
        went_well=tidy_text(slip.went_well),
        work_on=tuple(filter(None, map(tidy_text, slip.work_on))),
    )


def _heading(text: str) -> str:
    return tidy_text(text).removesuffix(":").rstrip()


def _tidy_point(point: WorkOn) -> WorkOn:
    return replace(point, observation=tidy_text(point.observation), drill=tidy_text(point.drill))


def _tidy_drill(drill: DrillRow) -> DrillRow:
    return replace(drill, title=tidy_text(drill.title), target=tidy_text(drill.target))


def tidy_labels(labels: Labels | None) -> Labels | None:
    """The labels with every text cleaned; None stays None."""
    return None if labels is None else Labels(*(tidy_text(getattr(labels, name)) for name in Labels.__slots__))


@dataclass(frozen=True, slots=True)
class Head:
    """What is printed on the paper of one document, ready to be set."""

    name: str
    line: str
    footer: str


def tidy_head(site: str, letterhead: Letterhead | None) -> Head:
    """The head and foot for a document of that site; without a letterhead, the site's name alone."""
    if letterhead is None:
        return Head(tidy_text(site), "", "")
    name = tidy_text(letterhead.name) or tidy_text(site)
    return Head(name, tidy_text(letterhead.line), tidy_text(letterhead.footer))
