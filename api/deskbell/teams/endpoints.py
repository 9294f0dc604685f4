"""Teams over the API."""

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Page, whole
from deskbell.core.problems import NotFound, problems
from deskbell.teams import queries
from deskbell.teams.actions.change_members import add_member, remove_member
from deskbell.teams.actions.create import create_team as create
from deskbell.teams.actions.delete import delete_team as delete
from deskbell.teams.actions.rename import rename_team
from deskbell.teams.problems import TeamNameTaken
from deskbell.teams.schemas import TeamCreate, TeamRead, TeamUpdate
from deskbell.users.problems import NotAnAgent

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["teams"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="agent")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]
CanChangeRights = Annotated[Actor, requires(Act.rights_change, scope="admin")]


@router.get("/teams")
async def list_teams(actor: CanView, reader: Reader) -> Page[TeamRead]:
    """Every team with its members, by name."""
    return whole(await queries.all_teams(reader, actor))


@router.post("/teams", status_code=201, responses=problems(TeamNameTaken))
async def create_team(body: TeamCreate, actor: CanChange, session: Session) -> TeamRead:
    """Make a team."""
    team = await create(session, actor, body.name)
    return await _read(session, actor, team.id)


@router.patch("/teams/{team_id}", responses=problems(NotFound, TeamNameTaken))
async def update_team(team_id: PathId, body: TeamUpdate, actor: CanChange, session: Session) -> TeamRead:
    """Rename a team."""
    await rename_team(session, actor, team_id, body.name)
    return await _read(session, actor, team_id)


@router.delete("/teams/{team_id}", status_code=204, responses=problems(NotFound))
async def delete_team(team_id: PathId, actor: CanChange, session: Session) -> None:
    """Delete a team. Deletes no person and no ticket."""
    await delete(session, actor, team_id)


@router.put("/teams/{team_id}/members/{user_id}", responses=problems(NotFound, NotAnAgent))
async def add_team_member(
    team_id: PathId, user_id: PathId, actor: CanChangeRights, session: Session
) -> TeamRead:
    """Put an agent into a team."""
    await add_member(session, actor, team_id, user_id)
    return await _read(session, actor, team_id)


@router.delete("/teams/{team_id}/members/{user_id}", responses=problems(NotFound))
async def remove_team_member(
    team_id: PathId, user_id: PathId, actor: CanChangeRights, session: Session
) -> TeamRead:
    """Take somebody out of a team."""
    await remove_member(session, actor, team_id, user_id)
    return await _read(session, actor, team_id)


async def _read(session: AsyncSession, actor: Actor, team_id: int) -> TeamRead:
    found = await queries.all_teams(session, actor, team_id)
    if not found:
        raise NotFound
    return found[0]
