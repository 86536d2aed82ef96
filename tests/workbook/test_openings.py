"""Openings: what a class is called, how many seats it has, and the account as it stood when it was opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Result
from domain.workbook import (
    applications,
    attempts,
    decisions,
    fitting,
    history,
    opening_pages,
    openings,
    people,
    queue,
    slips,
)
from domain.workbook.openings import ClassFields

if TYPE_CHECKING:
    from tests.workbook.hub import Hub


def test_a_class_is_named_after_its_account_and_first_day(hub: Hub) -> None:
    dated = openings.create(hub.wb, "retail_cs", seats=20, starts=date(2026, 9, 1))
    undated = openings.create(hub.wb, "travel_air", seats=20)
    named = openings.create(hub.wb, "retail_cs", seats=20, name="  Wave 14 ")
    assert [openings.find(hub.wb, one).name for one in (dated, undated, named)] == [
        "Retail customer service, class of 1 Sep",
        "Travel and airline support",
        "Wave 14",
    ]


@pytest.mark.parametrize("seats", [0, -1, 1001])
def test_seats_are_one_to_a_thousand(hub: Hub, seats: int) -> None:
    with pytest.raises(BadInput, match=f"{seats} seats"):
        openings.create(hub.wb, "retail_cs", seats=seats)
    assert openings.listing(hub.wb, with_closed=True) == []


@pytest.mark.parametrize("seats", [1, 1000])
def test_the_smallest_and_the_largest_class(hub: Hub, seats: int) -> None:
    assert openings.find(hub.wb, openings.create(hub.wb, "retail_cs", seats=seats)).seats == seats


def test_an_unknown_account_is_refused_with_those_that_are_known(hub: Hub) -> None:
    with pytest.raises(NotFound, match=r'no account "retail".* retail_cs'):
        openings.create(hub.wb, "retail", seats=5)


def test_the_next_class_comes_first_and_those_without_a_day_last(hub: Hub) -> None:
    later = openings.create(hub.wb, "retail_cs", seats=9, starts=date(2026, 10, 1))
    undated = openings.create(hub.wb, "retail_cs", seats=9)
    sooner = openings.create(hub.wb, "travel_air", seats=9, starts=date(2026, 9, 1))
    assert [row.id for row in openings.listing(hub.wb)] == [sooner, later, undated]


def test_a_closed_class_takes_nobody_by_any_door_and_keeps_who_is_in_it(hub: Hub) -> None:
    opening, other = hub.opening(), hub.opening("travel_air")
    inside = hub.application(hub.person("Joan Alcaraz", opening))
    elsewhere = hub.application(hub.person("Omar Said", other))
    outside = hub.person("Lea Mondal")
    openings.close(hub.wb, opening)
    assert [row.id for row in openings.listing(hub.wb)] == [other]
    assert [row.id for row in openings.listing(hub.wb, with_closed=True)] == [other, opening]
    before = hub.value("select count(*) from person"), hub.value("select count(*) from application")
    with pytest.raises(Conflict, match="takes no more people"):
        applications.add(hub.wb, outside, opening)
    with pytest.raises(Conflict, match="takes no more people"):
        queue.walk_in(hub.wb, people.NewPerson("Yuki Tanabe"), opening)
    with pytest.raises(Conflict, match="takes no more people"):
        fitting.move(hub.wb, elsewhere, opening)
    assert (hub.value("select count(*) from person"), hub.value("select count(*) from application")) == before
    assert hub.take(inside).result is Result.PASSED
    with pytest.raises(Conflict, match="closed already"):
        openings.close(hub.wb, opening)


def test_people_and_taken_seats_are_counted(hub: Hub) -> None:
    opening = hub.opening("saas_chat")
    hired = hub.application(hub.person("Joan Alcaraz", opening))
    hub.person("Omar Said", opening)
    left = hub.application(hub.person("Lea Mondal", opening))
    decisions.withdraw(hub.wb, left)
    while hub.stands(hired)["state"] != "hired":
        hub.take(hired, 5)
    row = openings.find(hub.wb, opening)
    assert (row.people, row.taken) == (1, 1)


def test_a_changed_account_does_not_change_an_open_class(hub: Hub) -> None:
    opening = hub.opening("retail_cs")
    application = hub.application(hub.person("Joan Alcaraz", opening))
    account = hub.wb.catalogue.accounts["retail_cs"]
    harder = replace(account, name="Retail, night", skill_tests=(), hurdles={**account.hurdles, "wpm": 60})
    hub.wb.catalogue = replace(hub.wb.catalogue, accounts={**hub.wb.catalogue.accounts, "retail_cs": harder})
    newer = hub.opening("retail_cs")
    with hub.wb.store.read() as tx:
        was, now = openings.account_of(hub.wb, tx, opening), openings.account_of(hub.wb, tx, newer)
    assert (was.hurdles["wpm"], now.hurdles["wpm"]) == (30, 60)
    assert openings.find(hub.wb, opening).account_name == "Retail customer service (voice)"
    assert (len(opening_pages.detail(hub.wb, opening).route), len(opening_pages.detail(hub.wb, newer).route)) == (8, 7)
    walked = []
    while hub.stands(application)["state"] != "hired":
        walked.append(str(hub.stands(application)["milestone"]))
        hub.take(application)
    assert "cs_test" in walked


def test_the_pass_line_of_a_class_is_the_one_it_was_opened_with(hub: Hub) -> None:
    application = hub.put_on(account="retail_cs")
    account = hub.wb.catalogue.accounts["retail_cs"]
    harder = replace(account, hurdles={**account.hurdles, "wpm": 60})
    hub.wb.catalogue = replace(hub.wb.catalogue, accounts={**hub.wb.catalogue.accounts, "retail_cs": harder})
    hub.take_to(application, MilestoneId.EXAM)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 4)
    attempts.rate(hub.wb, attempt, "ex.typing_speed", 45)
    assert attempts.sheet(hub.wb, attempt).assessment.misses == ()


def fields(row: openings.OpeningRow, **changed: object) -> ClassFields:
    """What a form holds when it is opened on a class, with some of it changed."""
    return replace(ClassFields(row.name, row.seats, row.starts, row.note), **changed)  # type: ignore[arg-type]


class TestChanging:
    """Seats, start, name and note."""

    def test_each_change_is_one_act_that_can_be_undone(self, hub: Hub) -> None:
        opening = hub.opening()
        before = openings.find(hub.wb, opening)
        starts = date(2026, 9, 7)
        changed = fields(before, seats=25, starts=starts, note="Room 4\nat the harbour")
        assert openings.change(hub.wb, opening, changed, version=before.version)
        row = openings.find(hub.wb, opening)
        assert (row.seats, row.starts, row.note) == (25, starts, "Room 4\nat the harbour")
        assert row.name == "Retail customer service, class of 7 Sep"
        what = "changed Retail customer service, class of 7 Sep: 25 seats, starts 7 Sep"
        assert history.recent(hub.wb, 1)[0].what == what
        history.undo(hub.wb)
        assert replace(openings.find(hub.wb, opening), version=before.version) == before

    def test_nothing_changed_leaves_no_trace(self, hub: Hub) -> None:
        opening = hub.opening()
        assert not openings.change(hub.wb, opening, fields(openings.find(hub.wb, opening)))
        assert history.recent(hub.wb, 1)[0].what.startswith("opened")

    def test_a_name_that_somebody_gave_stays_and_an_empty_one_is_made(self, hub: Hub) -> None:
        opening = openings.create(hub.wb, "retail_cs", seats=9, name="Wave 14")
        openings.change(hub.wb, opening, fields(openings.find(hub.wb, opening), starts=date(2026, 9, 7)))
        assert openings.find(hub.wb, opening).name == "Wave 14"
        openings.change(hub.wb, opening, fields(openings.find(hub.wb, opening), name=" "))
        assert openings.find(hub.wb, opening).name == "Retail customer service, class of 7 Sep"
        openings.change(hub.wb, opening, fields(openings.find(hub.wb, opening), starts=None))
        assert openings.find(hub.wb, opening).name == "Retail customer service"

    def test_seats_do_not_go_below_those_that_are_taken(self, hub: Hub) -> None:
        opening = hub.opening("saas_chat", 3)
        for name in ("Joan Alcaraz", "Omar Said"):
            hired = hub.application(hub.person(name, opening))
            while hub.stands(hired)["state"] != "hired":
                hub.take(hired, 5)
        row = openings.find(hub.wb, opening)
        with pytest.raises(BadInput, match=r"2 seats are taken, so the class cannot have 1\. Give 2 or more"):
            openings.change(hub.wb, opening, fields(row, seats=1))
        for seats in (0, 1001):
            with pytest.raises(BadInput, match=f"{seats} seats"):
                openings.change(hub.wb, opening, fields(row, seats=seats))
        assert openings.change(hub.wb, opening, fields(row, seats=2))
        assert openings.find(hub.wb, opening).free == 0

    def test_words_that_are_too_long_are_refused_whole(self, hub: Hub) -> None:
        row = openings.find(hub.wb, hub.opening())
        with pytest.raises(BadInput, match="81 characters, and 80 fit"):
            openings.change(hub.wb, row.id, fields(row, name="x" * 81))
        with pytest.raises(BadInput, match="2001 characters, and 2,000 fit"):
            openings.change(hub.wb, row.id, fields(row, note="x" * 2001))

    def test_what_a_colleague_changed_is_not_written_over(self, hub: Hub, colleague: Hub) -> None:
        row = openings.find(hub.wb, hub.opening())
        openings.change(colleague.wb, row.id, fields(row, seats=30))
        with pytest.raises(Conflict, match="changed in the meantime"):
            openings.change(hub.wb, row.id, fields(row, seats=25), version=row.version)
        assert openings.find(hub.wb, row.id).seats == 30

    def test_a_closed_class_is_opened_again(self, hub: Hub) -> None:
        opening = hub.opening()
        with pytest.raises(Conflict, match="open already"):
            openings.reopen(hub.wb, opening)
        openings.close(hub.wb, opening)
        assert openings.listing(hub.wb) == []
        assert [row.id for row in openings.listing(hub.wb, with_closed=True)] == [opening]
        assert openings.tally(hub.wb) == (0, 1)
        openings.reopen(hub.wb, opening)
        assert openings.tally(hub.wb) == (1, 0)
        hub.person("Joan Alcaraz", opening)
        history.undo(hub.wb)
        history.undo(hub.wb)
        assert openings.find(hub.wb, opening).closed


class TestFirstDay:
    """The slip of a passed offer names the first day of the class, whenever that becomes known."""

    def hired(self, hub: Hub, opening: int, name: str = "Joan Alcaraz") -> int:
        """Somebody who passed the offer; their slip."""
        application = hub.application(hub.person(name, opening))
        while True:
            decided = hub.take(application, 4)
            if hub.stands(application)["state"] == "hired":
                return decided.slip

    def test_it_waits_for_the_day_and_then_can_be_delivered(self, hub: Hub) -> None:
        opening = openings.create(hub.wb, "saas_chat", seats=5)
        slip = self.hired(hub, opening)
        view = hub.fill_gaps(slip)
        assert [finding.message for finding in view.blocks] == ["the first day of the class; set it in Openings"]
        with pytest.raises(Conflict, match="set it in Openings"):
            slips.deliver(hub.wb, slip, slips.IN_PERSON)
        openings.change(hub.wb, opening, fields(openings.find(hub.wb, opening), starts=date(2026, 9, 1)))
        view = slips.view(hub.wb, slip)
        assert view.blocks == ()
        assert "1 September" in view.document.opening
        slips.deliver(hub.wb, slip, slips.IN_PERSON)
        assert slips.owed_count(hub.wb) == sum(row.state == "draft" for row in slips.listing(hub.wb))

    def test_another_day_reaches_what_is_still_here_and_not_what_was_delivered(self, hub: Hub) -> None:
        opening = hub.opening("saas_chat")
        told, waiting = self.hired(hub, opening), self.hired(hub, opening, "Omar Said")
        hub.hand_over(told)
        openings.change(hub.wb, opening, fields(openings.find(hub.wb, opening), starts=date(2026, 9, 8)))
        assert "1 September" in slips.view(hub.wb, told).document.opening
        assert "8 September" in slips.view(hub.wb, waiting).document.opening
        history.undo(hub.wb)
        assert "1 September" in slips.view(hub.wb, waiting).document.opening

    def test_a_day_that_was_agreed_on_alone_stays(self, hub: Hub) -> None:
        opening = hub.opening("saas_chat")
        application = hub.application(hub.person("Joan Alcaraz", opening))
        hub.take_to(application, MilestoneId.OFFER)
        slip = hub.take(application, next_day=date(2026, 10, 5)).slip
        openings.change(hub.wb, opening, fields(openings.find(hub.wb, opening), starts=date(2026, 9, 8)))
        assert "5 October" in slips.view(hub.wb, slip).document.opening


def test_the_page_of_a_class_counts_its_people_by_milestone(hub: Hub) -> None:
    opening = hub.opening("saas_chat")
    for name in ("Joan Alcaraz", "Omar Said"):
        hub.person(name, opening)
    begun = hub.application(hub.person("Yuki Tanabe", opening))
    attempts.open_or_start(hub.wb, begun)
    missed = hub.application(hub.person("Lea Mondal", opening))
    hub.take_to(missed, MilestoneId.EXAM)
    hub.take(missed, 2, Result.NOT_YET)
    left = hub.application(hub.person("Ravi Menon", opening))
    decisions.withdraw(hub.wb, left)
    applications.add_test(hub.wb, begun, MilestoneId.SALES)
    page = opening_pages.page(hub.wb, opening)
    found = {stage.step.short: (stage.ready, stage.underway, stage.waiting) for stage in page.stages if stage.people}
    assert found == {"Applied": (2, 1, 0), "Exam": (0, 0, 1)}
    assert (page.ended, page.detail.row.people) == (1, 4)
    here = opening_pages.people_at(hub.wb, opening, MilestoneId.APPLICATION)
    assert {row.name for row in people.rows(hub.wb, here)} == {"Joan Alcaraz", "Omar Said", "Yuki Tanabe"}
    assert len(opening_pages.people_at(hub.wb, opening)) == 4


def test_somebody_at_a_test_that_was_added_shows_behind_the_route(hub: Hub) -> None:
    opening = hub.opening("saas_chat")
    application = hub.application(hub.person("Joan Alcaraz", opening))
    applications.add_test(hub.wb, application, MilestoneId.SALES)
    hub.take_to(application, MilestoneId.SALES)
    stages = opening_pages.page(hub.wb, opening).stages
    assert (stages[-1].step.short, stages[-1].people, stages[-1].step.weight) == ("Sales", 1, 0)


def test_all_accounts_are_listed_those_without_a_class_too(hub: Hub) -> None:
    opening = hub.opening("saas_chat", 12)
    hub.opening("saas_chat", 8)
    hub.person("Joan Alcaraz", opening)
    rows = opening_pages.accounts(hub.wb)
    assert [row.id for row in rows] == list(hub.wb.catalogue.accounts)
    chat = next(row for row in rows if row.id == "saas_chat")
    assert (chat.code, chat.classes, chat.seats, chat.people, chat.edition, chat.edited) == (
        "SAASCH", 2, 20, 1, 1, False,
    )  # fmt: skip
    detail = opening_pages.account_detail(hub.wb, "lead_track")
    assert detail.assessed.edition.number == 0
    assert next(step.short for step in detail.assessed.steps) == "Applied"
    with pytest.raises(NotFound, match="no account"):
        opening_pages.account_detail(hub.wb, "gone")


def test_hurdles_read_as_words(hub: Hub) -> None:
    words = dict(opening_pages.detail(hub.wb, hub.opening("banking_cs")).assessed.hurdles)
    assert words["Typing speed (net)"] == "30 wpm"
    assert words["Spoken English level (CEFR)"] == "B2+"
    assert words["Caller verification"] == "yes"


def test_openings_that_are_not_there(hub: Hub) -> None:
    for ask in (openings.find, openings.close, opening_pages.detail):
        with pytest.raises(NotFound, match="no opening 7"):
            ask(hub.wb, 7)
