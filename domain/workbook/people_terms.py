"""The terms of a filter as SQL: a test on a person, and the index along which those who pass it are found."""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import ENDINGS, State
from domain.workbook.filters.language import FLAGS, FieldName, FlagName
from domain.workbook.filters.lexicon import ANY, BOOKED, BY, DUE, HERE, MOST_TAG_LINES, WAITING
from domain.workbook.filters.query import ME, NONE, Age, Ahead, Dates, Term
from domain.workbook.tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from domain.store import Tx
    from domain.workbook.filters.query import Piece
    from domain.workbook.people_orders import Values
    from domain.workbook.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Condition:
    """One term as SQL, with parameters of its own."""

    test: str
    """Of `person`; asks other tables by scalar questions only, which no engine turns into a join that loses order."""
    params: Values
    columns: tuple[str, ...]
    """The columns of `person` that the test reads, besides the id."""
    path: str = ""
    """A query for the id of everybody who passes and perhaps others, along an index; '' where there is none.

    Ids of other tables have a plus, so that SQLite does not read all of such a table along the index of its people.
    """
    exact: bool = False
    """Whether the path gives nobody else."""
    slow: bool = False
    """Whether the test reads other tables."""
    values: frozenset[str] | None = None
    """Of a test on one column: the values that pass; None where they are a range."""
    negated: bool = False

    def allows(self, column: str, value: str) -> bool:
        """Whether somebody with this value in a column can pass."""
        if self.values is None or self.columns != (column,):
            return True
        return (value in self.values) != self.negated


@dataclass(slots=True)
class Maker:
    """Makes conditions at one moment."""

    wb: Workbook
    tx: Tx
    number: int = 0
    params: Values = field(default_factory=dict)

    def make(self, term: Term) -> Condition:
        """The condition of a term."""
        self.params = {}
        self.number += 1
        made = self._flag(FlagName(term.field)) if term.field in FLAGS else self._field(term)
        if not term.negated:
            return made
        return Condition(
            f"not ({made.test})", made.params, made.columns, slow=made.slow, values=made.values, negated=True
        )

    def _field(self, term: Term) -> Condition:
        match FieldName(term.field):
            case FieldName.STAGE:
                return self._plain("milestone", term.pieces)
            case FieldName.ACCOUNT:
                return self._plain("account", term.pieces)
            case FieldName.OPENING:
                return self._opening(term.pieces)
            case FieldName.SOURCE | FieldName.CITY:
                return self._plain(term.field, term.pieces)
            case FieldName.LANGUAGE:
                return self._language(term.pieces)
            case FieldName.OWNER:
                return self._owner(term.pieces)
            case FieldName.TAG:
                return self._tag(term.pieces)
            case FieldName.STATE:
                return self._state(term.pieces)
            case FieldName.WAITING:
                return self._moments("since", term.pieces)
            case FieldName.ADDED:
                return self._moments("at", term.pieces)
            case FieldName.RETEST:
                return self._retest(term.pieces)
            case FieldName.ENDED:
                return self._ended(term.pieces)
            case FieldName.REASON:
                return self._reason(term.pieces)
            case FieldName.POOL:
                return self._pool(term.pieces)

    # Parameters.

    def _name(self, value: object) -> str:
        """A new parameter with this value, as it stands in SQL."""
        name = f"t{self.number}_{len(self.params)}"
        self.params[name] = value
        return f":{name}"

    def _in(self, column: str, values: Iterable[object]) -> str:
        names = [self._name(value) for value in values]
        if not names:
            return "1 = 0"
        return f"{column} = {names[0]}" if len(names) == 1 else f"{column} in ({', '.join(names)})"

    # Columns of a person.

    def _plain(self, column: str, pieces: Sequence[Piece]) -> Condition:
        values = [str(piece) for piece in pieces]
        test = self._in(f"person.{column}", values)
        return Condition(
            test,
            self.params,
            (column,),
            f"select person.id from person where {test}",
            exact=True,
            values=frozenset(values),
        )

    def _opening(self, pieces: Sequence[Piece]) -> Condition:
        ids = [int(str(piece) or 0) for piece in pieces if not piece or str(piece).isdecimal()]
        test = self._in("person.opening", ids)
        return Condition(test, self.params, ("opening",), f"select person.id from person where {test}", exact=True)

    def _language(self, pieces: Sequence[Piece]) -> Condition:
        """Nearly everybody may read English, so the index holds only those who read another one."""
        codes = [str(piece) for piece in pieces]
        test = self._in("person.language", codes)
        if "en" in codes:
            return Condition(test, self.params, ("language",))
        path = f"select person.id from person where person.language <> 'en' and {test}"
        return Condition(test, self.params, ("language",), path, exact=True)

    def _owner(self, pieces: Sequence[Piece]) -> Condition:
        """Nearly everybody may be nobody's, so the index holds only those with an owner."""
        owners = [self.wb.store.who if piece == ME else str(piece) for piece in pieces]
        test = self._in("person.owner", owners)
        if NONE in owners:
            return Condition(test, self.params, ("owner",))
        path = f"select person.id from person where person.owner > '' and {test}"
        return Condition(test, self.params, ("owner",), path, exact=True)

    def _tag(self, pieces: Sequence[Piece]) -> Condition:
        tests = [self._has_tag(str(piece)) for piece in pieces]
        test = _either(tests)
        if NONE in pieces:
            return Condition(test, self.params, ("tags",))
        return Condition(test, self.params, ("tags",), self._tag_path(test, pieces), exact=True)

    def _has_tag(self, tag: str) -> str:
        if tag == NONE:
            return "person.tags = ''"
        return f"', ' || person.tags || ',' like {self._name(f'%, {_literally(tag)},%')} escape '!'"

    def _tag_path(self, test: str, pieces: Sequence[Piece]) -> str:
        """Along the combinations of tags that hold one of these, as long as there are not too many of them."""
        from domain.workbook.filters.lexicon import distinct

        filled = "select person.id from person where person.tags > ''"
        lines, whole = distinct(self.tx, "tags", MOST_TAG_LINES)
        if not whole:
            return f"{filled} and ({test})"
        holding = [line for line in lines if not frozenset(tags_of(line)).isdisjoint(map(str, pieces))]
        return f"{filled} and {self._in('person.tags', holding)}"

    # Times.

    def _moments(self, column: str, pieces: Sequence[Piece]) -> Condition:
        tests = [self._moment(column, piece) for piece in pieces if isinstance(piece, (Age, Dates))]
        test = _either(tests)
        path = f"select person.id from person where {test}"
        return Condition(test, self.params, (column,), path, exact=True)

    def _moment(self, column: str, piece: Age | Dates) -> str:
        """Of a column of milliseconds, in which 0 is no time at all."""
        first, last = self._ends(piece)
        tests = [f"person.{column} >= {self._name(max(1, first))}"]
        if last is not None:
            tests.append(f"person.{column} <= {self._name(last)}")
        return f"({' and '.join(tests)})"

    def _ends(self, piece: Age | Dates) -> tuple[int, int | None]:
        """The first and the last millisecond of a range."""
        if isinstance(piece, Age):
            now = self.wb.now()
            first = 0 if piece.most is None else now - piece.most
            return first, None if piece.least is None else now - piece.least
        first = self.wb.starts_at(piece.first) if piece.first else 0
        return first, self.wb.starts_at(piece.last + timedelta(days=1)) - 1 if piece.last else None

    def _retest(self, pieces: Sequence[Piece]) -> Condition:
        test = _either([self._retest_piece(piece) for piece in pieces])
        if NONE in pieces:
            return Condition(test, self.params, ("retest",))
        return Condition(test, self.params, ("retest",), f"select person.id from person where {test}", exact=True)

    def _retest_piece(self, piece: Piece) -> str:
        today = self.wb.today()
        if piece == NONE:
            return "person.retest = ''"
        if piece == DUE:
            piece = Dates(None, today)
        elif isinstance(piece, Ahead):
            first, last = (None if end is None else today + timedelta(days=end) for end in (piece.least, piece.most))
            piece = Dates(first, last)
        tests = ["person.retest > ''"]
        if isinstance(piece, Dates) and piece.first:
            tests[0] = f"person.retest >= {self._name(piece.first.isoformat())}"
        if isinstance(piece, Dates) and piece.last:
            tests.append(f"person.retest <= {self._name(piece.last.isoformat())}")
        return f"({' and '.join(tests)})"

    # States and endings.

    def _state(self, pieces: Sequence[Piece]) -> Condition:
        states = [str(piece) for piece in pieces if piece not in (HERE, WAITING, BOOKED)]
        visits = [str(piece) for piece in pieces if piece in (HERE, WAITING, BOOKED)]
        if not visits:
            return self._plain("state", states)
        seen = _either([self._visit(visit) for visit in visits])
        asked = _some("visit", f"visit.person = person.id and {seen.replace('visit.day', _unindexed('visit.day'))}")
        path = f"select +visit.person as id from visit where {seen}"
        test = asked
        if states:
            among = self._in("person.state", states)
            test, path = f"({asked} or {among})", f"{path} union all select person.id from person where {among}"
        return Condition(test, self.params, ("state",), path, exact=True, slow=True)

    def _visit(self, visit: str) -> str:
        today = self._name(self.wb.today().isoformat())
        match visit:
            case "@booked":
                return f"(visit.day >= {today} and visit.state = 'booked')"
            case "@waiting":
                return f"(visit.day = {today} and visit.state = 'waiting')"
        return f"(visit.day = {today} and visit.state in ('waiting', 'underway'))"

    def _ended(self, pieces: Sequence[Piece]) -> Condition:
        """Who is on an ending that stands; a no-show may still be on their way."""
        tests = [self._ended_piece(piece) for piece in pieces]
        over = _application(f"shown.ended_at > 0 and ({_either(tests)})")
        endings = f"person.state in ({_states(ENDINGS)})"
        by = [str(piece).removeprefix(BY) for piece in pieces if str(piece).startswith(BY)]
        wanted = [str(piece) for piece in pieces if isinstance(piece, str) and piece in State._value2member_map_]
        among = self._in("person.state", wanted) if len(wanted) == len(pieces) else endings
        path = f"select person.id from person where {among}"
        if len(by) == len(pieces):
            ended = f"application.ended_by > '' and {self._in('application.ended_by', by)}"
            path = f"select +application.person as id from application where {ended}"
        return Condition(f"({among} and {over})", self.params, ("state", "since", "application"), path, slow=True)

    def _ended_piece(self, piece: Piece) -> str:
        if isinstance(piece, (Age, Dates)):
            return self._moment("since", piece)
        if not isinstance(piece, str) or piece == ANY:
            return "1 = 1"
        if piece.startswith(BY):
            return f"shown.ended_by = {self._name(piece.removeprefix(BY))}"
        return f"person.state = {self._name(piece)}"

    def _reason(self, pieces: Sequence[Piece]) -> Condition:
        found = _either([f"lower(shown.reason) like {self._name(_holding(str(one)))} escape '!'" for one in pieces])
        endings = f"person.state in ({_states(ENDINGS)})"
        path = f"select person.id from person where {endings}"
        test = f"({endings} and {_application(f'shown.ended_at > 0 and ({found})')})"
        return Condition(test, self.params, ("state", "application"), path, slow=True)

    def _pool(self, pieces: Sequence[Piece]) -> Condition:
        """Who is kept today, as `pooling.KEPT` has it; the index of the pool knows no consent, which the test asks."""
        today = self._name(self.wb.today().isoformat())
        open_row = "pool.left_at = 0"
        whys = [str(piece) for piece in pieces if piece not in (ANY, NONE)]
        why = "" if ANY in pieces else f" and {self._in('pool.why', whys)}"
        agreed = "person.no_contact = 0 and person.ok_keep = 1"
        until = f"{_unindexed('pool.until')} >= {today}"
        tests = []
        if whys or ANY in pieces:
            row = _some("pool", f"pool.person = person.id and {open_row} and {until}{why}")
            tests.append(f"({agreed} and {row})")
        if NONE in pieces:
            anybody = _some("pool", f"pool.person = person.id and {open_row} and {until}")
            tests.append(f"not ({agreed} and {anybody})")
        path = f"select +pool.person as id from pool where {open_row} and pool.until >= {today}{why}"
        columns = ("no_contact", "ok_keep")
        return Condition(_either(tests), self.params, columns, "" if NONE in pieces else path, slow=True)

    # Flags.

    def _flag(self, flag: FlagName) -> Condition:
        makers: dict[FlagName, Callable[[], Condition]] = {
            FlagName.OWED: self._owed,
            FlagName.DRAFT: self._draft,
            FlagName.OPEN: self._open,
            FlagName.LATE: self._late,
            FlagName.TWIN: self._twin,
            FlagName.PICKED: self._picked,
        }
        return makers[flag]()

    def _owed(self) -> Condition:
        nothing = "attempt.slip = 0 and attempt.finished_at > 0"
        finished = _some("attempt", f"attempt.person = person.id and {nothing}")
        path = f"select +attempt.person as id from attempt where {nothing} union all {_WITH_US}"
        return Condition(f"({finished} or {_HAS_ONE_WITH_US})", self.params, (), path, exact=True)

    def _draft(self) -> Condition:
        return Condition(_HAS_DRAFT, self.params, (), _DRAFTED, exact=True)

    def _open(self) -> Condition:
        test = _some("attempt", "attempt.person = person.id and attempt.slip = 0 and attempt.finished_at = 0")
        path = "select +attempt.person as id from attempt where attempt.slip = 0 and attempt.finished_at = 0"
        return Condition(test, self.params, (), path, exact=True)

    def _late(self) -> Condition:
        """Ready, and so for more working days than the target of the milestone."""
        days = self.wb.catalogue.follow_up.red_after_days
        site, today = self.wb.site, self.wb.today()
        limits = {step: self.wb.starts_at(site.first_in_time(today, most)) for step, most in days.items()}
        tests = [
            f"(person.milestone = {self._name(step)} and person.since < {self._name(limit)})"
            for step, limit in limits.items()
        ]
        ready = f"person.state = '{State.READY}' and person.since > 0"
        latest = self._name(max(limits.values(), default=0))
        path = f"select person.id from person where {ready} and person.since < {latest}"
        return Condition(f"({ready} and ({_either(tests)}))", self.params, ("state", "since", "milestone"), path)

    def _twin(self) -> Condition:
        sides = ("person", "other")
        test = " or ".join(_some("twin", f"twin.{side} = person.id and twin.settled = ''") for side in sides)
        path = " union all ".join(f"select +twin.{side} as id from twin where twin.settled = ''" for side in sides)
        return Condition(f"({test})", self.params, (), path, exact=True)

    def _picked(self) -> Condition:
        """Those whom whoever sits here has picked; nobody before that."""
        name = self._name(0).removeprefix(":")
        test, self.params = self.tx.among("person.id", self.wb.picked, name)
        return Condition(test, self.params, (), f"select person.id from person where {test}", exact=True)


def _either(tests: Sequence[str]) -> str:
    return f"({' or '.join(tests)})" if len(tests) > 1 else "".join(tests) or "1 = 0"


def _some(tables: str, where: str) -> str:
    return f"(select 1 from {tables} where {where} limit 1) is not null"


def _unindexed(column: str) -> str:
    """A column of text, kept from SQLite, which would look a person up among all rows of one value."""
    return f"({column} || '')"


def _application(where: str) -> str:
    """Of the application that the lists show."""
    return _some("application as shown", f"shown.id = person.application and {where}")


def _states(states: Iterable[State]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


def _literally(text: str) -> str:
    """The text within a pattern."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _holding(text: str) -> str:
    return f"%{_literally(text)}%"


_WITH_US = "select +slip.person as id from slip where slip.gone = 0"
_HAS_ONE_WITH_US = _some("slip", "slip.person = person.id and slip.gone = 0")
_DRAFTED = f"{_WITH_US} and slip.state = 'draft'"
_HAS_DRAFT = _some("slip", "slip.person = person.id and slip.gone = 0 and slip.state = 'draft'")
