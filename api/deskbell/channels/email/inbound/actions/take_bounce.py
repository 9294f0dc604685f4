"""Reports about mails of ours: shown on the message that bounced, never answered, never a ticket (T59)."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.actions.decide import LONGEST_ID, SYSTEM, decide
from deskbell.channels.email.inbound.events import MailBounced
from deskbell.channels.email.inbound.models import Fate, MailBounce
from deskbell.channels.email.inbound.reading import ReadMail
from deskbell.channels.email.parsing import Bounce
from deskbell.channels.email.signed_addresses import MailSigner
from deskbell.events.record import record
from deskbell.kit.storable import one_line
from deskbell.tickets.queries import system_mail_tickets

THREADED_BY = "bounce"


async def take_bounce(session: AsyncSession, mail: ReadMail, signer: MailSigner) -> bool:
    """Take a mail in as the report that it is; False when it is none, or about no mail of ours.

    Which mail bounced is believed on our own signature only: that of the return path, or of the Message-ID.
    """
    known = [(each, _mail_of(mail, each, signer)) for each in mail.parsed.bounces]
    ours = [(each, *found) for each, found in known if found is not None]
    if not ours:
        return False
    named = [ticket_id for *_, ticket_id in ours if ticket_id is not None]
    living = {row.id for row in await system_mail_tickets(session, named, ())} if named else set()
    ticket_id = next((each for each in named if each in living), None)
    await decide(session, mail, Fate.accepted, threaded_by=THREADED_BY, ticket_id=ticket_id)
    rows = [_row(mail, each, mail_id, ticket_id) for each, mail_id, _ in ours]
    session.add_all(rows)
    await session.flush()
    facts = [
        MailBounced(
            inbound_mail_id=mail.claimed.id,
            mail_id=row.mail_id or 0,
            ticket_id=ticket_id,
            bounce_id=row.id,
            action=row.action,
        )
        for row in rows
    ]
    await record(session, SYSTEM, *facts)
    return True


def _mail_of(mail: ReadMail, bounce: Bounce, signer: MailSigner) -> tuple[int, int | None] | None:
    """The outgoing mail and its ticket, if the report names one of ours."""
    token = signer.read_message_id(bounce.message_id[:LONGEST_ID])
    paths = (signer.read_bounce_address(each) for each in mail.claimed.recipients)
    path = next((each for each in paths if each is not None), None)
    if token is not None:
        return token.mail_id, token.ticket_id
    return None if path is None else (path, None)


def _row(mail: ReadMail, bounce: Bounce, mail_id: int, ticket_id: int | None) -> MailBounce:
    return MailBounce(
        inbound_mail_id=mail.claimed.id,
        mail_id=mail_id,
        ticket_id=ticket_id,
        recipient=one_line(bounce.recipient, 320),
        action=one_line(bounce.action, 20),
        status=one_line(bounce.status, 20),
        diagnostic=one_line(bounce.diagnostic, 1000),
    )
