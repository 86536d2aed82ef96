"""Acts on many people: what the preview says is what is done, as for each alone, and one undo takes all of it back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import BadInput, Conflict, WorkbookError
from domain.model.terms import MilestoneId, Result, State
from domain.workbook import (
    applications,
    attempts,
    decisions,
    filters,
    fitting,
    history,
    looking_after,
    openings,
    people,
    queue,
    slips,
)
from domain.workbook.bulk import (
    AddTags,
    Assign,
    Deed,
    Deliver,
    End,
    MoveTo,
    TakeTags,
    carry_out,
    look_on,
    preview,
    preview_all,
    previews,
)
from domain.workbook.people import NewPerson, PeopleQuery
from tests.workbook.test_history import fingerprint, undo_everything
from tests.workbook.test_statements import counted

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

OUTWARD = ("id", "version", "act", "application", "attempt", "slip", "moved_from", "brought", "person", "rubric")


@pytest.fixture
def crowd(hub: Hub) -> Hub:
    """People at every stage that matters: new, passed some, not yet, at an attempt, booked, ended, on no opening."""
    retail, travel = hub.opening("retail_cs"), hub.opening("travel_air")
    new = hub.person("Ana New", retail)
    hub.take(hub.application(hub.person("Ben Passed", retail)))
    far = hub.application(hub.person("Cara Far", retail))
    hub.take_to(far, MilestoneId.MOCK_CALL)
    hub.take(far, 2, Result.NOT_YET)
    again = hub.application(hub.person("Dan Again", retail))
    hub.take(again, 1, Result.NOT_YET)
    hub.clock.ahead(days=31)
    rated = attempts.open_or_start(hub.wb, again)
    hub.rate(rated, 3)
    attempts.open_or_start(hub.wb, hub.application(hub.person("Eva Begun", retail)))
    hub.person("Fe Travel", travel)
    decisions.withdraw(hub.wb, hub.application(hub.person("Gil Gone", retail)))
    people.add(hub.wb, NewPerson("Hana Nowhere", tags="nights"))
    both = hub.person("Ida Both", travel)
    applications.add(hub.wb, both, retail)
    missed = hub.application(hub.person("Jo Missed", retail))
    decisions.no_show(hub.wb, missed)
    queue.book(hub.wb, new, datetime(2026, 9, 20, 9))
    return hub


def everybody(hub: Hub) -> list[int]:
    """All ids, by name."""
    return list(people.ids(hub.wb, PeopleQuery()))


def named(hub: Hub, ids: Any) -> list[str]:
    """Given names of people."""
    return [row.name.split()[0] for row in people.rows(hub.wb, list(ids))]


def left(shown: Any) -> dict[str, tuple[int, tuple[str, ...]]]:
    """The groups of who is left out."""
    return {group.why: (group.count, tuple(name.split()[0] for name in group.names)) for group in shown.left_out}


def stood(hub: Hub) -> dict[str, list[dict[str, Any]]]:
    """Everything that belongs to each person, without the numbers that name rows."""
    found = {}
    for table in ("person", "application", "attempt", "slip", "visit"):
        key = "id" if table == "person" else "person"
        rows = hub.rows(f"select t.*, p.name as whose from {table} t join person p on p.id = t.{key}")
        bare = [{name: value for name, value in row.items() if name not in OUTWARD} for row in rows]
        found[table] = sorted(bare, key=lambda row: [str(value) for value in row.values()])
    return found


def test_who_is_hired_keeps_their_seat_when_many_are_moved_and_can_be_moved_alone(hub: Hub) -> None:
    retail, travel = hub.opening("retail_cs"), hub.opening("travel_air")
    seated, waits = hub.person("Al Seated", retail), hub.person("Bo Waits", retail)
    application = hub.application(seated)
    hub.take_to(application, MilestoneId.OFFER)
    hub.take(application, 5)
    assert hub.stands(application)["state"] == State.HIRED
    shown = preview_all(hub.wb, MoveTo(travel), [seated, waits])
    assert left(shown) == {"hired, and moved one by one if they wish": (1, ("Al",))}
    carry_out(hub.wb, shown)
    assert hub.value("select opening from person where id = :id", id=seated) == retail
    assert hub.value("select opening from person where id = :id", id=waits) == travel
    moved = fitting.move(hub.wb, application, travel)
    assert hub.stands(moved)["opening"] == travel
    assert hub.stands(application)["state"] == State.HIRED


# One by one, or together.


def one_by_one(hub: Hub, deed: Deed, ids: list[int]) -> None:
    """The same with the use cases for one person."""
    for person in ids:
        application = hub.application(person)
        match deed:
            case MoveTo(opening):
                if application and hub.stands(application)["opening"] != opening:
                    fitting.move(hub.wb, application, opening)
                else:
                    applications.add(hub.wb, person, opening)
            case End(State.DUPLICATE, reason):
                applications.end(hub.wb, application, State.DUPLICATE, reason=reason)
            case End(how, reason):
                decisions.withdraw(hub.wb, application, how, reason=reason)
            case Assign(owner):
                looking_after.assign(hub.wb, person, owner)
            case _:
                raise AssertionError


@pytest.mark.parametrize(
    "deed",
    [
        MoveTo(0),
        End(State.WITHDREW, "found another job"),
        End(State.NOT_SELECTED),
        End(State.OUTSCORED, "class full"),
        End(State.NO_SHOW),
        End(State.DUPLICATE, "twice here"),
        Assign("Ines"),
    ],
    ids=lambda deed: f"{type(deed).__name__} {getattr(deed, 'how', '')}",
)
def test_many_at_once_stand_as_if_each_had_been_done_alone(crowd: Hub, deed: Deed) -> None:
    if isinstance(deed, MoveTo):
        deed = MoveTo(next(row.id for row in openings.listing(crowd.wb) if row.account == "travel_air"))
    before = fingerprint(crowd)
    shown = preview_all(crowd.wb, deed, everybody(crowd))
    assert carry_out(crowd.wb, shown).count == len(shown.able) > 2
    together = stood(crowd)
    history.undo(crowd.wb)
    assert fingerprint(crowd) == before
    one_by_one(crowd, deed, list(shown.able))
    assert stood(crowd) == together


def test_an_act_on_many_is_one_act_and_comes_back_and_goes_again(crowd: Hub) -> None:
    before, acts = fingerprint(crowd), len(crowd.wb.store.acts(1000))
    done = carry_out(crowd.wb, preview_all(crowd.wb, End(State.WITHDREW, "moved"), everybody(crowd)))
    after = fingerprint(crowd)
    assert len(crowd.wb.store.acts(1000)) == acts + 1
    assert crowd.wb.store.acts(1)[0].what == done.what == "ended for 8 people: withdrew"
    history.undo(crowd.wb, done.act)
    assert fingerprint(crowd) == before
    history.redo(crowd.wb)
    assert fingerprint(crowd) == after
    undo_everything(crowd)
    assert crowd.wb.store.check() == []


# Who can and who cannot.


def test_who_moves_and_who_cannot_and_why(crowd: Hub) -> None:
    travel = next(row.id for row in openings.listing(crowd.wb) if row.account == "travel_air")
    shown = preview_all(crowd.wb, MoveTo(travel), [*everybody(crowd), 17])
    assert set(named(crowd, shown.able)) == {"Ana", "Ben", "Cara", "Gil", "Hana", "Jo"}
    assert {why: (count, set(names)) for why, (count, names) in left(shown).items()} == {
        "on this opening already": (2, {"Fe", "Ida"}),
        "at an attempt that is not decided": (2, {"Dan", "Eva"}),
        "no longer in the workbook": (1, set()),
    }
    assert carry_out(crowd.wb, shown).what == "moved 6 people to Travel and airline support, class of 1 Sep"


def test_who_can_be_ended(crowd: Hub) -> None:
    shown = preview_all(crowd.wb, End(State.WITHDREW), everybody(crowd))
    assert left(shown) == {"on no opening": (1, ("Hana",)), "at an end already": (1, ("Gil",))}
    assert (shown.noun, len(shown.names)) == (("person", "people"), 3)


def test_a_query_is_resolved_when_it_is_looked_at_and_not_again(crowd: Hub) -> None:
    query = filters.parse("state:ready", filters.read(crowd.wb)).query
    shown = preview_all(crowd.wb, AddTags(("Call  Back",)), query)
    names = set(named(crowd, shown.able))
    crowd.person("Zoe Late", openings.listing(crowd.wb)[0].id)
    done = carry_out(crowd.wb, shown)
    assert done.what == f"tagged {len(names)} people call back"
    tagged = filters.parse("tag:call", filters.read(crowd.wb)).query
    assert set(named(crowd, people.ids(crowd.wb, tagged))) == names
    assert "Zoe" not in names


def test_who_no_longer_can_is_left_out_and_said(crowd: Hub, colleague: Hub) -> None:
    shown = preview_all(crowd.wb, End(State.WITHDREW), everybody(crowd))
    ana = everybody(crowd)[[name for name in named(crowd, everybody(crowd))].index("Ana")]
    decisions.withdraw(colleague.wb, colleague.application(ana))
    done = carry_out(crowd.wb, shown)
    assert done.count == len(shown.able) - 1
    assert left(done) == {"at an end already": (1, ("Ana",))}


def test_nobody_is_left_and_nothing_is_written(crowd: Hub) -> None:
    shown = preview_all(crowd.wb, Assign("Ines"), everybody(crowd)[:2])
    carry_out(crowd.wb, shown)
    acts = len(crowd.wb.store.acts(1000))
    done = carry_out(crowd.wb, shown)
    assert (done.act, done.count, left(done)) == (0, 0, {"with Ines already": (2, tuple(named(crowd, shown.able)))})
    assert len(crowd.wb.store.acts(1000)) == acts
    with pytest.raises(Conflict, match="Nobody"):
        carry_out(crowd.wb, preview_all(crowd.wb, Assign("Ines"), everybody(crowd)[:2]))


def test_a_look_comes_in_parts_and_only_a_whole_one_is_carried_out(crowd: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = preview_all(crowd.wb, End(State.WITHDREW), everybody(crowd))
    monkeypatch.setattr(previews, "PART", 3)
    shown = preview(crowd.wb, End(State.WITHDREW), everybody(crowd))
    assert (shown.seen, shown.whole) == (3, False)
    with pytest.raises(Conflict, match="looked at"):
        carry_out(crowd.wb, shown)
    while not shown.whole:
        shown = look_on(crowd.wb, shown)
    assert (shown.able, shown.left_out) == (whole.able, whole.left_out)


@pytest.mark.parametrize(
    "deed",
    [MoveTo(12), End(State.HIRED), AddTags(()), AddTags((" ",)), AddTags(("x" * 41,)), Assign("x" * 61)],
)
def test_what_can_be_done_to_nobody_is_refused_at_once(crowd: Hub, deed: Deed) -> None:
    with pytest.raises(WorkbookError) as refused:
        preview(crowd.wb, deed, everybody(crowd))
    assert refused.value.hint


# Tags and owners.


def test_tags_come_and_go(crowd: Hub) -> None:
    ids = everybody(crowd)
    carry_out(crowd.wb, preview_all(crowd.wb, AddTags(("Nights", "lead")), ids))
    hana = ids[named(crowd, ids).index("Hana")]
    assert looking_after.tags_of(crowd.wb, hana) == ("nights", "lead")
    again = preview_all(crowd.wb, AddTags(("nights",)), ids)
    assert left(again) == {"tagged so already": (len(ids), tuple(named(crowd, ids[:3])))}
    done = carry_out(crowd.wb, preview_all(crowd.wb, TakeTags(("lead", "other")), ids))
    assert (done.count, done.what) == (10, "took lead, other off 10 people")
    assert looking_after.tags_of(crowd.wb, hana) == ("nights",)
    history.undo(crowd.wb)
    history.undo(crowd.wb)
    assert looking_after.tags_of(crowd.wb, hana) == ("nights",)
    assert looking_after.tags_of(crowd.wb, ids[0]) == (("nights",) if ids[0] == hana else ())


def test_no_more_tags_than_fit(crowd: Hub) -> None:
    person = everybody(crowd)[0]
    looking_after.put_tags(crowd.wb, person, ", ".join(f"tag {number}" for number in range(12)))
    shown = preview_all(crowd.wb, AddTags(("one more",)), [person])
    assert [group.why for group in shown.left_out] == ["at 12 tags, and no more fit"]
    with pytest.raises(BadInput, match="12"):
        looking_after.put_tags(crowd.wb, person, ", ".join(f"tag {number}" for number in range(13)))


def test_one_persons_tags_and_owner(crowd: Hub) -> None:
    person = everybody(crowd)[0]
    assert looking_after.put_tags(crowd.wb, person, " Night  Shift ,, lead, LEAD") == ("night shift", "lead")
    looking_after.assign(crowd.wb, person, "  Ines ")
    assert looking_after.owner_of(crowd.wb, person) == people.find(crowd.wb, person).owner == "Ines"
    row = people.rows(crowd.wb, [person])[0]
    assert (row.tags, row.owner) == ("night shift, lead", "Ines")
    history.undo(crowd.wb)
    history.undo(crowd.wb)
    assert (looking_after.owner_of(crowd.wb, person), looking_after.tags_of(crowd.wb, person)) == ("", ())


# Slips.


def test_slips_go_that_nothing_stands_against(crowd: Hub) -> None:
    drafts = [row for row in slips.listing(crowd.wb, "draft")]
    ready = [row for row in drafts if not (view := slips.view(crowd.wb, row.id)).blocks and not view.warnings]
    assert 0 < len(ready) < len(drafts)
    before = {row.id: slips.view(crowd.wb, row.id).document for row in ready}
    shown = preview_all(crowd.wb, Deliver(slips.ON_PAPER), everybody(crowd))
    assert set(shown.able) == set(before)
    assert any(group.why.startswith("not complete: ") for group in shown.left_out)
    done = carry_out(crowd.wb, shown)
    assert done.what == f"handed over {len(ready)} {'slip' if len(ready) == 1 else 'slips'}"
    for slip, document in before.items():
        view = slips.view(crowd.wb, slip)
        assert (view.state, view.channel, view.document) == ("handed_over", "printed", document)
    history.undo(crowd.wb)
    assert len(slips.listing(crowd.wb, "draft")) == len(drafts)


def test_a_slip_that_was_changed_since_is_not_delivered(crowd: Hub) -> None:
    shown = preview_all(crowd.wb, Deliver(), everybody(crowd))
    view = slips.view(crowd.wb, shown.able[0])
    slips.save(crowd.wb, view.id, view.version, view.draft)
    slips.deliver(crowd.wb, shown.able[1], slips.IN_PERSON)
    done = carry_out(crowd.wb, shown)
    assert {why: count for why, (count, _) in left(done).items()} == {
        "changed in the meantime": 1,
        "given already": 1,
    }
    assert done.count == len(shown.able) - 2
    assert slips.view(crowd.wb, shown.able[0]).state == "draft"


# Many.


@pytest.mark.parametrize("deed", [End(State.WITHDREW, "moved"), MoveTo(0), AddTags(("nights",)), Deliver()])
def test_the_questions_do_not_grow_with_the_people(hub: Hub, deed: Deed) -> None:
    opening, other = hub.opening(), hub.opening("travel_air")
    deed = MoveTo(other) if isinstance(deed, MoveTo) else deed
    asked = []
    for number in (6, 18):
        for index in range(number):
            application = hub.application(hub.person(f"Ana {chr(97 + index)}", opening))
            if index % 3 == 0:
                decisions.no_show(hub.wb, application)
        with counted(hub) as seen:
            carry_out(hub.wb, preview_all(hub.wb, deed, everybody(hub)))
        asked.append(len([sql for sql, _ in seen if sql.lstrip().lower().startswith(("select", "with"))]))
        history.undo(hub.wb)
    assert asked[1] <= asked[0] + 1
