"""Apps of others over the API: registering them, allowing them, and taking that back.

What programs ask by the rules of RFC 6749 stands in `token_endpoint.py`: it has another shape.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page, whole
from deskbell.core.passwords import PasswordQueueFull, PasswordUnfit
from deskbell.core.problems import Conflict, NotFound, problems, refused
from deskbell.oauth import queries
from deskbell.oauth.actions import end, register
from deskbell.oauth.answering import decide
from deskbell.oauth.problems import AuthorizationRefused, UnknownApp
from deskbell.oauth.schemas import (
    AppCreate,
    AppRead,
    AppRegisteredRead,
    AppUpdate,
    AuthorizationCreate,
    AuthorizationRead,
    ConnectedAppRead,
    SecretCreate,
)
from deskbell.sessions.actions.confirm_password import confirm_password
from deskbell.sessions.browser import Browser, browser_of
from deskbell.sessions.problems import TooManyAttempts, WrongPassword
from deskbell.sessions.services import Services

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["programs"])

Own = Annotated[Actor, requires(Act.apps_authorize, scope="user", people_only=True)]
CanManage = Annotated[Actor, requires(Act.apps_manage, scope="admin", people_only=True)]
Caller = Annotated[Browser, Depends(browser_of)]

ASKED_AGAIN = (WrongPassword, TooManyAttempts, PasswordUnfit, PasswordQueueFull)


@router.get("/oauth/apps", responses=problems(BadCursor))
async def list_oauth_apps(
    actor: CanManage, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[AppRead]:
    """The apps that may ask people to act for them, the newest first."""
    return await queries.page_of_apps(reader, actor, cursor=cursor, limit=limit)


@router.post(
    "/oauth/apps",
    status_code=201,
    response_model=AppRegisteredRead,
    responses=problems(*ASKED_AGAIN),
)
@keeps_no_answer
async def create_oauth_app(
    body: AppCreate, actor: CanManage, browser: Caller, services: Services, session: Session
) -> AppRegisteredRead | Response:
    """Register an app. The answer is the only place where its secret stands."""
    if not await confirm_password(session, services, browser, actor, body.current_password):
        return refused(WrongPassword())
    app, secret = await register.register_app(session, actor, body)
    return await _with_secret(session, actor, app.id, secret)


@router.get("/oauth/apps/{app_id}", responses=problems(NotFound))
async def get_oauth_app(app_id: PathId, actor: CanManage, reader: Reader) -> AppRead:
    """One app."""
    return await queries.one_app(reader, actor, app_id)


@router.patch("/oauth/apps/{app_id}", response_model=AppRead, responses=problems(NotFound, *ASKED_AGAIN))
async def update_oauth_app(
    app_id: PathId, body: AppUpdate, actor: CanManage, browser: Caller, services: Services, session: Session
) -> AppRead | Response:
    """Change an app. What it was allowed goes on, but never further than it may reach now."""
    if not await confirm_password(session, services, browser, actor, body.current_password):
        return refused(WrongPassword())
    await register.change_app(session, actor, app_id, body)
    return await queries.one_app(session, actor, app_id)


@router.delete("/oauth/apps/{app_id}", status_code=204, responses=problems(NotFound))
async def delete_oauth_app(app_id: PathId, actor: CanManage, session: Session) -> None:
    """Delete an app, and all that people allowed it. Its tokens are dead at their next request."""
    await end.delete_app(session, actor, app_id)


@router.post(
    "/oauth/apps/{app_id}/secret",
    status_code=201,
    response_model=AppRegisteredRead,
    responses=problems(NotFound, Conflict, *ASKED_AGAIN),
)
@keeps_no_answer
async def create_oauth_app_secret(
    app_id: PathId,
    body: SecretCreate,
    actor: CanManage,
    browser: Caller,
    services: Services,
    session: Session,
) -> AppRegisteredRead | Response:
    """Give a confidential app another secret; the one before opens nothing any more."""
    if not await confirm_password(session, services, browser, actor, body.current_password):
        return refused(WrongPassword())
    return await _with_secret(session, actor, app_id, await register.change_secret(session, actor, app_id))


@router.put("/oauth/apps/{app_id}/disabled", responses=problems(NotFound))
async def set_oauth_app_disabled(app_id: PathId, actor: CanManage, session: Session) -> AppRead:
    """Keep an app from working: its tokens are dead at their next request."""
    await end.disable_app(session, actor, app_id)
    return await queries.one_app(session, actor, app_id)


@router.delete("/oauth/apps/{app_id}/disabled", responses=problems(NotFound))
async def unset_oauth_app_disabled(app_id: PathId, actor: CanManage, session: Session) -> AppRead:
    """Let a disabled app be used again; people sign in there anew."""
    await end.enable_app(session, actor, app_id)
    return await queries.one_app(session, actor, app_id)


@router.get("/users/me/connected-apps")
async def list_my_connected_apps(actor: Own, reader: Reader) -> Page[ConnectedAppRead]:
    """The apps that you have allowed to act for you."""
    return whole(await queries.connected_apps(reader, actor))


@router.delete("/users/me/connected-apps/{app_id}", status_code=204, responses=problems(NotFound))
async def remove_my_connected_app(app_id: PathId, actor: Own, session: Session) -> None:
    """Take back what you allowed an app: its tokens are dead at their next request."""
    await end.disconnect_app(session, actor, app_id)


@router.post("/oauth/authorizations", responses=problems(UnknownApp, AuthorizationRefused))
@keeps_no_answer
async def create_oauth_authorization(
    body: AuthorizationCreate, actor: Own, services: Services, session: Session
) -> AuthorizationRead:
    """Answer an app's request for yourself, as the page `/oauth/authorize` does; people only.

    A code stands in `redirect_to` for a minute; the app exchanges it.
    """
    return await decide(session, actor, services.settings.base_url, body)


async def _with_secret(
    session: AsyncSession, actor: Actor, app_id: int, secret: str | None
) -> AppRegisteredRead:
    app = await queries.one_app(session, actor, app_id)
    return AppRegisteredRead(**app.model_dump(), client_secret=secret)
