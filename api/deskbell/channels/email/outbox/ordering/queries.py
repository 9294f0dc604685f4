"""What the system reads of events to order the mails that follow from them: of many events at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, BigInteger, bindparam, cast, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.channels.email.inbound.models import Fate, InboundMail
from deskbell.channels.email.outbox.facts.queries import SYSTEM, Addressee
from deskbell.channels.email.outbox.models import MailKind
from deskbell.core.auth import Level
from deskbell.core.prepared import Prepared
from deskbell.events.models import StoredEvent
from deskbell.tickets.messages.models import Message, MessageKind
from deskbell.tickets.models import Ticket, TicketCopy, TicketFollower
from deskbell.tickets.queries import visible_to as visible_tickets
from deskbell.user_groups.queries import granted_to_account
from deskbell.users.models import User, UserAddress

MOST_FOLLOWERS = 200
MOST_COPIED = 50

_NUMBERS = ARRAY(BigInteger)
_EVENTS = StoredEvent.id == func.any(bindparam("event_ids", type_=_NUMBERS))
_TICKET = visible_tickets(SYSTEM).with_only_columns(Ticket.id, Ticket.requester_id).subquery("ticket")
_IS_PUBLIC = Message.kind == MessageKind.public

_SAID = Prepared(
    select(
        StoredEvent.id.label("event_id"),
        StoredEvent.actor_id,
        StoredEvent.ticket_id,
        _TICKET.c.requester_id,
        cast(StoredEvent.data["message_id"].as_string(), BigInteger).label("message_id"),
        User.name,
        UserAddress.address,
    )
    .join(_TICKET, _TICKET.c.id == StoredEvent.ticket_id)
    .join(User, User.id == _TICKET.c.requester_id)
    .outerjoin(UserAddress, (UserAddress.user_id == User.id) & UserAddress.is_primary)
    .where(_EVENTS, StoredEvent.data["by_staff"].as_string() == "true")
    .order_by(StoredEvent.id)
)
_COPIED = Prepared(
    visible_tickets(SYSTEM)
    .with_only_columns(Message.id.label("message_id"), TicketCopy.address)
    .where(
        Message.id == func.any(bindparam("message_ids", type_=_NUMBERS)),
        Message.ticket_id == Ticket.id,
        TicketCopy.ticket_id == Ticket.id,
        TicketCopy.created_at <= Message.created_at,
    )
    .order_by(TicketCopy.id)
)
_FOLLOWING = (
    visible_tickets(SYSTEM)
    .with_only_columns(TicketFollower.ticket_id, TicketFollower.user_id)
    .where(
        Ticket.id == func.any(bindparam("ticket_ids", type_=_NUMBERS)),
        TicketFollower.ticket_id == Ticket.id,
        Ticket.private.is_(False),  # then its requester's alone, among customers
    )
    .subquery("following")
)
_FOLLOWERS = Prepared(
    select(_FOLLOWING.c.ticket_id, User.id.label("user_id"), User.name, UserAddress.address)
    .join(User, User.id == _FOLLOWING.c.user_id)
    .join(UserAddress, (UserAddress.user_id == User.id) & UserAddress.is_primary)
    .where(
        UserAddress.verified_at.is_not(None),
        User.disabled_at.is_(None),
        User.level == literal_column(str(int(Level.user))),
    )
    .order_by(User.id)
)
_OPENING = (
    visible_tickets(SYSTEM)
    .with_only_columns(func.min(Message.id))
    .where(Ticket.id == StoredEvent.ticket_id, Message.ticket_id == Ticket.id, _IS_PUBLIC)
    .correlate(StoredEvent)
    .scalar_subquery()
)
_ANSWERABLE = Prepared(
    select(
        StoredEvent.id.label("event_id"),
        StoredEvent.ticket_id,
        InboundMail.message_id,
        InboundMail.user_id,
        InboundMail.name,
        InboundMail.address,
    )
    .join(InboundMail, InboundMail.message_id == _OPENING)
    .where(
        _EVENTS,
        InboundMail.fate == Fate.accepted,
        InboundMail.answerable,
        InboundMail.user_id.is_not(None),
        granted_to_account(InboundMail.user_id, "tickets.receive_autoresponse", InboundMail.__table__),
    )
    .order_by(StoredEvent.id)
)


_SUBMITTED = Prepared(
    visible_tickets(SYSTEM)
    .with_only_columns(
        StoredEvent.id.label("event_id"),
        Ticket.id.label("ticket_id"),
        _OPENING.label("message_id"),
        User.id.label("user_id"),
        literal_column("''").label("name"),
        UserAddress.address,
    )
    .where(
        _EVENTS,
        StoredEvent.ticket_id == Ticket.id,
        StoredEvent.actor_kind == literal_column("'guest'"),
        User.id == Ticket.requester_id,
        UserAddress.user_id == User.id,
        UserAddress.is_primary,
        User.disabled_at.is_(None),
    )
    .order_by(StoredEvent.id)
)


@dataclass(frozen=True, slots=True)
class Said:
    """An agent's public message on a living ticket, and who asked; followers and copies get it too."""

    event_id: int
    actor_id: int | None
    ticket_id: int
    message_id: int
    requester_id: int
    requester: Addressee | None
    copied: Sequence[str]
    followers: Sequence[Addressee]


@dataclass(frozen=True, slots=True)
class Answerable:
    """A first message that a program may answer (RFC 3834), and who wrote it; `kind` is the answer's."""

    event_id: int
    ticket_id: int
    message_id: int
    author: Addressee
    kind: MailKind


async def system_said(session: AsyncSession, event_ids: Sequence[int]) -> list[Said]:
    """Of these events, the public messages that agents wrote, and whom they concern.

    Copied are the addresses that were it when the message was written; earlier messages are not theirs.
    Followers are customers, at a verified address; agents are told in other ways.
    """
    rows = await _SAID.all(session, {"event_ids": list(event_ids)})
    if not rows:
        return []
    copied: dict[int, list[str]] = defaultdict(list)
    for row in await _COPIED.all(session, {"message_ids": [row["message_id"] for row in rows]}):
        copied[row["message_id"]].append(row["address"])
    followers: dict[int, list[Addressee]] = defaultdict(list)
    for row in await _FOLLOWERS.all(session, {"ticket_ids": [row["ticket_id"] for row in rows]}):
        followers[row["ticket_id"]].append(Addressee(row["user_id"], row["name"], row["address"]))
    return [
        Said(
            event_id=row["event_id"],
            actor_id=row["actor_id"],
            ticket_id=row["ticket_id"],
            message_id=row["message_id"],
            requester_id=row["requester_id"],
            requester=Addressee(row["requester_id"], row["name"], row["address"]) if row["address"] else None,
            copied=copied[row["message_id"]][:MOST_COPIED],
            followers=followers[row["ticket_id"]][:MOST_FOLLOWERS],
        )
        for row in rows
    ]


async def system_answerable(session: AsyncSession, event_ids: Sequence[int]) -> list[Answerable]:
    """Of these events, the tickets whose first public message a program may answer.

    A mail gets a receipt. A guest gets a link to the ticket, without the name that was given: nobody knows
    yet whose the address is (T56).
    """
    return [
        Answerable(
            row["event_id"],
            row["ticket_id"],
            row["message_id"],
            Addressee(row["user_id"], row["name"], row["address"]),
            kind,
        )
        for kind, statement in ((MailKind.receipt, _ANSWERABLE), (MailKind.ticket_link, _SUBMITTED))
        for row in await statement.all(session, {"event_ids": list(event_ids)})
    ]
