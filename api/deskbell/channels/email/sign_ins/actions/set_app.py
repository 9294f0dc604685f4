"""Entering the helpdesk's registration with a provider."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.sign_ins.actions.end_grants import end_grants
from deskbell.channels.email.sign_ins.events import MailAppSet
from deskbell.channels.email.sign_ins.models import AppProvider, MailApp
from deskbell.channels.email.sign_ins.problems import MailAppSecretMissing
from deskbell.channels.email.sign_ins.queries import sealed_app
from deskbell.channels.email.sign_ins.schemas import MailAppWrite
from deskbell.core.auth import Actor
from deskbell.core.problems import InvalidRequest, ProblemError
from deskbell.core.sealing import Sealer
from deskbell.events.record import record

CHANGED = "The app registration was changed. Sign in again."


async def set_mail_app(
    session: AsyncSession, actor: Actor, provider: AppProvider, body: MailAppWrite, sealer: Sealer
) -> None:
    """Enter or change it. Another client ID or tenant ends what was granted to the one before.

    Raises `MailAppSecretMissing`: a secret is kept for the same client ID only.
    """
    if body.tenant is not None and provider is AppProvider.google:
        error = ProblemError(pointer="/tenant", message="Google has no tenants: leave it out.")
        raise InvalidRequest(errors=[error])
    app = await session.scalar(select(MailApp).where(MailApp.provider == provider.value).with_for_update())
    same_client = app is not None and app.client_id == body.client_id
    if body.client_secret is None and not same_client:
        error = ProblemError(pointer="/client_secret", message="Enter the secret of this client ID.")
        raise MailAppSecretMissing(errors=[error])
    if app is None:
        app = MailApp(provider=provider.value)
        session.add(app)
    elif not same_client or app.tenant != body.tenant:
        await end_grants(session, actor, provider, CHANGED)
    app.client_id, app.tenant = body.client_id, body.tenant
    if body.client_secret is not None:
        app.client_secret_sealed = sealer.seal(body.client_secret, sealed_app(provider))
    app.updated_at = datetime.now(UTC)
    await session.flush()
    await record(session, actor, MailAppSet(mail_app_id=app.id, provider=provider))
