"""What the caller's browser or program brings along: its cookie, its origin, its address."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request, Response

from deskbell.core.auth import Level
from deskbell.core.config import Settings
from deskbell.sessions.problems import OriginNotAllowed, ScopeNotGranted
from deskbell.users.schemas import LevelName

COOKIE = "deskbell_session"
COOKIE_PATH = "/v1/sessions"
LONGEST_COOKIE = 100
LONGEST_USER_AGENT = 300


@dataclass(frozen=True, slots=True)
class Browser:
    """One caller: `address` is that of the machine, `cookie` the session's present refresh token.

    `origin` is that of the asking page; a program sends none.
    """

    address: str
    origin: str | None
    user_agent: str | None
    cookie: str | None


def browser_of(request: Request) -> Browser:
    """Read what the caller brings along."""
    settings: Settings = request.app.state.settings
    cookie = request.cookies.get(COOKIE)
    agent = request.headers.get("user-agent", "")
    return Browser(
        address=client_address(request, settings.trusted_proxies),
        origin=request.headers.get("origin"),
        user_agent="".join(letter for letter in agent[:LONGEST_USER_AGENT] if letter.isprintable()) or None,
        cookie=cookie if cookie and len(cookie) <= LONGEST_COOKIE and cookie.isascii() else None,
    )


def reach_of(settings: Settings, browser: Browser, scope: LevelName) -> Level:
    """The level asked for, if the asking page's home reaches that far; a program has no origin and no home.

    Raises `OriginNotAllowed`, `ScopeNotGranted`.
    """
    if browser.origin is None:
        return Level[scope]
    home = settings.allowed_origins().get(browser.origin)
    if home is None:
        raise OriginNotAllowed
    if Level[scope] > Level[home]:
        raise ScopeNotGranted
    return Level[scope]


def client_address(request: Request, trusted_proxies: Sequence[str]) -> str:
    """The caller's address; `X-Forwarded-For` counts only as far as trusted proxies wrote it (T19)."""
    address = request.client.host if request.client else "unknown"
    hops = [hop.strip() for hop in ",".join(request.headers.getlist("x-forwarded-for")).split(",")]
    while address in trusted_proxies and hops:
        nearest = hops.pop()
        if not _is_address(nearest):
            break
        address = nearest
    return address


def set_cookie(response: Response, settings: Settings, token: str) -> None:
    """Give the browser the session's next refresh token."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(settings.session_lifetime.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.secure,
        httponly=True,
        samesite="strict",
    )


def clear_cookie(response: Response, settings: Settings) -> None:
    """Take the cookie away."""
    response.delete_cookie(COOKIE, path=COOKIE_PATH, secure=settings.secure, httponly=True, samesite="strict")


def _is_address(value: str) -> bool:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        return False
    return True
