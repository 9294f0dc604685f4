"""What is forgotten about signing in, and what is kept long enough to tell a thief."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from tests.factories.sessions import make_refresh_token, make_session
from tests.factories.users import make_user

from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.models import RefreshToken, SignInSession, SingleUseLink
from deskbell.sessions.sweeping import sweep_sessions

NOW = datetime.now(UTC)


async def test_by_age(session):
    user = await make_user(session)
    alive = await make_session(session, user)
    lately = await make_session(session, user, ended_at=NOW - timedelta(days=29))
    await make_session(session, user, ended_at=NOW - timedelta(days=31))
    await make_session(session, user, expires_at=NOW - timedelta(days=31))
    await make_refresh_token(session, alive)
    await make_refresh_token(session, alive, rotated_at=NOW - timedelta(days=6))
    await make_refresh_token(session, alive, rotated_at=NOW - timedelta(days=8))
    await issue_link(session, LinkPurpose.password_reset, user.id, timedelta(hours=1))
    await issue_link(session, LinkPurpose.password_reset, user.id, timedelta(days=-31))
    await sweep_sessions(session)
    mine = select(SignInSession.id).where(SignInSession.user_id == user.id)
    assert set(await session.scalars(mine)) == {alive.id, lately.id}
    tokens = select(RefreshToken.id).where(RefreshToken.session_id.in_(mine))
    assert len(list(await session.scalars(tokens))) == 2
    links = select(SingleUseLink.id).where(SingleUseLink.user_id == user.id)
    assert len(list(await session.scalars(links))) == 1
