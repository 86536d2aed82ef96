"""Changed assessments: a new version each, and nothing that was scored before reads otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Result
from domain.workbook import (
    account_versions,
    attempts,
    fitting,
    history,
    journeys,
    opening_pages,
    openings,
    people,
    rubrics,
    slips,
)
from domain.workbook.account_versions import CATALOGUE, back_to, form_for_account, form_for_class, save

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.catalogue import Account, Milestone
    from domain.workbook.account_form import Form
    from tests.workbook.hub import Hub

HARDER = {
    "weight exam": "5",
    "weight mock_call": "30",
    "pass exam": "80",
    "pass application": "90",
    "pass phone_interview": "88",
    "weight ph.clarity": "40",
    "weight ph.professional": "0",
    "least ex.typing_speed": "200",
    "least ph.listening": "5",
    "least mc.verify": "5",
}
"""An assessment under which hardly anybody would have passed."""


def harder(form: Form) -> Form:
    """The form with much harder numbers."""
    return form.with_values(HARDER)


def milestone_of(hub: Hub, attempt: int) -> Milestone:
    """What an attempt is assessed by."""
    return attempts.sheet(hub.wb, attempt).milestone


def account_of(hub: Hub, opening: int) -> Account:
    """The account of a class now."""
    with hub.wb.store.read() as tx:
        return openings.account_of(hub.wb, tx, opening)


def people_of_all_kinds(hub: Hub, opening: int) -> None:
    """Somebody who passed some, failed one, was moved there, is on hold, stands in the middle, and was hired."""
    for number, name in enumerate(("Joan Alcaraz", "Omar Said", "Lea Mondal"), 1):
        application = hub.application(hub.person(name, opening))
        for _ in range(number):
            hub.take(application)
    missed = hub.application(hub.person("Yuki Tanabe", opening))
    hub.take_to(missed, MilestoneId.EXAM)
    hub.take(missed, 2, Result.NOT_YET)
    hired = hub.application(hub.person("Ravi Menon", opening))
    while hub.stands(hired)["state"] != "hired":
        hub.take(hired)
    begun = attempts.open_or_start(hub.wb, hub.application(hub.person("Grace Obuya", opening)))
    hub.rate(begun, 3)


def picture(hub: Hub) -> dict[str, Any]:
    """All that anybody can read about what was scored: rows, sheets with their proposals, slips, roads."""
    stored = {
        table: hub.rows(f"select * from {table} order by id")
        for table in ("person", "application", "attempt", "rating", "critical", "slip", "visit")
    }
    sheets = [attempts.sheet(hub.wb, row["id"]) for row in stored["attempt"]]
    pages = [journeys.page(hub.wb, row["id"]) for row in stored["person"]]
    return {
        **stored,
        "sheets": sheets,
        "posts": [page.posts for page in pages],
        "slips": [slips.view(hub.wb, row["id"]) for row in stored["slip"]],
        "lists": people.rows(hub.wb, people.ids(hub.wb, people.PeopleQuery(), 40)),
    }


class TestSaving:
    """What one act does."""

    def test_nothing_that_was_scored_before_changes(self, hub: Hub) -> None:
        opening = hub.opening()
        people_of_all_kinds(hub, opening)
        before = picture(hub)
        saved = save(hub.wb, harder(form_for_class(hub.wb, opening)))
        assert (saved.number, saved.classes) == (2, 1)
        assert picture(hub) == before

    def test_a_new_attempt_is_given_under_the_new_version(self, hub: Hub) -> None:
        opening = hub.opening()
        application = hub.application(hub.person("Joan Alcaraz", opening))
        hub.take_to(application, MilestoneId.EXAM)
        save(hub.wb, harder(form_for_class(hub.wb, opening)))
        attempt = attempts.open_or_start(hub.wb, application)
        milestone = milestone_of(hub, attempt)
        assert milestone.pass_mark == 80
        assert milestone.criterion("ex.typing_speed").scoring.pass_at == 200
        hub.rate(attempt, 4)
        attempts.rate(hub.wb, attempt, "ex.typing_speed", 60)
        assert [miss.criterion for miss in attempts.sheet(hub.wb, attempt).assessment.misses] == ["ex.typing_speed"]

    def test_an_open_attempt_keeps_its_own(self, hub: Hub) -> None:
        opening = hub.opening()
        application = hub.application(hub.person("Joan Alcaraz", opening))
        hub.take_to(application, MilestoneId.PHONE)
        attempt = attempts.open_or_start(hub.wb, application)
        save(hub.wb, harder(form_for_class(hub.wb, opening)))
        assert attempts.open_or_start(hub.wb, application) == attempt
        hub.rate(attempt, 4)
        sheet = attempts.sheet(hub.wb, attempt)
        assert sheet.milestone.pass_mark == 50
        assert sheet.assessment.misses == ()
        assert sheet.assessment.proposal == "passed"

    def test_a_retake_is_under_the_version_of_its_day_and_the_first_try_under_its_own(self, hub: Hub) -> None:
        opening = hub.opening()
        application = hub.application(hub.person("Joan Alcaraz", opening))
        hub.take_to(application, MilestoneId.PHONE)
        first = hub.take(application, 2, Result.NOT_YET)
        save(hub.wb, harder(form_for_class(hub.wb, opening)))
        hub.clock.ahead(days=60)
        second = attempts.open_or_start(hub.wb, application)
        assert slips.view(hub.wb, first.slip).milestone.pass_mark == 50
        assert milestone_of(hub, second).pass_mark == 88

    def test_other_classes_of_the_account_are_left_alone(self, hub: Hub) -> None:
        one, other = hub.opening(), hub.opening()
        save(hub.wb, harder(form_for_class(hub.wb, one)))
        assert account_of(hub, one).hurdles["wpm"] == 200
        assert account_of(hub, other).hurdles["wpm"] == 30
        assert account_of(hub, hub.opening()).hurdles["wpm"] == 30

    def test_all_open_classes_at_once_and_those_opened_later(self, hub: Hub) -> None:
        one, other, elsewhere = hub.opening(), hub.opening(), hub.opening("travel_air")
        closed = hub.opening()
        openings.close(hub.wb, closed)
        before = len(history.recent(hub.wb, 99))
        assert save(hub.wb, harder(form_for_class(hub.wb, one)), for_all=True).classes == 2
        assert len(history.recent(hub.wb, 99)) == before + 1
        later = hub.opening()
        found = [account_of(hub, each).hurdles["wpm"] for each in (one, other, later, closed)]
        assert found == [200, 200, 200, 30]
        assert account_of(hub, elsewhere).hurdles["wpm"] == 35

    def test_an_account_without_a_class_is_changed_for_its_first_one(self, hub: Hub) -> None:
        form = form_for_account(hub.wb, "banking_cs").typed("pass exam", "60")
        with pytest.raises(Conflict, match="No class is chosen"):
            save(hub.wb, form)
        assert save(hub.wb, form, for_all=True).classes == 0
        attempt = attempts.open_or_start(hub.wb, hub.put_on(account="banking_cs"))
        assert milestone_of(hub, attempt).pass_mark == 45
        assert account_of(hub, hub.value("select id from opening")).pass_marks == {"exam": 60}
        assert [one.number for one in account_versions.history(hub.wb, "banking_cs")] == [2, 1]

    def test_what_cannot_be_is_refused_and_nothing_is_stored(self, hub: Hub) -> None:
        opening = hub.opening()
        with pytest.raises(BadInput, match="105, 5 too much"):
            save(hub.wb, form_for_class(hub.wb, opening).typed("weight mock_call", "25"))
        with pytest.raises(BadInput, match="Nothing is different"):
            save(hub.wb, form_for_class(hub.wb, opening))
        assert hub.value("select count(*) from rubric") == 1

    def test_two_people_at_once_do_not_write_over_each_other(self, hub: Hub, colleague: Hub) -> None:
        opening = hub.opening()
        mine = harder(form_for_class(hub.wb, opening))
        save(colleague.wb, form_for_class(colleague.wb, opening).typed("pass exam", "55"))
        with pytest.raises(Conflict, match="changed in the meantime"):
            save(hub.wb, mine)
        assert account_of(hub, opening).pass_marks == {"exam": 55}

    def test_points_that_moved_along_are_held_against_the_version_of_the_class(self, hub: Hub) -> None:
        retail, hotels = hub.opening(), hub.opening("hospitality_bookings")
        person = hub.person("Joan Alcaraz", retail)
        application = hub.application(person)
        hub.take_to(application, MilestoneId.MOCK_CALL)
        assert fitting.fits_of(hub.wb, person)[0].fit.misses == ()
        save(hub.wb, form_for_class(hub.wb, hotels).typed("least ex.typing_speed", "240"))
        assert [miss.name for miss in fitting.fits_of(hub.wb, person)[0].fit.misses] == ["Typing"]
        assert hub.stands(application)["milestone"] == "mock_call"


class TestUndo:
    """Taking an edit back."""

    def test_with_nothing_done_under_it(self, hub: Hub) -> None:
        opening = hub.opening()
        rows = hub.rows("select id, rubric from opening")
        save(hub.wb, harder(form_for_class(hub.wb, opening)), for_all=True)
        history.undo(hub.wb)
        assert hub.rows("select id, rubric from opening") == rows
        assert [one.number for one in account_versions.history(hub.wb, "retail_cs")] == [1]
        history.redo(hub.wb)
        assert account_of(hub, opening).hurdles["wpm"] == 200

    def test_with_attempts_under_it_they_keep_what_they_were_given_under(self, hub: Hub) -> None:
        opening = hub.opening()
        save(hub.wb, harder(form_for_class(hub.wb, opening)))
        edit = history.recent(hub.wb, 1)[0].act
        joan = hub.application(hub.person("Joan Alcaraz", opening))
        decided = hub.take(joan, 5)
        before = picture(hub)
        history.undo(hub.wb, edit)
        assert picture(hub) == before
        assert slips.view(hub.wb, decided.slip).milestone.pass_mark == 90
        omar = attempts.open_or_start(hub.wb, hub.application(hub.person("Omar Said", opening)))
        assert milestone_of(hub, omar).pass_mark == 45

    def test_with_a_class_opened_on_it_the_reason_is_named(self, hub: Hub) -> None:
        opening = hub.opening()
        save(hub.wb, harder(form_for_class(hub.wb, opening)), for_all=True)
        edit = history.recent(hub.wb, 1)[0].act
        hub.opening()
        with pytest.raises(Conflict, match="opened Retail customer service"):
            history.undo(hub.wb, edit)
        assert account_of(hub, opening).hurdles["wpm"] == 200

    def test_with_a_later_edit_the_later_one_goes_first(self, hub: Hub) -> None:
        opening = hub.opening()
        save(hub.wb, harder(form_for_class(hub.wb, opening)))
        edit = history.recent(hub.wb, 1)[0].act
        save(hub.wb, form_for_class(hub.wb, opening).typed("pass exam", "70"))
        with pytest.raises(Conflict, match="came later"):
            history.undo(hub.wb, edit)
        history.undo(hub.wb)
        history.undo(hub.wb)
        assert account_of(hub, opening) == hub.wb.catalogue.accounts["retail_cs"]


class TestCatalogue:
    """The files of a site change while classes run."""

    def changed(self, hub: Hub) -> None:
        """Another day: harder marks, other words, one criterion more and one hurdle more."""
        known = hub.wb.catalogue
        phone = known.milestones[MilestoneId.PHONE]
        extra = replace(phone.criteria[0], id="ph.extra", name="Extra", weight=10)
        heavier = [
            replace(one, weight=one.weight - 10 if one.id == "ph.clarity" else one.weight) for one in phone.criteria
        ]
        milestones = {
            **known.milestones,
            MilestoneId.PHONE: replace(phone, pass_mark=70, purpose="Other words.", criteria=(*heavier, extra)),
        }
        account = replace(known.accounts["retail_cs"], hurdles={"wpm": 99})
        hub.wb.catalogue = replace(known, milestones=milestones, accounts={**known.accounts, "retail_cs": account})

    def test_an_edited_class_is_not_touched_by_it(self, hub: Hub) -> None:
        edited, plain = hub.opening(), hub.opening()
        save(hub.wb, form_for_class(hub.wb, edited).typed("pass exam", "60"))
        self.changed(hub)
        of_edited = hub.application(hub.person("Joan Alcaraz", edited))
        of_plain = hub.application(hub.person("Omar Said", plain))
        for application in (of_edited, of_plain):
            hub.take_to(application, MilestoneId.PHONE)
        kept = milestone_of(hub, attempts.open_or_start(hub.wb, of_edited))
        followed = milestone_of(hub, attempts.open_or_start(hub.wb, of_plain))
        assert (kept.pass_mark, kept.purpose == "Other words.", len(kept.criteria)) == (50, False, 7)
        assert (followed.pass_mark, followed.purpose, len(followed.criteria)) == (70, "Other words.", 8)
        assert account_of(hub, edited).hurdles["wpm"] == 30

    def test_it_can_still_be_edited_and_its_words_stay(self, hub: Hub) -> None:
        opening = hub.opening()
        save(hub.wb, form_for_class(hub.wb, opening).typed("pass exam", "60"))
        self.changed(hub)
        save(hub.wb, form_for_class(hub.wb, opening).typed("pass exam", "61"))
        application = hub.application(hub.person("Joan Alcaraz", opening))
        hub.take_to(application, MilestoneId.PHONE)
        assert len(milestone_of(hub, attempts.open_or_start(hub.wb, application)).criteria) == 7

    def test_the_page_says_that_it_differs_and_the_class_can_take_it(self, hub: Hub) -> None:
        opening = hub.opening()
        save(hub.wb, form_for_class(hub.wb, opening).typed("pass exam", "60"))
        assert not opening_pages.detail(hub.wb, opening).assessed.differs
        self.changed(hub)
        assert opening_pages.detail(hub.wb, opening).assessed.differs
        save(hub.wb, back_to(hub.wb, form_for_class(hub.wb, opening), CATALOGUE))
        assert not opening_pages.detail(hub.wb, opening).assessed.differs
        assert account_of(hub, opening).hurdles == {"wpm": 99}
        application = hub.application(hub.person("Joan Alcaraz", opening))
        hub.take_to(application, MilestoneId.PHONE)
        assert milestone_of(hub, attempts.open_or_start(hub.wb, application)).pass_mark == 70

    def test_a_lasting_edit_stands_for_later_classes_whatever_the_files_say(self, hub: Hub) -> None:
        save(hub.wb, form_for_account(hub.wb, "retail_cs").typed("pass exam", "60"), for_all=True)
        self.changed(hub)
        assert account_of(hub, hub.opening()).hurdles["wpm"] == 30
        save(hub.wb, back_to(hub.wb, form_for_account(hub.wb, "retail_cs"), CATALOGUE), for_all=True)
        assert account_of(hub, hub.opening()).hurdles == {"wpm": 99}

    def test_another_route_is_not_taken_up_while_people_are_on_this_one(self, hub: Hub) -> None:
        opening = hub.opening()
        hub.person("Joan Alcaraz", opening)
        known = hub.wb.catalogue
        weights = {key: weight for key, weight in known.accounts["retail_cs"].weights.items() if key != "cs_test"}
        shorter = replace(
            known.accounts["retail_cs"], skill_tests=(), weights={**weights, MilestoneId.FINAL: 25.0}, hurdles={}
        )
        hub.wb.catalogue = replace(known, accounts={**known.accounts, "retail_cs": shorter})
        with pytest.raises(Conflict, match="another route"):
            back_to(hub.wb, form_for_class(hub.wb, opening), CATALOGUE)
        empty = hub.opening()
        form = form_for_class(hub.wb, empty).typed("pass exam", "60")
        reach = account_versions.reach(hub.wb, form)
        assert (len(reach.all), len(reach.left_out)) == (1, 1)
        assert save(hub.wb, form, for_all=True).classes == 1
        assert "cs_test" in account_of(hub, opening).weights


class TestHistory:
    """Looking back, and going back."""

    def test_every_version_says_when_who_and_what(self, hub: Hub, colleague: Hub) -> None:
        opening = hub.opening()
        save(colleague.wb, form_for_class(hub.wb, opening).typed("pass exam", "60").typed("least mc.verify", "5"))
        newest, first = account_versions.history(hub.wb, "retail_cs")
        assert (newest.number, newest.who, newest.edited, newest.lasting, newest.classes) == (2, "Ines", True, False, 1)
        assert newest.changed == (
            "Exam: pass mark 60 instead of 50",
            "Mock call, caller verification: hurdle rated 5 instead of no hurdle",
        )
        assert (first.number, first.who, first.edited, first.changed, first.classes) == (1, "Noor", False, (), 0)
        what = history.recent(hub.wb, 1)[0].what
        assert what == (
            "changed the assessment of Retail customer service, class of 1 Sep: "
            "Exam: pass mark 60 instead of 50, and 1 more"
        )

    def test_going_back_is_a_new_version_equal_to_the_earlier_one(self, hub: Hub) -> None:
        opening = hub.opening()
        save(hub.wb, harder(form_for_class(hub.wb, opening)))
        second = account_versions.history(hub.wb, "retail_cs")[0].id
        save(hub.wb, form_for_class(hub.wb, opening).typed("pass exam", "70"))
        form = back_to(hub.wb, form_for_class(hub.wb, opening), second)
        assert form.changes() == ("Exam: pass mark 80 instead of 70",)
        assert save(hub.wb, form).number == 4
        rows = hub.rows("select body, milestones from rubric where kind = 'account' and number in (2, 4)")
        assert rows[0] == rows[1]
        assert account_versions.history(hub.wb, "retail_cs")[0].changed == ("Exam: pass mark 80 instead of 70",)

    def test_the_version_in_force_and_strange_ones_are_refused(self, hub: Hub) -> None:
        opening, other = hub.opening(), hub.opening("travel_air")
        form = form_for_class(hub.wb, opening)
        with pytest.raises(Conflict, match="in force now"):
            back_to(hub.wb, form, form.base)
        with pytest.raises(NotFound, match="no longer"):
            back_to(hub.wb, form, form_for_class(hub.wb, other).base)

    def test_classes_with_a_version_of_their_own_are_named_before_it_is_replaced(self, hub: Hub) -> None:
        one, other = hub.opening(), hub.opening()
        save(hub.wb, form_for_class(hub.wb, other).typed("pass exam", "60"))
        reach = account_versions.reach(hub.wb, harder(form_for_class(hub.wb, one)))
        assert (len(reach.all), len(reach.own), reach.left_out) == (2, 1, ())


def test_classes_with_other_versions_do_not_make_each_other_new_ones(hub: Hub) -> None:
    edited, plain = hub.opening(), hub.opening()
    save(hub.wb, form_for_class(hub.wb, edited).typed("pass application", "60"))
    for number in range(4):
        attempts.open_or_start(hub.wb, hub.application(hub.person(f"Person {number}", edited)))
        attempts.open_or_start(hub.wb, hub.application(hub.person(f"Other {number}", plain)))
    assert hub.value("select count(*) from rubric where kind = 'milestone'") == 2


def test_milestones_of_a_version_are_those_that_its_attempts_get(hub: Hub) -> None:
    opening = hub.opening()
    save(hub.wb, harder(form_for_class(hub.wb, opening)))
    with hub.wb.store.read() as tx:
        known: Mapping[MilestoneId, Milestone] = rubrics.milestones(hub.wb, tx, openings.rubric_of(tx, opening))
    attempt = attempts.open_or_start(hub.wb, hub.application(hub.person("Joan Alcaraz", opening)))
    assert milestone_of(hub, attempt) == known[MilestoneId.APPLICATION]
