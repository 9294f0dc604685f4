"""Invitations into organizations over the API."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Request

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Database, Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page
from deskbell.core.problems import NotAllowed, NotFound, TooManyRequests, problems
from deskbell.core.rate_limits import hit
from deskbell.organizations.invitations import queries
from deskbell.organizations.invitations.actions.answer import answer
from deskbell.organizations.invitations.actions.invite import invite, revoke
from deskbell.organizations.invitations.schemas import (
    InvitationToMeRead,
    OrganizationInvitationCreate,
    OrganizationInvitationRead,
)
from deskbell.organizations.members.queries import refuse_stranger
from deskbell.organizations.problems import AlreadyMember, TooManyInvitations

router = APIRouter(prefix="/v1", tags=["organizations"], route_class=IdempotentRoute)

CanInvite = Annotated[Actor, requires(Act.organizations_members, scope="user")]
AN_HOUR, HOUR = 60, timedelta(hours=1)
Own = Annotated[Actor, requires(Act.own_organizations, scope="user")]


@router.get("/organizations/{organization_id}/invitations", responses=problems(NotFound, NotAllowed))
async def list_organization_invitations(
    organization_id: PathId, actor: CanInvite, reader: Reader
) -> Page[OrganizationInvitationRead]:
    """The invitations that wait for an answer, for its managers and for agents."""
    return await queries.invitations_of(reader, actor, organization_id)


@router.post(
    "/organizations/{organization_id}/invitations",
    status_code=201,
    responses=problems(NotFound, NotAllowed, AlreadyMember, TooManyInvitations, TooManyRequests),
)
async def create_organization_invitation(
    organization_id: PathId,
    body: OrganizationInvitationCreate,
    actor: CanInvite,
    request: Request,
    session: Session,
) -> OrganizationInvitationRead:
    """Mail somebody an invitation to join as a member; for its managers and for agents.

    It waits for 14 days. The person joins by taking it up, signed in, once the address is proven. The answer
    is the same whether or not anybody has the address. Sent again for the same address, it is mailed again.
    """
    await refuse_stranger(session, actor, organization_id)
    await _count(request, organization_id)
    number = await invite(session, actor, organization_id, body)
    waiting = await queries.invitations_of(session, actor, organization_id)
    return next(each for each in waiting.items if each.id == number)


@router.delete(
    "/organizations/{organization_id}/invitations/{invitation_id}",
    status_code=204,
    responses=problems(NotFound, NotAllowed),
)
async def revoke_organization_invitation(
    organization_id: PathId, invitation_id: PathId, actor: CanInvite, session: Session
) -> None:
    """Take an invitation back."""
    await refuse_stranger(session, actor, organization_id)
    await revoke(session, actor, organization_id, invitation_id)


@router.get("/users/me/organization-invitations")
async def list_my_organization_invitations(actor: Own, reader: Reader) -> Page[InvitationToMeRead]:
    """The organizations that ask you to join, at addresses that you have proven."""
    return await queries.invitations_to(reader, actor)


@router.post(
    "/users/me/organization-invitations/{invitation_id}/accept",
    status_code=204,
    responses=problems(NotFound),
)
async def accept_organization_invitation(invitation_id: PathId, actor: Own, session: Session) -> None:
    """Join the organization as a member."""
    await answer(session, actor, invitation_id, "accepted")


@router.delete(
    "/users/me/organization-invitations/{invitation_id}", status_code=204, responses=problems(NotFound)
)
async def decline_organization_invitation(invitation_id: PathId, actor: Own, session: Session) -> None:
    """Turn the invitation down."""
    await answer(session, actor, invitation_id, "declined")


async def _count(request: Request, organization_id: int) -> None:
    """Count one, whatever becomes of it: each is a mail to a stranger (T56). Raises `TooManyRequests`."""
    database: Database = request.app.state.database
    async with database.reader() as connection:
        state = await hit(connection, f"organization-invitations:{organization_id}", AN_HOUR, HOUR)
    if not state.allowed:
        raise TooManyRequests(headers=state.headers)
