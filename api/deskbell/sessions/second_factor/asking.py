"""The second question of a sign-in: what is asked of whom, once the password was right."""

import base64
import secrets
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Level
from deskbell.core.problems import Problem
from deskbell.core.sealing import Sealer
from deskbell.sessions.browser import Browser
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.second_factor.codes import app_address, new_app_secret, picture_of
from deskbell.sessions.second_factor.problems import SecondFactorNeeded, SecondFactorSetUpNeeded
from deskbell.sessions.second_factor.queries import Factors, system_factors, system_required
from deskbell.sessions.second_factor.schemas import AppOffer
from deskbell.sessions.second_factor.webauthn import asking_options, site_of
from deskbell.sessions.services import SignInServices
from deskbell.settings.queries import helpdesk
from deskbell.users.queries import system_addresses

LIFETIME: Final = timedelta(minutes=10)
_CHALLENGE_BYTES: Final = 32


async def second_question(
    session: AsyncSession, services: SignInServices, browser: Browser, user_id: int, account_level: Level,
    level: Level,
) -> Problem | None:  # fmt: skip
    """What has to be answered before a session begins; nothing where the password is enough.

    The refusal has to be returned, not raised: its challenge is kept.
    """
    factors = await system_factors(session, user_id, site_of(services.settings, browser).host)
    if factors.on:
        return await _ask(session, services, browser, user_id, level, factors)
    if await system_required(session, user_id, account_level):
        return await _offer(session, services, user_id, level)
    return None


async def _ask(
    session: AsyncSession, services: SignInServices, browser: Browser, user_id: int, level: Level,
    factors: Factors,
) -> Problem:  # fmt: skip
    asked = new_challenge()
    data = {"level": level.name, "challenge": kept(asked)}
    secret = await issue_link(session, LinkPurpose.second_factor, user_id, LIFETIME, data=data)
    options = asking_options(site_of(services.settings, browser), asked, factors.passkeys)
    methods = [
        name
        for name, there in (
            ("passkey", factors.passkeys),
            ("code", factors.app),
            ("recovery_code", factors.codes),
        )
        if there
    ]
    return SecondFactorNeeded(
        challenge=secret, methods=methods, passkey=options if factors.passkeys else None
    )


async def _offer(session: AsyncSession, services: SignInServices, user_id: int, level: Level) -> Problem:
    secret = new_app_secret()
    data = {"level": level.name, "app": kept(services.sealer.seal(secret, sealed_for(user_id)))}
    challenge = await issue_link(session, LinkPurpose.second_factor_setup, user_id, LIFETIME, data=data)
    app = await app_offer(session, user_id, secret)
    return SecondFactorSetUpNeeded(challenge=challenge, app=app.model_dump())


async def app_offer(session: AsyncSession, user_id: int, secret: str) -> AppOffer:
    """What an authenticator app takes up."""
    account = await account_name(session, user_id)
    address = app_address(secret, account, (await helpdesk(session)).name)
    return AppOffer(secret=secret, address=address, picture=picture_of(address))


async def account_name(session: AsyncSession, user_id: int) -> str:
    """By which name an app or a device keeps the account."""
    addresses = await system_addresses(session, user_id)
    return addresses[0] if addresses else str(user_id)


def new_challenge() -> bytes:
    """What a passkey signs."""
    return secrets.token_bytes(_CHALLENGE_BYTES)


def kept(value: bytes) -> str:
    """Bytes as they stand in a challenge's row."""
    return base64.b64encode(value).decode()


def taken(data: dict[str, Any], name: str) -> bytes:
    """Bytes out of a challenge's row."""
    return base64.b64decode(str(data[name]))


def sealed_for(user_id: int) -> str:
    """The place for which the secret of an account's app is sealed."""
    return f"user:{user_id}:app"


def opened(sealer: Sealer, sealed: bytes, user_id: int) -> str:
    """The secret of an account's app."""
    return sealer.open(sealed, sealed_for(user_id))
