"""Rows of the ledger of received mail, for tests of who sees them."""

from itertools import count

from deskbell.channels.email.inbound.models import InboundContent, InboundMail

NUMBERS = count(1)


async def make_inbound(session, mailbox, *, raw=b"From: nia@example.org\r\n\r\nHello.\r\n", **columns):
    """A mail that came in for the mailbox, held unless another fate is given."""
    number = next(NUMBERS)
    columns = {"fate": "held", "address": "nia@example.org", "subject": f"Mail {number}", **columns}
    mail = InboundMail(
        mailbox_id=mailbox.id,
        department_id=mailbox.department_id,
        sha256=number.to_bytes(32),
        size=len(raw),
        source="smtp",
        sender="nia@example.org",
        recipients=[mailbox.address],
        **columns,
    )
    session.add(mail)
    await session.flush()
    session.add(InboundContent(inbound_mail_id=mail.id, raw=raw))
    await session.flush()
    return mail
