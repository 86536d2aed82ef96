"""The bridge: one thread owns the workbook, the interface only ever awaits it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar
from weakref import WeakSet

from domain.model.errors import Stopped, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

W = TypeVar("W")
T = TypeVar("T")
P = ParamSpec("P")


class NotOpen(Unavailable):
    """The workbook was not opened, or is closed."""


Owner = asyncio.Task[Any]
"""Whoever waits for calls: a worker that carries out one command."""


class Bridge(Generic[W]):
    """Runs calls on the workbook one after the other, in the order in which they were made.

    The workbook is made by ``factory`` on the store thread and never leaves it. Results must be frozen values.
    """

    def __init__(
        self,
        factory: Callable[[], W],
        close: Callable[[W], None] | None = None,
        *,
        stop: Callable[[W], None] | None = None,
        go_on: Callable[[W], None] | None = None,
    ) -> None:
        """Keep the recipe; nothing is opened yet.

        ``stop``, the only one that is called from another thread, makes what the workbook is at end with ``Stopped``,
        and whatever follows until ``go_on``.
        """
        self._factory = factory
        self._close = close
        self._stop = stop
        self._go_on = go_on
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._opening: Future[None] | None = None
        self._workbook: list[W] = []
        self._stopped: WeakSet[Owner] = WeakSet()
        self._running: Owner | None = None
        self._turn = threading.Lock()
        self._waiting = 0
        self.calls = 0
        """How many calls were made; tests hold screens to a budget with it."""

    def begin(self) -> None:
        """Start opening the workbook while the interface is still being made; ``open`` says what came of it."""
        if self._opening is None:
            self._opening = self._thread.submit(self._open)

    async def open(self) -> None:
        """Open the workbook; call once, before anything else.

        Raises:
            WorkbookError: whatever the factory has to say, for the error page.
        """
        self.begin()
        assert self._opening is not None
        await asyncio.wrap_future(self._opening)

    def _open(self) -> None:
        self._workbook[:] = [self._factory()]

    async def call(self, fn: Callable[Concatenate[W, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(workbook, *args, **kwargs)``, run on the store thread.

        A caller that is cancelled meanwhile does not stop a write that has begun.

        Raises:
            NotOpen: the workbook is not open.
            Stopped: the task that calls was stopped.
            Exception: whatever ``fn`` raises comes back here.
        """
        self.calls += 1
        return await self.look(fn, *args, **kwargs)

    async def look(self, fn: Callable[Concatenate[W, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do as ``call`` does, uncounted: for looking after changes now and then."""
        owner = asyncio.current_task()
        self._waiting += 1
        try:
            return await self._run(lambda: self._owned(owner, lambda: fn(self._get(), *args, **kwargs)))
        finally:
            self._waiting -= 1

    @property
    def is_open(self) -> bool:
        """Whether the workbook was opened and not closed yet."""
        return bool(self._workbook)

    @property
    def rests(self) -> bool:
        """Whether nobody waits for anything."""
        return not self._waiting

    async def stop(self, owner: Owner) -> None:
        """Make what ``owner`` waits for end with ``Stopped``, and all that it asks from now on."""
        self._stopped.add(owner)
        if self._stop is not None:
            # Not on the store thread, which is at work; a server may need a moment to answer.
            await asyncio.get_running_loop().run_in_executor(None, self._stop_running, owner)

    def _stop_running(self, owner: Owner) -> None:
        with self._turn:
            if self._running is owner and self._workbook and self._stop is not None:
                self._stop(self._workbook[0])

    def _owned(self, owner: Owner | None, work: Callable[[], T]) -> T:
        """Run ``work`` for ``owner``, unless that one was stopped while it waited for its turn."""
        if owner is not None and owner in self._stopped:
            raise Stopped("Stopped.")
        with self._turn:
            self._running = owner
        try:
            return work()
        finally:
            with self._turn:
                self._running = None
                if self._go_on is not None and self._workbook:
                    self._go_on(self._workbook[0])

    def _get(self) -> W:
        if not self._workbook:
            raise NotOpen("The workbook is not open.", "Start Milepost again.")
        return self._workbook[0]

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Finish what was asked for, close the workbook and end the thread; twice does no harm."""
        if self._workbook:
            await self._run(self._shut)
        self._thread.shutdown(wait=False)

    def _shut(self) -> None:
        workbook = self._workbook.pop()
        if self._close is not None:
            self._close(workbook)
