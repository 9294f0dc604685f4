"""Signing in with a password."""

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import GUEST, Level
from deskbell.core.problems import Problem
from deskbell.events.record import record
from deskbell.permissions.queries import system_comes_from_inside
from deskbell.sessions import attempts
from deskbell.sessions.actions.start import Started, start_session
from deskbell.sessions.browser import Browser
from deskbell.sessions.events import SignInFailed
from deskbell.sessions.links import stored
from deskbell.sessions.problems import AddressNotAllowed, ScopeNotGranted
from deskbell.sessions.queries import Account, system_account, system_token
from deskbell.sessions.schemas import SignIn
from deskbell.sessions.second_factor.asking import second_question
from deskbell.sessions.services import SignInServices
from deskbell.users.queries import system_user_for_update


async def sign_in(
    session: AsyncSession, services: SignInServices, browser: Browser, wanted: SignIn, level: Level
) -> Started | Problem | None:
    """Start a session, or record the failure and return nothing: unknown, disabled and wrong are one (T85).

    Returns the refusal that asks for a second factor where the account has one.

    Raises `TooManyAttempts`, `ScopeNotGranted`, `AddressNotAllowed`. No database connection is held while
    the password is checked.
    """
    async with services.database.reader() as connection:
        account = await system_account(connection, wanted.email)
        guess = await _guess(connection, account, browser, wanted.email)
        await attempts.begin(connection, guess)
    able = account is not None and not account.disabled
    verdict = await services.passwords.verify(
        wanted.password, account.password_hash if account is not None and able else None
    )
    async with services.database.reader() as connection:
        await (attempts.succeed if verdict.matches else attempts.fail)(connection, guess)
    if account is None or not verdict.matches or not await _still_so(session, account):
        await record(session, GUEST, SignInFailed(user_id=0 if account is None else account.user_id))
        return None
    if level > account.level:
        raise ScopeNotGranted
    if not await system_comes_from_inside(session, account.user_id, browser.address):
        raise AddressNotAllowed("Ask an admin from where you may.")
    if verdict.needs_rehash:
        await _rehash(session, services, account, wanted.password)
    asked = await second_question(session, services, browser, account.user_id, Level(account.level), level)
    return asked or await start_session(session, services, browser, account.user_id, level)


async def _guess(
    connection: AsyncConnection, account: Account | None, browser: Browser, email: str
) -> attempts.Attempt:
    """Who is guessed at. A browser that was signed in there counts apart: no stranger locks it out."""
    known = await system_token(connection, stored(browser.cookie)) if browser.cookie else None
    if account is None:
        return attempts.Attempt(f"address:{email.casefold()}", browser.address)
    if known is not None and known.user_id == account.user_id:
        return attempts.Attempt(f"session:{known.session_id}", browser.address)
    return attempts.Attempt(f"user:{account.user_id}", browser.address)


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
