"""Whose tickets somebody sees through their organizations: the one rule, as SQL (domain.md section 3.2).

A manager, by role or by a delegation that has not ended, counts where managers do; a named member where
named ones do. Whoever has a verified address of an organization's domain is presumed to be a plain member.
`tests/organizations/test_sight.py` holds this equal to a small reference.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute

from deskbell.core.auth import Act
from deskbell.organizations.models import (
    Organization,
    OrganizationDomain,
    OrganizationMember,
    OrganizationRemoval,
    Role,
    Sharing,
)
from deskbell.users.models import UserAddress

SHARED_ACTS: dict[Act, InstrumentedAttribute[str]] = {
    Act.view: Organization.see,
    Act.reply: Organization.reply,
    Act.solve: Organization.close,
}
"""The acts that an organization can give its people on each other's tickets, and what says to whom."""


def manages() -> ColumnElement[bool]:
    """Whether a row of members is a manager's at this moment."""
    return _is(OrganizationMember.role, Role.manager) | (OrganizationMember.manager_until > func.now())


def organizations_seen(user_id: ColumnElement[int], act: Act) -> Select[int]:
    """The numbers of the organizations on whose tickets this person may do this; for `SHARED_ACTS` only.

    Whose ticket is private, or what else bears on it, is not asked here.
    """
    modes = dict.fromkeys((Organization.see, SHARED_ACTS[act]))
    member = (
        select(OrganizationMember.organization_id)
        .join(Organization, Organization.id == OrganizationMember.organization_id)
        .where(OrganizationMember.user_id == user_id, *(_reaches(mode) for mode in modes))
    )
    presumed = presumed_organizations(user_id, verified=True).where(
        *(_is(mode, Sharing.everyone) for mode in modes)
    )
    both = union_all(member, presumed).subquery()
    return select(both.c.organization_id)


def _reaches(mode: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(
        _is(mode, Sharing.everyone),
        and_(_is(mode, Sharing.named), OrganizationMember.named | manages()),
        and_(_is(mode, Sharing.managers), manages()),
    )


def _is(column: InstrumentedAttribute[str], word: StrEnum) -> ColumnElement[bool]:
    """As a literal: the statements that this is a part of name all their parameters."""
    return column == literal_column(f"'{word.value}'")


def viewers_of(organization_ids: ColumnElement[list[int]], act: Act = Act.view) -> Select[int, int]:
    """`organization_id` and `user_id` of everybody who has this act on the tickets of these organizations."""
    modes = dict.fromkeys((Organization.see, SHARED_ACTS[act]))
    there = Organization.id == func.any(organization_ids)
    members = (
        select(OrganizationMember.organization_id, OrganizationMember.user_id)
        .join(Organization, Organization.id == OrganizationMember.organization_id)
        .where(there, *(_reaches(mode) for mode in modes))
    )
    presumed = (
        select(OrganizationDomain.organization_id, UserAddress.user_id)
        .join(Organization, Organization.id == OrganizationDomain.organization_id)
        .join(UserAddress, at_domain())
        .where(
            there,
            *(_is(mode, Sharing.everyone) for mode in modes),
            UserAddress.verified_at.is_not(None),
            UserAddress.user_id.is_not(None),
            ~_removed(UserAddress.user_id),
        )
    )
    both = union_all(members, presumed).subquery()
    return select(both.c.organization_id, both.c.user_id)


def presumed_organizations(
    user_id: ColumnElement[int] | InstrumentedAttribute[int], *, verified: bool
) -> Select[int]:
    """The organizations that own the domain of one of this person's addresses; removed ones left out.

    `verified`: only addresses that were proven count, as they have to wherever something is opened.
    """
    proven = [UserAddress.verified_at.is_not(None)] if verified else []
    return (
        select(OrganizationDomain.organization_id)
        .join(UserAddress, at_domain())
        .join(Organization, Organization.id == OrganizationDomain.organization_id)
        .where(UserAddress.user_id == user_id, *proven, ~_removed(user_id))
    )


def at_domain() -> ColumnElement[bool]:
    """Whether a row of addresses is at the domain of a row of domains, or below it where that counts."""
    above = func.parent_domains(UserAddress.address)
    exact = func.split_part(func.lower(UserAddress.address), literal_column("'@'"), literal_column("-1"))
    domain = OrganizationDomain
    named = (domain.domain == func.any(above)) | (domain.spelled == func.any(above))
    return named & (domain.subdomains | (domain.domain == exact) | (domain.spelled == exact))


def addresses_at(organization_id: int) -> ColumnElement[bool]:
    """What `at_domain` lies within for the domains of one organization; the index of addresses finds it."""
    own = OrganizationDomain.organization_id == organization_id
    names = union_all(
        select(OrganizationDomain.domain).where(own), select(OrganizationDomain.spelled).where(own)
    )
    above = func.parent_domains(UserAddress.address, type_=ARRAY(Text))
    return above.bool_op("&&")(cast(func.array(names.scalar_subquery()), ARRAY(Text)))


def _removed(user_id: ColumnElement[int] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    return exists().where(
        OrganizationRemoval.organization_id == OrganizationDomain.organization_id,
        OrganizationRemoval.user_id == user_id,
    )
