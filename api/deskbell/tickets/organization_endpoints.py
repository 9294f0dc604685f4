"""The organization of a ticket, and what is done to organizations and reaches their tickets."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.answers import Answer
from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId, QueryId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, problems
from deskbell.organizations.members.queries import refuse_stranger
from deskbell.organizations.merges.queries import merges_of
from deskbell.organizations.problems import MergeNotUndoable, NoSuchOrganization
from deskbell.organizations.queries import read_organization
from deskbell.organizations.schemas import OrganizationMergeRead, OrganizationRead
from deskbell.permissions.checking import require
from deskbell.tickets.actions.merge_organizations import merge_organizations
from deskbell.tickets.actions.remove_member import remove_member
from deskbell.tickets.actions.set_organization import set_organization
from deskbell.tickets.actions.set_private import set_private
from deskbell.tickets.actions.undo_merge import undo_merge
from deskbell.tickets.changing import as_changed, to_change
from deskbell.tickets.dimensions import KnownDimensions
from deskbell.tickets.organization_schemas import OrganizationMergeCreate, TicketOrganizationPut
from deskbell.tickets.problems import PrivateNotAllowed, UnknownReference
from deskbell.tickets.schemas import TicketRead

router = APIRouter(prefix="/v1", route_class=IdempotentRoute)

CanSetFields = Annotated[Actor, requires(Act.set_fields, scope="agent")]
CanSetPrivate = Annotated[Actor, requires(Act.set_private, scope="user")]
CanLookAfter = Annotated[Actor, requires(Act.organizations_members, scope="user")]
CanView = Annotated[Actor, requires(Act.organizations_view, scope="agent")]
CanMerge = Annotated[Actor, requires(Act.organizations_merge, scope="agent")]

REFUSALS = (NotFound, NotAllowed, StaleVersion)


@router.put(
    "/tickets/{ticket_id}/organization", tags=["tickets"], responses=problems(*REFUSALS, UnknownReference)
)
async def set_ticket_organization(
    ticket_id: PathId,
    body: TicketOrganizationPut,
    actor: CanSetFields,
    session: Session,
    known: KnownDimensions,
    seen: SeenVersion,
) -> Answer[TicketRead]:
    """Let the ticket belong to an organization: its people see it from now on, as is shared there."""
    ticket = await to_change(session, actor, Act.set_fields, ticket_id, seen)
    await set_organization(session, actor, ticket, body.organization_id)
    return await as_changed(session, actor, ticket_id, known)


@router.delete("/tickets/{ticket_id}/organization", tags=["tickets"], responses=problems(*REFUSALS))
async def remove_ticket_organization(
    ticket_id: PathId, actor: CanSetFields, session: Session, known: KnownDimensions, seen: SeenVersion
) -> Answer[TicketRead]:
    """Let the ticket belong to no organization."""
    ticket = await to_change(session, actor, Act.set_fields, ticket_id, seen)
    await set_organization(session, actor, ticket, None)
    return await as_changed(session, actor, ticket_id, known)


@router.put(
    "/tickets/{ticket_id}/private", tags=["tickets"], responses=problems(*REFUSALS, PrivateNotAllowed)
)
async def set_ticket_private(
    ticket_id: PathId, actor: CanSetPrivate, session: Session, known: KnownDimensions, seen: SeenVersion
) -> Answer[TicketRead]:
    """Keep your ticket to yourself: nobody else of the organization sees it, managers and followers included.

    Agents always do. Some organizations don't allow it.
    """
    ticket = await to_change(session, actor, Act.set_private, ticket_id, seen)
    await set_private(session, actor, ticket, private=True)
    return await as_changed(session, actor, ticket_id, known)


@router.delete("/tickets/{ticket_id}/private", tags=["tickets"], responses=problems(*REFUSALS))
async def remove_ticket_private(
    ticket_id: PathId, actor: CanSetPrivate, session: Session, known: KnownDimensions, seen: SeenVersion
) -> Answer[TicketRead]:
    """Share your ticket with your organization again, as is usual there."""
    ticket = await to_change(session, actor, Act.set_private, ticket_id, seen)
    await set_private(session, actor, ticket, private=False)
    return await as_changed(session, actor, ticket_id, known)


@router.delete(
    "/organizations/{organization_id}/members/{user_id}",
    status_code=204,
    tags=["organizations"],
    responses=problems(NotFound, NotAllowed),
)
async def remove_organization_member(
    organization_id: PathId,
    user_id: PathId,
    actor: CanLookAfter,
    session: Session,
    hand_to_id: Annotated[
        QueryId | None,
        Query(description="Who gets the tickets that the person requested; one who belongs to it."),
    ] = None,
) -> None:
    """Take somebody out, for its managers and for agents. Managers are taken out by agents only.

    The person sees none of its tickets any more, followed ones included; those that they requested stay
    theirs, unless they are handed over. Private ones always stay.
    """
    await refuse_stranger(session, actor, organization_id)
    await remove_member(session, actor, organization_id, user_id, hand_to_id)


@router.get(
    "/organizations/{organization_id}/merges",
    tags=["organizations"],
    responses=problems(NotFound, NotAllowed),
)
async def list_organization_merges(
    organization_id: PathId, actor: CanView, reader: Reader
) -> Page[OrganizationMergeRead]:
    """Which organizations went into this one, the newest first."""
    require(actor, "organizations.view")
    return await merges_of(reader, actor, organization_id)


@router.post(
    "/organizations/{organization_id}/merge",
    tags=["organizations"],
    responses=problems(NotFound, NotAllowed, NoSuchOrganization),
)
async def merge_organization(
    organization_id: PathId, body: OrganizationMergeCreate, actor: CanMerge, session: Session
) -> OrganizationRead:
    """Let another organization go into this one: its tickets, domains, people and sub-organizations.

    Whoever belongs to both stays what they are here; sharing stays as it is here. It can be undone.
    """
    require(actor, "organizations.merge")
    await merge_organizations(session, actor, organization_id, body.source_id)
    return await read_organization(session, actor, organization_id)


@router.post(
    "/organization-merges/{merge_id}/undo",
    tags=["organizations"],
    responses=problems(NotFound, NotAllowed, MergeNotUndoable),
)
async def undo_organization_merge(merge_id: PathId, actor: CanMerge, session: Session) -> OrganizationRead:
    """Make two organizations again. What was moved on since stays where it is."""
    require(actor, "organizations.merge")
    return await read_organization(session, actor, await undo_merge(session, actor, merge_id))
