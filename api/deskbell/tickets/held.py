"""Reading replies that are not sent yet: their authors', and nobody else's."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.files.models import File
from deskbell.files.schemas import FileRead
from deskbell.kit.html import clean, from_text, with_signed_files
from deskbell.permissions.queries import system_actor_of
from deskbell.tickets.held_schemas import HeldReplyRead
from deskbell.tickets.models import HeldReply
from deskbell.tickets.schemas import ReplyCreate

MOST = 100
UrlFor = Callable[[UUID], str]


def own_held(actor: Actor, ticket_id: int) -> Select[HeldReply]:
    """The actor's held replies to a ticket, the oldest first."""
    own = (HeldReply.author_id == actor.user_id, HeldReply.ticket_id == ticket_id)
    return select(HeldReply).where(*own).order_by(HeldReply.id).limit(MOST)


async def read_held(
    session: AsyncSession, actor: Actor, held: Sequence[HeldReply], url_for: UrlFor
) -> list[HeldReplyRead]:
    """Held replies as they are answered, with those of their files that still are the actor's own."""
    bodies = [ReplyCreate.model_validate(each.body) for each in held]
    named = {file_id for body in bodies for file_id in body.file_ids}
    own = select(File).where(File.id.in_(named), File.owner_id == actor.user_id) if named else None
    files = {} if own is None else {file.id: file for file in await session.scalars(own)}
    return [_shown(each, body, files, url_for) for each, body in zip(held, bodies, strict=True)]


def _shown(held: HeldReply, body: ReplyCreate, files: dict[UUID, File], url_for: UrlFor) -> HeldReplyRead:
    html = body.html if body.html is not None else from_text(body.text or "")
    return HeldReplyRead(
        id=held.id,
        ticket_id=held.ticket_id,
        html=with_signed_files(clean(html, set(body.file_ids)).html, url_for),
        files=[
            FileRead(
                id=file.id,
                name=file.name,
                content_type=file.content_type,
                size=file.size,
                url=url_for(file.id),
            )
            for file_id in body.file_ids
            if (file := files.get(file_id)) is not None
        ],
        status_id=body.status_id,
        send_at=held.send_at,
        refused=held.refused,
        created_at=held.created_at,
    )


async def system_author_of(connection: AsyncConnection | AsyncSession, held: HeldReply) -> Actor:
    """Who wrote it, with the rights of this moment, never above those with which it was written."""
    return await system_actor_of(connection, held.author_id, Level(held.level))
