"""Making API keys."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.api_keys.events import ApiKeyCreated
from deskbell.api_keys.models import ApiKey
from deskbell.api_keys.problems import NotAServiceAccount, TooManyKeys
from deskbell.api_keys.queries import KEY_MARK, MOST_KEYS, system_living_keys
from deskbell.api_keys.schemas import ApiKeyCreate
from deskbell.core.auth import Actor, Level
from deskbell.core.problems import NotFound
from deskbell.core.tokens import hash_secret, new_credential
from deskbell.events.record import record
from deskbell.sessions.problems import ScopeNotGranted
from deskbell.users.models import User
from deskbell.users.queries import system_user_for_update

SHOWN = 12


async def create_own_key(session: AsyncSession, actor: Actor, wanted: ApiKeyCreate) -> tuple[ApiKey, str]:
    """Make a key of the actor's own. Returns it with the key itself, which is not kept.

    Raises `ScopeNotGranted` above the actor's present level, `TooManyKeys`.
    """
    owner = await system_user_for_update(session, actor.account_id)
    if owner is None:
        raise NotFound
    if Level[wanted.scope] > min(actor.level, owner.level):
        raise ScopeNotGranted("A key reaches at most as far as you are signed in here.")
    return await _create(session, actor, owner, wanted)


async def create_service_key(
    session: AsyncSession, actor: Actor, user_id: int, wanted: ApiKeyCreate
) -> tuple[ApiKey, str]:
    """Make a key of a service account; people make their own.

    Raises `NotFound`, `NotAServiceAccount`, `ScopeNotGranted`, `TooManyKeys`.
    """
    owner = await system_user_for_update(session, user_id)
    if owner is None:
        raise NotFound
    if not owner.is_service:
        raise NotAServiceAccount
    if Level[wanted.scope] > owner.level:
        raise ScopeNotGranted("Raise the service account first.")
    return await _create(session, actor, owner, wanted)


async def _create(
    session: AsyncSession, actor: Actor, owner: User, wanted: ApiKeyCreate
) -> tuple[ApiKey, str]:
    if await system_living_keys(session, owner.id) >= MOST_KEYS:
        raise TooManyKeys
    key = new_credential(KEY_MARK)
    row = ApiKey(
        user_id=owner.id,
        name=wanted.name,
        prefix=key[:SHOWN],
        key_hash=bytes.fromhex(hash_secret(key)),
        level=Level[wanted.scope],
        created_by_id=actor.account_id,
        expires_at=datetime.now(UTC) + timedelta(days=wanted.days),
    )
    session.add(row)
    await session.flush()
    level = Level[wanted.scope]
    await record(session, actor, ApiKeyCreated(api_key_id=row.id, user_id=owner.id, level=level))
    return row, key
