"""Tests of mailboxes, for tests."""

from deskbell.channels.email.wizard.models import MailSelfTest


async def make_self_test(session, mailbox, state="found"):
    """A test of the mailbox."""
    row = MailSelfTest(mailbox_id=mailbox.id, state=state)
    session.add(row)
    await session.flush()
    return row
