"""Passkeys: asking for a new one, adding and removing it."""

from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.sessions.browser import Browser
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.second_factor.actions.added import first_codes, refuse_needed
from deskbell.sessions.second_factor.actions.confirm import refuse_unconfirmed
from deskbell.sessions.second_factor.asking import LIFETIME, account_name, kept, new_challenge, taken
from deskbell.sessions.second_factor.events import SecondFactorAdded, SecondFactorRemoved
from deskbell.sessions.second_factor.models import Passkey
from deskbell.sessions.second_factor.problems import ChallengeOver, PasskeyRefused, TooManyPasskeys
from deskbell.sessions.second_factor.queries import (
    own_passkey,
    system_challenge,
    system_factors,
    system_passkey,
)
from deskbell.sessions.second_factor.schemas import PasskeyCreate, PasskeyOffer
from deskbell.sessions.second_factor.webauthn import making_options, read_made, site_of
from deskbell.sessions.services import SignInServices
from deskbell.settings.queries import helpdesk

MOST: Final = 20


async def offer_passkey(
    session: AsyncSession, services: SignInServices, browser: Browser, actor: Actor
) -> PasskeyOffer:
    """What the browser makes a passkey of. Raises `ConfirmationNeeded`, `TooManyPasskeys`."""
    await refuse_unconfirmed(session, actor)
    mine = actor.account_id
    if (await session.scalar(select(func.count()).where(Passkey.user_id == mine)) or 0) >= MOST:
        raise TooManyPasskeys
    site, challenge = site_of(services.settings, browser), new_challenge()
    known = (await system_factors(session, mine, site.host)).passkeys
    data = {"challenge": kept(challenge)}
    secret = await issue_link(session, LinkPurpose.passkey, mine, LIFETIME, data=data)
    name, account = (await helpdesk(session)).name, await account_name(session, mine)
    options = making_options(site, name, mine, account, challenge, known)
    return PasskeyOffer(challenge=secret, options=options)


async def add_passkey(
    session: AsyncSession, services: SignInServices, browser: Browser, actor: Actor, wanted: PasskeyCreate
) -> list[str] | None:
    """Keep the passkey that the browser has made; recovery codes if it is the first factor.

    Raises `ConfirmationNeeded`, `ChallengeOver`, `PasskeyRefused`.
    """
    await refuse_unconfirmed(session, actor)
    asked = await system_challenge(session, LinkPurpose.passkey, wanted.challenge)
    if asked is None or asked.user_id != actor.account_id:
        raise ChallengeOver
    site = site_of(services.settings, browser)
    made = read_made(site, taken(asked.data, "challenge"), dict[str, Any](wanted.credential))
    if await system_passkey(session, made.credential_id) is not None:
        raise PasskeyRefused
    asked.used_at = func.now()
    row = Passkey(
        user_id=actor.account_id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        uses=made.uses,
        site=site.host,
        name=wanted.name,
    )
    session.add(row)
    await session.flush()
    await record(session, actor, SecondFactorAdded(user_id=actor.account_id, factor="passkey"))
    return await first_codes(session, actor)


async def remove_passkey(session: AsyncSession, actor: Actor, passkey_id: int) -> None:
    """Let one of the actor's passkeys open nothing.

    Raises `ConfirmationNeeded`, `NotFound`, `SecondFactorRequired`.
    """
    await refuse_unconfirmed(session, actor)
    row = await own_passkey(session, actor, passkey_id)
    if row is None:
        raise NotFound
    factors = await system_factors(session, actor.account_id, "")
    if not factors.app and factors.other_passkeys <= 1:
        await refuse_needed(session, actor)
    await session.delete(row)
    await session.flush()
    await record(session, actor, SecondFactorRemoved(user_id=actor.account_id, factor="passkey"))
