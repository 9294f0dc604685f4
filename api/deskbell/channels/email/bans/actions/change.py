"""Changing a ban."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.bans.events import MailBanChanged
from deskbell.channels.email.bans.models import MailBan
from deskbell.channels.email.bans.queries import system_ban_for_update
from deskbell.channels.email.bans.schemas import MailBanUpdate
from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound, StaleVersion
from deskbell.events.record import record


async def change_ban(
    session: AsyncSession, actor: Actor, ban_id: int, body: MailBanUpdate, seen: int | None
) -> MailBan:
    """Give a ban another reason or end. Raises `NotFound`, `StaleVersion`."""
    ban = await to_change(session, ban_id, seen)
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


async def to_change(session: AsyncSession, ban_id: int, seen: int | None) -> MailBan:
    """The ban, locked. Raises `NotFound`, and `StaleVersion` where it was changed since it was seen."""
    ban = await system_ban_for_update(session, ban_id)
    if ban is None:
        raise NotFound
    if seen is not None and seen != ban.version:
        raise StaleVersion("Look at it again, then try with its present version.", version=ban.version)
    return ban
