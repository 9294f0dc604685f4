"""The web application."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Scope

import deskbell
from deskbell.channels.email.inbound.intake import open_doors
from deskbell.channels.email.pages import accounts, demo_inbox
from deskbell.channels.email.resolver import resolver_of
from deskbell.core.access_log import AccessLog
from deskbell.core.body_limit import BodyLimit
from deskbell.core.config import Settings
from deskbell.core.cors import CrossOrigin
from deskbell.core.counters import Counters, watch_connections
from deskbell.core.db import open_database
from deskbell.core.errors import register_handlers
from deskbell.core.faults import Faults
from deskbell.core.frontends import EXPLORER_POLICY, Frontend, SupportCenter
from deskbell.core.headers import SafeHeaders
from deskbell.core.health import healthz, readyz
from deskbell.core.hosts import KnownHosts
from deskbell.core.keys import load_or_create_keys
from deskbell.core.logs import configure_logs
from deskbell.core.openapi import describe
from deskbell.core.outbound import Outbound
from deskbell.core.passwords import Passwords
from deskbell.core.request_id import RequestId
from deskbell.core.sealing import Sealer
from deskbell.core.signed_urls import UrlSigner
from deskbell.core.storage import open_storage
from deskbell.core.tokens import TokenSigner
from deskbell.events.event import TYPES
from deskbell.live import following
from deskbell.live.endpoints import route as stream
from deskbell.live.openapi import PATH_ITEM
from deskbell.monitoring.endpoints import metrics
from deskbell.oauth.origins import AppOrigins
from deskbell.oauth.routes import routes as oauth
from deskbell.personas import pages as personas
from deskbell.routes import ROUTERS
from deskbell.sessions.authenticate import authenticate
from deskbell.support_knowledge import robots, sitemap
from deskbell.support_pages import first_paint
from deskbell.tickets.dimensions import DimensionCache
from deskbell.tickets.links import system_link_requester

STATIC = Path(__file__).parent / "static"
EXPOSED = [
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Idempotency-Replayed",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Request-Id",
]
ALLOWED = [
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-Range",
    "Last-Event-ID",
    "Range",
]
TAGS = [
    {"name": "sessions", "description": "Signing in and out, and the first set-up."},
    {"name": "users", "description": "Accounts: customers, agents and admins."},
    {"name": "programs", "description": "API keys, service accounts, and apps of others (OAuth 2)."},
    {"name": "tickets", "description": "Tickets, their state, and what is said about them."},
    {"name": "files", "description": "Uploads and downloads."},
    {"name": "search", "description": "Finding things by words."},
    {"name": "knowledge", "description": "Articles in categories, each for its audience."},
    {"name": "notifications", "description": "What a person should look at."},
    {"name": "reports", "description": "Figures over what their reader may see."},
    {"name": "settings", "description": "What tickets are sorted by."},
    {"name": "departments", "description": "Where work belongs, and who has access."},
    {"name": "teams", "description": "People who share work."},
    {"name": "mail", "description": "Mailboxes, and what became of the mail that came in."},
    {"name": "system", "description": "How the helpdesk itself fares."},
    {
        "name": "webhooks",
        "description": "Telling other programs what happens, signed, in order and at least once.",
    },
    {"name": "live", "description": "The stream of changes."},
    {"name": "events", "description": "Every type of event, as webhooks carry it."},
]


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for these settings; nothing is opened before it starts."""
    settings = settings or Settings()
    configure_logs(settings.log_level, settings.log_format)
    app = FastAPI(
        title="Deskbell",
        version=deskbell.__version__,
        summary="The API of an open-source helpdesk.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
    )
    _fill(app, settings)
    app.router.routes += [
        *(route for router in ROUTERS for route in router.routes),  # flat: found twice as fast
        stream,
        *oauth,
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
        Route("/sitemap.xml", sitemap),
        Route("/robots.txt", robots),
        Route("/agent", _to_its_first_page),
        Route("/admin", _to_its_first_page),
        accounts.pages,
        *([personas.pages] if settings.demo else []),
        demo_inbox.pages,
    ]
    _add_homes(app, personas.bar if settings.demo else None)
    describe(app, ROUTERS, PATH_ITEM, dict(TYPES))
    register_handlers(app)
    app.state.counters = Counters(app.router.routes, settings.api_processes + 1)  # and the worker
    _wrap(app, settings)
    return app


def _add_homes(app: FastAPI, added: Callable[[Scope], str] | None) -> None:
    """The three front ends; `added` stands first in their pages."""
    app.router.routes += [
        Mount("/agent", Frontend(STATIC / "agent", added=added)),
        Mount("/admin/explorer", Frontend(STATIC / "admin/explorer", EXPLORER_POLICY)),
        Mount("/admin", Frontend(STATIC / "admin", added=added)),
    ]
    support_center = Frontend(STATIC / "support-center", painter=first_paint, added=added)
    app.router.default = SupportCenter(support_center, app.router.not_found)


def _fill(app: FastAPI, settings: Settings) -> None:
    """What the endpoints and doors find in `app.state`."""
    keys = load_or_create_keys(settings.secrets_dir)
    app.state.settings = settings
    app.state.started_at = datetime.now(UTC)
    app.state.tokens = TokenSigner(keys)
    app.state.url_signer = UrlSigner(keys)
    app.state.sealer = Sealer(keys)
    app.state.mail_doors = ()
    app.state.resolver = resolver_of(settings.name_servers, remembers=False)
    app.state.storage = open_storage(settings)
    app.state.passwords = Passwords()
    app.state.outbound = Outbound(settings.private_networks)
    app.state.dimensions = DimensionCache()
    app.state.app_origins = AppOrigins()
    app.state.authenticator = authenticate
    app.state.link_check = system_link_requester


def _wrap(app: FastAPI, settings: Settings) -> None:
    """Middleware, the innermost first."""
    app.add_middleware(BodyLimit, file_size_limit=settings.file_size_limit)
    app.add_middleware(Faults)
    app.add_middleware(CrossOrigin, own=settings.allowed_origins(), apps=app.state.app_origins.allows)
    app.add_middleware(SafeHeaders, secure=settings.secure)
    app.add_middleware(KnownHosts, hosts=settings.allowed_hosts())
    app.add_middleware(AccessLog, counters=app.state.counters)
    app.add_middleware(RequestId)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the database and follow the log, from start to end."""
    app.state.database = open_database(app.state.settings)
    watching = asyncio.create_task(watch_connections(app.state.counters, app.state.database))
    await following.start(app, app.state.dimensions.notice, app.state.app_origins.notice)
    host = urlsplit(app.state.settings.base_url).hostname or "localhost"
    listener = await open_doors(app.state.database, app.state.mail_doors, host)
    yield
    if listener is not None:
        await listener.close()
    await following.stop(app)
    watching.cancel()
    await app.state.outbound.close()
    await app.state.database.close()
    app.state.passwords.close()


async def _to_its_first_page(request: Request) -> Response:
    return RedirectResponse(request.url.path + "/")
