"""Shaping and handing over a slip below the screen: places, merging, reasons for warnings, one file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.model.errors import BadInput, Conflict
from domain.model.slip import Evidence
from domain.model.terms import MilestoneId, Result, Severity, SlipState
from domain.workbook import attempts, decisions, exporting, history, slip_desk, slip_shaping, slips

if TYPE_CHECKING:
    from pathlib import Path

    from tests.workbook.hub import Hub


def drafted(hub: Hub) -> int:
    """The slip of a mock call that was not yet, with a strength that has evidence."""
    application = hub.application(hub.person("Lea Mondal", hub.opening()))
    hub.take_to(application, MilestoneId.MOCK_CALL)
    attempt = attempts.open_or_start(hub.wb, application)
    hub.rate(attempt, 2)
    attempts.rate(hub.wb, attempt, "mc.open", 5)
    attempts.evidence(hub.wb, attempt, "mc.open", moment="at the start", act="gave your name", effect="they knew you")
    return decisions.decide(hub.wb, attempt, Result.NOT_YET).slip


def test_words_are_found_and_put_at_their_place(hub: Hub) -> None:
    draft = slips.view(hub.wb, drafted(hub)).draft
    for place in ("strength 1 moment", "improvement 2 act", "improvement 1 target", "free_text", "better"):
        assert slip_shaping.text_at(slip_shaping.with_text(draft, place, "new words"), place) == "new words"
    with pytest.raises(KeyError):
        slip_shaping.with_text(draft, "strength 9 act", "nowhere")


def test_words_are_cleaned_and_cut_to_200_characters(hub: Hub) -> None:
    draft = slips.view(hub.wb, drafted(hub)).draft
    changed = slip_shaping.with_text(draft, "free_text", "a\x1b[31m\u202e b\n" + "c" * 300)
    assert changed.free_text.startswith("a[31m b c")
    assert len(changed.free_text) <= 200


def test_a_drill_in_own_words_is_no_longer_one_of_the_catalogue(hub: Hub) -> None:
    draft = slips.view(hub.wb, drafted(hub)).draft
    point = slip_shaping.with_text(draft, "improvement 1 drill", "Say it twice").improvements[0]
    assert (point.tip, point.minutes) == (-1, 10)
    same = slip_shaping.with_text(draft, "improvement 1 drill", draft.improvements[0].drill).improvements[0]
    assert same == draft.improvements[0]


def test_the_next_drill_goes_round_all_of_them(hub: Hub) -> None:
    slip = drafted(hub)
    first = slips.view(hub.wb, slip).draft.improvements[0]
    seen = [first.tip]
    for _ in range(2):
        desk = slip_desk.desk(hub.wb, slip)
        drill = desk.drills[first.criterion]
        seen.append(drill.next.tip)
        draft = slip_shaping.with_point(desk.slip.draft, "improvement 1", drill.next)
        slips.save(hub.wb, slip, desk.slip.version, draft)
    assert seen == [0, 1, 0]


def test_writing_keeps_what_others_changed_and_says_what_they_wrote_at_that_place(hub: Hub) -> None:
    slip = drafted(hub)
    seen = slips.view(hub.wb, slip).draft
    assert slip_shaping.write(hub.wb, slip, seen, "strength 1 effect", "theirs") == ""
    assert slip_shaping.write(hub.wb, slip, seen, "improvement 1 effect", "mine too") == ""
    assert slip_shaping.write(hub.wb, slip, seen, "strength 1 effect", "mine") == "theirs"
    draft = slips.view(hub.wb, slip).draft
    assert draft.strengths[0].evidence.effect == "mine"
    assert draft.improvements[0].evidence.effect == "mine too"


def test_writing_follows_a_point_that_moved_and_refuses_one_that_is_gone(hub: Hub) -> None:
    slip = drafted(hub)
    shown = slips.view(hub.wb, slip)
    seen = shown.draft
    slips.save(hub.wb, slip, shown.version, replace(seen, improvements=seen.improvements[1:]))
    slip_shaping.write(hub.wb, slip, seen, "improvement 2 effect", "it costs them time")
    assert slips.view(hub.wb, slip).draft.improvements[0].evidence.effect == "it costs them time"
    with pytest.raises(Conflict, match="taken out meanwhile"):
        slip_shaping.write(hub.wb, slip, seen, "improvement 1 effect", "lost?")


def test_writing_the_same_words_is_no_act(hub: Hub) -> None:
    slip = drafted(hub)
    seen = slips.view(hub.wb, slip)
    slip_shaping.write(hub.wb, slip, seen.draft, "strength 1 act", seen.draft.strengths[0].evidence.act)
    assert slips.view(hub.wb, slip).version == seen.version


def test_one_point_of_each_kind_stays(hub: Hub) -> None:
    draft = slips.view(hub.wb, drafted(hub)).draft
    left = slip_shaping.without_point(draft, "improvement 1")
    assert left.improvements == draft.improvements[1:]
    with pytest.raises(BadInput, match="thing to work on stays"):
        slip_shaping.without_point(left, "improvement 1")


def test_a_preview_stores_nothing(hub: Hub) -> None:
    slip = drafted(hub)
    stored = slips.view(hub.wb, slip)
    draft = slip_shaping.with_text(stored.draft, "free_text", "It was good to meet you.")
    shown = slip_desk.desk(hub.wb, slip, draft)
    assert shown.slip.document.free_text == "It was good to meet you."
    assert shown.words > slip_desk.desk(hub.wb, slip).words
    assert slips.view(hub.wb, slip) == stored


def test_a_warning_is_confirmed_with_a_reason_and_comes_back_when_the_words_change(hub: Hub) -> None:
    slip = drafted(hub)
    slip_shaping.write(hub.wb, slip, slips.view(hub.wb, slip).draft, "free_text", "It was good to meet you.")
    shown = slips.view(hub.wb, slip)
    (warning,) = shown.warnings
    key = slips.warning_key(warning, shown.draft)
    with pytest.raises(BadInput, match="takes a reason"):
        slips.override(hub.wb, slip, shown.version, key, "  ")
    slips.override(hub.wb, slip, shown.version, key, "said aloud")
    assert slips.view(hub.wb, slip).warnings == ()
    slip_shaping.write(hub.wb, slip, shown.draft, "free_text", "It was good to see you.")
    assert [one.rule for one in slips.view(hub.wb, slip).warnings] == ["F20"]


def test_what_blocks_cannot_be_confirmed(hub: Hub) -> None:
    slip = drafted(hub)
    slip_shaping.write(hub.wb, slip, slips.view(hub.wb, slip).draft, "free_text", "You seem too old.")
    shown = slips.view(hub.wb, slip)
    (block,) = [one for one in shown.findings if one.severity is Severity.BLOCK]
    with pytest.raises(Conflict, match="not to be confirmed"):
        slips.override(hub.wb, slip, shown.version, slips.warning_key(block, shown.draft), "because")


def test_only_the_words_that_were_read_are_delivered(hub: Hub) -> None:
    slip = drafted(hub)
    read = slips.view(hub.wb, slip)
    slip_shaping.write(hub.wb, slip, read.draft, "free_text", "Well done.")
    with pytest.raises(Conflict, match="changed in the meantime"):
        slips.deliver(hub.wb, slip, slips.IN_PERSON, version=read.version)
    with pytest.raises(Conflict, match="Would I say this aloud"):
        slips.deliver(hub.wb, slip, slips.IN_PERSON)
    now = hub.confirm(slip, "said aloud")
    slips.deliver(hub.wb, slip, slips.IN_PERSON, version=now.version)
    frozen = slips.view(hub.wb, slip)
    assert (frozen.state, frozen.document, frozen.by) == (SlipState.HANDED_OVER, now.document, "Noor")
    history.undo(hub.wb)
    assert slips.view(hub.wb, slip).state is SlipState.DRAFT


def test_one_slip_as_a_file_only_when_nothing_blocks_it(hub: Hub, tmp_path: Path) -> None:
    slip = drafted(hub)
    written = exporting.slip_to(hub.wb, tmp_path / "out", exporting.Format.TXT, slip)
    assert exporting.slip_text(slips.view(hub.wb, slip).document) in written.path.read_text() + "\n"
    shown = slips.view(hub.wb, slip)
    point = replace(shown.draft.improvements[0], evidence=Evidence())
    slips.save(hub.wb, slip, shown.version, slip_shaping.with_point(shown.draft, "improvement 1", point))
    with pytest.raises(Conflict, match="Not written: when it happened"):
        exporting.slip_to(hub.wb, tmp_path / "out", exporting.Format.TXT, slip)
