"""Signing in and out over the API. Only addresses under `/v1/sessions` get the cookie to see."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page
from deskbell.core.passwords import PasswordQueueFull, PasswordUnfit
from deskbell.core.problems import NotFound, Problem, problems, refused
from deskbell.sessions import attempts, queries
from deskbell.sessions.actions.change_password import change_password
from deskbell.sessions.actions.end import end_sessions
from deskbell.sessions.actions.refresh import refresh
from deskbell.sessions.actions.reset_password import reset_password
from deskbell.sessions.actions.set_up import set_up
from deskbell.sessions.actions.sign_in import sign_in
from deskbell.sessions.actions.sign_out import end_own_session, sign_out
from deskbell.sessions.browser import Browser, browser_of, clear_cookie, reach_of, set_cookie
from deskbell.sessions.events import EndReason
from deskbell.sessions.problems import (
    AddressNotAllowed,
    AlreadySetUp,
    InvalidCredentials,
    LinkNotValid,
    OriginNotAllowed,
    PasswordNeeded,
    PasswordTooWeak,
    RefreshInProgress,
    ScopeNotGranted,
    SessionOver,
    TooManyAttempts,
    WrongPassword,
)
from deskbell.sessions.schemas import (
    PasswordChange,
    PasswordReset,
    Refresh,
    SessionRead,
    SetUp,
    SetupState,
    SignedIn,
    SignIn,
)
from deskbell.sessions.second_factor.problems import SecondFactorNeeded, SecondFactorSetUpNeeded
from deskbell.sessions.services import Services
from deskbell.users.problems import AddressTaken

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["sessions"])

Anyone = Annotated[Actor, requires(Act.sign_in, scope="guest")]
CanSetUp = Annotated[Actor, requires(Act.set_up, scope="guest")]
Own = Annotated[Actor, requires(Act.own_account, scope="user", people_only=True)]
Caller = Annotated[Browser, Depends(browser_of)]

SECOND = (SecondFactorNeeded, SecondFactorSetUpNeeded)
ORIGIN = (OriginNotAllowed, ScopeNotGranted, AddressNotAllowed)
PASSWORD = (PasswordTooWeak, PasswordUnfit, PasswordQueueFull)


@router.post(
    "/sessions",
    status_code=201,
    response_model=SignedIn,
    responses=problems(
        *ORIGIN, *SECOND, InvalidCredentials, TooManyAttempts, PasswordUnfit, PasswordQueueFull
    ),
)
@keeps_no_answer
async def create_session(
    body: SignIn, _actor: Anyone, browser: Caller, services: Services, session: Session, response: Response
) -> SignedIn | Response:
    """Sign in. The answer's token lasts minutes; the session itself is put into the cookie.

    Where the account has a second factor, the refusal `second_factor_needed` has the members `challenge`,
    `methods` (`code`, `passkey`, `recovery_code`) and `passkey`; go on at `POST /v1/sessions/second-factor`.
    Where it has to have one and has none, `second_factor_setup_needed` has `challenge` and `app`; go on at
    `POST /v1/sessions/second-factor-setups`.
    """
    level = reach_of(services.settings, browser, body.scope)
    started = await sign_in(session, services, browser, body, level)
    if started is None:
        return refused(InvalidCredentials())
    if isinstance(started, Problem):
        return refused(started)
    set_cookie(response, services.settings, started.refresh_token)
    return started.answer


@router.post(
    "/sessions/refresh",
    response_model=SignedIn,
    responses=problems(*ORIGIN, PasswordNeeded, SessionOver, RefreshInProgress),
)
@keeps_no_answer
async def refresh_session(
    body: Refresh, _actor: Anyone, browser: Caller, services: Services, session: Session, response: Response
) -> SignedIn | Response:
    """Get a new token by the cookie, for at most what the session was signed in for."""
    level = reach_of(services.settings, browser, body.scope)
    started = await refresh(session, services, browser, level)
    if started is None:
        return refused(SessionOver())
    set_cookie(response, services.settings, started.refresh_token)
    return started.answer


@router.get("/sessions", responses=problems(BadCursor))
async def list_sessions(
    actor: Own, reader: Reader, cursor: Cursor = None, limit: Limit = 25
) -> Page[SessionRead]:
    """Where you are signed in, the newest first."""
    return await queries.page_of_sessions(reader, actor, cursor=cursor, limit=limit)


@router.delete("/sessions", status_code=204)
async def end_all_sessions(actor: Own, services: Services, session: Session, response: Response) -> None:
    """Sign out everywhere, here too. Every token is dead at its next request."""
    await end_sessions(session, actor, actor.account_id, EndReason.signed_out)
    clear_cookie(response, services.settings)


@router.delete("/sessions/current", status_code=204, responses=problems(OriginNotAllowed))
async def end_current_session(
    actor: Anyone, browser: Caller, services: Services, session: Session, response: Response
) -> None:
    """Sign out here: ends the session of the token and that of the cookie, whichever there is."""
    reach_of(services.settings, browser, "user")
    await sign_out(session, actor, browser.cookie)
    if actor.behind is None:
        clear_cookie(response, services.settings)


@router.delete("/sessions/{session_id}", status_code=204, responses=problems(NotFound))
async def end_session(session_id: PathId, actor: Own, session: Session) -> None:
    """Sign out one of your browsers or programs."""
    await end_own_session(session, actor, session_id)


@router.put(
    "/users/me/password", status_code=204, responses=problems(WrongPassword, TooManyAttempts, *PASSWORD)
)
async def set_my_password(
    body: PasswordChange, actor: Own, browser: Caller, services: Services, session: Session
) -> Response:
    """Change your password. Ends all your other sessions."""
    right = await change_password(session, services, browser, actor, body)
    return Response(status_code=204) if right else refused(WrongPassword())


@router.post(
    "/password-resets", status_code=204, responses=problems(LinkNotValid, TooManyAttempts, *PASSWORD)
)
async def create_password_reset(
    body: PasswordReset, _actor: Anyone, browser: Caller, services: Services, session: Session
) -> None:
    """Set a new password by a single-use link. Ends all sessions of the account."""
    async with services.database.reader() as connection:
        await attempts.count_link(connection, browser.address)
    await reset_password(session, services.passwords, body.token, body.new_password)


@router.get("/setup")
async def get_setup(actor: CanSetUp, reader: Reader) -> SetupState:
    """Whether the helpdesk still waits for its first admin."""
    return SetupState(needed=await queries.setup_needed(reader, actor))


@router.post(
    "/setup",
    status_code=201,
    responses=problems(*ORIGIN, LinkNotValid, TooManyAttempts, AlreadySetUp, AddressTaken, *PASSWORD),
)
@keeps_no_answer
async def create_setup(
    body: SetUp, _actor: CanSetUp, browser: Caller, services: Services, session: Session, response: Response
) -> SignedIn:
    """Set the helpdesk up by the link that the server printed: makes the first admin and signs them in."""
    reach_of(services.settings, browser, "admin")
    async with services.database.reader() as connection:
        await attempts.count_link(connection, browser.address)
    started = await set_up(session, services, browser, body)
    set_cookie(response, services.settings, started.refresh_token)
    return started.answer
