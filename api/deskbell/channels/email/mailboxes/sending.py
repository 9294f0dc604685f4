"""How a mailbox sends: its server, with the password opened."""

from typing import Final

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.sending.server import Login, Security, SmtpServer
from deskbell.core.sealing import Sealer

SUBMISSION: Final = 587


def sealed_for(mailbox_id: int) -> str:
    """The place for which a mailbox's password is sealed."""
    return f"mailbox:{mailbox_id}:smtp"


def smtp_server_of(mailbox: Mailbox, sealer: Sealer) -> SmtpServer | None:
    """The server through which the mailbox sends; nothing while none is set. Raises `Unsealable`.

    Where one signs in for the mailbox it has no login: `sign_ins.access` gives it.
    """
    if mailbox.smtp_host is None:
        return None
    login = None
    if mailbox.smtp_username is not None and mailbox.sign_in_with is None:
        sealed = mailbox.smtp_password_sealed
        password = None if sealed is None else sealer.open(sealed, sealed_for(mailbox.id))
        login = Login(mailbox.smtp_username, password)
    return SmtpServer(
        mailbox.smtp_host,
        mailbox.smtp_port or SUBMISSION,
        Security(mailbox.smtp_security or "starttls"),
        login,
        private=mailbox.smtp_private,
    )
