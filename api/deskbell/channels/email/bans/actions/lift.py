"""Lifting a ban."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.actions.change import to_change
from deskbell.channels.email.bans.events import MailBanDeleted
from deskbell.core.auth import Actor
from deskbell.events.record import record


async def lift_ban(session: AsyncSession, actor: Actor, ban_id: int, seen: int | None) -> None:
    """Take mail from there again; what was refused stays so. Raises `NotFound`, `StaleVersion`."""
    ban = await to_change(session, ban_id, seen)
    await session.delete(ban)
    await session.flush()
    await record(session, actor, MailBanDeleted(mail_ban_id=ban_id))
