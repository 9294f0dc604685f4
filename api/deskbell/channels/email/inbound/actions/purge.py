"""Forgetting received mail by age; never what nobody has made anything of yet."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.models import Fate, InboundContent, InboundMail

SETTLED: Final = (Fate.accepted, Fate.refused, Fate.ignored)
TURNED_AWAY: Final = (Fate.refused, Fate.ignored)
BATCH: Final = 2_000


async def purge_inbound(session: AsyncSession, kept: timedelta) -> bool:
    """Forget a batch of the bytes of what became messages, and all of what was turned away.

    What waits, is held or could not be read stays, however old. Whether there may be more.
    """
    old = InboundMail.received_at < func.now() - kept
    same = InboundContent.inbound_mail_id == InboundMail.id
    settled = select(InboundMail.id).join(InboundContent, same).where(InboundMail.fate.in_(SETTLED), old)
    batch = settled.order_by(InboundMail.id).limit(BATCH).with_for_update(of=InboundMail, skip_locked=True)
    bytes_ = delete(InboundContent).where(InboundContent.inbound_mail_id.in_(batch))
    away = select(InboundMail.id).where(InboundMail.fate.in_(TURNED_AWAY), old)
    away = away.order_by(InboundMail.id).limit(BATCH).with_for_update(skip_locked=True)
    rows = delete(InboundMail).where(InboundMail.id.in_(away))
    gone = (await session.scalars(bytes_.returning(InboundContent.inbound_mail_id))).all()
    away_too = (await session.scalars(rows.returning(InboundMail.id))).all()
    return BATCH in {len(gone), len(away_too)}
