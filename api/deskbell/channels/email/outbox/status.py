"""Whether mail goes out, for the admin panel."""

from sqlalchemy.ext.asyncio import AsyncConnection

from deskbell.channels.email.mailboxes.queries import all_mailboxes
from deskbell.channels.email.outbox.facts.queries import SYSTEM
from deskbell.channels.email.outbox.queries import counts, last_problem
from deskbell.channels.email.outbox.schemas import OutgoingStatus
from deskbell.channels.email.sign_ins.models import SignInState
from deskbell.core.auth import Actor
from deskbell.core.config import Settings


async def status_of(connection: AsyncConnection, actor: Actor, settings: Settings) -> OutgoingStatus:
    """What the settings say of the helpdesk, and the rows of what the actor sees; no server is asked."""
    mailboxes = [each for each in await all_mailboxes(connection, SYSTEM) if each.enabled]
    usual = settings.smtp_host is not None
    without = [] if usual or settings.demo else [each.id for each in mailboxes if each.smtp is None]
    shut = [each.id for each in mailboxes if each.sign_in and each.sign_in.state != SignInState.signed_in]
    signed_out = [] if settings.demo else shut
    has_sender = bool(mailboxes or settings.mail_address or settings.demo)
    found = await counts(connection, actor)
    return OutgoingStatus(
        sends=has_sender and not without and not signed_out and (usual or bool(mailboxes) or settings.demo),
        has_sender=has_sender,
        without_server=without,
        signed_out=signed_out,
        demo=settings.demo,
        waiting=found["waiting"],
        deferred=found["deferred"],
        uncertain=found["uncertain"],
        failed=found["failed"],
        oldest_waiting_at=found["oldest"],
        last_problem=await last_problem(connection, actor),
    )
