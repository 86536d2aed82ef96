"""The ladder: where somebody stands and how we know, what the next level asks, and the file that they take along."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.ladder import How
from domain.model.ladder_file import PartId
from domain.model.terms import MilestoneId, Result
from domain.reports import Format
from domain.workbook import (
    exporting,
    history,
    holding,
    ladder,
    ladder_file,
    languages,
    merging,
    offer_sheets,
    offers,
    openings,
    slip_facts,
    slips,
)
from tests.workbook.hub import TODAY
from tests.workbook.test_offers import at_offer, taken

if TYPE_CHECKING:
    from pathlib import Path

    from domain.model.ladder_file import LadderPart
    from domain.workbook.ladder import Standing
    from tests.workbook.hub import Hub

SENIOR = ("top-third quality", "helps new hires", "takes hard calls")


def standing(hub: Hub, person: int) -> Standing:
    """Where somebody stands who is on the ladder."""
    found = ladder.read(hub.wb, person).standing
    assert found is not None
    return found


def said(hub: Hub, person: int, most: int = 1) -> list[str]:
    """What the history says of the last acts."""
    return [entry.said for entry in history.of_person(hub.wb, person)][:most]


def parts(hub: Hub, person: int) -> dict[PartId, LadderPart]:
    """The parts of the ladder file."""
    return {part.id: part for part in ladder_file.document(hub.wb, person).parts}


def test_whom_we_hired_stands_at_the_entry_level_from_their_first_day_on_until_they_leave(hub: Hub) -> None:
    nobody = hub.person("Omar Said", hub.opening())
    assert ladder.read(hub.wb, nobody).standing is None
    person, offer = taken(hub)
    found = standing(hub, person)
    assert (found.stand.step.id, found.stand.place.how, found.stand.works) == ("agent", How.HIRED, True)
    assert found.stand.place.since == date(2026, 9, 1)
    assert found.next is not None
    assert (found.next.id, found.next.typical_time) == ("senior_agent", "12-24 months")
    assert tuple(one.words for one in found.asked) == SENIOR
    hub.clock.ahead(days=60)
    offers.came(hub.wb, offer, there=True)
    offers.stayed(hub.wb, offer, 30, here=False, why="other work")
    found = standing(hub, person)
    assert (found.stand.step.id, found.stand.works) == ("agent", False)
    with pytest.raises(Conflict, match="does not work here now"):
        ladder.move_up(hub.wb, person, why="all the same")


def test_a_level_asks_for_evidence_and_moving_up_without_it_takes_a_word_why(hub: Hub) -> None:
    person, _ = taken(hub)
    hub.clock.ahead(days=30)
    note = ladder.note(hub.wb, person, "senior_agent", "helps new hires", "Sat with two new hires for a week.")
    assert said(hub, person) == ["noted what Joan showed for senior agent: helps new hires"]
    found = standing(hub, person)
    assert (found.shown, len(found.asked)) == (1, 3)
    (proof,) = found.asked[1].proofs
    assert (proof.words, proof.day, proof.told, proof.who) == (
        "Sat with two new hires for a week.",
        TODAY + timedelta(days=30),
        False,
        "Noor",
    )
    with pytest.raises(BadInput, match="asks for more: top-third quality, takes hard calls"):
        ladder.move_up(hub.wb, person)
    assert ladder.move_up(hub.wb, person, why="the class needs them now").id == "senior_agent"
    assert said(hub, person) == ["moved Joan up to senior agent: the class needs them now"]
    found = standing(hub, person)
    assert (found.stand.step.id, found.stand.place.how, found.stand.place.who) == ("senior_agent", How.UP, "Noor")
    assert found.shown == 0, "the next level asks for other things"
    assert [one.id for one in ladder.read(hub.wb, person).others] == [note]
    history.undo(hub.wb)
    assert standing(hub, person).stand.step.id == "agent"
    history.undo(hub.wb)
    assert standing(hub, person).shown == 0


def test_a_step_and_an_evidence_can_be_taken_back_long_after(hub: Hub) -> None:
    person, _ = taken(hub)
    note = ladder.note(hub.wb, person, "senior_agent", "takes hard calls", "Took the outage line on Monday.")
    ladder.move_up(hub.wb, person, "team_lead", "led the night shift before")
    assert standing(hub, person).stand.step.id == "team_lead"
    ladder.step_back(hub.wb, person)
    assert said(hub, person) == ["took back that Joan came to team lead"]
    ladder.take_back(hub.wb, note)
    assert said(hub, person) == ["took back what Joan showed for senior agent: takes hard calls"]
    assert standing(hub, person).stand.step.id == "agent"
    for again, error in ((lambda: ladder.step_back(hub.wb, person), Conflict), (_gone(hub, note), NotFound)):
        with pytest.raises(error):
            again()
    history.undo(hub.wb)
    history.undo(hub.wb)
    assert standing(hub, person).stand.step.id == "team_lead"


def _gone(hub: Hub, note: int):  # type: ignore[no-untyped-def]
    return lambda: ladder.take_back(hub.wb, note)


def test_who_works_here_or_worked_here_is_set_by_hand(hub: Hub) -> None:
    opening = hub.opening("lead_track")
    inside = hub.person("Ines Vega", opening, source="internal")
    back = hub.person("Arun Mehta", opening, source="Worked here before")
    assert [ladder.read(hub.wb, one).says for one in (inside, back)] == [How.INTERNAL, How.RETURNING]
    begins = ladder.read(hub.wb, inside)
    assert begins.aim is not None
    assert begins.aim.id == "senior_agent", "the account begins there"
    ladder.place(hub.wb, inside, "team_lead", How.INTERNAL, date(2024, 3, 1))
    ladder.place(hub.wb, back, "senior_agent", How.RETURNING)
    assert said(hub, inside) == ["noted that Ines works here as team lead"]
    assert said(hub, back) == ["noted that Arun worked here before as senior agent"]
    assert (standing(hub, inside).stand.place.since, standing(hub, inside).stand.works) == (date(2024, 3, 1), True)
    assert standing(hub, back).stand.works is False
    looked = ladder.read(hub.wb, inside, "management").aim
    assert looked is not None
    assert looked.evidence == ("service level", "attrition and budget results")
    assert ladder.move_up(hub.wb, inside, "management", "asked for by the client").id == "management"
    ladder.place(hub.wb, inside, "service_delivery_manager", How.INTERNAL)
    assert standing(hub, inside).next is None
    with pytest.raises(Conflict, match="that is the top"):
        ladder.move_up(hub.wb, inside)


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (lambda wb, p: ladder.place(wb, p, "captain", How.INTERNAL), "no level of the ladder"),
        (lambda wb, p: ladder.place(wb, p, "agent", How.UP), "not said by hand"),
        (lambda wb, p: ladder.place(wb, p, "agent", How.INTERNAL, TODAY + timedelta(days=1)), "still to come"),
        (lambda wb, p: ladder.note(wb, p, "senior_agent", "coaching notes", "x"), "does not ask for"),
        (lambda wb, p: ladder.note(wb, p, "senior_agent", "helps new hires", " "), "no words"),
        (lambda wb, p: ladder.note(wb, p, "senior_agent", "helps new hires", "x" * 501), "501 characters"),
        (
            lambda wb, p: ladder.note(wb, p, "senior_agent", "helps new hires", "You are lazy.", told=True),
            "cannot read this",
        ),
        (lambda wb, p: ladder.move_up(wb, p), "not on the ladder yet"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(hub: Hub, work, said: str) -> None:  # type: ignore[no-untyped-def]
    person = hub.person()
    with pytest.raises((BadInput, Conflict), match=said):
        work(hub.wb, person)


def test_the_hiring_record_becomes_the_ladder_file_in_words(hub: Hub) -> None:
    person, _ = taken(hub)
    for row in slips.listing(hub.wb, person_id=person):
        if row.milestone in (MilestoneId.EXAM, MilestoneId.MOCK_CALL):
            hub.hand_over(row.id)
    ladder.note(hub.wb, person, "senior_agent", "takes hard calls", "Took the outage line.", told=True)
    ladder.note(hub.wb, person, "senior_agent", "helps new hires", "Ines says that they help.")
    ladder.note(hub.wb, person, "team_lead", "coaching notes", "Wrote two for Ben.", told=True)
    file = ladder_file.document(hub.wb, person)
    assert file.title == "Ladder file for Joan Alcaraz"
    assert file.opening == "Your level with us is agent, from 1 September 2026."
    found = parts(hub, person)
    road = found[PartId.ROAD].points
    assert road[0] == "Online application, 12 August 2026"
    assert len(road) == 8
    exam, *_, service = found[PartId.SKILLS].points
    assert exam.startswith("Exam: typing speed; typing accuracy; listening comprehension")
    assert service.startswith("Customer-service test: issue identification; empathy that fits")
    assert found[PartId.STRENGTHS].points, "what the slips told"
    assert found[PartId.SHOWN].points == ("Coaching notes, 12 August 2026: Wrote two for Ben.",), "another level"
    assert found[PartId.NEXT].about == "The next step on the ladder is senior agent, often after 12 to 24 months."
    assert found[PartId.NEXT].points[0] == "Top-third quality: still to show"
    assert set(found[PartId.NEXT].points[1:]) == {
        "Takes hard calls, 12 August 2026: Took the outage line.",
        "Helps new hires: shown on 12 August 2026",
    }, "what they showed of it is told once"
    assert found[PartId.TIP].points == ("Offer to sit with one new hire a week.",)
    assert "Ines" not in repr(file)


def test_what_the_slips_did_not_give_them_is_not_in_their_file(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", hub.opening())
    application = hub.application(person)
    hub.take_to(application, MilestoneId.MOCK_CALL)
    hub.take(application, 2, Result.NOT_YET)
    ladder.place(hub.wb, person, "agent", How.INTERNAL)
    found = parts(hub, person)
    assert PartId.STRENGTHS not in found
    assert PartId.WORK_ON not in found
    assert "Mock call" not in repr(found), "they did not pass it"
    (slip,) = (row for row in slips.listing(hub.wb, person_id=person) if row.milestone == MilestoneId.MOCK_CALL)
    hub.hand_over(slip.id)
    document = slips.view(hub.wb, slip.id).document
    told = [f"{drill.title}: {point.drill}" for drill, point in zip(document.drills, document.work_on, strict=True)]
    assert len(told) == 2
    assert list(parts(hub, person)[PartId.WORK_ON].points) == told, "how to do it, for how long and to what end"


def test_the_file_speaks_their_language_and_is_written_in_every_format(hub: Hub, tmp_path: Path) -> None:
    person = hub.person("Joan Alcaraz", hub.opening(), language="es-MX", email="joan@example.org")
    with pytest.raises(Conflict, match="not on the ladder yet"):
        exporting.ladder_to(hub.wb, tmp_path, Format.TXT, person)
    ladder.place(hub.wb, person, "senior_agent", How.RETURNING)
    for form in Format:
        made = exporting.ladder_to(hub.wb, tmp_path, form, person)
        assert made.path.name == f"2026-08-12 ladder-file joan-alcaraz.{form}"
    text = (tmp_path / "2026-08-12 ladder-file joan-alcaraz.txt").read_text("utf-8")
    assert "Tu nivel cuando trabajaste con nosotros: agente sénior." in text
    assert "Horarios justos: por mostrar" in text
    data = json.loads((tmp_path / "2026-08-12 ladder-file joan-alcaraz.json").read_text("utf-8"))
    assert (data["kind"], data["language"], data["parts"][-1]["id"]) == ("ladder", "es-MX", "tip")
    held = holding.text(holding.read(hub.wb, person))
    assert "ladder file" in held
    assert "Your level" in held


def test_two_entries_put_together_have_one_ladder_and_come_apart_again(hub: Hub) -> None:
    kept, _ = taken(hub)
    other = hub.person("Joanne Alcaraz")
    hub.clock.ahead(hours=1)
    ladder.place(hub.wb, other, "team_lead", How.INTERNAL)
    ladder.note(hub.wb, other, "team_lead", "coaching notes", "Six talks, written down.")
    merging.merge(hub.wb, kept, other)
    assert standing(hub, kept).stand.step.id == "team_lead"
    assert len(ladder.read(hub.wb, kept).others) == 1
    history.undo(hub.wb)
    assert standing(hub, kept).stand.step.id == "agent"
    assert standing(hub, other).stand.step.id == "team_lead"


def test_a_hire_of_who_works_here_does_not_lower_them(hub: Hub) -> None:
    person = hub.person("Joan Alcaraz", openings.create(hub.wb, "retail_cs", seats=3))
    ladder.place(hub.wb, person, "team_lead", How.INTERNAL)
    hub.clock.ahead(hours=1)
    hub.take_to(hub.application(person), MilestoneId.OFFER)
    hub.take(hub.application(person), 5)
    assert standing(hub, person).stand.step.id == "team_lead"


def test_the_growth_tip_is_on_the_offer_sheet_and_on_the_slip_of_the_offer(hub: Hub) -> None:
    new, inside = at_offer(hub), at_offer(hub, "Ines Vega")
    ladder.place(hub.wb, inside, "team_lead", How.INTERNAL)
    grows = [offer_sheets.sheet(hub.wb, person).growth for person in (new, inside)]
    assert [step.id for step in grows if step] == ["senior_agent", "quality_analyst"]
    tips = [slips.view(hub.wb, hub.take(hub.application(person), 5).slip).document.tip for person in (new, inside)]
    assert (
        "The next step on the ladder is senior agent, often after 12 to 24 months. It asks for: top-third quality,"
        " helps new hires, takes hard calls. Offer to sit with one new hire a week."
    ) in tips[0]
    assert "quality analyst" in tips[1]


def test_the_growth_tip_is_whole_in_every_language(hub: Hub) -> None:
    for step in hub.wb.catalogue.ladder[1:]:
        said = slip_facts.growth_words(hub.wb, step)
        for code in ("es", "fil"):
            tongue = languages.tongue(hub.wb, code)
            lacking = [part for part in re.split(r"(?<=[.])\s+", said) if not tongue.own(part)]
            assert lacking == [], code
