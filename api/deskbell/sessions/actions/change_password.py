"""Changing one's own password."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.sessions.actions.confirm_password import confirm_password
from deskbell.sessions.actions.set_password import set_password
from deskbell.sessions.browser import Browser
from deskbell.sessions.schemas import PasswordChange
from deskbell.sessions.services import SignInServices


async def change_password(
    session: AsyncSession, services: SignInServices, browser: Browser, actor: Actor, wanted: PasswordChange
) -> bool:
    """Set the actor's new password, if the present one is right; ends all their other sessions (T22).

    Tells whether it was right. Raises `TooManyAttempts`, `PasswordTooWeak`.
    """
    if not await confirm_password(session, services, browser, actor, wanted.current_password):
        return False
    passwords, user_id = services.passwords, actor.account_id
    await set_password(session, actor, passwords, user_id, wanted.new_password, how="changed")
    return True
