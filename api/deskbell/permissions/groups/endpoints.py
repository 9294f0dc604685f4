"""Groups of agents and what single agents hold, over the API."""

from typing import Annotated

from fastapi import APIRouter

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page, Ref, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems
from deskbell.departments.access import as_access
from deskbell.departments.problems import NoSuchDepartment
from deskbell.permissions.actions.change_group import change_group
from deskbell.permissions.actions.change_members import add_member, remove_member, set_groups
from deskbell.permissions.actions.create_group import create_group
from deskbell.permissions.actions.delete_group import delete_group
from deskbell.permissions.actions.give_permissions import give_to_group, give_to_user
from deskbell.permissions.actions.open_departments import open_departments
from deskbell.permissions.actions.restrict import restrict
from deskbell.permissions.actions.set_absence import set_absence
from deskbell.permissions.groups import queries
from deskbell.permissions.problems import (
    AdminNotRestricted,
    BuiltInGroup,
    GroupNameTaken,
    NoSuchGroup,
    PermissionNeedsOthers,
    UnknownPermission,
)
from deskbell.permissions.registry import in_order
from deskbell.permissions.schemas import (
    AgentGroupCreate,
    AgentGroupRead,
    AgentGroupsPut,
    AgentGroupUpdate,
    GroupDepartmentsPut,
    MyPermissionsRead,
    OutOfOffice,
    OutOfOfficeRead,
    PermissionsPut,
    RestrictionsWrite,
    UserPermissionsRead,
    UserRestrictionsRead,
)
from deskbell.users.problems import NotAnAgent

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["permissions"])

CanViewRights = Annotated[Actor, requires(Act.people_view, scope="admin")]
CanChangeRights = Annotated[Actor, requires(Act.rights_change, scope="admin")]
Own = Annotated[Actor, requires(Act.own_account, scope="agent")]


@router.get("/agent-groups")
async def list_agent_groups(actor: CanViewRights, reader: Reader) -> Page[AgentGroupRead]:
    """Every group of agents, the two built-in ones first."""
    return whole(await queries.groups(reader, actor))


@router.post("/agent-groups", status_code=201, responses=problems(GroupNameTaken))
async def create_agent_group(
    body: AgentGroupCreate, actor: CanChangeRights, session: Session
) -> AgentGroupRead:
    """Make a group of agents. It gives nothing yet, and nobody is in it."""
    made = await create_group(session, actor, body.name)
    return await queries.one_group(session, actor, made.id)


@router.get("/agent-groups/{group_id}", responses=problems(NotFound))
async def get_agent_group(group_id: PathId, actor: CanViewRights, reader: Reader) -> AgentGroupRead:
    """One group of agents."""
    return await queries.one_group(reader, actor, group_id)


@router.patch(
    "/agent-groups/{group_id}", responses=problems(NotFound, StaleVersion, GroupNameTaken, BuiltInGroup)
)
async def update_agent_group(
    group_id: PathId, body: AgentGroupUpdate, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> AgentGroupRead:
    """Rename a group of agents, or say what restricts those in it. Restrictions bind no admin."""
    await change_group(session, actor, group_id, body, seen)
    return await queries.one_group(session, actor, group_id)


@router.delete(
    "/agent-groups/{group_id}", status_code=204, responses=problems(NotFound, StaleVersion, BuiltInGroup)
)
async def delete_agent_group(
    group_id: PathId, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> None:
    """Delete a group of agents. Deletes no person; they lose what only this group gave them."""
    await delete_group(session, actor, group_id, seen)


@router.put(
    "/agent-groups/{group_id}/permissions",
    responses=problems(NotFound, StaleVersion, BuiltInGroup, UnknownPermission, PermissionNeedsOthers),
)
async def set_agent_group_permissions(
    group_id: PathId, body: PermissionsPut, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> AgentGroupRead:
    """Let a group give exactly these permissions; it counts from the next request of each agent in it.

    A permission that needs others is refused without them.
    """
    await give_to_group(session, actor, group_id, body.permissions, seen)
    return await queries.one_group(session, actor, group_id)


@router.put(
    "/agent-groups/{group_id}/departments",
    responses=problems(NotFound, StaleVersion, BuiltInGroup, NoSuchDepartment),
)
async def set_agent_group_departments(
    group_id: PathId, body: GroupDepartmentsPut, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> AgentGroupRead:
    """Let a group open exactly these departments. The built-in groups open none."""
    await open_departments(session, actor, group_id, as_access(body.departments), seen)
    return await queries.one_group(session, actor, group_id)


@router.get("/agent-groups/{group_id}/members", responses=problems(NotFound, BadCursor))
async def list_agent_group_members(
    group_id: PathId, actor: CanViewRights, reader: Reader, cursor: Cursor = None, limit: Limit = 100
) -> Page[Ref]:
    """The agents in a group, by name."""
    return await queries.page_of_members(reader, actor, group_id, cursor=cursor, limit=limit)


@router.put("/agent-groups/{group_id}/members/{user_id}", responses=problems(NotFound, NotAnAgent))
async def add_agent_group_member(
    group_id: PathId, user_id: PathId, actor: CanChangeRights, session: Session
) -> AgentGroupRead:
    """Put an agent into a group."""
    await add_member(session, actor, group_id, user_id)
    return await queries.one_group(session, actor, group_id)


@router.delete("/agent-groups/{group_id}/members/{user_id}", responses=problems(NotFound))
async def remove_agent_group_member(
    group_id: PathId, user_id: PathId, actor: CanChangeRights, session: Session
) -> AgentGroupRead:
    """Take somebody out of a group."""
    await remove_member(session, actor, group_id, user_id)
    return await queries.one_group(session, actor, group_id)


@router.get("/users/me/permissions")
async def get_my_permissions(actor: Own) -> MyPermissionsRead:
    """What you hold as an agent, by yourself and by your groups: what screens offer follows it.

    What may be done to one ticket is said by its `can`.
    """
    return MyPermissionsRead(permissions=in_order(actor.permissions))


@router.get("/users/{user_id}/permissions", responses=problems(NotFound))
async def get_user_permissions(user_id: PathId, actor: CanViewRights, reader: Reader) -> UserPermissionsRead:
    """What an agent holds: by themselves, by their groups, and all of it together."""
    return await queries.held_by(reader, actor, user_id)


@router.put(
    "/users/{user_id}/permissions",
    responses=problems(NotFound, StaleVersion, NotAnAgent, UnknownPermission, PermissionNeedsOthers),
)
async def set_user_permissions(
    user_id: PathId, body: PermissionsPut, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> UserPermissionsRead:
    """Give an agent exactly these permissions beside those of their groups; it counts from the next request.

    A permission that needs others is refused unless the agent holds them, or gets them here.
    """
    await give_to_user(session, actor, user_id, body.permissions, seen)
    return await queries.held_by(session, actor, user_id)


@router.put(
    "/users/{user_id}/agent-groups", responses=problems(NotFound, StaleVersion, NotAnAgent, NoSuchGroup)
)
async def set_user_agent_groups(
    user_id: PathId, body: AgentGroupsPut, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> UserPermissionsRead:
    """Put an agent into exactly these groups of agents."""
    await set_groups(session, actor, user_id, body.agent_group_ids, seen)
    return await queries.held_by(session, actor, user_id)


@router.get("/users/{user_id}/restrictions", responses=problems(NotFound))
async def get_user_restrictions(
    user_id: PathId, actor: CanViewRights, reader: Reader
) -> UserRestrictionsRead:
    """What cuts an agent down by themselves; the groups they are in may do so, too."""
    return await queries.restrictions_of(reader, actor, user_id)


@router.put(
    "/users/{user_id}/restrictions",
    responses=problems(NotFound, StaleVersion, NotAnAgent, AdminNotRestricted),
)
async def set_user_restrictions(
    user_id: PathId, body: RestrictionsWrite, actor: CanChangeRights, session: Session, seen: SeenVersion
) -> UserRestrictionsRead:
    """Say what cuts an agent down, whole. Of several, each counts. Admins can't be restricted."""
    await restrict(session, actor, user_id, body, seen)
    return await queries.restrictions_of(session, actor, user_id)


@router.get("/users/{user_id}/out-of-office", responses=problems(NotFound))
async def get_user_out_of_office(user_id: PathId, actor: CanViewRights, reader: Reader) -> OutOfOfficeRead:
    """Until when an agent is away."""
    return await queries.absence_of(reader, actor, user_id)


@router.put("/users/me/out-of-office")
async def set_out_of_office(body: OutOfOffice, actor: Own, session: Session) -> OutOfOfficeRead:
    """Say until when you are away; it is shown to whoever assigns tickets."""
    await set_absence(session, actor, actor.account_id, body.until)
    return await queries.absence_of(session, actor, actor.account_id)


@router.delete("/users/me/out-of-office")
async def remove_out_of_office(actor: Own, session: Session) -> OutOfOfficeRead:
    """Say that you are there again."""
    await set_absence(session, actor, actor.account_id, None)
    return await queries.absence_of(session, actor, actor.account_id)


@router.put("/users/{user_id}/out-of-office", responses=problems(NotFound, NotAnAgent))
async def set_user_out_of_office(
    user_id: PathId, body: OutOfOffice, actor: CanChangeRights, session: Session
) -> OutOfOfficeRead:
    """Say until when an agent is away; it is shown to whoever assigns tickets."""
    await set_absence(session, actor, user_id, body.until)
    return await queries.absence_of(session, actor, user_id)


@router.delete("/users/{user_id}/out-of-office", responses=problems(NotFound, NotAnAgent))
async def remove_user_out_of_office(
    user_id: PathId, actor: CanChangeRights, session: Session
) -> OutOfOfficeRead:
    """Say that an agent is there again."""
    await set_absence(session, actor, user_id, None)
    return await queries.absence_of(session, actor, user_id)
