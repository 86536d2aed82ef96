"""The workbook: the store, what the product knows, the site and its clock, behind one door."""

from __future__ import annotations

from array import array
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.catalog import load
from domain.model.errors import BadInput
from domain.model.lazily import dataclass
from domain.model.letterhead import PLAIN
from domain.model.letterhead import Letterhead as Letterhead
from domain.rules.working_days import (
    MONDAY_TO_FRIDAY,
    first_in_time,
    working_day_after,
    working_day_before,
    working_days_between,
)
from domain.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from pathlib import Path

    from domain.model.catalogue import Account, Catalogue, Milestone
    from domain.model.exam import ExamPapers
    from domain.model.message import Messages
    from domain.model.terms import MilestoneId
    from domain.rules.tongues import Tongue
    from domain.workbook.slip_checks import Seen


OUTBOX = "outbox"
"""Who sends, in the history: nobody's undo reaches what left the house."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a workbook must know about the place that it is used at."""

    name: str = "Harbour hub"
    zone: str = "Asia/Manila"
    """IANA name of the zone that the site's days are counted in."""
    region: str = "PH"
    """Two-letter country that mobile numbers without a country code belong to."""
    contact_channel: str = "message on the number you applied with"
    contact_hours: str = "9 am to 7 pm"
    language: str = "en"
    paper: Literal["a4", "letter"] = "a4"
    working_days: frozenset[int] = MONDAY_TO_FRIDAY
    """Weekdays on which the office answers, Monday 0; at least one."""
    day_starts: time = time(9)
    day_ends: time = time(19)
    """Not after the start: the business day ends on the next calendar day, as at a hub that works at night."""
    holidays: Collection[date] = frozenset()
    """Days on which the office does not answer although it is a working day; a mapping gives their names."""
    keep_days: int = 0
    """Days after the last step for which a record must be kept: a legal minimum, before which nobody is erased."""
    forget_days: int = 0
    """Days after the last step after which people are to be erased; 0 for what the follow-up data says."""
    fairness: Path | None = None
    """The file for what people said freely about themselves, kept apart; None = this site does not look at it."""
    letterhead: Letterhead = PLAIN
    """What is printed on the paper of slips and reports."""

    @property
    def day_turns(self) -> time:
        """When one business day gives way to the next: midnight, or the end of a day that goes on after it."""
        return self.day_ends if self.day_ends <= self.day_starts else time(0)

    def day_of(self, local: datetime) -> date:
        """The business day of a moment on the site's own clock: at 2:00 a night hub still has the day before."""
        return local.date() - timedelta(days=local.time() < self.day_turns)

    def working_day_after(self, day: date, days: int) -> date:
        """The day that many working days of this site later; with 0 the day itself."""
        return working_day_after(day, days, self.working_days, self.holidays)

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days of this site have come after one day, up to and with another."""
        return working_days_between(start, end, self.working_days, self.holidays)

    def working_day_before(self, day: date, days: int) -> date:
        """The day that many working days of this site earlier; with 0 the day itself."""
        return working_day_before(day, days, self.working_days, self.holidays)

    def first_in_time(self, today: date, days: int) -> date:
        """The earliest day since which so many working days of this site have not gone by; before it is late."""
        return first_in_time(today, days, self.working_days, self.holidays)

    def tz(self) -> ZoneInfo:
        """The site's time zone; raises BadInput for a name that the zone database does not hold."""
        try:
            return ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise BadInput(
                f'"{self.zone}" is not a time zone.', 'Use a name of the zone database, as in "Asia/Manila".'
            ) from error


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail leaves from; the password is never part of it."""

    host: str = ""
    port: int = 587
    security: Literal["starttls", "tls"] = "starttls"
    user: str = ""
    """'' for a server that asks nobody who they are."""
    sender: str = ""
    """The address that slips come from."""
    password_command: str = ""
    """What prints the password, where it does not come from the environment."""
    undo_minutes: int = 3
    """Minutes for second thoughts before a mail leaves, 0-60."""
    timeout: float = 30.0
    """Seconds that the server has for each answer."""

    @property
    def ready(self) -> bool:
        """Whether enough is known to send anything."""
        return bool(self.host and self.sender)

    @property
    def wait(self) -> int:
        """Milliseconds for second thoughts."""
        return self.undo_minutes * 60_000


@dataclass(slots=True)
class Workbook:
    """One open workbook; used from one thread at a time."""

    store: Store
    catalogue: Catalogue
    site: Site
    milestones_seen: dict[int, Milestone] = field(default_factory=dict)
    """Rubric versions by row id; a version never changes once it is written."""
    accounts_seen: dict[int, Account] = field(default_factory=dict)
    slips_seen: dict[int, Seen] = field(default_factory=dict)
    """What stood against drafts when they were last looked at, by slip."""
    editions_seen: dict[int, Mapping[MilestoneId, Milestone] | None] = field(default_factory=dict)
    """By row id of an account's version: the milestones that were kept with it, before its numbers are laid over them;
    None where the catalogue's are used."""
    catalogue_folder: Path | None = None
    """The site's own catalogue, for what is read of it only when it is needed."""
    papers_seen: ExamPapers | None = None
    """The papers of the exam room once somebody was handed the keyboard."""
    messages_seen: Mapping[str, Messages] | None = None
    """The short texts to people, by language, once somebody was written to."""
    tongues_seen: dict[str, Tongue] = field(default_factory=dict)
    """The languages that slips were written in so far, by code."""
    picked: array[int] = field(default_factory=partial(array, "q"))
    """The people behind the figure that was opened last, for the filter `picked`."""

    def now(self) -> int:
        """Milliseconds UTC."""
        return self.store.clock()

    def today(self) -> date:
        """The site's business day."""
        return self.day(self.now())

    def day(self, at: int) -> date:
        """The site's business day at a moment in milliseconds UTC."""
        return self.site.day_of(datetime.fromtimestamp(at / 1000, UTC).astimezone(self.site.tz()))

    def starts_at(self, day: date) -> int:
        """When a business day of the site begins, milliseconds UTC."""
        return int(datetime.combine(day, self.site.day_turns, self.site.tz()).timestamp() * 1000)

    def time_of_day(self, at: int) -> str:
        """The site's clock at a moment, as in '9:05'."""
        moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(self.site.tz())
        return f"{moment.hour}:{moment.minute:02}"

    def take_settings(self, site: Site, who: str) -> None:
        """Go on as another site, and in another name, from the next act on; nothing that is stored changes."""
        self.site = site
        self.store.who = who

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()


def open_workbook(
    where: str | Path,
    *,
    who: str,
    site: Site | None = None,
    catalogue: Catalogue | None = None,
    catalogue_folder: Path | None = None,
    catalogue_kept: Path | None = None,
    clock: Callable[[], int] | None = None,
    create: bool = True,
    read_only: bool = False,
) -> Workbook:
    """Open, or make, the workbook at a path or a PostgreSQL address; errors as in `domain.store.open_store`.

    `catalogue_folder` is the site's own, `catalogue_kept` a file to keep what was read, as `catalog.load` takes them.
    """
    opened = partial(open_store, where, who=who, create=create, read_only=read_only)
    store = opened(clock=clock) if clock else opened()
    known = catalogue or load(catalogue_folder, catalogue_kept)
    return Workbook(store, known, site or Site(), catalogue_folder=catalogue_folder)
