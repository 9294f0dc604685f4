"""A new access token: fetched by one at a time, over all processes, by a lease on the grant's row."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.sign_ins.models import MailGrant, SignInState
from deskbell.channels.email.sign_ins.provider import Tokens
from deskbell.channels.email.sign_ins.sealed import sealed_access, sealed_refresh
from deskbell.core.sealing import Sealer

EARLY: Final = timedelta(minutes=2)
LEASE: Final = timedelta(seconds=45)  # longer than the outbound client's whole time
REST: Final = timedelta(seconds=30)  # after a failure


async def lease_refresh(session: AsyncSession, mailbox_id: int) -> MailGrant | None:
    """Be the one who refreshes; nothing when the token is fresh, or somebody else is at it."""
    stale = (
        MailGrant.mailbox_id == mailbox_id,
        MailGrant.state == SignInState.signed_in.value,
        MailGrant.access_expires_at <= func.now() + EARLY,
        func.coalesce(MailGrant.refreshing_until, func.now()) <= func.now(),
    )
    values = {"refreshing_until": func.now() + LEASE, "problem": ""}
    taken = update(MailGrant).where(*stale).values(values).returning(MailGrant)
    return (await session.scalars(taken, execution_options={"populate_existing": True})).one_or_none()


async def keep_refreshed(session: AsyncSession, grant: MailGrant, tokens: Tokens, sealer: Sealer) -> bytes:
    """Keep a new access token, and a new refresh token where there is one; not over a newer sign-in.

    The access token as it is sealed now.
    """
    number = grant.mailbox_id
    sealed = sealer.seal(tokens.access, sealed_access(number))
    values: dict[str, object] = {
        "access_token_sealed": sealed,
        "access_expires_at": datetime.now(UTC) + timedelta(seconds=tokens.seconds),
        "refreshing_until": None,
        "problem": "",
    }
    if tokens.refresh is not None:
        values["refresh_token_sealed"] = sealer.seal(tokens.refresh, sealed_refresh(number))
    await session.execute(update(MailGrant).where(*_same(grant)).values(values))
    return sealed


async def give_up_refresh(session: AsyncSession, grant: MailGrant, problem: str) -> None:
    """Say what was wrong, and let nobody try again for a moment."""
    values = {"refreshing_until": func.now() + REST, "problem": problem}
    await session.execute(update(MailGrant).where(*_same(grant)).values(values))


async def spoil_access(session: AsyncSession, mailbox_id: int, access_token_sealed: bytes) -> None:
    """Have a new access token fetched before the next use: a mail server did not take this one."""
    same = (MailGrant.mailbox_id == mailbox_id, MailGrant.access_token_sealed == access_token_sealed)
    await session.execute(update(MailGrant).where(*same).values(access_expires_at=func.now()))


def _same(grant: MailGrant) -> tuple[ColumnElement[bool], ...]:
    """Whether it is still the grant that was leased, and not a newer one."""
    return (
        MailGrant.mailbox_id == grant.mailbox_id,
        MailGrant.refresh_token_sealed == grant.refresh_token_sealed,
    )
