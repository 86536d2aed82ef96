"""Which people a view looks at, and over which days: one value, and the only place that makes SQL of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass

if TYPE_CHECKING:
    from domain.workbook.workbook import Workbook

Values = dict[str, object]

LAST_MS: Final = 1 << 62
"""After every moment there is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a view looks at; every field that is given leaves people out, and none of them brings anybody in."""

    account: str = ""
    """Id of an account; '' = all."""
    opening: int = 0
    """Id of an opening; 0 = all."""
    source: str = ""
    """Where people came from, as it stands on their card; '' = anywhere."""
    site: str = ""
    """Name of the site at which a class is; '' = all that share the workbook."""
    since: date | None = None
    """The first business day of the site; None = from the beginning."""
    until: date | None = None
    """The last one; None = until now."""

    @property
    def whole(self) -> bool:
        """Whether nobody is left out because of where they are or came from."""
        return not (self.account or self.opening or self.source or self.site)

    def span(self, wb: Workbook) -> tuple[int, int]:
        """The period in milliseconds UTC: from the first to before the second."""
        first = wb.starts_at(self.since) if self.since else 0
        return first, wb.starts_at(self.until + timedelta(days=1)) if self.until else LAST_MS

    def applications(self, a: str = "application") -> tuple[str, Values]:
        """The condition on applications under this name, whatever the period; '' where all of them count."""
        tests, values = self._class(a)
        if self.source:
            tests.append(f"{a}.person in (select person.id from person where person.source = :in_source)")
            values["in_source"] = self.source
        return " and ".join(tests), values

    def counted(self, c: str = "counted") -> tuple[str, Values]:
        """The same for applications of people who were erased: of those nobody knows any more where they came from."""
        tests, values = self._class(c)
        return " and ".join([*tests, *(["1 = 0"] if self.source else [])]), values

    def _class(self, a: str) -> tuple[list[str], Values]:
        tests: list[str] = []
        values: Values = {}
        if self.account:
            tests.append(f"{a}.account = :in_account")
            values["in_account"] = self.account
        if self.opening:
            tests.append(f"{a}.opening = :in_opening")
            values["in_opening"] = self.opening
        if self.site:
            tests.append(f"{a}.opening in (select opening.id from opening where opening.site = :in_site)")
            values["in_site"] = self.site
        return tests, values

    def within(self, wb: Workbook, column: str) -> tuple[str, Values]:
        """The condition that a moment in milliseconds UTC lies in the period; a moment of 0 has not come."""
        first, behind = self.span(wb)
        return f"{column} >= :span_from and {column} < :span_to", {"span_from": max(1, first), "span_to": behind}

    def months(self, column: str) -> tuple[str, Values]:
        """The same of a month such as '2026-08', which lies in the period if its first day does; '' never does."""
        values: Values = {"first_month": "0"}
        tests = [f"{column} > :first_month"]
        if self.since:
            ahead = self.since if self.since.day == 1 else (self.since.replace(day=28) + timedelta(days=4))
            tests = [f"{column} >= :first_month"]
            values["first_month"] = ahead.isoformat()[:7]
        if self.until:
            tests.append(f"{column} <= :last_month")
            values["last_month"] = self.until.isoformat()[:7]
        return " and ".join(tests), values

    def joined(self, wb: Workbook, moment: str, a: str = "application") -> tuple[str, Values]:
        """The condition of people and period together, ready to stand after `where`."""
        among, values = self.applications(a)
        within, span = self.within(wb, moment)
        return " and ".join(filter(None, (among, within))), values | span


EVERYTHING: Final = Scope()
"""Everybody, from the beginning."""
