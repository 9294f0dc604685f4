"""Forgetting what was granted for a mailbox."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.sign_ins.events import MailboxSignedOut
from deskbell.channels.email.sign_ins.models import AppProvider, MailGrant
from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record


async def sign_out(session: AsyncSession, actor: Actor, mailbox_id: int) -> None:
    """Forget the tokens. The provider still lists the app until the owner removes it. Raises `NotFound`."""
    gone = delete(MailGrant).where(MailGrant.mailbox_id == mailbox_id).returning(MailGrant.provider)
    provider = (await session.execute(gone)).scalar_one_or_none()
    if provider is None:
        raise NotFound
    await record(session, actor, MailboxSignedOut(mailbox_id=mailbox_id, provider=AppProvider(provider)))
