"""Registrations with providers, consents that are asked for, and grants, for tests."""

from datetime import UTC, datetime, timedelta

from deskbell.channels.email.sign_ins.models import MailGrant

APP = {"client_id": "client", "client_secret": "a-secret"}


async def make_sign_in(session, admin, mailbox, provider="google"):
    """A registration, a consent that an admin went to ask for, and what was granted before."""
    for answer in (
        await admin.put(f"/v1/mail-apps/{provider}", json=APP),
        await admin.post(f"/v1/mailboxes/{mailbox.id}/sign-ins"),
    ):
        assert answer.is_success, answer.text
    await make_grant(session, mailbox, provider)


async def make_grant(session, mailbox, provider="google"):
    """A grant whose tokens open nothing."""
    grant = MailGrant(
        mailbox_id=mailbox.id,
        provider=provider,
        client_id=APP["client_id"],
        state="signed_in",
        refresh_token_sealed=b"x",
        access_token_sealed=b"x",
        access_expires_at=datetime.now(UTC) + timedelta(hours=1),
    )
    session.add(grant)
    await session.flush()
