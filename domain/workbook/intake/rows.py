"""One row of a file to one draft of a person, with a flag for everything that was odd."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, CatalogueError
from domain.model.lazily import dataclass
from domain.model.terms import EndedBy, MilestoneId, State
from domain.store.cleaning import clean
from domain.workbook.intake.contacts import CleanMobile, EmailReader, PhoneReader
from domain.workbook.intake.drafts import FlagKind, PersonDraft, RowFlag
from domain.workbook.intake.fields import Field
from domain.workbook.intake.lookups import AccountReader, ended_by, read_reason, read_stage
from domain.workbook.intake.names import CleanName, clean_name
from domain.workbook.intake.values import day_of, read_date, read_level, read_measure
from domain.workbook.intake.vocabulary import Vocabulary, fold
from domain.workbook.intake.windows import CleanWindow, clean_window
from domain.workbook.zones import zone_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.catalogue import Unit
    from domain.workbook.intake.columns import ColumnMap

MAX_CITY = 80
MAX_SOURCE = 60
MAX_REFERENCE = 60
MAX_TAGS = 200
MAX_ACCOUNT = 120
MAX_NOTE = 2000
MEASURES = (
    Field.WPM,
    Field.TYPING_ACCURACY,
    Field.LISTENING,
    Field.READING,
    Field.GRAMMAR,
    Field.DATA_ENTRY,
    Field.POLICY,
)
"""Numbers of the exam; the spoken level is a name and read apart."""

STANDING = (Field.STAGE, Field.STAGE_AT, Field.ENDED_AT, Field.REASON)
_SEPARATORS = re.compile("[,;|]")


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading rows depends on besides the file."""

    region: str
    accounts: Mapping[str, str]
    units: Mapping[str, Unit]
    cefr: Mapping[str, float]
    today: date
    month_first: Mapping[Field, bool]
    scales: Mapping[Field, float]
    """100 for a measure that the file writes as a share of one."""
    languages: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """Code -> name of every language that people can be written to in."""


@dataclass(frozen=True, slots=True)
class RowRead:
    """What one row holds."""

    draft: PersonDraft | None
    flags: tuple[RowFlag, ...]
    phone_key: str = ""


@dataclass(frozen=True, slots=True)
class _Ending:
    state: State | None = None
    by: EndedBy | None = None
    reason: str = ""
    at: date | None = None


@dataclass(frozen=True, slots=True)
class _Standing:
    milestone: MilestoneId | None = None
    since: date | None = None
    ending: _Ending = _Ending()


class RowReader:
    """Reads the rows of one file; cells of columns that are not taken are never looked at."""

    def __init__(self, columns: ColumnMap, setting: Setting, words: Vocabulary) -> None:
        """Raises CatalogueError where a measure's unit is not in the catalogue."""
        self._singles = [(field, columns.of(field)[0].index) for field in Field if columns.of(field)]
        self._fields = frozenset(field for field, _ in self._singles)
        self._many = {
            field: [(column.index, column.header) for column in columns.of(field)]
            for field in (Field.NOTE, Field.ANSWER, Field.TAGS)
        }
        self._setting = setting
        self._words = words
        own = {fold(said): code for code, name in setting.languages.items() for said in (code, name)}
        self._languages = {**words.languages, **own}
        self._phones = PhoneReader(setting.region)
        self._emails = EmailReader()
        self._accounts = AccountReader(setting.accounts, words)
        self._windows: dict[str, CleanWindow] = {}
        self._measures = [(field, self._unit(field)) for field in MEASURES if field in self._fields]
        self._schedule = columns.of(Field.SCHEDULE)[0].header if columns.of(Field.SCHEDULE) else ""

    def _unit(self, field: Field) -> Unit:
        name = self._words.measures[field]
        if name not in self._setting.units:
            raise CatalogueError(f'The catalogue has no unit "{name}" for {field}.', "Add it or correct intake.yaml.")
        return self._setting.units[name]

    def read(self, cells: Sequence[str]) -> RowRead:
        """The draft of one row; refused only where there is no name."""
        flags: list[RowFlag] = []
        row = {field: text for field, at in self._singles if at < len(cells) and (text := cells[at].strip())}
        name = self._name(row)
        if name.problem:
            return RowRead(None, (RowFlag(FlagKind.REFUSED, Field.NAME, name.problem),))
        if name.doubt:
            flags.append(RowFlag(FlagKind.DOUBTFUL, Field.NAME, name.doubt))
        mobile = self._mobile(row, flags)
        email = self._emails.read(row.get(Field.EMAIL, ""))
        if email.doubt:
            flags.append(RowFlag(FlagKind.DOUBTFUL, Field.EMAIL, email.doubt))
        if not mobile.typed:
            kind = FlagKind.NOTE if email.typed else FlagKind.DOUBTFUL
            flags.append(
                RowFlag(kind, Field.MOBILE, "No number; ask for one." if email.typed else "No number and no e-mail.")
            )
        window = self._window(row.get(Field.WINDOW, ""), flags)
        account_typed = clean(row.get(Field.ACCOUNT, ""), MAX_ACCOUNT)
        account, doubt = self._accounts.read(account_typed)
        if doubt:
            flags.append(RowFlag(FlagKind.DOUBTFUL, Field.ACCOUNT, doubt))
        standing = self._standing(row, flags)
        draft = PersonDraft(
            name=name.text,
            called=name.called,
            sort_name=name.sort_name,
            phone=mobile.number,
            phone_typed=mobile.typed,
            email=email.address,
            email_typed=email.typed,
            city=self._short(row, Field.CITY, MAX_CITY),
            language=self._language(row, flags),
            zone=self._zone(row, flags),
            channel=self._channel(row, Field.CHANNEL, flags),
            second_channel=self._channel(row, Field.SECOND_CHANNEL, flags),
            window_from=window.start,
            window_to=window.end,
            source=self._source(row),
            reference=self._short(row, Field.REFERENCE, MAX_REFERENCE),
            tags=self._tags(cells),
            account=account,
            account_typed=account_typed,
            note=self._note(cells, row, window, mobile),
            applied_at=self._date(row, Field.APPLIED_AT, flags),
            stage=standing.milestone,
            stage_at=standing.since,
            ending=standing.ending.state,
            ended_by=standing.ending.by,
            reason=standing.ending.reason,
            ended_at=standing.ending.at,
            measures=self._measure(row, flags),
        )
        return RowRead(draft, tuple(flags), mobile.key)

    def _short(self, row: Mapping[Field, str], field: Field, limit: int) -> str:
        text = row.get(field)
        if not text:
            return ""
        text = " ".join(clean(text, limit).split())
        return "" if text.lower() in self._words.blank else text

    def _name(self, row: Mapping[Field, str]) -> CleanName:
        given, family = row.get(Field.FIRST_NAME, ""), row.get(Field.LAST_NAME, "")
        if given or family:
            return clean_name(given, surname=family) if given else clean_name(family)
        return clean_name(row.get(Field.NAME, ""))

    def _mobile(self, row: Mapping[Field, str], flags: list[RowFlag]) -> CleanMobile:
        found = self._phones.read(row.get(Field.MOBILE, ""))
        if found.doubt:
            flags.append(RowFlag(FlagKind.NOTE if found.number else FlagKind.DOUBTFUL, Field.MOBILE, found.doubt))
        if found.landline:
            flags.append(RowFlag(FlagKind.NOTE, Field.MOBILE, f"{found.number} is a landline: no text messages."))
        return found

    def _window(self, text: str, flags: list[RowFlag]) -> CleanWindow:
        if text not in self._windows:
            self._windows[text] = clean_window(text)
        found = self._windows[text]
        if found.rest:
            message = f'"{found.rest}" names no hours; kept in the note.'
            flags.append(RowFlag(FlagKind.NOTE, Field.WINDOW, message))
        return found

    def _language(self, row: Mapping[Field, str], flags: list[RowFlag]) -> str:
        text = self._short(row, Field.LANGUAGE, 40)
        found = self._languages.get(fold(text), "") if text else ""
        if text and not found:
            flags.append(RowFlag(FlagKind.NOTE, Field.LANGUAGE, f'"{text}" is no language that slips are written in.'))
        return found

    def _zone(self, row: Mapping[Field, str], flags: list[RowFlag]) -> str:
        try:
            return zone_of(self._short(row, Field.ZONE, 60))
        except BadInput as error:
            flags.append(RowFlag(FlagKind.NOTE, Field.ZONE, f"{error.message} The site's is taken. {error.hint}"))
            return ""

    def _channel(self, row: Mapping[Field, str], field: Field, flags: list[RowFlag]) -> str:
        text = self._short(row, field, 40)
        found = self._words.channels.get(fold(text), "") if text else ""
        if text and not found:
            flags.append(RowFlag(FlagKind.DOUBTFUL, field, f'"{text}" is no channel that is known.'))
        return str(found)

    def _source(self, row: Mapping[Field, str]) -> str:
        text = self._short(row, Field.SOURCE, MAX_SOURCE)
        return self._words.sources.get(fold(text), text) if text else ""

    def _all(self, cells: Sequence[str], field: Field) -> list[tuple[str, str]]:
        """Headers and cells of a field that several columns may fill, blank ones apart."""
        return [
            (header, cells[at].strip()) for at, header in self._many[field] if at < len(cells) and cells[at].strip()
        ]

    def _tags(self, cells: Sequence[str]) -> str:
        texts = [text for _, text in self._all(cells, Field.TAGS)]
        parts = [" ".join(clean(part, MAX_TAGS).split()) for text in texts for part in _SEPARATORS.split(text)]
        return ", ".join(dict.fromkeys(part for part in parts if part))[:MAX_TAGS]

    def _note(self, cells: Sequence[str], row: Mapping[Field, str], window: CleanWindow, mobile: CleanMobile) -> str:
        lines = [text for _, text in self._all(cells, Field.NOTE)]
        if window.rest:
            lines.append(f"Best time: {window.rest}")
        schedule = self._short(row, Field.SCHEDULE, 120)
        if schedule:
            lines.append(f"{self._schedule[:80]} {schedule}")
        second = ", ".join(filter(None, (mobile.second, self._short(row, Field.SECOND_MOBILE, 60))))
        if second:
            lines.append(f"Second number: {second}")
        lines += [f"{header[:80]}: {text}" for header, text in self._all(cells, Field.ANSWER)]
        kept = [line for line in lines if line.lower() not in self._words.blank]
        return clean("\n".join(kept), MAX_NOTE, lines=True)

    def _date(self, row: Mapping[Field, str], field: Field, flags: list[RowFlag]) -> date | None:
        text = row.get(field, "")
        if not text or text.lower() in self._words.blank:
            return None
        found = read_date(text, self._setting.month_first.get(field, True))
        if found is None:
            message = f'"{clean(text, 40)}" is no date between 2000 and today.'
            flags.append(RowFlag(FlagKind.REFUSED, field, message))
        elif day_of(found) > self._setting.today + timedelta(days=1):
            message = f'"{clean(text, 40)}" lies after today; 2000 to today can be.'
            flags.append(RowFlag(FlagKind.REFUSED, field, message))
            return None
        return found

    def _standing(self, row: Mapping[Field, str], flags: list[RowFlag]) -> _Standing:
        """Milestone, since when, and how it ended."""
        if self._fields.isdisjoint(STANDING):
            return _Standing()
        stage_at = self._date(row, Field.STAGE_AT, flags)
        ended_at = self._date(row, Field.ENDED_AT, flags)
        text, reason = self._short(row, Field.STAGE, 80), self._short(row, Field.REASON, 200)
        milestone, by_stage = None, None
        if text:
            found = read_stage(text, self._words)
            milestone, by_stage = found.milestone, found.ending
            if found.doubt:
                flags.append(RowFlag(FlagKind.DOUBTFUL, Field.STAGE, found.doubt))
        if not (reason or row.get(Field.ENDED_AT, "") or by_stage):
            return _Standing(milestone, stage_at)
        ending = self._ending(reason, by_stage, ended_at, flags)
        if ended_at and stage_at and day_of(ended_at) < day_of(stage_at):
            message = f"It ended on {day_of(ended_at)}, before the stage was entered on {day_of(stage_at)}."
            flags.append(RowFlag(FlagKind.NOTE, Field.ENDED_AT, message))
        return _Standing(milestone, stage_at, ending)

    def _ending(self, reason: str, by_stage: State | None, at: date | None, flags: list[RowFlag]) -> _Ending:
        if by_stage and (not reason or by_stage is State.HIRED):
            return _Ending(by_stage, ended_by(by_stage), "", at)
        found = read_reason(reason, self._words)
        if found.doubt:
            flags.append(RowFlag(FlagKind.DOUBTFUL, Field.REASON, found.doubt))
            if by_stage:
                return _Ending(by_stage, ended_by(by_stage), found.reason, at)
        return _Ending(found.state, found.by, found.reason, at)

    def _measure(self, row: Mapping[Field, str], flags: list[RowFlag]) -> dict[str, float]:
        measures: dict[str, float] = {}
        for field, unit in self._measures:
            text = row.get(field, "")
            if not text or text.lower() in self._words.blank:
                continue
            value, problem = read_measure(clean(text, 60), unit, self._setting.scales.get(field, 1.0))
            if value is None:
                flags.append(RowFlag(FlagKind.REFUSED, field, problem))
            else:
                measures[field.value] = value
        text = self._short(row, Field.CEFR, 60)
        if text:
            level, problem = read_level(text, self._setting.cefr)
            if level is None:
                flags.append(RowFlag(FlagKind.REFUSED, Field.CEFR, problem))
            else:
                measures[Field.CEFR.value] = level
        return measures
