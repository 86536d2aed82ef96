"""The bridge between the screens and the one thread of the workbook."""

from __future__ import annotations

import asyncio
import threading

import pytest

from domain.model.errors import Unavailable
from tui.bridge import Bridge


async def test_the_bridge_keeps_the_workbook_on_one_thread_and_calls_in_order() -> None:
    seen: list[int] = []

    def note(owner: int, number: int) -> bool:
        seen.append(number)
        return owner == threading.get_ident()

    bridge = Bridge(threading.get_ident)
    await bridge.open()
    assert all(await asyncio.gather(*(bridge.call(note, n) for n in range(20))))
    assert seen == list(range(20))
    assert bridge.calls == 20
    await bridge.close()
    await bridge.close()


async def test_a_bridge_that_is_not_open_says_so_and_closes_what_it_opened() -> None:
    closed: list[str] = []
    bridge = Bridge(lambda: "workbook", closed.append)
    with pytest.raises(Unavailable):
        await bridge.call(len)
    await bridge.open()
    assert bridge.is_open
    await bridge.close()
    assert closed == ["workbook"]
