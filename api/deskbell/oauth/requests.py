"""What an app asks for when it sends a person here (RFC 6749 section 4.1.1, RFC 7636)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deskbell.core.auth import Level
from deskbell.oauth.problems import AuthorizationRefused, UnknownApp
from deskbell.oauth.queries import KnownApp
from deskbell.oauth.redirects import is_registered

LONGEST_STATE: Final = 1000
METHOD: Final = "S256"
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
PARAMETERS: Final = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that may be granted."""

    redirect_uri: str
    level: Level
    state: str | None
    challenge: str


def checked_app(app: KnownApp | None, given: Mapping[str, str]) -> KnownApp:
    """The app, if it may be sent back to the address that it names. Raises `UnknownApp`.

    Only after this may anybody be sent anywhere.
    """
    if app is None:
        raise UnknownApp("No app with this client_id is registered and enabled.")
    if not is_registered(given.get("redirect_uri", ""), app.redirect_uris):
        raise UnknownApp("The redirect_uri is not one of those that are registered for this app.")
    return app


def wanted_of(app: KnownApp, given: Mapping[str, str], *, twice: bool = False) -> Wanted:
    """What the app asks for. Raises `AuthorizationRefused`, which the app may be told of.

    `twice`: whether a parameter came more than once, which is refused (RFC 6749 section 3.1).
    """
    if twice:
        raise AuthorizationRefused("invalid_request", "A parameter stands there twice.")
    if given.get("response_type") != "code":
        raise AuthorizationRefused("unsupported_response_type", "response_type has to be code.")
    challenge = given.get("code_challenge", "")
    if not _CHALLENGE.fullmatch(challenge):
        message = "code_challenge is missing or malformed: PKCE is needed (RFC 7636)."
        raise AuthorizationRefused("invalid_request", message)
    if given.get("code_challenge_method") != METHOD:
        raise AuthorizationRefused("invalid_request", "code_challenge_method has to be S256.")
    if len(given.get("state", "")) > LONGEST_STATE:
        raise AuthorizationRefused("invalid_request", f"state is longer than {LONGEST_STATE} characters.")
    level = level_of(given.get("scope") or Level.user.name)
    if level is None:
        raise AuthorizationRefused("invalid_scope", "Known scopes: user, agent, admin.")
    if level > app.level:
        message = f"This app is registered for {Level(app.level).name} at most."
        raise AuthorizationRefused("invalid_scope", message)
    return Wanted(given["redirect_uri"], level, given.get("state") or None, challenge)


def level_of(scope: str) -> Level | None:
    """The highest rung that a list of scopes names; none where one of them is unknown."""
    names = set(scope.split(" "))
    known = {level.name: level for level in Level if level is not Level.guest}
    return max(known[name] for name in names) if names <= known.keys() else None
