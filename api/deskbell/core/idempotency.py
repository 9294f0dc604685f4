"""`Idempotency-Key`: a POST that was sent twice is done once.

The key is claimed first, in the request's own transaction; the answer is stored in it before the commit. A
repetition that runs at the same time waits for the first one at the unique index.
"""

import hashlib
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

from fastapi import Request, Response
from sqlalchemy import LargeBinary, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.answers import AnswerRoute
from deskbell.core.models import Model
from deskbell.core.problems import Problem

HEADER = "idempotency-key"
LONGEST = 128
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class IdempotencyKey(Model):
    """One POST that was done, and what was answered. Purged after a day."""

    __tablename__ = "idempotency_keys"

    owner: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)


class IdempotencyKeyReused(Problem):
    """The same key came with another request."""

    status, code, title = 422, "idempotency_key_reused", "This Idempotency-Key belongs to another request"


class IdempotencyKeyInvalid(Problem):
    """The key is empty, too long, or not printable ASCII."""

    status, code, title = 422, "idempotency_key_invalid", "This Idempotency-Key is not valid"


class Replayed(Exception):
    """This request was done before; `response` is what was answered."""

    def __init__(self, response: Response) -> None:
        """Carry the stored answer."""
        super().__init__("replayed")
        self.response = response


class IdempotentRoute(AnswerRoute):
    """A route that stores its answer under the claimed key, before the transaction commits."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler, which runs inside the request's transaction."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                response = await handler(request)
            except Replayed as replay:
                return replay.response
            claimed = getattr(request.state, "idempotency", None)
            if claimed is not None:
                session, owner, key = claimed
                await session.execute(
                    update(IdempotencyKey)
                    .where(IdempotencyKey.owner == owner, IdempotencyKey.key == key)
                    .values(status=response.status_code, body=response.body)
                )
            return response

        return handle


def keeps_no_answer(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint whose answer holds a secret: repeated, it is done again instead of stored."""
    endpoint.keeps_no_answer = True  # type: ignore[attr-defined]
    return endpoint


async def claim(request: Request, session: AsyncSession) -> None:
    """Claim the request's key for its caller, or raise `Replayed` with the answer of the first time."""
    key = request.headers.get(HEADER)
    actor = getattr(request.state, "actor", None)
    endpoint = request.scope["route"].endpoint
    if key is None or request.method != "POST" or actor is None or hasattr(endpoint, "keeps_no_answer"):
        return
    if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise IdempotencyKeyInvalid
    owner, fingerprint = actor.key, await _fingerprint(request)
    row = insert(IdempotencyKey).values(owner=owner, key=key, fingerprint=fingerprint)
    new = await session.execute(row.on_conflict_do_nothing().returning(IdempotencyKey.key))
    if new.scalar() is not None:
        request.state.idempotency = (session, owner, key)
        return
    where = (IdempotencyKey.owner == owner, IdempotencyKey.key == key)
    first = (await session.execute(select(IdempotencyKey).where(*where))).scalar_one()
    if first.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    headers = {"Idempotency-Replayed": "true"}
    raise Replayed(Response(first.body, first.status or 200, headers, media_type="application/json"))


async def _fingerprint(request: Request) -> bytes:
    """What makes two requests the same: method, address, and body (its length for an upload)."""
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    is_upload = request.headers.get("content-type", "").startswith("multipart/")
    digest.update(request.headers.get("content-length", "").encode() if is_upload else await request.body())
    return digest.digest()


async def purge(session: AsyncSession) -> None:
    """Forget keys older than a day."""
    old = func.now() - text("interval '1 day'")
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < old))
