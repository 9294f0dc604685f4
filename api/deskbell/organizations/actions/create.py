"""Making an organization."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.organizations.actions.change import refuse_account_manager, refuse_parent
from deskbell.organizations.actions.own_domains import own_domains
from deskbell.organizations.events import OrganizationCreated
from deskbell.organizations.models import Organization
from deskbell.organizations.problems import OrganizationNameTaken, at
from deskbell.organizations.schemas import OrganizationCreate


async def create_organization(session: AsyncSession, actor: Actor, body: OrganizationCreate) -> Organization:
    """Make an organization with its domains, all of it or nothing.

    Raises `OrganizationNameTaken`, `NoSuchOrganization`, `NoSuchPerson`, `DomainTaken`, `DomainUnfit`.
    """
    await refuse_account_manager(session, actor, body.account_manager_id)
    await refuse_parent(session, actor, None, body.parent_id)
    made = Organization(**body.model_dump(exclude={"domains"}))
    try:
        async with session.begin_nested():
            session.add(made)
    except IntegrityError:
        message = "Another organization has this name."
        raise OrganizationNameTaken(errors=at("/name", message)) from None
    await session.refresh(made)
    await record(session, actor, OrganizationCreated(organization_id=made.id))
    if body.domains:
        await own_domains(session, actor, made, body.domains)
    return made
