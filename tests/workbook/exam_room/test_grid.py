"""The grid: who is in it, what its cells say, and what a cell that is left does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, Proposal, Result
from domain.workbook import attempts, decisions, history, queue
from domain.workbook.exam_room import batches, cells, entering, grid, matching
from domain.workbook.exam_room.batches import Batch
from domain.workbook.exam_room.entering import Entry
from domain.workbook.exam_room.grid import Held
from tests.workbook.exam_room.people import ACCURACY, ALL, GOOD, SPEED, SPOKEN, at_exam, fill, row, values
from tests.workbook.hub import catalogue, make_hub
from tests.workbook.test_plans import plan
from tests.workbook.test_statements import counted

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


class TestBatches:
    def test_a_class_holds_who_stands_at_its_exam_by_name(self, hub: Hub) -> None:
        retail, travel = hub.opening(), hub.opening("travel_air")
        bo, al = at_exam(hub, "Bo Cruz", retail), at_exam(hub, "Al Reyes", retail)
        at_exam(hub, "Cy Tan", travel)
        hub.person("Di Uy", retail)  # at the application
        assert batches.ids(hub.wb, Batch(retail)) == [al, bo]

    def test_here_today_holds_who_is_in_the_queue_for_the_exam_by_number(self, hub: Hub) -> None:
        retail, travel = hub.opening(), hub.opening("travel_air")
        zed = hub.application(hub.person("Zed Uy", retail))
        hub.take_to(zed, MilestoneId.EXAM)
        al = hub.application(hub.person("Al Reyes", travel))
        hub.take_to(al, MilestoneId.EXAM)
        hub.person("Bo Cruz", retail)  # here, at the application
        assert batches.ids(hub.wb, Batch()) == [zed, al]

    def test_who_came_in_for_the_exam_is_here_today_until_tomorrow(self, hub: Hub) -> None:
        opening = hub.opening()
        application = hub.application(hub.person("Joan Alcaraz", opening))
        hub.take_to(application, MilestoneId.EXAM)
        assert batches.ids(hub.wb, Batch()) == [application]
        fill(hub, [application])
        decisions.decide(hub.wb, row(hub, application).attempt, Result.PASSED)
        assert batches.ids(hub.wb, Batch()) == [application]
        assert batches.ids(hub.wb, Batch(opening)) == [application]
        hub.clock.ahead(days=1)
        assert batches.ids(hub.wb, Batch()) == []
        assert batches.ids(hub.wb, Batch(opening)) == []

    def test_an_exam_under_way_is_in_it_whenever_it_began(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        fill(hub, [application])
        hub.clock.ahead(days=3)
        assert batches.ids(hub.wb, Batch()) == [application]

    def test_a_retake_comes_in_on_its_day(self, hub: Hub) -> None:
        opening = hub.opening()
        application = at_exam(hub, "Joan Alcaraz", opening)
        fill(hub, [application], (20.0, *GOOD[1:]))
        decisions.decide(hub.wb, row(hub, application).attempt, Result.NOT_YET)
        retest = row(hub, application).retest
        assert retest
        hub.clock.ahead(days=1)
        assert batches.ids(hub.wb, Batch(opening)) == []
        hub.clock.ahead(days=40)
        assert batches.ids(hub.wb, Batch(opening)) == [application]
        assert row(hub, application).attempt == 0
        assert row(hub, application).left == len(ALL)

    def test_classes_can_be_chosen_with_how_many_sit(self, hub: Hub) -> None:
        retail, travel = hub.opening(), hub.opening("travel_air")
        at_exam(hub, "Al Reyes", travel)
        for name in ("Bo Cruz", "Cy Tan"):
            at_exam(hub, name, retail)
        found = batches.choices(hub.wb)
        assert [(one.batch.opening, one.people) for one in found[1:]] == [(retail, 2), (travel, 1)]
        assert found[0].batch == Batch()
        assert batches.name_of(hub.wb, Batch(retail)) == found[1].name


class TestCells:
    def test_a_blank_row_says_what_is_needed_and_nothing_else(self, hub: Hub) -> None:
        found = row(hub, at_exam(hub, "Joan Alcaraz", hub.opening()))
        assert found.attempt == 0
        assert found.left == 8
        assert found.proposal is None
        assert found.cells[SPEED] == grid.Cell(Held.EMPTY, need=30.0)
        assert found.cells[SPOKEN].need == 4.0
        assert found.cells["ex.reading"].need is None

    def test_below_the_cut_off_of_the_own_account(self, hub: Hub) -> None:
        retail = at_exam(hub, "Al Reyes", hub.opening())
        insure = at_exam(hub, "Bo Cruz", hub.opening("insurance_sales"))
        entering.enter(hub.wb, [Entry(one, SPEED, 28.0) for one in (retail, insure)])
        assert row(hub, retail).cells[SPEED].below
        assert not row(hub, insure).cells[SPEED].below
        assert row(hub, insure).cells[SPEED].need == 25.0

    def test_the_proposal_waits_for_every_measure(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        for number, (key, value) in enumerate(zip(ALL, GOOD, strict=True), 1):
            assert row(hub, application).proposal is None
            entering.enter(hub.wb, [Entry(application, key, value)])
            assert row(hub, application).left == 8 - number
        assert row(hub, application).proposal is Proposal.PASSED
        assert "points" in row(hub, application).reason

    def test_not_observed_is_entered_and_an_empty_cell_is_not(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        fill(hub, [application])
        entering.enter(hub.wb, [Entry(application, ACCURACY, cells.NOT_OBSERVED)])
        assert row(hub, application).cells[ACCURACY].held is Held.NOT_OBSERVED
        assert row(hub, application).left == 0
        assert row(hub, application).proposal is Proposal.INCOMPLETE  # nobody observed a hurdle
        entering.enter(hub.wb, [Entry(application, ACCURACY, None)])
        assert row(hub, application).cells[ACCURACY].held is Held.EMPTY
        assert row(hub, application).left == 1

    def test_entered_counts_people_by_measure(self, hub: Hub) -> None:
        opening = hub.opening()
        al, bo = at_exam(hub, "Al Reyes", opening), at_exam(hub, "Bo Cruz", opening)
        fill(hub, [al])
        entering.enter(hub.wb, [Entry(bo, SPEED, 30.0), Entry(bo, ACCURACY, None)])
        found = grid.entered(hub.wb, [al, bo])
        assert (found[SPEED], found[ACCURACY]) == (2, 1)
        assert grid.entered(hub.wb, []) == {}

    def test_who_is_gone_has_no_row(self, hub: Hub) -> None:
        assert grid.rows(hub.wb, [77]) == [None]


class TestEntering:
    def test_a_cell_begins_the_exam_and_one_undo_takes_both_back(self, hub: Hub) -> None:
        application = hub.application(hub.person("Joan Alcaraz", hub.opening()))
        hub.take_to(application, MilestoneId.EXAM)
        entering.enter(hub.wb, [Entry(application, SPEED, 38.0)])
        (visit,) = queue.rows(hub.wb)
        assert visit.place == "exam room"
        assert hub.stands(application)["state"] == "underway"
        assert history.undo(hub.wb).what == "entered typing speed of Joan Alcaraz"
        assert hub.stands(application)["state"] == "ready"
        assert row(hub, application).attempt == 0

    def test_the_sheet_and_the_grid_are_the_same_exam(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        attempt = attempts.open_or_start(hub.wb, application)
        attempts.rate(hub.wb, attempt, SPEED, 41)
        assert values(hub, application) == {SPEED: 41.0}
        entering.enter(hub.wb, [Entry(application, SPEED, 42.0)])
        assert attempts.sheet(hub.wb, attempt).lines[0].rating is not None
        assert attempts.sheet(hub.wb, attempt).lines[0].rating.value == 42.0  # type: ignore[union-attr]

    def test_evidence_stays_where_a_measure_goes(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        attempt = attempts.open_or_start(hub.wb, application)
        attempts.evidence(hub.wb, attempt, SPEED, moment="second try")
        entering.enter(hub.wb, [Entry(application, SPEED, 40.0)])
        entering.enter(hub.wb, [Entry(application, SPEED, None)])
        assert attempts.sheet(hub.wb, attempt).lines[0].evidence.moment == "second try"
        assert values(hub, application) == {}

    @pytest.mark.parametrize("value", [-1.0, 251.0, float("nan")])
    def test_an_impossible_measure_stores_nothing_of_the_act(self, hub: Hub, value: float) -> None:
        opening = hub.opening()
        al, bo = at_exam(hub, "Al Reyes", opening), at_exam(hub, "Bo Cruz", opening)
        with pytest.raises(BadInput, match="out of range"):
            entering.enter(hub.wb, [Entry(al, SPEED, 30.0), Entry(bo, SPEED, value)])
        assert row(hub, al).attempt == 0

    def test_a_decided_exam_is_closed(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        fill(hub, [application])
        decisions.decide(hub.wb, row(hub, application).attempt, Result.PASSED)
        with pytest.raises(Conflict, match="Joan Alcaraz is at the mock call"):
            entering.enter(hub.wb, [Entry(application, SPEED, 30.0)])

    def test_after_a_fault_of_ours_what_is_typed_begins_a_new_try_today(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        fill(hub, [application])
        first = row(hub, application).attempt
        decisions.decide(hub.wb, first, Result.VOID, reason="no sound", second="Ines")
        assert row(hub, application).decided
        assert not row(hub, application).closed
        entering.enter(hub.wb, [Entry(application, SPEED, 41.0)])
        assert row(hub, application).attempt != first
        assert row(hub, application).number == 2
        assert values(hub, application) == {SPEED: 41.0}

    def test_a_retake_before_its_day_is_refused_by_name(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        fill(hub, [application], (20.0, *GOOD[1:]))
        decisions.decide(hub.wb, row(hub, application).attempt, Result.NOT_YET)
        with pytest.raises(Conflict, match="Joan Alcaraz: The retake is open from"):
            entering.enter(hub.wb, [Entry(application, SPEED, 30.0)])

    def test_what_is_not_there_is_said(self, hub: Hub) -> None:
        application = at_exam(hub, "Joan Alcaraz", hub.opening())
        with pytest.raises(NotFound, match="no longer in the workbook"):
            entering.enter(hub.wb, [Entry(77, SPEED, 30.0)])
        with pytest.raises(NotFound, match="no measure"):
            entering.enter(hub.wb, [Entry(application, "ex.juggling", 30.0)])
        assert entering.enter(hub.wb, []) == []

    def test_many_at_once_cost_no_more_questions_than_few(self, hub: Hub) -> None:
        opening = hub.opening()
        few = [at_exam(hub, f"Al {letter}", opening) for letter in "abc"]
        many = [at_exam(hub, f"Bo {number}", opening) for number in range(30)]

        def asked(people: list[int]) -> int:
            with counted(hub) as seen:
                fill(hub, people)
            return len([sql for sql, _ in seen if "from rating" in sql or "from attempt" in sql])

        assert asked(many) == asked(few)


class TestTyping:
    @pytest.mark.parametrize(
        ("key", "text", "value"),
        [
            (SPEED, "38", 38.0),
            (SPEED, " 38 wpm ", 38.0),
            (ACCURACY, "96,5", 96.5),
            (ACCURACY, "96.5 %", 96.5),
            (SPOKEN, "B2+", 4.5),
            (SPOKEN, "b1", 3.0),
            (SPOKEN, "3.5", 3.5),
            (SPEED, "-", cells.NOT_OBSERVED),
            (SPEED, "n/a", cells.NOT_OBSERVED),
            (SPEED, "  ", None),
        ],
    )
    def test_what_a_cell_takes(self, key: str, text: str, value: float | str | None) -> None:
        known = catalogue()
        criterion = known.milestones[MilestoneId.EXAM].criterion(key)
        assert cells.read(criterion, text, known.units, known.cefr) == value

    @pytest.mark.parametrize(
        ("key", "text", "words"),
        [
            (SPEED, "abc", 'Typing speed: "abc" is no number. Enter 0 to 250 words a minute.'),
            (SPEED, "900", "900 words a minute is out of range. Enter 0 to 250."),
            (SPOKEN, "D1", 'Spoken English level: "D1" is no spoken level. Choose one of A1'),
            (SPOKEN, "7", '"7" is no spoken level'),
        ],
    )
    def test_what_it_refuses_with_what_it_takes(self, key: str, text: str, words: str) -> None:
        known = catalogue()
        criterion = known.milestones[MilestoneId.EXAM].criterion(key)
        with pytest.raises(BadInput) as caught:
            cells.read(criterion, text, known.units, known.cefr)
        assert words in str(caught.value)

    def test_what_is_written_can_be_typed_again(self) -> None:
        known = catalogue()
        for criterion in known.milestones[MilestoneId.EXAM].criteria:
            for value in known.cefr.values() if criterion.scoring.unit == "cefr" else (0.0, 7.25, 100.0):
                text = cells.written(criterion, value, known.cefr)
                assert cells.read(criterion, text, known.units, known.cefr) == value


class TestCosts:
    """What is asked of the workbook does not grow with the batch, and goes along indexes."""

    def test_rows_and_batches_ask_no_more_for_many(self, hub: Hub) -> None:
        opening = hub.opening()

        def asked() -> list[int]:
            found = []
            for ask in (
                lambda: grid.rows(hub.wb, batches.ids(hub.wb, Batch(opening))),
                lambda: batches.ids(hub.wb, Batch()),
                lambda: batches.choices(hub.wb),
                lambda: grid.entered(hub.wb, batches.ids(hub.wb, Batch(opening))),
            ):
                ask()
                with counted(hub) as seen:
                    ask()
                found.append(len([sql for sql, _ in seen if sql.lstrip().lower().startswith("select")]))
            return found

        fill(hub, [at_exam(hub, f"Al {letter}", opening) for letter in "abc"])
        at_exam(hub, "Al d", opening)
        few = asked()
        fill(hub, [at_exam(hub, f"Bo {number}", opening) for number in range(20)])
        for number in range(20):
            at_exam(hub, f"Cy {number}", opening)
        assert asked() == few

    def test_nobody_reads_everybody(self, tmp_path: Path) -> None:
        made = make_hub(tmp_path / "hub.milepost")
        opening = made.opening()
        application = at_exam(made, "Joan Alcaraz", opening)
        fill(made, [application])
        steps = plan(
            made,
            lambda: (
                batches.ids(made.wb, Batch(opening)),
                batches.ids(made.wb, Batch()),
                batches.choices(made.wb),
                grid.rows(made.wb, [application]),
                grid.entered(made.wb, [application]),
                matching.of_pasted(made.wb, "Joan Alcaraz\t41", grid.columns(made.wb)),
            ),
        )
        whole = {step for step in steps if step.startswith("SCAN") and "INDEX" not in step}
        assert not whole & {
            "SCAN person",
            "SCAN p",
            "SCAN a",
            "SCAN t",
            "SCAN attempt",
            "SCAN application",
            "SCAN rating",
        }
        made.wb.close()
