"""Which messages an actor may read: those of tickets that they can see, without notes for customers."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    bindparam,
    false,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.answers import Members
from deskbell.core.auth import Actor
from deskbell.core.pagination import decode_cursor, encode_cursor
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotFound
from deskbell.files.models import File
from deskbell.kit.html import with_signed_files
from deskbell.tickets.messages.models import Message, MessageFile, MessageKind
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import may, reach_of, rights
from deskbell.users.models import User

UrlFor = Callable[[UUID], str]
SeenFile = Row[UUID, str, str, str, int, bool]
"""A file's id, storage_key, name, content_type, size and is_picture."""

_TICKET_ID = bindparam("ticket_id", type_=BigInteger)

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


def visible_messages(actor: Actor) -> Select[Any]:
    """A ticket's messages with author and files, as rows for `message`; none when it can't be seen."""
    seen = select(Ticket.id).where(may(actor), Ticket.id == _TICKET_ID)
    return _ROWS.where(Message.ticket_id == _TICKET_ID, seen.exists(), readable(actor))


@lru_cache(maxsize=500)
def _page(reach: Actor, limit: int, *, after: bool) -> Prepared:
    statement = visible_messages(reach).order_by(Message.id).limit(literal_column(str(limit + 1)))
    start = Message.id > bindparam("after_id", type_=BigInteger)
    return Prepared(statement.where(start) if after else statement)


@lru_cache(maxsize=50)
def _one(reach: Actor) -> Prepared:
    return Prepared(visible_messages(reach).where(Message.id == bindparam("message_id", type_=BigInteger)))


async def message_page(
    source: Source,
    actor: Actor,
    ticket_id: int,
    url_for: UrlFor,
    *,
    cursor: str | None = None,
    limit: int = 100,
) -> Members:
    """One page of a conversation, the oldest first: the members of a `Page[MessageRead]`."""
    values = rights(actor) | {"ticket_id": ticket_id}
    if cursor is not None:
        (values["after_id"],) = decode_cursor(cursor, int)
    statement = _page(reach_of(actor), limit, after=cursor is not None)
    rows = await statement.all(source, values)
    shown = rows[:limit]
    return {
        "items": [message(row, url_for) for row in shown],
        "next_cursor": encode_cursor(shown[-1]["id"]) if len(rows) > limit else None,
        "total": None,
    }


async def one_message(
    source: Source, actor: Actor, ticket_id: int, message_id: int, url_for: UrlFor
) -> Members:
    """One message: the members of a `MessageRead`. 404 when the actor can't read it."""
    values = rights(actor) | {"ticket_id": ticket_id, "message_id": message_id}
    row = await _one(reach_of(actor)).one_or_none(source, values)
    if row is None:
        raise NotFound
    return message(row, url_for)


async def as_added(
    session: AsyncSession, actor: Actor, added: Mapping[str, Any], url_for: UrlFor, *, with_files: bool
) -> Members:
    """The message that was just added, as it is answered; read again only for its files."""
    if with_files:
        return await one_message(session, actor, added["ticket_id"], added["id"], url_for)
    return message(added, url_for)


def message(row: Mapping[str, Any], url_for: UrlFor) -> Members:
    """A row of `visible_messages` as it is answered."""
    files = [file | {"url": url_for(UUID(file["id"]))} for file in row["files"] or ()]
    author = row["author_id"]
    return {
        "id": row["id"],
        "ticket_id": row["ticket_id"],
        "kind": row["kind"],
        "channel": row["channel"],
        "author": None
        if author is None
        else {"id": author, "name": row["author_name"], "staff": row["by_staff"]},
        "html": _signed(row["html"], url_for) if files else row["html"],
        "text": row["text"],
        "reply_html": _signed(row["reply_html"], url_for) if files else row["reply_html"],
        "attachments": files,
        "created_at": row["created_at"],
    }


def _signed(html: str | None, url_for: UrlFor) -> str | None:
    return with_signed_files(html, url_for) if html else html


async def visible_file(
    connection: AsyncConnection | AsyncSession, actor: Actor, file_id: UUID
) -> SeenFile | None:
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
