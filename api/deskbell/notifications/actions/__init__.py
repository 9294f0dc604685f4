"""What is done with notifications."""

from deskbell.notifications.actions.change_settings import change_settings
from deskbell.notifications.actions.notify import notify_assignees
from deskbell.notifications.actions.read import read, read_all

__all__ = ["change_settings", "notify_assignees", "read", "read_all"]
