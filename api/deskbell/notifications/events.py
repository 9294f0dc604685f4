"""What happens to notifications. They belong to a person, not to the ticket's history."""

from typing import ClassVar

from deskbell.events.event import Event


class NotificationEvent(Event):
    """A fact about somebody's notifications."""

    subject: ClassVar[str] = "user"
    user_id: int


class NotificationCreated(NotificationEvent, type="notification.created", internal=True):
    """A person was told of something."""

    notification_id: int


class NotificationSettingsChanged(NotificationEvent, type="notification.settings_changed", internal=True):
    """A person is told of other things by mail."""

    fields: list[str]


class NotificationsRead(NotificationEvent, type="notification.read", internal=True):
    """A person has seen a notification, or all of them when none is named."""

    notification_id: int | None
