"""Taking a file in: one act, nothing half-done, nobody merged, and the road goes on where the file says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict, WorkbookError
from domain.model.terms import MilestoneId, State
from domain.workbook import attempts, history, journeys, openings, people, standing, taking_in
from domain.workbook.intake import Choice, Preview
from tests.workbook.test_history import fingerprint

if TYPE_CHECKING:
    from tests.workbook.hub import Hub

HEADER = "Candidate ID,Full Name,Phone,Email,City,Current Stage,Stage Entered At,Job,Rejected At,Rejection Reason"


def preview(hub: Hub, *lines: str, name: str = "people.csv") -> Preview:
    """A file of these lines, checked."""
    return taking_in.preview(hub.wb, "\n".join([HEADER, *lines, ""]).encode(), name)


def line(name: str, *, ref: str = "", phone: str = "", email: str = "", city: str = "", more: str = ",,,,") -> str:
    """One row of the file."""
    return f"{ref},{name},{phone},{email},{city},{more}"


def stored(hub: Hub, name: str) -> dict[str, object]:
    """The application of somebody who was taken in."""
    found = hub.rows(
        "select a.*, p.at as person_at, p.milestone as shown_milestone, p.state as shown_state, p.road as shown_road"
        " from application a join person p on p.application = a.id where p.name = :name",
        name=name,
    )
    assert len(found) == 1, found
    return found[0]


def test_an_import_is_one_act_and_undo_takes_all_of_it_out(hub: Hub) -> None:
    hub.opening("retail_cs")
    before, acts = fingerprint(hub), len(history.recent(hub.wb, 99))
    shown = preview(
        hub,
        line("Joan Alcaraz", phone="09175554471", more="Exam,2026-08-01,Retail,,"),
        line("Omar Said", phone="09175554472", more="Application Review,2026-08-02,Banking,,"),
        line("Lea Mondal"),
    )
    taken = taking_in.take_in(hub.wb, shown)
    assert (taken.added, taken.filled, taken.left_out) == (3, 0, 0)
    assert next(entry.what for entry in history.recent(hub.wb, 99)) == "imported 3 people from people.csv"
    assert len(history.recent(hub.wb, 99)) == acts + 1
    assert people.count(hub.wb, people.PeopleQuery()) == 3
    undone = history.undo(hub.wb)
    assert undone.undoes == taken.act
    assert fingerprint(hub) == before
    assert hub.rows("select * from intake") == []
    history.redo(hub.wb)
    assert people.count(hub.wb, people.PeopleQuery()) == 3
    assert hub.wb.store.check() == []


@pytest.mark.parametrize(
    ("stage", "milestone", "road"),
    [
        ("Application Review", "application", "@....-.-.."),
        ("Phone Screen", "phone_interview", "-@...-.-.."),
        ("Assessment", "exam", "---@.-.-.."),
        ("Job offer", "job_offer", "---------@"),
        ("", "application", "@....-.-.."),
    ],
)
def test_a_stage_is_where_they_join_the_road(hub: Hub, stage: str, milestone: str, road: str) -> None:
    hub.opening("retail_cs")
    taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz", more=f"{stage},2026-08-03,Retail,,")))
    row = stored(hub, "Joan Alcaraz")
    assert (row["milestone"], row["state"]) == (milestone, State.READY)
    assert row["road"] == road
    assert (row["shown_milestone"], row["shown_state"], row["shown_road"]) == (milestone, State.READY, row["road"])


def test_a_stage_that_the_account_skips_leads_to_the_next_one(hub: Hub) -> None:
    hub.opening("saas_chat")
    taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz", more="Phone Screen,2026-08-03,SaaS,,")))
    row = stored(hub, "Joan Alcaraz")
    assert (row["account"], row["milestone"]) == ("saas_chat", "in_person_interview")


def test_who_was_taken_in_goes_on_from_there(hub: Hub) -> None:
    hub.opening("retail_cs")
    taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz", more="Assessment,2026-08-03,Retail,,")))
    row = stored(hub, "Joan Alcaraz")
    assert hub.wb.day(int(str(row["since"]))).isoformat() == "2026-08-03"
    assert hub.take(int(str(row["id"]))).next is MilestoneId.MOCK_CALL
    page = journeys.page(hub.wb, int(str(row["person"])))
    assert page.headline == "Passed 1 of 5. Next is the mock call."


@pytest.mark.parametrize(
    ("reason", "state", "by"),
    [
        ("Communication", State.NOT_SELECTED, "us"),
        ("Withdrew", State.WITHDREW, "candidate"),
        ("No show", State.NO_SHOW, "no_show"),
        ("Position filled", State.OUTSCORED, "us"),
        ("Client declined", State.CLIENT_DECLINED, "client"),
    ],
)
def test_an_ending_keeps_its_day_its_reason_and_who_ended_it(hub: Hub, reason: str, state: State, by: str) -> None:
    hub.opening("retail_cs")
    row = f"Face to Face,2026-08-02,Retail,2026-08-10,{reason}"
    taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz", more=row)))
    ended = stored(hub, "Joan Alcaraz")
    assert (ended["state"], ended["ended_by"], ended["milestone"]) == (state, by, "in_person_interview")
    assert hub.wb.day(int(str(ended["ended_at"]))).isoformat() == "2026-08-10"
    assert ended["retest"] == ""


def test_who_was_hired_elsewhere_has_the_road_behind_them(hub: Hub) -> None:
    opening = hub.opening("retail_cs")
    taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz", more="Hired,2026-08-02,Retail,,")))
    row = stored(hub, "Joan Alcaraz")
    assert (row["state"], row["milestone"], row["road"]) == (State.HIRED, "job_offer", "---------*")
    assert row["ended_by"] == "us"
    assert openings.find(hub.wb, opening).taken == 1


# openings ------------------------------------------------------------------------------------------------------------


def test_an_opening_that_is_missing_is_made_once_and_said_before(hub: Hub) -> None:
    shown = preview(
        hub,
        line("Joan Alcaraz", more="Assessment,2026-08-03,Retail (Wave 14),,"),
        line("Omar Said", more="Assessment,2026-08-03,RETAIL (wave 14),,"),
        line("Lea Mondal", more="Assessment,2026-08-03,Banking,,"),
    )
    promised = taking_in.new_openings(hub.wb, shown)
    assert len(promised) == 2
    assert taking_in.take_in(hub.wb, shown).openings == promised
    rows = openings.listing(hub.wb)
    assert sorted(row.name for row in rows) == sorted(promised)
    assert sorted((row.account, row.people, row.seats) for row in rows) == [
        ("banking_cs", 1, taking_in.SEATS_UNKNOWN),
        ("retail_cs", 2, taking_in.SEATS_UNKNOWN),
    ]


def test_the_class_of_that_name_takes_them_or_the_only_one_of_the_account(hub: Hub) -> None:
    only = hub.opening("banking_cs")
    openings.create(hub.wb, "retail_cs", seats=9, name="Retail (Wave 13)")
    named = openings.create(hub.wb, "retail_cs", seats=9, name="Retail (Wave 14)")
    shown = preview(
        hub,
        line("Joan Alcaraz", more="Assessment,2026-08-03,retail (wave 14),,"),
        line("Omar Said", more="Assessment,2026-08-03,Banking,,"),
    )
    assert taking_in.new_openings(hub.wb, shown) == ()
    taking_in.take_in(hub.wb, shown)
    assert stored(hub, "Joan Alcaraz")["opening"] == named
    assert stored(hub, "Omar Said")["opening"] == only


def test_everybody_goes_on_the_opening_that_is_named(hub: Hub) -> None:
    opening = hub.opening("travel_air")
    shown = preview(hub, line("Joan Alcaraz", more="Assessment,2026-08-03,Retail,,"), line("Omar Said"))
    assert taking_in.take_in(hub.wb, shown, opening_id=opening).openings == ()
    assert {stored(hub, name)["opening"] for name in ("Joan Alcaraz", "Omar Said")} == {opening}


def test_a_closed_opening_takes_nobody_from_a_file(hub: Hub) -> None:
    opening = hub.opening("travel_air")
    openings.close(hub.wb, opening)
    with pytest.raises(Conflict, match="takes no more people"):
        taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz")), opening_id=opening)
    assert people.count(hub.wb, people.PeopleQuery()) == 0


def test_people_without_an_account_are_on_no_opening(hub: Hub) -> None:
    hub.opening("retail_cs")
    taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz")))
    assert hub.rows("select * from application") == []


# twins ---------------------------------------------------------------------------------------------------------------


def test_who_is_here_already_is_left_out_unless_somebody_chooses(hub: Hub) -> None:
    first = hub.person("Joan Alcaraz", mobile="0917 555 4471")
    shown = preview(hub, line("Joan Alcaraz", phone="+639175554471", city="Cebu"), line("Omar Said"))
    assert [row.choice for row in shown.rows] == [Choice.LEAVE_OUT, Choice.TAKE]
    taken = taking_in.take_in(hub.wb, shown)
    assert (taken.added, taken.filled, taken.left_out) == (1, 0, 1)
    assert people.find(hub.wb, first).city == ""
    assert people.count(hub.wb, people.PeopleQuery("joan")) == 1


def test_a_twin_that_is_added_stays_apart_and_is_noted(hub: Hub) -> None:
    first = hub.person("Joan Alcaraz", mobile="0917 555 4471")
    shown = taking_in.choose(preview(hub, line("Joan Alcaraz", phone="+639175554471")), [2], Choice.ADD)
    taking_in.take_in(hub.wb, shown)
    assert people.count(hub.wb, people.PeopleQuery("joan")) == 2
    twins = hub.rows("select other, why from twin")
    assert [twin["other"] for twin in twins] == [first]
    assert twins[0]["why"]


def test_filling_in_touches_blanks_only_and_makes_them_found(hub: Hub) -> None:
    first = hub.person("Joan Alcaraz", mobile="0917 555 4471", city="Davao")
    row = line("Joan Alcaraz", ref="GH-1", phone="+639175554471", email="joan@example.org", city="Cebu")
    shown = taking_in.choose(preview(hub, row), [2], Choice.FILL)
    taken = taking_in.take_in(hub.wb, shown)
    assert (taken.added, taken.filled) == (0, 1)
    person = people.find(hub.wb, first)
    assert (person.city, person.email, person.reference) == ("Davao", "joan@example.org", "GH-1")
    assert list(people.ids(hub.wb, people.PeopleQuery("gh 1"))) == [first]
    assert list(people.ids(hub.wb, people.PeopleQuery("4471"))) == [first]
    history.undo(hub.wb)
    assert people.find(hub.wb, first).email == ""


def test_twins_within_a_file(hub: Hub) -> None:
    shown = preview(
        hub,
        line("Joan Alcaraz", phone="09175554471"),
        line("Joan Alcaraz", phone="09175554471", email="joan@example.org"),
    )
    assert shown.rows[1].choice is Choice.LEAVE_OUT
    taking_in.take_in(hub.wb, taking_in.choose(shown, [3], Choice.FILL))
    rows = hub.rows("select name, email from person")
    assert rows == [{"name": "Joan Alcaraz", "email": "joan@example.org"}]


def test_a_row_whose_twin_was_left_out_is_not_lost(hub: Hub) -> None:
    shown = preview(hub, line("Joan Alcaraz", phone="09175554471"), line("Joan Alcaraz", phone="09175554471"))
    shown = taking_in.choose(taking_in.choose(shown, [3], Choice.FILL), [2], Choice.LEAVE_OUT)
    assert taking_in.take_in(hub.wb, shown).added == 1
    assert people.count(hub.wb, people.PeopleQuery("joan")) == 1


def test_only_what_can_be_chosen_is(hub: Hub) -> None:
    shown = preview(hub, line("12345"), line("Omar Said"))
    with pytest.raises(BadInput, match="Line 2 was refused"):
        taking_in.choose(shown, [2], Choice.TAKE)
    with pytest.raises(BadInput, match="Line 3 has nobody to fill in"):
        taking_in.choose(shown, [3], Choice.FILL)
    chosen = taking_in.choose(shown, [3], Choice.LEAVE_OUT)
    assert (chosen.counts.taken, chosen.counts.left_out) == (0, 2)


# safety --------------------------------------------------------------------------------------------------------------


def test_the_same_file_twice_takes_nobody_twice(hub: Hub) -> None:
    lines = (line("Joan Alcaraz", phone="09175554471"), line("Omar Said", email="omar@example.org"))
    taking_in.take_in(hub.wb, preview(hub, *lines))
    again = preview(hub, *lines)
    assert again.counts.taken == 0
    with pytest.raises(Conflict, match=r"people\.csv was taken in on 2026-08-12 and holds nobody new"):
        taking_in.take_in(hub.wb, again)
    assert people.count(hub.wb, people.PeopleQuery()) == 2


def test_refused_and_doubtful_rows_are_kept_with_the_import(hub: Hub) -> None:
    shown = preview(hub, line("12345"), line("Omar Said", phone="12"))
    taken = taking_in.take_in(hub.wb, shown)
    assert (taken.added, taken.left_out) == (1, 1)
    row = hub.rows("select file, lines, taken, left_out, report from intake")[0]
    assert (row["file"], row["lines"], row["taken"], row["left_out"]) == ("people.csv", 2, 1, 1)
    assert "12345" in row["report"]


def test_nothing_is_half_imported_when_the_store_refuses_a_row(hub: Hub) -> None:
    """The last thing written refers to somebody who is not there."""
    shown = preview(
        hub,
        line("Joan Alcaraz", more="Assessment,2026-08-03,Retail,,"),
        line("Omar Said", phone="09175554471"),
        line("Omar Saidi", phone="09175554471"),
    )
    shown = taking_in.choose(shown, [4], Choice.ADD)
    twin = shown.rows[2].twin
    assert twin is not None
    broken = replace(shown.rows[2], twin=replace(twin, line=0, person=12))
    before = fingerprint(hub)
    with pytest.raises(WorkbookError):
        taking_in.take_in(hub.wb, replace(shown, rows=(*shown.rows[:2], broken)))
    assert fingerprint(hub) == before
    assert hub.rows("select * from intake") == []
    assert history.recent(hub.wb) == []


def test_list_columns_of_an_import_are_what_the_attempts_say(hub: Hub) -> None:
    hub.opening("retail_cs")
    taking_in.take_in(
        hub.wb,
        preview(
            hub,
            line("Joan Alcaraz", more="Assessment,2026-08-03,Retail,,"),
            line("Omar Said", more="Hired,2026-08-02,Retail,,"),
            line("Lea Mondal", more="Face to Face,2026-08-02,Retail,2026-08-10,Withdrew"),
        ),
    )
    with hub.wb.store.read() as tx:
        for row in tx.rows("select * from application"):
            anew = standing.stands(hub.wb, tx, row)
            assert (row["milestone"], row["state"], row["since"], row["retest"], row["road"]) == (
                anew.milestone,
                anew.state,
                anew.since,
                anew.retest,
                anew.road,
            )


def test_an_import_that_was_worked_on_is_not_undone_behind_ones_back(hub: Hub) -> None:
    hub.opening("retail_cs")
    taken = taking_in.take_in(hub.wb, preview(hub, line("Joan Alcaraz", more="Assessment,2026-08-03,Retail,,")))
    attempts.open_or_start(hub.wb, int(str(stored(hub, "Joan Alcaraz")["id"])))
    with pytest.raises(Conflict, match="Cannot undo"):
        history.undo(hub.wb, taken.act)
    assert people.count(hub.wb, people.PeopleQuery("joan")) == 1
