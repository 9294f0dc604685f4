"""`/v1/oauth/token` and `/v1/oauth/revoke`: forms in and errors out as RFC 6749 and RFC 7009 say.

They stand outside of the document, whose errors are problems: its security scheme and
`/.well-known/oauth-authorization-server` name them, and every OAuth library knows how they are asked.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import asdict
from typing import Final
from urllib.parse import unquote_plus

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deskbell.core.tokens import is_secret
from deskbell.oauth.actions.exchange import Tokens, exchange_code, exchange_refresh_token, revoke_token
from deskbell.oauth.queries import KnownApp, system_app
from deskbell.oauth.requests import level_of
from deskbell.sessions.services import services_of

FORM: Final = "application/x-www-form-urlencoded"
MOST_FIELDS: Final = 20
LONGEST: Final = 4000
_VERIFIER: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")
Form = dict[str, str]


class OauthError(Exception):
    """A refusal in the words of RFC 6749 section 5.2; raised before anything was changed."""

    def __init__(self, error: str, detail: str) -> None:
        """Take the error code, and what is wrong in words."""
        super().__init__(detail)
        self.error = error
        self.detail = detail

    def response(self) -> Response:
        """The refusal as an answer."""
        document = {"error": self.error, "error_description": self.detail}
        if self.error == "invalid_client":
            return JSONResponse(document, 401, headers={"WWW-Authenticate": 'Basic realm="deskbell"'})
        return JSONResponse(document, 400)


async def token(request: Request) -> Response:
    """Exchange a code or a refresh token for tokens."""
    try:
        form = await _form(request)
        async with request.app.state.database.session() as session:
            app = await _client(session, request, form)
            made = await _GRANTS[_grant_type(form)](session, request, app, form)
    except OauthError as error:
        return error.response()
    if made is None:
        return OauthError(
            "invalid_grant", "It was used, is too old, or belongs to something else."
        ).response()
    return JSONResponse({**asdict(made), "token_type": "Bearer"}, headers={"Pragma": "no-cache"})


async def revoke(request: Request) -> Response:
    """End what a token belongs to; the answer is the same where there was nothing."""
    try:
        form = await _form(request)
        given = _needed(form, "token")
        async with request.app.state.database.session() as session:
            app = await _client(session, request, form)
            await revoke_token(session, services_of(request), app, given)
    except OauthError as error:
        return error.response()
    return Response()


async def _of_code(session: AsyncSession, request: Request, app: KnownApp, form: Form) -> Tokens | None:
    code, redirect_uri = _needed(form, "code"), _needed(form, "redirect_uri")
    verifier = _needed(form, "code_verifier")
    if not _VERIFIER.fullmatch(verifier):
        raise OauthError("invalid_request", "code_verifier has 43 to 128 letters, digits or -._~.")
    return await exchange_code(session, services_of(request), app, code, redirect_uri, verifier)


async def _of_refresh_token(
    session: AsyncSession, request: Request, app: KnownApp, form: Form
) -> Tokens | None:
    wanted = None
    if form.get("scope"):
        wanted = level_of(form["scope"])
        if wanted is None:
            raise OauthError("invalid_scope", "Known scopes: user, agent, admin.")
    given = _needed(form, "refresh_token")
    return await exchange_refresh_token(session, services_of(request), app, given, wanted)


_GRANTS: Final = {"authorization_code": _of_code, "refresh_token": _of_refresh_token}


async def _form(request: Request) -> Form:
    """The members of the form, each once (RFC 6749 section 3.2)."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise OauthError("invalid_request", f"The body has to be {FORM}.")
    pairs = (await request.form(max_fields=MOST_FIELDS)).multi_items()
    form = {name: value for name, value in pairs if isinstance(value, str) and len(value) <= LONGEST}
    if len(form) != len(pairs):
        raise OauthError("invalid_request", "A parameter stands there twice, or is too long.")
    return form


def _grant_type(form: Form) -> str:
    wanted = _needed(form, "grant_type")
    if wanted not in _GRANTS:
        raise OauthError("unsupported_grant_type", "Known: authorization_code, refresh_token.")
    return wanted


def _needed(form: Form, name: str) -> str:
    if not form.get(name):
        raise OauthError("invalid_request", f"{name} is missing.")
    return form[name]


async def _client(session: AsyncSession, request: Request, form: Form) -> KnownApp:
    """The app that asks, by its secret where it keeps one; a public one just says who it is."""
    client_id, secret = _credentials(request, form)
    app = await system_app(session, client_id) if client_id.isascii() and client_id.isalnum() else None
    if app is None:
        raise OauthError("invalid_client", "No app with this client_id is registered and enabled.")
    if app.secret_hash is None and secret is None:
        return app
    if app.secret_hash is None or not is_secret(secret, app.secret_hash.hex()):
        raise OauthError("invalid_client", "The client_secret is missing, wrong, or not for this app.")
    return app


def _credentials(request: Request, form: Form) -> tuple[str, str | None]:
    """From the header (RFC 6749 section 2.3.1) or from the form, never from both."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return _needed(form, "client_id"), form.get("client_secret")
    try:
        name, colon, secret = b64decode(given.strip(), validate=True).decode("ascii").partition(":")
    except (NotBase64, UnicodeDecodeError):
        name, colon, secret = "", "", ""
    if (
        not colon
        or "client_secret" in form
        or form.get("client_id", unquote_plus(name)) != unquote_plus(name)
    ):
        raise OauthError("invalid_request", "Say who you are once, in the header or in the form.")
    return unquote_plus(name), unquote_plus(secret)


routes: Final = (
    Route("/v1/oauth/token", token, methods=["POST"], include_in_schema=False),
    Route("/v1/oauth/revoke", revoke, methods=["POST"], include_in_schema=False),
)
