"""After a slip is done: who has it, who does not want it, what takes its place, and what keeps it back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.terms import Channel, MilestoneId, Result, SlipState, State
from domain.rules.gates import GateId, Way
from domain.workbook import (
    applications,
    exporting,
    history,
    journeys,
    outbox,
    slip_delivery,
    slip_gates,
    slip_list,
    slips,
    today,
)
from domain.workbook.slip_delivery import Chosen
from domain.workbook.slip_list import SlipQuery

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


def ready(hub: Hub, name: str = "Joan Alcaraz", level: int = 4, **known: object) -> slips.SlipView:
    """A slip that can go."""
    person = hub.person(name, hub.opening(), **known)
    result = Result.PASSED if level > 2 else Result.NOT_YET
    slip = hub.take(hub.application(person), level, result).slip
    hub.fill_gaps(slip)
    return hub.confirm(slip)


def state(hub: Hub, slip: int) -> SlipState:
    """Where a slip is."""
    return slips.view(hub.wb, slip).state


# States.


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        (slips.IN_PERSON, SlipState.HANDED_OVER),
        (slips.ON_PAPER, SlipState.HANDED_OVER),
        (slips.BY_FILE, SlipState.HANDED_OVER),
        (slips.BY_TEXT, SlipState.SENT),
        (slips.BY_CHAT, SlipState.SENT),
        (slips.BY_HAND, SlipState.SENT),
    ],
)
def test_a_channel_says_whether_it_was_handed_over_or_sent(hub: Hub, channel: str, wanted: SlipState) -> None:
    view = ready(hub, channel=Channel.SMS)
    slips.deliver(hub.wb, view.id, channel)
    now = slips.view(hub.wb, view.id)
    assert (now.state, now.channel, now.by, now.delivered_at) == (wanted, channel, "Noor", hub.clock.now)
    assert now.digest == hashlib.sha256(slips.encode(now.document).encode()).hexdigest()
    assert slip_list.counts(hub.wb) == (0, 1)


def test_confirming_says_when_and_to_whom_and_keeps_every_word(hub: Hub, colleague: Hub) -> None:
    view = ready(hub)
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    before = slips.view(hub.wb, view.id)
    hub.clock.ahead(hours=1)
    assert outbox.confirm(colleague.wb, [view.id]).done == (view.id,)
    now = slips.view(hub.wb, view.id)
    assert (now.state, now.confirmed_at, now.confirmed_by) == (SlipState.CONFIRMED, hub.clock.now, "Ines")
    assert (now.document, now.digest, now.channel, now.by) == (before.document, before.digest, "printed", "Noor")
    history.undo(colleague.wb)
    assert slips.view(hub.wb, view.id).state is SlipState.HANDED_OVER


def test_only_what_was_given_can_be_confirmed(hub: Hub) -> None:
    draft, given, done = (ready(hub, name) for name in ("A B", "C D", "E F"))
    for one in (given, done):
        slips.deliver(hub.wb, one.id, slips.IN_PERSON)
    outbox.confirm(hub.wb, [done.id])
    settled = outbox.confirm(hub.wb, [draft.id, given.id, done.id])
    assert settled.done == (given.id,)
    assert sorted(settled.refused) == [("A B", "it was not given to them yet"), ("E F", "confirmed already")]
    assert history.recent(hub.wb, 1)[0].what == "noted that the slip of C D arrived"
    acts = len(hub.wb.store.acts())
    assert outbox.confirm(hub.wb, [draft.id]).done == ()
    assert len(hub.wb.store.acts()) == acts
    with pytest.raises(BadInput):
        outbox.confirm(hub.wb, [])


def test_what_is_not_wanted_is_no_debt_and_is_never_given(hub: Hub, tmp_path: Path) -> None:
    view = ready(hub)
    assert slips.owed_count(hub.wb) == 1
    assert outbox.not_wanted(hub.wb, [view.id], "they took  a job\nelsewhere").done == (view.id,)
    now = slips.view(hub.wb, view.id)
    assert (now.state, now.why) == (SlipState.NOT_WANTED, "they took a job elsewhere")
    assert (slips.owed_count(hub.wb), slip_list.counts(hub.wb)) == (0, (0, 1))
    with pytest.raises(Conflict, match="not wanted"):
        slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    assert slip_delivery.deliver_many(hub.wb, [Chosen(now.id, now.version, now.name)], slips.ON_PAPER).done == ()
    assert journeys.document(hub.wb, view.person).slips == ()
    assert outbox.confirm(hub.wb, [view.id]).refused == (("Joan Alcaraz", "it was not given to them yet"),)
    history.undo(hub.wb)
    assert (state(hub, view.id), slips.owed_count(hub.wb)) == (SlipState.DRAFT, 1)


def test_who_has_a_slip_cannot_not_want_it(hub: Hub) -> None:
    view = ready(hub)
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    assert outbox.not_wanted(hub.wb, [view.id]).refused == (("Joan Alcaraz", "they have it already"),)


def test_the_number_of_the_day_is_what_was_confirmed(hub: Hub) -> None:
    views = [ready(hub, name) for name in ("A B", "C D", "E F", "G H")]
    for view in views[:3]:
        slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    outbox.confirm(hub.wb, [views[0].id])
    outbox.not_wanted(hub.wb, [views[3].id])
    so_far = today.snapshot(hub.wb).so_far
    assert (so_far.confirmed, so_far.delivered, so_far.drafted) == (1, 3, 4)
    found = outbox.numbers(hub.wb, hub.wb.starts_at(hub.wb.today()))
    assert found == outbox.Numbers(decided=4, given=3, confirmed=1, not_wanted=1, failed=0)
    assert outbox.numbers(hub.wb, hub.clock.now + 1).decided == 0


# Corrections.


def test_a_correction_takes_the_place_of_what_was_given_and_says_what_changed(hub: Hub) -> None:
    view = ready(hub)
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    given = slips.view(hub.wb, view.id)
    hub.clock.ahead(days=1)
    fresh = outbox.correct(hub.wb, view.id)
    assert slips.owed_count(hub.wb) == 1
    assert (slip_list.counts(hub.wb), list(slip_list.delivered(hub.wb, SlipQuery())[0])) == ((1, 0), [])
    with pytest.raises(Conflict, match="says what they have already"):
        slips.deliver(hub.wb, fresh, slips.ON_PAPER)
    new = slips.view(hub.wb, fresh)
    assert (new.corrects, new.attempt, new.draft) == (view.id, view.attempt, given.draft)
    other = slips.options(hub.wb, fresh).next_tips[0]
    slips.save(hub.wb, fresh, new.version, replace(new.draft, next_tip=other))
    slips.deliver(hub.wb, fresh, slips.IN_PERSON)
    words = slips.view(hub.wb, fresh).document
    assert words.opening.startswith("This takes the place of the feedback that we gave you on")
    assert "New in it: the tip." in words.opening
    assert slips.view(hub.wb, view.id).document == given.document
    assert slips.view(hub.wb, view.id).digest == given.digest
    assert slip_list.counts(hub.wb) == (0, 1)
    assert [line.slip for line in slip_list.lines(hub.wb, slip_list.delivered(hub.wb, SlipQuery())[0])] == [fresh]
    assert journeys.document(hub.wb, view.person).slips == (words,)


def test_a_correction_is_begun_once_and_only_of_what_was_given(hub: Hub) -> None:
    view = ready(hub)
    with pytest.raises(Conflict, match="was not given"):
        outbox.correct(hub.wb, view.id)
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    outbox.correct(hub.wb, view.id)
    with pytest.raises(Conflict, match="corrected already"):
        outbox.correct(hub.wb, view.id)
    assert outbox.confirm(hub.wb, [view.id]).refused == (("Joan Alcaraz", "a correction took its place"),)
    history.undo(hub.wb)
    assert slip_list.counts(hub.wb) == (0, 1)
    assert outbox.confirm(hub.wb, [view.id]).done == (view.id,)


def test_what_is_being_corrected_is_not_undone_under_the_correction(hub: Hub) -> None:
    view = ready(hub)
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)
    given = hub.wb.store.acts(1)[0].id
    outbox.correct(hub.wb, view.id)
    with pytest.raises(Conflict, match="began a correction"):
        hub.wb.store.undo(given)
    assert state(hub, view.id) is SlipState.HANDED_OVER


# Gates.


def test_no_refusal_goes_while_they_have_an_offer_elsewhere(hub: Hub) -> None:
    view = ready(hub, level=2)
    other = applications.add(hub.wb, view.person, hub.opening("travel_air"))
    hub.take_to(other, MilestoneId.OFFER)
    with pytest.raises(Conflict, match="another application of theirs is at the offer"):
        slips.deliver(hub.wb, view.id, slips.IN_PERSON)
    plan = slip_delivery.plan(hub.wb, [view.attempt])
    assert [gate.id for one in plan.staying for gate in one.gates] == [GateId.OFFER]
    done = slip_delivery.deliver_many(hub.wb, [Chosen(view.id, view.version, view.name)], slips.ON_PAPER)
    assert done.refused == (("Joan Alcaraz", "another application of theirs is at the offer"),)
    applications.end(hub.wb, other, State.DECLINED)
    slips.deliver(hub.wb, view.id, slips.IN_PERSON)


def test_their_hours_hold_for_what_is_sent(hub: Hub) -> None:
    view = ready(hub, channel=Channel.SMS, window_from="20:00", window_to="22:00")
    with pytest.raises(Conflict, match="outside their hours until Wed 20:00"):
        slips.deliver(hub.wb, view.id, slips.BY_TEXT)
    whole = slip_delivery.plan(hub.wb, [view.attempt])
    assert (len(whole.going), len(whole.only(Way.TEXT).going), len(whole.only(Way.AT_HAND).going)) == (1, 0, 1)
    hub.clock.ahead(hours=10)
    assert len(slip_delivery.plan(hub.wb, [view.attempt]).only(Way.TEXT).going) == 1
    slips.deliver(hub.wb, view.id, slips.BY_TEXT)


def test_nobody_is_texted_who_did_not_say_so(hub: Hub) -> None:
    view = ready(hub, channel=Channel.EMAIL)
    with pytest.raises(Conflict, match="may text them"):
        slips.deliver(hub.wb, view.id, slips.BY_TEXT)
    slips.deliver(hub.wb, view.id, slips.ON_PAPER)


def test_what_was_not_wanted_is_written_nowhere_unless_it_is_complete(hub: Hub, tmp_path: Path) -> None:
    person = hub.person("Joan Alcaraz", hub.opening())
    slip = hub.take(hub.application(person), 2, Result.NOT_YET).slip
    outbox.not_wanted(hub.wb, [slip])
    with pytest.raises(Conflict, match="Not written"):
        exporting.slip_to(hub.wb, tmp_path, exporting.Format.TXT, slip)


def test_messages_are_counted_by_the_channels_that_send() -> None:
    assert set(slip_gates.SENT) == {*slips.BY_HANDS, slips.BY_MAIL}
