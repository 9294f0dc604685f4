"""The IMAP server where a mailbox's mail lies, as an admin entered it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskbell.channels.email.sending.server import Security

PATIENCE: Final = 60.0
PORTS: Final = {Security.tls: 993, Security.starttls: 143, Security.none: 143}


class AfterTaking(StrEnum):
    """What is done on the server to a mail that was taken: nothing, marked as read, moved, or deleted."""

    leave = "leave"
    seen = "seen"
    move = "move"
    delete = "delete"


@dataclass(frozen=True, slots=True)
class ImapServer:
    """Where mail lies.

    `private`: the admin says that it stands in a private network. `move_to` is the folder of `move`.
    `patience` is in seconds, for each answer.
    """

    host: str
    port: int = 993
    security: Security = Security.tls
    folder: str = "INBOX"
    after: AfterTaking = AfterTaking.seen
    move_to: str | None = None
    private: bool = False
    patience: float = PATIENCE
