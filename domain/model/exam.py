"""The papers of the exam room as values: passages to type, forms to answer, scripts that are read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    """What can be taken at the keyboard, in the order in which it is taken."""

    TYPING = "typing"
    GRAMMAR = "grammar"
    READING = "reading"
    POLICY = "policy"
    LISTENING = "listening"
    DATA_ENTRY = "data_entry"


CHOICES = frozenset({Part.GRAMMAR, Part.READING, Part.POLICY})
"""Parts with one right answer out of several."""
READ_ALOUD = frozenset({Part.LISTENING, Part.DATA_ENTRY})
"""Parts that a proctor reads from a script while the candidate fills in fields."""


class FieldKind(StrEnum):
    """How an entry is held against the right one."""

    WORDS = "words"
    """The same words in the same order; case, accents, punctuation and spaces do not count."""
    CODE = "code"
    """The same letters and digits; case, spaces and dashes do not count."""
    DIGITS = "digits"
    """The same digits; anything else does not count."""
    AMOUNT = "amount"
    """The same number; currency signs, commas between thousands and zeros behind the point do not count."""
    EMAIL = "email"
    """The same address; case and spaces around it do not count."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to type for three minutes; who is faster than it is long begins it again."""

    id: str
    title: str
    text: str
    """One paragraph, with single spaces."""
    minutes: int = 3


@dataclass(frozen=True, slots=True)
class Extract:
    """A page that questions are about: a policy, a help page, a message."""

    id: str
    title: str
    text: str
    """Paragraphs with an empty line between them."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question with its options."""

    id: str
    ask: str
    options: Mapping[str, str]
    """Option id -> words; the ids say nothing about the order on the screen."""
    key: str
    """The id of the right option."""
    about: str = ""
    """The page that it is about; '' for none."""


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """One of several parallel forms of a part."""

    id: str
    part: Part
    intro: str
    """One or two short lines for the candidate."""
    items: tuple[Item, ...]
    pages: tuple[Extract, ...] = ()
    minutes: int = 0
    """0 = no limit."""

    def page(self, page_id: str) -> Extract | None:
        """The page with that id; None for ''."""
        return next((page for page in self.pages if page.id == page_id), None)


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field that the candidate fills in, with what is right."""

    id: str
    label: str
    kind: FieldKind
    right: str
    accept: tuple[str, ...] = ()
    """Other entries that are as right."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the proctor reads aloud, once, for some fields."""

    id: str
    voice: str
    """How to read it: pace, and whom it is spoken by."""
    lines: tuple[str, ...]
    fields: tuple[EntryField, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """One of several parallel scripts of a part that is read aloud."""

    id: str
    part: Part
    intro: str
    readings: tuple[Reading, ...]
    minutes: int = 0

    @property
    def fields(self) -> tuple[EntryField, ...]:
        """All fields in order."""
        return tuple(one for reading in self.readings for one in reading.fields)


Form = Passage | ChoiceForm | Script


@dataclass(frozen=True, slots=True)
class ExamPapers:
    """Every passage, form and script that there is."""

    passages: tuple[Passage, ...] = ()
    forms: tuple[ChoiceForm, ...] = ()
    scripts: tuple[Script, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    """By form: SHA-256 over its words, so that a score can be read against what was asked."""

    def of(self, part: Part) -> tuple[Form, ...]:
        """The forms of a part in the order of the catalogue."""
        if part is Part.TYPING:
            return self.passages
        if part in CHOICES:
            return tuple(form for form in self.forms if form.part is part)
        return tuple(script for script in self.scripts if script.part is part)

    def form(self, form_id: str) -> Form:
        """The form with that id; raises KeyError where there is none."""
        known: dict[str, Form] = {form.id: form for form in self.passages}
        known |= {form.id: form for form in self.forms}
        known |= {script.id: script for script in self.scripts}
        return known[form_id]
