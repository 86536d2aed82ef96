"""The candidate's seat: forms handed out, answers kept one by one, scores that land in the exam."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.exam import ChoiceForm, Part, Passage, Script
from domain.model.terms import Result
from domain.rules.exam_marking import endless, order_of
from domain.workbook import decisions, history, merging
from domain.workbook.exam_room import entering, papers
from domain.workbook.exam_room.entering import Entry
from tests.workbook.exam_room.people import (
    ACCURACY,
    ENTRY,
    GRAMMAR,
    LISTENING,
    READING,
    SPEED,
    at_exam,
    fill,
    row,
    values,
)

if TYPE_CHECKING:
    from domain.workbook.exam_room.papers import Paper, Sitting
    from tests.workbook.hub import Hub


def hand_over(hub: Hub, *parts: Part, name: str = "Kofi Mensah") -> tuple[int, Sitting]:
    """Somebody at the seat with these parts; their application."""
    application = at_exam(hub, name, hub.opening())
    return application, papers.hand_over(hub.wb, application, parts, seed=7)


def again(hub: Hub, paper: Paper) -> Paper:
    """The paper as it is stored now."""
    return next(one for one in papers.sitting(hub.wb, paper.attempt).papers if one.id == paper.id)


def answer_right(hub: Hub, paper: Paper, number: int) -> None:
    """Answer so many items of a form with their keys."""
    assert isinstance(paper.form, ChoiceForm)
    for item in order_of(paper.form, paper.seed)[:number]:
        papers.answer(hub.wb, paper.id, item.id, item.key, 1000)


class TestHandingOver:
    def test_papers_are_laid_out_in_the_order_of_the_parts(self, hub: Hub) -> None:
        _, sitting = hand_over(hub, Part.POLICY, Part.TYPING, Part.GRAMMAR)
        assert [paper.part for paper in sitting.papers] == [Part.TYPING, Part.GRAMMAR, Part.POLICY]
        assert sitting.name == "Kofi Mensah"
        assert all(paper.seed == 7 for paper in sitting.papers)

    def test_it_is_one_act_with_the_beginning_of_the_exam(self, hub: Hub) -> None:
        application, _ = hand_over(hub, Part.TYPING, Part.GRAMMAR)
        assert row(hub, application).attempt
        assert history.undo(hub.wb).what == "handed the keyboard to Kofi Mensah: 2 parts"
        assert row(hub, application).attempt == 0
        assert hub.value("select count(*) from paper") == 0

    def test_form_seed_and_the_words_of_the_form_are_stored(self, hub: Hub) -> None:
        hand_over(hub, Part.GRAMMAR)
        (stored,) = hub.rows("select form, seed, digest, who, part from paper")
        known = papers.known_papers(hub.wb)
        assert stored["digest"] == known.digests[stored["form"]]
        assert (stored["seed"], stored["who"], stored["part"]) == (7, "Noor", "grammar")

    def test_without_a_seed_each_paper_gets_its_own(self, hub: Hub) -> None:
        application = at_exam(hub, "Kofi Mensah", hub.opening())
        sitting = papers.hand_over(hub.wb, application, [Part.GRAMMAR, Part.READING])
        seeds = {paper.seed for paper in sitting.papers}
        assert len(seeds) == 2
        assert all(0 <= seed < 2**31 for seed in seeds)

    def test_a_retake_gets_the_other_form_and_the_one_after_the_first_again(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.READING)
        forms = [sitting.papers[0].form.id]
        for _ in range(2):
            decisions.decide(hub.wb, row(hub, application).attempt, Result.VOID, reason="a fault")
            forms.append(papers.hand_over(hub.wb, application, [Part.READING]).papers[0].form.id)
        assert forms[0] != forms[1]
        assert forms[2] == forms[0]

    def test_passages_are_not_repeated_before_all_were_typed(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.TYPING)
        forms = [sitting.papers[0].form.id]
        for _ in range(3):
            decisions.decide(hub.wb, row(hub, application).attempt, Result.VOID, reason="a fault")
            forms.append(papers.hand_over(hub.wb, application, [Part.TYPING]).papers[0].form.id)
        assert len(set(forms)) == 4

    def test_a_part_that_was_broken_off_goes_on_with_its_own_paper(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.READING)
        answer_right(hub, sitting.papers[0], 3)
        once_more = papers.hand_over(hub.wb, application, [Part.READING, Part.TYPING])
        (typing, reading) = sorted(once_more.papers, key=lambda paper: paper.part != Part.TYPING)
        assert reading.id == sitting.papers[0].id
        assert len(reading.answers) == 3
        assert typing.part is Part.TYPING

    def test_the_plan_says_what_is_missing(self, hub: Hub) -> None:
        application = at_exam(hub, "Kofi Mensah", hub.opening())
        entering.enter(hub.wb, [Entry(application, SPEED, 40.0), Entry(application, GRAMMAR, 80.0)])
        papers.hand_over(hub.wb, application, [Part.READING])
        plan = papers.plan(hub.wb, application)
        assert plan.missing == (Part.TYPING, Part.READING, Part.POLICY, Part.LISTENING, Part.DATA_ENTRY)
        assert [offer.part for offer in plan.offers if offer.begun] == [Part.READING]

    def test_nobody_is_handed_what_cannot_be_taken(self, hub: Hub) -> None:
        application = at_exam(hub, "Kofi Mensah", hub.opening())
        with pytest.raises(BadInput, match="No part was chosen"):
            papers.hand_over(hub.wb, application, [])
        fill(hub, [application])
        decisions.decide(hub.wb, row(hub, application).attempt, Result.PASSED)
        with pytest.raises(Conflict, match="The exam of Kofi Mensah is decided"):
            papers.hand_over(hub.wb, application, [Part.TYPING])
        with pytest.raises(NotFound):
            papers.plan(hub.wb, 77)
        with pytest.raises(NotFound):
            papers.sitting(hub.wb, 77)


class TestAnswering:
    def test_each_answer_is_there_at_once_and_can_be_changed(self, hub: Hub, colleague: Hub) -> None:
        _, sitting = hand_over(hub, Part.GRAMMAR)
        (paper,) = sitting.papers
        papers.answer(hub.wb, paper.id, "ga01", "b", 5_000)
        assert again(colleague, paper).answers == {"ga01": "b"}
        papers.answer(hub.wb, paper.id, "ga01", "a", 9_000)
        papers.answer(hub.wb, paper.id, "ga02", "c", 12_000)
        assert again(colleague, paper).answers == {"ga01": "a", "ga02": "c"}
        assert again(colleague, paper).spent == 12_000

    def test_an_answer_is_no_act_and_nobody_s_to_undo(self, hub: Hub) -> None:
        _, sitting = hand_over(hub, Part.GRAMMAR)
        (paper,) = sitting.papers
        acts = hub.value("select count(*) from act")
        papers.answer(hub.wb, paper.id, "ga01", "b", 0)
        assert hub.value("select count(*) from act") == acts
        assert history.undo(hub.wb).what == "handed the keyboard to Kofi Mensah: 1 part"
        with pytest.raises(NotFound):
            papers.answer(hub.wb, paper.id, "ga02", "b", 0)
        history.redo(hub.wb)
        assert again(hub, paper).answers == {"ga01": "b"}

    def test_what_is_typed_is_kept_change_by_change(self, hub: Hub) -> None:
        _, sitting = hand_over(hub, Part.TYPING)
        (paper,) = sitting.papers
        texts = ["Thank", "Thank you fro", "Thank you for", "T", "", "  Thx 12"]
        before = ""
        for number, text in enumerate(texts, 1):
            papers.keep_typing(hub.wb, paper.id, before, text, 2_000 * number)
            before = text
            stored = again(hub, paper)
            assert (stored.typed, stored.spent) == (text, 2_000 * number)

    def test_a_finished_part_takes_nothing_more(self, hub: Hub) -> None:
        _, sitting = hand_over(hub, Part.GRAMMAR)
        papers.finish(hub.wb, sitting.papers[0].id, 0)
        with pytest.raises(Conflict, match="This part is finished"):
            papers.answer(hub.wb, sitting.papers[0].id, "ga01", "b", 0)
        with pytest.raises(Conflict, match="This part is finished"):
            papers.finish(hub.wb, sitting.papers[0].id, 0)
        with pytest.raises(NotFound):
            papers.answer(hub.wb, 77, "ga01", "b", 0)


@given(st.lists(st.text(alphabet="ab 1", max_size=6), max_size=8))
def test_typing_comes_back_from_its_changes(texts: list[str]) -> None:
    changes, before = [], ""
    for text in texts:
        same = next(
            (n for n, (a, b) in enumerate(zip(before, text, strict=False)) if a != b), min(len(before), len(text))
        )
        changes.append(f"{same} {text[same:]}")
        before = text
    assert papers._typed(changes) == before


def test_answers_of_long_ago_are_swept_and_their_papers_stay(hub: Hub) -> None:
    _, sitting = hand_over(hub, Part.GRAMMAR)
    papers.answer(hub.wb, sitting.papers[0].id, "ga01", "b", 0)
    hub.clock.ahead(days=61)
    hand_over(hub, Part.GRAMMAR, name="Lin Xiaomei")
    assert hub.value("select count(*) from answer") == 0
    assert hub.value("select count(*) from paper") == 2


class TestScores:
    def test_typing_gives_speed_and_accuracy_by_the_rubric(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.TYPING)
        (paper,) = sitting.papers
        assert isinstance(paper.form, Passage)
        typed = endless(paper.form.text, 600)
        wrong = "#" + typed[1:]
        papers.keep_typing(hub.wb, paper.id, "", wrong, 180_000)
        marked = papers.finish(hub.wb, paper.id, 180_000)
        assert marked.measures == {SPEED: 40.0, ACCURACY: 100.0}  # (600 / 5 - 1) / 3 = 39.7; 599 of 600
        assert values(hub, application) == {SPEED: 40.0, ACCURACY: 100.0}
        (stored,) = hub.rows("select * from paper")
        assert json.loads(stored["answers"]) == wrong
        assert (stored["correct"], stored["asked"], stored["spent"]) == (599, 600, 180_000)
        assert stored["finished_at"] == hub.clock.now

    def test_a_form_gives_the_share_of_right_answers(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.READING)
        answer_right(hub, sitting.papers[0], 9)
        given = again(hub, sitting.papers[0]).answers
        assert papers.finish(hub.wb, sitting.papers[0].id, 60_000).correct == 9
        assert values(hub, application) == {READING: 75.0}
        assert json.loads(hub.value("select answers from paper")) == given

    def test_nothing_answered_is_a_measure_of_nothing_right(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.READING)
        papers.finish(hub.wb, sitting.papers[0].id, 0)
        assert values(hub, application) == {READING: 0.0}

    @pytest.mark.parametrize(("part", "key"), [(Part.LISTENING, LISTENING), (Part.DATA_ENTRY, ENTRY)])
    def test_what_is_read_aloud_is_marked_by_field(self, hub: Hub, part: Part, key: str) -> None:
        application, sitting = hand_over(hub, part)
        (paper,) = sitting.papers
        assert isinstance(paper.form, Script)
        assert papers.script_for(hub.wb, application, part) == paper.form
        for one in paper.form.fields[:9]:
            papers.answer(hub.wb, paper.id, one.id, f" {one.right.upper()} ", 0)
        papers.answer(hub.wb, paper.id, paper.form.fields[9].id, "something else", 0)
        papers.finish(hub.wb, paper.id, 0)
        assert values(hub, application) == {key: 75.0}
        assert papers.script_for(hub.wb, application, part) is None

    def test_the_recruiter_can_take_a_score_back(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.READING)
        answer_right(hub, sitting.papers[0], 12)
        papers.finish(hub.wb, sitting.papers[0].id, 0)
        assert history.undo(hub.wb).what == "reading of Kofi Mensah at the keyboard"
        assert values(hub, application) == {}
        assert len(again(hub, sitting.papers[0]).answers) == 12

    def test_an_exam_that_was_decided_meanwhile_stays_as_it_was(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.READING)
        decisions.decide(hub.wb, row(hub, application).attempt, Result.VOID, reason="a fault")
        papers.finish(hub.wb, sitting.papers[0].id, 0)
        assert hub.value("select count(*) from rating") == 0
        assert hub.value("select count(*) from paper where finished_at > 0") == 1

    def test_all_of_it_is_whole_and_goes_along_when_entries_are_put_together(self, hub: Hub) -> None:
        application, sitting = hand_over(hub, Part.READING)
        answer_right(hub, sitting.papers[0], 5)
        papers.finish(hub.wb, sitting.papers[0].id, 0)
        assert hub.wb.store.check() == []
        person = hub.stands(application)["person"]
        kept = hub.person("Kofi Mensa")
        merging.merge(hub.wb, kept, person)
        assert hub.value("select person from paper") == kept
        history.undo(hub.wb)
        assert hub.value("select person from paper") == person
