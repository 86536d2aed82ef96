"""Invented documents that a site's template is tried on: one with everything in it, and one with almost nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from domain.model.ladder_file import LadderDocument, LadderPart, PartId
from domain.model.slip import (
    DrillRow,
    EarlierSlip,
    JourneyDocument,
    Promised,
    RoadStop,
    SlipDocument,
    TipTaken,
    WorkOn,
)
from domain.reports.formats import Letterhead
from domain.reports.json_file import journey_data, slip_data
from domain.reports.ladder_file import ladder_data, ladder_values
from domain.reports.values import journey_values, page_values, slip_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.reports.formats import Format

DAY = date(2026, 8, 12)

FULL = SlipDocument(
    person="Sampleperson",
    site="Samplesite",
    milestone="Samplemilestone",
    attempt=2,
    dated=DAY,
    language="en",
    greeting="Samplegreeting",
    opening="Sampleopening",
    went_well_heading="Samplewellhead",
    went_well=("Samplewellone", "Samplewelltwo"),
    work_on_heading="Sampleworkhead",
    work_on=(WorkOn("Sampleseenone", "Sampledrillone"), WorkOn("Sampleseentwo", "Sampledrilltwo")),
    tip_heading="Sampletiphead",
    tip="Sampletip",
    contact="Samplecontact",
    free_text="Samplefree",
    critical="Samplecritical",
    drills=(DrillRow("Samplelogone", 10, "Sampletargetone"), DrillRow("Samplelogtwo", 5, "Sampletargettwo")),
)
BARE = SlipDocument(
    person="Sampleperson",
    site="Samplesite",
    milestone="Samplemilestone",
    attempt=1,
    dated=DAY,
    language="en",
    greeting="Samplegreeting",
    opening="Sampleopening",
    went_well_heading="",
    went_well=(),
    work_on_heading="",
    work_on=(),
    tip_heading="",
    tip="",
    contact="Samplecontact",
)
JOURNEY = JourneyDocument(
    person="Sampleperson",
    site="Samplesite",
    dated=DAY,
    language="en",
    opening="Sampleopening",
    road=(RoadStop("Samplestopone", "Samplestate", DAY, 2), RoadStop("Samplestoptwo", "Samplelater", None, 0)),
    slips=(FULL,),
    come_back="Samplecomeback",
    contact="Samplecontact",
    case=("Samplecase",),
    taken_up=(TipTaken("Sampletaken", "Sampleplace", DAY),),
    promises=(Promised("Samplepromise", DAY),),
    earlier=(EarlierSlip("Sampleearlier", 1, DAY, "Samplebefore", ("Samplework",)),),
)

LADDER = LadderDocument(
    person="Sampleperson",
    site="Samplesite",
    dated=DAY,
    language="en",
    title="Sampletitle of Sampleperson",
    level="",
    since=DAY,
    opening="Sampleopening",
    parts=(LadderPart(PartId.NEXT, "Sampleheading", ("Samplepoint",), "Sampleabout"),),
    contact="Samplecontact",
)


def samples(form: Format) -> list[tuple[str, dict[str, Any], Mapping[str, str]]]:
    """Template, values and the words that must come out, by the value that holds them."""
    page = page_values("en", "Samplesite", "a4", Letterhead("Samplesite", "Sampleline", "Samplefooter"))
    kind = form.value
    return [
        (f"slip.{kind}", page | slip_values(FULL), _words(slip_data(FULL), "slip")),
        (f"slip.{kind}", page | slip_values(BARE), _words(slip_data(BARE), "slip")),
        (f"ladder.{kind}", page | ladder_values(LADDER), _words(ladder_data(LADDER), "file")),
        (f"journey.{kind}", page | journey_values(JOURNEY), _words(journey_data(JOURNEY), "report")),
    ]


def _words(value: Any, place: str) -> dict[str, str]:
    """Every sample word in a document, by where it stands; what is not part of the letter is left out."""
    if isinstance(value, dict):
        return {
            at: word
            for key, inner in value.items()
            if key not in ("site", "language", "drills" if place.startswith("report") else "")
            for at, word in _words(inner, f"{place}.{key}").items()
        }
    if isinstance(value, list):
        return {at: word for n, inner in enumerate(value) for at, word in _words(inner, f"{place}[{n}]").items()}
    return {place: value} if isinstance(value, str) and value.startswith("Sample") else {}
