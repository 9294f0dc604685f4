"""People by their organizations: who belongs to one, and to which somebody belongs."""

from collections.abc import Sequence

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    any_,
    bindparam,
    exists,
    false,
    func,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.pagination import Ref
from deskbell.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationMember,
    OrganizationRemoval,
)
from deskbell.organizations.queries import seen_by
from deskbell.organizations.sight import addresses_at, at_domain
from deskbell.users.models import User, UserAddress

Source = AsyncConnection | AsyncSession


def people_of(actor: Actor, organization_id: int) -> ColumnElement[bool]:
    """Which rows of `users` belong to an organization, or are presumed to; none if the actor can't see it."""
    members = (
        select(OrganizationMember.user_id)
        .join(Organization, Organization.id == OrganizationMember.organization_id)
        .where(Organization.id == organization_id, seen_by(actor))
    )
    presumed = (
        select(UserAddress.user_id)
        .join(OrganizationDomain, at_domain())
        .join(Organization, Organization.id == OrganizationDomain.organization_id)
        .where(Organization.id == organization_id, seen_by(actor), addresses_at(organization_id))
    )
    removed = exists().where(
        OrganizationRemoval.organization_id == organization_id,
        OrganizationRemoval.user_id == UserAddress.user_id,
    )
    return User.id.in_(union_all(members, presumed.where(~removed)))


async def organizations_of_people(
    source: Source, actor: Actor, user_ids: Sequence[int]
) -> dict[int, list[Ref]]:
    """The organizations of these people, the default one first, then by name; presumed ones too.

    None where the actor can't see organizations. Whom the actor sees, the caller says.
    """
    named = bindparam("user_ids", list(user_ids), type_=ARRAY(BigInteger))
    member = OrganizationMember
    removed = exists().where(
        OrganizationRemoval.organization_id == OrganizationDomain.organization_id,
        OrganizationRemoval.user_id == UserAddress.user_id,
    )
    belongs = select(member.user_id, member.organization_id, member.is_default).where(
        member.user_id == any_(named)
    )
    presumed = (
        select(UserAddress.user_id, OrganizationDomain.organization_id, false().label("is_default"))
        .join(OrganizationDomain, at_domain())
        .where(UserAddress.user_id == any_(named), ~removed)
    )
    either = union_all(belongs, presumed).subquery()
    rows = (
        select(either.c.user_id, Organization.id, Organization.name)
        .join(Organization, Organization.id == either.c.organization_id)
        .where(seen_by(actor))
        .group_by(either.c.user_id, Organization.id, Organization.name)
        .order_by(func.bool_or(either.c.is_default).desc(), Organization.name, Organization.id)
    )
    found: dict[int, list[Ref]] = {}
    for row in await source.execute(rows):
        found.setdefault(row.user_id, []).append(Ref(id=row.id, name=row.name))
    return found
