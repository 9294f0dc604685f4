"""Reading app registrations and grants."""

from sqlalchemy import ColumnElement, exists, false, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.sign_ins.models import AppProvider, MailApp, MailGrant, SignInState
from deskbell.channels.email.sign_ins.provider import App
from deskbell.channels.email.sign_ins.schemas import MailAppRead
from deskbell.core.auth import Actor, Level
from deskbell.core.sealing import Sealer


def may(actor: Actor) -> ColumnElement[bool]:
    """Which registrations an actor may know of: admins all, nobody else any."""
    return true() if actor.level >= Level.admin else false()


async def all_apps(
    connection: AsyncConnection | AsyncSession, actor: Actor, callback_url: str
) -> list[MailAppRead]:
    """Every provider with its registration, made or not."""
    rows = await connection.execute(select(MailApp.__table__).where(may(actor)))
    known = {row["provider"]: row for row in rows.mappings()}
    found = []
    for provider in AppProvider:
        row = known.get(provider.value)
        found.append(
            MailAppRead(
                provider=provider,
                callback_url=callback_url,
                registered=row is not None,
                client_id=row and row["client_id"],
                secret_is_set=row is not None,
                tenant=row and row["tenant"],
                updated_at=row and row["updated_at"],
            )
        )
    return found


async def one_app(
    connection: AsyncConnection | AsyncSession, actor: Actor, provider: AppProvider, callback_url: str
) -> MailAppRead:
    """One provider with its registration, made or not."""
    apps = await all_apps(connection, actor, callback_url)
    return next(each for each in apps if each.provider is provider)


def sealed_app(provider: AppProvider) -> str:
    """The place for which an app's secret is sealed."""
    return f"mail_app:{provider.value}"


async def system_app(session: AsyncSession, provider: AppProvider, sealer: Sealer) -> App | None:
    """A registration with its secret; nothing while none is made. Raises `Unsealable`."""
    row = await session.scalar(select(MailApp).where(MailApp.provider == provider.value))
    if row is None:
        return None
    secret = sealer.open(row.client_secret_sealed, sealed_app(provider))
    return App(provider, row.client_id, secret, row.tenant)


async def system_grant(session: AsyncSession, mailbox_id: int) -> MailGrant | None:
    """What was granted for a mailbox."""
    return await session.get(MailGrant, mailbox_id, populate_existing=True)


async def system_signed_out(session: AsyncSession) -> frozenset[int]:
    """The mailboxes that nothing is sent by or read from before somebody signs in for them."""
    open_now = exists().where(
        MailGrant.mailbox_id == Mailbox.id, MailGrant.state == SignInState.signed_in.value
    )
    shut = select(Mailbox.id).where(Mailbox.sign_in_with.is_not(None), ~open_now)
    return frozenset(await session.scalars(shut))
