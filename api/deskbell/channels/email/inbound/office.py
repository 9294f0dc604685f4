"""What is the same for all mails that are read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.parser_rules.applying import Rule
from deskbell.channels.email.signed_addresses import bare_address


@dataclass(frozen=True, slots=True)
class Office:
    """The mailboxes, the parser rules that are on, in order, and whether there are bans."""

    mailboxes: Mapping[int, Mailbox]
    rules: Sequence[Rule]
    bans_exist: bool

    def is_ours(self, address: str) -> bool:
        """Whether an address is a mailbox's, with or without `+…`."""
        names = {mailbox.address.lower() for mailbox in self.mailboxes.values()}
        return address.lower() in names or bare_address(address).lower() in names

    def is_direct(self, mailbox_id: int | None) -> bool:
        """Whether those who send to a mailbox connect to us, and to no server in front of us."""
        mailbox = self.mailboxes.get(mailbox_id or 0)
        return mailbox is None or not mailbox.trusted_servers
