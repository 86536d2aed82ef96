"""Follow-up with something of every kind, an offer sheet that is filled in, and the pool of a class with people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from domain.model.message import Situation
from domain.model.terms import MilestoneId, Outcome, Result, State
from domain.workbook import (
    attempts,
    decisions,
    follow_up,
    letters,
    messages,
    offers,
    openings,
    promises,
    slots,
    touches,
)
from tests.tui.driving import NARROW, WIDE, pressing, program
from tests.tui.test_key_counts import gone
from tests.workbook.hub import TODAY
from tests.workbook.test_offers import TERMS

if TYPE_CHECKING:
    from pathlib import Path

    from domain.store import Act
    from tests.workbook.hub import Hub

LONG = "Christabel Anne Montgomery-Fairweather of Upper Slaughter"


def pooled(hub: Hub, opening: int, name: str, stage: MilestoneId, how: State = State.OUTSCORED) -> None:
    """Somebody of the pool who came as far as a stage, with every slip given."""
    person = hub.person(name, opening, ok_keep=True, mobile="0917 555 4471", ok_text=True, channel="sms")
    hub.take_to(hub.application(person), stage)
    decisions.withdraw(hub.wb, hub.application(person), how)
    give_all(hub)
    hub.clock.ahead(days=1)


def give_all(hub: Hub) -> None:
    """Every slip that is drafted is given to them."""
    for row in hub.rows("select id from slip where state = 'draft'"):
        hub.hand_over(row["id"])


def every_kind(hub: Hub) -> None:
    """Somebody in Follow-up for each reason that there is, and three in the pool of a class."""
    hub.clock.ahead(days=-24)
    full = hub.opening()
    pooled(hub, full, "Kofi Mensah", MilestoneId.MOCK_CALL)
    pooled(hub, full, LONG, MilestoneId.FINAL)
    pooled(hub, full, "山田 花子", MilestoneId.EXAM)
    openings.close(hub.wb, full)
    opening = hub.opening("hospitality_bookings")
    waits = gone(hub, hub.person("Waits Long", opening, channel="call", second_channel="sms"))
    hub.take(hub.application(waits))
    again = gone(hub, hub.person("[/]Eve [b]Adams", opening))
    hub.take_to(hub.application(again), MilestoneId.MOCK_CALL)
    hub.take(hub.application(again), 2, Result.NOT_YET)
    tried = gone(hub, hub.person("Ben Cruz", opening, mobile="0917 555 4474", channel="call", second_channel="sms"))
    hub.take(hub.application(tried))
    offered = gone(hub, hub.person("Lea Ito", opening))
    hub.take_to(hub.application(offered), MilestoneId.OFFER)
    give_all(hub)
    hub.clock.ahead(days=19)
    booked = gone(hub, hub.person("Ana Lim", opening, email="ana@example.org", ok_text=True))
    hub.take(hub.application(booked))
    slots.book(hub.wb, booked, slots.offer(hub.wb, booked).days[3].slots[0].starts)
    give_all(hub)
    offers.read_aloud(hub.wb, offers.make(hub.wb, offered, TERMS), said_back=True)
    touches.log(hub.wb, tried, Outcome.NO_ANSWER)
    unsent(hub, gone(hub, hub.person("Mail Adams", opening, email="mail@example.org")))
    hub.clock.ahead(days=2)
    joan = gone(hub, hub.person("Joan Alcaraz", opening, mobile="0917 123 4567", channel="sms", second_channel="call"))
    promises.make(hub.wb, joan, "Call with the exam result", TODAY, "11:00")
    touches.log(hub.wb, joan, Outcome.THANK_YOU, words="Thank you for your time!")
    attempts.open_or_start(hub.wb, hub.application(gone(hub, hub.person("Left Open", opening))))
    hub.take(hub.application(gone(hub, hub.person("Owed Slip", opening))), 2, Result.NOT_YET)


def unsent(hub: Hub, person: int) -> None:
    """A message that did not get through."""
    draft = messages.draft(hub.wb, person, Situation.ACKNOWLEDGE)
    letter = letters.put(hub.wb, draft, draft.text, 0)

    def fail(act: Act) -> None:
        why = "This address does not take mail. Check it with them, or take another way."
        act.update("letter", letter, state="failed", why=why)
        act.update("mailing", hub.value("select id from mailing"), state="failed", why=why)

    hub.wb.store.do("could not send an e-mail", fail)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_follow_up_with_every_kind(tmp_path: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    """Every kind has its sign and says what is due; the focused one is told in full, with both ways to reach them."""
    app, hub = program(tmp_path, every_kind, start="follow_up")
    ids, behind = follow_up.ids(hub.wb)
    assert behind is not None
    listed = [*ids, *follow_up.rest(hub.wb, behind)[0]]
    assert {row.kind for row in follow_up.rows(hub.wb, listed) if row} == set(follow_up.Kind)
    assert snap_compare(app, terminal_size=size, run_before=pressing(app, hub))


def test_an_offer_sheet_that_is_filled_in(tmp_path: Path, snap_compare: Any) -> None:
    """The terms stand beside their labels; read and said back; what is due next."""
    app, hub = program(tmp_path, every_kind, start="follow_up")
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, *ON_THE_OFFER))


ON_THE_OFFER = ("slash", *"lea ito", "enter", "Y")


def test_the_pool_of_a_class_with_people(tmp_path: Path, snap_compare: Any) -> None:
    """Who fits, the least left first; how far they came and when they were last contacted."""
    app, hub = program(tmp_path, every_kind, start="openings")
    assert snap_compare(app, terminal_size=NARROW, run_before=pressing(app, hub, "enter", "p"))
