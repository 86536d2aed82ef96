"""The weekly page: what a hub looks at together once a week. It has room for counts and shares, and for no names."""

from __future__ import annotations

from datetime import date

from domain.model.lazily import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """So many of so many, and whether that is enough to be told, and drawn, as a share."""

    n: int
    of: int
    enough: bool

    @property
    def percent(self) -> int:
        """0-100, rounded; 0 where there is nobody."""
        return (200 * self.n + self.of) // (2 * self.of) if self.of else 0


@dataclass(frozen=True, slots=True)
class Bar:
    """One milestone in one week: people by what became of them there."""

    passed: int = 0
    stopped: int = 0
    """Not yet, withdrew, did not come, or ended otherwise."""
    waiting: int = 0

    @property
    def people(self) -> int:
        """Everybody to whom something happened at it."""
        return self.passed + self.stopped + self.waiting


@dataclass(frozen=True, slots=True)
class MilestoneWeek:
    """One milestone of the funnel, this week and the week before."""

    title: str
    now: Bar
    before: Bar
    passed: Told
    """Of those about whom something was decided."""
    passed_before: Told


@dataclass(frozen=True, slots=True)
class Cause:
    """Why people stopped, in words of the catalogue."""

    words: str
    where: str
    """The milestone; '' where it is about all of them."""
    people: int


@dataclass(frozen=True, slots=True)
class TimeWeek:
    """How long something took."""

    what: str
    said: str
    """The same as the beginning of a sentence: 'Through the exam'."""
    target: str
    """'2 days', working days; '' where there is none."""
    median: str
    """'38 min'; '' where there is no case."""
    kept: Told | None
    """Who was through within the target; None where there is none."""
    kept_before: Told | None


@dataclass(frozen=True, slots=True)
class KeptWeek:
    """What was owed to people, and how much of it they got."""

    what: str
    now: Told
    before: Told


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class as it stands today."""

    name: str
    starts: str
    """'1 Sep'; '' for one without a first day."""
    seats: int
    taken: int
    likely: int
    """Of the free seats, those that the people on the way fill in the middle of all runs."""
    on_the_way: int
    to_find: int
    """People who must still be found."""
    chance: Told | None
    """In how many runs the people on the way fill it; None where no offer can be made in time any more."""
    stated: int
    """Rates behind it that are not the site's own yet."""


@dataclass(frozen=True, slots=True)
class WeeklyPage:
    """One week of a hub on one page."""

    site: str
    dated: date
    """The day on which it was made."""
    week: str
    """'2026-W47', as in ISO 8601."""
    days: str
    """'16 to 22 Nov'."""
    days_before: str
    so_far: bool
    """Whether the week is not over yet."""
    whom: str
    """'all openings', or the name of an account, a class or a site."""
    least: int
    """Cases from which on a share is told."""
    new: int
    """People who came in."""
    new_before: int
    talk: tuple[str, ...]
    """What moved most, in plain sentences with their numbers."""
    funnel: tuple[MilestoneWeek, ...]
    gaps: tuple[Cause, ...]
    endings: tuple[Cause, ...]
    times: tuple[TimeWeek, ...]
    kept: tuple[KeptWeek, ...]
    owed_late: int
    """Slips of the week that are late and not given."""
    classes: tuple[ClassRow, ...]
    more_classes: int
    """Classes that have no room on the page."""
