"""Forgetting the bytes of mails that went out, by age; never of one that may have to go out again."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.models import MailState, OutgoingContent, OutgoingMail

BATCH: Final = 2_000


async def purge_outgoing(session: AsyncSession, kept: timedelta) -> bool:
    """Forget a batch of the bytes of mails that were taken by their servers; whether there may be more.

    What became of each recipient stays. A mail that failed, is late or uncertain keeps its bytes: the same
    ones are sent again.
    """
    same = OutgoingContent.mail_id == OutgoingMail.id
    old = (OutgoingMail.state == MailState.accepted, OutgoingMail.ended_at < func.now() - kept)
    batch = select(OutgoingMail.id).join(OutgoingContent, same).where(*old)
    oldest = batch.order_by(OutgoingMail.id).limit(BATCH)
    gone = delete(OutgoingContent).where(OutgoingContent.mail_id.in_(oldest))
    return len((await session.scalars(gone.returning(OutgoingContent.mail_id))).all()) == BATCH
