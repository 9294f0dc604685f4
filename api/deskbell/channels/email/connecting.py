"""Connections to mail servers, to checked addresses only: the guard of `core.addresses`, without a gap.

A name is resolved once, all its addresses are checked, and the connection goes to a checked one. A server in
a private network is reached only where the admin who entered it said that it stands there.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Final

from deskbell.core.addresses import AddressGuard

Resolve = Callable[[str, int], Awaitable[list[str]]]

MAX_ADDRESSES: Final = 4
HIGHEST_PORT: Final = 65535


class ServerRefused(Exception):
    """We don't connect to this server."""


class ServerUnreachable(Exception):
    """No address of the server answers."""


async def mail_server_addresses(
    host: str, port: int, guard: AddressGuard, *, private: bool, resolve: Resolve | None = None
) -> list[str]:
    """The addresses of a mail server, each of them allowed; ServerRefused or ServerUnreachable."""
    if not host or not 0 < port <= HIGHEST_PORT:
        raise ServerRefused("the server has no valid name or port")
    try:
        addresses = await (resolve or _resolve)(host, port)
    except (OSError, UnicodeError) as error:
        raise ServerUnreachable(f"the name {host} has no address") from error
    if not addresses:
        raise ServerUnreachable(f"the name {host} has no address")
    if not private and not all(guard.allows(address) for address in addresses):
        raise ServerRefused(f"{host} is in a private network, which has to be allowed for this server")
    return addresses[:MAX_ADDRESSES]


async def open_connection(
    host: str,
    port: int,
    guard: AddressGuard,
    *,
    private: bool,
    patience: float,
    resolve: Resolve | None = None,
) -> socket.socket:
    """Connect to a mail server; the caller closes the socket. ServerRefused or ServerUnreachable.

    `patience` is in seconds, for all of it.
    """
    failure: Exception | None = None
    try:
        async with asyncio.timeout(patience):
            for address in await mail_server_addresses(host, port, guard, private=private, resolve=resolve):
                try:
                    return await _connect(address, port)
                except OSError as error:
                    failure = error
    except TimeoutError as error:
        failure = error
    raise ServerUnreachable(f"{host} doesn't answer on port {port}") from failure


async def _connect(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)  # noqa: FBT003 - the socket's own method
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(connection, (address, port))
    except BaseException:
        connection.close()
        raise
    return connection


async def _resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
