"""Reading mails once more, after a fix or because a person says so."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.events import MailReplayed
from deskbell.core.auth import Actor
from deskbell.events.record import record

_REPLAY = text("""
update inbound_mails set fate = 'waiting', reason = '', attempts = 0, claimed_until = null
where id = any(cast(:ids as bigint[])) and fate in ('held', 'unreadable', 'refused', 'ignored')
    and exists (select from inbound_contents where inbound_mail_id = id)
returning id
""")


async def replay(session: AsyncSession, actor: Actor, inbound_mail_ids: Sequence[int]) -> list[int]:
    """Let these mails be read again; the numbers of those that are.

    One that became a message stays as it is, and so does one whose bytes are gone. What was held, refused or
    ignored is let through. One that could not be read keeps its ticket: what is read now is added to it.
    """
    rows = await session.execute(_REPLAY, {"ids": list(inbound_mail_ids)})
    numbers = sorted(row.id for row in rows)
    if numbers:
        await record(session, actor, *(MailReplayed(inbound_mail_id=number) for number in numbers))
    return numbers
