"""Mail of the demonstration's customers: through our own door, as anybody's."""

import socket
from collections.abc import Sequence
from email.message import EmailMessage
from typing import Final

from deskbell.channels.email.inbound.intake import Door
from deskbell.channels.email.sending.outcome import State
from deskbell.channels.email.sending.server import Security, SmtpServer
from deskbell.channels.email.sending.smtp import send
from deskbell.core.addresses import AddressGuard

PATIENCE: Final = 10.0
CLOSED: Final = "This demonstration takes no mail by SMTP. Start it without DESKBELL_SMTP_LISTEN."
ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where it listens, and is reached here


async def send_in(mail: EmailMessage, doors: Sequence[Door]) -> str | None:
    """Deliver a mail to the listener; why it was not taken, or nothing when it was."""
    door = next((each for speech, each in doors if speech == "smtp"), None)
    if door is None or door.family not in {socket.AF_INET, socket.AF_INET6}:
        return CLOSED
    host, port = door.getsockname()[:2]
    server = SmtpServer(
        ANYWHERE.get(host, host),
        port,
        Security.none,
        private=True,
        patience=PATIENCE,
        final_patience=PATIENCE,
    )
    sender, to = (mail[name].addresses[0].addr_spec for name in ("From", "To"))
    outcome = await send(mail.as_bytes(), sender, [to], server, guard=AddressGuard())
    return None if outcome.state is State.accepted else outcome.deliveries[0].answer
