"""What taking mail in has to look up."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.models import InboundMail, KnownMail
from deskbell.channels.email.threads import Clues, Known, KnownTicket
from deskbell.tickets.queries import system_mail_tickets


async def system_known(session: AsyncSession, found: Clues) -> Known:
    """The tickets that a mail's clues lead to."""
    mails = await _tickets_of_mails(session, found.foreign)
    ids = {*found.ticket_ids, *found.numbers, *(number for _, number in mails)}
    if not ids and not found.references:
        return Known()
    rows = await system_mail_tickets(session, list(ids), found.references)
    tickets = {row.id: KnownTicket(row.id, frozenset(row.parties), row.closed) for row in rows}
    return Known(
        tickets=tickets,
        mails={name: tickets[number] for name, number in mails if number in tickets},
        references={row.reference: tickets[row.id] for row in rows},
    )


async def _tickets_of_mails(session: AsyncSession, internet_ids: Sequence[str]) -> list[tuple[str, int]]:
    if not internet_ids:
        return []
    columns = (KnownMail.internet_id, KnownMail.ticket_id)
    statement = select(*columns).where(KnownMail.internet_id.in_(internet_ids)).order_by(KnownMail.id)
    return [(row.internet_id, row.ticket_id) for row in await session.execute(statement)]


async def system_automatic_since(session: AsyncSession, address: str, since: datetime) -> int:
    """How many automatic mails came from an address since then."""
    same = func.lower(InboundMail.address) == func.lower(address)
    statement = select(func.count()).where(same, InboundMail.automatic, InboundMail.received_at > since)
    return await session.scalar(statement) or 0
