"""Making a mailbox."""

from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.mailboxes.actions.choices import refuse_unknown
from deskbell.channels.email.mailboxes.actions.incoming import set_incoming
from deskbell.channels.email.mailboxes.actions.server import set_server
from deskbell.channels.email.mailboxes.events import MailboxCreated
from deskbell.channels.email.mailboxes.models import Mailbox
from deskbell.channels.email.mailboxes.schemas import MailboxCreate
from deskbell.core.auth import Actor
from deskbell.core.sealing import Sealer
from deskbell.events.record import record
from deskbell.kit.html import clean
from deskbell.users.actions.reserve_address import reserve_address


async def create_mailbox(session: AsyncSession, actor: Actor, body: MailboxCreate, sealer: Sealer) -> Mailbox:
    """Make a mailbox; no account can have its address from now on. Raises `AddressTaken`, `UnknownChoice`."""
    plain = body.model_dump(exclude={"signature", "smtp", "incoming"})
    await refuse_unknown(session, plain)
    await reserve_address(session, body.address)
    mailbox = Mailbox(**plain, closing_html=clean(body.signature).html)
    session.add(mailbox)
    await session.flush()
    set_server(mailbox, body.smtp, sealer)
    await set_incoming(session, mailbox, body.incoming, sealer)
    await session.flush()
    await session.refresh(mailbox)
    await record(
        session,
        actor,
        MailboxCreated(mailbox_id=mailbox.id, version=mailbox.version, department_id=mailbox.department_id),
    )
    return mailbox
