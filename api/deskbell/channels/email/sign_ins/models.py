"""App registrations, consents that are asked for, and what was granted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class AppProvider(StrEnum):
    """Where a mailbox's owner signs in."""

    google = "google"
    microsoft = "microsoft"


class SignInState(StrEnum):
    """Whether the helpdesk may open a mailbox; `again`: the grant ended, and somebody has to sign in."""

    missing = "missing"
    signed_in = "signed_in"
    again = "again"


class MailApp(HasId, HasTimes, Model):
    """The helpdesk as it is registered with a provider, by the admin; one each."""

    __tablename__ = "mail_apps"
    __table_args__ = (CheckConstraint("provider in ('google', 'microsoft')", name="provider_is_known"),)

    provider: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str]
    client_secret_sealed: Mapped[bytes]
    tenant: Mapped[str | None]


class MailConsent(HasId, Model):
    """A consent that an admin went to ask for: deleted when it comes back, worthless after its expiry.

    `state_hash` is of the `state` that comes back with it, `verifier_sealed` of the PKCE verifier. Only the
    session that began may end it.
    """

    __tablename__ = "mail_consents"

    state_hash: Mapped[bytes] = mapped_column(unique=True)
    verifier_sealed: Mapped[bytes]
    provider: Mapped[str]
    client_id: Mapped[str]
    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailboxes.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime]


class MailGrant(Model):
    """What a provider granted for a mailbox: tokens, sealed, and whether they still open it.

    `hosts` are the servers that may get to see an access token. `refreshing_until`: somebody is fetching a
    new one. `problem` is a sentence for admins.
    """

    __tablename__ = "mail_grants"
    __table_args__ = (
        CheckConstraint("provider in ('google', 'microsoft')", name="provider_is_known"),
        CheckConstraint("state in ('signed_in', 'again')", name="state_is_known"),
    )

    mailbox_id: Mapped[int] = mapped_column(ForeignKey("mailboxes.id", ondelete="CASCADE"), primary_key=True)
    provider: Mapped[str]
    client_id: Mapped[str]
    account: Mapped[str | None]
    hosts: Mapped[list[str]] = mapped_column(ARRAY(String), server_default=text("'{}'"))
    state: Mapped[str]
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    refresh_token_sealed: Mapped[bytes]
    access_token_sealed: Mapped[bytes]
    access_expires_at: Mapped[datetime]
    refreshing_until: Mapped[datetime | None]
    signed_in_at: Mapped[datetime] = mapped_column(server_default=func.now())
