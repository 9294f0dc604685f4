"""Asking for the present password again, before something that outlives the session is made (T22)."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.sessions import attempts
from deskbell.sessions.browser import Browser
from deskbell.sessions.events import SignInFailed
from deskbell.sessions.queries import system_account_of
from deskbell.sessions.services import SignInServices
from deskbell.users.queries import system_user_for_update


async def confirm_password(
    session: AsyncSession, services: SignInServices, browser: Browser, actor: Actor, password: str
) -> bool:
    """Whether this is the actor's password; if not, that is recorded. Raises `TooManyAttempts`.

    No database connection is held while the password is checked. The account is locked from here on.
    """
    guess = attempts.Attempt(f"user:{actor.account_id}", browser.address)
    async with services.database.reader() as connection:
        await attempts.begin(connection, guess)
        account = await system_account_of(connection, actor.account_id)
    stored = None if account is None else account.password_hash
    verdict = await services.passwords.verify(password, stored)
    async with services.database.reader() as connection:
        await (attempts.succeed if verdict.matches else attempts.fail)(connection, guess)
    user = await system_user_for_update(session, actor.account_id)
    if verdict.matches and user is not None and user.password_hash == stored:
        return True
    await record(session, actor, SignInFailed(user_id=actor.account_id))
    return False
