"""Deleting a mailbox."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.events import MailboxDeleted
from deskbell.channels.email.mailboxes.queries import system_mailbox_for_update
from deskbell.core.auth import Actor
from deskbell.core.preconditions import as_seen
from deskbell.events.record import record
from deskbell.users.actions.reserve_address import release_address


async def delete_mailbox(session: AsyncSession, actor: Actor, mailbox_id: int, seen: int | None) -> None:
    """Delete a mailbox; its tickets and what came in by it stay. Raises `NotFound`, `StaleVersion`."""
    mailbox = as_seen(await system_mailbox_for_update(session, mailbox_id), seen)
    await release_address(session, mailbox.address)
    await session.delete(mailbox)
    await session.flush()
    await record(session, actor, MailboxDeleted(mailbox_id=mailbox_id, version=mailbox.version))
