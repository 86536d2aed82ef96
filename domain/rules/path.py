"""The path of an account: which milestones it asks for, in order, and which one comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.model.errors import BadInput
from domain.model.terms import ACCOUNT_TESTS, ROAD, MilestoneId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from domain.model.catalogue import Account

_BEFORE_TESTS = ROAD[: ROAD.index(ACCOUNT_TESTS[0])]
_AFTER_TESTS = ROAD[ROAD.index(ACCOUNT_TESTS[-1]) + 1 :]


def route(account: Account, added_tests: Iterable[MilestoneId] = ()) -> tuple[MilestoneId, ...]:
    """The milestones of an account in order: the road, with its account tests in the order in which it names them.

    Added tests come after the account's own. What the account skips is left out, but a test that was added for this
    person stays, and the job offer is always last. Raises BadInput where a milestone other than a test is added.
    """
    added = tuple(added_tests)
    for test in added:
        if test not in ACCOUNT_TESTS:
            raise BadInput(f'"{test}" is no account test.', f"Add one of {', '.join(ACCOUNT_TESTS)}.")
    skipped = frozenset(account.skip) - {MilestoneId.OFFER}
    own = tuple(test for test in account.skill_tests if test in ACCOUNT_TESTS and test not in skipped)
    before, after = ([step for step in part if step not in skipped] for part in (_BEFORE_TESTS, _AFTER_TESTS))
    return tuple(dict.fromkeys((*before, *own, *added, *after)))


def next_on(
    path: Sequence[MilestoneId], milestone: MilestoneId, covered: Collection[MilestoneId] = ()
) -> MilestoneId | None:
    """The milestone after this one on a route, leaving out what is covered already; None at the end.

    A milestone that is not on the route leads to the first one that comes after it on the road.
    """
    if milestone in path:
        ahead = path[path.index(milestone) + 1 :]
    else:
        ahead = [step for step in path if ROAD.index(step) > ROAD.index(milestone)]
    return next((step for step in ahead if step not in covered), None)
