"""Requests that come at the same time are answered together, and none is forgotten."""

import asyncio

import pytest

from deskbell.kit.gathering import Gathering


class Squares:
    """Squares of numbers, in batches that are noted; some numbers can't be squared."""

    def __init__(self, *bad):
        self.bad, self.batches, self.go_on = bad, [], asyncio.Event()
        self.go_on.set()

    async def __call__(self, numbers):
        self.batches.append(list(numbers))
        await self.go_on.wait()
        if set(numbers) & set(self.bad):
            raise ValueError(numbers)
        return [number * number for number in numbers]


async def asked(gathering, *numbers):
    return await asyncio.gather(*(gathering.ask(number) for number in numbers), return_exceptions=True)


async def test_those_who_come_meanwhile_are_answered_together():
    work = Squares()
    gathering = Gathering(work, most=3)
    work.go_on.clear()
    first = asyncio.create_task(gathering.ask(1))
    await asyncio.sleep(0)
    others = asyncio.create_task(asked(gathering, 2, 3, 4, 5))
    await asyncio.sleep(0)
    work.go_on.set()
    assert (await first, await others) == (1, [4, 9, 16, 25])
    assert work.batches == [[1], [2, 3, 4], [5]]
    assert await gathering.ask(6) == 36


async def test_only_the_culprit_gets_the_error():
    work = Squares(3)
    found = await asked(Gathering(work), 1, 2, 3, 4)
    assert [each if isinstance(each, int) else type(each) for each in found] == [1, 4, ValueError, 16]


async def test_who_left_keeps_nobody_waiting():
    work = Squares()
    gathering = Gathering(work)
    work.go_on.clear()
    leaving, staying = asyncio.create_task(gathering.ask(1)), asyncio.create_task(gathering.ask(2))
    await asyncio.sleep(0)
    leaving.cancel()
    work.go_on.set()
    assert await staying == 4


async def test_nobody_waits_for_what_was_cancelled():
    work = Squares()
    gathering = Gathering(work)
    work.go_on.clear()
    tasks = [asyncio.create_task(gathering.ask(number)) for number in range(3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    (working,) = [each for each in asyncio.all_tasks() if "_answer_all" in repr(each)]
    working.cancel()
    for task in tasks:
        with pytest.raises(asyncio.CancelledError):
            await task
