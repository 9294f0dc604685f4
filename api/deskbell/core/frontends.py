"""Serves a built front end: precompressed assets, and its one page with a fresh nonce and a strict policy."""

import gzip
import html
import mimetypes
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

ENCODINGS: Final = (("br", ".br"), ("gzip", ".gz"))
"""What a browser may ask for, best first, and the suffix the build gives it."""

NONCE_MARK: Final = "__NONCE__"
"""What the build writes wherever a nonce belongs."""

POLICY: Final = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)

EXPLORER_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'self'"
)
"""Of the API explorer, another's program, which writes styles into its elements. It reaches this helpdesk
only, and nobody frames it but our own panel."""

ELSEWHERE: Final = ("/v1", "/account", "/demo", "/healthz", "/metrics", "/readyz")
"""Where the first words of an address are the API's, or of pages without a front end."""

TITLE: Final = "<title>Deskbell</title>"
ROOT: Final = '<div id="root"></div>'
"""What of the built page gives way to what its first paint says."""

SAFETY: Final = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}

NOT_BUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Front end not built</title></head>
<body><h1>Front end not built</h1><p>Run <code>make frontends</code>, then reload this page.</p></body></html>
"""


@dataclass(frozen=True)
class Asset:
    """One file of the build, and the compressed variants that stand beside it."""

    path: Path
    media_type: str
    variants: Mapping[str, Path]


@dataclass(frozen=True)
class Build:
    """A finished build as it lies on disk: the page's text and every other file by its address."""

    stamp: int
    page: str
    assets: Mapping[str, Asset]


def _read_build(folder: Path, stamp: int) -> Build:
    assets: dict[str, Asset] = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        if hidden or name == "index.html" or path.suffix in {".br", ".gz"} or not path.is_file():
            continue
        variants = {encoding: path.with_name(path.name + suffix) for encoding, suffix in ENCODINGS}
        assets[name] = Asset(
            path=path,
            media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            variants={encoding: file for encoding, file in variants.items() if file.is_file()},
        )
    return Build(stamp, (folder / "index.html").read_text(encoding="utf-8"), assets)


def _accepted(header: str) -> set[str]:
    """The encodings of an `Accept-Encoding` header that are not refused by `q=0`."""
    accepted: set[str] = set()
    for entry in header.lower().split(","):
        name, _, weight = entry.partition(";")
        if weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            accepted.add(name.strip())
    return accepted


@dataclass(frozen=True, slots=True)
class FirstPaint:
    """What a page shows before its app runs; `head` takes the place of its title.

    Both are markup. `style` is a sheet that comes after those of the build.
    """

    status: int
    language: str
    head: str
    body: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A page that has another address by now: `path`, without a slash in front."""

    path: str


Painter = Callable[[Request, str], Awaitable[FirstPaint | Moved]]
"""`(request, path)` → how the page at this path, without a slash in front, begins, or where it went."""


class Frontend:
    """The ASGI app behind a home: one build, wherever it is mounted.

    Assets with a hash in their name are cached for ever; a missing one is 404, never the page. Every other
    address is the page, since the app has its own router. The build is read at the first request and again
    after a rebuild; without one the answer is 503 and says what to run.
    """

    def __init__(
        self,
        folder: Path,
        policy: str = POLICY,
        painter: Painter | None = None,
        added: Callable[[Scope], str] | None = None,
    ) -> None:
        """Serve the build in `folder`, which need not exist yet, its page under `policy`.

        `painter` says how its pages begin; `added` stands first in their bodies.
        """
        self._folder = folder
        self._policy = policy
        self._painter = painter
        self._added = added
        self._build: Build | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._respond(scope)
        await response(scope, receive, send)

    async def _respond(self, scope: Scope) -> Response:
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("Method not allowed", 405, headers={"allow": "GET, HEAD", **SAFETY})
        build = self._current()
        if build is None:
            headers = {"content-security-policy": "default-src 'none'", "cache-control": "no-store", **SAFETY}
            return Response(NOT_BUILT, 503, headers=headers, media_type="text/html")
        name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        if asset := build.assets.get(name):
            return _asset(name, asset, Headers(scope=scope).get("accept-encoding", ""))
        if name != "index.html" and (name.startswith("assets/") or "." in name.rpartition("/")[2]):
            return PlainTextResponse("Not found", 404, headers={"cache-control": "no-store", **SAFETY})
        page = build.page
        if self._added is not None:
            page = page.replace("<body>", f"<body>{self._added(scope)}", 1)
        if self._painter is None:
            return _page(page, scope, self._policy)
        first = await self._painter(Request(scope), "" if name == "index.html" else name)
        return _begun(page, first, scope, self._policy)

    def _current(self) -> Build | None:
        try:
            stamp = (self._folder / "index.html").stat().st_mtime_ns
            if self._build is None or self._build.stamp != stamp:
                self._build = _read_build(self._folder, stamp)
        except FileNotFoundError:
            return None
        return self._build


class SupportCenter:
    """The support center has every address that nobody else has; what is missing in the API stays missing."""

    def __init__(self, frontend: Frontend, missing: ASGIApp) -> None:
        """Serve `frontend`, and below `ELSEWHERE` answer by `missing`."""
        self._frontend = frontend
        self._missing = missing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request that no route took."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        theirs = scope["type"] != "http" or path.startswith(ELSEWHERE)
        await (self._missing if theirs else self._frontend)(scope, receive, send)


def _asset(name: str, asset: Asset, accept_encoding: str) -> Response:
    forever = name.startswith("assets/")
    headers = {
        "cache-control": "public, max-age=31536000, immutable" if forever else "no-cache",
        "vary": "accept-encoding",
        **SAFETY,
    }
    path = asset.path
    accepted = _accepted(accept_encoding)
    for encoding, variant in asset.variants.items():
        if encoding in accepted:
            path = variant
            headers["content-encoding"] = encoding
            break
    return FileResponse(path, headers=headers, media_type=asset.media_type)


def _begun(template: str, first: FirstPaint | Moved, scope: Scope, policy: str) -> Response:
    if isinstance(first, Moved):
        place = f"{scope.get('root_path', '')}/{quote(first.path)}"
        return RedirectResponse(place, 301, headers={"cache-control": "no-cache", **SAFETY})
    return _page(_painted(template, first), scope, policy, first.status)


def _painted(template: str, first: FirstPaint) -> str:
    """The page of the build as it begins; what stands in `first` can name nothing that is replaced later."""
    head, style, body = (part.replace(NONCE_MARK, "") for part in (first.head, first.style, first.body))
    if style:
        template = template.replace("</head>", f'<style nonce="{NONCE_MARK}">{style}</style></head>', 1)
    return (
        template.replace('<html lang="en">', f'<html lang="{first.language}">')
        .replace(TITLE, head)
        .replace(ROOT, f'<div id="root">{body}</div>')
    )


def _page(template: str, scope: Scope, policy: str, status: int = 200) -> Response:
    nonce = secrets.token_urlsafe(16)
    base = html.escape(scope.get("root_path", "") + "/")
    api = html.escape(scope.get("app_root_path", scope.get("root_path", "")) + "/")
    page = (
        template.replace('<base href="/">', f'<base href="{base}">')
        .replace('<meta name="api-base" content="/">', f'<meta name="api-base" content="{api}">')
        .replace(NONCE_MARK, nonce)
    )
    headers = {
        "content-security-policy": policy.format(nonce=nonce),
        "cache-control": "no-cache",
        "vary": "accept-encoding",
        **SAFETY,
    }
    body = page.encode()
    if "gzip" in _accepted(Headers(scope=scope).get("accept-encoding", "")):
        body = gzip.compress(body, mtime=0)  # on a slow line the page is all that is waited for
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, media_type="text/html")
