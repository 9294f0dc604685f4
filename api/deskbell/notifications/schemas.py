"""What the API gives of notifications."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from deskbell.core.pagination import Read, Ref, Write

NotificationType = Literal["ticket.assignee_changed", "ticket.message_added", "ticket.note_added"]


class NotifiedTicket(Read):
    """The ticket that a notification is about."""

    id: int
    subject: str = Field(examples=["The printer on the second floor is out of paper"])


class NotificationRead(Read):
    """Something that a person was told of."""

    id: int
    type: NotificationType = Field(description="The event that it tells of.")
    at: datetime = Field(description="When the person was told.")
    read_at: datetime | None = Field(description="When the person marked it as read.")
    ticket: NotifiedTicket | None = Field(description="The ticket that it is about.")
    actor: Ref | None = Field(
        description="Who did it; null when that account is gone, or when a rule did it."
    )


class NotificationSettingsRead(Read):
    """Of what you are told by mail, besides the bell. Never of your own doing."""

    mail_on_assignment: bool = Field(description="When somebody makes you responsible for a ticket.")
    mail_on_message: bool = Field(
        description="When somebody else writes publicly on a ticket for which you are responsible."
    )


class NotificationSettingsUpdate(Write):
    """Changes to that; what is left out or null stays."""

    mail_on_assignment: bool | None = None
    mail_on_message: bool | None = None


class UnreadCount(Read):
    """The number on the bell."""

    unread: int = Field(description="Notifications that are not marked as read.", examples=[3])
