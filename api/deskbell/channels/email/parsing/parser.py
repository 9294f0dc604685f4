"""Reads mails in child processes: what a mail does to its reader, it does to a process that can be spared."""

import asyncio
from asyncio import Future, Queue, Task
from collections import deque
from dataclasses import dataclass
from typing import Final, Self

from deskbell.channels.email.parsing.limits import MAX_HEADER_SEARCH, MAX_MAIL
from deskbell.channels.email.parsing.parsed import Headers, Parsed
from deskbell.channels.email.parsing.process import Died, Process
from deskbell.channels.email.parsing.wire import HEADERS_ONLY, WHOLE

_BATCH: Final = 32
_BATCH_BYTES: Final = 2_000_000
# After these the process may hold memory that it can't give back.
_EXHAUSTING: Final = frozenset({"memory", "time"})
# Who kills a child may be anybody; what it crashes of is most likely its mail.
_TRIES: Final = {"killed": 4, "crashed": 2}


@dataclass(slots=True)
class _Request:
    raw: bytes
    answer: Future[Parsed]
    tries: int = 0


class Parser:
    """A few child processes, started when the first mail comes; `close` ends them.

    Each reads `recycle_after` mails and is then replaced. `patience` is the time in seconds that one mail
    may take by the clock, far beyond its limit of processor time.
    """

    def __init__(self, processes: int = 1, *, recycle_after: int = 5_000, patience: float = 15.0) -> None:
        self._count = processes
        self._recycle_after = recycle_after
        self._patience = patience
        self._queue: Queue[_Request] = Queue()
        self._tasks: list[Task[None]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def parse(self, raw: bytes) -> Parsed:
        """Read a mail; the same as the function `parse`, at nobody's risk.

        A mail that its process dies of again and again, or that takes too long, comes back as `unreadable`,
        with its headers. Raises OSError only if no process can be started.
        """
        if not self._tasks:
            self._tasks = [asyncio.create_task(self._serve()) for _ in range(self._count)]
        request = _Request(raw, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(request)
        return await request.answer

    async def close(self) -> None:
        """End the processes; mails that still wait are given up."""
        tasks, self._tasks = self._tasks, []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        while not self._queue.empty():
            self._queue.get_nowait().answer.cancel()

    async def _serve(self) -> None:
        lane = _Lane(self._recycle_after, self._patience)
        batch: deque[_Request] = deque()
        try:
            while True:
                batch.append(await self._queue.get())
                size = len(batch[0].raw)
                share = min(_BATCH, 1 + self._queue.qsize() // self._count)
                while len(batch) < share and size < _BATCH_BYTES:
                    batch.append(self._queue.get_nowait())
                    size += len(batch[-1].raw)
                await lane.answer(batch)
        finally:
            for request in batch:
                request.answer.cancel()
            await lane.end()


class _Lane:
    """One child after the other, and the mails that are sent to it and not yet answered, in their order."""

    def __init__(self, recycle_after: int, patience: float) -> None:
        self.recycle_after = recycle_after
        self.patience = patience
        self.process: Process | None = None

    async def answer(self, batch: deque[_Request]) -> None:
        """Answer all of a batch. Reading is free of effects, so what a dead child owes, the next one does."""
        while batch:
            try:
                await self._send_and_receive(batch)
            except OSError as error:
                while batch:
                    _refuse(batch.popleft(), error)

    async def end(self) -> None:
        """End the child."""
        process, self.process = self.process, None
        if process is not None:
            await process.end()

    async def _send_and_receive(self, batch: deque[_Request]) -> None:
        process = await self._ready()
        process.send(WHOLE, (request.raw[: MAX_MAIL + 1] for request in batch))
        while batch:
            try:
                parsed = await process.receive(self.patience)
            except Died as death:
                await self.end()
                await self._after_death(batch, death)
                return
            _fulfil(batch.popleft(), parsed)
            if parsed.unreadable in _EXHAUSTING or process.answered >= self.recycle_after:
                await self.end()
                return

    async def _after_death(self, batch: deque[_Request], death: Died) -> None:
        """The first in line was being read: it is tried again, unless it took all of its time."""
        request = batch[0]
        request.tries += 1
        if request.tries < _TRIES.get(death.reason, 1):
            return
        batch.popleft()
        _fulfil(request, await self._headers(request.raw, death.reason))

    async def _headers(self, raw: bytes, reason: str) -> Parsed:
        for _ in range(_TRIES["crashed"]):
            process = await self._ready()
            process.send(HEADERS_ONLY, [raw[:MAX_HEADER_SEARCH]])
            try:
                parsed = await process.receive(self.patience)
            except Died:
                await self.end()
            else:
                return Parsed(parsed.headers, unreadable=reason)
        return Parsed(Headers(), unreadable=reason)

    async def _ready(self) -> Process:
        if self.process is None:
            self.process = await Process.start()
        return self.process


def _fulfil(request: _Request, parsed: Parsed) -> None:
    if not request.answer.done():
        request.answer.set_result(parsed)


def _refuse(request: _Request, error: OSError) -> None:
    if not request.answer.done():
        request.answer.set_exception(error)
