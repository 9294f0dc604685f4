"""Saying which domains are an organization's; each has one owner."""

from collections.abc import Iterable

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.kit.domain_names import spelled_domain
from deskbell.organizations.actions.change import touch
from deskbell.organizations.domain_rules import read_domain
from deskbell.organizations.events import OrganizationDomainAdded, OrganizationDomainRemoved
from deskbell.organizations.models import Organization, OrganizationDomain
from deskbell.organizations.problems import DomainTaken, at
from deskbell.organizations.queries import system_lock_structure, system_organization_for_update


async def set_domains(
    session: AsyncSession, actor: Actor, organization_id: int, wanted: Iterable[str], seen: int | None
) -> None:
    """`own_domains` of the organization with this number. Raises `NotFound`, `StaleVersion` besides."""
    row = as_seen(await system_organization_for_update(session, organization_id), seen)
    await own_domains(session, actor, row, wanted)


async def own_domains(
    session: AsyncSession, actor: Actor, organization: Organization, wanted: Iterable[str]
) -> None:
    """Give the organization exactly these domains. Raises `DomainUnfit`, `DomainTaken`."""
    chosen: dict[str, tuple[bool, str]] = {}
    for place, text in enumerate(wanted):
        domain, subdomains = read_domain(text, f"/domains/{place}")
        before = chosen.get(domain)
        chosen[domain] = (subdomains or bool(before and before[0]), f"/domains/{place}")
    await system_lock_structure(session)
    for domain, (subdomains, pointer) in chosen.items():
        await _refuse_taken(session, organization, domain, subdomains=subdomains, pointer=pointer)
    theirs = select(OrganizationDomain).where(OrganizationDomain.organization_id == organization.id)
    held = {row.domain: row for row in await session.scalars(theirs)}
    facts: list[Event] = []
    for domain, row in held.items():
        if domain not in chosen or chosen[domain][0] != row.subdomains:
            await session.execute(delete(OrganizationDomain).where(OrganizationDomain.id == row.id))
            facts.append(
                OrganizationDomainRemoved(
                    organization_id=organization.id, domain_id=row.id, subdomains=row.subdomains
                )
            )
    for domain, (subdomains, _) in chosen.items():
        if domain not in held or held[domain].subdomains != subdomains:
            facts.append(await _add(session, organization, domain, subdomains=subdomains))
    if facts:
        touch(organization)
        await record(session, actor, *facts)


async def _add(
    session: AsyncSession, organization: Organization, domain: str, *, subdomains: bool
) -> OrganizationDomainAdded:
    row = OrganizationDomain(
        organization_id=organization.id, domain=domain, spelled=spelled_domain(domain), subdomains=subdomains
    )
    session.add(row)
    await session.flush()
    return OrganizationDomainAdded(organization_id=organization.id, domain_id=row.id, subdomains=subdomains)


async def _refuse_taken(
    session: AsyncSession, organization: Organization, domain: str, *, subdomains: bool, pointer: str
) -> None:
    """No address may be of two organizations: neither the same domain, nor one inside of the other's."""
    labels = domain.split(".")
    above = [".".join(labels[place:]) for place in range(1, len(labels))]
    overlaps = [
        OrganizationDomain.domain == domain,
        OrganizationDomain.subdomains & OrganizationDomain.domain.in_(above),
    ]
    if subdomains:
        overlaps.append(func.right(OrganizationDomain.domain, len(domain) + 1) == f".{domain}")
    first = (
        select(Organization.name, OrganizationDomain.domain)
        .join(Organization, Organization.id == OrganizationDomain.organization_id)
        .where(or_(*overlaps), OrganizationDomain.organization_id != organization.id)
        .limit(1)
    )
    found = (await session.execute(first)).one_or_none()
    if found is not None:
        message = f"{found.domain} belongs to {found.name}. Take it away there first."
        raise DomainTaken(errors=at(pointer, message))
