"""Revoking API keys."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.api_keys.events import ApiKeyRevoked
from deskbell.api_keys.models import ApiKey
from deskbell.api_keys.queries import visible_to
from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record


async def revoke_key(session: AsyncSession, actor: Actor, key_id: int, *, own_only: bool = False) -> None:
    """Make a key open nothing, at once. Raises `NotFound` for one that the actor may not revoke."""
    seen = visible_to(actor).where(ApiKey.id == key_id)
    if own_only:
        seen = seen.where(ApiKey.user_id == actor.account_id)
    row = await session.scalar(seen.with_for_update())
    if row is None:
        raise NotFound
    row.revoked_at = datetime.now(UTC)
    await record(session, actor, ApiKeyRevoked(api_key_id=row.id, user_id=row.user_id))
