"""Trying an SMTP server: the greeting, TLS, and the login."""

import ssl
from dataclasses import replace
from typing import Final

from aiosmtplib import SMTPException, SMTPResponseException, SMTPServerDisconnected, SMTPTimeoutError

from deskbell.channels.email.sending.attempt import LOGIN_REFUSALS
from deskbell.channels.email.sending.outcome import Stage, State, readable
from deskbell.channels.email.sending.server import Security, SmtpServer
from deskbell.channels.email.sending.smtp import try_login
from deskbell.channels.email.wizard.servers.finding import Obstacle, Tried
from deskbell.channels.email.wizard.servers.obstacles import of_connection
from deskbell.core.addresses import AddressGuard

PATIENCE: Final = 15.0
USUAL: Final = "Usual are port 587 with STARTTLS and port 465 with TLS from the start."


async def try_smtp(
    server: SmtpServer, guard: AddressGuard, tls: ssl.SSLContext | None = None, patience: float = PATIENCE
) -> Tried:
    """Connect and log in, without sending anything; never raises."""
    tried = await try_login(replace(server, patience=patience), guard=guard, tls=tls)
    if tried.outcome.state is State.accepted:
        return Tried(None, f"{server.host} lets us in.")
    share = tried.outcome.deliveries[0]
    if tried.error is None:
        return Tried(Obstacle.broken, share.answer)
    if (found := of_connection(server.host, tried.error)) is not None:
        return found
    if share.stage is Stage.login:
        return _not_let_in(server, tried.error, share.code)
    if share.stage is Stage.tls:
        says = f"{server.host} offers no STARTTLS on this port. {USUAL}"
        return Tried(Obstacle.no_tls, says, _answer(tried.error))
    return _no_greeting(server, tried.error, share.code)


def _not_let_in(server: SmtpServer, error: Exception, code: int | None) -> Tried:
    name = server.login.username if server.login else ""
    if isinstance(error, SMTPServerDisconnected | SMTPTimeoutError):
        return Tried(Obstacle.broken, f"{server.host} broke off. Check port and security, and try again.")
    if code is None and isinstance(error, SMTPException):
        says = f"{server.host} offers no login that we know. Check port and security. {USUAL}"
        return Tried(Obstacle.no_login, says, _answer(error))
    if server.login is not None and server.login.access_token is not None:
        says = f"{server.host} doesn't take our access for {name}. Check the user name, and sign in again."
        return Tried(Obstacle.sign_in, says, _answer(error))
    if code in LOGIN_REFUSALS:
        says = (
            f"{server.host} doesn't take this password for {name}. Check both; many providers want a "
            "password made for apps."
        )
        return Tried(Obstacle.login, says, _answer(error))
    return Tried(Obstacle.broken, f"{server.host} broke off while logging in.", _answer(error))


def _no_greeting(server: SmtpServer, error: Exception, code: int | None) -> Tried:
    """It answers, though not as a mail server does."""
    if code is not None and code > 0:
        says = f"{server.host} doesn't want to talk to us now."
        return Tried(Obstacle.refused, says, _answer(error))
    if server.security is Security.tls:
        return Tried(Obstacle.wrong_port, f"{server.host} doesn't greet as a mail server does. {USUAL}")
    says = f"{server.host} doesn't greet as a mail server does: this may be the port for TLS. {USUAL}"
    return Tried(Obstacle.wrong_port, says)


def _answer(error: Exception) -> str:
    return readable(error.message if isinstance(error, SMTPResponseException) else str(error))
