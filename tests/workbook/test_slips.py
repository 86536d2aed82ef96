"""Slips: owed until they are handed over, shaped by one hand at a time, and then frozen word for word."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from domain.model.errors import Conflict, NotFound
from domain.model.slip import SlipDocument
from domain.model.terms import MilestoneId, Result, SlipState
from domain.workbook import attempts, decisions, exporting, history, people, queue, slips

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


def not_yet(hub: Hub, name: str = "Joan Alcaraz") -> int:
    """The slip of a mock call that was not passed."""
    application = hub.put_on(name)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    return hub.take(application, 2, Result.NOT_YET).slip


def listed(hub: Hub, state: str) -> list[str]:
    """Whose slips are in a state, the oldest first."""
    return [row.name for row in slips.listing(hub.wb, state)]


# owed ----------------------------------------------------------------------------------------------------------------


def test_every_finished_attempt_owes_a_slip_until_it_is_delivered(hub: Hub) -> None:
    opening = hub.opening()
    joan, omar, yuki = (hub.application(hub.person(n, opening)) for n in ("Joan Alcaraz", "Omar Said", "Yuki Tanabe"))
    first = hub.take(joan).slip
    hub.clock.ahead(minutes=1)
    hub.take(omar, 1, Result.NOT_YET)
    hub.clock.ahead(minutes=1)
    decisions.no_show(hub.wb, yuki)
    assert slips.owed_count(hub.wb) == 3
    assert listed(hub, "open") == ["Joan Alcaraz", "Omar Said", "Yuki Tanabe"]
    hub.hand_over(first)
    assert slips.owed_count(hub.wb) == 2
    assert (listed(hub, "open"), listed(hub, "given")) == (["Omar Said", "Yuki Tanabe"], ["Joan Alcaraz"])
    assert listed(hub, "") == ["Joan Alcaraz", "Omar Said", "Yuki Tanabe"]
    assert [row.state for row in slips.listing(hub.wb)] == ["handed_over", "draft", "draft"]
    assert [row.name for row in slips.listing(hub.wb, limit=1)] == ["Joan Alcaraz"]


def test_an_open_attempt_owes_nothing(hub: Hub) -> None:
    attempts.open_or_start(hub.wb, hub.put_on())
    assert (slips.owed_count(hub.wb), slips.listing(hub.wb)) == (0, [])


def test_what_is_undone_is_not_owed_and_what_was_delivered_is_owed_again(hub: Hub) -> None:
    slip = hub.take(hub.put_on()).slip
    hub.hand_over(slip)
    history.undo(hub.wb)
    assert slips.owed_count(hub.wb) == 1
    assert slips.view(hub.wb, slip).state is SlipState.DRAFT
    while any(line.startswith("Joan Alcaraz: ") for line in _standing(hub)):
        history.undo(hub.wb)
    assert slips.owed_count(hub.wb) == 0
    with pytest.raises(NotFound, match="no longer in the workbook"):
        slips.view(hub.wb, slip)


def _standing(hub: Hub) -> list[str]:
    return [entry.what for entry in history.recent(hub.wb, 999) if entry.kind == "do" and not entry.undone]


def test_a_finished_attempt_without_any_draft_is_owed_by_whoever_decided(hub: Hub) -> None:
    """A draft can be missing where a decision was brought in from elsewhere."""
    decided = hub.take(hub.put_on())
    attempt = slips.view(hub.wb, decided.slip).attempt

    def drop(act: object) -> None:
        act.update("attempt", attempt, slip=0)  # type: ignore[attr-defined]
        act.delete("slip", decided.slip)  # type: ignore[attr-defined]

    hub.wb.store.do("lost the draft", drop)
    row = slips.listing(hub.wb, "owed")[0]
    assert (row.id, row.attempt, row.state, row.by, row.result) == (0, attempt, "owed", "Noor", "passed")
    assert slips.owed_count(hub.wb) == 1


def test_the_slips_of_one_person(hub: Hub) -> None:
    joan, omar = hub.put_on("Joan Alcaraz"), hub.put_on("Omar Said")
    for application in (joan, omar, joan):
        hub.take(application)
        hub.clock.ahead(minutes=1)
    found = slips.listing(hub.wb, person_id=hub.stands(joan)["person"])
    assert [row.milestone for row in found] == ["application", "phone_interview"]


# shaping -------------------------------------------------------------------------------------------------------------


def test_a_change_that_somebody_else_did_not_see_is_refused(hub: Hub, colleague: Hub) -> None:
    slip = not_yet(hub)
    mine, theirs = slips.view(hub.wb, slip), slips.view(colleague.wb, slip)
    slips.save(colleague.wb, slip, theirs.version, replace(theirs.draft, free_text="See you soon."))
    with pytest.raises(Conflict, match="Ines"):
        slips.save(hub.wb, slip, mine.version, replace(mine.draft, free_text="Good luck."))
    assert slips.view(hub.wb, slip).draft.free_text == "See you soon."
    with pytest.raises(Conflict, match="changed in the meantime"):
        slips.deliver(hub.wb, slip, slips.IN_PERSON, version=mine.version)


def test_evidence_reaches_the_words(hub: Hub) -> None:
    slip = not_yet(hub)
    view = hub.fill_gaps(slip)
    told = view.draft.improvements[0].evidence
    assert told.act in view.document.work_on[0].observation
    assert not view.blocks


def test_other_points_can_stand_in_the_slip(hub: Hub) -> None:
    slip = not_yet(hub)
    view = slips.view(hub.wb, slip)
    other = slips.options(hub.wb, slip)
    taken = {point.criterion for point in view.draft.strengths}
    taken |= {point.criterion for point in view.draft.improvements}
    assert other.improvements
    assert taken.isdisjoint(point.criterion for point in other.improvements)
    assert view.draft.next_tip not in other.next_tips
    swapped = replace(view.draft, improvements=(other.improvements[0], *view.draft.improvements[1:]))
    slips.save(hub.wb, slip, view.version, swapped)
    assert slips.view(hub.wb, slip).draft.improvements[0] == other.improvements[0]


def test_a_draft_is_greeted_and_dated_as_it_was_decided(hub: Hub) -> None:
    slip = not_yet(hub, "Joan Alcaraz")
    decided = hub.wb.today()
    hub.clock.ahead(days=2)
    document = slips.view(hub.wb, slip).document
    assert (document.greeting, document.dated, document.attempt) == ("Hi Joan,", decided, 1)


# delivering ----------------------------------------------------------------------------------------------------------


def test_the_words_that_were_delivered_stay_whatever_changes_later(hub: Hub) -> None:
    slip = hub.take(hub.put_on()).slip
    delivered = hub.hand_over(slip)
    person = people.find(hub.wb, delivered.person)
    people.correct(hub.wb, person.id, person.version, people.NewPerson("Joana Cruz", called="Jo"))
    hub.wb.site = replace(hub.wb.site, name="Hill hub", contact_hours="noon")
    assert slips.view(hub.wb, slip).document == delivered.document
    assert delivered.document.greeting == "Hi Joan,"
    with pytest.raises(Conflict, match="frozen"):
        slips.save(hub.wb, slip, delivered.version, delivered.draft)
    with pytest.raises(Conflict, match="frozen"):
        slips.deliver(hub.wb, slip, slips.ON_PAPER)


def test_a_delivery_says_when_how_by_whom_and_seals_its_words(hub: Hub, colleague: Hub) -> None:
    slip = hub.take(hub.put_on()).slip
    hub.fill_gaps(slip)
    hub.clock.ahead(minutes=4)
    slips.deliver(colleague.wb, slip, slips.ON_PAPER)
    row = hub.rows("select * from slip where id = :id", id=slip)[0]
    assert (row["state"], row["channel"], row["who"], row["delivered_at"]) == (
        "handed_over",
        "printed",
        "Ines",
        hub.clock.now,
    )
    assert row["digest"] == hashlib.sha256(row["document"].encode()).hexdigest()
    view = slips.view(hub.wb, slip)
    assert (view.delivered_at, view.channel, view.findings) == (hub.clock.now, "printed", ())


def test_what_is_blocked_is_not_delivered_and_names_what_is_missing(hub: Hub) -> None:
    slip = not_yet(hub)
    view = hub.fill_gaps(slip)
    slips.save(hub.wb, slip, view.version, replace(view.draft, next_tip=""))
    with pytest.raises(Conflict, match="Not delivered: one tip"):
        slips.deliver(hub.wb, slip, slips.IN_PERSON)
    assert slips.owed_count(hub.wb) >= 1
    assert slips.view(hub.wb, slip).state is SlipState.DRAFT


def test_the_exported_words_are_the_delivered_words(hub: Hub, tmp_path: Path) -> None:
    slip = hub.take(hub.put_on()).slip
    delivered = hub.hand_over(slip)
    hub.wb.site = replace(hub.wb.site, name="Hill hub")
    written = list(exporting.slips_to(hub.wb, tmp_path, exporting.Format.JSON, state="given"))
    assert len(written) == 1
    assert isinstance(written[0], exporting.Exported)
    told = json.loads(written[0].path.read_text())
    stored = msgspec.json.decode(hub.value("select document from slip where id = :id", id=slip), type=SlipDocument)
    assert stored == delivered.document
    assert told["opening"] == stored.opening
    assert "Harbour hub" in written[0].path.read_text()
    assert "Hill hub" not in written[0].path.read_text()


def test_a_blocked_slip_is_named_and_not_exported(hub: Hub, tmp_path: Path) -> None:
    slip = not_yet(hub)
    view = slips.view(hub.wb, slip)
    slips.save(hub.wb, slip, view.version, replace(view.draft, next_tip=""))
    told = [one for one in exporting.slips_to(hub.wb, tmp_path, exporting.Format.TXT) if isinstance(one, str)]
    assert any(line.startswith("Joan Alcaraz, Mock call: ") for line in told)


def test_private_words_have_no_way_into_a_slip(hub: Hub) -> None:
    application = hub.put_on(points=("I led a team of nine",))
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 2)
    attempts.note(hub.wb, attempt, "knows the guard from the old site")
    attempts.critical(hub.wb, attempt, "app.ce.unreachable", "rang and rang", second="Ines")
    slip = decisions.decide(hub.wb, attempt, Result.ON_HOLD, reason="their cousin works here").slip
    shown = repr(slips.view(hub.wb, slip).document)
    for private in ("guard", "cousin", "rang and rang", "Ines", "Noor"):
        assert private not in shown


def test_what_was_last_asked_for_is_not_hidden_by_a_goodbye(hub: Hub) -> None:
    slip = not_yet(hub)
    view = slips.view(hub.wb, slip)
    hub.clock.ahead(days=14)
    decisions.no_show(hub.wb, view.application)
    with hub.wb.store.read() as tx:
        newest = slips.newest_draft(tx, view.person)
    assert newest is not None
    assert newest[0].improvements == view.draft.improvements


def test_the_newest_of_several_slips_is_what_they_were_last_told(hub: Hub) -> None:
    application = hub.put_on()
    hub.take(application, 2, Result.NOT_YET)
    hub.clock.ahead(days=30)
    second = slips.view(hub.wb, hub.take(application, 4).slip)
    with hub.wb.store.read() as tx:
        newest = slips.newest_draft(tx, second.person)
        assert slips.newest_draft(tx, 12) is None
    assert newest == (second.draft, hub.clock.now)


def test_somebody_who_walks_in_owes_us_nothing(hub: Hub) -> None:
    queue.walk_in(hub.wb, people.NewPerson("Joan Alcaraz"))
    assert slips.owed_count(hub.wb) == 0


def test_a_try_that_does_not_count_is_nothing_to_be_better_than(hub: Hub) -> None:
    application = hub.put_on()
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 1)
    decisions.decide(hub.wb, attempt, Result.VOID, reason="the form did not load")
    assert slips.view(hub.wb, hub.take(application, 4).slip).draft.better == ""


def test_an_empty_page_of_people_is_empty(hub: Hub, tmp_path: Path) -> None:
    assert exporting.people_page(hub.wb, []) == []
    written = exporting.people_to(hub.wb, tmp_path, exporting.TableFormat.CSV, people.PeopleQuery("nobody"))
    assert (
        written.path.read_text("utf-8-sig").strip()
        == "name,phone,email,city,account,opening,milestone,state,since,retest,source"
    )
