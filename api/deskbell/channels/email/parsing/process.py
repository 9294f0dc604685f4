"""One child process that reads mail, seen from the side that started it."""

import asyncio
import os
import signal
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

import deskbell
from deskbell.channels.email.parsing.parsed import Parsed
from deskbell.channels.email.parsing.wire import ANSWER, READY, request, unpacked

_MODULE: Final = "deskbell.channels.email.parsing.child"
_LIMIT: Final = 1_000_000
_STARTS: Final = 3
_SECONDS_TO_START: Final = 60
_SECONDS_TO_END: Final = 5
_LARGEST_ANSWER: Final = 400_000_000
# Mails below are written together.
_JOINED: Final = 200_000


def search_path() -> list[str]:
    """Where the child finds this package, however it was installed."""
    return [str(Path(deskbell.__file__).parent.parent)]


class Died(Exception):
    """The child is gone, or as good as gone; `reason` says why, as `unreadable` does."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Process:
    """A running child, the pipes to it, and how many mails it has answered."""

    def __init__(
        self, process: asyncio.subprocess.Process, mails: StreamWriter, answers: StreamReader
    ) -> None:
        self._process = process
        self._mails = mails
        self._answers = answers
        self.answered = 0

    @property
    def pid(self) -> int:
        """The child's number."""
        return self._process.pid

    @classmethod
    async def start(cls) -> Self:
        """Start a child and wait until it is ready; raises OSError if there can be none."""
        for _ in range(_STARTS):
            child = await cls._start()
            ready = False
            try:
                ready = await child.becomes_ready()
            finally:
                if not ready:
                    await child.end()
            if ready:
                return child
        raise OSError("The process that reads mail ends before it is ready")

    @classmethod
    async def _start(cls) -> Self:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            _MODULE,
            stdin=PIPE,
            stdout=PIPE,
            limit=_LIMIT,
            env={
                "PYTHONPATH": os.pathsep.join(search_path()),
                "PYTHONUTF8": "1",
                "LC_ALL": "C.UTF-8",
                "PATH": os.defpath,
            },
            start_new_session=True,  # keys pressed in our terminal are not for it
        )
        if process.stdin is None or process.stdout is None:
            raise OSError("The process that reads mail has no pipes")
        return cls(process, process.stdin, process.stdout)

    def send(self, kind: bytes, mails: Iterable[bytes]) -> None:
        """Send mails, at once. That the child has died is told by `receive`."""
        if self._mails.is_closing():
            return
        waiting: list[bytes] = []
        for raw in mails:
            waiting.append(request(kind, raw))
            if len(raw) < _JOINED:
                waiting.append(raw)
                continue
            self._mails.writelines(waiting)
            self._mails.write(raw)
            waiting.clear()
        if waiting:
            self._mails.writelines(waiting)

    async def receive(self, patience: float) -> Parsed:
        """The answer to the oldest mail sent; raises Died."""
        try:
            async with asyncio.timeout(patience):
                body, files = ANSWER.unpack(await self._answers.readexactly(ANSWER.size))
                if body + files > _LARGEST_ANSWER:
                    raise Died("crashed")
                parsed = unpacked(
                    await self._answers.readexactly(body),
                    await self._answers.readexactly(files) if files else b"",
                )
        except TimeoutError:
            raise Died("time") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Died(await self._cause()) from None
        except (ValueError, TypeError, KeyError):
            raise Died("crashed") from None
        self.answered += 1
        return parsed

    async def end(self) -> None:
        """End the child, whatever it does, and wait until it has."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._mails.close()
        with suppress(ConnectionError):
            await self._mails.wait_closed()
        while await self._answers.read(_LIMIT):
            pass
        await self._process.wait()

    async def becomes_ready(self) -> bool:
        """Wait until the child reads; False if it doesn't."""
        try:
            async with asyncio.timeout(_SECONDS_TO_START):
                return await self._answers.readexactly(len(READY)) == READY
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError):
            return False

    async def _cause(self) -> str:
        """Why the child has closed its side. It is dead or about to be; killed here, it couldn't tell."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_END):
                await self._process.wait()
        code = self._process.returncode
        return {-signal.SIGXCPU: "time", -signal.SIGKILL: "killed"}.get(code or 0, "crashed")
