"""Resetting a forgotten password by a single-use link."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.passwords import Passwords
from deskbell.core.problems import NotFound
from deskbell.events.record import record
from deskbell.sessions.actions.set_password import set_password
from deskbell.sessions.events import LinkIssued
from deskbell.sessions.links import LinkPurpose, issue_link, use_link, void_links
from deskbell.sessions.problems import LinkNotValid
from deskbell.users.queries import system_user_for_update

LIFETIME = timedelta(days=1)


async def issue_reset_link(session: AsyncSession, actor: Actor, user_id: int) -> str:
    """The secret for `<base_url>/agent/reset#token=<secret>`; earlier ones are void. Raises `NotFound`."""
    user = await system_user_for_update(session, user_id)
    if user is None or user.disabled_at is not None:
        raise NotFound
    await void_links(session, user_id)
    secret = await issue_link(session, LinkPurpose.password_reset, user_id, LIFETIME)
    await record(session, actor, LinkIssued(user_id=user_id, purpose=LinkPurpose.password_reset.value))
    return secret


async def reset_password(session: AsyncSession, passwords: Passwords, secret: str, password: str) -> Level:
    """Set the password, end every session, use the link up; the account's level.

    Raises `LinkNotValid`, `PasswordTooWeak`.
    """
    used = await use_link(session, LinkPurpose.password_reset, secret)
    if used is None or used.user_id is None:
        raise LinkNotValid
    actor = Actor(kind="user", level=Level.guest, user_id=used.user_id)
    return await set_password(session, actor, passwords, used.user_id, password, how="reset")
