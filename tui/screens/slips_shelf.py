"""What Slips has read so far, and which of it belongs to each tab."""

from __future__ import annotations

from array import array
from dataclasses import field
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.workbook import slip_checks, slip_list
from domain.workbook.slip_list import Owed
from tui.widgets.bars import Tab

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from domain.workbook import Workbook
    from domain.workbook.slip_checks import Check
    from domain.workbook.slip_list import Behind, SlipQuery

ALL, OWED, DRAFT, READY, MAIL, GIVEN = "all", "owed", "draft", "ready", "mail", "given"
LABELS: Mapping[str, str] = {
    ALL: "All",
    OWED: "Owed",
    DRAFT: "Draft",
    READY: "Ready",
    MAIL: "Mail",
    GIVEN: "Given",
}
"""The tabs: everything; what is not delivered yet, with the drafts, those among them that can go, and those whose mail
is on its way or did not get through, where there are any; what is."""
_MET_AGAIN = 2 * slip_list.FIRST_PAGE


@dataclass(frozen=True, slots=True)
class Front:
    """What is read first: enough to fill the screen, and the numbers of the tabs."""

    owed: Owed
    checks: dict[int, Check]
    delivered: array[int]
    behind: Behind | None
    counts: tuple[int, int]
    """Slips owed and delivered, whatever the filter."""
    shorts: Mapping[str, str]
    """Short names of the milestones."""
    today: date
    """The site's business day."""


def front(wb: Workbook, query: SlipQuery) -> Front:
    """Read what is owed, the first page of what was delivered, and how many there are of both."""
    owed = slip_list.owed(wb, query)
    part, behind = slip_list.delivered(wb, query, size=slip_list.FIRST_PAGE)
    shorts = {str(key): milestone.short for key, milestone in wb.catalogue.milestones.items()}
    checks = slip_checks.look(wb, [slip for _, slip in owed.drafted])
    return Front(owed, checks, part, behind, slip_list.counts(wb), shorts, wb.today())


@dataclass(slots=True)
class Shelf:
    """Attempts by tab; drafts that nobody has looked at yet stand with those that miss something."""

    owed: Owed = field(default_factory=Owed)
    checks: dict[int, Check] = field(default_factory=dict)
    """By slip."""
    delivered: array[int] = field(default_factory=lambda: array("q"))
    counts: tuple[int, int] = (0, 0)
    whole: bool = False
    """Whether all that was delivered has been read."""
    open: dict[int, int] = field(init=False, default_factory=dict)
    """The slip (0 for none) of each attempt whose slip is not given to a channel yet."""

    mailed: frozenset[int] = field(init=False, default_factory=frozenset)
    """Attempts whose slip is in the mail, or did not get through."""

    def __post_init__(self) -> None:
        """Note what is open."""
        self.mailed = frozenset(attempt for attempt, _ in self.owed.posted)
        self.open = dict.fromkeys(self.owed.nothing, 0) | dict(self.owed.drafted)

    @property
    def known(self) -> bool:
        """Whether every draft has been looked at."""
        return all(slip in self.checks for _, slip in self.owed.drafted)

    def is_ready(self, slip: int) -> bool:
        """Whether a slip can go as it is."""
        return slip in self.checks and self.checks[slip].ready

    def ready(self) -> array[int]:
        """Attempts whose slip can go."""
        return array("q", (attempt for attempt, slip in self.owed.drafted if self.is_ready(slip)))

    def draft(self) -> array[int]:
        """Attempts whose slip is drafted and cannot go yet."""
        return array("q", (attempt for attempt, slip in self.owed.drafted if not self.is_ready(slip)))

    def ids(self, tab: str) -> array[int]:
        """The attempts of a tab, in its order: what waits for work, what can go, what is gone."""
        if tab == GIVEN:
            return self.delivered
        if tab in (DRAFT, READY):
            return self.ready() if tab == READY else self.draft()
        mail = array("q", (attempt for attempt, _ in self.owed.posted))
        if tab == MAIL:
            return mail
        owed = mail + self.owed.nothing + self.draft() + self.ready()
        return owed if tab == OWED else owed + self.delivered

    def tabs(self) -> list[Tab]:
        """The tabs with how many there are in each, as far as that is known."""
        owed, delivered = self.counts
        ready = len(self.ready()) if self.known else None
        draft = len(self.draft()) if self.known else None
        mail = len(self.owed.posted)
        numbers = {ALL: owed + delivered, OWED: owed, DRAFT: draft, READY: ready, MAIL: mail, GIVEN: delivered}
        return [Tab(tab, LABELS[tab], numbers[tab]) for tab in LABELS if tab != MAIL or mail]

    def begun_anew(self, read: Front) -> Shelf:
        """What is known now, before the rest of a long list is read again: its old part stands in for it."""
        met = set(self.delivered[:_MET_AGAIN])
        fresh = array("q", (attempt for attempt in read.delivered if attempt not in met))
        delivered = fresh + self.delivered if read.behind is not None else read.delivered
        return Shelf(read.owed, dict(read.checks), delivered, read.counts, read.behind is None)


def shelf_of(read: Front) -> Shelf:
    """What is known after the first look."""
    return Shelf(read.owed, dict(read.checks), read.delivered[:], read.counts, read.behind is None)


def unseen(shelf: Shelf) -> list[int]:
    """Drafts that nobody has looked at yet."""
    return slip_checks.unseen((slip for _, slip in shelf.owed.drafted), shelf.checks)


def between(ids: Iterable[int], one: int, other: int) -> list[int]:
    """The ids of a list from one to the other, whichever comes first; none where one of them is not in it."""
    listed = list(ids)
    try:
        first, last = sorted((listed.index(one), listed.index(other)))
    except ValueError:
        return []
    return listed[first : last + 1]
