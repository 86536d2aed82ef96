"""Languages: complete or refused, laid over by a site, and written for the very English that they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.catalog import language_of
from domain.catalog.kept import DATA
from tests.catalog.test_checks import Fault, refused

if TYPE_CHECKING:
    from domain.model.catalogue import Catalogue
    from domain.model.wording import Language
    from tests.catalog.conftest import Copy, Site

FIL, TEXTS = "words/fil.yaml", "texts/es.yaml"
FAULTS = {
    "sentence missing": Fault(
        FIL, 'moved_valid: "Bilang din doon ang mga naipakita mo na."\n', "", "moved_valid is missing"
    ),
    "plural form missing": Fault(FIL, '  dose_one: "1 minuto bawat araw"\n', "", "labels: dose_one is missing."),
    "drill for one minute missing": Fault(
        FIL, '  one: "{text} Gawin ito nang isang minuto bawat araw. {target}"\n', "", "drill: one is missing."
    ),
    "drill without its target": Fault(
        FIL,
        "nang {minutes} minuto bawat araw. {target}",
        "nang {minutes} minuto bawat araw.",
        "drill.other: {target} is missing.",
    ),
    "phrase of a measure missing": Fault(FIL, '  at_check: "nang suriin namin"\n', "", "phrases: at_check is missing."),
    "name before the greeting": Fault(FIL, "Kumusta, {name},", "{name}, kumusta?", "greeting: the name must stand"),
    "eleven months": Fault(FIL, "Enero Pebrero", "Pebrero", "labels.months: twelve months are needed."),
    "six days": Fault(FIL, "[Lunes, Martes", "[Martes", "weekdays: 6 here."),
    "text for no criterion": Fault(
        TEXTS, "      mc.open:", "      mc.opened:", "mc.opened: there is no such criterion."
    ),
    "text for no milestone": Fault(TEXTS, "  exam:\n", "  exams:\n", "milestones.exams: there is no such milestone."),
    "one drill of two": Fault(
        TEXTS,
        '          - ["Después de cada llamada o chat, repite el próximo paso en una línea.", '
        '"Anota cada uno y busca cinco seguidos."]\n',
        "",
        "criteria.mc.close.tips: 1 here and 2 in English.",
    ),
    "date lost": Fault(
        TEXTS, "Tu examen es el {date}.", "Tu examen es pronto.", "words.arrive: the placeholders differ", "{date}"
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_language_that_is_not_whole_is_refused_with_file_and_key(copy: Copy, fault: Fault) -> None:
    refused(copy, fault)


def _of(catalogue: Catalogue, code: str) -> Language:
    found = language_of(catalogue, code)
    assert found is not None
    return found


def test_what_ships_speaks_three_languages(shipped: Catalogue) -> None:
    assert set(shipped.languages) == {"es", "fil"}
    assert language_of(shipped, "en") is None
    for code in shipped.languages:
        language = _of(shipped, code)
        told = [
            text
            for milestone in shipped.milestones.values()
            for one in milestone.criteria
            for text in (
                one.strength,
                one.why,
                one.next_tip,
                *(text for tip in one.tips for text in (tip.text, tip.target)),
            )
        ]
        assert [text for text in told if text not in language.texts] == []
        assert set(language.words.phrases) == set(shipped.phrases)


def test_a_site_changes_a_sentence_and_adds_a_language(site: Site, shipped: Catalogue) -> None:
    site.write("words/fil.yaml", "went_well: Ang maganda\n")
    site.write(
        "words/pt.yaml", (DATA / "words/es.yaml").read_text("utf-8").replace("name: Spanish", "name: Portuguese")
    )
    site.write("texts/pt.yaml", "sayings: {at the start: no início}\n")
    changed = site.read()
    assert _of(changed, "fil").words.went_well == "Ang maganda"
    assert _of(changed, "fil").words.work_on == _of(shipped, "fil").words.work_on
    assert _of(changed, "pt").words.name == "Portuguese"
    assert _of(changed, "pt").texts == {"at the start": "no início"}


def test_texts_of_a_language_without_words_are_refused(site: Site) -> None:
    site.write("texts/ceb.yaml", "sayings: {at the start: sa sinugdanan}\n")
    assert "there is no words/ceb.yaml" in site.complaint().message


def test_a_text_that_a_site_changes_loses_its_translation_until_it_is_written_anew(site: Site) -> None:
    milestone = "id: exam\nwords:\n  thanks: Thank you for sitting the exam.\n"
    site.write("milestones/exam.yaml", milestone)
    assert "Thank you for sitting the exam." not in _of(site.read(), "es").texts
    site.write("texts/es.yaml", "milestones: {exam: {words: {thanks: Gracias por el examen.}}}\n")
    assert _of(site.read(), "es").texts["Thank you for sitting the exam."] == "Gracias por el examen."
