"""The authenticator app: offering one, taking it up, removing it."""

from datetime import UTC, datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.core.sealing import Sealer
from deskbell.events.record import record
from deskbell.sessions.second_factor.actions.added import first_codes, refuse_needed
from deskbell.sessions.second_factor.actions.confirm import refuse_unconfirmed
from deskbell.sessions.second_factor.asking import app_offer, opened, sealed_for
from deskbell.sessions.second_factor.codes import matching_step, new_app_secret
from deskbell.sessions.second_factor.events import SecondFactorAdded, SecondFactorRemoved
from deskbell.sessions.second_factor.models import AuthenticatorApp
from deskbell.sessions.second_factor.problems import AppAlreadyAdded
from deskbell.sessions.second_factor.queries import system_app, system_factors
from deskbell.sessions.second_factor.schemas import AppOffer


async def offer_app(session: AsyncSession, sealer: Sealer, actor: Actor) -> AppOffer:
    """A new secret for the actor's app, which counts when a code has come.

    Raises `ConfirmationNeeded`, `AppAlreadyAdded`.
    """
    await refuse_unconfirmed(session, actor)
    app = await system_app(session, actor.account_id)
    if app is not None and app.confirmed_at is not None:
        raise AppAlreadyAdded
    secret = new_app_secret()
    sealed = sealer.seal(secret, sealed_for(actor.account_id))
    row = insert(AuthenticatorApp).values(user_id=actor.account_id, secret_sealed=sealed)
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[AuthenticatorApp.user_id], set_={"secret_sealed": sealed, "last_step": 0}
        )
    )
    return await app_offer(session, actor.account_id, secret)


async def take_up_app(
    session: AsyncSession, sealer: Sealer, actor: Actor, code: str
) -> tuple[bool, list[str] | None]:
    """Let the offered app count: whether the code was right, and recovery codes if it is the first factor.

    Raises `NotFound` where none was offered, `AppAlreadyAdded`.
    """
    app = await system_app(session, actor.account_id)
    if app is None:
        raise NotFound
    if app.confirmed_at is not None:
        raise AppAlreadyAdded
    step = matching_step(opened(sealer, app.secret_sealed, app.user_id), code, app.last_step)
    if step is None:
        return False, None
    app.last_step, app.confirmed_at = step, datetime.now(UTC)
    await session.flush()
    await record(session, actor, SecondFactorAdded(user_id=actor.account_id, factor="app"))
    return True, await first_codes(session, actor)


async def set_up_app(session: AsyncSession, actor: Actor, sealed: bytes, step: int) -> list[str]:
    """Let the app that was offered at a sign-in count; its owner's recovery codes."""
    now = datetime.now(UTC)
    values = {"secret_sealed": sealed, "last_step": step, "confirmed_at": now}
    row = insert(AuthenticatorApp).values(user_id=actor.account_id, **values)
    await session.execute(row.on_conflict_do_update(index_elements=[AuthenticatorApp.user_id], set_=values))
    await record(session, actor, SecondFactorAdded(user_id=actor.account_id, factor="app"))
    return await first_codes(session, actor) or []


async def remove_app(session: AsyncSession, actor: Actor) -> None:
    """Forget the actor's app; one that was only offered, too.

    Raises `ConfirmationNeeded`, `NotFound`, `SecondFactorRequired`.
    """
    await refuse_unconfirmed(session, actor)
    app = await system_app(session, actor.account_id)
    if app is None:
        raise NotFound
    factors = await system_factors(session, actor.account_id, "")
    if factors.app and not factors.other_passkeys:
        await refuse_needed(session, actor)
    await session.delete(app)
    await session.flush()
    await record(session, actor, SecondFactorRemoved(user_id=actor.account_id, factor="app"))
