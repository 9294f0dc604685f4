"""Who else gets a ticket's public replies, over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, problems
from deskbell.tickets.actions.copy import add_copy, remove_copy
from deskbell.tickets.changing import to_change
from deskbell.tickets.problems import CopyIsOurs, TooManyCopies
from deskbell.tickets.reading import copies_page
from deskbell.tickets.schemas import TicketCopyCreate, TicketCopyRead

router = APIRouter(prefix="/v1/tickets/{ticket_id}/copies", tags=["tickets"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.view, scope="agent")]
CanCopy = Annotated[Actor, requires(Act.copy_to, scope="agent")]


@router.get("", responses=problems(NotFound))
async def list_ticket_copies(ticket_id: PathId, actor: CanView, reader: Reader) -> Page[TicketCopyRead]:
    """The addresses that get the public replies, too."""
    return await copies_page(reader, actor, ticket_id)


@router.post(
    "", status_code=201, responses=problems(NotFound, NotAllowed, StaleVersion, CopyIsOurs, TooManyCopies)
)
async def create_ticket_copy(
    ticket_id: PathId, body: TicketCopyCreate, actor: CanCopy, session: Session, seen: SeenVersion
) -> TicketCopyRead:
    """Send the public replies to an address too, from now on; never a note, and nothing that was said before.

    It opens nothing: whoever reads there sees the ticket once made a follower and verified.
    """
    ticket = await to_change(session, actor, Act.copy_to, ticket_id, seen)
    copy = await add_copy(session, actor, ticket, body.address)
    return TicketCopyRead(id=copy.id, address=copy.address, created_at=copy.created_at)


@router.delete("/{copy_id}", status_code=204, responses=problems(NotFound, NotAllowed, StaleVersion))
async def delete_ticket_copy(
    ticket_id: PathId, copy_id: PathId, actor: CanCopy, session: Session, seen: SeenVersion
) -> None:
    """Send no more replies to an address."""
    ticket = await to_change(session, actor, Act.copy_to, ticket_id, seen)
    await remove_copy(session, actor, ticket, copy_id)
