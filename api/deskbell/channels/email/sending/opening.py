"""Getting a connection to a mail server ready for a mail, and leaving it."""

import ssl

import aiosmtplib

from deskbell.channels.email.connecting import ServerRefused, open_connection
from deskbell.channels.email.sending.attempt import Attempt
from deskbell.channels.email.sending.outcome import Stage
from deskbell.channels.email.sending.server import Security, SmtpServer
from deskbell.core.addresses import AddressGuard


async def opened(attempt: Attempt, guard: AddressGuard, tls: ssl.SSLContext | None) -> aiosmtplib.SMTP:
    """Connect, secure the connection, log in."""
    server = attempt.server
    if server.login and server.security is Security.none and not server.private:
        attempt.stage = Stage.tls
        raise ServerRefused("a password is sent over a secured connection only")
    connection = await open_connection(
        server.host, server.port, guard, private=server.private, patience=server.patience
    )
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=connection,
        local_hostname=server.own_name,
        timeout=server.patience,
        use_tls=server.security is Security.tls,
        start_tls=False,
        tls_context=tls,
    )
    try:
        await client.connect()
        if server.security is Security.starttls:
            attempt.stage = Stage.tls
            await client.starttls()
        if server.login:
            attempt.stage = Stage.login
            await _log_in(client, server)
    except BaseException:
        client.close()
        connection.close()
        raise
    return client


async def _log_in(client: aiosmtplib.SMTP, server: SmtpServer) -> None:
    login = server.login
    if login and login.access_token is not None:
        await client.auth_xoauth2(login.username, login.access_token)
    elif login:
        await client.login(login.username, login.password or "")


def leave(client: aiosmtplib.SMTP) -> None:
    """Say good-bye without waiting for the answer, and close."""
    if client.protocol is not None and client.is_connected:
        client.protocol.write(b"QUIT\r\n")
    client.close()
