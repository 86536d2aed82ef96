"""The form of an account's assessment: sums while one types, ranges, and what will be different in words."""

from __future__ import annotations

import pytest

from domain.catalog.edited import check_edited
from domain.model.errors import BadInput
from domain.workbook.account_form import MILESTONES, Form, form_of, sum_words
from tests.workbook.hub import catalogue


def form(account: str = "retail_cs") -> Form:
    """An account as it ships."""
    known = catalogue()
    return form_of(known.accounts[account], known.milestones, known)


def group_sum(of: Form, group: str) -> float | None:
    """The sum of a group."""
    return of.sum(next(one for one in of.groups if one.id == group))


@pytest.mark.parametrize("account", sorted(catalogue().accounts))
def test_every_shipped_account_opens_whole_and_untouched(account: str) -> None:
    opened = form(account)
    assert opened.problems == {}
    assert not opened.touched
    assert opened.changes() == ()
    assert opened.edited == catalogue().accounts[account]
    assert {group_sum(opened, group.id) for group in opened.groups} == {100}
    with pytest.raises(BadInput, match="Nothing is different"):
        opened.check()


def test_typing_what_stands_there_already_is_no_change() -> None:
    opened = form()
    typed = opened.typed("weight exam", "99").typed("weight exam", "15.0")
    assert not typed.touched
    assert typed.edited.weights == opened.account.weights


def test_the_sum_follows_every_key() -> None:
    typed = form().typed("weight mock_call", "25")
    assert group_sum(typed, MILESTONES) == 105
    assert typed.problems == {MILESTONES: "Milestones: 105, 5 too much"}
    typed = typed.typed("weight exam", "")
    assert group_sum(typed, MILESTONES) is None
    typed = typed.typed("weight exam", "7.5")
    assert typed.problems == {MILESTONES: "Milestones: 97.5, 2.5 missing"}
    typed = typed.typed("weight exam", "10")
    assert typed.problems == {}
    assert typed.edited.weights["exam"] == 10  # type: ignore[index]


def test_the_sum_of_a_milestone_is_held_as_well() -> None:
    typed = form().typed("weight mc.open", "20")
    assert typed.problems == {"mock_call": "Mock call: 110, 10 too much"}
    typed = typed.typed("weight mc.probe", "10")
    assert typed.problems == {}
    assert typed.edited.criterion_weights["mock_call"] == {"mc.open": 20, "mc.probe": 10}  # type: ignore[index]


@pytest.mark.parametrize(
    ("key", "text", "says"),
    [
        ("weight exam", "101", "101 cannot be, 0 to 100"),
        ("weight exam", "-5", "-5 cannot be, 0 to 100"),
        ("weight exam", "ten", "ten cannot be, 0 to 100"),
        ("weight exam", "1e2", "1e2 cannot be"),
        ("weight exam", "", "a number is needed"),
        ("pass exam", "100", "100 cannot be, 5 to 95 points"),
        ("pass exam", "4", "4 cannot be, 5 to 95 points"),
        ("least ex.typing_speed", "251", "251 cannot be, a whole number, 0 to 250 wpm"),
        ("least ex.listening", "101", "101 cannot be, a whole number, 0 to 100 %"),
        ("least mc.verify", "6", "6 cannot be, a whole number, 1 to 5, or empty"),
        ("least mc.verify", "2.5", "2.5 cannot be, a whole number, 1 to 5, or empty"),
        ("least ex.spoken_level", "D1", "there is no level D1, one of A1 A2 B1 B1+ B2 B2+ C1 C2"),
    ],
)
def test_what_cannot_be_is_refused_with_its_range(key: str, text: str, says: str) -> None:
    typed = form().typed(key, text)
    assert says in typed.problems[key]
    with pytest.raises(BadInput):
        typed.check()


def test_hurdles_come_go_and_change() -> None:
    typed = (
        form()
        .typed("least ex.typing_speed", "40")
        .typed("hurdle ex.listening", "")
        .typed("least mc.verify", "5")
        .typed("least cs.deescalate", "")
        .typed("least ex.spoken_level", "b2+")
    )
    assert typed.problems == {}
    assert typed.edited.hurdles == {"cefr": "B2+", "wpm": 40, "typing_accuracy": 94, "mc.verify": 5}
    assert typed.edited.cut_offs == {"ex.listening": 65}
    assert typed.changes() == (
        "Exam, typing speed (net): hurdle 40 wpm instead of 30 wpm",
        "Exam, listening comprehension: cut-off 65 % instead of hurdle 65 %",
        "Exam, spoken English level (CEFR): hurdle B2+ instead of B2",
        "Mock call, caller verification: hurdle rated 5 instead of no hurdle",
        "Customer-service test, de-escalation and composure: no hurdle instead of hurdle rated 2",
    )


def test_a_pass_mark_and_a_cut_off_of_the_account_alone() -> None:
    typed = form().typed("pass final_interview", "60").typed("least ex.data_entry", "85")
    assert typed.edited.pass_marks == {"final_interview": 60}
    assert typed.edited.cut_offs == {"ex.data_entry": 85}
    assert typed.changes() == (
        "Final interview: pass mark 60 instead of 55",
        "Exam, data entry while listening: cut-off 85 % instead of 90 %",
    )
    back = typed.typed("pass final_interview", "55").typed("least ex.data_entry", "90")
    assert back.edited == form().account


def test_what_is_saved_is_held_to_the_rules_of_a_catalogue_file() -> None:
    typed = form().typed("weight exam", "10").typed("weight mock_call", "25").typed("least mc.verify", "3")
    check_edited(typed.edited, typed.milestones, typed.catalogue)


def test_coaching_has_nothing_to_type() -> None:
    rows = {row.id: row for group in form().groups for row in group.rows}
    assert rows["app.reach"].cells == {}
    assert rows["mc.resolve"].always == 2


def test_what_was_typed_before_comes_back_and_goes() -> None:
    kept = dict(form().typed("weight exam", "10").values)
    assert form().with_values({**kept, "weight gone": "5"}).changes() == ("Exam: weight 10 instead of 15",)
    assert not form().with_values(kept).reset().touched


@pytest.mark.parametrize(("total", "says"), [(100, "100"), (95, "95, 5 missing"), (110.5, "110.5, 10.5 too much")])
def test_sums_in_words(total: float, says: str) -> None:
    assert sum_words(total) == says
