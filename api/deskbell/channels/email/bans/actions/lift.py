"""Lifting a ban."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.events import MailBanDeleted
from deskbell.channels.email.bans.queries import system_ban_for_update
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record


async def lift_ban(session: AsyncSession, actor: Actor, ban_id: int, seen: int | None) -> None:
    """Take mail from there again; what was refused stays so. Raises `NotFound`, `StaleVersion`."""
    ban = as_seen(await system_ban_for_update(session, ban_id), seen)
    await session.delete(ban)
    await session.flush()
    await record(session, actor, MailBanDeleted(mail_ban_id=ban_id))
