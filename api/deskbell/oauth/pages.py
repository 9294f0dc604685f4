"""`/oauth/authorize`: a person is asked whether an app may act for them, and signs in on the same page.

Where a session is in the browser already, a script of the page finds it (its cookie goes to `/v1/sessions`
alone) and the person only has to say yes. Without scripts they enter their password.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from deskbell.core.auth import Actor, Level
from deskbell.core.pages import Pages, form_of, reader_language, text_in
from deskbell.core.problems import Problem
from deskbell.oauth.actions.authorize import grant_code
from deskbell.oauth.answering import denied, granted, refused_as
from deskbell.oauth.problems import AuthorizationRefused, UnknownApp
from deskbell.oauth.queries import KnownApp, system_app
from deskbell.oauth.requests import LONGEST_STATE, PARAMETERS, Wanted, checked_app, wanted_of
from deskbell.sessions.actions.sign_in import sign_in
from deskbell.sessions.actions.start import Started
from deskbell.sessions.browser import browser_of, set_cookie
from deskbell.sessions.problems import ScopeNotGranted
from deskbell.sessions.schemas import SignIn
from deskbell.sessions.services import SignInServices, services_of
from deskbell.settings.queries import helpdesk
from deskbell.users.schemas import level_name

answer: Final = Pages(Path(__file__).parent / "templates").answer
WRONG: Final = "The address or the password is wrong."
TWO_STEPS: Final = (
    "This account signs in in two steps: sign in to the helpdesk in another tab, then load this page again"
)
SEE_OTHER: Final = 303


async def show(request: Request) -> Response:
    """Ask the person. What the app asked wrongly goes back to it, only to an address that it registered."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] in PARAMETERS]
    given = {name: value.replace("\0", "") for name, value in pairs}
    try:
        app = await _app(request, given)
        wanted = wanted_of(app, given, twice=len(given) < len(pairs))
    except UnknownApp as problem:
        return await _page(request, "unknown.html", problem.status, detail=problem.detail)
    except AuthorizationRefused as problem:
        return RedirectResponse(_back(request, given, problem), SEE_OTHER)
    return await _ask(request, app, wanted, given)


async def allow(request: Request) -> Response:
    """Sign the person in by the form, and send them back to the app with a code."""
    form = await form_of(request)
    given = {name: text_in(form, name) for name in PARAMETERS} if form else {}
    try:
        app = await _app(request, given)
        wanted = wanted_of(app, given)
    except (UnknownApp, AuthorizationRefused) as problem:
        return await _page(request, "unknown.html", problem.status, detail=problem.detail)
    email = text_in(form, "email") if form else ""
    try:
        started, url = await _sign_in(request, app, wanted, form) if form else (None, "")
    except ValidationError:
        return await _ask(request, app, wanted, given, status=422, email=email, error=WRONG)
    except Problem as problem:
        said = problem.detail or problem.title
        return await _ask(request, app, wanted, given, status=problem.status, email=email, error=f"{said}.")
    if started is None:
        return await _ask(request, app, wanted, given, status=401, email=email, error=WRONG)
    # A page, not a redirect: Chromium holds the policy's form-action against every hop that follows a form.
    response = await _page(request, "onward.html", url=url, app=app.name)
    set_cookie(response, services_of(request).settings, started.refresh_token)
    return response


async def _sign_in(
    request: Request, app: KnownApp, wanted: Wanted, form: FormData
) -> tuple[Started | None, str]:
    """The session that began, and where to go on; nothing where address and password don't go together.

    An account that does not reach as far as the app asks allows as much as it can.
    """
    services = services_of(request)
    for level in sorted((each for each in Level if Level.guest < each <= wanted.level), reverse=True):
        try:
            return await _sign_in_for(request, services, app, wanted, form, level)
        except ScopeNotGranted:
            if level is Level.user:
                raise
    raise ScopeNotGranted


async def _sign_in_for(
    request: Request, services: SignInServices, app: KnownApp, wanted: Wanted, form: FormData, level: Level
) -> tuple[Started | None, str]:
    asked = SignIn(email=text_in(form, "email"), password=text_in(form, "password"), scope=level_name(level))
    async with services.database.session() as session:
        # The page is our own, and sends no referrer: its browser says `null` where it is.
        browser = replace(browser_of(request), origin=None)
        started = await sign_in(session, services, browser, asked, level)
        if isinstance(started, Problem):
            raise type(started)(TWO_STEPS)
        if started is None:
            return None, ""
        session_id = services.tokens.read(started.answer.access_token).session_id
        actor = Actor(kind="user", level=level, user_id=started.answer.user.id, session_id=session_id)
        code = await grant_code(session, actor, app, wanted)
    return started, granted(wanted, services.settings.base_url, code)


async def _app(request: Request, given: Mapping[str, str]) -> KnownApp:
    client_id = given.get("client_id", "")
    async with request.app.state.database.reader() as connection:
        known = client_id.isascii() and client_id.isalnum()
        return checked_app(await system_app(connection, client_id) if known else None, given)


async def _ask(
    request: Request,
    app: KnownApp,
    wanted: Wanted,
    given: Mapping[str, str],
    *,
    status: int = 200,
    email: str = "",
    error: str = "",
) -> Response:
    issuer = services_of(request).settings.base_url
    return await _page(
        request,
        "authorize.html",
        status,
        app=app.name,
        scope=wanted.level.name,
        given={name: given.get(name, "") for name in PARAMETERS},
        deny=denied(wanted, issuer),
        site=wanted.redirect_uri.partition("?")[0],
        email=email[:200],
        error=error,
    )


def _back(request: Request, given: Mapping[str, str], problem: AuthorizationRefused) -> str:
    issuer = services_of(request).settings.base_url
    state = given.get("state", "")
    state = state if len(state) <= LONGEST_STATE else ""
    return refused_as(problem.error, problem.detail, given["redirect_uri"], state, issuer)


async def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - what a template shows
    async with request.app.state.database.reader() as connection:
        name = (await helpdesk(connection)).name
    return answer(template, status, language=reader_language(request), helpdesk=name, **values)


routes: Final = (
    Route("/oauth/authorize", show, methods=["GET"], include_in_schema=False),
    Route("/oauth/authorize", allow, methods=["POST"], include_in_schema=False),
)
