"""Whether a class fills: the rates that a site has by itself, the work that is ahead, and the chance, played through.

A plan follows rules.md, "Planning a class". The chance is played: in every run each rate is drawn anew, from the beta
distribution that its cases leave possible (with the prior of H. Jeffreys, Proceedings of the Royal Society A 186 (1946)
453-461), and then everybody on their way comes through or does not. A stated rate counts as if it had been seen in as
many cases as make a rate the site's own: nobody knows it better than that. Seats that are taken count as filled.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, log, log1p, sqrt
from random import Random
from typing import TYPE_CHECKING

from domain.model.lazily import dataclass
from domain.model.terms import ROAD, MilestoneId
from domain.rules.planning import outlook, rates_of, share_through
from domain.rules.shares import Share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.model.insight_rules import ClassRules
    from domain.rules.planning import Outlook, Rates

_HAIR = 1e-9
_MANY = 30
"""Variance from which on a binomial draw is as good as a normal one."""
_STEP = 0.10
"""How much better a rate is thought to be to find out which one matters most."""
_NOT_STATED = "not stated: reckoned to lose nobody"


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate that a plan reckons with, and whose it is."""

    id: str
    """As in `DefaultRate`."""
    share: float
    """Above 0, at most 1."""
    cases: Share
    """What the site has seen itself, however little."""
    own: bool
    """True where there are enough cases, so that the share is the site's own."""
    source: str
    """Where a stated rate is from; '' where it is the site's own."""
    supposed: bool = False
    """True for one that somebody asked 'what if' about."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be done at one milestone until the class begins."""

    milestone: MilestoneId
    here: int
    """People who stand there now."""
    people: int
    """People who must be seen there from now on, those included."""
    per_day: int
    """Of them, each working day; 0 without a first day."""


@dataclass(frozen=True, slots=True)
class Odds:
    """What came out of playing a class through."""

    filled: Share
    """Runs in which every free seat was filled, of all."""
    low: int
    """Free seats that were filled in at least nine runs of ten."""
    middle: int
    high: int
    """Free seats that one run in ten reached or passed."""
    seed: int


@dataclass(frozen=True, slots=True)
class Narrow:
    """The rate at which ten of a hundred more would bring most people to the first day."""

    id: str
    gain: float
    """How many more people."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands between a class and its seats, step by step."""

    free: int
    rates: tuple[Rate, ...]
    """In the order of the road, then those after the offer."""
    outlook: Outlook
    loads: tuple[Load, ...]
    odds: Odds
    """With those who are on their way now."""
    planned: Odds
    """With those who must still be found as well."""
    narrow: Narrow | None
    """None where nobody is on the way and nobody needed."""


def rates_with(rules: ClassRules, route: Sequence[MilestoneId], own: Mapping[str, Share]) -> tuple[Rate, ...]:
    """The site's own rate wherever it has the cases, else the stated one, for every step that the route asks for."""
    stated = {rate.id: rate for rate in rules.rates}
    steps = [step for step in ROAD if step in route and step is not MilestoneId.OFFER]
    at_site = ["show"] if MilestoneId.IN_PERSON in steps else []
    before = steps.index(MilestoneId.IN_PERSON) if at_site else 0
    found = []
    for step in (*steps[:before], *at_site, *steps[before:], "accept", "clear", "day_one"):
        cases = own.get(step, Share(0, 0))
        if cases.of >= rules.own_from:
            # A rate of nothing would ask for people without end; it stands for less than one case.
            found.append(Rate(step, max(cases.n, 0.5) / cases.of, cases, own=True, source=""))
        elif step in stated:
            found.append(Rate(step, stated[step].share, cases, own=False, source=stated[step].source))
        else:
            found.append(Rate(step, 1.0, cases, own=False, source=_NOT_STATED))
    return tuple(found)


def supposing(rates: Sequence[Rate], shares: Mapping[str, float]) -> tuple[Rate, ...]:
    """The rates with some of them as somebody supposes them. ValueError for a step that is not there, or no share."""
    known = {rate.id for rate in rates}
    for step, share in shares.items():
        if step not in known or not 0 < share <= 1:
            raise ValueError(f"{step}: {share}")
    return tuple(replace(rate, share=shares[rate.id], supposed=True) if rate.id in shares else rate for rate in rates)


def plan(
    free: int,
    on_the_way: Mapping[MilestoneId, int],
    route: Sequence[MilestoneId],
    rates: Sequence[Rate],
    rules: ClassRules,
    days: int,
) -> Plan:
    """All that a class with so many free seats needs; `days` are the working days until its last offer, 0 if unknown.

    The same question is answered with the same numbers, whenever it is asked.
    """
    reckoned = _reckoned(rates)
    ahead = outlook(free, on_the_way, route, reckoned)
    everybody = _and_new(on_the_way, route, ahead.people)
    stands = odds(free, on_the_way, route, rates, rules)
    return Plan(
        free=max(0, free),
        rates=tuple(rates),
        outlook=ahead,
        loads=_loads(on_the_way, everybody, route, reckoned, days),
        odds=stands,
        planned=odds(free, everybody, route, rates, rules) if ahead.people else stands,
        narrow=_narrow(everybody, route, rates),
    )


def _and_new(on_the_way: Mapping[MilestoneId, int], route: Sequence[MilestoneId], new: int) -> dict[MilestoneId, int]:
    """People by milestone, with those who must still be found at the beginning."""
    standing = {step: number for step, number in on_the_way.items() if step in route}
    return standing | {route[0]: standing.get(route[0], 0) + new}


def _reckoned(rates: Sequence[Rate]) -> Rates:
    return rates_of({"show": 1.0} | {rate.id: rate.share for rate in rates})


def _loads(
    now: Mapping[MilestoneId, int],
    everybody: Mapping[MilestoneId, int],
    route: Sequence[MilestoneId],
    rates: Rates,
    days: int,
) -> tuple[Load, ...]:
    found = []
    for at, step in enumerate(route):
        people = sum(
            everybody.get(earlier, 0) * share_through(route[before:at], rates)
            for before, earlier in enumerate(route[: at + 1])
        )
        whole = ceil(people - _HAIR)
        found.append(Load(step, now.get(step, 0), whole, ceil(whole / days) if days else 0))
    return tuple(found)


def expected(on_the_way: Mapping[MilestoneId, int], route: Sequence[MilestoneId], rates: Sequence[Rate]) -> float:
    """How many of these people are likely to be there on the first day."""
    reckoned = _reckoned(rates)
    through = sum(
        number * share_through(route[route.index(step) :], reckoned)
        for step, number in on_the_way.items()
        if step in route
    )
    return through * reckoned.begun


def _narrow(people: Mapping[MilestoneId, int], route: Sequence[MilestoneId], rates: Sequence[Rate]) -> Narrow | None:
    now = expected(people, route, rates)
    if not now:
        return None
    better = (
        Narrow(rate.id, expected(people, route, supposing(rates, {rate.id: min(1.0, rate.share + _STEP)})) - now)
        for rate in rates
    )
    best = max(better, key=lambda found: found.gain)
    return best if best.gain > _HAIR else None


# playing it through --------------------------------------------------------------------------------------------------


def odds(
    free: int,
    on_the_way: Mapping[MilestoneId, int],
    route: Sequence[MilestoneId],
    rates: Sequence[Rate],
    rules: ClassRules,
) -> Odds:
    """How likely the people on their way fill so many free seats; the seed of the rules decides the numbers."""
    if free <= 0:
        return Odds(Share(rules.runs, rules.runs), 0, 0, 0, rules.seed)
    random = Random(rules.seed)
    groups = [(step, number) for step, number in on_the_way.items() if number and step in route]
    came = sorted(_run(random, groups, route, rates, rules.own_from) for _ in range(rules.runs))
    full = sum(number >= free for number in came)
    low, middle, high = (came[min(len(came) - 1, floor(len(came) * part))] for part in (0.1, 0.5, 0.9))
    return Odds(Share(full, len(came)), min(low, free), min(middle, free), min(high, free), rules.seed)


def _run(
    random: Random,
    groups: Sequence[tuple[MilestoneId, int]],
    route: Sequence[MilestoneId],
    rates: Sequence[Rate],
    as_if: int,
) -> int:
    drawn = {"show": 1.0} | {rate.id: _drawn(random, rate, as_if) for rate in rates}
    begun = drawn["accept"] * drawn["clear"] * drawn["day_one"]
    through = {}
    for step in reversed(route):
        begun *= drawn.get(step, 1.0) * (drawn["show"] if step is MilestoneId.IN_PERSON else 1.0)
        through[step] = begun
    return sum(_how_many(random, number, through[step]) for step, number in groups)


def _drawn(random: Random, rate: Rate, as_if: int) -> float:
    """A share that the cases leave possible; one that is supposed, or loses nobody, is as it is said to be."""
    if rate.supposed or (not rate.own and rate.share == 1):
        return rate.share
    passed, seen = (rate.cases.n, rate.cases.of) if rate.own else (rate.share * as_if, as_if)
    return random.betavariate(passed + 0.5, seen - passed + 0.5)


def _how_many(random: Random, people: int, share: float) -> int:
    """How many of some people come through: a draw from the binomial distribution, by the gaps between them.

    Of many it is drawn from the normal distribution that the binomial one comes down to.
    """
    if share <= 0 or not people:
        return 0
    spread = people * share * (1 - share)
    if spread > _MANY:
        return min(people, max(0, round(random.gauss(people * share, sqrt(spread)))))
    if share >= 1:
        return people
    if share > 0.5:
        return people - _how_many(random, people, 1 - share)
    found, at, none = 0, 0, log1p(-share)
    while True:
        at += floor(log(1 - random.random()) / none) + 1
        if at > people:
            return found
        found += 1
