"""Putting the sending server on a mailbox."""

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.schemas import SmtpWrite
from deskbell.channels.email.mailboxes.sending import sealed_for
from deskbell.core.sealing import Sealer


def set_server(mailbox: Mailbox, smtp: SmtpWrite | None, sealer: Sealer) -> bool:
    """Put it on, or take it off; whether anything changed. The mailbox has its number already.

    A password is kept only for the same host and name: another server never gets to see it.
    """
    before = _said(mailbox)
    kept = mailbox.smtp_password_sealed
    if smtp is None or (mailbox.smtp_host, mailbox.smtp_username) != (smtp.host, smtp.username):
        kept = None
    mailbox.smtp_host = smtp.host if smtp else None
    mailbox.smtp_port = smtp.port if smtp else None
    mailbox.smtp_security = smtp.security.value if smtp else None
    mailbox.smtp_username = smtp.username if smtp else None
    mailbox.smtp_private = smtp.private if smtp else False
    if smtp is not None and smtp.password is not None:
        kept = sealer.seal(smtp.password, sealed_for(mailbox.id))
    mailbox.smtp_password_sealed = kept
    return _said(mailbox) != before


def _said(mailbox: Mailbox) -> tuple[object, ...]:
    return (
        mailbox.smtp_host,
        mailbox.smtp_port,
        mailbox.smtp_security,
        mailbox.smtp_username,
        mailbox.smtp_password_sealed,
        mailbox.smtp_private or False,
    )
