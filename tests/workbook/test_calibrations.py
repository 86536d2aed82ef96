"""Calibration: a stored call is rated alone by all, opened once, goes without a name, and goes with its person."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.call import JotKind
from domain.model.errors import BadInput, Conflict, NotFound, WorkbookError
from domain.model.terms import MilestoneId
from domain.workbook import attempts, calibrations, calibrations_open, calls, erasing, history, holding, merging
from domain.workbook.insights import Scope, panels
from tests.workbook.hub import TODAY

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

SAID = "Agent: Thank you for calling, this is joan.\nCustomer: Ms Alcaraz, my parcel is late."


def played(hub: Hub, name: str = "Joan Alcaraz") -> tuple[int, int]:
    """A mock call of Joan's, or of somebody else's, that is over; the person and the call."""
    application = hub.put_on(name)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    attempt = attempts.open_or_start(hub.wb, application)
    call = calls.begin(hub.wb, attempt, calls.console(hub.wb, attempt).offers[0].id)
    calls.start(hub.wb, call)
    hub.clock.ahead(minutes=1)
    calls.jot(hub.wb, call, JotKind.QUOTE, words="Joan here, I see the parcel")
    hub.clock.ahead(minutes=4)
    calls.stop(hub.wb, call)
    return hub.stands(application)["person"], call


def rate_all(hub: Hub, calibration: int, level: int) -> None:
    """Every criterion at one level, but the first, which is one higher, and the second, of which nothing was heard."""
    for at, criterion in enumerate(calibrations.sheet(hub.wb, calibration).criteria):
        calibrations.rate(hub.wb, calibration, criterion.id, None if at == 1 else level + (at == 0))


def test_each_rates_alone_until_all_is_opened_side_by_side(hub: Hub, colleague: Hub) -> None:
    _, call = played(hub)
    kept = calibrations.store(hub.wb, call, SAID)
    shown = calibrations.sheet(hub.wb, kept)
    assert shown.moments
    assert (len(shown.missing), shown.row.begun) == (len(shown.criteria), False)
    with pytest.raises(Conflict, match=r"Not submitted: \d+ of \d+"):
        calibrations.submit(hub.wb, kept)
    rate_all(hub, kept, 2)
    calibrations.submit(hub.wb, kept)
    with pytest.raises(Conflict, match="Nobody else"):
        calibrations.open_all(hub.wb, kept)
    with pytest.raises(Conflict, match="was submitted"):
        calibrations.rate(hub.wb, kept, shown.criteria[0].id, 5)
    theirs = calibrations.sheet(colleague.wb, kept)
    assert (theirs.ratings, theirs.row.raters, theirs.row.submitted) == ({}, 1, False)
    with pytest.raises(Conflict, match="once they are opened"):
        calibrations_open.side_by_side(colleague.wb, kept)
    rate_all(colleague, kept, 4)
    with pytest.raises(Conflict, match="Your own rating is not in"):
        calibrations.open_all(colleague.wb, kept)
    calibrations.submit(colleague.wb, kept)
    calibrations.open_all(colleague.wb, kept)
    open_ = calibrations_open.side_by_side(hub.wb, kept)
    assert open_.raters == ("Ines", "Noor")
    by_id = {line.criterion.id: line for line in open_.lines}
    first, second = (by_id[one.id] for one in shown.criteria[:2])
    assert (first.levels, first.mean, first.talk_over) == ((5, 3), 4.0, True)
    assert (second.levels, second.mean, second.talk_over) == ((None, None), None, False)
    assert not open_.lines[-1].talk_over
    with pytest.raises(Conflict, match="are open"):
        calibrations.rate(hub.wb, kept, shown.criteria[0].id, 5)
    (panel,) = panels.show(hub.wb)
    assert (panel.raters, panel.calls, panel.few) == (("Ines", "Noor"), (kept,), f"too few: {panel.ratings} of 20")
    assert (panel.correlation, panel.pairs, panel.members) == (None, (), ())
    assert (panel.ratings, panel.calls_missing) == (6, 3)
    assert panels.show(hub.wb, Scope(account="retail_cs", until=hub.wb.today())) == (panel,)
    for elsewhere in (Scope(account="travel_cs"), Scope(until=TODAY - timedelta(days=1))):
        assert panels.show(hub.wb, elsewhere) == ()


def test_no_rating_is_taken_back_behind_what_was_seen(hub: Hub, colleague: Hub) -> None:
    _, call = played(hub)
    kept = calibrations.store(hub.wb, call, SAID)
    for one, level in ((hub, 2), (colleague, 4)):
        rate_all(one, kept, level)
        calibrations.submit(one.wb, kept)
    calibrations.open_all(colleague.wb, kept)
    with pytest.raises(WorkbookError, match="Cannot undo"):
        history.undo(hub.wb)
    history.undo(colleague.wb)
    assert not calibrations.sheet(hub.wb, kept).row.opened
    history.undo(hub.wb)
    assert not calibrations.sheet(hub.wb, kept).row.submitted
    calibrations.take_away(hub.wb, kept)
    assert calibrations.listing(hub.wb) == ()
    history.undo(hub.wb)
    assert [row.raters for row in calibrations.listing(hub.wb)] == [1]


def test_who_has_seen_the_others_rates_that_call_no_more_whatever_is_taken_back(hub: Hub, colleague: Hub) -> None:
    _, call = played(hub)
    kept = calibrations.store(hub.wb, call, SAID)
    for one, level in ((hub, 2), (colleague, 4)):
        rate_all(one, kept, level)
        calibrations.submit(one.wb, kept)
    first = calibrations.sheet(hub.wb, kept).criteria[0].id
    calibrations.open_all(hub.wb, kept)
    assert calibrations_open.side_by_side(hub.wb, kept).row.shown
    history.undo(hub.wb)  # the opening
    history.undo(hub.wb)  # their own rating, of which every part can be changed again
    assert calibrations.sheet(hub.wb, kept).row.shown
    with pytest.raises(Conflict, match="You have seen what the others gave"):
        calibrations.rate(hub.wb, kept, first, 5)
    with pytest.raises(Conflict, match="You have seen what the others gave"):
        calibrations.submit(hub.wb, kept)
    history.redo(hub.wb)
    assert calibrations.sheet(hub.wb, kept).ratings[first] == 3
    # Who has seen nothing yet still can.
    assert not calibrations.sheet(colleague.wb, kept).row.shown
    history.undo(colleague.wb)
    calibrations.rate(colleague.wb, kept, first, 4)
    calibrations.submit(colleague.wb, kept)
    calibrations.open_all(colleague.wb, kept)
    assert next(
        line.levels for line in calibrations_open.side_by_side(hub.wb, kept).lines if line.criterion.id == first
    ) == (4, 3)


def test_a_call_is_kept_without_a_name_and_in_no_view_of_the_person(hub: Hub) -> None:
    person, call = played(hub)
    kept = calibrations.store(hub.wb, call, SAID, "A late parcel for Joan")
    shown = calibrations.sheet(hub.wb, kept)
    assert shown.row.name == "A late parcel for [name]"
    assert shown.transcript == SAID.replace("joan", "[name]").replace("Alcaraz", "[name]")
    assert "joan" not in json.dumps(hub.rows("select name, moments, transcript from calibration")).lower()
    assert [entry.said for entry in history.of_person(hub.wb, person, 1)] == ["kept a call for calibration"]
    assert "Used for training" in [part.title for part in holding.read(hub.wb, person).parts]


@pytest.mark.parametrize("name", ["प्रिया सिंह", "田中 美咲", "Nguyễn Ánh"])
def test_a_name_in_any_script_is_taken_out_of_what_was_said(hub: Hub, name: str) -> None:
    _person, call = played(hub, name)
    kept = calibrations.store(hub.wb, call, f"Agent: {name} here. I am {name.split()[0]}.")
    assert calibrations.sheet(hub.wb, kept).transcript == "Agent: [name] here. I am [name]."


def test_it_goes_with_its_person_and_moves_with_them_when_they_were_entered_twice(hub: Hub) -> None:
    person, call = played(hub)
    kept = calibrations.store(hub.wb, call, SAID)
    rate_all(hub, kept, 3)
    other = hub.person("Joan M. Alcaraz")
    merging.merge(hub.wb, other, person)
    assert hub.value("select person from calibration") == other
    erasing.erase(hub.wb, other, "Joan M. Alcaraz")
    assert (hub.rows("select id from calibration"), hub.rows("select id from calibrated")) == ([], [])


def test_what_cannot_be_kept_or_rated_is_refused(hub: Hub) -> None:
    _, call = played(hub)
    for transcript, name in ((" ", ""), ("x" * 20_001, ""), (SAID, "x" * 81)):
        with pytest.raises(BadInput):
            calibrations.store(hub.wb, call, transcript, name)
    with pytest.raises(NotFound):
        calibrations.store(hub.wb, 1, SAID)
    kept = calibrations.store(hub.wb, call, SAID)
    criterion = calibrations.sheet(hub.wb, kept).criteria[0].id
    for wrong, level in ((criterion, 6), (criterion, 0), ("ph.clarity", 3)):
        with pytest.raises(BadInput):
            calibrations.rate(hub.wb, kept, wrong, level)
    with pytest.raises(NotFound):
        calibrations.sheet(hub.wb, 1)
