"""Text, glyphs, colours, commands and keymaps: everything that needs no screen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from textual.color import Color

from tests.tui.gallery import Gallery, QueueLike
from tui.commands import Command, all_commands, key_lines, key_name, show_keys
from tui.glyphs import GLYPHS, ROAD_CODES, road_pieces, sign
from tui.keys.keymap import check_keymap, context_of, is_key, textual_keymap
from tui.lines import bar, blocks, heading, text, tick
from tui.look import Look
from tui.safe_text import (
    SAFE,
    board_name,
    clean,
    content,
    cut,
    cut_name,
    cut_pieces,
    initials,
    pad,
    width,
    without_names,
    wrap,
)
from tui.screens.palette import highlight, matches
from tui.theme import DARK, LIGHT, ROLES, contrast, dimmed, ink, no_colour
from tui.widgets.fields import Field, Kind, read_date, settle
from tui.widgets.record_table import RecordTable

HOSTILE = (
    "[/]",
    "[/foo]",
    "a [b c",
    "x [1] y",
    "[red]hi[/red]",
    "[@click=app.bell]go[/]",
    "[=14629]",
    "Ann [HR] O'Neil",
    "a\\[b",
)
TODAY = date(2025, 8, 12)


@pytest.mark.parametrize("raw", HOSTILE)
def test_markup_in_data_stays_text(raw: str) -> None:
    assert content((raw, "bold")).plain == raw


def test_control_and_bidi_characters_go_and_line_breaks_become_spaces() -> None:
    assert clean("Ann\x1b]0;x\x07\u202eeve\u200b\x9b") == "Ann]0;xeve"
    assert clean("one\r\ntwo\tthree") == "one two three"


@given(st.text(max_size=40), st.integers(min_value=1, max_value=20))
def test_cut_text_fits_its_cells(raw: str, cells: int) -> None:
    assert cell_len(cut(raw, cells)) <= cells


@given(st.lists(st.text(max_size=12), max_size=4), st.integers(min_value=1, max_value=20))
def test_cut_pieces_fit_their_cells(raw: list[str], cells: int) -> None:
    assert width(cut_pieces(tuple((part, "") for part in raw), cells)) <= cells


@given(st.text(max_size=80), st.integers(min_value=2, max_value=36))
def test_wrapped_lines_fit_and_keep_every_word_character(raw: str, cells: int) -> None:
    lines = wrap(raw, cells)
    assert all(cell_len(line) <= cells for line in lines)
    kept = "".join("".join(line.split()) for line in lines)
    assert kept == "".join(clean(" ".join(raw.splitlines())).split())


def test_cut_says_so_and_counts_wide_characters_as_two() -> None:
    assert cut_name("Christabel Anne Montgomery", 19) == "Christabel Anne Mo…"
    assert cut("林小美林小美", 7) == "林小美…"
    assert cut("Joan", 4) == "Joan"
    assert cut("Christabel", 5, "~") == "Chri~"
    assert pad("ab", 4, right=True) == "  ab"


def test_on_the_board_a_surname_comes_first_and_its_initial_goes_before_anything_is_cut() -> None:
    assert board_name("Joan Alcaraz", "Alcaraz", 10) == "Alcaraz J"
    assert board_name("Ana Bautista", "Bautista", 10) == "Bautista A"
    assert board_name("Ana Bautista", "Bautista", 9) == "Bautista"
    assert board_name("Christabel Monteverde", "Monteverde", 9) == "Montever…"
    assert board_name("林小美", "", 5) == "林小…"
    assert board_name("Joan", "", 15) == "Joan"
    assert board_name("[HR] Ann [/] Cruz", "Cruz", 15) == "Cruz H"
    assert initials("Joan de la Cruz Alcaraz") == "J. D. L. C."
    assert initials("[/]") == "–"


def test_hidden_names_leave_no_name_number_or_channel() -> None:
    look = Look(hide_names=True)
    assert look.name("Joan Alcaraz") == "J. A."
    assert look.private("WhatsApp +63 917") == ""
    assert Look().name("Joan Alcaraz") == "Joan Alcaraz"


def test_the_last_guard_deletes_control_bytes_and_keeps_control_segments() -> None:
    segments = [Segment("a\x1b]52;c;x\x07b\x9b"), Segment("plain")]
    cleaned = SAFE.apply(segments, Color(0, 0, 0))
    assert [s.text for s in cleaned] == ["a]52;c;xb", "plain"]
    move = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    assert SAFE.apply([Segment("x\x00"), move], Color(0, 0, 0)) == [Segment("x"), move]
    assert SAFE.apply([Segment("plain")], Color(0, 0, 0))[0].text == "plain"


def test_every_glyph_and_its_stand_in_take_one_cell() -> None:
    for glyph in GLYPHS.values():
        assert cell_len(glyph.sign) == 1
        assert glyph.ascii.isascii()
        assert len(glyph.ascii) == 1
        assert glyph.word


def test_a_road_is_ten_cells_in_order_with_one_accent() -> None:
    road = "****@-.-.."
    assert "".join(cells for cells, _ in road_pieces(road)) == "●●●●►–·–··"
    assert "".join(cells for cells, _ in road_pieces(road, ascii_only=True)) == "****@-.-.."
    assert [role for cells, role in road_pieces(road) if cells == "►"] == ["accent"]
    assert "".join(cells for cells, _ in road_pieces("".join(ROAD_CODES))) == "●○►…≈■×□–·"
    assert road_pieces("?") == ((sign("to_come"), "muted"),)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("role", ["text-main", "muted", "accent", "due", "stop"])
def test_text_is_readable_on_every_tone(theme: str, role: str) -> None:
    roles = ROLES[theme]
    for tone in ("ground", "panel", "mark", "cursor"):
        assert contrast(roles[role], roles[tone]) >= 4.5, (role, tone)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_filled_cells_are_readable(theme: str) -> None:
    assert contrast(ROLES[theme]["on-accent"], ROLES[theme]["accent"]) >= 4.5


def test_both_themes_have_the_same_roles() -> None:
    assert set(ROLES[DARK]) == set(ROLES[LIGHT])


def test_without_colour_cursor_is_reversed_muted_is_dim_and_nothing_is_coloured() -> None:
    styles = ink(DARK)
    row = [Segment("Joan", styles.style("bold", "cursor")), Segment("3", styles.style("filled", "cursor"))]
    plain = [Segment("late", styles.style("due")), Segment("old", styles.style("muted"))]
    on_row = no_colour(DARK).apply(row, Color(0, 0, 0))
    off_row = no_colour(DARK).apply(plain, Color(0, 0, 0))
    assert all(s.style is not None and not s.style.color and not s.style.bgcolor for s in on_row + off_row)
    assert [bool(s.style and s.style.reverse) for s in on_row] == [True, False]
    assert on_row[1].style is not None
    assert on_row[1].style.underline
    assert [bool(s.style and s.style.dim) for s in off_row] == [False, True]


def test_a_dimmed_screen_has_one_colour() -> None:
    styles = ink(LIGHT)
    behind = dimmed(LIGHT).apply(
        [Segment("a", styles.style("due")), Segment("b", styles.style("", "panel"))], Color(0, 0, 0)
    )
    assert len({s.style for s in behind}) == 1


def test_pane_blocks_have_one_empty_line_between_groups() -> None:
    lines = blocks([heading("One")], [], text("word " * 20))
    assert ["".join(t for t, _ in line.left) for line in lines][:2] == ["One", ""]
    assert all(width(line.left) <= 36 for line in lines)


def test_a_bar_is_full_only_when_it_is_done() -> None:
    look = Look()
    assert [len(cells) for cells, _ in bar(look, 0.5, 20).left] == [10, 10]
    assert [len(cells) for cells, _ in bar(look, 7, 20).left] == [20, 0]
    assert tick(look, 0.5, "pass 50").left[0][0].index("▲") == 18


def test_keys_are_written_as_on_the_screen() -> None:
    command = Command(id="x.y", keys="? f1", do="go")
    assert show_keys(command, {}) == "?"
    assert show_keys(command, {"x.y": "ctrl+r,f2"}) == "ctrl+r"
    assert key_name(",") == "comma"
    each = Command(id="rate", keys="1 2 3", do="rate", each=True, shown="1–3")
    assert show_keys(each, {}) == "1–3"
    assert show_keys(each, {"rate.2": "b"}) == "1 b 3"
    assert [b.key for b in each.bindings()] == ["1", "2", "3"]
    assert each.binding_ids() == ("rate.1", "rate.2", "rate.3")


def test_the_listing_of_keys_has_every_command_once_by_id() -> None:
    lines = key_lines(all_commands([Gallery, QueueLike, RecordTable]), {"app.undo": "z"})
    ids = [line[0] for line in lines]
    assert ids == sorted(set(ids))
    assert ("app.undo", "z", "undo") in lines
    assert "queue.arrived" in ids
    assert "list.mark" in ids


CONTEXTS = [context_of(QueueLike, RecordTable, Gallery)]


@pytest.mark.parametrize(
    ("keymap", "words"),
    [
        ({"queue.arived": "b"}, "no command"),
        ({"queue.arrived": "hyperspace"}, "no key"),
        ({"queue.arrived": "x"}, 'both "arrived" (queue.arrived) and "no-show" (queue.no_show)'),
        ({"queue.arrived": "u"}, "app.undo"),
        ({"queue.arrived": "ctrl+s"}, "belongs to the terminal"),
        ({"queue.arrived": "alt+a"}, "belongs to the terminal"),
        ({"app.quit": ""}, "must keep a key"),
        ({"app.help": ""}, "must keep a key"),
    ],
)
def test_a_bad_keymap_is_refused_with_the_reason(keymap: dict[str, str], words: str) -> None:
    assert any(words in problem for problem in check_keymap(keymap, CONTEXTS)), check_keymap(keymap, CONTEXTS)


def test_a_good_keymap_passes_even_when_two_commands_swap_keys() -> None:
    assert check_keymap({"queue.arrived": "x", "queue.no_show": "a", "app.undo": "ctrl+r z"}, CONTEXTS) == []
    assert textual_keymap({"app.help": "? f2"}) == {"app.help": "question_mark,f2"}


def test_the_default_keys_have_no_clash_but_what_a_screen_overrides() -> None:
    assert check_keymap({}, CONTEXTS) == []


def test_the_default_keys_avoid_what_terminals_take() -> None:
    for command in CONTEXTS[0]:
        for key in command.key_list():
            assert is_key(key), key
            assert not key.startswith("alt+")
            assert key not in {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+s", "ctrl+z", "ctrl+a", "ctrl+b"}


def test_the_palette_finds_words_in_any_order_and_prefers_the_start() -> None:
    assert matches("Deliver the slip", "slip del") is not None
    assert matches("Slips on time", "slip") == 0
    assert matches("Deliver the slip", "slip") == 1
    assert matches("Queue", "slip") is None
    assert highlight("Slips", "slip") == (("Slip", "accent"), ("s", ""))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2025-09-01", date(2025, 9, 1)),
        ("1 Sep", date(2025, 9, 1)),
        ("12 Aug", TODAY),
        ("11 August", date(2026, 8, 11)),
        ("29 Feb", date(2028, 2, 29)),
        ("3 Mar 2027", date(2027, 3, 3)),
        ("+7", date(2025, 8, 19)),
        ("tomorrow", date(2025, 8, 13)),
        ("31 Feb 2026", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, day: date | None) -> None:
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize(
    ("typed", "value", "words"),
    [
        ("31", "31", ""),
        ("1,031", "1031", "From 0 to 60"),
        ("-1", "-1", "From 0 to 60"),
        ("many", "many", "number"),
        ("", "", "needed"),
    ],
)
def test_numbers_keep_to_their_range(typed: str, value: str, words: str) -> None:
    field = Field(key="n", label="Years", kind=Kind.NUMBER, low=0, high=60, required=True)
    settled, problem = settle(field, typed, TODAY)
    assert settled == value
    assert words in problem if words else not problem


def test_a_field_checks_what_it_was_told_to_check() -> None:
    field = Field(key="t", label="Name", longest=4, check=lambda value: "Taken." if value == "Ann" else "")
    assert settle(field, " Ann\x1b ", TODAY) == ("Ann", "Taken.")
    assert settle(field, "Annika", TODAY)[1].startswith("At most 4")
    choice = Field(key="c", label="Way", kind=Kind.CHOICE, choices=(("sms", "SMS"),))
    assert settle(choice, "sms", TODAY) == ("sms", "")
    assert settle(choice, "fax", TODAY)[1]


@pytest.mark.parametrize(
    ("said", "names", "hidden"),
    [
        ("Hi Joan, see Cruz", ["Joan de Cruz"], "Hi J., see C."),
        ("Hi प्रिया, come in", ["प्रिया सिंह"], "Hi प., come in"),
        ("Hi 田中, come in", ["田中 美咲"], "Hi 田., come in"),
        ("Hi Lea, come in", ["[@click=app.quit]Lea[/]"], "Hi L., come in"),
    ],
)
def test_a_text_keeps_an_initial_of_each_name(said: str, names: list[str], hidden: str) -> None:
    assert without_names(said, names) == hidden
