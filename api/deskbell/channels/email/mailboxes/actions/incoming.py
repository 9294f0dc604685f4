"""Putting the server where its mail lies on a mailbox."""

from typing import Final

from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.models import Mailbox, MailboxPolling
from deskbell.channels.email.mailboxes.receiving import imap_sealed_for
from deskbell.channels.email.mailboxes.schemas import IncomingWrite
from deskbell.core.sealing import Sealer

NONE: Final = {"security": None, "folder": "INBOX", "after": "seen", "private": False, "existing": False}


async def set_incoming(
    session: AsyncSession, mailbox: Mailbox, incoming: IncomingWrite | None, sealer: Sealer
) -> bool:
    """Put it on, or take it off; whether anything changed. The mailbox has its number already.

    A password is kept only for the same host and name. Another folder is read from its beginning; of the same
    one nothing is read twice.
    """
    before, place, account = _said(mailbox), _place(mailbox), _account(mailbox)
    for name in ("host", "port", "security", "username", "private", "folder", "after", "move_to", "existing"):
        setattr(mailbox, f"imap_{name}", getattr(incoming, name) if incoming else NONE.get(name))
    if incoming is not None and incoming.username is None and mailbox.sign_in_with is None:
        mailbox.imap_username = mailbox.address
    if incoming is None or account != _account(mailbox):
        mailbox.imap_password_sealed = None
    if incoming is not None and incoming.password is not None:
        mailbox.imap_password_sealed = sealer.seal(incoming.password, imap_sealed_for(mailbox.id))
    if _said(mailbox) == before:
        return False
    await session.flush()
    if incoming is None or place != _place(mailbox):
        await session.execute(delete(MailboxPolling).where(MailboxPolling.mailbox_id == mailbox.id))
    if incoming is not None:
        await session.execute(insert(MailboxPolling).values(mailbox_id=mailbox.id).on_conflict_do_nothing())
        await poll_anew(session, mailbox)
    return True


async def poll_anew(session: AsyncSession, mailbox: Mailbox) -> None:
    """Whoever is polling by the settings as they were loses the lease; the next poll is due at once."""
    anew = {
        "lease_number": MailboxPolling.lease_number + 1,
        "lease_until": None,
        "next_at": func.now(),
        "live": False,
        "failures": 0,
        "error_code": None,
        "error": None,
    }
    await session.execute(update(MailboxPolling).where(MailboxPolling.mailbox_id == mailbox.id).values(anew))


def _said(mailbox: Mailbox) -> tuple[object, ...]:
    return (
        *_place(mailbox),
        mailbox.imap_port,
        mailbox.imap_security,
        mailbox.imap_password_sealed,
        mailbox.imap_private or False,
        mailbox.imap_after,
        mailbox.imap_move_to,
    )


def _place(mailbox: Mailbox) -> tuple[object, ...]:
    return (*_account(mailbox), mailbox.imap_folder, mailbox.imap_existing or False)


def _account(mailbox: Mailbox) -> tuple[object, ...]:
    return (mailbox.imap_host, mailbox.imap_username)
