"""The sessions of everybody, for admins."""

from typing import Any

from sqlalchemy import and_, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.oauth.models import OauthApp
from deskbell.sessions.everyone.schemas import ActiveSessionRead, SessionOwner
from deskbell.sessions.models import SignInSession
from deskbell.users.models import User
from deskbell.users.schemas import LevelName, level_name

_alive = and_(SignInSession.ended_at.is_(None), SignInSession.expires_at > func.now())
_COLUMNS = (
    SignInSession.id,
    SignInSession.user_id,
    User.name,
    User.level.label("user_level"),
    SignInSession.level,
    OauthApp.name.label("app"),
    SignInSession.user_agent,
    SignInSession.address,
    SignInSession.created_at,
    SignInSession.last_used_at,
)


async def page_of_active_sessions(
    connection: AsyncConnection,
    actor: Actor,
    *,
    user_id: int | None = None,
    scope: LevelName | None = None,
    cursor: str | None,
    limit: int,
) -> Page[ActiveSessionRead]:
    """A page of the living sessions of everybody or of one account, the newest first."""
    seen = true() if actor.level >= Level.admin else false()
    statement = (
        select(*_COLUMNS)
        .join(User, User.id == SignInSession.user_id)
        .outerjoin(OauthApp, OauthApp.id == SignInSession.app_id)
        .where(seen, _alive)
    )
    if user_id is not None:
        statement = statement.where(SignInSession.user_id == user_id)
    if scope is not None:
        statement = statement.where(SignInSession.level == Level[scope])
    if cursor is not None:
        statement = statement.where(SignInSession.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.order_by(SignInSession.id.desc()).limit(limit + 1))).all()
    items = [_read(row, actor) for row in rows[:limit]]
    last = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[ActiveSessionRead](items=items, next_cursor=last, total=None)


def _read(row: Any, actor: Actor) -> ActiveSessionRead:  # noqa: ANN401 - a row of the statement above
    return ActiveSessionRead(
        id=row.id,
        user=SessionOwner(id=row.user_id, name=row.name, level=level_name(row.user_level)),
        scope=level_name(row.level),
        app=row.app,
        user_agent=row.user_agent,
        address=row.address,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        current=row.id == actor.session_id,
    )
