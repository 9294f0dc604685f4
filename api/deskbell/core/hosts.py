"""Answers only for our own host names, so that no link is ever built from somebody else's (T75)."""

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from deskbell.core.problems import Problem

PROBES: Final = frozenset({"/healthz", "/metrics", "/readyz"})  # asked by address


class UnknownHost(Problem):
    """The request was made for a host name that is not ours; `DESKBELL_HOSTS` adds names."""

    status, code, title = 400, "unknown_host", "This host name is not served here"


class KnownHosts:
    """Refuses requests whose `Host` isn't on the list; `*` stands for any."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str]) -> None:
        """Stand around `app`; `hosts` without ports."""
        self.app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass that is for us."""
        if scope["type"] == "http" and scope["path"] not in PROBES and not self._knows(scope):
            await UnknownHost().response()(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _knows(self, scope: Scope) -> bool:
        if "*" in self._hosts:
            return True
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        return len(hosts) == 1 and _name(hosts[0]) in self._hosts


def _name(host: str) -> str:
    """The host without its port; IPv6 addresses keep their brackets."""
    name, colon, port = host.rpartition(":")
    has_port = bool(colon) and port.isdecimal() and not (host.startswith("[") and not name.endswith("]"))
    return (name if has_port else host).lower().removesuffix(".")
