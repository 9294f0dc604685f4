"""What is done with notifications."""

from deskbell.notifications.actions.notify import notify_assignee
from deskbell.notifications.actions.read import read, read_all

__all__ = ["notify_assignee", "read", "read_all"]
