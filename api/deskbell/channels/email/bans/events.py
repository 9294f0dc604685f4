"""Facts about bans: never who is banned."""

from typing import ClassVar

from deskbell.events.event import Event


class MailBanEvent(Event):
    """A fact about a ban."""

    subject: ClassVar[str] = "mail_ban"

    mail_ban_id: int


class MailBanCreated(MailBanEvent, type="mail_ban.created", internal=True):
    """Somebody's mail is not taken any more."""


class MailBanChanged(MailBanEvent, type="mail_ban.changed", internal=True):
    """A ban has another reason or another end; `fields` names what."""

    fields: list[str]


class MailBanDeleted(MailBanEvent, type="mail_ban.deleted", internal=True):
    """A ban is lifted; what it kept out stays refused."""
