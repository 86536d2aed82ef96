"""Many slips at once: what can go goes in one act, nothing else does, and what is known of drafts is never stale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.model.errors import Conflict, NotFound
from domain.model.terms import MilestoneId, Result, SlipState
from domain.workbook import attempts, history, people, slip_checks, slip_delivery, slip_shaping, slips
from domain.workbook.slip_delivery import Chosen, Plan
from tests.workbook.hub import make_hub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.workbook.hub import Hub


def drafted(hub: Hub, name: str, **known: str) -> slips.SlipView:
    """The draft of a mock call that was not passed, complete and looked at."""
    application = hub.put_on(name, **known)
    hub.take_to(application, MilestoneId.PHONE)
    slip = hub.take(application, 2, Result.NOT_YET).slip
    hub.fill_gaps(slip)
    return hub.confirm(slip)


def lacking(hub: Hub, name: str) -> slips.SlipView:
    """The same without its tip."""
    view = drafted(hub, name)
    slips.save(hub.wb, view.id, view.version, replace(view.draft, next_tip=""))
    return slips.view(hub.wb, view.id)


def doubtful(hub: Hub, name: str) -> slips.SlipView:
    """The same with a free line that nobody has said aloud yet."""
    view = drafted(hub, name)
    slip_shaping.write(hub.wb, view.id, view.draft, "free_text", "It was good to meet you.")
    return slips.view(hub.wb, view.id)


def chosen(*views: slips.SlipView) -> list[Chosen]:
    """As they were shown."""
    return [Chosen(view.id, view.version, view.name) for view in views]


def state(hub: Hub, view: slips.SlipView) -> SlipState:
    """Where a slip is now."""
    return slips.view(hub.wb, view.id).state


# the plan ------------------------------------------------------------------------------------------------------------


def test_the_plan_says_who_goes_who_stays_and_why(hub: Hub) -> None:
    late = drafted(hub, "Omar Said", window_from="20:00", window_to="22:00")
    fine, lacks, looks = drafted(hub, "Ana Lim"), lacking(hub, "Bea Cruz"), doubtful(hub, "Zoe Ito")
    gone = drafted(hub, "Yuki Tanabe")
    slips.deliver(hub.wb, gone.id, slips.ON_PAPER)
    views = (late, fine, lacks, looks, gone)
    plan = slip_delivery.plan(hub.wb, [view.attempt for view in views])
    assert [(one.line.name, one.quiet) for one in plan.going] == [("Omar Said", True), ("Ana Lim", False)]
    assert plan.going[0].opens is not None
    assert plan.going[0].opens.hour == 20
    assert [one.line.name for one in plan.staying] == ["Bea Cruz", "Zoe Ito"]
    assert [one.message for one in plan.staying[0].blocks] == ["one tip for the next try"]
    assert plan.staying[1].blocks == ()
    assert [one.rule for one in plan.staying[1].warnings] == ["F20"]
    assert plan.delivered == 1
    assert plan.chosen == tuple(chosen(late, fine))
    assert Plan() + plan == plan


# the act -------------------------------------------------------------------------------------------------------------


def test_one_act_delivers_many_and_one_undo_takes_all_of_it_back(hub: Hub) -> None:
    views = [drafted(hub, name) for name in ("Omar Said", "Ana Lim", "Bea Cruz")]
    before = len(history.recent(hub.wb, 999))
    hub.clock.ahead(minutes=5)
    done = slip_delivery.deliver_many(hub.wb, chosen(*views), slips.ON_PAPER)
    assert done.done == tuple(view.id for view in views)
    assert done.refused == ()
    entries = history.recent(hub.wb, 999)
    assert (entries[0].what, len(entries)) == ("handed over 3 slips", before + 1)
    for view in views:
        now = slips.view(hub.wb, view.id)
        assert (now.state, now.document, now.channel) == (SlipState.HANDED_OVER, view.document, slips.ON_PAPER)
        assert (now.delivered_at, now.by) == (hub.clock.now, "Noor")
    history.undo(hub.wb)
    assert [state(hub, view) for view in views] == [SlipState.DRAFT] * 3
    history.redo(hub.wb)
    assert [state(hub, view) for view in views] == [SlipState.HANDED_OVER] * 3


def test_one_of_many_is_stored_exactly_as_one_alone(hub: Hub) -> None:
    one, other = drafted(hub, "Omar Said"), drafted(hub, "Ana Lim")
    slips.deliver(hub.wb, one.id, slips.ON_PAPER)
    slip_delivery.deliver_many(hub.wb, chosen(other), slips.ON_PAPER)
    kept = ("state", "channel", "delivered_at", "who", "overrides", "version")
    rows = [hub.rows("select * from slip where id = :id", id=view.id)[0] for view in (one, other)]
    assert len({tuple(row[name] for name in kept) for row in rows}) == 1
    assert rows[1]["document"] == slips.encode(other.document)
    assert rows[1]["digest"] == slips.frozen(other.document, "", "", 0)["digest"]
    assert history.recent(hub.wb, 1)[0].what == "handed over the slip of Ana Lim"


def test_what_cannot_go_stays_and_says_why_and_the_others_go(hub: Hub) -> None:
    fine, lacks, looks = drafted(hub, "Omar Said"), lacking(hub, "Bea Cruz"), doubtful(hub, "Zoe Ito")
    changed, gone = drafted(hub, "Ana Lim"), drafted(hub, "Yuki Tanabe")
    slip_shaping.write(hub.wb, changed.id, changed.draft, "improvement 1 moment", "on question 2")
    slips.deliver(hub.wb, gone.id, slips.ON_PAPER)
    stranger = Chosen(12, 1, "Nobody")
    done = slip_delivery.deliver_many(hub.wb, [*chosen(lacks, fine, looks, changed, gone), stranger], slips.BY_FILE)
    assert done.done == (fine.id,)
    assert dict(done.refused) == {
        "Bea Cruz": "one tip for the next try",
        "Zoe Ito": "Would I say this aloud to anyone here?",
        "Ana Lim": slip_delivery.CHANGED,
        "Yuki Tanabe": "given already",
        "Nobody": slip_delivery.GONE,
    }
    assert slips.view(hub.wb, gone.id).channel == slips.ON_PAPER


def test_where_nothing_can_go_nothing_is_noted(hub: Hub) -> None:
    lacks = lacking(hub, "Bea Cruz")
    acts = len(history.recent(hub.wb, 999))
    assert slip_delivery.deliver_many(hub.wb, chosen(lacks), slips.ON_PAPER).done == ()
    assert len(history.recent(hub.wb, 999)) == acts


def test_a_warning_takes_a_reason_before_any_delivery(hub: Hub) -> None:
    looks = doubtful(hub, "Zoe Ito")
    with pytest.raises(Conflict, match="Would I say this aloud"):
        slips.deliver(hub.wb, looks.id, slips.IN_PERSON)
    assert slip_delivery.deliver_many(hub.wb, chosen(looks), slips.IN_PERSON).done == ()
    confirmed = hub.confirm(looks.id, "I would")
    assert slip_delivery.deliver_many(hub.wb, chosen(confirmed), slips.IN_PERSON).done == (looks.id,)


def test_a_private_note_has_no_way_into_what_many_get(hub: Hub) -> None:
    view = drafted(hub, "Omar Said")
    attempts.note(hub.wb, view.attempt, "knows the guard from the old site")
    slip_delivery.deliver_many(hub.wb, chosen(view), slips.ON_PAPER)
    assert "guard" not in hub.value("select document from slip where id = :id", id=view.id)
    other = drafted(hub, "Ana Lim")
    slip_shaping.write(hub.wb, other.id, other.draft, "free_text", "Knows the guard from the old site")
    attempts.note(hub.wb, other.attempt, "knows the guard from the old site")
    other = hub.confirm(other.id)
    assert slip_delivery.deliver_many(hub.wb, chosen(other), slips.ON_PAPER).done == ()


# what is known of drafts ---------------------------------------------------------------------------------------------


def test_a_draft_is_looked_at_once_and_again_only_when_something_changed(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    views = [drafted(hub, name) for name in ("Omar Said", "Ana Lim", "Bea Cruz")]
    ids = [view.id for view in views]
    looked: list[int] = []
    read = slips.read_many

    def watched(wb: object, tx: object, some: list[int], drafts: object = None) -> dict[int, slips.SlipView]:
        looked.extend(some)
        return read(wb, tx, some, drafts)  # type: ignore[arg-type]

    monkeypatch.setattr(slips, "read_many", watched)
    assert set(slip_checks.look(hub.wb, ids, 2)) == set(ids[:2])
    assert set(slip_checks.look(hub.wb, ids, 2)) == set(ids)
    assert all(check.ready for check in slip_checks.look(hub.wb, ids).values())
    assert sorted(looked) == sorted(ids)
    person = people.find(hub.wb, views[1].person)
    people.correct(hub.wb, person.id, person.version, people.NewPerson("Ana Lin"))
    assert slip_checks.look(hub.wb, ids)[ids[1]].slip == ids[1]
    assert looked[3:] == [ids[1]]
    slips.deliver(hub.wb, ids[0], slips.ON_PAPER)
    assert set(slip_checks.look(hub.wb, ids)) == set(ids[1:])


Deed = tuple[str, int]
UNDONE = 6
"""Fewer deeds than there are acts behind the last draft, so that none is undone that made one."""
deeds = st.lists(
    st.tuples(
        st.sampled_from(("line", "tip", "confirm", "name", "note", "deliver", "many", "undo", "redo", "retry", "site")),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=UNDONE,
)


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.generate,),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(done=deeds)
def test_whatever_is_done_what_is_known_is_what_a_fresh_look_finds(tmp_path: Path, done: list[Deed]) -> None:
    """And nothing ever goes that a rule blocks, or whose words are others than those that were read."""
    path = tmp_path / "one.milepost"
    path.unlink(missing_ok=True)
    hub = make_hub(path)
    views = [drafted(hub, "Omar Said"), lacking(hub, "Bea Cruz"), doubtful(hub, "Zoe Ito")]
    ids = [view.id for view in views]
    for what, at in done:
        slip_checks.look(hub.wb, ids)
        before = {slip: slips.view(hub.wb, slip) for slip in ids}
        try:
            DEEDS[what](hub, before[ids[at]])
        except (Conflict, NotFound):
            continue
        known = slip_checks.look(hub.wb, ids)
        for slip in ids:
            fresh = slips.view(hub.wb, slip)
            if fresh.state is SlipState.DRAFT:
                assert known[slip] == slip_checks.check_of(fresh)
            elif before[slip].state is SlipState.DRAFT and what in ("deliver", "many"):
                assert not before[slip].blocks + before[slip].warnings
                assert fresh.document == before[slip].document
    hub.wb.close()


def _name(hub: Hub, view: slips.SlipView) -> None:
    person = people.find(hub.wb, view.person)
    other = "Clear Said" if person.name != "Clear Said" else "Omar Said"
    people.correct(hub.wb, person.id, person.version, people.NewPerson(other, called=other.split()[0]))


def _many(hub: Hub, view: slips.SlipView) -> None:
    slip_delivery.deliver_many(hub.wb, chosen(view), slips.ON_PAPER)


def _tip(hub: Hub, view: slips.SlipView) -> None:
    slips.save(hub.wb, view.id, view.version, replace(view.draft, next_tip="" if view.draft.next_tip else "Slow down."))


def _retry(hub: Hub, view: slips.SlipView) -> None:
    hub.clock.ahead(days=40)
    hub.take(view.application, 2, Result.NOT_YET)


def _site(hub: Hub, _view: slips.SlipView) -> None:
    hub.wb.site = replace(hub.wb.site, contact_hours="noon to 1 pm, or when the sun is up and we are there to hear you")


def _back(hub: Hub, _view: slips.SlipView) -> None:
    history.undo(hub.wb)


def _again(hub: Hub, _view: slips.SlipView) -> None:
    history.redo(hub.wb)


DEEDS: dict[str, Callable[[Hub, slips.SlipView], object]] = {
    "line": lambda hub, view: slip_shaping.write(hub.wb, view.id, view.draft, "free_text", "You seem too old."),
    "tip": _tip,
    "confirm": lambda hub, view: hub.confirm(view.id),
    "name": _name,
    "note": lambda hub, view: attempts.note(hub.wb, view.attempt, "It was good to meet you."),
    "deliver": lambda hub, view: slips.deliver(hub.wb, view.id, slips.IN_PERSON),
    "many": _many,
    "undo": _back,
    "redo": _again,
    "retry": _retry,
    "site": _site,
}
