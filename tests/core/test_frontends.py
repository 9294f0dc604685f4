"""How a built front end is served."""

import re
from pathlib import Path

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from deskbell.core.frontends import EXPLORER_POLICY, Frontend, SupportCenter

PAGE = """<!doctype html><html><head><base href="/"><meta name="api-base" content="/">
<meta property="csp-nonce" nonce="__NONCE__"><script nonce="__NONCE__" src="./assets/app-1a2b.js"></script>
</head><body></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A build with one hashed asset (in three encodings) and one plain file."""
    (tmp_path / "assets").mkdir()
    (tmp_path / ".vite").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "favicon.svg").write_text("<svg/>")
    (tmp_path / ".vite/manifest.json").write_text("{}")
    for suffix, content in (("", "plain"), (".gz", "gzipped"), (".br", "brotli")):
        (tmp_path / f"assets/app-1a2b.js{suffix}").write_text(content)
    return tmp_path


def client_for(folder: Path, root_path: str = "") -> AsyncClient:
    """A client of an app that serves the folder under `/agent`."""
    app = Starlette(routes=[Mount("/agent", Frontend(folder))])
    transport = ASGITransport(app, root_path=root_path)
    return AsyncClient(transport=transport, base_url="http://helpdesk.test")


@pytest.mark.parametrize(
    ("asked", "encoding"),
    [("gzip, br", "br"), ("gzip", "gzip"), ("identity", None), ("br;q=0, gzip;q=0.5", "gzip")],
)
async def test_an_asset_comes_in_the_best_accepted_encoding(
    folder: Path, asked: str, encoding: str | None
) -> None:
    headers = {"accept-encoding": asked}
    async with client_for(folder).stream("GET", "/agent/assets/app-1a2b.js", headers=headers) as answer:
        body = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == encoding
    assert body == {"br": b"brotli", "gzip": b"gzipped", None: b"plain"}[encoding]
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize(("asked", "encoding"), [("br, gzip", "gzip"), ("identity", None)])
async def test_the_page_is_compressed_where_that_is_accepted(
    folder: Path, asked: str, encoding: str | None
) -> None:
    answer = await client_for(folder).get("/agent/", headers={"accept-encoding": asked})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.text.startswith('<!doctype html><html><head><base href="/agent/">')


async def test_hashed_assets_are_kept_for_ever_and_the_rest_is_asked_again(folder: Path) -> None:
    client = client_for(folder)
    hashed = await client.get("/agent/assets/app-1a2b.js", headers={"accept-encoding": "identity"})
    assert "immutable" in hashed.headers["cache-control"]
    assert (await client.get("/agent/favicon.svg")).headers["cache-control"] == "no-cache"
    assert (await client.get("/agent/")).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "assets/gone-9f.js",
        "assets/../../secret",
        "missing.png",
        ".vite/manifest.json",
        "assets/app-1a2b.js.br",
    ],
)
async def test_a_missing_asset_is_never_the_page(folder: Path, path: str) -> None:
    answer = await client_for(folder).get(f"/agent/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["", "index.html", "tickets/12", "reset", "setup"])
async def test_every_other_address_is_the_page(folder: Path, path: str) -> None:
    answer = await client_for(folder).get(f"/agent/{path}")
    assert answer.status_code == 200
    assert '<base href="/agent/">' in answer.text


async def test_each_view_of_the_page_has_its_own_nonce(folder: Path) -> None:
    client = client_for(folder)
    seen = set()
    for _ in range(3):
        answer = await client.get("/agent/")
        nonces = set(re.findall(r'nonce="([^"]+)"', answer.text))
        policy = answer.headers["content-security-policy"]
        assert len(nonces) == 1
        assert policy.count(f"'nonce-{next(iter(nonces))}'") == 2
        seen |= nonces
    assert len(seen) == 3


async def test_the_policy_and_the_other_headers_are_strict(folder: Path) -> None:
    headers = (await client_for(folder).get("/agent/")).headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'self'", "connect-src 'self'", "object-src 'none'", "base-uri 'self'"):
        assert part in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def test_the_page_learns_where_it_and_the_api_live(folder: Path) -> None:
    page = (await client_for(folder, root_path="/help").get("/help/agent/tickets/3")).text
    assert '<base href="/help/agent/">' in page
    assert '<meta name="api-base" content="/help/">' in page


async def test_a_missing_build_says_what_to_run_and_a_later_one_is_served(tmp_path: Path) -> None:
    client = client_for(tmp_path / "static")
    answer = await client.get("/agent/")
    assert answer.status_code == 503
    assert "make frontends" in answer.text
    (tmp_path / "static").mkdir()
    (tmp_path / "static/index.html").write_text(PAGE)
    assert (await client.get("/agent/")).status_code == 200


async def test_only_reading_is_answered(folder: Path) -> None:
    client = client_for(folder)
    assert (await client.head("/agent/")).status_code == 200
    assert (await client.post("/agent/")).status_code == 405


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        ("/", 200, "text/html"),
        ("/tickets/12", 200, "text/html"),
        ("/favicon.svg", 200, "image/svg+xml"),
        ("/assets/gone-9f.js", 404, "text/plain"),
        ("/v1/no/such/thing", 404, "text/plain"),
        ("/v1/known", 405, "text/plain"),
        ("/account/unknown", 404, "text/plain"),
    ],
)
async def test_the_support_center_takes_what_nobody_else_has(
    folder: Path, path: str, status: int, media_type: str
) -> None:
    app = Starlette(routes=[Route("/v1/known", PlainTextResponse("known"), methods=["POST"])])
    app.router.redirect_slashes = False
    app.router.default = SupportCenter(Frontend(folder), app.router.not_found)
    transport = ASGITransport(app, root_path="/help")
    async with AsyncClient(transport=transport, base_url="http://a.test") as client:
        answer = await client.get(f"/help{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith(media_type)
    if media_type == "text/html":
        assert '<base href="/help/">' in answer.text
        assert '<meta name="api-base" content="/help/">' in answer.text


async def test_t39_the_explorer_is_framed_by_our_own_panel_only_and_reaches_nobody_else(folder: Path) -> None:
    app = Starlette(routes=[Mount("/admin/explorer", Frontend(folder, EXPLORER_POLICY))])
    async with AsyncClient(transport=ASGITransport(app), base_url="http://helpdesk.test") as client:
        answer = await client.get("/admin/explorer/")
    policy = answer.headers["content-security-policy"]
    assert '<base href="/admin/explorer/">' in answer.text
    for part in ("default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'self'"):
        assert part in policy.split("; ")
    assert "unsafe-eval" not in policy
