"""Giving up on a mail that fails again and again; it is kept, and agents see it (T68)."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.actions.claim import Claimed
from deskbell.channels.email.inbound.events import MailSetAside
from deskbell.channels.email.inbound.models import Fate
from deskbell.core.auth import Actor, Level
from deskbell.events.record import record

_GIVE_UP: Final = text("""
update inbound_mails set fate = 'unreadable', reason = :reason, decided_at = now(), claimed_until = null,
    address = case when address = '' then sender else address end
where id = :id and fate = 'waiting' returning id
""")


async def give_up(session: AsyncSession, mail: Claimed, error: str) -> None:
    """Set the mail aside as unreadable."""
    reason = f"It could not be taken in ({error}). Replay it after a fix."
    if (await session.execute(_GIVE_UP, {"id": mail.id, "reason": reason})).one_or_none() is None:
        return
    fact = MailSetAside(inbound_mail_id=mail.id, department_id=mail.department_id, fate=Fate.unreadable)
    await record(session, Actor(kind="system", level=Level.user), fact)
