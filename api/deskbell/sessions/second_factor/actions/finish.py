"""The second step of a sign-in."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.events.record import record
from deskbell.permissions.queries import system_comes_from_inside
from deskbell.sessions import attempts
from deskbell.sessions.actions.start import Started, start_session
from deskbell.sessions.browser import Browser
from deskbell.sessions.links import LinkPurpose, issue_link
from deskbell.sessions.models import SingleUseLink
from deskbell.sessions.problems import AddressNotAllowed, ScopeNotGranted
from deskbell.sessions.second_factor.actions.app import set_up_app
from deskbell.sessions.second_factor.actions.recovery import use_code
from deskbell.sessions.second_factor.asking import LIFETIME, kept, new_challenge, opened, taken
from deskbell.sessions.second_factor.codes import matching_step
from deskbell.sessions.second_factor.events import SecondFactorFailed
from deskbell.sessions.second_factor.models import Passkey
from deskbell.sessions.second_factor.problems import ChallengeOver
from deskbell.sessions.second_factor.queries import (
    system_app,
    system_challenge,
    system_challenge_owner,
    system_passkey,
)
from deskbell.sessions.second_factor.schemas import (
    PasskeyOffer,
    PasskeySignIn,
    SecondFactorAnswer,
    SecondFactorSetUp,
    SetUpAndSignedIn,
)
from deskbell.sessions.second_factor.webauthn import asking_options, credential_id_of, read_used, site_of
from deskbell.sessions.services import SignInServices
from deskbell.users.models import User
from deskbell.users.queries import system_user_for_update


async def answer_second(
    session: AsyncSession, services: SignInServices, browser: Browser, given: SecondFactorAnswer
) -> Started | None:
    """Start the session that was asked for; nothing where the answer is wrong, which is recorded.

    The challenge stays open after a wrong answer, and is used up by the right one.
    Raises `ChallengeOver`, `TooManyAttempts`.
    """
    asked, actor = await _asked(session, services, LinkPurpose.second_factor, given.challenge)
    if not await _is_right(session, services, browser, actor, asked, given):
        await record(session, actor, SecondFactorFailed(user_id=actor.account_id))
        return None
    asked.used_at = datetime.now(UTC)
    return await start_session(session, services, browser, actor.account_id, actor.level, second_factor=True)


async def answer_set_up(
    session: AsyncSession, services: SignInServices, browser: Browser, given: SecondFactorSetUp
) -> tuple[Started, SetUpAndSignedIn] | None:
    """Keep the app that was offered, and start the session; nothing where the code is wrong.

    Raises `ChallengeOver`, `TooManyAttempts`.
    """
    asked, actor = await _asked(session, services, LinkPurpose.second_factor_setup, given.challenge)
    sealed = taken(asked.data, "app")
    step = matching_step(opened(services.sealer, sealed, actor.account_id), given.code, 0)
    if step is None:
        await record(session, actor, SecondFactorFailed(user_id=actor.account_id))
        return None
    asked.used_at = datetime.now(UTC)
    codes = await set_up_app(session, actor, sealed, step)
    started = await start_session(
        session, services, browser, actor.account_id, actor.level, second_factor=True
    )
    return started, SetUpAndSignedIn(session=started.answer, recovery_codes=codes)


async def ask_for_passkey(session: AsyncSession, services: SignInServices, browser: Browser) -> PasskeyOffer:
    """A question that any passkey of this site may answer. Raises `TooManyAttempts`."""
    async with services.database.reader() as connection:
        await attempts.count_passkey(connection, browser.address)
    challenge = new_challenge()
    data = {"challenge": kept(challenge)}
    secret = await issue_link(session, LinkPurpose.passkey_sign_in, None, LIFETIME, data=data)
    options = asking_options(site_of(services.settings, browser), challenge, [])
    return PasskeyOffer(challenge=secret, options=options)


async def sign_in_by_passkey(
    session: AsyncSession, services: SignInServices, browser: Browser, given: PasskeySignIn, level: Level
) -> Started | None:
    """Start a session by a passkey alone, which its device guards; nothing where it is nobody's.

    Raises `ChallengeOver`, `TooManyAttempts`, `ScopeNotGranted`, `AddressNotAllowed`, `PasskeyRefused`.
    """
    async with services.database.reader() as connection:
        await attempts.count_passkey(connection, browser.address)
    asked = await system_challenge(session, LinkPurpose.passkey_sign_in, given.challenge)
    if asked is None:
        raise ChallengeOver
    asked.used_at = datetime.now(UTC)
    credential = dict[str, Any](given.credential)
    row = await system_passkey(session, credential_id_of(credential))
    user = None if row is None else await _able(session, row.user_id)
    if row is None or user is None:
        return None
    if not _signed(services, browser, asked, credential, row):
        actor = Actor(kind="user", level=Level.guest, user_id=row.user_id)
        await record(session, actor, SecondFactorFailed(user_id=row.user_id))
        return None
    if level > user.level:
        raise ScopeNotGranted
    if not await system_comes_from_inside(session, row.user_id, browser.address):
        raise AddressNotAllowed("Ask an admin from where you may.")
    return await start_session(session, services, browser, row.user_id, level, second_factor=True)


async def _asked(
    session: AsyncSession, services: SignInServices, purpose: LinkPurpose, secret: str
) -> tuple[SingleUseLink, Actor]:
    """The open question, and who answers it, as they are now."""
    async with services.database.reader() as connection:
        user_id = await system_challenge_owner(connection, purpose, secret)
        if user_id is None:
            raise ChallengeOver
        await attempts.count_second(connection, user_id)
    asked = await system_challenge(session, purpose, secret)
    user = await _able(session, user_id)
    if asked is None or user is None or Level[asked.data["level"]] > user.level:
        raise ChallengeOver
    return asked, Actor(kind="user", level=Level[asked.data["level"]], user_id=user_id)


async def _able(session: AsyncSession, user_id: int) -> User | None:
    """The account, if it may sign in; locked from here on."""
    user = await system_user_for_update(session, user_id)
    return user if user is not None and user.disabled_at is None else None


async def _is_right(
    session: AsyncSession, services: SignInServices, browser: Browser, actor: Actor, asked: SingleUseLink,
    given: SecondFactorAnswer,
) -> bool:  # fmt: skip
    if given.recovery_code is not None:
        return await use_code(session, actor, given.recovery_code)
    if given.credential is not None:
        credential = dict[str, Any](given.credential)
        row = await system_passkey(session, credential_id_of(credential))
        mine = row is not None and row.user_id == actor.account_id
        return row is not None and mine and _signed(services, browser, asked, credential, row)
    app = await system_app(session, actor.account_id)
    if app is None or app.confirmed_at is None or given.code is None:
        return False
    secret = opened(services.sealer, app.secret_sealed, actor.account_id)
    step = matching_step(secret, given.code, app.last_step)
    app.last_step = step or app.last_step
    return step is not None


def _signed(
    services: SignInServices, browser: Browser, asked: SingleUseLink, credential: dict[str, Any], row: Passkey
) -> bool:
    """Whether the passkey signed this question; its use is counted."""
    site, challenge = site_of(services.settings, browser), taken(asked.data, "challenge")
    uses = read_used(site, challenge, credential, row.public_key, row.uses)
    if uses is None:
        return False
    row.uses, row.last_used_at = uses, datetime.now(UTC)
    return True
