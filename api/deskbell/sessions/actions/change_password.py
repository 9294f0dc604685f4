"""Changing one's own password."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.sessions import attempts
from deskbell.sessions.actions.set_password import set_password
from deskbell.sessions.browser import Browser
from deskbell.sessions.events import SignInFailed
from deskbell.sessions.queries import system_account_of
from deskbell.sessions.schemas import PasswordChange
from deskbell.sessions.services import SignInServices
from deskbell.users.queries import system_user_for_update


async def change_password(
    session: AsyncSession, services: SignInServices, browser: Browser, actor: Actor, wanted: PasswordChange
) -> bool:
    """Set the actor's new password, if the present one is right; ends all their other sessions (T22).

    Tells whether it was right. Raises `TooManyAttempts`, `PasswordTooWeak`.
    """
    guess = attempts.Attempt(f"user:{actor.account_id}", browser.address)
    async with services.database.reader() as connection:
        await attempts.begin(connection, guess)
        account = await system_account_of(connection, actor.account_id)
    stored = None if account is None else account.password_hash
    verdict = await services.passwords.verify(wanted.current_password, stored)
    async with services.database.reader() as connection:
        await (attempts.succeed if verdict.matches else attempts.fail)(connection, guess)
    user = await system_user_for_update(session, actor.account_id)
    if not verdict.matches or user is None or user.password_hash != stored:
        await record(session, actor, SignInFailed(user_id=actor.account_id))
        return False
    passwords, user_id = services.passwords, actor.account_id
    await set_password(session, actor, passwords, user_id, wanted.new_password, how="changed")
    return True
