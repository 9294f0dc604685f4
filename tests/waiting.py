"""Waiting for what happens, with an end: the only place of the tests that looks at a clock."""

import asyncio
import time


def wait_until(happened, seconds=30, pause=0.01, said=lambda: None):
    """Wait until `happened()`; fails after that long with what `said()`."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, said()
        time.sleep(pause)


async def until(happened, seconds=30, pause=0.01):
    """The same without holding up the loop; `happened` may be a coroutine function."""
    async with asyncio.timeout(seconds):
        while True:
            answer = happened()
            if await answer if asyncio.iscoroutine(answer) else answer:
                return
            await asyncio.sleep(pause)
