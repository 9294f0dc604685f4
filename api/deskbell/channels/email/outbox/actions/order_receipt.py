"""The receipt of a first message: to whom a program may answer at all, and how often (RFC 3834, T56, T59)."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.outbox.actions.order import To, Wanted, order
from deskbell.channels.email.outbox.facts.queries import system_answerable_author, system_opening
from deskbell.channels.email.outbox.models import MailKind, OutgoingMail
from deskbell.core.auth import Actor, Level
from deskbell.core.rate_limits import hit
from deskbell.events.models import StoredEvent
from deskbell.tickets.events import TicketCreated

CAPS = ((timedelta(minutes=10), 1), (timedelta(days=1), 5))
PER_HELPDESK = (timedelta(hours=1), 500)
_LOCK = 0x2EC1


async def order_receipt(session: AsyncSession, event: StoredEvent) -> int | None:
    """Tell who opened a ticket by mail that it has arrived, within the caps; the mail's number.

    `+…` of an address is left out of the count: it is the same mailbox.
    """
    fact = TicketCreated.of(event.data)
    opening = await system_opening(session, fact.ticket_id)
    author = None if opening is None else await system_answerable_author(session, opening)
    if author is None:
        return None
    user_id, name, address = author
    correspondent = mailbox_of(address)
    if not await _within_caps(session, correspondent):
        return None
    system = Actor(kind="system", level=Level.admin, cause_event_id=event.id)
    wanted = Wanted(
        MailKind.receipt,
        [To(address, name)],
        ticket_id=fact.ticket_id,
        message_id=opening,
        user_id=user_id,
        correspondent=correspondent,
    )
    return await order(session, system, wanted)


async def _within_caps(session: AsyncSession, correspondent: str) -> bool:
    """Whether one more receipt may go there; counted one at a time, so that no race gets past."""
    await session.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(correspondent))))
    now = datetime.now(UTC)
    for window, most in CAPS:
        sent = select(func.count()).where(
            OutgoingMail.correspondent == correspondent, OutgoingMail.created_at > now - window
        )
        if (await session.scalar(sent) or 0) >= most:
            return False
    window, most = PER_HELPDESK
    return (await hit(await session.connection(), "mail:receipts", most, window)).allowed


def mailbox_of(address: str) -> str:
    """An address in small letters, without a `+` and what is behind it: so many names, one mailbox."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"
