"""Saved views of People: a name for a filter and an order; a few come with the program and are not stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput, Conflict, NotFound
from domain.model.lazily import dataclass
from domain.store.cleaning import clean
from domain.workbook import filters
from domain.workbook.people_orders import SORTS

if TYPE_CHECKING:
    from domain.store import Act, Tx
    from domain.workbook.filters import Lexicon, Parsed
    from domain.workbook.workbook import Workbook

MAX_NAME = 40
"""Characters of a view's name."""
MAX_FILTER = 1_000
"""Characters of a view's filter."""
MOST = 200
"""Views that a workbook keeps."""


@dataclass(frozen=True, slots=True)
class View:
    """One view of People."""

    id: int
    """0 for those that come with the program."""
    name: str
    filter: str
    """A line as it is typed."""
    sort: str = "name"
    descending: bool = False
    who: str = ""
    """Who made it."""
    version: int = 0

    @property
    def built_in(self) -> bool:
        """Whether it comes with the program."""
        return not self.id


BUILT_IN = (
    View(0, "Everybody", ""),
    View(0, "Waiting over target", "late", "since"),
    View(0, "Retests ready", "retest:due", "retest"),
    View(0, "Near-hire lane", "state:not-yet retest:any", "retest"),
    View(0, "Slips owed", "owed", "since"),
    View(0, "Here today", "state:here", "since"),
    View(0, "Mine", "owner:me", "since", True),
    View(0, "Class full, kept for later", "state:class-full", "since", True),
    View(0, "Perhaps the same person", "twin", "name"),
    View(0, "On no opening", "opening:none", "added", True),
)
"""In the order in which they are offered; the first is where People opens."""


def listing(wb: Workbook) -> tuple[View, ...]:
    """Every view: those that come with the program, then the hub's own by name."""
    with wb.store.read() as tx:
        rows = tx.rows(f'select id, name, "filter", sort, descending, who, version from view limit {MOST}')
    own = (View(**row | {"descending": bool(row["descending"])}) for row in rows)
    return (*BUILT_IN, *sorted(own, key=lambda view: (view.name.casefold(), view.id)))


def parsed(view: View, known: Lexicon) -> Parsed:
    """The view as a query in its own order; an account or opening that is gone shows as a problem."""
    sort = view.sort if view.sort in SORTS else "name"
    return filters.parse(view.filter, known, filters.PeopleQuery(sort=sort, descending=view.descending))


def make(wb: Workbook, name: str, filter_line: str, sort: str = "name", *, descending: bool = False) -> int:
    """Keep a filter and an order under a new name; its id.

    BadInput for a name that is empty or too long and for a filter that cannot be read; Conflict where it is taken.
    """
    fields = _fields(wb, filter_line, sort, descending)
    said = _name(name)

    def work(act: Act) -> int:
        _check_free(act, said)
        if int(act.value("select count(*) from view")) >= MOST:
            raise Conflict(f"There are {MOST} views already.", "Delete one that nobody uses.")
        return act.insert("view", name=said, who=act.who, at=act.at, **fields)

    return wb.store.do(f"saved the view {said}", work)


def rename(wb: Workbook, view_id: int, name: str) -> None:
    """Give a view another name; errors as for `make`, NotFound where it is gone."""
    said = _name(name)
    before = find(wb, view_id).name

    def work(act: Act) -> None:
        _check_free(act, said, view_id)
        act.update("view", view_id, name=said)

    wb.store.do(f"renamed the view {before} to {said}", work)


def replace(wb: Workbook, view_id: int, filter_line: str, sort: str = "name", *, descending: bool = False) -> None:
    """Let a view show something else under its name; errors as for `make`, NotFound where it is gone."""
    fields = _fields(wb, filter_line, sort, descending)
    name = find(wb, view_id).name
    wb.store.do(f"changed the view {name}", lambda act: act.update("view", view_id, **fields))


def delete(wb: Workbook, view_id: int) -> None:
    """Forget a view; NotFound where it is gone."""
    name = find(wb, view_id).name
    wb.store.do(f"deleted the view {name}", lambda act: act.delete("view", view_id))


def find(wb: Workbook, view_id: int) -> View:
    """One of the hub's own views; NotFound with what to do."""
    found = next((view for view in listing(wb) if view.id == view_id and view.id), None)
    if found is None:
        raise NotFound("This view is no longer in the workbook.", "Somebody may have deleted it; undo brings it back.")
    return found


def _name(text: str) -> str:
    said = " ".join(clean(text, 10 * MAX_NAME).split())
    if not said:
        raise BadInput("A view needs a name.", "Type one, as in Night shift.")
    if len(said) > MAX_NAME:
        raise BadInput(f"A name of {len(said)} characters is too long.", f"Use {MAX_NAME} at most.")
    return said


def _fields(wb: Workbook, filter_line: str, sort: str, descending: bool) -> dict[str, object]:
    line = " ".join(clean(filter_line, 2 * MAX_FILTER).split())
    if len(line) > MAX_FILTER:
        raise BadInput(f"A filter of {len(line)} characters is too long.", f"Use {MAX_FILTER} at most.")
    if sort not in SORTS:
        raise BadInput(f'"{sort}" is no order of People.', f"Use one of {', '.join(SORTS)}.")
    read = filters.parse(line, filters.read(wb))
    if read.problems:
        raise BadInput("Not saved: " + read.problems[0].message, "Mend the filter, then save it.")
    return {"filter": line, "sort": sort, "descending": int(descending)}


def _check_free(tx: Tx, name: str, but: int = 0) -> None:
    """Names that differ in capitals only would be one to whoever looks for them."""
    taken = {view.name.casefold() for view in BUILT_IN}
    taken |= {str(row["name"]).casefold() for row in tx.rows("select name from view where id <> :but", but=but)}
    if name.casefold() in taken:
        raise Conflict(f"There is a view {name} already.", "Choose another name, or replace that one.")
