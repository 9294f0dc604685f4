"""Taking the helpdesk's registration with a provider away."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.sign_ins.actions.end_grants import end_grants
from deskbell.channels.email.sign_ins.events import MailAppRemoved
from deskbell.channels.email.sign_ins.models import AppProvider, MailApp, MailConsent
from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.events.record import record

REMOVED = "The app registration was removed. Register an app, then sign in again."


async def remove_mail_app(session: AsyncSession, actor: Actor, provider: AppProvider) -> None:
    """Forget it and its secret; what was granted to it ends. Raises `NotFound`."""
    gone = delete(MailApp).where(MailApp.provider == provider.value).returning(MailApp.id)
    app_id = (await session.execute(gone)).scalar_one_or_none()
    if app_id is None:
        raise NotFound
    await session.execute(delete(MailConsent).where(MailConsent.provider == provider.value))
    await end_grants(session, actor, provider, REMOVED)
    await record(session, actor, MailAppRemoved(mail_app_id=app_id, provider=provider))
