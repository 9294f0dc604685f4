"""What is done with notifications."""

from deskbell.notifications.actions.notify import notify_assignees
from deskbell.notifications.actions.read import read, read_all

__all__ = ["notify_assignees", "read", "read_all"]
