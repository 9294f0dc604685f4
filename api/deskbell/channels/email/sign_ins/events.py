"""Facts about app registrations and grants: numbers and kinds, never a token or an address."""

from typing import ClassVar

from deskbell.channels.email.sign_ins.models import AppProvider
from deskbell.events.event import Event


class MailAppEvent(Event):
    """A fact about an app registration."""

    subject: ClassVar[str] = "mail_app"

    mail_app_id: int
    provider: AppProvider


class MailAppSet(MailAppEvent, type="mail_app.set", internal=True):
    """An app registration was entered or changed."""


class MailAppRemoved(MailAppEvent, type="mail_app.removed", internal=True):
    """An app registration is gone."""


class MailboxSignInEvent(Event):
    """A fact about the helpdesk's access to a mailbox."""

    subject: ClassVar[str] = "mailbox"

    mailbox_id: int
    provider: AppProvider


class MailboxSignInStarted(MailboxSignInEvent, type="mailbox.sign_in_started", internal=True):
    """An admin went to the provider to allow access."""


class MailboxSignedIn(MailboxSignInEvent, type="mailbox.signed_in", internal=True):
    """The provider granted access."""


class MailboxSignInEnded(MailboxSignInEvent, type="mailbox.sign_in_ended", internal=True):
    """The grant ended at the provider: somebody has to sign in again."""


class MailboxSignedOut(MailboxSignInEvent, type="mailbox.signed_out", internal=True):
    """An admin had the helpdesk forget the grant."""
