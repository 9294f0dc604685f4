"""Trying grants out: they are written inside of a savepoint, the product is asked, and all is undone.

Nothing is recorded and nothing leaves: no reader of the log and no hint ever learns of it.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

from sqlalchemy import func, null, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import UpdateBase

from deskbell.access.formula import Question
from deskbell.access.grants import Grant
from deskbell.content.knowledge.models import Article, ArticleAudience, Audience, Category, CategoryAudience
from deskbell.core.auth import Level
from deskbell.core.models import Model
from deskbell.departments.models import DepartmentAccess
from deskbell.organizations.models import Organization, OrganizationMember
from deskbell.permissions.models import (
    AgentGroup,
    AgentGroupDepartment,
    AgentGroupMember,
    AgentGroupPermission,
    AgentPermission,
    AgentTerms,
)
from deskbell.teams.models import TeamMember
from deskbell.tickets.models import Ticket, TicketFollower, TicketGrant
from deskbell.user_groups.models import UserGroupMember, UserGroupPermission
from deskbell.users.models import User, UserAddress

Writing = Callable[[Grant, int], UpdateBase]
_COLUMNS: Final = {"agent_group": "group_id", "user_group": "group_id"}


@asynccontextmanager
async def undone(session: AsyncSession) -> AsyncIterator[None]:
    """What happens inside is undone, however it ends."""
    point = await session.begin_nested()
    try:
        yield
    finally:
        await point.rollback()


async def give(session: AsyncSession, question: Question, grants: Iterable[Grant]) -> None:
    """Write these grants for the person of the question, as the helpdesk would hold them."""
    for grant in sorted(grants):
        for write in _WRITING[grant.kind]:
            await session.execute(write(grant, question.user_id or 0))


def _named(grant: Grant) -> dict[str, int]:
    """The things of a grant by the columns that hold their numbers."""
    return {_COLUMNS.get(kind, f"{kind}_id"): number for kind, number in grant.things}


def _mine(table: type[Model], **more: Any) -> Writing:  # noqa: ANN401 - values of any column
    """A row for the person and what the grant names, with these values where it is there already."""

    def write(grant: Grant, user_id: int) -> UpdateBase:
        return _row(table, {"user_id": user_id, **_named(grant)}, more)

    return write


def _theirs(table: type[Model], **more: Any) -> Writing:  # noqa: ANN401 - the same
    """A row for what the grant names, and the permission if it names one."""

    def write(grant: Grant, _user_id: int) -> UpdateBase:
        named = {"permission": grant.permission} if grant.permission else {}
        return _row(table, {**_named(grant), **named}, more)

    return write


def _row(table: type[Model], key: dict[str, Any], more: dict[str, Any]) -> UpdateBase:
    row = insert(table).values(**key, **more)
    if not more:
        return row.on_conflict_do_nothing()
    return row.on_conflict_do_update(index_elements=list(key), set_=more)


def _person(**values: Any) -> Writing:  # noqa: ANN401 - the same
    return lambda _grant, user_id: update(User).where(User.id == user_id).values(**values)


def _level(grant: Grant, user_id: int) -> UpdateBase:
    return update(User).where(User.id == user_id).values(level=int(Level[grant.value]))


def _ticket(**values: Any) -> Writing:  # noqa: ANN401 - the same
    return lambda grant, _: update(Ticket).where(Ticket.id == grant.number("ticket")).values(**values)


def _assign(grant: Grant, user_id: int) -> UpdateBase:
    return update(Ticket).where(Ticket.id == grant.number("ticket")).values(assignee_id=user_id)


def _lift_expiry(grant: Grant, user_id: int) -> UpdateBase:
    if not grant.things:
        return update(AgentTerms).where(AgentTerms.user_id == user_id).values(expires_at=null())
    number = grant.number("agent_group")
    return update(AgentGroup).where(AgentGroup.id == number).values(expires_at=null())


def _verify(_grant: Grant, user_id: int) -> UpdateBase:
    return update(UserAddress).where(UserAddress.user_id == user_id).values(verified_at=func.now())


def _permission(grant: Grant, user_id: int) -> UpdateBase:
    return _row(AgentPermission, {"user_id": user_id, "permission": grant.permission}, {})


def _below(grant: Grant, user_id: int) -> UpdateBase:
    given = DepartmentAccess
    this = (given.user_id == user_id, given.department_id == grant.number("department"))
    return update(given).where(*this).values(with_children=True)


def _share(grant: Grant, _user_id: int) -> UpdateBase:
    right, mode = grant.value.split(": ")
    row = update(Organization).where(Organization.id == grant.number("organization"))
    return row.values({right: mode})


def _audience(grant: Grant, _user_id: int) -> UpdateBase:
    (kind, number), (_, group_id) = grant.things
    table = CategoryAudience if kind == "category" else ArticleAudience
    return _row(table, {f"{kind}_id": number, "group_id": group_id}, {})


def _open(grant: Grant, _user_id: int) -> UpdateBase:
    kind, number = grant.things[0]
    table = Category if kind == "category" else Article
    return update(table).where(table.id == number).values(audience=Audience.groups.value)


def _publish(grant: Grant, _user_id: int) -> UpdateBase:
    return update(Article).where(Article.id == grant.number("article")).values(published_at=func.now())


_WRITING: Final[dict[str, tuple[Writing, ...]]] = {
    "level": (_level,),
    "account_enabled": (_person(disabled_at=None),),
    "account_not_expired": (_lift_expiry,),
    "account_claimed": (_person(claimed_at=func.now()),),
    "address_verified": (_verify,),
    "assignee": (_assign,),
    "follower": (_mine(TicketFollower),),
    "let_in": (_mine(TicketGrant),),
    "team_member": (_mine(TeamMember),),
    "permission": (_permission,),
    "department": (_mine(DepartmentAccess, access="full"),),
    "department_below": (_below,),
    "agent_group_member": (_mine(AgentGroupMember),),
    "agent_group_permission": (_theirs(AgentGroupPermission),),
    "agent_group_department": (_theirs(AgentGroupDepartment, access="full"),),
    "user_group_member": (_mine(UserGroupMember),),
    "audience": (_audience, _open),
    "user_group_permission": (_theirs(UserGroupPermission),),
    "article_published": (_publish,),
    "organization_member": (_mine(OrganizationMember),),
    "organization_named": (_mine(OrganizationMember, named=True),),
    "organization_manager": (_mine(OrganizationMember, role="manager"),),
    "organization_presumed": (_verify,),
    "organization_sharing": (_share,),
    "ticket_not_private": (_ticket(private=False),),
}
