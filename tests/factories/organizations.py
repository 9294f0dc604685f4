"""Organizations for tests, as rows."""

from itertools import count

from sqlalchemy import select

from deskbell.organizations.models import Organization, OrganizationDomain, OrganizationMember

NUMBERS = count(1)


async def make_organization(session, *members, managers=(), domains=(), **columns):
    """An organization with these people; the first one of a person is the default. Domains as typed."""
    columns = {"name": f"Organization {next(NUMBERS)}", **columns}
    row = Organization(**columns)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    for domain in domains:
        name = domain.removeprefix(".")
        session.add(
            OrganizationDomain(
                organization_id=row.id, domain=name, spelled=name, subdomains=domain.startswith(".")
            )
        )
    for user in (*members, *managers):
        await join(session, row, user, role="manager" if user in managers else "member")
    return row


async def join(session, organization, user, *, is_default=None, **columns):
    """Put somebody in."""
    if is_default is None:
        is_default = not await has_default(session, user)
    row = OrganizationMember(
        organization_id=organization.id, user_id=user.id, is_default=is_default, **columns
    )
    session.add(row)
    await session.flush()
    return row


async def has_default(session, user):
    """Whether the person's tickets belong to an organization by themselves."""
    member = OrganizationMember
    mine = select(member.user_id).where(member.user_id == user.id, member.is_default)
    return await session.scalar(mine) is not None
