"""Doing together what many ask for at the same time: one statement for all who came during the last one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Request = TypeVar("Request")
Answer = TypeVar("Answer")


class Gathering(Generic[Request, Answer]):
    """Answers requests in batches, one batch at a time.

    The first request is a batch of its own, at once; those that come while it is worked on are the next one.
    `work` gives one answer for each request, in their order. An exception of it is everybody's, unless there
    were several: then each is tried by itself.
    """

    def __init__(
        self, work: Callable[[Sequence[Request]], Awaitable[Sequence[Answer]]], *, most: int = 50
    ) -> None:
        """Take what answers a batch, and how many may be in one."""
        self._work = work
        self._most = most
        self._waiting: list[tuple[Request, asyncio.Future[Answer]]] = []
        self._working: asyncio.Task[None] | None = None

    async def ask(self, request: Request) -> Answer:
        """The answer to one request. Whoever is cancelled meanwhile is answered all the same, unheard."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answer))
        if self._working is None:
            self._working = asyncio.create_task(self._answer_all())
        return await answer

    async def _answer_all(self) -> None:
        batch: Sequence[tuple[Request, asyncio.Future[Answer]]] = ()
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                await self._answer(batch)
        finally:
            self._working = None
            for _, answer in (*batch, *self._waiting):
                answer.cancel()  # of those that have their answer it changes nothing

    async def _answer(self, batch: Sequence[tuple[Request, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._work([request for request, _ in batch])
        except Exception as error:  # noqa: BLE001 - it is for those who asked
            if len(batch) > 1:
                for one in batch:
                    await self._answer([one])
            elif not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        for (_, answer), found in zip(batch, answers, strict=True):
            if not answer.done():
                answer.set_result(found)
