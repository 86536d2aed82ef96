"""The published form of the JSON, and that it has no room for anything private."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from domain.model.labels import Labels
from domain.model.ladder_file import LadderDocument, LadderPart
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
from domain.reports import Format, render_journey, render_ladder, render_slip
from domain.reports.json_file import SCHEMA_VERSION
from domain.reports.site_templates import TEMPLATES
from tests.reports.people import JOURNEY, LADDER, NO_SHOW, NOT_YET

NAMES = ("slip", "journey", "ladder")


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((TEMPLATES / f"{name}.schema.json").read_text(encoding="utf-8"))
    return loaded


def _faults(value: Any, name: str) -> list[str]:
    """What in the value breaks the published schema."""
    known = Registry().with_resources((_schema(one)["$id"], Resource.from_contents(_schema(one))) for one in NAMES)
    checker = Draft202012Validator(_schema(name), registry=known, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [f"{fault.json_path}: {fault.message}" for fault in checker.iter_errors(value)]


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_are_schemas_of_their_draft_and_carry_their_version(name: str) -> None:
    schema = _schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:milepost:{name}:{SCHEMA_VERSION}"
    assert schema["properties"]["schema_version"] == {"const": SCHEMA_VERSION}


@pytest.mark.parametrize("slip", [NOT_YET, NO_SHOW], ids=["not yet", "no show"])
def test_slips_keep_to_the_schema(slip: SlipDocument) -> None:
    assert _faults(json.loads(render_slip(slip, Format.JSON).data), "slip") == []


def test_journeys_keep_to_the_schema() -> None:
    assert _faults(json.loads(render_journey(JOURNEY, Format.JSON).data), "journey") == []


def test_ladder_files_keep_to_the_schema_and_carry_no_labels() -> None:
    data = json.loads(render_ladder(LADDER, Format.JSON).data)
    assert _faults(data, "ladder") == []
    assert set(data) == {"schema_version", "kind", *(one.name for one in fields(LadderDocument))} - {"labels"}
    assert set(data["parts"][0]) == {one.name for one in fields(LadderPart)}


def test_the_schema_refuses_a_note() -> None:
    data = json.loads(render_slip(NOT_YET, Format.JSON).data)
    (fault,) = _faults(data | {"note": "private"}, "slip")
    assert "'note' was unexpected" in fault
    assert _faults(data | {"dated": "29 July"}, "slip")
    assert _faults(data | {"schema_version": 2}, "slip")


def test_the_schema_names_exactly_the_fields_of_the_model() -> None:
    slip, journey = _schema("slip"), _schema("journey")
    extra = ["schema_version", "kind"]
    for schema, model in [
        (slip, SlipDocument),
        (slip["properties"]["work_on"]["items"], WorkOn),
        (slip["properties"]["drills"]["items"], DrillRow),
        (journey, JourneyDocument),
        (journey["properties"]["road"]["items"], RoadStop),
        (journey["properties"]["taken_up"]["items"], TipTaken),
        (journey["properties"]["promises"]["items"], Promised),
        (journey["properties"]["earlier"]["items"], EarlierSlip),
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
