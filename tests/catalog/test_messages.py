"""The short texts by situation: complete in every language, or refused with file and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.catalog import load
from domain.catalog.messages import DATA, load_messages
from domain.catalog.texts import holes
from domain.model.errors import CatalogueError
from domain.model.message import APPOINTMENTS, Situation
from domain.model.terms import Severity
from domain.rules import safety
from domain.rules.readability import measure
from domain.rules.wording import lower_first

if TYPE_CHECKING:
    from pathlib import Path


def test_every_language_says_every_situation_with_the_same_placeholders() -> None:
    found = load_messages()
    assert set(found) == {"en", "es", "fil"}
    for code, texts in found.items():
        assert set(texts) == set(Situation), code
        for situation, text in texts.items():
            english = found["en"][situation]
            assert holes(text.text) == holes(english.text), (code, situation)
            assert "{who}" in text.text, "who writes signs"
    assert all({"date", "time"} <= holes(found["en"][one].text) for one in APPOINTMENTS)


def test_what_ships_passes_the_safety_list_and_reads_easily() -> None:
    texts = load_messages()["en"]
    for situation, text in texts.items():
        filled = dict.fromkeys(holes(f"{text.text} {text.call}"), "Joan")
        words = f"{text.text} {text.call}".format_map(filled)
        assert [one for one in safety.check(words, load().safety) if one.severity is Severity.BLOCK] == [], situation
        assert measure(text.text.format_map(filled)).grade <= 8, situation


def test_every_text_may_be_sent_whatever_step_it_speaks_of() -> None:
    """'No news yet about your phone interview' was once taken for 'not your kind of job', and could not be sent."""
    known = load()
    steps = [lower_first(one.title) for one in known.milestones.values()]
    for code, texts in load_messages().items():
        for situation, text in texts.items():
            for step in steps if "{step}" in text.text else steps[:1]:
                filled = dict.fromkeys(holes(text.text), "Joan") | {"step": step}
                found = safety.check(text.text.format_map(filled), known.safety)
                assert [one.text for one in found if one.severity is Severity.BLOCK] == [], (code, situation, step)


def test_what_is_left_on_a_voice_mail_says_no_result() -> None:
    told = " ".join(text.call for text in load_messages()["en"].values()).lower()
    for word in ("offer", "passed", "not yet", "result:", "score"):
        assert word not in told, word


@pytest.mark.parametrize(
    ("name", "text", "match"),
    [
        ("en.yaml", "greet: {subject: a, text: b, call: c}\n", "greet is no situation"),
        ("en.yaml", "delay: {text: 'Hi {nobody}'}\n", r"nothing fills \{nobody\} here"),
        ("en.yaml", "delay: {text: ''}\n", "the text is empty"),
        ("fil.yaml", "delay: {text: 'Kumusta, {name}.'}\n", r"\{date\} is missing"),
        ("fil.yaml", "delay: {words: x}\n", "words is not known here"),
        ("de.yaml", "delay: {subject: a, text: b, call: c}\n", "acknowledge is missing"),
    ],
)
def test_a_file_of_a_site_that_cannot_be_right_is_named(tmp_path: Path, name: str, text: str, match: str) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / name).write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=match) as raised:
        load_messages(tmp_path)
    assert name in str(raised.value)


def test_a_site_changes_one_text_and_adds_a_language(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    (folder / "en.yaml").write_text("delay:\n  text: 'Hi {name}, later: {date}. {who}, {hub}'\n", encoding="utf-8")
    (folder / "pt.yaml").write_text((DATA / "es.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    found = load_messages(tmp_path)
    assert found["en"][Situation.DELAY].text.startswith("Hi {name}, later")
    assert found["en"][Situation.DELAY].subject == "A new date from us"
    assert "pt" in found
