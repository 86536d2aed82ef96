"""The published form of the JSON, and that it has no room for anything private."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest

from domain.model.labels import Labels
from domain.model.slip import DrillRow, JourneyDocument, RoadStop, SlipDocument, WorkOn
from domain.reports import Format, render_journey, render_slip
from domain.reports.site_templates import TEMPLATES
from tests.reports.people import JOURNEY, NO_SHOW, NOT_YET

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "array": list,
    "object": dict,
    "null": type(None),
    "boolean": bool,
}


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((TEMPLATES / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def _faults(value: Any, schema: dict[str, Any], place: str = "$") -> list[str]:
    """What in the value breaks the schema, for the few words of JSON Schema that ours uses."""
    if "$ref" in schema:
        return _faults(value, _schema("slip"), place)
    if "const" in schema:
        return [] if value == schema["const"] else [f"{place} is not {schema['const']}"]
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, TYPES[kind]) for kind in allowed):
        return [f"{place} is not {allowed}"]
    faults = [f"{place} is below {schema['minimum']}"] if "minimum" in schema and value < schema["minimum"] else []
    if isinstance(value, dict):
        known = schema["properties"]
        faults += [f"{place}.{key} is missing" for key in schema["required"] if key not in value]
        faults += [f"{place}.{key} is unknown" for key in value if key not in known]
        faults += [
            f for key, item in value.items() if key in known for f in _faults(item, known[key], f"{place}.{key}")
        ]
    if isinstance(value, list):
        faults += [f for at, item in enumerate(value) for f in _faults(item, schema["items"], f"{place}[{at}]")]
    return faults


@pytest.mark.parametrize("slip", [NOT_YET, NO_SHOW], ids=["not yet", "no show"])
def test_slips_keep_to_the_schema(slip: SlipDocument) -> None:
    assert _faults(json.loads(render_slip(slip, Format.JSON).data), _schema("slip")) == []


def test_journeys_keep_to_the_schema() -> None:
    assert _faults(json.loads(render_journey(JOURNEY, Format.JSON).data), _schema("journey")) == []


def test_the_schema_refuses_a_note() -> None:
    data = json.loads(render_slip(NOT_YET, Format.JSON).data)
    assert _faults(data | {"note": "private"}, _schema("slip")) == ["$.note is unknown"]


def test_the_schema_names_exactly_the_fields_of_the_model() -> None:
    slip, journey = _schema("slip"), _schema("journey")
    extra = ["schema_version", "kind"]
    for schema, model in [
        (slip, SlipDocument),
        (slip["properties"]["work_on"]["items"], WorkOn),
        (slip["properties"]["drills"]["items"], DrillRow),
        (journey, JourneyDocument),
        (journey["properties"]["road"]["items"], RoadStop),
        (slip["properties"]["labels"], Labels),
        (journey["properties"]["labels"], Labels),
    ]:
        named = [key for key in schema["properties"] if key not in extra]
        assert named == [field.name for field in fields(model)]
        assert sorted(schema["required"]) == sorted(schema["properties"])
        assert schema["additionalProperties"] is False


def test_keys_come_in_the_order_of_the_model_version_first() -> None:
    keys = list(json.loads(render_slip(NOT_YET, Format.JSON).data))
    assert keys == ["schema_version", "kind", *(field.name for field in fields(SlipDocument))]
