"""Reading merges, and whose tickets a person's are."""

from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.pagination import Ref
from deskbell.core.problems import NotFound
from deskbell.tickets.people.models import DataExport, UserMerge
from deskbell.tickets.people.schemas import UserMergeRead
from deskbell.users.models import User
from deskbell.users.queries import seen_by

UNDOABLE_FOR: Final = timedelta(days=14)
Source = AsyncConnection | AsyncSession


async def merges_of(source: Source, actor: Actor, user_id: int) -> list[UserMergeRead]:
    """What was merged into an account, the newest first. Raises `NotFound`."""
    if await source.scalar(select(User.id).where(User.id == user_id, seen_by(actor))) is None:
        raise NotFound
    rows = await source.execute(
        select(
            UserMerge.id,
            UserMerge.merged_id,
            User.name,
            func.jsonb_array_length(UserMerge.moved["tickets"]).label("tickets"),
            UserMerge.merged_at,
            (UserMerge.merged_at > func.now() - UNDOABLE_FOR).label("undoable"),
        )
        .join(User, User.id == UserMerge.merged_id)
        .where(UserMerge.into_id == user_id, UserMerge.undone_at.is_(None))
        .order_by(UserMerge.id.desc())
    )
    return [
        UserMergeRead(
            id=row.id,
            merged=Ref(id=row.merged_id, name=row.name),
            tickets=row.tickets,
            merged_at=row.merged_at,
            undoable_until=row.merged_at + UNDOABLE_FOR if row.undoable else None,
        )
        for row in rows
    ]


async def one_export(source: Source, actor: Actor, export_id: int) -> DataExport | None:
    """An export that the actor has asked for."""
    mine = (DataExport.id == export_id, DataExport.ordered_by_id == (actor.user_id or 0))
    columns = (
        DataExport.id,
        DataExport.user_id,
        DataExport.created_at,
        DataExport.ready_at,
        DataExport.file_id,
    )
    row = (await source.execute(select(*columns).where(*mine))).mappings().one_or_none()
    return None if row is None else DataExport(**row)


async def system_merge_for_update(session: AsyncSession, merge_id: int) -> UserMerge | None:
    """A merge that can be undone, locked."""
    undoable = (UserMerge.undone_at.is_(None), UserMerge.merged_at > func.now() - UNDOABLE_FOR)
    return await session.scalar(
        select(UserMerge).where(UserMerge.id == merge_id, *undoable).with_for_update()
    )


async def seen_merge(session: AsyncSession, actor: Actor, merge_id: int) -> int | None:
    """Into which account it was, if the actor may see that."""
    statement = select(UserMerge.into_id).join(User, User.id == UserMerge.into_id)
    return await session.scalar(statement.where(UserMerge.id == merge_id, seen_by(actor)))


async def system_selves(session: AsyncSession, user_id: int) -> list[int]:
    """An account, and those that were merged into it."""
    own = (User.id == user_id) | (User.merged_into_id == user_id)
    return sorted(await session.scalars(select(User.id).where(own)))
