"""What is forgotten about signing in, by age; the jobs call it."""

from datetime import timedelta

from sqlalchemy import delete, func, or_
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.sessions.models import RefreshToken, SignInSession, SingleUseLink

KEPT = timedelta(days=30)
ROTATED_KEPT = timedelta(days=7)


async def sweep_sessions(session: AsyncSession) -> None:
    """Forget sessions that ended a month ago, tokens rotated a week ago, and links that are long dead.

    A rotated token that comes back within the week still ends its session; later it is merely unknown.
    """
    long_ago, week_ago = func.now() - KEPT, func.now() - ROTATED_KEPT
    await session.execute(delete(RefreshToken).where(RefreshToken.rotated_at < week_ago))
    over = or_(SignInSession.ended_at < long_ago, SignInSession.expires_at < long_ago)
    await session.execute(delete(SignInSession).where(over))
    await session.execute(delete(SingleUseLink).where(SingleUseLink.expires_at < long_ago))
