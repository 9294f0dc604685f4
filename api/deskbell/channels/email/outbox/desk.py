"""What the sender works with: keys, files, settings; and in whose name and through which server mail goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from deskbell.channels.email.composing.dkim_keys import DkimKey, load_or_create_dkim_key
from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.sending import smtp_server_of
from deskbell.channels.email.outbox.writing import Sender
from deskbell.channels.email.sending.server import Login, Security, SmtpServer
from deskbell.channels.email.signed_addresses import MailSigner, bare_address
from deskbell.core.addresses import AddressGuard
from deskbell.core.config import Settings
from deskbell.core.keys import load_or_create_keys
from deskbell.core.outbound import Outbound
from deskbell.core.sealing import Sealer, Unsealable
from deskbell.core.storage import Storage, open_storage
from deskbell.kit.html_text import text_of

DEMO_LOCAL_PART: Final = "support"


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that writing and sending need besides the database."""

    settings: Settings
    storage: Storage
    signer: MailSigner
    sealer: Sealer
    dkim: DkimKey
    guard: AddressGuard
    outbound: Outbound


def open_desk(settings: Settings) -> Desk:
    """The desk of one installation; makes the DKIM key the first time."""
    keys = load_or_create_keys(settings.secrets_dir)
    return Desk(
        settings=settings,
        storage=open_storage(settings),
        signer=MailSigner(keys),
        sealer=Sealer(keys),
        dkim=load_or_create_dkim_key(settings.secrets_dir),
        guard=AddressGuard(settings.private_networks),
        outbound=Outbound(settings.private_networks),
    )


def sender_for(
    settings: Settings, mailboxes: Mapping[int, Mailbox], helpdesk: str, department_id: int | None
) -> Sender | None:
    """In whose name a mail of this department goes: its mailbox, else the first one, else the settings'."""
    enabled = sorted((each for each in mailboxes.values() if each.enabled), key=lambda each: each.id)
    own = [each for each in enabled if each.department_id == department_id]
    for mailbox in own or enabled:
        signature = text_of(mailbox.closing_html).strip()
        return Sender(mailbox.address, mailbox.name or helpdesk, signature, mailbox.id)
    address = plain_address(settings.mail_address) if settings.mail_address else None
    if address is None and settings.demo:
        address = f"{DEMO_LOCAL_PART}@{urlsplit(settings.base_url).hostname}"
    return Sender(address, helpdesk) if address else None


def own_addresses(settings: Settings, mailboxes: Mapping[int, Mailbox]) -> frozenset[str]:
    """The addresses at which mail comes in to us, in small letters: nothing is ever sent there (T59)."""
    known = [each.address for each in mailboxes.values()]
    return frozenset(address.lower() for address in [*known, settings.mail_address or ""] if address)


def is_own(address: str, own: Iterable[str]) -> bool:
    """Whether an address is one of ours, with or without a token behind its `+`."""
    plain = address.lower()
    return plain in own or bare_address(plain) in own


def usual_server(settings: Settings) -> SmtpServer | None:
    """The server of the settings, for mailboxes that have none of their own."""
    if not settings.smtp_host:
        return None
    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    return SmtpServer(
        settings.smtp_host,
        settings.smtp_port,
        Security(settings.smtp_security),
        Login(settings.smtp_username, password) if settings.smtp_username else None,
        private=settings.smtp_private,
        own_name=urlsplit(settings.base_url).hostname or "localhost",
    )


def server_for(desk: Desk, mailbox: Mailbox | None) -> SmtpServer | None:
    """The server through which a mailbox's mail goes; nothing while none is set, or its password is lost."""
    own: SmtpServer | None = None
    if mailbox is not None:
        try:
            own = smtp_server_of(mailbox, desk.sealer)
        except Unsealable:
            return None
    usual = usual_server(desk.settings)
    if own is None:
        return usual
    return replace(own, own_name=urlsplit(desk.settings.base_url).hostname or "localhost")
