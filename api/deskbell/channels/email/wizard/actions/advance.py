"""How a test goes on: connected, sent, found, or failed."""

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.wizard.events import MailSelfTestFailed, MailSelfTestFound
from deskbell.channels.email.wizard.models import MailSelfTest, SelfTestState
from deskbell.channels.email.wizard.servers.finding import Obstacle
from deskbell.core.auth import Actor, Level
from deskbell.events.record import record

SYSTEM = Actor(kind="system", level=Level.admin)
FOUND = "The mail went out by the mailbox's own server and came back in."
UNTRUSTED = (
    f"{FOUND} But nothing proves that it is yours: look at the SPF, DKIM and DMARC records of the domain."
)


async def note_connected(session: AsyncSession, self_test_id: int) -> None:
    """The outgoing server let us in."""
    await session.execute(update(MailSelfTest).where(*_open(self_test_id)).values(connected_at=func.now()))


async def note_sent(session: AsyncSession, self_test_id: int) -> None:
    """The outgoing server took the mail, which may have been found by now."""
    mine = update(MailSelfTest).where(MailSelfTest.id == self_test_id, MailSelfTest.sent_at.is_(None))
    await session.execute(mine.values(sent_at=func.now()))
    await session.execute(
        update(MailSelfTest)
        .where(MailSelfTest.id == self_test_id, MailSelfTest.state == SelfTestState.connecting.value)
        .values(state=SelfTestState.sent.value)
    )


async def note_found(session: AsyncSession, self_test_id: int, mailbox_id: int | None, standing: str) -> bool:
    """The mail came in; False when this mailbox waits for none (any more)."""
    values = {
        "state": SelfTestState.found.value,
        "standing": standing,
        "says": FOUND if standing == "pass" else UNTRUSTED,
        "ended_at": func.now(),
        "sent_at": func.coalesce(MailSelfTest.sent_at, func.now()),
        "connected_at": func.coalesce(MailSelfTest.connected_at, func.now()),
    }
    where = (*_open(self_test_id), MailSelfTest.mailbox_id == mailbox_id)
    done = update(MailSelfTest).where(*where).values(values).returning(MailSelfTest.mailbox_id)
    found = (await session.execute(done)).scalar_one_or_none()
    if found is None:
        return False
    await record(session, SYSTEM, MailSelfTestFound(mail_self_test_id=self_test_id, mailbox_id=found))
    return True


async def note_failed(session: AsyncSession, self_test_id: int, obstacle: Obstacle, says: str) -> None:
    """It could not be sent, or bounced."""
    values = {
        "state": SelfTestState.failed.value,
        "obstacle": obstacle.value,
        "says": says,
        "ended_at": func.now(),
    }
    done = update(MailSelfTest).where(*_open(self_test_id)).values(values).returning(MailSelfTest.mailbox_id)
    found = (await session.execute(done)).scalar_one_or_none()
    if found is not None:
        await record(session, SYSTEM, MailSelfTestFailed(mail_self_test_id=self_test_id, mailbox_id=found))


def _open(self_test_id: int) -> tuple[ColumnElement[bool], ...]:
    """The test, while it has not ended."""
    states = (SelfTestState.connecting.value, SelfTestState.sent.value)
    return (MailSelfTest.id == self_test_id, MailSelfTest.state.in_(states))
