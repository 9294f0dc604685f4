"""The one way out: an HTTP client that reaches public addresses only, whatever a name or a redirect says.

The check isn't made on the URL but where the connection is opened: the name is resolved once, every address
that it has is checked, and the connection goes to a checked one: no moment lies between check and use (T40,
T43).
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import httpcore
import httpx
from httpcore import AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream

from deskbell.core.addresses import AddressGuard

Resolver = Callable[[str, int], Awaitable[list[str]]]
SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

USER_AGENT: Final = "Deskbell"
MAX_URL_LENGTH: Final = 2048
MAX_REDIRECTS: Final = 3
MAX_ANSWER: Final = 1_048_576
MAX_ADDRESSES: Final = 4
TIMEOUT: Final = httpx.Timeout(10, connect=5)
WHOLE_TIME: Final = 30.0  # seconds for everything, redirects included
LOW_PORTS: Final = frozenset({80, 443})
FIRST_HIGH_PORT: Final = 1024
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SECRET_HEADERS: Final = frozenset({"authorization", "cookie", "proxy-authorization"})


class OutboundRefused(Exception):
    """We don't send requests there."""


class OutboundFailed(Exception):
    """The other side didn't answer, not in time, or with too much."""


@dataclass(frozen=True)
class OutboundAnswer:
    """What the other side answered: never more than the limit that was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


class Outbound:
    """Sends requests to other people's servers; one for the whole process, opened on first use."""

    def __init__(self, private_networks: Iterable[str] = (), *, resolve: Resolver | None = None) -> None:
        """Take the private networks that may be reached; `resolve` finds the addresses of a name."""
        self._backend = _GuardedBackend(AddressGuard(private_networks), resolve or _resolve)
        self._client: httpx.AsyncClient | None = None

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        limit: int = MAX_ANSWER,
        redirects: int = 0,
        cut: bool = False,
    ) -> OutboundAnswer:
        """Send a request and read its answer of at most `limit` bytes, following at most `redirects`.

        A longer answer fails, or with `cut` is left there. Raises OutboundRefused before a byte is sent,
        OutboundFailed for everything that goes wrong after.
        """
        sent = {"user-agent": USER_AGENT, **{name.lower(): value for name, value in (headers or {}).items()}}
        request = self._opened().build_request(method, checked_url(url), headers=sent, content=content)
        try:
            async with asyncio.timeout(WHOLE_TIME):
                for _ in range(min(redirects, MAX_REDIRECTS)):
                    answer = await self._send(request, limit, cut=cut)
                    if answer.status not in _REDIRECTS or "location" not in answer.headers:
                        return answer
                    request = self._redirected(request, answer)
                return await self._send(request, limit, cut=cut)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise OutboundFailed(str(error) or type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            transport = _GuardedTransport(self._backend)
            self._client = httpx.AsyncClient(
                transport=transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False
            )
        return self._client

    async def _send(self, request: httpx.Request, limit: int, *, cut: bool) -> OutboundAnswer:
        request.headers["accept-encoding"] = "identity"  # so that what we count is what there is
        answer = await self._opened().send(request, stream=True)
        try:
            body = bytearray()
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > limit and cut:
                    break
                if len(body) > limit:
                    raise OutboundFailed(f"the answer is over {limit} bytes")
            return OutboundAnswer(answer.status_code, answer.headers, bytes(body[:limit]), str(answer.url))
        finally:
            await answer.aclose()

    def _redirected(self, request: httpx.Request, answer: OutboundAnswer) -> httpx.Request:
        try:
            target = request.url.join(answer.headers["location"])
        except (httpx.InvalidURL, ValueError) as error:
            raise OutboundRefused("the redirect has no valid address") from error
        url = checked_url(str(target))
        same = (url.scheme, url.host, url.port) == (request.url.scheme, request.url.host, request.url.port)
        dropped = {"host", "content-length", "transfer-encoding"} | (frozenset() if same else _SECRET_HEADERS)
        headers = {name: value for name, value in request.headers.items() if name not in dropped}
        keeps = answer.status in {307, 308}
        method = request.method if keeps or request.method == "HEAD" else "GET"
        return self._opened().build_request(
            method, url, headers=headers, content=request.content if keeps else None
        )


class _GuardedBackend(AsyncNetworkBackend):
    """Opens connections to checked addresses only."""

    def __init__(self, guard: AddressGuard, resolve: Resolver) -> None:
        self._guard = guard
        self._resolve = resolve
        self._network = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> AsyncNetworkStream:
        if port not in LOW_PORTS and port < FIRST_HIGH_PORT:
            raise OutboundRefused(f"requests are not sent to port {port}")
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name has no address") from error
        if not addresses:
            raise httpcore.ConnectError("the name has no address")
        if not all(self._guard.allows(address) for address in addresses):
            raise OutboundRefused("the address is private, or not one for the public")
        return await self._first(addresses[:MAX_ADDRESSES], port, timeout, local_address, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)

    async def _first(
        self,
        addresses: list[str],
        port: int,
        timeout: float | None,  # noqa: ASYNC109 - handed on
        local_address: str | None,
        socket_options: Iterable[SocketOption] | None,
    ) -> AsyncNetworkStream:
        """Connect to the first of the addresses that answers; numbers, so nothing is looked up again."""
        failure: Exception = httpcore.ConnectError("no address answers")
        for address in addresses:
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over our backend, for which it has no parameter."""

    def __init__(self, backend: AsyncNetworkBackend) -> None:
        context: ssl.SSLContext = httpx.create_ssl_context(trust_env=False)
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context, max_connections=50, max_keepalive_connections=10, network_backend=backend
        )


def checked_url(text: str) -> httpx.URL:
    """Refuse what isn't a plain web address (`OutboundRefused`); where it leads is checked on connecting."""
    if len(text) > MAX_URL_LENGTH:
        raise OutboundRefused("the address is too long")
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError) as error:
        raise OutboundRefused("this is not a valid address") from error
    if url.scheme not in {"http", "https"} or not url.host:
        raise OutboundRefused("only http and https addresses are reached")
    if url.userinfo or "@" in url.netloc.decode("ascii", "replace"):
        raise OutboundRefused("an address can't hold a user name or password")
    return url


async def _resolve(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
