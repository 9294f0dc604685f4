"""Adding a message to a ticket: what replies, notes and first messages have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    String,
    Table,
    bindparam,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.prepared import Prepared
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.files.models import File
from deskbell.kit.html import CleanHtml, clean, from_text, preview
from deskbell.tickets.messages.models import Message, MessageFile, MessageKind, MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import FileNotYours
from deskbell.tickets.schemas import MessageBody

SEARCHED_CHARACTERS = 200_000
PREVIEW_CHARACTERS = 140
SEARCH_LANGUAGE: ColumnElement[Any] = literal_column("'simple'::regconfig")
SUBJECT_WEIGHT: ColumnElement[Any] = literal_column("'A'")
_MESSAGES = cast("Table", Message.__table__)
_WORDS = cast("Table", MessageSearch.__table__)


def _subject_words(subject: ColumnElement[str]) -> ColumnElement[str]:
    return func.setweight(func.to_tsvector(SEARCH_LANGUAGE, subject), SUBJECT_WEIGHT)


def _adding(*, first: bool) -> Prepared:
    """Store a message and its words at once; those of the subject stand with the ticket's first one."""
    given = ("ticket_id", "kind", "channel", "author_id", "by_staff", "html", "text")
    values = {name: bindparam(name, type_=_MESSAGES.c[name].type) for name in given}
    stored = insert(_MESSAGES).values(values).returning(_MESSAGES.c.id, _MESSAGES.c.created_at).cte("stored")
    words: ColumnElement[Any] = func.to_tsvector(SEARCH_LANGUAGE, bindparam("searched", type_=String))
    if first:
        words = _subject_words(bindparam("subject", type_=String)).op("||")(words)
    row = select(
        stored.c.id,
        stored.c.created_at,
        bindparam("ticket_id", type_=BigInteger),
        bindparam("department_id", type_=BigInteger),
        bindparam("internal", type_=Boolean),
        words,
    )
    columns = ["message_id", "created_at", "ticket_id", "department_id", "internal", "words"]
    return Prepared(insert(_WORDS).from_select(columns, row).returning(_WORDS.c.message_id))


_ADD_FIRST, _ADD_NEXT = _adding(first=True), _adding(first=False)


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it, and by what way."""

    author_id: int
    by_staff: bool
    channel: str


async def say(
    session: AsyncSession, actor: Actor, ticket: Ticket, body: MessageBody, kind: MessageKind, voice: Voice
) -> int:
    """Add the message with its files, make it findable, and count it on the ticket.

    Returns the message's number.
    """
    said = sanitized(body)
    is_first = ticket.message_count == 0
    count(ticket, kind, said)
    if is_first:  # a ticket that may be as new as its message; others are stored with their last change
        await session.flush()
    values = {
        "ticket_id": ticket.id,
        "department_id": ticket.department_id,
        "subject": ticket.subject,
        "kind": kind.value,
        "internal": kind is MessageKind.internal,
        "channel": voice.channel,
        "author_id": voice.author_id,
        "by_staff": voice.by_staff,
        "html": said.html,
        "text": said.text,
        "searched": said.text[:SEARCHED_CHARACTERS],
    }
    stored = await (_ADD_FIRST if is_first else _ADD_NEXT).all(session, values)
    message_id = int(stored[0]["message_id"])
    if body.file_ids:
        files = list(dict.fromkeys(body.file_ids))
        await _name_files(session, actor, ticket.id, message_id, files, said.inline_files)
    return message_id


def count(ticket: Ticket, kind: MessageKind, said: CleanHtml) -> None:
    """Count a message on its ticket, which shows the beginning of the last public one (T61)."""
    ticket.message_count += 1
    if kind is MessageKind.public:
        ticket.public_message_count += 1
        ticket.preview = preview(said.text, PREVIEW_CHARACTERS)


def sanitized(body: MessageBody) -> CleanHtml:
    """The body as it may be stored and shown (T31). Refuses one that says nothing and has no file."""
    html = body.html if body.html is not None else from_text(body.text or "")
    said = clean(html, set(body.file_ids))
    if not said.text.strip() and not body.file_ids:
        pointer = "/html" if body.html is not None else "/text"
        raise InvalidRequest(
            errors=[ProblemError(pointer=pointer, message="Write something, or attach a file.")]
        )
    return said


async def _name_files(
    session: AsyncSession,
    actor: Actor,
    ticket_id: int,
    message_id: int,
    file_ids: Sequence[UUID],
    inline: frozenset[UUID] | set[UUID],
) -> None:
    """Give the uploads to the message. All of them have to be the actor's own, and free."""
    free = (File.id.in_(file_ids), File.owner_id == actor.user_id, File.attached_at.is_(None))
    taken = set(
        (
            await session.execute(update(File).where(*free).values(attached_at=func.now()).returning(File.id))
        ).scalars()
    )
    if len(taken) != len(file_ids):
        raise FileNotYours(
            "Upload it again.",
            errors=[
                ProblemError(
                    pointer=f"/file_ids/{place}", message="This upload is not yours, in use already, or gone."
                )
                for place, file_id in enumerate(file_ids)
                if file_id not in taken
            ],
        )
    rows = [
        {
            "file_id": file_id,
            "message_id": message_id,
            "ticket_id": ticket_id,
            "position": place,
            "inline": file_id in inline,
        }
        for place, file_id in enumerate(file_ids)
    ]
    await session.execute(insert(MessageFile), rows)


async def retell_subject(session: AsyncSession, ticket: Ticket) -> None:
    """Make the ticket findable by its present subject: the words of its first message are written again."""
    first = select(func.min(Message.id)).where(Message.ticket_id == ticket.id).scalar_subquery()
    said = select(func.left(Message.text, SEARCHED_CHARACTERS)).where(Message.id == MessageSearch.message_id)
    words = _subject_words(literal(ticket.subject)).op("||")(
        func.to_tsvector(SEARCH_LANGUAGE, said.scalar_subquery())
    )
    row = update(MessageSearch).where(MessageSearch.ticket_id == ticket.id, MessageSearch.message_id == first)
    await session.execute(row.values(words=words), execution_options={"synchronize_session": False})
