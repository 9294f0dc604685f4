"""Reading visits."""

from sqlalchemy import Select, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from deskbell.core.auth import Actor
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.permissions.checking import holds
from deskbell.sessions.models import SignInSession, Visit
from deskbell.sessions.queries import is_alive
from deskbell.sessions.visits.schemas import VisitRead
from deskbell.users.models import User
from deskbell.users.queries import seen_by

PERMISSION = "people.sign_in_as"
Source = AsyncConnection | AsyncSession


def visible_to(actor: Actor) -> Select[Visit]:
    """The visits that an actor may know of: those to people they see, if they may visit themselves."""
    seen = select(User.id).where(seen_by(actor)) if holds(actor, PERMISSION) else None
    return select(Visit).where(false() if seen is None else Visit.user_id.in_(seen))


async def page_of_visits(
    source: Source, actor: Actor, user_id: int, *, cursor: str | None, limit: int, visit_id: int | None = None
) -> Page[VisitRead]:
    """A page of the visits to a person, the newest first; or the one with this number."""
    agent = aliased(User)
    visit = visible_to(actor).subquery()
    statement = (
        select(
            visit.c.id,
            visit.c.user_id,
            User.name.label("user_name"),
            visit.c.agent_id,
            agent.name.label("agent_name"),
            visit.c.reason,
            visit.c.created_at,
            SignInSession.expires_at,
        )
        .join(User, User.id == visit.c.user_id)
        .join(agent, agent.id == visit.c.agent_id)
        .outerjoin(SignInSession, (SignInSession.id == visit.c.session_id) & is_alive)
        .where(visit.c.user_id == user_id, true() if visit_id is None else visit.c.id == visit_id)
    )
    if cursor is not None:
        statement = statement.where(visit.c.id < decode_cursor(cursor, int)[0])
    rows = (await source.execute(statement.order_by(visit.c.id.desc()).limit(limit + 1))).all()
    items = [
        VisitRead(
            id=row.id,
            user=Ref(id=row.user_id, name=row.user_name),
            agent=Ref(id=row.agent_id, name=row.agent_name),
            reason=row.reason,
            created_at=row.created_at,
            ends_at=row.expires_at,
        )
        for row in rows[:limit]
    ]
    return Page[VisitRead](
        items=items, next_cursor=encode_cursor(items[-1].id) if len(rows) > limit else None, total=None
    )
