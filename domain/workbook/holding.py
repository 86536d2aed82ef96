"""What do we hold: everything that the workbook keeps about one person, in plain words, for the person to read.

It goes through every table that belongs to them, so that one which comes later is in it without a word here. An access
request asks for what is held about the person, opinions included: so private notes about them, ratings and reasons are
in it. Whoever wrote or rated is another person, "a colleague"; nobody else who is in the workbook is named either.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from domain.model.lazily import dataclass
from domain.reports import slug, write_new
from domain.reports.cells import wrap
from domain.reports.text_file import slip_body
from domain.store import fold_words
from domain.store.belongings import belongings
from domain.store.schema import STEPS
from domain.store.shape import shape_of
from domain.workbook import exports, history, people, requests, slips
from domain.workbook.exporting import Exported
from domain.workbook.history_words import FIELDS, Known, criterion_name, rating_words, title_of
from domain.workbook.wording import day_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from domain.store import Tx
    from domain.store.table import Table
    from domain.workbook.workbook import Workbook

Row = dict[str, Any]
FORMATS: Final = ("txt", "json")
COLLEAGUE, OTHER = "a colleague", "somebody else"
"""What stands for whoever works here, and for other people who are in the workbook."""
WIDTH = 78
"""Cells to a line."""
READ_FIRST = "Read it through before you hand it over: free words may name people whom the workbook does not know."


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that is held: what it is, and its fields with their values."""

    title: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """All things of one kind."""

    title: str
    about: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """The whole of it."""

    name: str
    site: str
    dated: date
    parts: tuple[Part, ...]


_PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "person": ("Who you are", "Your card: what you told us, and what we noted."),
    "merged": ("Entered twice", "Entries that turned out to be you and were put together with yours."),
    "twin": ("Perhaps entered twice", "Another entry that may be you."),
    "application": ("Applications", "The openings you applied for, and how far you came."),
    "attempt": ("Steps you took", "Each try at a step, with its result."),
    "card": ("Second looks", "Where two of us rated, or you got a second try at once."),
    "rating": ("Ratings", "What was rated or measured, with what was heard or seen."),
    "revision": ("Ratings as they were", "Ratings that were changed after a talk, as they stood before."),
    "critical": ("Critical errors", "What was noted as one, and whether it was cleared."),
    "call": ("Practice calls", "The calls that you took in the mock call and the tests."),
    "calibration": ("Used for training", "A call of yours, without your name, that our raters practise rating on."),
    "calibrated": ("Rated for training", "What our raters said of that call. It changes no result of yours."),
    "shown": ("Looked at for training", "When a colleague looked at what our raters said of that call."),
    "jot": ("Noted while you spoke", "What was noted by key during a call."),
    "paper": ("Exam papers", "What you answered and typed in the exam."),
    "answer": ("Answers of an open paper", "What you answered in an exam that is not handed in yet."),
    "slip": ("Feedback", "Every slip for you, word for word."),
    "letter": ("Messages by e-mail", "Short messages that were put in the mail for you, word for word."),
    "mailing": ("E-mails to you", "Slips and messages that were put in the mail for you."),
    "visit": ("Visits", "When you were booked, came and were seen."),
    "touch": ("Contacts", "When we reached you or tried to, when you wrote or called, and what was said."),
    "snooze": ("Put off", "What was due for you and was put off."),
    "offer": ("Job offers", "What we offered you, and what you said."),
    "stay": ("After you began", "Whether you were still here, and how it went."),
    "promise": ("Promises", "What we told you that you would get."),
    "pool": ("Kept for another opening", "That we keep you for other openings, why, until when, and when you left."),
    "practice": ("Drill log", "Days on which you practised."),
    "rung": ("Your level", "The level of the career ladder that you have here, or had."),
    "proof": ("What you showed", "What was noted of what a level of the career ladder asks for."),
    "asked": (
        "Your requests",
        "What you asked about what we hold, and duties to keep it. That you were asked the free questions is here too;"
        " what you said, if anything, is kept apart, and not in this file. You can take it back at our seat.",
    ),
    "exported": ("Files", "Files that were written about you. What became of them, the workbook cannot know."),
}
"""Table -> the head of its part, and what it is; in the order of reading. Other tables come behind, by their name."""

_STAFF: Final = frozenset({"who", "rater", "second", "confirmed_by", "owner"})
"""Columns that name somebody who works here."""
_TECHNICAL: Final = frozenset(
    {"id", "version", "act", "find", "sort_name", "road", "digest", "rubric", "seed", "message", "claim", "claimed_at"}
    | {"draft", "document", "overrides", "gone", "corrects", "slip", "wait", "entered", "place_order"}
)
"""Columns that hold no word about anybody: bookkeeping, and what is told in another way."""
_LABELS: Final[Mapping[str, str]] = {
    "at": "Written down",
    "phone": "Mobile, as it is dialled",
    "email": "E-mail, as it is used",
    "who": "By",
    "since": "Since",
    "day": "Day",
    "kind": "What",
    "file": "File",
    "why": "Why",
}


def read(wb: Workbook, person_id: int) -> Held:
    """Everything that is held of a person as it stands now; NotFound where nobody has that id."""
    person = people.find(wb, person_id)
    with wb.store.read() as tx:
        roots = entries_of(tx, person.id)
        found = belongings(tx, shape_of(STEPS), "person", roots)
        known = history.known_of(wb, tx, person.id)
        tables = [*_PARTS, *sorted((found.rows.keys() | found.beside.keys()) - _PARTS.keys())]
        rows = {table: _rows(tx, table, found.of(table)) for table in tables}
        veil = _Veil(tx, set(roots), rows)
        parts = [*(_part(known, table, rows[table]) for table in tables), _history(wb, person.id)]
        shown = tuple(veil.part(part) for part in parts if part.pieces)
    return Held(person.name, wb.site.name, wb.today(), shown)


def entries_of(tx: Tx, person_id: int) -> list[int]:
    """The ids under which somebody is or was known: their own, and those of entries that were put into theirs."""
    return [person_id, *tx.ids("select was from merged where person = :p order by id", p=person_id)]


def _rows(tx: Tx, table: str, ids: tuple[int, ...]) -> list[Row]:
    among, values = tx.among("id", ids)
    return tx.rows(f'select * from "{table}" where {among} order by id', **values)


# in words ------------------------------------------------------------------------------------------------------------


def _part(known: Known, table: str, rows: list[Row]) -> Part:
    title, about = _PARTS.get(table, (table.replace("_", " ").capitalize(), ""))
    return Part(
        title, about, tuple(Piece(_title(known, table, row), tuple(_fields(known, table, row))) for row in rows)
    )


def _title(known: Known, table: str, row: Row) -> str:
    if table == "slip":
        return title_of(known, table, row)
    if table in ("person", "exported", "jot", "answer", "paper", "mailing", "merged") or table not in FIELDS:
        return ""
    return title_of(known, table, row)


def _fields(known: Known, table: str, row: Row) -> Iterator[tuple[str, str]]:
    """Every column that says something, in the words of the history where it has some."""
    told = FIELDS.get(table, {})
    if table in ("rating", "revision"):
        yield "Criterion", criterion_name(known, row)
        yield "Rating", rating_words(known, row)
    declared = shape_of(STEPS)[table]
    for column, value in row.items():
        if column in _TECHNICAL or value in ("", 0, None) or _refers(declared, column):
            continue
        label, say = told.get(column, (_LABELS.get(column, column.replace("_", " ").capitalize()), None))
        text = COLLEAGUE if column in _STAFF else say(known, value) if say else _said(known, column, value)
        if text:
            yield label, text
    if table == "slip":
        yield "Words", _slip_words(known, row)


_POINTERS: Final = frozenset(
    {
        "application.brought",
        "rating.card",
        "critical.card",
        "revision.card",
        "touch.about",
        "touch.asked",
        "snooze.about",
        "letter.about",
        "rating.criterion",
        "revision.criterion",
        "rating.value",
        "revision.value",
        "jot.key",
    }
)
"""Columns that only say which other row is meant, apart from ids of rows, or what is told beside them."""


def _refers(table: Table, column: str) -> bool:
    return table.columns[column].to != "" or f"{table.name}.{column}" in _POINTERS


def _said(known: Known, column: str, value: Any) -> str:
    """A value that the history has no words for."""
    if isinstance(value, int) and (column == "at" or column.endswith("_at") or column in ("since", "not_before")):
        return _moment(known, value)
    if column in ("milestone",):
        return known.milestone(str(value))
    if isinstance(value, str) and value[:1] in ("{", "["):
        return _flat(value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace("_", " ") if column in ("state", "kind", "part") else str(value)


def _moment(known: Known, at: int) -> str:
    """With its year: who reads it may read it years later."""
    return f"{known.wb.day(at).isoformat()} {known.wb.time_of_day(at)}"


def _flat(text: str) -> str:
    """What a column of JSON holds, a line for each value."""
    try:
        return "\n".join(_leaves(json.loads(text)))
    except ValueError:
        return text


def _leaves(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _leaves(one, f"{name} {key}".strip())
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, name)
    elif value not in ("", None):
        yield f"{name}: {value}" if name else str(value)


def _slip_words(known: Known, row: Row) -> str:
    """A slip as the person reads it: frozen as they got it, or as its draft stands."""
    found = slips.words(known.wb, known.tx, [row["id"]]).get(row["id"])
    return slip_body(found.document, WIDTH - 4) if found else ""


def _history(wb: Workbook, person_id: int) -> Part:
    """What was done, with what it changed: the log keeps what was there before."""
    pieces = []
    for entry, groups in history.whole(wb, person_id):
        when = f"{wb.day(entry.at).isoformat()} {wb.time_of_day(entry.at)}"
        changed = [
            (f"{group.title}, {told.label.lower()}", f"{told.before or 'nothing'}, then {told.after or 'nothing'}")
            for group in groups
            for told in group.fields
            if told.before
        ]
        fields = [("Done", f"{COLLEAGUE} {entry.said}{', taken back since' if entry.undone else ''}"), *changed]
        pieces.append(Piece(when, tuple(fields)))
    return Part("What was done", "Every step that was noted about you, and what stood there before.", tuple(pieces))


# nobody else ---------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


class _Veil:
    """Takes the names of everybody else out of words: those who work here, and other people in the workbook."""

    def __init__(self, tx: Tx, own: set[int], rows: Mapping[str, list[Row]]) -> None:
        self._tx, self._own = tx, own
        staff = {str(row[column]) for some in rows.values() for row in some for column in _STAFF & row.keys()}
        among, values = tx.among("id", sorted({row["act"] for some in rows.values() for row in some if row.get("act")}))
        staff |= {row["who"] for row in tx.rows(f"select distinct who from act where {among}", **values)}
        mine = {word for row in rows["person"] for word in fold_words(f"{row['name']} {row['called']}")}
        names = sorted((name for name in staff if name.strip() and set(fold_words(name)) - mine), key=len, reverse=True)
        self._staff = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None
        self._mine = mine
        self._others: dict[tuple[str, str], bool] = {}

    def part(self, part: Part) -> Part:
        """The same part without the names."""
        return Part(part.title, part.about, tuple(map(self._piece, part.pieces)))

    def _piece(self, piece: Piece) -> Piece:
        return Piece(piece.title, tuple((label, self._text(text)) for label, text in piece.fields))

    def _text(self, text: str) -> str:
        known = self._staff.sub(COLLEAGUE, text) if self._staff else text
        words = list(_WORD.finditer(known))
        out, end, at = [], 0, 0
        while at < len(words) - 1:
            one, two = words[at], words[at + 1]
            if known[one.end() : two.start()].strip() == "" and self._is_other(one[0], two[0]):
                out.append(f"{known[end : one.start()]}{OTHER}")
                end = two.end()
                at += 1
            at += 1
        return "".join([*out, known[end:]])

    def _is_other(self, one: str, two: str) -> bool:
        """Whether two words beside each other are the name of another person; small letters are none."""
        folded = (" ".join(fold_words(one)), " ".join(fold_words(two)))
        if not (one[:1].isupper() and two[:1].isupper()) or {*folded} <= self._mine or not all(folded):
            return False
        if folded not in self._others:
            self._others[folded] = self._is_name(folded)
        return self._others[folded]

    def _is_name(self, folded: tuple[str, str]) -> bool:
        match, values = self._tx.found("person", " ".join(folded))
        ids = [one for one in self._tx.ids(f"{match} limit 20", **values) if one not in self._own]
        among, known = self._tx.among("id", ids)
        rows = self._tx.rows(f"select name, called from person where {among}", **known)
        return any(set(folded) <= set(fold_words(f"{row['name']} {row['called']}")) for row in rows)


# on paper ------------------------------------------------------------------------------------------------------------


def text(held: Held) -> str:
    """As plain text, lines of at most 78 cells."""
    head = [f"What we hold about {held.name}", f"{held.site}, {day_month(held.dated)} {held.dated.year}"]
    intro = wrap(
        "This is everything that our workbook holds about you. Those who work with us are called a colleague, and other"
        " people are not named.",
        WIDTH,
    )
    return "\n\n".join("\n".join(block) for block in [head, intro, *map(_block, held.parts)]) + "\n"


def _block(part: Part) -> list[str]:
    lines = [part.title, "-" * len(part.title), *(wrap(part.about, WIDTH) if part.about else [])]
    for piece in part.pieces:
        lines += ["", *(wrap(piece.title, WIDTH) if piece.title else [])]
        indent = "  " if piece.title else ""
        for label, value in piece.fields:
            lines += _field(label, value, indent)
    return lines


def _field(label: str, value: str, indent: str) -> list[str]:
    rows = value.rstrip().splitlines() or [""]
    if len(rows) == 1:
        found = wrap(f"{label}: {rows[0]}", WIDTH - len(indent) - 2)
        return [f"{indent}{line}" if at == 0 else f"{indent}  {line}" for at, line in enumerate(found)]
    broken = [line for row in rows for line in (wrap(row, WIDTH - len(indent) - 2) or [""])]
    return [f"{indent}{label}:", *(f"{indent}  {line}".rstrip() for line in broken)]


def data(held: Held) -> dict[str, object]:
    """The same as plain values for other programs."""
    return {
        "schema_version": 1,
        "kind": "held",
        "name": held.name,
        "site": held.site,
        "dated": held.dated.isoformat(),
        "parts": [
            {
                "title": part.title,
                "about": part.about,
                "pieces": [
                    {"title": piece.title, "fields": [{"label": key, "value": value} for key, value in piece.fields]}
                    for piece in part.pieces
                ],
            }
            for part in held.parts
        ],
    }


def to_file(wb: Workbook, folder: Path, person_id: int, form: str = "txt") -> Exported:
    """Write what is held as a new file for its owner only, and note that they were shown it; `form` of `FORMATS`."""
    held, person = read(wb, person_id), people.find(wb, person_id).id
    body = text(held) if form == "txt" else json.dumps(data(held), ensure_ascii=False, indent=2) + "\n"
    name = f"{held.dated.isoformat()} what-we-hold {slug(held.name, 'person', 48)}.{form}"
    path = write_new(folder, name, body.encode())
    exports.note(wb, exports.HELD, path, [person])
    if not wb.store.read_only:
        requests.done(wb, person, requests.Kind.SHOW)
    return Exported(path, (READ_FIRST,))
