"""A sheet of exam results: every line matched to one person, or named with the reason; nothing stored until taken."""

from __future__ import annotations

from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict
from domain.model.lazily import dataclass
from domain.model.terms import MilestoneId
from domain.store import fold_words
from domain.workbook.exam_room import grid, sitters
from domain.workbook.exam_room.cells import read as read_cell
from domain.workbook.exam_room.entering import Entry, enter
from domain.workbook.exam_room.sitters import Sitter, Sitters, only
from domain.workbook.intake import Field, columns_of, read_table
from domain.workbook.intake.contacts import PhoneReader
from domain.workbook.intake.values import share_scale
from domain.workbook.intake.vocabulary import fold
from domain.workbook.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from domain.model.catalogue import Criterion
    from domain.workbook.intake import ColumnMap, RawRow, RawTable
    from domain.workbook.workbook import Workbook

MEASURES: Mapping[Field, str] = {
    Field.WPM: "ex.typing_speed",
    Field.TYPING_ACCURACY: "ex.typing_accuracy",
    Field.LISTENING: "ex.listening",
    Field.READING: "ex.reading",
    Field.GRAMMAR: "ex.grammar",
    Field.CEFR: "ex.spoken_level",
    Field.DATA_ENTRY: "ex.data_entry",
    Field.POLICY: "ex.policy",
}
"""What a column of a sheet measures, by the name that the intake has for it."""
QUEUE_HEADERS = frozenset({"queue", "queue no", "queue number", "no", "number", "seat", "ticket", "turn"})
"""Heads of a column that holds numbers of today's queue, where these are short."""
_SHORT = 4
"""Digits of a queue number at most."""


class Found(StrEnum):
    """What became of a line."""

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    """It may mean several people, or somebody other than it says; a person chooses."""
    TWICE = "twice"
    """Another line of the file is of the same person and says something else; a person chooses."""
    SAME = "same"
    """Another line says the same of the same person; that one is taken."""
    UNMATCHED = "unmatched"
    REFUSED = "refused"
    """A value is impossible."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet."""

    number: int
    """In the file, from 1."""
    typed: str
    """What it calls the person: name, number or mobile as typed."""
    found: Found
    why: str = ""
    """What stands against taking it; '' for a match."""
    sitter: Sitter | None = None
    candidates: tuple[Sitter, ...] = ()
    values: Mapping[str, float | str] = field(default_factory=dict)
    """By criterion."""
    replaces: int = 0
    """Measures that are there already and would change."""

    @property
    def taken(self) -> bool:
        """Whether it goes in."""
        return self.found is Found.MATCHED and bool(self.values)


@dataclass(frozen=True, slots=True)
class Preview:
    """A sheet as it would go in."""

    file: str
    lines: tuple[Line, ...]
    criteria: tuple[str, ...]
    """The measures that it holds, in the order of the grid."""
    left_out: tuple[str, ...]
    """Heads of columns that nothing is read from."""

    def of(self, *kinds: Found) -> tuple[Line, ...]:
        """The lines of these kinds."""
        return tuple(line for line in self.lines if line.found in kinds)

    @property
    def taken(self) -> tuple[Line, ...]:
        """The lines that go in."""
        return tuple(line for line in self.lines if line.taken)


def preview(wb: Workbook, source: Path | bytes, name: str = "") -> Preview:
    """Read a sheet and match its lines; nothing is stored. BadInput, naming the file, where it holds no results."""
    table = read_table(source, name)
    return of_table(wb, table)


def of_pasted(wb: Workbook, text: str, criteria: Sequence[Criterion]) -> Preview:
    """The same for a pasted table; without heads, its cells behind the first are these measures in order."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if lines and not _is_head(lines[0]):
        width = max(line.count("\t") for line in lines)
        if width > len(criteria):
            raise BadInput(
                f"{width} measures were pasted, and {len(criteria)} are left from here.", "Start further left."
            )
        names = {criterion: str(each) for each, criterion in MEASURES.items()}
        heads = [names.get(criterion.id, criterion.name) for criterion in criteria[:width]]
        lines.insert(0, "\t".join([_first_head(lines), *heads]))
    return preview(wb, ("\n".join(lines) + "\n").encode(), "pasted cells.tsv")


def _is_head(line: str) -> bool:
    return not any(character.isdigit() for cell in line.split("\t")[1:] for character in cell)


def _first_head(lines: Sequence[str]) -> str:
    firsts = [line.split("\t")[0] for line in lines]
    numbers = sum(sum(c.isdigit() for c in first) >= 7 for first in firsts)
    return "mobile" if numbers * 2 > len(firsts) else "name"


def of_table(wb: Workbook, table: RawTable) -> Preview:
    """The same for a table that was read already."""
    columns = columns_of(table)
    measures = _measures(wb, columns)
    keys = _Keys.of(table, columns)
    if not measures or not keys.any:
        lacks = "measures of the exam" if not measures else "mobile numbers, numbers or names"
        raise BadInput(f"{table.name}: no column holds {lacks}.", f"Its columns are: {', '.join(table.header)}.")
    with wb.store.read() as tx:
        known = sitters.read(wb, tx)
    reader = _Reader(wb, table, keys, known, measures)
    lines = [reader.line(row) for row in table.rows]
    lines += [Line(problem.line, "", Found.REFUSED, problem.message) for problem in table.problems if problem.refused]
    used = {index for index, _ in measures.values()} | keys.used
    settled = _with_replaced(wb, _name_those_elsewhere(wb, reader, _once_each(lines)))
    return Preview(
        table.name,
        tuple(sorted(settled, key=lambda line: line.number)),
        tuple(criterion.id for criterion in grid.columns(wb) if criterion.id in measures),
        tuple(header for index, header in enumerate(table.header) if index not in used),
    )


def _measures(wb: Workbook, columns: ColumnMap) -> dict[str, tuple[int, Criterion]]:
    """By criterion, the column that holds it."""
    known = {criterion.id: criterion for criterion in grid.columns(wb)}
    found = {}
    for each, criterion in MEASURES.items():
        if criterion in known and columns.of(each):
            found[criterion] = (columns.of(each)[0].index, known[criterion])
    by_name = {fold(criterion.name.split(" (")[0]): criterion for criterion in known.values()}
    for column in columns.left_out:
        named = by_name.get(fold(column.header))
        if named is not None and named.id not in found:
            found[named.id] = (column.index, named)
    return found


@dataclass(frozen=True, slots=True)
class _Keys:
    """The columns that say whose line it is; -1 where there is none."""

    mobile: int = -1
    reference: int = -1
    queue: int = -1
    name: int = -1
    surname: int = -1

    @classmethod
    def of(cls, table: RawTable, columns: ColumnMap) -> _Keys:
        def at(*fields: Field) -> int:
            return next((columns.of(each)[0].index for each in fields if columns.of(each)), -1)

        mobile = at(Field.MOBILE)
        queue = next((n for n, head in enumerate(table.header) if fold(head) in QUEUE_HEADERS), -1)
        if queue == -1 or not _all_short(table, queue):
            queue = mobile if mobile != -1 and _all_short(table, mobile) else -1
        return cls(
            mobile=-1 if mobile == queue else mobile,
            reference=at(Field.REFERENCE),
            queue=queue,
            name=at(Field.NAME, Field.FIRST_NAME),
            surname=at(Field.LAST_NAME),
        )

    @property
    def used(self) -> set[int]:
        return {self.mobile, self.reference, self.queue, self.name, self.surname}

    @property
    def any(self) -> bool:
        return any(index != -1 for index in self.used)


def _all_short(table: RawTable, index: int) -> bool:
    cells = [_cell(row, index) for row in table.rows]
    return all(len(cell) <= _SHORT and cell.isdigit() for cell in cells if cell) and any(cells)


def _cell(row: RawRow, index: int) -> str:
    return row.cells[index].strip() if 0 <= index < len(row.cells) else ""


class _Reader:
    """Reads the lines of one sheet."""

    def __init__(
        self, wb: Workbook, table: RawTable, keys: _Keys, known: Sitters, measures: Mapping[str, tuple[int, Criterion]]
    ) -> None:
        self.wb, self.keys, self.known, self.measures = wb, keys, known, measures
        self.phones = PhoneReader(wb.site.region)
        self.numbers: dict[int, str] = {}
        """By line, the mobile that nobody who can sit the exam has."""
        self.scales = {
            criterion.id: share_scale(_cell(row, index) for row in table.rows)
            for index, criterion in measures.values()
            if criterion.scoring.unit == "percent"
        }

    def line(self, row: RawRow) -> Line:
        """One line, read and matched."""
        keys = self.keys
        name = f"{_cell(row, keys.name)} {_cell(row, keys.surname)}".strip()
        parts = (name, _cell(row, keys.mobile), _cell(row, keys.reference), _cell(row, keys.queue))
        typed = next((part for part in parts if part), "")
        values, problem = self._values(row)
        line = Line(row.line, typed[:60], Found.UNMATCHED, values=values)
        if problem:
            return replace(line, found=Found.REFUSED, why=problem)
        if not typed:
            return replace(line, why="it names nobody")
        if not values:
            return replace(line, found=Found.REFUSED, why="it holds no measure")
        return self._matched(line, row, name)

    def _values(self, row: RawRow) -> tuple[dict[str, float | str], str]:
        values: dict[str, float | str] = {}
        for key, (index, criterion) in self.measures.items():
            try:
                value = read_cell(criterion, _cell(row, index), self.wb.catalogue.units, self.wb.catalogue.cefr)
            except BadInput as error:
                return values, f"{error.message} {error.hint}"
            if isinstance(value, float):
                value = round(value * self.scales.get(key, 1.0), 6)
            if value is not None:
                values[key] = value
        return values, ""

    def _matched(self, line: Line, row: RawRow, name: str) -> Line:
        number = self.phones.read(_cell(row, self.keys.mobile)).number
        queue = _cell(row, self.keys.queue)
        reference = " ".join(fold_words(_cell(row, self.keys.reference)))
        for found in (
            self.known.by_phone.get(number, []) if number else [],
            self.known.by_reference.get(reference, []) if reference else [],
            self.known.by_queue.get(int(queue), []) if queue.isdecimal() else [],
        ):
            if found:
                return self._narrowed(line, only(found), name)
        if number:
            self.numbers[line.number] = number
        return self._by_name(line, name)

    def _narrowed(self, line: Line, found: list[Sitter], name: str) -> Line:
        """Found by a number; a name beside it decides between several, and speaks up where it is another's."""
        words = frozenset(fold_words(name))
        alike = [one for one in found if words & frozenset(fold_words(one.name))] if words else found
        if len(alike) == 1:
            return replace(line, found=Found.MATCHED, sitter=alike[0])
        if alike:
            return replace(line, found=Found.AMBIGUOUS, why="several people share this number", candidates=tuple(alike))
        others = only([*found, *self.known.named(name)])
        why = f"the number is that of {found[0].name}, the name is another"
        return replace(line, found=Found.AMBIGUOUS, why=why, candidates=tuple(others))

    def _by_name(self, line: Line, name: str) -> Line:
        if not name:
            return replace(line, why="nobody who can sit the exam has this number")
        named = only(self.known.named(name))
        if len(named) == 1:
            return replace(line, found=Found.MATCHED, sitter=named[0])
        if named:
            return replace(line, found=Found.AMBIGUOUS, why="several people have this name", candidates=tuple(named))
        like = self.known.like(name)
        if like:
            return replace(line, found=Found.AMBIGUOUS, why="nobody has quite this name", candidates=tuple(like))
        return replace(line, why="nobody who can sit the exam has this name")


def _once_each(lines: Sequence[Line]) -> list[Line]:
    """Two lines of one person: what says the same is taken once, what differs is left to a person."""
    by_person: dict[int, list[Line]] = {}
    for line in lines:
        if line.found is Found.MATCHED and line.sitter:
            by_person.setdefault(line.sitter.application, []).append(line)
    settled: dict[int, Line] = {}
    for some in by_person.values():
        first, *rest = some
        if not rest:
            continue
        if all(other.values == first.values for other in rest):
            same = [replace(one, found=Found.SAME, why=f"the same as line {first.number}") for one in rest]
        else:
            numbers = " and ".join(str(one.number) for one in some)
            same = [replace(one, found=Found.TWICE, why=f"lines {numbers} differ") for one in some]
        settled |= {one.number: one for one in same}
    return [settled.get(line.number, line) for line in lines]


def _name_those_elsewhere(wb: Workbook, reader: _Reader, lines: Sequence[Line]) -> list[Line]:
    """Who is known by their mobile but cannot sit the exam now is named, with where they are."""
    lost = {
        line.number: reader.numbers[line.number]
        for line in lines
        if line.found is Found.UNMATCHED and line.number in reader.numbers
    }
    if not lost:
        return list(lines)
    where = sitters.elsewhere(wb, set(lost.values()))
    return [replace(line, why=where[lost[line.number]]) if lost.get(line.number) in where else line for line in lines]


def _with_replaced(wb: Workbook, lines: Sequence[Line]) -> list[Line]:
    """Each line with how many stored measures it would change."""
    rows = {
        row.application: row
        for row in grid.rows(wb, [line.sitter.application for line in lines if line.sitter])
        if row is not None
    }
    return [
        replace(line, replaces=_replaced(line, rows.get(line.sitter.application))) if line.sitter else line
        for line in lines
    ]


def _replaced(line: Line, row: grid.Row | None) -> int:
    if row is None:
        return 0
    return sum(
        cell.held is grid.Held.VALUE and cell.value != line.values[key]
        for key, cell in row.cells.items()
        if key in line.values
    )


def choose(wb: Workbook, shown: Preview, number: int, application: int) -> Preview:
    """The preview with one line given to somebody, or to nobody with 0; other lines of that person step back.

    BadInput for a line whose values are impossible or that is not there.
    """
    line = next((one for one in shown.lines if one.number == number), None)
    if line is None or line.found is Found.REFUSED:
        raise BadInput(f"Line {number} cannot be taken.", "Mend it in the file and import again.")
    if not application:
        lines = [replace(one, found=Found.UNMATCHED, why="left out") if one is line else one for one in shown.lines]
        return replace(shown, lines=tuple(lines))
    sitter = next(
        (one for one in (*line.candidates, *((line.sitter,) if line.sitter else ())) if one.application == application),
        None,
    ) or _sitter(wb, application)
    chosen = replace(line, found=Found.MATCHED, why="", sitter=sitter)
    lines = [chosen if one is line else _stepped_back(one, chosen) for one in shown.lines]
    return replace(shown, lines=tuple(_with_replaced(wb, lines)))


def choose_person(wb: Workbook, shown: Preview, number: int, person: int) -> Preview:
    """The preview with one line given to somebody who was looked up; BadInput, saying where they are, if they cannot
    sit the exam now, and as `choose`."""
    with wb.store.read() as tx:
        known = sitters.read(wb, tx)
    found = next((one for one in known.everybody if one.person == person), None)
    if found is None:
        raise BadInput(f"{sitters.where(wb, person)}.", "The results of others can go in; look at their page.")
    return choose(wb, shown, number, found.application)


def _sitter(wb: Workbook, application: int) -> Sitter:
    with wb.store.read() as tx:
        known = sitters.read(wb, tx)
    found = next((one for one in known.everybody if one.application == application), None)
    if found is None:
        raise BadInput("This person cannot sit the exam now.", "Look at their page.")
    return found


def _stepped_back(line: Line, chosen: Line) -> Line:
    """Another line of the same person is left out once one was chosen."""
    same = line.sitter and chosen.sitter and line.sitter.application == chosen.sitter.application
    if same and line.found in (Found.MATCHED, Found.TWICE):
        return replace(line, found=Found.TWICE, why=f"line {chosen.number} was chosen")
    return line


def take_in(wb: Workbook, shown: Preview) -> int:
    """Store every line that is matched, as one act; how many people. Conflict where there is none.

    Conflict, naming the person, where somebody cannot sit the exam any more: then nothing is stored.
    """
    lines = shown.taken
    if not lines:
        raise Conflict(f"{shown.file}: no line is matched to one person.", "Choose who the lines mean, or leave it.")
    entries = [
        Entry(line.sitter.application, criterion, value)
        for line in lines
        if line.sitter
        for criterion, value in line.values.items()
    ]
    exam = wb.catalogue.milestones[MilestoneId.EXAM].title.lower()
    enter(wb, entries, what=f"imported the {exam} of {count(len(lines), 'person', 'people')} from {shown.file}")
    return len(lines)
