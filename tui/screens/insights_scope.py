"""Over which days Insights looks, and at whom: the sheets that ask, and the words that say it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from domain.model.lazily import dataclass
from domain.workbook import openings
from domain.workbook.insights import Scope
from domain.workbook.wording import count, day_month
from tui.screens.choice import Choice, Option
from tui.screens.form import Form
from tui.widgets.fields import Field, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from domain.workbook import Workbook
    from domain.workbook.filters import Value
    from tui.app import MilepostApp

DEFAULT_DAYS: Final = 60
SPANS: Final = ((7, "A week"), (30, "30 days"), (DEFAULT_DAYS, "60 days"), (90, "90 days"), (365, "A year"))
"""Days up to today, and what that is called."""
EVER, CHOSEN = "ever", "chosen"
EVERYBODY, ACCOUNT, OPENING, SOURCE, SITE = "everybody", "account", "opening", "source", "site"


@dataclass(frozen=True, slots=True)
class Known:
    """What can be chosen, by its id, with its name."""

    accounts: Mapping[str, str]
    shorts: Mapping[str, str]
    """Short names of accounts."""
    openings: Mapping[int, str]
    sources: Sequence[str]
    sites: Sequence[str]


def known(wb: Workbook) -> Known:
    """Read what there is to choose from."""
    from domain.workbook.filters import FieldName, lexicon

    with wb.store.read() as tx:
        sites = [row["site"] for row in tx.rows("select distinct site from opening where site > '' order by site")]
        used = {row["account"] for row in tx.rows("select distinct account from opening")}
    classes = {row.id: row.name for row in openings.listing(wb, with_closed=True)}
    accounts = {key: one.name for key, one in wb.catalogue.accounts.items() if key in used}
    sources: Sequence[Value] = lexicon.read(wb).of(FieldName.SOURCE)
    shorts = {key: wb.catalogue.accounts[key].short for key in accounts}
    return Known(accounts, shorts, classes, [one.key for one in sources if one.key], sites)


def first_scope(today: date) -> Scope:
    """Return everybody, over the last days."""
    return lately(Scope(), today, DEFAULT_DAYS)


def lately(scope: Scope, today: date, days: int) -> Scope:
    """Return the same people over so many days up to today."""
    return replace(scope, since=today - timedelta(days=days - 1), until=today)


def words(scope: Scope, there: Known, today: date) -> str:
    """Return what is looked at: '13 Jun to 12 Aug, all openings'."""
    return f"{days_words(scope, today)}, {whom_words(scope, there)}"


def days_words(scope: Scope, today: date) -> str:
    """Return the days: '13 Jun to 12 Aug'."""
    last = day_month(scope.until or today, today)
    if scope.since is None:
        return f"from the beginning to {last}"
    return f"{day_month(scope.since, today)} to {last}"


def whom_words(scope: Scope, there: Known) -> str:
    """Return who: 'all openings', 'Retail, from Referral'."""
    said = []
    if scope.account:
        said.append(there.shorts.get(scope.account, scope.account))
    if scope.opening:
        said.append(there.openings.get(scope.opening, "an opening that is gone"))
    if scope.source:
        said.append(f"from {scope.source}")
    if scope.site:
        said.append(f"at {scope.site}")
    return ", ".join(said) or "all openings"


# Asking.


def ask_days(app: MilepostApp, scope: Scope, take: Callable[[Scope], None]) -> None:
    """Ask for the days, and hand the new scope on."""
    today = app.today
    options = [Option(str(days), label, day_month(today - timedelta(days=days - 1), today)) for days, label in SPANS]
    options += [Option(EVER, "From the beginning"), Option(CHOSEN, "Other days", "from one to another")]
    now = next((str(days) for days, _ in SPANS if lately(scope, today, days) == scope), "")

    def chosen(name: str | None) -> None:
        if name == CHOSEN:
            _ask_dates(app, scope, take)
        elif name == EVER:
            take(replace(scope, since=None, until=None))
        elif name is not None:
            take(lately(scope, today, int(name)))

    app.push_screen(Choice("Which days", options, "up to today", now=now or (EVER if not scope.since else "")), chosen)


def _ask_dates(app: MilepostApp, scope: Scope, take: Callable[[Scope], None]) -> None:
    def iso(day: date | None) -> str:
        return day.isoformat() if day else ""

    fields = [
        Field(key="since", label="First day", kind=Kind.DATE, value=iso(scope.since), hint="empty: from the beginning"),
        Field(key="until", label="Last day", kind=Kind.DATE, value=iso(scope.until), hint="empty: until today"),
    ]

    def answered(values: dict[str, str] | None) -> None:
        if values is not None:
            since, until = (date.fromisoformat(values[key]) if values[key] else None for key in ("since", "until"))
            if since and until and until < since:
                since, until = until, since
            take(replace(scope, since=since, until=until))

    app.push_screen(Form("Which days", fields, fact="both count"), answered)


def ask_whom(app: MilepostApp, scope: Scope, there: Known, take: Callable[[Scope], None]) -> None:
    """Ask by what to look, then which one; what was chosen before stays, so that they add up."""
    options = [
        Option(EVERYBODY, "Everybody", "" if not scope.whole else "as now"),
        Option(ACCOUNT, "One account", there.accounts.get(scope.account, count(len(there.accounts), "account"))),
        Option(OPENING, "One opening", there.openings.get(scope.opening, count(len(there.openings), "opening"))),
        Option(SOURCE, "One source", scope.source or count(len(there.sources), "source")),
        Option(SITE, "One site", scope.site or count(len(there.sites), "site")),
    ]

    def chosen(name: str | None) -> None:
        if name == EVERYBODY:
            take(Scope(since=scope.since, until=scope.until))
        elif name is not None:
            _ask_which(app, scope, there, name, take)

    app.push_screen(Choice("Who to look at", options, whom_words(scope, there)), chosen)


def _ask_which(app: MilepostApp, scope: Scope, there: Known, what: str, take: Callable[[Scope], None]) -> None:
    named: dict[str, Sequence[tuple[str, str]]] = {
        ACCOUNT: list(there.accounts.items()),
        OPENING: [(str(key), name) for key, name in there.openings.items()],
        SOURCE: [(one, one) for one in there.sources],
        SITE: [(one, one) for one in there.sites],
    }
    now = {ACCOUNT: scope.account, OPENING: str(scope.opening or ""), SOURCE: scope.source, SITE: scope.site}[what]
    options = [Option("", "All of them"), *(Option(f"={key}", name) for key, name in named[what])]

    def chosen(name: str | None) -> None:
        if name is not None:
            take(_with(scope, what, name.removeprefix("=")))

    app.push_screen(Choice(f"Which {what}", options, now=f"={now}" if now else ""), chosen)


def _with(scope: Scope, what: str, key: str) -> Scope:
    if what == ACCOUNT:
        return replace(scope, account=key)
    if what == OPENING:
        return replace(scope, opening=int(key or 0))
    return replace(scope, source=key) if what == SOURCE else replace(scope, site=key)
