"""Saying what somebody is in an organization."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.event import Event
from deskbell.events.record import record
from deskbell.organizations.events import (
    OrganizationDefaultChanged,
    OrganizationMemberAdded,
    OrganizationMemberChanged,
)
from deskbell.organizations.members.queries import system_member_for_update
from deskbell.organizations.members.schemas import MemberPut
from deskbell.organizations.models import OrganizationMember, OrganizationRemoval, Role
from deskbell.organizations.queries import system_organization_for_update
from deskbell.users.models import User
from deskbell.users.queries import system_user_for_update, visible_to


async def put_member(
    session: AsyncSession, actor: Actor, organization_id: int, user_id: int, body: MemberPut
) -> None:
    """Put a person into the organization, or change what they are in it. Raises `NotFound`.

    Agents put in those whose account they may see. The first organization of a person is their default.
    """
    if await system_organization_for_update(session, organization_id) is None:
        raise NotFound
    row = await system_member_for_update(session, organization_id, user_id)
    if row is None:
        if await session.scalar(visible_to(actor).where(User.id == user_id)) is None:
            raise NotFound
        row = await add_member(session, actor, organization_id, user_id, body.role)
    until = body.manager_until if body.role is Role.member else None
    changes = {"role": body.role, "named": body.named, "manager_until": until}
    await change_member(session, actor, row, changes)
    if body.is_default is not None and body.is_default != row.is_default:
        await set_default(session, actor, row, default=body.is_default)


async def add_member(
    session: AsyncSession, actor: Actor, organization_id: int, user_id: int, role: Role = Role.member
) -> OrganizationMember:
    """Put somebody in who is not in it."""
    await system_user_for_update(session, user_id)  # two at once make one default, not two
    again = (OrganizationRemoval.organization_id == organization_id, OrganizationRemoval.user_id == user_id)
    await session.execute(delete(OrganizationRemoval).where(*again))
    first = select(OrganizationMember.user_id).where(
        OrganizationMember.user_id == user_id, OrganizationMember.is_default
    )
    row = OrganizationMember(
        organization_id=organization_id,
        user_id=user_id,
        role=role,
        is_default=await session.scalar(first) is None,
        named=False,
        follows_new=False,
    )
    session.add(row)
    await session.flush()
    facts: list[Event] = [
        OrganizationMemberAdded(organization_id=organization_id, user_id=user_id, role=role)
    ]
    if row.is_default:
        facts.append(_default_of(row, default=True))
    await record(session, actor, *facts)
    return row


async def change_member(
    session: AsyncSession, actor: Actor, row: OrganizationMember, changes: dict[str, object]
) -> None:
    """Change role, naming or delegation of a membership that is locked; the same again changes nothing."""
    before = {name: getattr(row, name) for name in ("role", "named", "manager_until")}
    for name, value in changes.items():
        setattr(row, name, value)
    after = {name: getattr(row, name) for name in before}
    if after == before:
        return
    pairs = {f"{name}_before": value for name, value in before.items()}
    pairs |= {f"{name}_after": value for name, value in after.items()}
    subject = {"organization_id": row.organization_id, "user_id": row.user_id}
    await record(session, actor, OrganizationMemberChanged.of(subject | pairs))


async def set_default(session: AsyncSession, actor: Actor, row: OrganizationMember, *, default: bool) -> None:
    """Make it the one to which the person's tickets belong unless they choose another, or no more that."""
    await system_user_for_update(session, row.user_id)
    facts: list[Event] = []
    others = select(OrganizationMember).where(
        OrganizationMember.user_id == row.user_id,
        OrganizationMember.is_default,
        OrganizationMember.organization_id != row.organization_id,
    )
    if default:
        for other in await session.scalars(others):
            other.is_default = False
            facts.append(_default_of(other, default=False))
        await session.flush()
    if row.is_default != default:
        row.is_default = default
        facts.append(_default_of(row, default=default))
    if facts:
        await session.flush()
        await record(session, actor, *facts)


def _default_of(row: OrganizationMember, *, default: bool) -> OrganizationDefaultChanged:
    return OrganizationDefaultChanged(
        organization_id=row.organization_id, user_id=row.user_id, before=not default, after=default
    )
