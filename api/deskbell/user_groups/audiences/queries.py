"""Reading which groups a thing names."""

from collections.abc import Sequence

from sqlalchemy import false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Actor
from deskbell.core.pagination import Ref
from deskbell.user_groups.directory.queries import visible_to
from deskbell.user_groups.models import UserGroup


async def groups_among(session: AsyncSession, actor: Actor, group_ids: Sequence[int]) -> set[int]:
    """Those of these groups that exist, for agents; held until the end, so that none is deleted meanwhile."""
    named = visible_to(actor).where(UserGroup.id.in_(group_ids)).order_by(UserGroup.id)
    return {each.id for each in await session.scalars(named.with_for_update(read=True, key_share=True))}


async def audience_of(
    connection: AsyncConnection | AsyncSession,
    actor: Actor,
    audience: InstrumentedAttribute[int],
    thing_id: int,
) -> list[Ref]:
    """The groups that a thing names, by name; for agents."""
    rows = select(UserGroup.id, UserGroup.name).join(
        audience.class_, audience.class_.group_id == UserGroup.id
    )
    rows = rows.where(audience == thing_id, true() if actor.is_staff else false()).order_by(UserGroup.name)
    return [Ref(id=row.id, name=row.name) for row in await connection.execute(rows)]


async def is_there(
    connection: AsyncConnection | AsyncSession,
    actor: Actor,
    thing: InstrumentedAttribute[int],
    thing_id: int,
) -> bool:
    """Whether there is such a thing; for agents."""
    rows = select(thing).where(thing == thing_id, true() if actor.is_staff else false())
    return (await connection.execute(rows)).one_or_none() is not None
