"""How to sign in to a mailbox's IMAP server: by its password, or by a fresh token of its provider."""

from deskbell.channels.email.imap.failure import Cause, ImapFailed
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.receiving import imap_password_of
from deskbell.channels.email.sending.server import Login
from deskbell.channels.email.sign_ins.access import Access, AccessTokens, NoAccess
from deskbell.core.sealing import Sealer


class Logins:
    """Finds logins, and forgets tokens that a server didn't take."""

    def __init__(self, sealer: Sealer, tokens: AccessTokens) -> None:
        """Take what opens passwords, and what gives tokens."""
        self._sealer = sealer
        self._tokens = tokens
        self._given: dict[int, Access] = {}

    async def of(self, mailbox: Mailbox) -> Login:
        """Name and password, or name and token. Raises `ImapFailed` where there is none."""
        if mailbox.sign_in_with is None:
            return imap_password_of(mailbox, self._sealer)
        try:
            access = await self._tokens.access(mailbox.id, mailbox.imap_host or "")
        except NoAccess as error:
            raise ImapFailed(Cause.login if error.again else Cause.away, str(error)) from error
        self._given[mailbox.id] = access
        return access.login(mailbox.imap_username, mailbox.address)

    async def not_taken(self, mailbox: Mailbox) -> None:
        """The server refused: the next token is fetched anew."""
        access = self._given.pop(mailbox.id, None)
        if access is not None:
            await self._tokens.spoil(access)
