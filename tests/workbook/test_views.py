"""Saved views: made, renamed, replaced, deleted, and all of it taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.workbook import filters, history, people, views
from tests.workbook.test_history import fingerprint, undo_everything

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def own(hub: Hub) -> list[tuple[str, str, str, bool]]:
    """The hub's own views."""
    return [(one.name, one.filter, one.sort, one.descending) for one in views.listing(hub.wb) if not one.built_in]


def test_a_view_lives_its_life_and_all_of_it_comes_back(hub: Hub) -> None:
    before = fingerprint(hub)
    made = views.make(hub.wb, "  Night   shift ", " stage:mock  owed ", "since", descending=True)
    views.make(hub.wb, "Cebu", "-state:hired")
    assert own(hub) == [("Cebu", "-state:hired", "name", False), ("Night shift", "stage:mock owed", "since", True)]
    views.rename(hub.wb, made, "Nights")
    views.replace(hub.wb, made, "late", "name")
    assert own(hub)[1] == ("Nights", "late", "name", False)
    views.delete(hub.wb, made)
    assert len(own(hub)) == 1
    history.undo(hub.wb)
    assert own(hub)[1] == ("Nights", "late", "name", False)
    undo_everything(hub)
    assert fingerprint(hub) == before


def test_a_view_becomes_the_query_that_was_kept(hub: Hub) -> None:
    views.make(hub.wb, "Later", "stage:applied", "since", descending=True)
    shown = views.parsed(views.listing(hub.wb)[-1], filters.read(hub.wb))
    assert (shown.query.sort, shown.query.descending, shown.problems) == ("since", True, ())
    assert shown.query.terms == (filters.Term("stage", ("application",)),)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 41])
def test_what_is_no_name_is_refused(hub: Hub, name: str) -> None:
    with pytest.raises(BadInput) as refused:
        views.make(hub.wb, name, "owed")
    assert refused.value.hint
    assert own(hub) == []


@pytest.mark.parametrize("name", ["cebu", "slips OWED"])
def test_two_views_of_one_name_are_refused(hub: Hub, name: str) -> None:
    made = views.make(hub.wb, "Cebu", "owed")
    other = views.make(hub.wb, "Davao", "owed")
    with pytest.raises(Conflict):
        views.make(hub.wb, name, "owed")
    with pytest.raises(Conflict):
        views.rename(hub.wb, other, name)
    views.rename(hub.wb, made, "CEBU")
    assert [name for name, *_ in own(hub)] == ["CEBU", "Davao"]


def test_a_filter_that_cannot_be_read_is_not_kept(hub: Hub) -> None:
    with pytest.raises(BadInput, match='No stage begins with "mok"'):
        views.make(hub.wb, "Odd", "stage:mok")
    with pytest.raises(BadInput, match="no order"):
        views.make(hub.wb, "Odd", "owed", "shoe size")
    with pytest.raises(BadInput, match="too long"):
        views.make(hub.wb, "Odd", "joan " * 250)


def test_a_view_that_is_gone(hub: Hub) -> None:
    with pytest.raises(NotFound):
        views.delete(hub.wb, 0)
    with pytest.raises(NotFound):
        views.rename(hub.wb, 7, "Odd")


def test_a_view_whose_opening_is_gone_says_so(hub: Hub) -> None:
    hub.opening()
    views.make(hub.wb, "Class", "opening:retail")
    history.undo(hub.wb, hub.wb.store.acts(5)[1].id)
    assert views.parsed(views.listing(hub.wb)[-1], filters.read(hub.wb)).problems


def test_those_that_come_with_the_program_can_be_read_and_shown(hub: Hub) -> None:
    hub.person("Joan Alcaraz", hub.opening())
    known = filters.read(hub.wb)
    for view in views.BUILT_IN:
        shown = views.parsed(view, known)
        assert (shown.problems, shown.unfinished) == ((), False)
        people.first(hub.wb, shown.query, 10)
    assert [people.count(hub.wb, views.parsed(view, known).query) for view in views.BUILT_IN[:3]] == [1, 0, 0]
