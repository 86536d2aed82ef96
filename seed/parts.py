"""A large hub is told in parts, in several processes: who is in a part depends on the seed and its number alone."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from domain.model.errors import Unavailable
from domain.model.lazily import dataclass
from domain.workbook import Site, open_workbook
from domain.workbook.founding import FoundingElsewhere, Part
from seed.everybody import Everybody, Ground
from seed.keeping import Keeping
from seed.names import Crowd
from seed.promising import Promising

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

SIZE = 2_000
"""People in a part."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What every part of a hub has in common."""

    people: int
    seed: int
    site: Site
    now: int
    """Milliseconds UTC."""
    act: int
    """The act that all rows belong to."""
    size: int = SIZE

    @property
    def parts(self) -> int:
        """How many parts there are, the first one, with the cast, among them."""
        return -(-self.people // self.size)

    def between(self, part: int) -> tuple[int, int]:
        """The places of the people in a part: the first, and the one after the last."""
        return part * self.size, min(self.people, (part + 1) * self.size)


class Telling:
    """Tells parts, one after the other; what it learns about cards and slips serves them all."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._folder = TemporaryDirectory(prefix="milepost-")
        aside = Path(self._folder.name) / "aside.milepost"
        self._wb = open_workbook(aside, who="", site=plan.site, clock=lambda: plan.now)
        self._book = FoundingElsewhere(self._wb, plan.act)
        self._ground = Ground(self._book, plan.people)
        self._book.classes.store_rubrics()
        self._book.told()

    def tell(self, part: int) -> Part:
        """One part, from 1 on."""
        seed = f"{self._plan.seed}/{part}"
        first, end = self._plan.between(part)
        self._book.turn_to(part)
        scene = self._ground.scene(seed, first, end)
        crowd = Crowd(seed, scene.random, first)
        Everybody(scene, crowd, Promising(scene, seed), Keeping(scene, seed)).play(end - first)
        return self._book.told()

    def close(self) -> None:
        """Forget the workbook that stood in."""
        self._wb.close()
        self._folder.cleanup()


def told(plan: Plan, workers: int = 0) -> Iterator[Part]:
    """Every part but the first, in order, told by so many processes (0: one for each processor, 1: in this one).

    Unavailable where a process died.
    """
    workers = min(workers or os.cpu_count() or 1, plan.parts - 1)
    if workers > 1:
        return _in_processes(plan, workers)
    return _here(plan) if workers else iter(())


def _here(plan: Plan) -> Iterator[Part]:
    telling = Telling(plan)
    try:
        yield from map(telling.tell, range(1, plan.parts))
    finally:
        telling.close()


def _in_processes(plan: Plan, workers: int) -> Iterator[Part]:
    """A few parts more than there are processes are on their way, so that memory stays bounded."""
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (plan,)) as pool:
        wanted = iter(range(1, plan.parts))
        on_their_way: deque[Future[Part]] = deque()
        try:
            on_their_way.extend(pool.submit(_tell, part) for part in islice(wanted, 2 * workers))
            while on_their_way:
                yield on_their_way.popleft().result()
                on_their_way.extend(pool.submit(_tell, part) for part in islice(wanted, 1))
        except BrokenProcessPool as error:
            raise Unavailable(
                "A process that makes the hub was stopped.", "Nothing was written. Try again, with fewer people."
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


_telling: list[Telling] = []
"""The one of this process, where it is one of a pool: a pool hands nothing else to its work."""


def _begin(plan: Plan) -> None:
    import atexit
    import gc

    gc.disable()  # as `found` does
    _telling.append(Telling(plan))
    atexit.register(_telling[0].close)


def _tell(part: int) -> Part:
    return _telling[0].tell(part)
