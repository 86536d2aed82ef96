"""Whether groups of people are selected alike: selection ratios, four fifths, and what chance alone can do.

Sources: Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D (four fifths, and small numbers); the
Questions and Answers on them, 44 FR 11996 (1979), question 21 (the selection of one different person); Fisher's exact
test as in `domain.rules.shares`. A flag is a reason to look, never a finding.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.rules.shares import Interval, Share, fisher, newcombe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.model.insight_rules import FigureRules


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months of the calendar; both days count."""

    since: date
    until: date

    def shares_days(self, other: Period) -> bool:
        """Whether a day lies in both."""
        return self.since <= other.until and other.since <= self.until


def period_over(today: date, months: int, back: int = 0) -> Period:
    """The last period of so many months (a part of 12) that was over before a day, or one that much further back."""
    whole = (today.year * 12 + today.month - 1) // months - back
    return Period(_first(whole * months - months), _first(whole * months) - timedelta(days=1))


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True, slots=True)
class GroupRate:
    """How one group came through, beside the group with the highest rate."""

    group: str
    share: Share
    ratio: float
    """Of the highest rate, 0-1; 1 for that group itself."""
    below: bool
    """Under four fifths of the highest rate."""
    chance: float
    """Fisher's exact test against the highest, 0-1; 1 for that group itself."""
    difference: Interval
    """Of its rate less the highest one, 95 of 100."""
    lifts: bool
    """One more person of the group selected would take it to four fifths."""
    turns: bool
    """One different person selected would make its rate the higher one: too few to say anything."""


@dataclass(frozen=True, slots=True)
class GroupRates:
    """All groups that may be shown, the highest rate first."""

    rows: tuple[GroupRate, ...]
    hidden: int
    """Groups with fewer people than may be shown; their numbers are nowhere in here."""
    thin: bool = False
    """So few came through, or did not, that whoever knows who they are would know what they said: nothing is shown."""

    @property
    def compared(self) -> bool:
        """Whether anybody came through; of none of them, no rate is more or less than another."""
        return any(row.share.n for row in self.rows)

    @property
    def flagged(self) -> tuple[GroupRate, ...]:
        """Groups under four fifths where not all hangs on a single person."""
        return tuple(row for row in self.rows if row.below and not row.turns)


def group_rates(groups: Mapping[str, Share], rules: FigureRules) -> GroupRates:
    """Selected of those who were considered, by group; groups that are too small are left out before anything else.

    No sum over all groups is in the answer: with it a single hidden group could be worked out. Nor is anything shown
    where only some few came through, or only some few did not: everybody at a site knows who they are.
    """
    shown = {name: share for name, share in groups.items() if share.of >= rules.smallest_group}
    hidden = sum(0 < share.of < rules.smallest_group for share in groups.values())
    if not shown:
        return GroupRates((), hidden)
    through, considered = sum(share.n for share in shown.values()), sum(share.of for share in shown.values())
    if any(0 < side < rules.smallest_group for side in (through, considered - through)):
        return GroupRates((), hidden, thin=True)
    highest = max(shown, key=lambda name: (shown[name].value, shown[name].of))
    ordered = sorted(shown, key=lambda name: (name != highest, -shown[name].value, name))
    return GroupRates(tuple(_rate(name, shown[name], highest, shown[highest], rules) for name in ordered), hidden)


def _rate(name: str, own: Share, first: str, highest: Share, rules: FigureRules) -> GroupRate:
    ratio = ratio_of(own, highest)
    below = ratio < rules.four_fifths - 1e-12
    return GroupRate(
        group=name,
        share=own,
        ratio=ratio,
        below=below,
        chance=1.0 if name == first else fisher(own, highest),
        difference=Interval(0.0, 0.0) if name == first else newcombe(own, highest),
        lifts=below and own.n < own.of and ratio_of(Share(own.n + 1, own.of), highest) >= rules.four_fifths - 1e-12,
        turns=name != first and turns(own, highest),
    )


def ratio_of(own: Share, highest: Share) -> float:
    """The selection rate of a group as a share of the highest one; 1 where nobody was selected at all."""
    return own.value / highest.value if highest.n else 1.0


def turns(own: Share, highest: Share) -> bool:
    """Whether one different person chosen, of this group and not of the other, would make its rate the higher one."""
    if own.n >= own.of or not highest.n:
        return False
    return Share(own.n + 1, own.of).value > Share(highest.n - 1, highest.of).value
