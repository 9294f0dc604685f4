"""Where and how the providers are asked: addresses, scopes, and reading what they answer (RFC 6749, 7636).

The addresses are fixed here, or in the settings; nothing of them comes from a request (T42).
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Final, Protocol
from urllib.parse import urlencode

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from deskbell.channels.email.domains import plain_address
from deskbell.channels.email.sending.outcome import readable
from deskbell.channels.email.sign_ins.models import AppProvider
from deskbell.channels.email.wizard.presets import GMAIL, MICROSOFT365
from deskbell.core.outbound import OutboundAnswer, OutboundFailed, OutboundRefused

GOOGLE_SIGN_IN: Final = "https://accounts.google.com"
GOOGLE_TOKENS: Final = "https://oauth2.googleapis.com"
MICROSOFT: Final = "https://login.microsoftonline.com"
ANY_ORGANIZATION: Final = "organizations"
MOST_SECONDS: Final = 86_400
GOOD: Final = 200
SERVER_FAULT: Final = 500
TOO_MANY: Final = 429

_SCOPES: Final = {
    AppProvider.google: ("https://mail.google.com/",),
    AppProvider.microsoft: (
        "https://outlook.office.com/IMAP.AccessAsUser.All",
        "https://outlook.office.com/SMTP.Send",
    ),
}
_MORE_SCOPES: Final = {
    AppProvider.google: ("openid", "email"),
    AppProvider.microsoft: ("offline_access", "openid", "email", "profile"),
}
_EXTRA: Final = {
    AppProvider.google: {"access_type": "offline", "prompt": "consent"},
    AppProvider.microsoft: {"response_mode": "query", "prompt": "select_account"},
}
HOSTS: Final = {
    AppProvider.google: frozenset(each.host for each in (GMAIL.imap, GMAIL.smtp) if each),
    AppProvider.microsoft: frozenset(each.host for each in (MICROSOFT365.imap, MICROSOFT365.smtp) if each),
}
"""The servers of each provider, which may always get to see an access token of it."""
_CODE: Final = re.compile(r"[a-z_]{1,64}")
_Token = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,16384}$")]


class Sends(Protocol):
    """The outbound client, as far as it is needed here."""

    async def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> OutboundAnswer:
        """Send a request."""


class ProviderAway(Exception):
    """The provider gave no usable answer; it may, later."""


class ProviderRefused(Exception):
    """The provider said no: `code` is the error of RFC 6749, the text a sentence for admins."""

    def __init__(self, code: str, text: str) -> None:
        """Take both."""
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class App:
    """A registration, opened."""

    provider: AppProvider
    client_id: str
    client_secret: str = field(repr=False)
    tenant: str | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider gave. `account` is who signed in, as far as it is known."""

    access: str = field(repr=False)
    refresh: str | None = field(repr=False)
    seconds: int = 3600
    account: str | None = None


class _Answer(BaseModel):
    """A good answer of a token endpoint."""

    access_token: _Token
    token_type: Annotated[str, StringConstraints(pattern=r"(?i)^bearer$")]
    expires_in: Annotated[int, Field(gt=0)] = 3600
    refresh_token: _Token | None = None
    scope: str | None = None
    id_token: str | None = None


def sign_in_url(
    app: App, urls: Mapping[str, str], callback: str, state: str, verifier: str, hint: str
) -> str:
    """The address to which the admin's browser goes; `hint` is the mailbox's address."""
    challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": app.client_id,
        "response_type": "code",
        "redirect_uri": callback,
        "scope": " ".join((*_SCOPES[app.provider], *_MORE_SCOPES[app.provider])),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": hint,
        **_EXTRA[app.provider],
    }
    return f"{_sign_in_address(app, urls)}?{urlencode(asked)}"


async def exchange_code(
    outbound: Sends, app: App, urls: Mapping[str, str], callback: str, code: str, verifier: str
) -> Tokens:
    """Exchange a code for tokens, a refresh token among them. Raises ProviderAway or ProviderRefused."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": verifier,
    }
    answer = await _asked(outbound, app, urls, form)
    if answer.scope is not None and not _covers(answer.scope, _SCOPES[app.provider]):
        text = "Access to the mail was not allowed. Sign in again and allow all that is asked for."
        raise ProviderRefused("scope_missing", text)
    if answer.refresh_token is None:
        text = "The provider gave no lasting access. Remove the app at the provider, then sign in again."
        raise ProviderRefused("refresh_token_missing", text)
    return _tokens(answer)


async def refreshed(outbound: Sends, app: App, urls: Mapping[str, str], refresh_token: str) -> Tokens:
    """A new access token, perhaps with a new refresh token. Raises ProviderAway or ProviderRefused."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return _tokens(await _asked(outbound, app, urls, form))


async def _asked(outbound: Sends, app: App, urls: Mapping[str, str], form: dict[str, str]) -> _Answer:
    """Ask the token endpoint; redirects are not followed, for the secret is in the body."""
    form |= {"client_id": app.client_id, "client_secret": app.client_secret}
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    content = urlencode(form).encode()
    try:
        answer = await outbound.request("POST", _token_address(app, urls), headers=headers, content=content)
    except (OutboundFailed, OutboundRefused) as error:
        raise ProviderAway("The provider could not be reached.") from error
    if answer.status == TOO_MANY or answer.status >= SERVER_FAULT:
        raise ProviderAway(f"The provider is out of order ({answer.status}).")
    if answer.status != GOOD:
        raise _refusal(answer)
    try:
        return _Answer.model_validate_json(answer.body)
    except ValidationError:
        raise ProviderAway("The provider's answer makes no sense.") from None  # a token may stand in it


def _refusal(answer: OutboundAnswer) -> ProviderRefused | ProviderAway:
    try:
        said = json.loads(answer.body)
        code, text = str(said["error"]), str(said.get("error_description", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ProviderAway(f"The provider's answer makes no sense ({answer.status}).")
    if not _CODE.fullmatch(code):
        return ProviderAway(f"The provider's answer makes no sense ({answer.status}).")
    return ProviderRefused(code, readable(text) or code)


def _covers(granted: str, needed: Iterable[str]) -> bool:
    """Whether everything needed was granted; Microsoft may leave the resource out of a scope's name."""
    given = granted.lower().split()
    names = {*given, *(each.rpartition("/")[2] for each in given)}
    wanted = [each.lower() for each in needed]
    return all(each in names or (each.rpartition("/")[2] or each) in names for each in wanted)


def _tokens(answer: _Answer) -> Tokens:
    seconds = min(answer.expires_in, MOST_SECONDS)
    return Tokens(answer.access_token, answer.refresh_token, seconds, _account(answer.id_token))


def _account(id_token: str | None) -> str | None:
    """The address in an ID token, which came straight from its issuer; it proves nothing to us."""
    try:
        part = (id_token or "").split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        found = said.get("email") or said.get("preferred_username")
    except (IndexError, ValueError, binascii.Error, AttributeError, RecursionError):
        return None
    return plain_address(found) if isinstance(found, str) else None


def _sign_in_address(app: App, urls: Mapping[str, str]) -> str:
    if app.provider is AppProvider.google:
        return f"{urls.get(app.provider, GOOGLE_SIGN_IN)}/o/oauth2/v2/auth"
    return f"{_microsoft(app, urls)}/authorize"


def _token_address(app: App, urls: Mapping[str, str]) -> str:
    if app.provider is AppProvider.google:
        return f"{urls.get(app.provider, GOOGLE_TOKENS)}/token"
    return f"{_microsoft(app, urls)}/token"


def _microsoft(app: App, urls: Mapping[str, str]) -> str:
    return f"{urls.get(app.provider, MICROSOFT)}/{app.tenant or ANY_ORGANIZATION}/oauth2/v2.0"
