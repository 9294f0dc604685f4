"""Who asks for a file by a signed address: the session or link that it is bound to, as that is now."""

from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.api_keys.queries import system_key
from deskbell.core.auth import Actor, Level
from deskbell.permissions.rights import rights_in
from deskbell.sessions.queries import system_signed_in
from deskbell.tickets.links import bearer as link_bearer
from deskbell.tickets.links import system_link_requester

SESSION_PARTS = 4
LINK_PARTS = 3


async def actor_of_bearer(connection: AsyncConnection, bearer: str) -> Actor | None:
    """The actor with the rights of this moment, never above those it was signed for; None when over."""
    kind, *parts = bearer.split(".")
    if kind == "link" and len(parts) == LINK_PARTS - 1:
        link_id, ticket_id = map(int, parts)
        requester_id = await system_link_requester(connection, link_id, ticket_id)
        return None if requester_id is None else link_bearer(link_id, ticket_id, requester_id)
    if len(parts) != SESSION_PARTS - 1:
        return None
    number, user_id, highest = int(parts[0]), int(parts[1]), Level[parts[2]]
    if kind == "key":
        return await actor_of_key(connection, number, user_id, highest)
    row = await system_signed_in(connection, number, user_id) if kind == "session" else None
    if row is None:
        return None
    level = Level(min(row["level"], row["session_level"], highest))
    return Actor("user", level, user_id=user_id, session_id=number, **rights_in(row, level))


async def actor_of_key(
    connection: AsyncConnection, key_id: int, user_id: int, highest: Level
) -> Actor | None:
    """The owner of a living API key, with the rights of this moment."""
    row = await system_key(connection, key_id, user_id)
    if row is None:
        return None
    level = Level(min(row["level"], row["key_level"], highest))
    return Actor("key", level, user_id=user_id, key_id=key_id, **rights_in(row, level))
