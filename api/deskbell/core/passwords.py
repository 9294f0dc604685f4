"""Passwords: argon2id in a bounded pool of threads. The only module that knows passlib (`libpass`)."""

import asyncio
import secrets
from base64 import b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Final, TypeVar
from unicodedata import normalize

from passlib.hash import argon2

from deskbell.core.problems import Problem, ProblemError

MEMORY_KIB: Final = 19 * 1024
ROUNDS: Final = 2
LANES: Final = 1
MAX_PASSWORD_BYTES: Final = 1024
THREADS: Final = 2
QUEUE: Final = 32  # at about 25 ms each and two threads: the last one waits 0.4 s
RETRY_AFTER: Final = 2  # seconds

Answer = TypeVar("Answer")


class PasswordUnfit(Problem):
    """The password is empty, holds a NUL or no text, or is over 1,024 bytes; nothing was computed for it."""

    status, code, title = 422, "password_unfit", "This can't be a password"


class PasswordQueueFull(Problem):
    """More passwords are waiting to be checked than we let wait."""

    status, code, title = (
        503,
        "password_queue_full",
        "Too many sign-ins at the moment; try again in a few seconds",
    )


@dataclass(frozen=True)
class PasswordVerdict:
    """Whether the password is right, and whether its hash should be made anew with today's parameters."""

    matches: bool
    needs_rehash: bool


class Passwords:
    """Hashes and checks passwords off the event loop, a few at a time; owned by the application."""

    def __init__(self, *, threads: int = THREADS, queue: int = QUEUE) -> None:
        """Allow `threads` computations at once and `queue` waiting ones, of 19 MiB each while computed."""
        self._argon2 = argon2.using(type="ID", memory_cost=MEMORY_KIB, rounds=ROUNDS, parallelism=LANES)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="passwords")
        self._places = BoundedSemaphore(threads + queue)
        self._dummy = _hash_of_nothing()

    async def hash(self, password: str) -> str:
        """Hash a password for storage; PasswordUnfit or PasswordQueueFull where it can't be."""
        secret = prepared(password)
        return await self._run(lambda: str(self._argon2.hash(secret)))

    async def verify(self, password: str, stored: str | None) -> PasswordVerdict:
        """Check a password; `stored` is None for an unknown account, which takes just as long to refuse."""
        secret = prepared(password)
        known = stored is not None and bool(self._argon2.identify(stored))
        return await self._run(lambda: self._check(secret, stored if known and stored else self._dummy))

    def close(self) -> None:
        """Stop the threads; what is waiting is given up."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _check(self, secret: bytes, stored: str) -> PasswordVerdict:
        try:
            matches = bool(self._argon2.verify(secret, stored))
        except ValueError:  # an illegible hash opens nothing
            matches = False
        return PasswordVerdict(matches, needs_rehash=matches and bool(self._argon2.needs_update(stored)))

    async def _run(self, work: Callable[[], Answer]) -> Answer:
        if not self._places.acquire(blocking=False):
            raise PasswordQueueFull(headers={"Retry-After": str(RETRY_AFTER)})
        future = self._pool.submit(work)
        future.add_done_callback(lambda _: self._places.release())  # also when the request was given up
        return await asyncio.wrap_future(future)


def prepared(password: str) -> bytes:
    """The bytes that are hashed (NFC, so that keyboards agree); PasswordUnfit if there can be none."""
    try:
        fits = 0 < len(password) <= MAX_PASSWORD_BYTES and "\0" not in password
        secret = normalize("NFC", password).encode() if fits else b""
    except UnicodeEncodeError:
        secret = b""
    if not 0 < len(secret) <= MAX_PASSWORD_BYTES:
        message = f"Between 1 and {MAX_PASSWORD_BYTES} bytes, without NUL characters."
        raise PasswordUnfit(errors=[ProblemError(pointer="/password", message=message)])
    return secret


def _hash_of_nothing() -> str:
    """A well-formed hash that no password has, made without computing one."""
    salt, digest = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={MEMORY_KIB},t={ROUNDS},p={LANES}${salt}${digest}"
