"""Starting a test of a mailbox."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.queries import system_mailbox_for_update
from deskbell.channels.email.wizard.events import MailSelfTestStarted
from deskbell.channels.email.wizard.models import MailSelfTest
from deskbell.channels.email.wizard.problems import MailboxDisabled, SelfTestRunning
from deskbell.channels.email.wizard.queries import is_over
from deskbell.core.auth import Actor
from deskbell.core.jobs import enqueue
from deskbell.core.problems import NotFound
from deskbell.events.record import record

SEND_JOB = "mail_self_test.send"


async def start_self_test(session: AsyncSession, actor: Actor, mailbox_id: int) -> int:
    """Order a test; its number. Raises `NotFound`, `MailboxDisabled`, `SelfTestRunning`."""
    mailbox = await system_mailbox_for_update(session, mailbox_id)
    if mailbox is None:
        raise NotFound
    if not mailbox.enabled:
        raise MailboxDisabled("Switch it on first.")
    newest = select(MailSelfTest).where(MailSelfTest.mailbox_id == mailbox_id)
    last = await session.scalar(newest.order_by(MailSelfTest.id.desc()).limit(1))
    if last is not None and not is_over(last.state, last.started_at, last.sent_at):
        raise SelfTestRunning("Wait for its end.", self_test_id=last.id)
    test = MailSelfTest(mailbox_id=mailbox_id)
    session.add(test)
    await session.flush()
    await enqueue(session, SEND_JOB, {"self_test_id": test.id})
    await record(session, actor, MailSelfTestStarted(mail_self_test_id=test.id, mailbox_id=mailbox_id))
    return test.id
