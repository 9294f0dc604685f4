"""Reading second factors and the questions that are open about them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.permissions.queries import system_second_factor_required
from deskbell.sessions.links import LinkPurpose, stored
from deskbell.sessions.models import SignInSession, SingleUseLink
from deskbell.sessions.second_factor.models import AuthenticatorApp, Passkey, RecoveryCode
from deskbell.sessions.second_factor.schemas import PasskeyRead, SecondFactorRead
from deskbell.settings.queries import system_section
from deskbell.settings.schemas import SignInSettings
from deskbell.users.models import User

Source = AsyncConnection | AsyncSession
CONFIRMED_FOR: Final = timedelta(minutes=15)
_NEWEST = Passkey.id.desc()


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its password; `passkeys` are those of the asking site."""

    app: bool
    passkeys: list[bytes]
    other_passkeys: int
    codes: int

    @property
    def on(self) -> bool:
        """Whether the password alone opens nothing."""
        return self.app or bool(self.passkeys) or self.other_passkeys > 0


async def state(source: Source, actor: Actor) -> SecondFactorRead:
    """The actor's own."""
    mine = actor.account_id
    columns = (Passkey.id, Passkey.name, Passkey.site, Passkey.created_at, Passkey.last_used_at)
    rows = await source.execute(select(*columns).where(Passkey.user_id == mine).order_by(_NEWEST))
    passkeys = [PasskeyRead(**row) for row in rows.mappings()]
    factors = await system_factors(source, mine, "")
    level = Level(await source.scalar(select(User.level).where(User.id == mine)) or 0)
    return SecondFactorRead(
        on=factors.on,
        required=await system_required(source, mine, level),
        app=factors.app,
        passkeys=passkeys,
        recovery_codes_left=factors.codes,
    )


async def system_factors(source: Source, user_id: int, site: str) -> Factors:
    """What an account has beside its password."""
    app = select(AuthenticatorApp.user_id).where(
        AuthenticatorApp.user_id == user_id, AuthenticatorApp.confirmed_at.is_not(None)
    )
    codes = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    counted = (await source.execute(select(app.exists(), codes.scalar_subquery()))).one()
    keys = select(Passkey.credential_id, Passkey.site).where(Passkey.user_id == user_id).order_by(_NEWEST)
    rows = (await source.execute(keys)).all()
    here = [row.credential_id for row in rows if row.site == site]
    return Factors(counted[0], here, len(rows) - len(here), counted[1])


async def system_required(source: Source, user_id: int, level: Level) -> bool:
    """Whether an account of this level has to have a second factor: all staff, or this agent."""
    if level < Level.agent:
        return False
    if (await system_section(source, SignInSettings)).second_factor == "staff":
        return True
    return await system_second_factor_required(source, user_id)


async def system_confirmed(session: AsyncSession, session_id: int | None) -> bool:
    """Whether the password was given in this session a short while ago."""
    recent = SignInSession.confirmed_at > func.now() - CONFIRMED_FOR
    found = select(SignInSession.id).where(SignInSession.id == (session_id or 0), recent)
    return await session.scalar(found) is not None


async def system_app(session: AsyncSession, user_id: int) -> AuthenticatorApp | None:
    """An account's app, locked."""
    return await session.scalar(
        select(AuthenticatorApp).where(AuthenticatorApp.user_id == user_id).with_for_update()
    )


async def system_passkey(session: AsyncSession, credential_id: bytes) -> Passkey | None:
    """The passkey that a browser named, locked."""
    return await session.scalar(
        select(Passkey).where(Passkey.credential_id == credential_id).with_for_update()
    )


async def own_passkey(session: AsyncSession, actor: Actor, passkey_id: int) -> Passkey | None:
    """One of the actor's passkeys."""
    mine = (Passkey.id == passkey_id, Passkey.user_id == actor.account_id)
    return await session.scalar(select(Passkey).where(*mine).with_for_update())


async def system_challenge_owner(
    connection: AsyncConnection, purpose: LinkPurpose, secret: str
) -> int | None:
    """Whose question this is, as long as it is open."""
    return await connection.scalar(select(SingleUseLink.user_id).where(*_open(purpose, secret)))


async def system_challenge(session: AsyncSession, purpose: LinkPurpose, secret: str) -> SingleUseLink | None:
    """An open question, locked: of several answers at once one is taken (T87)."""
    found = select(SingleUseLink).where(*_open(purpose, secret)).with_for_update()
    return await session.scalar(found.execution_options(populate_existing=True))


def _open(purpose: LinkPurpose, secret: str) -> tuple[ColumnElement[bool], ...]:
    return (
        SingleUseLink.token_hash == stored(secret),
        SingleUseLink.purpose == purpose,
        SingleUseLink.used_at.is_(None),
        SingleUseLink.expires_at > func.now(),
    )
