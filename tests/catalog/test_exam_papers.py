"""The papers that ship: parallel forms with one right key each, and a site's own beside them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from domain.catalog.exam_papers import load_papers
from domain.model.errors import CatalogueError
from domain.model.exam import CHOICES, READ_ALOUD, ChoiceForm, Part
from domain.rules.exam_marking import is_right

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = load_papers()


class TestShipped:
    def test_several_passages_of_about_one_length(self) -> None:
        lengths = [len(passage.text) for passage in PAPERS.passages]
        assert len(lengths) >= 3
        assert max(lengths) - min(lengths) < 150
        assert all(passage.minutes == 3 for passage in PAPERS.passages)

    @pytest.mark.parametrize("part", sorted(CHOICES))
    def test_two_parallel_forms_of_each_part_with_a_dozen_items_or_more(self, part: Part) -> None:
        forms = [form for form in PAPERS.forms if form.part is part]
        assert len(forms) == 2
        first, second = forms
        assert len(first.items) == len(second.items) >= 12
        assert Counter(len(item.options) for item in first.items) == Counter(len(item.options) for item in second.items)
        assert [item.about[2:] != "" for item in first.items] == [item.about[2:] != "" for item in second.items]

    def test_every_key_is_an_option_and_none_is_the_usual_one(self) -> None:
        for form in PAPERS.forms:
            keys = Counter(item.key for item in form.items)
            assert all(item.key in item.options for item in form.items)
            assert set(keys) == {"a", "b", "c", "d"}
            assert max(keys.values()) <= len(form.items) // 3 + 1, form.id

    def test_the_right_option_is_not_told_by_its_length(self) -> None:
        """Who always takes the longest option must not pass."""
        for form in PAPERS.forms:
            longest = [max(item.options, key=lambda key, of=item.options: len(of[key])) for item in form.items]  # type: ignore[misc]
            told = sum(key == item.key for key, item in zip(longest, form.items, strict=True))
            assert 0 < told / len(form.items) < 0.5, form.id

    def test_no_question_stands_in_two_forms(self) -> None:
        asked = Counter(
            (item.ask, tuple(sorted(item.options.values()))) for form in PAPERS.forms for item in form.items
        )
        assert max(asked.values()) == 1

    @pytest.mark.parametrize("part", sorted(READ_ALOUD))
    def test_two_scripts_of_each_part_whose_answers_are_read_out(self, part: Part) -> None:
        scripts = [script for script in PAPERS.scripts if script.part is part]
        assert [len(script.fields) for script in scripts] == [12, 12]
        for script in scripts:
            for one in script.fields:
                assert is_right(one, one.right)
                assert all(is_right(one, other) for other in one.accept)

    def test_every_part_has_its_papers_by_id(self) -> None:
        for part in Part:
            assert len(PAPERS.of(part)) >= 2
            for form in PAPERS.of(part):
                assert PAPERS.form(form.id) is form
                assert len(PAPERS.digests[form.id]) == 64
        with pytest.raises(KeyError):
            PAPERS.form("nowhere")


def site(folder: Path, name: str, text: str) -> Path:
    """A site's catalogue with one file of papers."""
    (folder / "exam").mkdir()
    (folder / "exam" / name).write_text(text, encoding="utf-8")
    return folder


ITEM = "{id: x1, ask: 'Which?', options: {a: one, b: two, c: three}, key: %s}"


class TestOfASite:
    def test_a_form_of_its_own_stands_beside_those_that_ship(self, tmp_path: Path) -> None:
        text = "forms:\n  - id: grammar-x\n    part: grammar\n    intro: Choose.\n    items:\n      - " + ITEM % "b"
        found = load_papers(site(tmp_path, "grammar.yaml", text))
        assert [form.id for form in found.of(Part.GRAMMAR)] == ["grammar-a", "grammar-b", "grammar-x"]

    def test_a_shipped_form_gives_way_to_the_site_s(self, tmp_path: Path) -> None:
        found = load_papers(
            site(tmp_path, "grammar.yaml", "forms:\n  - id: grammar-a\n    items:\n      - " + ITEM % "b")
        )
        form = found.form("grammar-a")
        assert isinstance(form, ChoiceForm)
        assert [item.id for item in form.items] == ["x1"]
        assert found.digests["grammar-a"] != PAPERS.digests["grammar-a"]

    @pytest.mark.parametrize(
        ("name", "text", "words"),
        [
            (
                "grammar.yaml",
                "forms:\n  - id: g\n    part: grammar\n    intro: x\n    items:\n      - " + ITEM % "z",
                "there is no option z",
            ),
            (
                "grammar.yaml",
                "forms:\n  - {id: g, part: listening, intro: x, items: []}",
                "listening is not asked in this way",
            ),
            ("grammar.yaml", "forms:\n  - {id: g, part: grammar, intro: x, items: []}", "a form asks something"),
            (
                "grammar.yaml",
                "forms:\n  - id: g\n    part: grammar\n    intro: x\n    items:\n"
                "      - {id: x1, ask: 'W?', options: {a: one, b: ONE, c: two}, key: a}",
                "two options say the same",
            ),
            (
                "reading.yaml",
                "forms:\n  - id: g\n    part: reading\n    intro: x\n    items:\n"
                "      - {id: x1, about: p9, ask: 'W?', options: {a: one, b: two, c: three}, key: a}",
                "there is no page p9",
            ),
            ("typing.yaml", "passages:\n  - {id: t, title: x, text: Too short.}", "10 characters are too few"),
            ("typing.yaml", "passages:\n  - {id: t, title: x, text: '" + "é " * 500 + "x'}", "plain keyboard"),
            (
                "listening.yaml",
                "scripts:\n  - {id: s, part: listening, intro: x, readings: []}",
                "a script asks for fields",
            ),
            (
                "grammar.yaml",
                "forms:\n  - id: reading-a\n    part: grammar\n    intro: x\n    items:\n      - " + ITEM % "b",
                "id of two forms",
            ),
        ],
    )
    def test_what_cannot_be_right_is_named(self, tmp_path: Path, name: str, text: str, words: str) -> None:
        with pytest.raises(CatalogueError, match=words):
            load_papers(site(tmp_path, name, text))
