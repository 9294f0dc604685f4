"""Apps of others, what people allow them, and the codes that stand in between."""

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class OauthApp(HasId, HasTimes, Model):
    """An app that an admin registered: where it may be sent back to, and how far it reaches at most.

    Without `secret_hash` it is a public client, which can keep no secret (RFC 6749 section 2.1).
    """

    __tablename__ = "oauth_apps"
    __table_args__ = (CheckConstraint("level between 1 and 3", name="level_is_on_the_ladder"),)

    client_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    redirect_uris: Mapped[list[str]] = mapped_column(ARRAY(String))
    level: Mapped[int] = mapped_column(SmallInteger)
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    disabled_at: Mapped[datetime | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))


class AppConsent(HasId, Model):
    """What a person allowed an app, and up to which level; remembered until they take it back."""

    __tablename__ = "app_consents"
    __table_args__ = (UniqueConstraint("user_id", "app_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    app_id: Mapped[int] = mapped_column(ForeignKey("oauth_apps.id", ondelete="CASCADE"), index=True)
    level: Mapped[int] = mapped_column(SmallInteger)
    given_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AuthorizationCode(HasId, Model):
    """A code that an app exchanges once, within a minute, while the person is signed in; kept as its hash.

    `grant_id` is the session that was made of it, which ends when the code comes again.
    """

    __tablename__ = "authorization_codes"
    __table_args__ = (Index("ix_authorization_codes_expires_at", "expires_at"),)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    app_id: Mapped[int] = mapped_column(ForeignKey("oauth_apps.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="SET NULL"), index=True)
    redirect_uri: Mapped[str]
    challenge: Mapped[str]
    level: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
