"""What is forgotten about apps, by age; the jobs call it."""

from datetime import timedelta

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.oauth.models import AuthorizationCode

KEPT = timedelta(days=7)


async def sweep_codes(session: AsyncSession) -> None:
    """Forget codes that ended a week ago; one that comes again until then ends what was made of it."""
    old = AuthorizationCode.expires_at < func.now() - KEPT
    await session.execute(delete(AuthorizationCode).where(old))
