"""The table of bans."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from deskbell.core.models import HasId, HasTimes, Model


class BanKind(StrEnum):
    """What is banned: an address, a domain with all that is under it, or a network of servers."""

    address = "address"
    domain = "domain"
    network = "network"


KINDS = ", ".join(f"'{each}'" for each in BanKind)


class MailBan(HasId, HasTimes, Model):
    """Mail that is not taken, until it expires.

    `value` is in plain spelling: small letters, a domain in ASCII, a network as `192.0.2.0/24`. `refused`
    counts the mails that it kept out.
    """

    __tablename__ = "mail_bans"
    __table_args__ = (
        CheckConstraint(f"kind in ({KINDS})", name="kind_is_known"),
        UniqueConstraint("kind", "value"),
    )

    kind: Mapped[str]
    value: Mapped[str]
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    expires_at: Mapped[datetime | None]
    refused: Mapped[int] = mapped_column(server_default=text("0"))
    last_refused_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default=text("1"))
