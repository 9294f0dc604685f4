"""One mail over a connection of its own, and a login without a mail; neither ever raises."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass

from deskbell.channels.email.sending.attempt import Attempt, BeforeDot, greet
from deskbell.channels.email.sending.connections import WRONG, Connections
from deskbell.channels.email.sending.opening import leave, opened
from deskbell.channels.email.sending.outcome import Outcome, Stage, State, share
from deskbell.channels.email.sending.server import SmtpServer
from deskbell.core.addresses import AddressGuard


async def send(
    message: bytes,
    sender: str,
    recipients: Sequence[str],
    server: SmtpServer,
    *,
    guard: AddressGuard,
    tls: ssl.SSLContext | None = None,
    before_dot: BeforeDot | None = None,
) -> Outcome:
    """Send a mail to all recipients in one transaction and tell what became of it.

    `sender` is the return path, empty for the null one. `tls` replaces the usual trust in authorities.
    `before_dot` is asked when all but the final dot has left: unless it says yes the mail isn't sent.
    """
    async with Connections(guard, tls) as connections:
        return await connections.send(message, sender, recipients, server, before_dot=before_dot)


@dataclass(frozen=True, slots=True)
class LoginTry:
    """What became of connecting and logging in; `error` is what stood in the way."""

    outcome: Outcome
    error: Exception | None = None


async def try_login(
    server: SmtpServer, *, guard: AddressGuard, tls: ssl.SSLContext | None = None
) -> LoginTry:
    """Connect and log in without sending anything: for the wizard; accepted when both went well."""
    attempt = Attempt(b"", "", ("",), server)
    try:
        client = await opened(attempt, guard, tls)
        await greet(client)
    except WRONG as error:
        return LoginTry(attempt.broken(error), error)
    leave(client)
    done = share(attempt.recipients, State.accepted, Stage.done, "The server lets us in.")
    return LoginTry(done)
