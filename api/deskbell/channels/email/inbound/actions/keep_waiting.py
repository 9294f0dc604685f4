"""Keeping the mail of somebody who is not let in yet."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.actions.decide import SYSTEM, set_aside
from deskbell.channels.email.inbound.actions.sender import Sender
from deskbell.channels.email.inbound.models import Fate
from deskbell.channels.email.inbound.reading import ReadMail
from deskbell.channels.email.verdict.judging import Standing
from deskbell.events.record import record
from deskbell.users.events import UserMessageKept
from deskbell.users.models import WaitsFor

_WHY: Final = {
    WaitsFor.verification: (Fate.held, "Its sender has not confirmed the address yet."),
    WaitsFor.approval: (Fate.held, "Its sender waits to be let in by an agent."),
    WaitsFor.refused: (Fate.refused, "An agent turned its sender away."),
}


async def keep_waiting(session: AsyncSession, mail: ReadMail, sender: Sender) -> None:
    """Keep it until its sender is let in. A program's mail, or a forged one, is answered by nothing (T59)."""
    fate, reason = _WHY[WaitsFor(sender.waits_for or WaitsFor.approval)]
    await set_aside(session, mail, fate, reason, user_id=sender.user_id)
    if mail.robot.answerable and mail.verdict.standing is not Standing.failed:
        kept = UserMessageKept(user_id=sender.user_id, submission_id=None, inbound_mail_id=mail.claimed.id)
        await record(session, SYSTEM, kept)
