"""JSON for other programs; `templates/slip.schema.json` and `templates/journey.schema.json` publish the form."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from domain.reports.labels import labels_of
from domain.reports.tidy import tidy_journey, tidy_slip

if TYPE_CHECKING:
    from domain.model.slip import JourneyDocument, SlipDocument

SCHEMA_VERSION = 1
"""Goes up when a field changes its meaning or goes; new fields do not change it."""


def slip_data(document: SlipDocument) -> dict[str, Any]:
    """The clean slip as plain values, in the order of the model's fields, dates as ISO 8601."""
    slip = tidy_slip(document)
    told = asdict(slip) | {"labels": asdict(labels_of(slip))}
    return {"schema_version": SCHEMA_VERSION, "kind": "slip", **plain(told)}


def journey_data(document: JourneyDocument) -> dict[str, Any]:
    """The clean journey report as plain values; each slip in it is whole, as `slip_data` gives it alone."""
    report = tidy_journey(document)
    told = plain(asdict(report) | {"labels": asdict(labels_of(report))}) | {
        "slips": [slip_data(slip) for slip in report.slips]
    }
    return {"schema_version": SCHEMA_VERSION, "kind": "journey", **told}


def as_json(data: dict[str, Any]) -> str:
    """The same text every time for the same values: two spaces, letters as they are, keys in the order given."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def plain(value: Any) -> Any:
    """The value with lists for tuples, and dates as ISO 8601."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
