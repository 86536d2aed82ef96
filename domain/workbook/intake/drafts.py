"""What intake hands on: questions it must ask, flags, drafts of people and the preview."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from domain.model.terms import EndedBy, MilestoneId, State
    from domain.workbook.intake.columns import ColumnMap


class FlagKind(StrEnum):
    """How much a flag weighs."""

    REFUSED = "refused"
    """The value, or the whole row where the field is '', was not taken."""
    DOUBTFUL = "doubtful"
    """Taken, but somebody should look."""
    NOTE = "note"
    """Worth knowing; nothing to do."""


class Choice(StrEnum):
    """What happens to a row when the preview is taken in."""

    TAKE = "take"
    LEAVE_OUT = "leave_out"
    ADD = "add"
    """Take a twin as a person of their own."""
    FILL = "fill"
    """Fill only what is blank at the person whose twin the row is."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that could not be told from the file, so that the caller asks."""

    about: str
    """'encoding', 'delimiter', 'sheet', 'region', or 'date order: ' and a header."""
    question: str
    choices: tuple[str, ...]
    """Values for the argument of the same name; the first is what was used meanwhile."""
    samples: tuple[str, ...] = ()
    """Lines of the file that show the difference, with their line numbers."""


@dataclass(frozen=True, slots=True)
class RowFlag:
    """One remark on one row."""

    kind: FlagKind
    field: str
    """A `Field`, or '' where it is about the whole row."""
    message: str


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """A person as the row gives them, cleaned; '' or None where nothing is known."""

    name: str
    called: str
    """How they are greeted; '' where no word of the name can be spoken: use the whole name."""
    sort_name: str
    """Folded words, surname first where the file tells it."""
    phone: str = ""
    """E.164, or '' where the number does not parse."""
    phone_typed: str = ""
    email: str = ""
    """Lower case, or '' where the address does not parse."""
    email_typed: str = ""
    city: str = ""
    language: str = ""
    zone: str = ""
    """A name of the zone database, or '' for the site's."""
    channel: str = ""
    """A `Channel` or ''."""
    second_channel: str = ""
    window_from: str = ""
    """'09:00', or '' for no wish."""
    window_to: str = ""
    source: str = ""
    reference: str = ""
    tags: str = ""
    """Comma-separated."""
    account: str = ""
    """An account id, or ''."""
    account_typed: str = ""
    """As the file says it, for matching an opening: 'CSR - Retail (Wave 14)'."""
    note: str = ""
    """Private; notes, free answers and wishes that have no field of their own, a line each."""
    applied_at: date | None = None
    """A `datetime` where the file gives a time, aware where it gives an offset; else in the site's zone."""
    stage: MilestoneId | None = None
    stage_at: date | None = None
    ending: State | None = None
    ended_by: EndedBy | None = None
    reason: str = ""
    ended_at: date | None = None
    measures: Mapping[str, float] = field(default_factory=dict)
    """By measure field; cefr as the level's number."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is in the workbook already."""

    id: int
    name: str
    phone: str = ""
    phone_typed: str = ""
    email: str = ""
    reference: str = ""


class ExistingPeople(Protocol):
    """Looks up people in bulk; each is called once for a preview."""

    def by_phone(self, numbers: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by E.164 number."""

    def by_email(self, addresses: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by lower-case address."""

    def by_reference(self, references: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by their number in another system."""

    def by_names(self, names: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """People by `sort_name`, the folded words in that order."""


@dataclass(frozen=True, slots=True)
class Nobody:
    """An empty workbook."""

    def by_phone(self, numbers: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """Nobody."""
        return {}

    def by_email(self, addresses: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """Nobody."""
        return {}

    def by_reference(self, references: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """Nobody."""
        return {}

    def by_names(self, names: Collection[str]) -> Mapping[str, Sequence[Known]]:
        """Nobody."""
        return {}


@dataclass(frozen=True, slots=True)
class Twin:
    """Who a row may be the same person as."""

    line: int
    """Line of the earlier row in this file; 0 = somebody in the workbook."""
    person: int
    """Id of the person in the workbook; 0 = an earlier row."""
    name: str
    why: str
    """'same mobile and same name'."""
    sure: bool
    """True where the row is left out unless somebody chooses otherwise."""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the file, checked."""

    line: int
    person: PersonDraft | None
    """None where the row is refused."""
    flags: tuple[RowFlag, ...]
    twin: Twin | None
    choice: Choice

    @property
    def refused(self) -> bool:
        """True where the row cannot be taken."""
        return self.person is None

    @property
    def doubtful(self) -> bool:
        """True where the row can be taken, but a value was refused or somebody should look."""
        return self.person is not None and any(flag.kind is not FlagKind.NOTE for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows are what; rows = taken + left_out."""

    rows: int
    clean: int
    """Nothing to look at, and nobody's twin."""
    doubtful: int
    refused: int
    twins: int
    """Rows left out unless chosen, because the person is already there."""
    taken: int
    """Rows whose choice is take, add or fill."""
    left_out: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A whole file, checked and ready to be taken in; holds no cell of a refused column."""

    file: str
    digest: str
    """SHA-256 of the file's bytes, in hex."""
    encoding: str
    delimiter: str
    """'' for a spreadsheet."""
    sheet: str
    columns: ColumnMap
    rows: tuple[PreviewRow, ...]
    """In the order of the file, refused ones included."""
    remarks: tuple[RowFlag, ...]
    """About the file as a whole: lines above the header, headers that stand twice."""
    doubts: tuple[Doubt, ...]
    counts: Counts

    @property
    def refused_columns(self) -> tuple[str, ...]:
        """Headers that the workbook has no room for, with the rule: 'Gender (sex)'."""
        return tuple(f"{column.header} ({column.rule})" for column in self.columns.refused)

    @property
    def left_out_columns(self) -> tuple[str, ...]:
        """Headers that nothing is read from."""
        return tuple(column.header for column in self.columns.left_out)
