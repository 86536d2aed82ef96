"""What can stand behind a colon: milestones, states and accounts of the catalogue, and what the workbook holds."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, EndedBy, PoolWhy, State
from domain.store import fold_words
from domain.workbook.filters.language import FieldName
from domain.workbook.filters.query import ME, NONE
from domain.workbook.tags import tags_of
from domain.workbook.wording import NO_OPENING, STATE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from domain.store import Tx
    from domain.workbook.workbook import Workbook

MOST = 1_000
"""Different sources, cities, owners or openings that are read; a field with more is no longer known in full."""
MOST_TAG_LINES = 2_000
"""Different combinations of tags that are read."""
SUGGESTED = 50
"""Values looked up for the beginning that was typed, where not all are known."""

HERE, WAITING, BOOKED = "@here", "@waiting", "@booked"
"""Where people are in today's queue: at the hub, waiting there, booked for today or later."""
ANY, DUE = "@any", "@due"
"""Whatever it is, as a retest on whatever day; a retest that is open today or before."""
BY = "by:"
"""Stands before who ended an application, among the values of `ended`."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field."""

    key: str
    """As a `Term` holds it."""
    label: str
    """As it is written into the filter line."""
    says: str = ""
    """What it means, where the label does not say it."""
    names: tuple[str, ...] = ()
    """Other ways to name it in full."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The values of every field, on one day; immutable, so that reading a line asks nobody."""

    today: date
    values: Mapping[FieldName, tuple[Value, ...]]
    cut: frozenset[FieldName] = frozenset()
    """Fields of which only some values are known, so that none can be called wrong."""

    def of(self, field: FieldName) -> tuple[Value, ...]:
        """The values of a field; none for those that take ranges only."""
        return self.values.get(field, ())

    def matching(self, field: FieldName, typed: str) -> tuple[Value, ...]:
        """The values that this can mean: those named so; else those that begin so; else those with a word that does."""
        wanted = squeezed(typed)
        known = self.of(field)
        if not wanted:
            return ()
        for fits in (_is, _begins, _has_word):
            if found := tuple(value for value in known if any(fits(name, wanted) for name in names_of(value))):
                return found
        return ()


@lru_cache(maxsize=20_000)
def squeezed(text: str) -> str:
    """The letters and digits of a text without case, accents and gaps; the text itself where it has none of them."""
    return "".join(fold_words(text)) or text.strip().casefold()


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    """What is left of a name from each of its words on."""
    folded = fold_words(name)
    return tuple("".join(folded[at:]) for at in range(len(folded)))


def names_of(value: Value) -> tuple[str, ...]:
    """Every way to name a value, the label first."""
    return (value.label, *value.names)


def _is(name: str, wanted: str) -> bool:
    return squeezed(name) == wanted


def _begins(name: str, wanted: str) -> bool:
    return squeezed(name).startswith(wanted)


def _has_word(name: str, wanted: str) -> bool:
    return any(word.startswith(wanted) for word in _words(name))


# Reading.


def read(wb: Workbook) -> Lexicon:
    """What can be asked for now; a few short reads along indexes, whoever is in the workbook."""
    with wb.store.read() as tx:
        sources, cities, owners = (distinct(tx, name, MOST) for name in ("source", "city", "owner"))
        tags = sorted({tag for line in distinct(tx, "tags", MOST_TAG_LINES)[0] for tag in tags_of(line)})
        classes = tx.rows(
            f"select id, name from opening order by closed_at, at desc, id desc limit {MOST + 1}",
        )
    nobody = Value(NONE, "none", "nothing is known")
    unknown = {FieldName.SOURCE: sources, FieldName.CITY: cities, FieldName.OWNER: owners}
    values = {
        FieldName.STAGE: _stages(wb),
        FieldName.STATE: _states(),
        FieldName.ACCOUNT: _accounts(wb),
        FieldName.OPENING: (*_openings(classes[:MOST]), Value(NONE, "none", "on no opening")),
        FieldName.RETEST: (
            Value(DUE, "due", "open from today or before"),
            Value(ANY, "any", "on whatever day"),
            nobody,
        ),
        FieldName.SOURCE: (*_plain(sources[0]), nobody),
        FieldName.TAG: (*_plain(tags), Value(NONE, "none", "no tag")),
        FieldName.OWNER: (
            Value(ME, "me", wb.store.who),
            *_plain(owners[0]),
            Value(NONE, "none", "nobody in particular"),
        ),
        FieldName.CITY: (*_plain(cities[0]), nobody),
        FieldName.LANGUAGE: _languages(wb),
        FieldName.ENDED: _endings(),
        FieldName.POOL: _kept(),
    }
    cut = {field for field, (_, whole) in unknown.items() if not whole}
    if len(classes) > MOST:
        cut.add(FieldName.OPENING)
    return Lexicon(wb.today(), values, frozenset(cut))


def distinct(tx: Tx, column: str, most: int, begins: str = "") -> tuple[list[str], bool]:
    """The different texts of a column of people from a beginning on, and whether these are all.

    Each step jumps to the next text along the index, so it costs as many steps as there are texts, not people; the
    nearer bound stands first, because SQLite jumps to the first one.
    """
    first = f"select min({column}) from person where {column} >= :begins and {column} > ''"
    then = f"select min({column}) from person where {column} > known.text and {column} > ''"
    known = f"with recursive known(text) as ({first} union all select ({then}) from known where known.text > '')"
    rows = tx.rows(f"{known} select text from known where text > '' limit {most + 1}", begins=begins)
    texts = [str(row["text"]) for row in rows]
    return texts[:most], len(texts) <= most


def _plain(texts: Iterable[str]) -> tuple[Value, ...]:
    return tuple(Value(text, text) for text in texts)


def _token(words: str) -> str:
    return "-".join(fold_words(words))


def _stages(wb: Workbook) -> tuple[Value, ...]:
    known = wb.catalogue.milestones
    stages = (Value(step, _token(known[step].short), known[step].title, (step, known[step].title)) for step in ROAD)
    return (*stages, Value(NONE, "none", NO_OPENING))


def _states() -> tuple[Value, ...]:
    states = (_state(state) for state in State)
    queue = (
        Value(HERE, "here", "in today's queue and not gone"),
        Value(WAITING, "waiting", "waiting in today's queue"),
        Value(BOOKED, "booked", "booked for today or later"),
    )
    return (*states, *queue, Value(NONE, "none", NO_OPENING, (NO_OPENING,)))


def _state(state: State) -> Value:
    short, said = STATE_WORDS[state]
    also = ("withdrawn",) if state is State.WITHDREW else ()
    return Value(state, _token(short), said if said != short else "", (state.value, said, *also))


def _accounts(wb: Workbook) -> tuple[Value, ...]:
    accounts = (
        Value(one.id, _token(one.short), one.title, (one.code, one.id, one.title, one.name))
        for one in wb.catalogue.accounts.values()
    )
    return (*accounts, Value(NONE, "none", "on no account"))


def _languages(wb: Workbook) -> tuple[Value, ...]:
    return tuple(Value(code, _token(name), name, (code, name)) for code, name in wb.catalogue.language_names.items())


def _openings(rows: Iterable[dict[str, object]]) -> tuple[Value, ...]:
    """By name; those that share one are told apart by their id."""
    return tuple(Value(str(row["id"]), str(row["name"]), "", (str(row["id"]),)) for row in rows)


def _endings() -> tuple[Value, ...]:
    who = (
        Value(f"{BY}{EndedBy.US}", "us", "we ended it"),
        Value(f"{BY}{EndedBy.CANDIDATE}", "candidate", "they ended it", ("them",)),
        Value(f"{BY}{EndedBy.CLIENT}", "client", "the client ended it"),
        Value(f"{BY}{EndedBy.NO_SHOW}", "no-show", "they did not come"),
        Value(ANY, "any", "whoever ended it"),
    )
    from domain.model.terms import ENDINGS

    return (*who, *(_state(state) for state in State if state in ENDINGS and state is not State.NO_SHOW))


def _kept() -> tuple[Value, ...]:
    return (
        Value(ANY, "yes", "kept, for whatever reason", ("any",)),
        Value(PoolWhy.SILVER, "silver", "close to the pass line", ("silver medalist",)),
        Value(PoolWhy.CLASS_FULL, "class-full", "met the standard, the class was full"),
        Value(PoolWhy.OUTSCORED, "outscored", "met the standard, others scored higher"),
        Value(PoolWhy.BY_HAND, "by-hand", "kept by a recruiter"),
        Value(NONE, "no", "not in the pool", ("none",)),
    )


def suggest(wb: Workbook, known: Lexicon, field: FieldName, typed: str) -> Lexicon:
    """The lexicon with the values that begin as typed, where a field has too many to know them all."""
    columns = {FieldName.SOURCE: "source", FieldName.CITY: "city", FieldName.OWNER: "owner"}
    if field not in known.cut or field not in columns or not typed.strip():
        return known
    with wb.store.read() as tx:
        begins = dict.fromkeys((typed, typed.lower(), typed.capitalize(), typed.title(), typed.upper()))
        near = (text for start in begins for text in distinct(tx, columns[field], SUGGESTED, start)[0])
        fresh = {text for text in near if squeezed(text).startswith(squeezed(typed))}
    had = {value.key for value in known.of(field)}
    more = _plain(sorted(fresh - had))
    return Lexicon(known.today, {**known.values, field: (*known.of(field), *more)}, known.cut)
