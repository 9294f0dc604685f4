"""Ending what was granted: no token is used any more, and the mailbox says that somebody has to sign in."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.sign_ins.events import MailboxSignInEnded
from deskbell.channels.email.sign_ins.models import AppProvider, MailGrant, SignInState
from deskbell.core.auth import Actor
from deskbell.events.record import record


async def end_grants(session: AsyncSession, actor: Actor, provider: AppProvider, problem: str) -> None:
    """End every grant of a provider."""
    ended = (
        update(MailGrant)
        .where(MailGrant.provider == provider.value, MailGrant.state == SignInState.signed_in.value)
        .values(state=SignInState.again.value, problem=problem, refreshing_until=None)
        .returning(MailGrant.mailbox_id)
    )
    numbers = list(await session.scalars(ended))
    facts = [MailboxSignInEnded(mailbox_id=number, provider=provider) for number in sorted(numbers)]
    if facts:
        await record(session, actor, *facts)


async def end_grant(
    session: AsyncSession, actor: Actor, mailbox_id: int, refresh_token_sealed: bytes, problem: str
) -> bool:
    """End one grant, unless somebody signed in again meanwhile; whether it was the one."""
    ended = (
        update(MailGrant)
        .where(
            MailGrant.mailbox_id == mailbox_id,
            MailGrant.refresh_token_sealed == refresh_token_sealed,
            MailGrant.state == SignInState.signed_in.value,
        )
        .values(state=SignInState.again.value, problem=problem, refreshing_until=None)
        .returning(MailGrant.provider)
    )
    provider = (await session.execute(ended)).scalar_one_or_none()
    if provider is None:
        return False
    fact = MailboxSignInEnded(mailbox_id=mailbox_id, provider=AppProvider(provider))
    await record(session, actor, fact)
    return True
