"""What is said about a ticket, over the API."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import FastReads, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Cursor, Page
from deskbell.core.preconditions import Channel, SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, problems
from deskbell.files.addresses import Signer
from deskbell.tickets.actions.add_note import add_note
from deskbell.tickets.actions.reply import reply
from deskbell.tickets.changing import to_change
from deskbell.tickets.messages.queries import as_added, message_page, one_message
from deskbell.tickets.messages.schemas import MessageRead
from deskbell.tickets.problems import FileNotYours, TicketClosed, UnknownReference
from deskbell.tickets.reading import find_row
from deskbell.tickets.schemas import MessageBody, ReplyCreate

router = APIRouter(prefix="/v1/tickets/{ticket_id}", tags=["tickets"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.view, scope="guest")]
CanReply = Annotated[Actor, requires(Act.reply, scope="guest")]
CanNote = Annotated[Actor, requires(Act.note, scope="agent")]


@router.get("/messages", responses=problems(NotFound))
async def list_messages(
    ticket_id: PathId,
    actor: CanView,
    reads: FastReads,
    signer: Signer,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Rows in a page.")] = 100,
) -> Answer[Page[MessageRead]]:
    """The conversation, the oldest first; customers get the public messages."""
    await find_row(reads, actor, ticket_id)
    return Answer(
        await message_page(
            reads, actor, ticket_id, lambda number: signer(actor, number), cursor=cursor, limit=limit
        )
    )


@router.get("/messages/{message_id}", responses=problems(NotFound))
async def get_message(
    ticket_id: PathId, message_id: PathId, actor: CanView, reads: FastReads, signer: Signer
) -> Answer[MessageRead]:
    """One message."""
    return Answer(
        await one_message(reads, actor, ticket_id, message_id, lambda number: signer(actor, number))
    )


@router.post(
    "/messages",
    status_code=201,
    responses=problems(NotFound, NotAllowed, StaleVersion, TicketClosed, FileNotYours, UnknownReference),
)
async def create_message(
    ticket_id: PathId,
    body: ReplyCreate,
    actor: CanReply,
    session: Session,
    signer: Signer,
    channel: Channel,
    seen: SeenVersion,
) -> Answer[MessageRead]:
    """Add a public reply.

    A customer's opens a ticket that waited or was solved; an agent may set a status with it.
    """
    ticket = await to_change(session, actor, Act.reply, ticket_id, seen)
    added = await reply(session, actor, ticket, body, channel)
    return Answer(
        await as_added(
            session, actor, added, lambda number: signer(actor, number), with_files=bool(body.file_ids)
        )
    )


@router.post("/notes", status_code=201, responses=problems(NotFound, NotAllowed, StaleVersion, FileNotYours))
async def create_note(
    ticket_id: PathId,
    body: MessageBody,
    actor: CanNote,
    session: Session,
    signer: Signer,
    channel: Channel,
    seen: SeenVersion,
) -> Answer[MessageRead]:
    """Add an internal note, which only agents read."""
    ticket = await to_change(session, actor, Act.note, ticket_id, seen)
    added = await add_note(session, actor, ticket, body, channel)
    return Answer(
        await as_added(
            session, actor, added, lambda number: signer(actor, number), with_files=bool(body.file_ids)
        )
    )
