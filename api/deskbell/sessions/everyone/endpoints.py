"""Sessions of others over the API. They have addresses of their own: only `/v1/sessions` sees the cookie."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.problems import NotFound, problems
from deskbell.sessions.everyone import queries
from deskbell.sessions.everyone.actions.end import end_session_of, end_sessions_of
from deskbell.sessions.everyone.schemas import ActiveSessionRead
from deskbell.users.schemas import LevelName

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["sessions"])

CanView = Annotated[Actor, requires(Act.sessions_view, scope="admin")]
CanEnd = Annotated[Actor, requires(Act.sessions_end, scope="admin")]


@router.get("/active-sessions", responses=problems(BadCursor))
async def list_active_sessions(
    actor: CanView,
    reader: Reader,
    scope: Annotated[LevelName | None, Query(description="Only those signed in for this home.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[ActiveSessionRead]:
    """Who is signed in now, and where; the newest first."""
    return await queries.page_of_active_sessions(reader, actor, scope=scope, cursor=cursor, limit=limit)


@router.get("/users/{user_id}/sessions", responses=problems(BadCursor))
async def list_user_sessions(
    user_id: PathId, actor: CanView, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[ActiveSessionRead]:
    """Where somebody is signed in, the newest first."""
    return await queries.page_of_active_sessions(reader, actor, user_id=user_id, cursor=cursor, limit=limit)


@router.delete("/users/{user_id}/sessions", status_code=204, responses=problems(NotFound))
async def end_user_sessions(user_id: PathId, actor: CanEnd, session: Session) -> None:
    """Sign somebody out everywhere; of your own sessions, the one that asks stays."""
    await end_sessions_of(session, actor, user_id)


@router.delete("/users/{user_id}/sessions/{session_id}", status_code=204, responses=problems(NotFound))
async def end_user_session(user_id: PathId, session_id: PathId, actor: CanEnd, session: Session) -> None:
    """Sign somebody out of one browser or program. Its tokens are dead at their next request."""
    await end_session_of(session, actor, user_id, session_id)
