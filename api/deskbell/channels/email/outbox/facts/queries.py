"""What the system reads to order mails and to write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, bindparam, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.models import KnownMail
from deskbell.channels.email.outbox.models import OutgoingRecipient
from deskbell.core.answers import Members
from deskbell.core.auth import Actor, Level
from deskbell.core.fields import LARGEST_ID
from deskbell.core.prepared import Prepared
from deskbell.files.models import File
from deskbell.permissions.queries import system_actor_of
from deskbell.tickets.messages.models import Message, MessageKind
from deskbell.tickets.messages.queries import visible_messages
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import visible_to as visible_tickets
from deskbell.users.models import User

SYSTEM = Actor(kind="system", level=Level.admin)
MOST_REFERENCES = 20
QUOTED_MESSAGES = 2
_TICKET_ID = bindparam("ticket_id", type_=BigInteger)
_IS_PUBLIC = Message.kind == MessageKind.public

_RECIPIENTS = Prepared(
    select(
        OutgoingRecipient.mail_id,
        OutgoingRecipient.id,
        OutgoingRecipient.address,
        OutgoingRecipient.name,
        OutgoingRecipient.copied,
    )
    .where(OutgoingRecipient.mail_id == func.any(bindparam("mail_ids", type_=ARRAY(BigInteger))))
    .order_by(OutgoingRecipient.mail_id, OutgoingRecipient.position)
)
_TICKETS = Prepared(
    visible_tickets(SYSTEM)
    .with_only_columns(Ticket.id, Ticket.reference, Ticket.subject, Ticket.department_id, Ticket.requester_id)
    .where(Ticket.id == func.any(bindparam("ticket_ids", type_=ARRAY(BigInteger))))
)
_CONVERSATION = Prepared(
    visible_messages(SYSTEM)
    .where(Message.id <= bindparam("message_id", type_=BigInteger), _IS_PUBLIC)
    .order_by(Message.id.desc())
    .limit(literal_column(str(QUOTED_MESSAGES + 1)))
)
_REFERENCES = Prepared(
    select(KnownMail.internet_id, KnownMail.outgoing)
    .where(KnownMail.ticket_id == _TICKET_ID)
    .order_by(KnownMail.id.desc())
    .limit(literal_column(str(MOST_REFERENCES)))
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person by the address that mail reaches them at."""

    user_id: int
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address that a mail was ordered for."""

    id: int
    address: str
    name: str
    copied: bool


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a mail says of its ticket."""

    id: int
    reference: str
    subject: str
    department_id: int
    requester_id: int


async def system_tickets(session: AsyncSession, ticket_ids: Sequence[int]) -> dict[int, TicketFacts]:
    """Living tickets as their mails tell of them."""
    rows = await _TICKETS.all(session, {"ticket_ids": list(ticket_ids)}) if ticket_ids else []
    return {row["id"]: TicketFacts(**row) for row in rows}


async def system_recipients(session: AsyncSession, mail_ids: Sequence[int]) -> dict[int, list[Recipient]]:
    """Whom these mails were ordered for, in their order."""
    found: dict[int, list[Recipient]] = {number: [] for number in mail_ids}
    for row in await _RECIPIENTS.all(session, {"mail_ids": list(mail_ids)}):
        found[row["mail_id"]].append(Recipient(row["id"], row["address"], row["name"], row["copied"]))
    return found


async def system_conversation(session: AsyncSession, ticket_id: int, message_id: int | None) -> list[Members]:
    """A public message of a living ticket, with its author's name and files, and those just before it.

    The newest first, from the last one of all where none is named; empty where that message is none, or not
    public any more. Never a note (T60).
    """
    values = {"ticket_id": ticket_id, "message_id": message_id or LARGEST_ID}
    rows = [dict(row) for row in await _CONVERSATION.all(session, values)]
    return rows if rows and message_id in {None, rows[0]["id"]} else []


async def system_agent_sees(session: AsyncSession, user_id: int, ticket_id: int) -> bool:
    """Whether this person is an agent who can sign in and see the ticket, at this moment."""
    actor = await system_actor_of(session, user_id)
    if not actor.is_staff:
        return False
    seen = visible_tickets(actor).with_only_columns(Ticket.id).where(Ticket.id == ticket_id)
    return await session.scalar(seen) is not None


async def system_name_of(session: AsyncSession, user_id: int | None) -> str:
    """What an account is called; nothing for none."""
    return await session.scalar(select(User.name).where(User.id == user_id)) or ""


async def system_storage_keys(session: AsyncSession, file_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Where the bytes of files stand."""
    rows = await session.execute(select(File.id, File.storage_key).where(File.id.in_(file_ids)))
    return {row.id: row.storage_key for row in rows}


async def system_references(session: AsyncSession, ticket_id: int) -> list[tuple[str, bool]]:
    """The Message-IDs of a ticket's mails, the oldest first; with each whether it went out."""
    rows = await _REFERENCES.all(session, {"ticket_id": ticket_id})
    return [(row["internet_id"], row["outgoing"]) for row in reversed(rows)]
