"""Asking for a poll now."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.events import MailboxPollAsked
from deskbell.channels.email.polling.problems import MailboxNotPolled
from deskbell.core.auth import Actor
from deskbell.events.record import record

_ASK: Final = text("""
update mailbox_pollings set asked_at = clock_timestamp()
from mailboxes where id = mailbox_id and mailbox_id = :mailbox_id and enabled and imap_host is not null
returning mailbox_id
""")


async def ask_for_poll(session: AsyncSession, actor: Actor, mailbox_id: int) -> None:
    """Have a mailbox polled within seconds, whatever pause it is in. Raises `MailboxNotPolled`."""
    if (await session.execute(_ASK, {"mailbox_id": mailbox_id})).one_or_none() is None:
        raise MailboxNotPolled
    await record(session, actor, MailboxPollAsked(mailbox_id=mailbox_id))
