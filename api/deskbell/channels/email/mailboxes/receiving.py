"""How a mailbox receives: the IMAP server where its mail lies, and its password opened."""

from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.imap.server import PORTS, AfterTaking, ImapServer
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.sending.server import Login, Security
from deskbell.core.sealing import Sealer, Unsealable

LOST = "The password of this mailbox was sealed with other keys and can't be read. Enter it again."
MISSING = "No password is stored for this mailbox. Enter it in the settings for incoming mail."


def imap_sealed_for(mailbox_id: int) -> str:
    """The place for which the password for incoming mail is sealed."""
    return f"mailbox:{mailbox_id}:imap"


def imap_server_of(mailbox: Mailbox) -> ImapServer | None:
    """The server where its mail lies; nothing where its mail isn't polled."""
    if mailbox.imap_host is None:
        return None
    security = Security(mailbox.imap_security or "tls")
    return ImapServer(
        host=mailbox.imap_host,
        port=mailbox.imap_port or PORTS[security],
        security=security,
        folder=mailbox.imap_folder,
        after=AfterTaking(mailbox.imap_after),
        move_to=mailbox.imap_move_to,
        private=mailbox.imap_private,
    )


def imap_password_of(mailbox: Mailbox, sealer: Sealer) -> Login:
    """Name and password to sign in with. Raises `ImapFailed` where there is no password to be had."""
    if mailbox.imap_password_sealed is None:
        raise ImapFailed(Cause.password, MISSING)
    try:
        password = sealer.open(mailbox.imap_password_sealed, imap_sealed_for(mailbox.id))
    except Unsealable as error:
        raise ImapFailed(Cause.password, LOST) from error
    return Login(mailbox.imap_username or mailbox.address, password)
