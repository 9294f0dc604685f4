"""Going to ask for consent: a state that works once, for ten minutes, in the session that began (T42)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.queries import system_mailbox_for_update
from deskbell.channels.email.sign_ins.events import MailboxSignInStarted
from deskbell.channels.email.sign_ins.models import AppProvider, MailConsent
from deskbell.channels.email.sign_ins.problems import ConsentNotValid, MailAppMissing, NoSignInNeeded
from deskbell.channels.email.sign_ins.provider import sign_in_url
from deskbell.channels.email.sign_ins.queries import system_app
from deskbell.channels.email.sign_ins.schemas import SignInOrder
from deskbell.core.auth import Actor
from deskbell.core.problems import NotFound
from deskbell.core.sealing import Sealer
from deskbell.core.tokens import hash_secret, new_secret
from deskbell.events.record import record

LIFETIME: Final = timedelta(minutes=10)


def state_hash(state: str) -> bytes:
    """The hash under which a state is found."""
    return bytes.fromhex(hash_secret(state))


def sealed_verifier(mailbox_id: int) -> str:
    """The place for which a consent's PKCE verifier is sealed."""
    return f"mailbox:{mailbox_id}:consent"


async def begin_sign_in(
    session: AsyncSession,
    actor: Actor,
    mailbox_id: int,
    sealer: Sealer,
    urls: Mapping[str, str],
    callback_url: str,
) -> SignInOrder:
    """The address to go to. Raises `NotFound`, `NoSignInNeeded`, `MailAppMissing`, `ConsentNotValid`."""
    mailbox = await system_mailbox_for_update(session, mailbox_id)
    if mailbox is None:
        raise NotFound
    if mailbox.sign_in_with is None:
        raise NoSignInNeeded("Choose a provider to sign in with for this mailbox first.")
    if actor.session_id is None:
        raise ConsentNotValid("Sign in here with a browser first.")
    provider = AppProvider(mailbox.sign_in_with)
    app = await system_app(session, provider, sealer)
    if app is None:
        raise MailAppMissing(f"Enter the client ID and secret of your app at {provider.value.title()}.")
    await session.execute(delete(MailConsent).where(MailConsent.expires_at < func.now()))
    state, verifier, ends = new_secret(), new_secret(), datetime.now(UTC) + LIFETIME
    consent = MailConsent(
        state_hash=state_hash(state),
        verifier_sealed=sealer.seal(verifier, sealed_verifier(mailbox.id)),
        provider=provider.value,
        client_id=app.client_id,
        mailbox_id=mailbox.id,
        session_id=actor.session_id,
        expires_at=ends,
    )
    session.add(consent)
    await session.flush()
    await record(session, actor, MailboxSignInStarted(mailbox_id=mailbox.id, provider=provider))
    hint = mailbox.smtp_username or mailbox.address
    url = sign_in_url(app, urls, callback_url, state, verifier, hint)
    return SignInOrder(authorization_url=url, expires_at=ends)
