"""Every card that can be dealt fits its result, and its slip can be handed over as it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.terms import ErrorEffect, MilestoneId, Proposal, Result
from domain.workbook import open_workbook, slips
from domain.workbook.founding import Handed, found
from seed.decks import SLOTS, Decks, decided
from seed.quotes import ALONE
from seed.stages import STAGES, quantile, reached
from tests.seed.conftest import standing_clock
from tests.seed.test_consistency import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from domain.workbook import Workbook
    from domain.workbook.founding import Founding, OpenClass


@pytest.fixture(scope="module")
def dealt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbook]:
    """A workbook with somebody for every card of every account, who joined at its milestone."""
    folder: Path = tmp_path_factory.mktemp("decks")
    wb = open_workbook(folder / "decks.milepost", who="Noor", clock=standing_clock)
    with found(wb, "dealt every card") as book:
        for account in wb.catalogue.accounts:
            starts = wb.today() + timedelta(days=20)
            _deal(book, book.opening(account, seats=5, starts=starts, at=wb.now() - 9 * 86_400_000))
    yield wb
    wb.close()


def _deal(book: Founding, opened: OpenClass) -> None:
    from domain.workbook.people import NewPerson

    decks, at = Decks(book), opened.at
    for milestone in opened.path:
        for index in range(SLOTS):
            slot = decks.slot(opened, milestone, index)
            travels = book.person(NewPerson(name="Joan Alcaraz"), at)
            travels.apply(opened, at, joins=milestone)
            handed = Handed(at + 2, "printed", "Noor")
            why = ALONE if slot.card.asks_for_second(slot.result) else ""
            travels.take(
                slot.card, slot.result, opened_at=at, finished_at=at + 1, who="Noor", reason=why, handed=handed
            )
            book.add(travels)


def test_no_card_leads_to_a_slip_that_something_stands_against(dealt: Workbook) -> None:
    seen: set[str] = set()
    with dealt.store.read() as tx:
        rows = tx.rows("select s.id, s.draft from slip s order by s.id")
        assert len(rows) > 1_500
        for row in rows:
            if row["draft"] in seen:
                continue
            seen.add(row["draft"])
            assert slips.read(dealt, tx, row["id"]).state == "handed_over"
            assert blocks(dealt, tx, row["id"]) == []
    assert len(seen) > 300


def test_cards_are_decided_as_the_rules_propose_or_leave_open(dealt: Workbook) -> None:
    with dealt.store.read() as tx:
        pairs = {(row["proposal"], row["result"]) for row in tx.rows("select proposal, result from attempt")}
    assert pairs <= {
        (Proposal.PASSED, Result.PASSED),
        (Proposal.BORDERLINE, Result.PASSED),
        (Proposal.BORDERLINE, Result.NOT_YET),
        (Proposal.NOT_YET, Result.NOT_YET),
    }


def test_stronger_cards_score_more(dealt: Workbook) -> None:
    with dealt.store.read() as tx:
        rows = tx.rows("select points from attempt where milestone = 'mock_call' order by id limit 20")
    points = [row["points"] for row in rows]
    assert points[-1] - points[0] > 40
    assert sum(points[10:]) / 10 > sum(points[:10]) / 10 + 15


@pytest.mark.parametrize("milestone", list(MilestoneId))
def test_as_many_cards_pass_as_people_do(milestone: MilestoneId) -> None:
    passing = sum(decided(milestone, index) is Result.PASSED for index in range(SLOTS))
    assert passing == round(SLOTS * STAGES[milestone].passes)


def test_critical_errors_decide_what_they_should(tmp_path: Path) -> None:
    wb = open_workbook(tmp_path / "errors.milepost", who="Noor", clock=standing_clock)
    with found(wb, "errors") as book:
        decks, opened = Decks(book), book.opening("retail_cs", seats=5)
        wanted = {
            ErrorEffect.HOLD: (MilestoneId.EXAM, Proposal.ON_HOLD),
            ErrorEffect.FAIL_ATTEMPT: (MilestoneId.MOCK_CALL, Proposal.NOT_YET),
            ErrorEffect.VOID: (MilestoneId.EXAM, Proposal.VOID),
        }
        for effect, (milestone, proposal) in wanted.items():
            card = decks.decided_by_error(opened, milestone, effect, 15, "Luka")
            assert card is not None
            assert card.assessment.proposal is proposal
            assert card.criticals[0]["second"] not in ("", "Luka")
        assert decks.decided_by_error(opened, MilestoneId.SERVICE, ErrorEffect.HOLD, 15, "Luka") is None
    wb.close()


def test_ability_decides_in_part_how_a_try_goes() -> None:
    path = (MilestoneId.APPLICATION, MilestoneId.PHONE, MilestoneId.IN_PERSON)
    everybody = reached(path, MilestoneId.APPLICATION)
    assert everybody == (0.0, 1.0)
    assert quantile(0.0, 0.0, everybody) == pytest.approx(0.5)
    assert quantile(1.5, 0.0, everybody) > quantile(0.0, 0.0, everybody) > quantile(-1.5, 0.0, everybody)
    mean, deviation = reached(path, MilestoneId.IN_PERSON)
    assert mean == pytest.approx(0.60, abs=0.02)
    assert deviation == pytest.approx(0.83, abs=0.02)
