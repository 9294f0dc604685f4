"""The link by which the first admin sets the helpdesk up; made by `deskbell serve`, printed on its screen."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.sessions.links import LinkPurpose, issue_link, void_purpose
from deskbell.users.queries import system_has_admin, system_lock_ladder

LIFETIME = timedelta(days=1)


async def issue_setup_link(session: AsyncSession) -> str | None:
    """The secret for `<base_url>/agent/setup#token=<secret>`; None when there is an admin.

    Earlier ones are void.
    """
    await system_lock_ladder(session)
    await void_purpose(session, LinkPurpose.setup)
    if await system_has_admin(session):
        return None
    return await issue_link(session, LinkPurpose.setup, None, LIFETIME)
