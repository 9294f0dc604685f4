"""Passkeys (WebAuthn), by py_webauthn. The only module that knows it."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from deskbell.core.config import Settings
from deskbell.sessions.browser import Browser
from deskbell.sessions.problems import OriginNotAllowed
from deskbell.sessions.second_factor.problems import PasskeyRefused

PATIENCE: Final = 120_000  # milliseconds
_VERIFIED: Final = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class Site:
    """The page that asks, and the host for which its passkeys are."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What a browser made: the public half."""

    credential_id: bytes
    public_key: bytes
    uses: int


def site_of(settings: Settings, browser: Browser) -> Site:
    """The site of the asking page; a program is as our own page. Raises `OriginNotAllowed`."""
    origin = browser.origin or settings.base_url
    if origin not in settings.allowed_origins():
        raise OriginNotAllowed
    return Site(urlsplit(origin).hostname or "localhost", origin)


def making_options(
    site: Site, helpdesk: str, user_id: int, account: str, challenge: bytes, known: list[bytes]
) -> dict[str, Any]:
    """What `navigator.credentials.create` wants: a key that the device finds by itself, and guards."""
    return options_to_json_dict(
        generate_registration_options(
            rp_id=site.host,
            rp_name=helpdesk,
            user_id=f"deskbell:{user_id}".encode(),
            user_name=account,
            challenge=challenge,
            timeout=PATIENCE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        )
    )


def asking_options(site: Site, challenge: bytes, known: list[bytes]) -> dict[str, Any]:
    """What `navigator.credentials.get` wants: one of these, or, with none, any that the device has."""
    return options_to_json_dict(
        generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            timeout=PATIENCE,
            allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known] or None,
            user_verification=_VERIFIED,
        )
    )


def credential_id_of(credential: dict[str, Any]) -> bytes:
    """The number of the passkey that the browser used. Raises `PasskeyRefused`."""
    try:
        return base64url_to_bytes(str(credential["rawId"]))
    except (KeyError, ValueError):
        raise PasskeyRefused from None


def read_made(site: Site, challenge: bytes, credential: dict[str, Any]) -> NewPasskey:
    """The passkey that the browser made for this question. Raises `PasskeyRefused`."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise PasskeyRefused from None
    return NewPasskey(made.credential_id, made.credential_public_key, made.sign_count)


def read_used(
    site: Site, challenge: bytes, credential: dict[str, Any], public_key: bytes, uses: int
) -> int | None:
    """The passkey's new count, if its owner signed this question with it; else nothing."""
    try:
        used = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return used.new_sign_count
