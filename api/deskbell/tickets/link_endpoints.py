"""Ticket links over the API."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Request, Response, status

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.config import Settings
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import Page, whole
from deskbell.core.problems import NotAllowed, NotFound, problems, refused
from deskbell.core.tokens import LINK_SCOPE, AccessClaims, TokenSigner
from deskbell.sessions.attempts import count_link
from deskbell.sessions.browser import browser_of
from deskbell.sessions.problems import TooManyAttempts
from deskbell.tickets.actions.links import create_link, redeem_link, revoke_link
from deskbell.tickets.link_schemas import (
    LinkSession,
    TicketLinkCreate,
    TicketLinkCreated,
    TicketLinkRead,
    TicketLinkRedeem,
)
from deskbell.tickets.links import links_of, myself
from deskbell.tickets.problems import LinkDead
from deskbell.tickets.queries import get_allowed
from deskbell.tickets.reading import find_row

router = APIRouter(prefix="/v1", tags=["tickets"], route_class=IdempotentRoute)

CanLink = Annotated[Actor, requires(Act.link, scope="agent")]
MayTry = Annotated[Actor, requires(Act.sign_in, scope="guest")]


@router.post("/tickets/{ticket_id}/links", status_code=201, responses=problems(NotFound, NotAllowed))
@keeps_no_answer
async def create_ticket_link(
    ticket_id: PathId, body: TicketLinkCreate, actor: CanLink, session: Session, request: Request
) -> TicketLinkCreated:
    """Make a secret address that opens this ticket to its requester without signing in.

    It is shown only now.
    """
    settings: Settings = request.app.state.settings
    ticket = await get_allowed(session, actor, Act.link, ticket_id)
    link, secret = await create_link(session, actor, ticket, body.days)
    return TicketLinkCreated(
        id=link.id,
        created_at=link.created_at,
        expires_at=link.expires_at,
        revoked_at=None,
        created_by=await myself(session, actor),
        url=f"{settings.base_url}/t#token={secret}",
        token=secret,
    )


@router.get("/tickets/{ticket_id}/links", responses=problems(NotFound))
async def list_ticket_links(ticket_id: PathId, actor: CanLink, reader: Reader) -> Page[TicketLinkRead]:
    """The links of a ticket, the newest first, without their secrets."""
    await find_row(reader, actor, ticket_id)
    return whole(await links_of(reader, actor, ticket_id))


@router.delete(
    "/tickets/{ticket_id}/links/{link_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(NotFound, NotAllowed),
)
async def revoke_ticket_link(
    ticket_id: PathId, link_id: PathId, actor: CanLink, session: Session
) -> Response:
    """Make a link open nothing, at once."""
    ticket = await get_allowed(session, actor, Act.link, ticket_id)
    await revoke_link(session, actor, ticket, link_id)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.post(
    "/sessions/link",
    status_code=201,
    response_model=LinkSession,
    responses=problems(LinkDead, TooManyAttempts),
)
@keeps_no_answer
async def create_link_session(
    body: TicketLinkRedeem, _actor: MayTry, request: Request, session: Session
) -> LinkSession | Response:
    """Exchange a ticket link for a token that is good for ten minutes, for that ticket only."""
    state, database = request.app.state, request.app.state.database
    async with database.reader() as connection:
        await count_link(connection, browser_of(request).address)
    bearer = await redeem_link(session, body.token)
    if bearer is None:
        return refused(LinkDead("Ask for a new link."))
    settings: Settings = state.settings
    tokens: TokenSigner = state.tokens
    ends = datetime.now(UTC) + settings.access_token_lifetime
    claims = AccessClaims(None, None, (LINK_SCOPE,), bearer.ticket_id, bearer.link_id, ends)
    return LinkSession(
        access_token=tokens.issue(claims),
        token_type="Bearer",  # noqa: S106 - the kind of token (RFC 6750), not one
        expires_in=int(settings.access_token_lifetime / timedelta(seconds=1)),
        ticket_id=bearer.ticket_id or 0,
    )
