"""Classes that people apply for, and the rubrics that they are assessed by."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from domain.catalog.frozen import digest, freeze
from domain.catalog.resolve import resolve
from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.rules.path import route
from domain.rules.results import hurdles_of
from domain.workbook import openings, rubrics
from domain.workbook.openings import OpeningRow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from domain.model.catalogue import Account, Milestone
    from domain.model.terms import MilestoneId
    from domain.workbook.workbook import Workbook


Fields = dict[str, object]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One milestone as one account assesses it."""

    mark: int
    """Equal for accounts that assess the milestone in the same way."""
    milestone: Milestone
    hurdles: dict[str, float | str]
    body: str
    """As the rubric is stored."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenClass:
    """One opening."""

    id: int
    account: Account
    path: tuple[MilestoneId, ...]
    at: int
    """When it was opened, milliseconds UTC."""
    row: OpeningRow
    """As lists show it when nobody is on it."""


@dataclass(slots=True)
class Classes:
    """Every opening of the book, with the rubrics in use."""

    wb: Workbook
    new_id: Callable[[], int]
    put: Callable[[str, Fields], None]
    """Takes a row for a table."""
    all: list[OpenClass] = field(default_factory=list)
    _accounts: dict[str, int] = field(default_factory=dict)
    _kinds: dict[tuple[str, MilestoneId], Kind] = field(default_factory=dict)
    _rubrics: dict[tuple[str, MilestoneId], int] = field(default_factory=dict)
    _marks: dict[object, int] = field(default_factory=dict)
    _milestones: dict[str, Milestone] = field(default_factory=dict)

    def open(
        self, account_id: str, *, seats: int, starts: date | None, at: int, name: str = "", closed_at: int = 0
    ) -> OpenClass:
        """Open a class, perhaps one that was closed since; BadInput for an unknown account or seats out of 1-1000."""
        account = self.wb.catalogue.accounts.get(account_id)
        if account is None or not 1 <= seats <= openings.MAX_SEATS:
            raise BadInput(f'No class of {seats} seats can be opened on "{account_id}".', "Look at account and seats.")
        title = name or openings.default_name(account, starts)
        made = self.new_id()
        row: Fields = {
            "id": made,
            "account": account.id,
            "name": title,
            "site": self.wb.site.name,
            "seats": seats,
            "starts": starts.isoformat() if starts else "",
            "rubric": self._account_rubric(account, at),
            "at": at,
            "closed_at": closed_at,
        }
        self.put("opening", row)
        shown = OpeningRow(made, account.id, account.short, account.name, title, seats, 0, 0, starts, False)
        opened = OpenClass(made, account, route(account), at, shown)
        self.all.append(opened)
        self.all.sort(key=lambda one: (one.row.starts is None, one.row.starts, one.row.name, one.id))
        return opened

    def kind(self, opened: OpenClass, milestone: MilestoneId) -> Kind:
        """A milestone as the account of a class assesses it."""
        key = (opened.account.id, milestone)
        found = self._kinds.get(key)
        if found is None:
            found = self._kinds[key] = self._make_kind(opened.account, milestone)
        return found

    def rubric(self, opened: OpenClass, milestone: MilestoneId) -> int:
        """The row that holds a milestone as the account of a class assesses it, stored when it is first asked for."""
        key = (opened.account.id, milestone)
        if key not in self._rubrics:
            name, body = f"{milestone}/{opened.account.id}", self.kind(opened, milestone).body
            self._rubrics[key] = self._store_rubric(rubrics.MILESTONE, name, body, opened.at)
        return self._rubrics[key]

    def store_rubrics(self) -> None:
        """Store every rubric that the classes so far can ask for, so that ids do not depend on who asks first."""
        for opened in self.all:
            for milestone in opened.path:
                self.rubric(opened, milestone)

    def _make_kind(self, account: Account, milestone_id: MilestoneId) -> Kind:
        resolved = resolve(self.wb.catalogue.milestones[milestone_id], account, self.wb.catalogue.cefr)
        body = freeze(resolved)
        # Accounts that ask for the same share one value, so that what is said about it is worked out once.
        milestone = self._milestones.setdefault(body, resolved)
        hurdles = hurdles_of(account, milestone)
        mark = (digest(body), tuple(sorted(hurdles.items())))
        return Kind(self._marks.setdefault(mark, len(self._marks)), milestone, hurdles, body)

    def _account_rubric(self, account: Account, at: int) -> int:
        if account.id not in self._accounts:
            self._accounts[account.id] = self._store_rubric(rubrics.ACCOUNT, account.id, freeze(account), at)
        return self._accounts[account.id]

    def _store_rubric(self, kind: str, name: str, body: str, at: int) -> int:
        made = self.new_id()
        row: Fields = {"id": made, "kind": kind, "name": name, "number": 1, "digest": digest(body), "body": body}
        self.put("rubric", row | {"at": at})
        return made
