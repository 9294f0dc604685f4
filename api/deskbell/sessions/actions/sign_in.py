"""Signing in with a password."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import GUEST, Level
from deskbell.events.record import record
from deskbell.sessions import attempts
from deskbell.sessions.actions.start import Started, start_session
from deskbell.sessions.browser import Browser
from deskbell.sessions.events import SignInFailed
from deskbell.sessions.problems import ScopeNotGranted
from deskbell.sessions.queries import Account, system_account
from deskbell.sessions.schemas import SignIn
from deskbell.sessions.services import SignInServices
from deskbell.users.queries import system_user_for_update


async def sign_in(
    session: AsyncSession, services: SignInServices, browser: Browser, wanted: SignIn, level: Level
) -> Started | None:
    """Start a session, or record the failure and return nothing: unknown, disabled and wrong are one (T85).

    Raises `TooManyAttempts`, `ScopeNotGranted`. No database connection is held while the password is checked.
    """
    who = attempts.Attempt(browser.address, f"address:{wanted.email.casefold()}")
    await attempts.begin(services.database, who)
    async with services.database.reader() as connection:
        account = await system_account(connection, wanted.email)
    able = account is not None and not account.disabled
    stored = account.password_hash if account is not None and able else None
    verdict = await services.passwords.verify(wanted.password, stored)
    if account is None or not verdict.matches or not await _still_so(session, account):
        await record(session, GUEST, SignInFailed(user_id=0 if account is None else account.user_id))
        return None
    await attempts.succeed(services.database, who)
    if level > account.level:
        raise ScopeNotGranted
    if verdict.needs_rehash:
        await _rehash(session, services, account, wanted.password)
    return await start_session(session, services, browser, account.user_id, level)


async def _still_so(session: AsyncSession, account: Account) -> bool:
    """Whether the account is as it was before the password was checked; locked from here on."""
    user = await system_user_for_update(session, account.user_id)
    return (
        user is not None
        and user.disabled_at is None
        and user.password_hash == account.password_hash
        and user.level >= account.level
    )


async def _rehash(session: AsyncSession, services: SignInServices, account: Account, password: str) -> None:
    """Keep the password with today's parameters; nobody else notices."""
    user = await system_user_for_update(session, account.user_id)
    if user is not None:
        user.password_hash = await services.passwords.hash(password)
