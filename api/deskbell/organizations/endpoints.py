"""Organizations over the API, for agents."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Page
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotAllowed, NotFound, StaleVersion, problems
from deskbell.organizations import queries
from deskbell.organizations.actions.change import change_organization
from deskbell.organizations.actions.create import create_organization as create
from deskbell.organizations.actions.delete import delete_organization as delete
from deskbell.organizations.actions.own_domains import set_domains
from deskbell.organizations.actions.share import share
from deskbell.organizations.problems import (
    CircularParent,
    DomainTaken,
    DomainUnfit,
    NoSuchOrganization,
    NoSuchPerson,
    OrganizationNameTaken,
)
from deskbell.organizations.schemas import (
    DomainsPut,
    OrganizationCreate,
    OrganizationListQuery,
    OrganizationRead,
    OrganizationSummary,
    OrganizationUpdate,
    SharingPut,
)
from deskbell.permissions.checking import require

router = APIRouter(prefix="/v1/organizations", tags=["organizations"], route_class=IdempotentRoute)

CanView = Annotated[Actor, requires(Act.organizations_view, scope="agent")]
CanCreate = Annotated[Actor, requires(Act.organizations_create, scope="agent")]
CanEdit = Annotated[Actor, requires(Act.organizations_edit, scope="agent")]
CanDelete = Annotated[Actor, requires(Act.organizations_delete, scope="agent")]

OF_NAMES = (NotAllowed, OrganizationNameTaken, NoSuchOrganization, NoSuchPerson)


@router.get("", responses=problems(NotAllowed, BadCursor))
async def list_organizations(
    query: Annotated[OrganizationListQuery, Query()], actor: CanView, reader: Reader
) -> Page[OrganizationSummary]:
    """The organizations, by name or the last changed first."""
    require(actor, "organizations.view")
    return await queries.page_of_organizations(reader, actor, query)


@router.post("", status_code=201, responses=problems(*OF_NAMES, DomainTaken, DomainUnfit))
async def create_organization(
    body: OrganizationCreate, actor: CanCreate, session: Session
) -> OrganizationRead:
    """Make an organization, with its domains if it has any. Its managers see its tickets."""
    require(actor, "organizations.create")
    made = await create(session, actor, body)
    return await queries.read_organization(session, actor, made.id)


@router.get("/{organization_id}", responses=problems(NotFound, NotAllowed))
async def get_organization(organization_id: PathId, actor: CanView, reader: Reader) -> OrganizationRead:
    """One organization."""
    require(actor, "organizations.view")
    return await queries.read_organization(reader, actor, organization_id)


@router.patch("/{organization_id}", responses=problems(NotFound, StaleVersion, *OF_NAMES, CircularParent))
async def update_organization(
    organization_id: PathId, body: OrganizationUpdate, actor: CanEdit, session: Session, seen: SeenVersion
) -> OrganizationRead:
    """Change the profile, the notes, who looks after it, or what it stands below."""
    require(actor, "organizations.edit")
    await change_organization(session, actor, organization_id, body, seen)
    return await queries.read_organization(session, actor, organization_id)


@router.delete("/{organization_id}", status_code=204, responses=problems(NotFound, NotAllowed, StaleVersion))
async def delete_organization(
    organization_id: PathId, actor: CanDelete, session: Session, seen: SeenVersion
) -> None:
    """Delete an organization. Deletes no person and no ticket: its tickets belong to none afterwards."""
    require(actor, "organizations.delete")
    await delete(session, actor, organization_id, seen)


@router.put("/{organization_id}/sharing", responses=problems(NotFound, NotAllowed, StaleVersion))
async def set_organization_sharing(
    organization_id: PathId, body: SharingPut, actor: CanEdit, session: Session, seen: SeenVersion
) -> OrganizationRead:
    """Say who of its people sees, answers and closes the tickets of the others.

    It counts from their next request. Replying and closing open nothing to those who don't see.
    """
    require(actor, "organizations.edit")
    await share(session, actor, organization_id, body, seen)
    return await queries.read_organization(session, actor, organization_id)


@router.put(
    "/{organization_id}/domains",
    responses=problems(NotFound, NotAllowed, StaleVersion, DomainTaken, DomainUnfit),
)
async def set_organization_domains(
    organization_id: PathId, body: DomainsPut, actor: CanEdit, session: Session, seen: SeenVersion
) -> OrganizationRead:
    """Give it exactly these domains: whoever writes from one is presumed to be a member.

    Each has one owner. Domains of mail providers and public suffixes are refused. What a membership opens
    begins for a presumed member when the address is verified.
    """
    require(actor, "organizations.edit")
    await set_domains(session, actor, organization_id, body.domains, seen)
    return await queries.read_organization(session, actor, organization_id)
