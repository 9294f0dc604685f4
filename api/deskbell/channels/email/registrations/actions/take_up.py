"""From kept messages to tickets, or to the mail that asks for a confirmation."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.account_mails.actions.order import order_claim, order_confirmation
from deskbell.channels.email.inbound.actions.replay import replay
from deskbell.channels.email.inbound.models import Fate, InboundMail
from deskbell.core.auth import Actor, Level
from deskbell.events.models import StoredEvent
from deskbell.settings.queries import system_registration
from deskbell.tickets.actions.submit import open_kept
from deskbell.tickets.submissions.models import KeptSubmission
from deskbell.users.events import UserRegistered
from deskbell.users.models import User
from deskbell.users.waiting import still_waits

SYSTEM = Actor(kind="system", level=Level.admin)


async def take_up(session: AsyncSession, event_ids: Sequence[int]) -> None:
    """Do what follows from kept messages, and from people who were let in."""
    found = await session.execute(
        select(StoredEvent.type, StoredEvent.data)
        .where(StoredEvent.id.in_(event_ids))
        .order_by(StoredEvent.id)
    )
    for kind, data in found.all():
        if kind == UserRegistered.type:
            await _open_all(session, data["user_id"])
            if data["how"] == "approved":
                await order_claim(session, data["user_id"])
        else:
            await _decide(session, data["user_id"])


async def _decide(session: AsyncSession, user_id: int) -> None:
    """What a message means that was kept: its author may be somebody who is known."""
    user = await session.get(User, user_id)
    if user is None:
        return
    if still_waits(await system_registration(session), user.waits_for):
        await order_confirmation(session, user_id)
    else:
        await _open_all(session, user_id)


async def _open_all(session: AsyncSession, user_id: int) -> None:
    """Make tickets of everything that was kept of a person, in its order."""
    kept = select(KeptSubmission).where(KeptSubmission.user_id == user_id).order_by(KeptSubmission.id)
    for submission in await session.scalars(kept.with_for_update()):
        await open_kept(session, submission)
    mails = (InboundMail.user_id == user_id, InboundMail.ticket_id.is_(None), InboundMail.fate == Fate.held)
    waiting = list(await session.scalars(select(InboundMail.id).where(*mails).order_by(InboundMail.id)))
    if waiting:
        await replay(session, SYSTEM, waiting)
