"""Tickets over the API."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import FastReads, Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Cursor, Page
from deskbell.core.preconditions import Channel, SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, TooManyRequests, problems
from deskbell.files.addresses import Signer
from deskbell.permissions.ceiling import count_records
from deskbell.tickets import history, listing
from deskbell.tickets.actions.change_fields import change_fields
from deskbell.tickets.actions.create import create
from deskbell.tickets.actions.remove import delete, restore
from deskbell.tickets.changing import as_changed, to_change
from deskbell.tickets.conversation import ConversationRead, read_conversation
from deskbell.tickets.dimensions import KnownDimensions
from deskbell.tickets.problems import AgentPartRefused, AssigneeWithoutAccess, FileNotYours, UnknownReference
from deskbell.tickets.reading import find_row, read_opened, read_ticket
from deskbell.tickets.schemas import (
    HistoryEntry,
    TicketCreate,
    TicketListQuery,
    TicketRead,
    TicketSummary,
    TicketUpdate,
)

router = APIRouter(prefix="/v1/tickets", tags=["tickets"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.view, scope="guest")]
CanCreate = Annotated[Actor, requires(Act.tickets_create, scope="user")]
CanSetFields = Annotated[Actor, requires(Act.set_fields, scope="agent")]
CanDelete = Annotated[Actor, requires(Act.delete, scope="agent")]
CanRestore = Annotated[Actor, requires(Act.restore, scope="agent")]


@router.get("", responses=problems(TooManyRequests))
async def list_tickets(
    query: Annotated[TicketListQuery, Query()], actor: CanView, reads: FastReads, known: KnownDimensions
) -> Answer[Page[TicketSummary]]:
    """List the tickets that you may see, filtered and sorted."""
    return Answer(await listing.list_page(reads, actor, query, known))


@router.post(
    "",
    status_code=201,
    responses=problems(NotAllowed, AgentPartRefused, AssigneeWithoutAccess, FileNotYours, UnknownReference),
)
async def create_ticket(
    body: TicketCreate, actor: CanCreate, session: Session, known: KnownDimensions, channel: Channel
) -> Answer[TicketRead]:
    """Open a ticket with its first message."""
    opened = await create(session, actor, body, channel)
    if body.agent is not None:
        return await as_changed(session, actor, opened.ticket.id, known)
    return Answer(await read_opened(session, actor, opened.ticket, opened.requester, known))


@router.get("/{ticket_id}", responses=problems(NotFound, TooManyRequests))
async def get_ticket(
    ticket_id: PathId, actor: CanView, reads: FastReads, known: KnownDimensions
) -> Answer[TicketRead]:
    """One ticket, with what you may do with it."""
    if actor.records_an_hour is not None:
        await count_records(known.database, actor, 1)
    return Answer(await read_ticket(reads, actor, ticket_id, known))


@router.get("/{ticket_id}/conversation", responses=problems(NotFound, TooManyRequests))
async def get_conversation(
    ticket_id: PathId, actor: CanView, reads: FastReads, known: KnownDimensions, signer: Signer
) -> Answer[ConversationRead]:
    """One ticket with its first hundred messages, the oldest first: all that a screen needs to show it."""
    if actor.records_an_hour is not None:
        await count_records(known.database, actor, 1)
    return Answer(await read_conversation(reads, actor, ticket_id, known, signer))


@router.patch("/{ticket_id}", responses=problems(NotFound, NotAllowed, StaleVersion, UnknownReference))
async def update_ticket(
    ticket_id: PathId,
    body: TicketUpdate,
    actor: CanSetFields,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Change the subject, the priority or the type."""
    ticket = await to_change(session, actor, Act.set_fields, ticket_id, seen)
    await change_fields(session, actor, ticket, body)
    return await as_changed(session, actor, ticket_id, known)


@router.delete(
    "/{ticket_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(NotFound, NotAllowed, StaleVersion),
)
async def delete_ticket(ticket_id: PathId, actor: CanDelete, session: Session, seen: SeenVersion) -> Response:
    """Put a ticket away; it can be restored until it is purged."""
    ticket = await to_change(session, actor, Act.delete, ticket_id, seen)
    await delete(session, actor, ticket)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post("/{ticket_id}/restore", responses=problems(NotFound, NotAllowed))
async def restore_ticket(
    ticket_id: PathId, actor: CanRestore, session: Session, known: KnownDimensions
) -> Answer[TicketRead]:
    """Bring a deleted ticket back."""
    ticket = await to_change(session, actor, Act.restore, ticket_id, None)
    await restore(session, actor, ticket)
    return await as_changed(session, actor, ticket_id, known)


@router.get("/{ticket_id}/history", responses=problems(NotFound))
async def list_history(
    ticket_id: PathId,
    actor: CanView,
    reader: Reader,
    known: KnownDimensions,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Rows in a page.")] = 100,
) -> Page[HistoryEntry]:
    """What happened to the ticket, the oldest first."""
    await find_row(reader, actor, ticket_id)
    return await history.history_page(reader, actor, ticket_id, known, cursor=cursor, limit=limit)
