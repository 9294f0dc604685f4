"""Which messages an actor may read: those of tickets that they can see, without notes for customers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, false, func, select, true
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.problems import NotFound
from deskbell.files.models import File
from deskbell.kit.html import with_signed_files
from deskbell.tickets.messages.models import Message, MessageFile, MessageKind
from deskbell.tickets.messages.schemas import AttachmentRead, AuthorRead, MessageRead
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import may
from deskbell.users.models import User

UrlFor = Callable[[UUID], str]

_FILE = func.jsonb_build_object(
    "id",
    File.id,
    "name",
    File.name,
    "content_type",
    File.content_type,
    "size",
    File.size,
    "inline",
    MessageFile.inline,
)
_FILES = (
    select(func.jsonb_agg(aggregate_order_by(_FILE, MessageFile.position), type_=JSONB))
    .join(File, File.id == MessageFile.file_id)
    .where(MessageFile.message_id == Message.id)
    .correlate(Message)
    .scalar_subquery()
)

_ROWS = select(*Message.__table__.c, User.name.label("author_name"), _FILES.label("files")).outerjoin(
    User, User.id == Message.author_id
)


def readable(actor: Actor) -> ColumnElement[bool]:
    """Which messages of a ticket that the actor can see: notes are never part of a customer's rows (T60)."""
    return true() if actor.is_staff else Message.kind == MessageKind.public


def visible_messages(actor: Actor, ticket_id: int) -> Select[Any]:
    """A ticket's messages with author and files, as rows for `message_read`; none when it can't be seen."""
    seen = select(Ticket.id).where(may(actor), Ticket.id == ticket_id)
    return _ROWS.where(Message.ticket_id.in_(seen), readable(actor))


async def message_page(
    connection: AsyncConnection | AsyncSession,
    actor: Actor,
    ticket_id: int,
    url_for: UrlFor,
    *,
    cursor: str | None = None,
    limit: int = 100,
) -> Page[MessageRead]:
    """One page of a conversation, the oldest first."""
    statement = visible_messages(actor, ticket_id).order_by(Message.id).limit(limit + 1)
    if cursor is not None:
        (after,) = decode_cursor(cursor, int)
        statement = statement.where(Message.id > after)
    rows = (await connection.execute(statement)).all()
    shown = rows[:limit]
    more = encode_cursor(shown[-1].id) if len(rows) > limit else None
    return Page[MessageRead](
        items=[message_read(row, url_for) for row in shown], next_cursor=more, total=None
    )


async def one_message(
    connection: AsyncConnection | AsyncSession, actor: Actor, ticket_id: int, message_id: int, url_for: UrlFor
) -> MessageRead:
    """One message. 404 when the actor can't read it."""
    statement = visible_messages(actor, ticket_id).where(Message.id == message_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return message_read(row, url_for)


def message_read(row: Row[Any], url_for: UrlFor) -> MessageRead:
    """A row of `visible_messages` as it is answered."""
    files = [
        AttachmentRead.model_construct(**{**file, "id": UUID(file["id"]), "url": url_for(UUID(file["id"]))})
        for file in row.files or ()
    ]
    author = None
    if row.author_id is not None:
        author = AuthorRead.model_construct(id=row.author_id, name=row.author_name, staff=row.by_staff)
    return MessageRead.model_construct(
        id=row.id,
        ticket_id=row.ticket_id,
        kind=row.kind,
        channel=row.channel,
        author=author,
        html=with_signed_files(row.html, url_for) if files else row.html,
        text=row.text,
        attachments=files,
        created_at=row.created_at,
    )


async def visible_file(
    connection: AsyncConnection | AsyncSession, actor: Actor, file_id: UUID
) -> Row[UUID, str, str, str, int, bool] | None:
    """A file that a readable message of a visible ticket names, or the actor's own that none names yet."""
    named = (
        select(MessageFile.file_id)
        .join(Message, Message.id == MessageFile.message_id)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(MessageFile.file_id == file_id, readable(actor), may(actor))
    )
    own = (File.owner_id == actor.user_id) & File.attached_at.is_(None) if actor.user_id else false()
    columns = (File.id, File.storage_key, File.name, File.content_type, File.size, File.is_picture)
    statement = select(*columns).where(File.id == file_id, named.exists() | own)
    return (await connection.execute(statement)).one_or_none()
