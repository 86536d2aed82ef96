"""Time zones as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput
from domain.workbook import people, zones
from tests.workbook.hub import Hub, make_hub

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Manila", "Asia/Manila"),
        ("asia/manila", "Asia/Manila"),
        (" new york ", "America/New_York"),
        ("América/Bogotá", "America/Bogota"),
        ("UTC", "UTC"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_zone_is_known_by_its_name_and_by_its_city(typed: str, zone: str) -> None:
    assert zones.zone_of(typed) == zone


@pytest.mark.parametrize(("typed", "says"), [("Asia/Manilla", "Closest: Asia/Manila"), ("??", "Europe/Madrid")])
def test_another_text_is_refused_with_a_way_out(typed: str, says: str) -> None:
    with pytest.raises(BadInput) as error:
        zones.zone_of(typed)
    assert says in error.value.hint


def test_a_card_has_a_zone_of_its_own(tmp_path: Path) -> None:
    hub: Hub = make_hub(tmp_path / "hub.milepost")
    here = people.add(hub.wb, people.NewPerson("Ana Cruz"))
    there = people.add(hub.wb, people.NewPerson("Ben Uy", zone="madrid"))
    assert people.find(hub.wb, here).zone == hub.wb.site.zone
    card = people.find(hub.wb, there)
    assert card.zone == "Europe/Madrid"
    people.correct(hub.wb, there, card.version, people.NewPerson("Ben Uy", zone="Asia/Tokyo"))
    assert people.find(hub.wb, there).zone == "Asia/Tokyo"
    hub.wb.store.undo()
    assert people.find(hub.wb, there).zone == "Europe/Madrid"
    with pytest.raises(BadInput, match="no time zone"):
        people.correct(hub.wb, there, people.find(hub.wb, there).version, people.NewPerson("Ben Uy", zone="Mars/Base"))
