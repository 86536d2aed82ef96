"""The bridge: one thread owns the workbook, the interface only ever awaits it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec, TypeVar

from domain.model.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

W = TypeVar("W")
T = TypeVar("T")
P = ParamSpec("P")


class Bridge(Generic[W]):
    """Runs calls on the workbook one after the other, in the order in which they were made.

    The workbook is made by ``factory`` on the store thread and never leaves it. Results must be frozen values.
    """

    def __init__(self, factory: Callable[[], W], close: Callable[[W], None] | None = None) -> None:
        """Keep the recipe; nothing is opened yet."""
        self._factory = factory
        self._close = close
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._workbook: list[W] = []
        self.calls = 0
        """How many calls were made; tests hold screens to a budget with it."""

    async def open(self) -> None:
        """Open the workbook; call once, before anything else.

        Raises:
            WorkbookError: whatever the factory has to say, for the error page.
        """
        await self._run(self._open)

    def _open(self) -> None:
        self._workbook[:] = [self._factory()]

    async def call(self, fn: Callable[Concatenate[W, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``fn(workbook, *args, **kwargs)``, run on the store thread.

        A caller that is cancelled meanwhile does not stop a write that has begun.

        Raises:
            Unavailable: the workbook is not open.
            Exception: whatever ``fn`` raises comes back here.
        """
        self.calls += 1
        return await self._run(lambda: fn(self._get(), *args, **kwargs))

    @property
    def is_open(self) -> bool:
        """Whether the workbook was opened and not closed yet."""
        return bool(self._workbook)

    def _get(self) -> W:
        if not self._workbook:
            raise Unavailable("The workbook is not open.", "Start Milepost again.")
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
