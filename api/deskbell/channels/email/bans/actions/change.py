"""Changing a ban."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.events import MailBanChanged
from deskbell.channels.email.bans.models import MailBan
from deskbell.channels.email.bans.queries import system_ban_for_update
from deskbell.channels.email.bans.schemas import MailBanUpdate
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record


async def change_ban(
    session: AsyncSession, actor: Actor, ban_id: int, body: MailBanUpdate, seen: int | None
) -> MailBan:
    """Give a ban another reason or end. Raises `NotFound`, `StaleVersion`."""
    ban = as_seen(await system_ban_for_update(session, ban_id), seen)
    given = body.model_dump(exclude_unset=True)
    wanted = {name: value for name, value in given.items() if value is not None or name == "expires_at"}
    changed = {name: value for name, value in wanted.items() if getattr(ban, name) != value}
    for name, value in changed.items():
        setattr(ban, name, value)
    if changed:
        ban.version += 1
        ban.updated_at = datetime.now(UTC)
        await session.flush()
        await record(session, actor, MailBanChanged(mail_ban_id=ban.id, fields=sorted(changed)))
    return ban
