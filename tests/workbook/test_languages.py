"""A language that a site adds is one like those that ship: on the person page, in lists taken in, and in filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.catalog.kept import DATA
from domain.workbook import filters, journeys, languages, merging, people, taking_in
from domain.workbook.workbook import open_workbook
from tests.workbook.hub import Clock, Hub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def hub(where: str, tmp_path: Path) -> Iterator[Hub]:
    """A hub whose site writes Portuguese as well."""
    site = tmp_path / "catalogue"
    (site / "words").mkdir(parents=True)
    words = (DATA / "words/es.yaml").read_text("utf-8").replace("name: Spanish", "name: Brazilian Portuguese")
    (site / "words/pt-br.yaml").write_text(words, "utf-8")
    clock = Clock()
    wb = open_workbook(where, who="Ines", clock=clock, catalogue_folder=site)
    yield Hub(wb, clock)
    wb.close()


def test_a_language_of_the_site_is_named_taken_in_and_found(hub: Hub) -> None:
    assert list(languages.names(hub.wb).items()) == [
        ("en", "English"),
        ("pt-br", "Brazilian Portuguese"),
        ("fil", "Filipino"),
        ("es", "Spanish"),
    ]
    names = ("Ana Lim", "Ana Cruz", "Ana Reyes", "Ana Said")
    said = ("Brazilian Portuguese", "pt-br", "tagalog", "Klingon")
    lines = [f"{name},0917555010{at},{said[at]}" for at, name in enumerate(names)]
    data = "\n".join(["name,mobile,language", *lines])
    shown = taking_in.preview(hub.wb, data.encode(), "list.csv")
    assert [row.person.language for row in shown.rows if row.person] == ["pt-br", "pt-br", "fil", ""]
    assert [flag.message for row in shown.rows for flag in row.flags] == [
        '"Klingon" is no language that slips are written in.'
    ]
    taking_in.take_in(hub.wb, shown)
    query = filters.parse("language:brazilian-portuguese", filters.read(hub.wb)).query
    found = list(people.ids(hub.wb, query))
    assert len(found) == 2
    assert journeys.page(hub.wb, found[0]).language == "Brazilian Portuguese"
    cards = {field.key: (field.kept, field.other) for field in merging.preview(hub.wb, *found).fields}
    assert cards["language"] == ("Brazilian Portuguese",) * 2


@pytest.mark.parametrize(
    ("tag", "name"),
    [("tl", "Filipino"), ("es-MX", "Spanish"), ("EN_ph", "English"), ("pt-BR", "Brazilian Portuguese"), ("de", "de")],
)
def test_a_tag_is_named_as_it_is_written_to(hub: Hub, tag: str, name: str) -> None:
    assert languages.named(hub.wb, tag) == name
    assert languages.named(hub.wb, "") == ""
