"""Cells from a sheet: a block placed from the caret on, and lines matched to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.terms import MilestoneId, State
from domain.workbook import applications, history
from domain.workbook.exam_room import grid, matching, pasting
from domain.workbook.exam_room.matching import Found
from tests.workbook.exam_room.people import ACCURACY, ALL, SPEED, SPOKEN, at_exam, fill, values
from tests.workbook.hub import catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.model.catalogue import Criterion
    from domain.workbook.exam_room.entering import Entry
    from tests.workbook.hub import Hub

MEASURES = catalogue().milestones[MilestoneId.EXAM].criteria
HEAD = "mobile,net_wpm,typing_accuracy,listening,reading,grammar,cefr,data_entry,policy"


def placed(text: str, people: Sequence[int], criteria: Sequence[Criterion] = MEASURES) -> list[Entry]:
    """What pasting a block enters for these people from the first of these measures on."""
    known = catalogue()
    return pasting.place(pasting.block_of(text), pasting.Target(people, criteria), known.units, known.cefr)


class TestBlocks:
    def test_rows_go_down_and_cells_go_right(self) -> None:
        entries = placed("41\t97\n33\t95", [7, 8])
        assert [(one.application, one.criterion, one.value) for one in entries] == [
            (7, SPEED, 41.0),
            (7, ACCURACY, 97.0),
            (8, SPEED, 33.0),
            (8, ACCURACY, 95.0),
        ]

    def test_an_empty_cell_leaves_what_is_there_and_a_sign_says_not_observed(self) -> None:
        assert [one.value for one in placed("41\t\t-", [7])] == [41.0, "-"]

    @pytest.mark.parametrize("text", ["41\r\n42\r\n", "41\r42", "41\n42\n\n  \n"])
    def test_any_line_end_ends_a_row(self, text: str) -> None:
        assert [one.value for one in placed(text, [7, 8])] == [41.0, 42.0]

    def test_one_wrong_cell_and_nothing_is_taken(self) -> None:
        with pytest.raises(BadInput, match=r'Nothing was pasted. Row 2, Typing accuracy: "x" is no number'):
            placed("41\t97\n33\tx", [7, 8])

    def test_over_the_edge_is_refused_with_what_is_left(self) -> None:
        with pytest.raises(BadInput, match="3 rows were pasted, and 2 people are left"):
            placed("1\n2\n3", [7, 8])
        with pytest.raises(BadInput, match="2 columns were pasted, and 1 are left"):
            placed("1\t2", [7], MEASURES[-1:])
        with pytest.raises(BadInput, match="Nothing was pasted"):
            pasting.block_of(" \n")
        with pytest.raises(BadInput, match="too many"):
            pasting.block_of("1\n" * 20_001)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("41\t97", False),
            ("B2+\t97", False),
            ("-\t97", False),
            ("Kofi Mensah\t41", True),
            ("09170499154\t41", True),
            ("mobile\tnet_wpm\n09170499154\t41", True),
            ("Kofi", False),
        ],
    )
    def test_what_stands_first_says_whether_rows_are_matched(self, text: str, expected: bool) -> None:
        assert pasting.names_people(pasting.block_of(text)) is expected

    @given(
        st.lists(
            st.lists(
                st.text(st.characters(exclude_characters="\t\r\n", codec="utf-8"), max_size=8),
                min_size=1,
                max_size=5,
            ),
            min_size=1,
            max_size=8,
        )
    )
    def test_every_cell_of_a_pasted_text_stands_where_it_stood(self, cells: list[list[str]]) -> None:
        text = "\n".join("\t".join(row) for row in cells)
        if not text.strip():
            return
        block = pasting.block_of(text)
        assert all(len(row) == block.width for row in block.rows)
        kept = list(cells)
        while kept and not "\t".join(kept[-1]).strip():
            kept.pop()
        assert [[cell.strip() for cell in row] for row in kept] == [
            list(row[: len(own)]) for row, own in zip(block.rows, kept, strict=True)
        ]


def found(shown: matching.Preview) -> list[tuple[int, Found, str]]:
    """Line, what became of it, and who it means."""
    return [(line.number, line.found, line.sitter.name if line.sitter else "") for line in shown.lines]


def preview(hub: Hub, *lines: str, head: str = HEAD) -> matching.Preview:
    """A file with these lines."""
    return matching.preview(hub.wb, "\n".join([head, *lines, ""]).encode(), "results.csv")


VALUES = "38,96,80,80,80,B2,92,80"


class TestMatching:
    def test_a_mobile_in_any_spelling_finds_its_person(self, hub: Hub) -> None:
        opening = hub.opening()
        al = at_exam(hub, "Al Reyes", opening, mobile="0917 049 9154")
        bo = at_exam(hub, "Bo Cruz", opening, mobile="0917 264 2312")
        shown = preview(hub, f"+63 917 049 9154,{VALUES}", f"639172642312,{VALUES}")
        assert found(shown) == [(2, Found.MATCHED, "Al Reyes"), (3, Found.MATCHED, "Bo Cruz")]
        assert matching.take_in(hub.wb, shown) == 2
        assert values(hub, al) == values(hub, bo)
        assert values(hub, al)[SPOKEN] == 4.0

    def test_it_is_one_act(self, hub: Hub) -> None:
        opening = hub.opening()
        people = [at_exam(hub, f"Al {n}", opening, mobile=f"0917 049 915{n}") for n in range(5)]
        shown = preview(hub, *(f"0917049915{n},{VALUES}" for n in range(5)))
        matching.take_in(hub.wb, shown)
        assert history.undo(hub.wb).what == "imported the exam of 5 people from results.csv"
        assert all(values(hub, one) == {} for one in people)

    def test_by_name_in_any_order_without_accents(self, hub: Hub) -> None:
        at_exam(hub, "Zoë d'Angelo", hub.opening())
        shown = preview(hub, '"D\'ANGELO, Zoe",41', head="name,wpm")
        assert found(shown) == [(2, Found.MATCHED, "Zoë d'Angelo")]

    def test_by_their_number_and_by_the_number_in_the_queue(self, hub: Hub) -> None:
        application = at_exam(hub, "Al Reyes", hub.opening(), reference="CAND-0042")
        shown = preview(hub, "CAND-0042,41", head="candidate id,wpm")
        assert found(shown) == [(2, Found.MATCHED, "Al Reyes")]
        (number,) = [row["number"] for row in hub.rows("select number from visit")]
        shown = preview(hub, f"{number},44", head="queue no,wpm")
        assert found(shown) == [(2, Found.MATCHED, "Al Reyes")]
        matching.take_in(hub.wb, shown)
        assert values(hub, application) == {SPEED: 44.0}

    def test_a_shared_number_is_left_to_a_person_unless_a_name_tells(self, hub: Hub) -> None:
        opening = hub.opening()
        al = at_exam(hub, "Al Reyes", opening, mobile="0917 049 9154")
        at_exam(hub, "Bo Cruz", opening, mobile="0917 049 9154")
        shown = preview(hub, f"09170499154,{VALUES}")
        assert found(shown) == [(2, Found.AMBIGUOUS, "")]
        assert {one.name for one in shown.lines[0].candidates} == {"Al Reyes", "Bo Cruz"}
        with pytest.raises(Conflict, match="no line is matched"):
            matching.take_in(hub.wb, shown)
        chosen = matching.choose(hub.wb, shown, 2, al)
        assert found(chosen) == [(2, Found.MATCHED, "Al Reyes")]
        named = preview(hub, "09170499154,Bo Cruz,41", head="mobile,name,wpm")
        assert found(named) == [(2, Found.MATCHED, "Bo Cruz")]

    def test_a_number_and_a_name_that_disagree_are_left_to_a_person(self, hub: Hub) -> None:
        opening = hub.opening()
        at_exam(hub, "Al Reyes", opening, mobile="0917 049 9154")
        at_exam(hub, "Bo Cruz", opening)
        shown = preview(hub, "09170499154,Bo Cruz,41", head="mobile,name,wpm")
        assert found(shown) == [(2, Found.AMBIGUOUS, "")]
        assert shown.lines[0].why == "the number is that of Al Reyes, the name is another"
        assert {one.name for one in shown.lines[0].candidates} == {"Al Reyes", "Bo Cruz"}

    def test_nearly_a_name_is_offered_and_never_taken(self, hub: Hub) -> None:
        at_exam(hub, "Kofi Mensah", hub.opening())
        shown = preview(hub, "Kofi Mensa,41", "Somebody Else,41", head="name,wpm")
        assert found(shown) == [(2, Found.AMBIGUOUS, ""), (3, Found.UNMATCHED, "")]
        assert [one.name for one in shown.lines[0].candidates] == ["Kofi Mensah"]

    def test_the_same_person_twice_is_taken_once_where_both_say_the_same(self, hub: Hub) -> None:
        at_exam(hub, "Al Reyes", hub.opening(), mobile="0917 049 9154")
        shown = preview(hub, f"09170499154,{VALUES}", f"+639170499154,{VALUES}")
        assert [kind for _, kind, _ in found(shown)] == [Found.MATCHED, Found.SAME]

    def test_where_they_differ_a_person_chooses_one(self, hub: Hub) -> None:
        al = at_exam(hub, "Al Reyes", hub.opening(), mobile="0917 049 9154")
        shown = preview(hub, "09170499154,38,96,80,80,80,B2,92,80", "09170499154,44,96,80,80,80,B2,92,80")
        assert [kind for _, kind, _ in found(shown)] == [Found.TWICE, Found.TWICE]
        assert shown.lines[0].why == "lines 2 and 3 differ"
        chosen = matching.choose(hub.wb, shown, 3, al)
        assert [kind for _, kind, _ in found(chosen)] == [Found.TWICE, Found.MATCHED]
        matching.take_in(hub.wb, chosen)
        assert values(hub, al)[SPEED] == 44.0
        back = matching.choose(hub.wb, chosen, 3, 0)
        assert back.taken == ()

    def test_who_is_elsewhere_is_named_with_where(self, hub: Hub) -> None:
        hub.person("Al Reyes", hub.opening(), mobile="0917 049 9154")
        hub.person("Bo Cruz", mobile="0917 264 2312")
        shown = preview(hub, f"09170499154,{VALUES}", f"09172642312,{VALUES}", f"09179999999,{VALUES}")
        assert [line.why for line in shown.lines] == [
            "Al Reyes is at the online application, ready",
            "Bo Cruz is on no opening",
            "nobody who can sit the exam has this number",
        ]

    def test_a_line_that_means_nobody_is_given_to_whoever_was_looked_up(self, hub: Hub) -> None:
        al = at_exam(hub, "Al Reyes", hub.opening())
        bo = at_exam(hub, "Bo Cruz", hub.opening())
        fill(hub, [bo])
        shown = preview(hub, f"Junior,{VALUES}", f"Bo Cruz,{VALUES}", head=HEAD.replace("mobile", "name"))
        assert found(shown)[0] == (2, Found.UNMATCHED, "")
        person = int(hub.value("select person from application where id = :id", id=al))
        chosen = matching.choose_person(hub.wb, shown, 2, person)
        assert found(chosen) == [(2, Found.MATCHED, "Al Reyes"), (3, Found.MATCHED, "Bo Cruz")]
        matching.take_in(hub.wb, chosen)
        assert values(hub, al)[SPEED] == 38.0

    def test_whoever_was_looked_up_and_has_a_line_already_is_taken_once(self, hub: Hub) -> None:
        al = at_exam(hub, "Al Reyes", hub.opening())
        shown = preview(hub, f"Junior,{VALUES}", f"Al Reyes,{VALUES}", head=HEAD.replace("mobile", "name"))
        person = int(hub.value("select person from application where id = :id", id=al))
        chosen = matching.choose_person(hub.wb, shown, 2, person)
        assert [(line.number, line.found) for line in chosen.lines] == [(2, Found.MATCHED), (3, Found.TWICE)]

    def test_who_cannot_sit_the_exam_is_refused_with_where_they_are(self, hub: Hub) -> None:
        at_exam(hub, "Al Reyes", hub.opening())
        bo = hub.person("Bo Cruz")
        shown = preview(hub, f"Junior,{VALUES}", head=HEAD.replace("mobile", "name"))
        with pytest.raises(BadInput, match="Bo Cruz is on no opening"):
            matching.choose_person(hub.wb, shown, 2, bo)
        with pytest.raises(NotFound):
            matching.choose_person(hub.wb, shown, 2, bo + 1)

    def test_an_impossible_value_refuses_its_line_and_no_other(self, hub: Hub) -> None:
        opening = hub.opening()
        at_exam(hub, "Al Reyes", opening)
        at_exam(hub, "Bo Cruz", opening)
        shown = preview(hub, "Al Reyes,999", "Bo Cruz,41", ",40", head="name,wpm")
        assert [kind for _, kind, _ in found(shown)] == [Found.REFUSED, Found.MATCHED, Found.UNMATCHED]
        assert "out of range" in shown.lines[0].why
        with pytest.raises(BadInput, match="cannot be taken"):
            matching.choose(hub.wb, shown, 2, 1)

    def test_what_would_change_is_counted(self, hub: Hub) -> None:
        application = at_exam(hub, "Al Reyes", hub.opening())
        fill(hub, [application])
        shown = preview(hub, "Al Reyes,41,96", head="name,wpm,typing accuracy")
        assert shown.lines[0].replaces == 1

    def test_shares_of_one_are_percentages(self, hub: Hub) -> None:
        application = at_exam(hub, "Al Reyes", hub.opening())
        matching.take_in(hub.wb, preview(hub, "Al Reyes,0.96", head="name,typing accuracy"))
        assert values(hub, application) == {ACCURACY: 96.0}

    def test_a_file_without_people_or_measures_is_refused_by_name(self, hub: Hub) -> None:
        with pytest.raises(BadInput, match=r"results.csv: no column holds measures of the exam"):
            preview(hub, "Al Reyes,Manila", head="name,city")
        with pytest.raises(BadInput, match=r"no column holds mobile numbers, numbers or names"):
            preview(hub, "38,96", head="wpm,typing accuracy")

    def test_columns_that_are_not_read_are_named(self, hub: Hub) -> None:
        at_exam(hub, "Al Reyes", hub.opening())
        assert preview(hub, "Al Reyes,41,blue", head="name,wpm,shirt").left_out == ("shirt",)

    def test_somebody_who_moved_on_meanwhile_stops_all_of_it(self, hub: Hub) -> None:
        opening = hub.opening()
        al, bo = at_exam(hub, "Al Reyes", opening), at_exam(hub, "Bo Cruz", opening)
        shown = preview(hub, "Al Reyes,41", "Bo Cruz,42", head="name,wpm")
        applications.end(hub.wb, bo, State.WITHDREW)
        with pytest.raises(Conflict, match="Bo Cruz has ended"):
            matching.take_in(hub.wb, shown)
        assert values(hub, al) == {}


class TestPastedTables:
    def test_names_first_and_measures_from_the_caret_on(self, hub: Hub) -> None:
        opening = hub.opening()
        at_exam(hub, "Al Reyes", opening)
        at_exam(hub, "Bo Cruz", opening)
        shown = matching.of_pasted(hub.wb, "Bo Cruz\t41\t97\nAl Reyes\t33\t95\n", grid.columns(hub.wb))
        assert [(line.sitter.name, dict(line.values)) for line in shown.taken if line.sitter] == [
            ("Bo Cruz", {SPEED: 41.0, ACCURACY: 97.0}),
            ("Al Reyes", {SPEED: 33.0, ACCURACY: 95.0}),
        ]

    def test_mobiles_first_are_told_from_names(self, hub: Hub) -> None:
        at_exam(hub, "Al Reyes", hub.opening(), mobile="0917 049 9154")
        shown = matching.of_pasted(hub.wb, "09170499154\tB2\n", grid.columns(hub.wb)[5:])
        assert shown.taken[0].values == {SPOKEN: 4.0}

    def test_a_head_says_which_measures(self, hub: Hub) -> None:
        at_exam(hub, "Al Reyes", hub.opening())
        shown = matching.of_pasted(hub.wb, "name\tpolicy\tcefr\nAl Reyes\t77\tC1\n", grid.columns(hub.wb))
        assert shown.criteria == ("ex.spoken_level", "ex.policy")

    def test_more_measures_than_are_left_are_refused(self, hub: Hub) -> None:
        at_exam(hub, "Al Reyes", hub.opening())
        with pytest.raises(BadInput, match="2 measures were pasted, and 1 are left"):
            matching.of_pasted(hub.wb, "Al Reyes\t77\t88\n", grid.columns(hub.wb)[-1:])

    def test_everything_that_the_grid_measures_can_be_imported(self) -> None:
        assert set(matching.MEASURES.values()) == set(ALL)
