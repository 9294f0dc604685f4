"""Coming back with a consent, and keeping what was granted."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.actions.incoming import poll_anew
from deskbell.channels.email.mailboxes.queries import system_mailbox_for_update
from deskbell.channels.email.sign_ins.actions.begin import sealed_verifier, state_hash
from deskbell.channels.email.sign_ins.events import MailboxSignedIn
from deskbell.channels.email.sign_ins.models import AppProvider, MailConsent, MailGrant, SignInState
from deskbell.channels.email.sign_ins.problems import ConsentNotValid
from deskbell.channels.email.sign_ins.provider import App, Tokens
from deskbell.channels.email.sign_ins.queries import system_app
from deskbell.channels.email.sign_ins.sealed import sealed_access, sealed_refresh
from deskbell.core.auth import Actor
from deskbell.core.sealing import Sealer
from deskbell.events.record import record


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent that has just been used, for the only time."""

    mailbox_id: int
    app: App
    verifier: str = field(repr=False)


async def take_consent(session: AsyncSession, actor: Actor, state: str, sealer: Sealer) -> Consent | None:
    """Use a consent up; nothing when it was used, has expired, or another session began it."""
    used = (
        delete(MailConsent)
        .where(
            MailConsent.state_hash == state_hash(state),
            MailConsent.session_id == actor.session_id,
            MailConsent.expires_at > func.now(),
        )
        .returning(
            MailConsent.mailbox_id, MailConsent.verifier_sealed, MailConsent.provider, MailConsent.client_id
        )
    )
    row = (await session.execute(used)).one_or_none()
    if row is None:
        return None
    app = await system_app(session, AppProvider(row.provider), sealer)
    if app is None or app.client_id != row.client_id:
        return None
    verifier = sealer.open(row.verifier_sealed, sealed_verifier(row.mailbox_id))
    return Consent(row.mailbox_id, app, verifier)


async def keep_grant(
    session: AsyncSession, actor: Actor, consent: Consent, tokens: Tokens, sealer: Sealer
) -> None:
    """Keep what was granted, instead of what was before. Raises `ConsentNotValid`."""
    mailbox = await system_mailbox_for_update(session, consent.mailbox_id)
    provider = consent.app.provider
    if mailbox is None or mailbox.sign_in_with != provider.value:
        raise ConsentNotValid("The mailbox was changed in the meantime.")
    now, number = datetime.now(UTC), mailbox.id
    values = {
        "provider": provider.value,
        "client_id": consent.app.client_id,
        "account": tokens.account,
        "hosts": [each for each in (mailbox.smtp_host, mailbox.imap_host) if each],
        "state": SignInState.signed_in.value,
        "problem": "",
        "refresh_token_sealed": sealer.seal(tokens.refresh or "", sealed_refresh(number)),
        "access_token_sealed": sealer.seal(tokens.access, sealed_access(number)),
        "access_expires_at": now + timedelta(seconds=tokens.seconds),
        "refreshing_until": None,
        "signed_in_at": now,
    }
    row = insert(MailGrant).values(mailbox_id=number, **values)
    await session.execute(row.on_conflict_do_update(index_elements=["mailbox_id"], set_=values))
    await poll_anew(session, mailbox)
    await record(session, actor, MailboxSignedIn(mailbox_id=number, provider=provider))
