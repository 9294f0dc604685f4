"""Setting back what an event changed of somebody's rights.

The opposite change is made by its own verb, and has to be the opposite as the log tells it: where another
change came between, it says something else, and all is undone.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.access.problems import ChangedSince, NotRevertible
from deskbell.access.queries import system_event, system_facts_since, system_last_fact
from deskbell.content.knowledge.actions.set_audience import set_article_audience, set_category_audience
from deskbell.content.knowledge.schemas import AudienceUpdate
from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound, Problem
from deskbell.departments.actions.change import change_department
from deskbell.departments.actions.give_access import give_access
from deskbell.departments.events import Access
from deskbell.departments.schemas import DepartmentUpdate
from deskbell.events.event import TYPES, Event
from deskbell.organizations.actions.share import share
from deskbell.organizations.members.actions.put import put_member
from deskbell.organizations.members.schemas import MemberPut
from deskbell.organizations.queries import system_organization_for_update
from deskbell.organizations.schemas import SharingPut
from deskbell.permissions.actions.change_members import add_member, remove_member
from deskbell.permissions.actions.give_permissions import give_to_group, give_to_user
from deskbell.permissions.actions.open_departments import open_departments
from deskbell.tickets.choices.actions.set_audiences import (
    let_choose_department,
    let_choose_priority,
    let_choose_type,
)
from deskbell.user_groups.actions.set_permissions import set_permissions
from deskbell.user_groups.members.actions.join import add_members
from deskbell.user_groups.members.actions.leave import remove_members

Undoing = Callable[[AsyncSession, Actor, Any], Awaitable[Any]]
_OPPOSITE: Final = {
    "agent_group.member_added": "agent_group.member_removed",
    "agent_group.member_removed": "agent_group.member_added",
    "user_group.members_added": "user_group.members_removed",
    "user_group.members_removed": "user_group.members_added",
}
_UNTOLD: Final = {"version"}
_BEFORE, _AFTER = "before", "after"


async def revert(session: AsyncSession, actor: Actor, event_id: int) -> int:
    """Set back what the event changed; the number of the event that says so.

    Raises `NotFound`, `NotRevertible`, `ChangedSince`.
    """
    stored = await system_event(session, event_id)
    if stored is None:
        raise NotFound
    undoing = UNDOING.get(stored.type)
    if undoing is None or stored.data.get("by_rule"):
        raise NotRevertible
    fact = TYPES[stored.type].of(stored.data)
    last = await system_last_fact(session, fact)
    try:
        await undoing(session, replace(actor, cause_event_id=event_id), fact)
    except (Problem, ValidationError) as error:
        raise ChangedSince(getattr(error, "detail", None) or "What it names may be gone.") from error
    await session.flush()
    wanted = _told(*_opposite(fact))
    for number, kind, data in await system_facts_since(session, fact, last):
        if _told(kind, data) == wanted:
            return number
    raise ChangedSince


def _opposite(fact: Event) -> tuple[str, dict[str, Any]]:
    """What the log says when the fact is set back."""
    data = fact.model_dump(mode="json")
    if fact.type in _OPPOSITE:
        return _OPPOSITE[fact.type], data
    return fact.type, {_swapped(name): value for name, value in data.items()}


def _swapped(name: str) -> str:
    if _BEFORE in name:
        return name.replace(_BEFORE, _AFTER)
    return name.replace(_AFTER, _BEFORE)


def _told(kind: str, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return kind, {name: value for name, value in data.items() if name not in _UNTOLD}


async def _departments(session: AsyncSession, actor: Actor, fact: Any) -> None:  # noqa: ANN401 - the event of its type, here and below
    given = fact.access_before or tuple(Access(department_id=number) for number in fact.before)
    await give_access(session, actor, fact.user_id, given)


async def _sharing(session: AsyncSession, actor: Actor, fact: Any) -> None:  # noqa: ANN401
    row = await system_organization_for_update(session, fact.organization_id)
    if row is None:
        raise NotFound
    names = ("see", "reply", "close", "private_allowed")
    changed = getattr(fact, "right", "private_allowed")
    body = {name: getattr(row, name) for name in names} | {changed: fact.before}
    await share(session, actor, fact.organization_id, SharingPut(**body), None)


async def _member(session: AsyncSession, actor: Actor, fact: Any) -> None:  # noqa: ANN401
    body = MemberPut(
        role=fact.role_before,
        named=fact.named_before,
        manager_until=fact.manager_until_before,
        is_default=None,
    )
    await put_member(session, actor, fact.organization_id, fact.user_id, body)


def _audience(fact: Any) -> AudienceUpdate:  # noqa: ANN401
    return AudienceUpdate(audience=fact.before, group_ids=fact.groups_before)


async def _move(session: AsyncSession, actor: Actor, fact: Any) -> None:  # noqa: ANN401
    wanted = DepartmentUpdate(parent_id=fact.before)
    await change_department(session, actor, fact.department_id, wanted, None)


UNDOING: Final[dict[str, Undoing]] = {
    "user.permissions_changed": lambda s, a, fact: give_to_user(s, a, fact.user_id, fact.before, None),
    "user.departments_changed": _departments,
    "agent_group.permissions_changed": lambda s, a, fact: give_to_group(
        s, a, fact.agent_group_id, fact.before, None
    ),
    "agent_group.departments_changed": lambda s, a, fact: open_departments(
        s, a, fact.agent_group_id, fact.access_before, None
    ),
    "agent_group.member_added": lambda s, a, fact: remove_member(s, a, fact.agent_group_id, fact.user_id),
    "agent_group.member_removed": lambda s, a, fact: add_member(s, a, fact.agent_group_id, fact.user_id),
    "user_group.permissions_changed": lambda s, a, fact: set_permissions(
        s, a, fact.user_group_id, fact.before, None
    ),
    "user_group.members_added": lambda s, a, fact: remove_members(s, a, fact.user_group_id, fact.user_ids),
    "user_group.members_removed": lambda s, a, fact: add_members(s, a, fact.user_group_id, fact.user_ids),
    "organization.sharing_changed": _sharing,
    "organization.privacy_changed": _sharing,
    "organization.member_changed": _member,
    "category.audience_changed": lambda s, a, fact: set_category_audience(
        s, a, fact.category_id, _audience(fact), None
    ),
    "article.audience_changed": lambda s, a, fact: set_article_audience(
        s, a, fact.article_id, _audience(fact), None
    ),
    "department.audience_changed": lambda s, a, fact: let_choose_department(
        s, a, fact.department_id, fact.before
    ),
    "ticket_type.audience_changed": lambda s, a, fact: let_choose_type(
        s, a, fact.ticket_type_id, fact.before
    ),
    "priority.audience_changed": lambda s, a, fact: let_choose_priority(s, a, fact.priority_id, fact.before),
    "department.moved": _move,
}
