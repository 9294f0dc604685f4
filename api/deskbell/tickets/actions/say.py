"""Adding a message to a ticket: what replies, notes and first messages have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.files.models import File
from deskbell.kit.html import CleanHtml, clean, from_text, preview
from deskbell.tickets.actions.store import SEARCH_LANGUAGE, store, subject_words
from deskbell.tickets.messages.models import Message, MessageFile, MessageKind, MessageSearch
from deskbell.tickets.models import Ticket
from deskbell.tickets.problems import FileNotYours
from deskbell.tickets.schemas import MailBody, MessageBody

SEARCHED_CHARACTERS = 200_000
PREVIEW_CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it, and by what way."""

    author_id: int
    by_staff: bool
    channel: str


async def say(
    session: AsyncSession, actor: Actor, ticket: Ticket, body: MessageBody, kind: MessageKind, voice: Voice
) -> Mapping[str, Any]:
    """Add the message with its files, make it findable, count it, and store the ticket as it is now.

    So whatever else the message changes of its ticket is changed before. Returns the message as a row of
    `visible_messages`, but for its files.
    """
    said = sanitized(body)
    count(ticket, kind, said)
    values = {
        "kind": kind.value,
        "internal": kind is MessageKind.internal,
        "channel": voice.channel,
        "author_id": voice.author_id,
        "by_staff": voice.by_staff,
        "html": said.html,
        "text": said.text,
        "reply_html": _own_words(body),
        "searched": said.text[:SEARCHED_CHARACTERS],
    }
    message = await store(session, ticket, values)
    if body.file_ids:
        files = list(dict.fromkeys(body.file_ids))
        await _name_files(session, actor, ticket.id, message["id"], files, said.inline_files)
    return message


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


def _own_words(body: MessageBody) -> str | None:
    """What of a mail is neither quote nor signature, sanitized for itself."""
    own = body.reply_html if isinstance(body, MailBody) else None
    return None if own is None else clean(own, set(body.file_ids)).html


def _not_yours(file_ids: Sequence[UUID], free: set[UUID]) -> FileNotYours:
    return FileNotYours(
        "Upload it again.",
        errors=[
            ProblemError(
                pointer=f"/file_ids/{place}", message="This upload is not yours, in use already, or gone."
            )
            for place, file_id in enumerate(file_ids)
            if file_id not in free
        ],
    )


async def refuse_taken_files(session: AsyncSession, actor: Actor, file_ids: Sequence[UUID]) -> None:
    """Refuse uploads that a message of the actor's could not take now: `FileNotYours`."""
    if file_ids:
        free = set(await session.scalars(select(File.id).where(*_free(actor, file_ids))))
        if not free.issuperset(file_ids):
            raise _not_yours(file_ids, free)


def _free(actor: Actor, file_ids: Sequence[UUID]) -> tuple[ColumnElement[bool], ...]:
    return (File.id.in_(file_ids), File.owner_id == actor.user_id, File.attached_at.is_(None))


async def _name_files(
    session: AsyncSession,
    actor: Actor,
    ticket_id: int,
    message_id: int,
    file_ids: Sequence[UUID],
    inline: frozenset[UUID] | set[UUID],
) -> None:
    """Give the uploads to the message. All of them have to be the actor's own, and free."""
    free = _free(actor, file_ids)
    taken = set(
        (
            await session.execute(update(File).where(*free).values(attached_at=func.now()).returning(File.id))
        ).scalars()
    )
    if len(taken) != len(file_ids):
        raise _not_yours(file_ids, taken)
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
    words = subject_words(literal(ticket.subject)).op("||")(
        func.to_tsvector(SEARCH_LANGUAGE, said.scalar_subquery())
    )
    row = update(MessageSearch).where(MessageSearch.ticket_id == ticket.id, MessageSearch.message_id == first)
    await session.execute(row.values(words=words), execution_options={"synchronize_session": False})
