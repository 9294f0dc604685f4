"""Which notifications an actor may see: their own, except those of tickets that they can't see any more."""

from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Row,
    Select,
    Subquery,
    bindparam,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, Ref, decode_cursor, encode_cursor
from deskbell.events.models import StoredEvent
from deskbell.notifications.models import Notification, NotificationSettings
from deskbell.notifications.schemas import NotificationRead, NotificationSettingsRead, NotifiedTicket
from deskbell.tickets.events import TicketAssigneeChanged, TicketMessageAdded
from deskbell.tickets.models import Ticket
from deskbell.tickets.queries import visible_to as visible_tickets
from deskbell.users.models import User, UserAddress

SYSTEM = Actor(kind="system", level=Level.admin)
Chosen = TypeVar("Chosen", bound=Select[Any])


def visible_to(actor: Actor) -> Select[Notification]:
    """The notifications that the actor may see."""
    return _with_tickets(select(Notification), actor, _tickets(actor))


async def page_of_notifications(
    connection: AsyncConnection, actor: Actor, *, unread: bool | None, cursor: str | None, limit: int
) -> Page[NotificationRead]:
    """A page of the actor's notifications, the newest first."""
    ticket = _tickets(actor)
    columns = select(
        Notification.id,
        Notification.type,
        Notification.created_at,
        Notification.read_at,
        ticket.c.id.label("ticket_id"),
        ticket.c.subject,
        User.id.label("actor_id"),
        User.name.label("actor_name"),
    )
    statement = _with_tickets(columns, actor, ticket).outerjoin(User, User.id == Notification.actor_id)
    if unread is not None:
        statement = statement.where(
            Notification.read_at.is_(None) if unread else Notification.read_at.is_not(None)
        )
    if cursor is not None:
        statement = statement.where(Notification.id < decode_cursor(cursor, int)[0])
    rows = (await connection.execute(statement.order_by(Notification.id.desc()).limit(limit + 1))).all()
    items = [_read(row) for row in rows[:limit]]
    more = encode_cursor(items[-1].id) if len(rows) > limit else None
    return Page[NotificationRead](items=items, next_cursor=more, total=None)


async def count_unread(connection: AsyncConnection, actor: Actor) -> int:
    """How many notifications the actor has not marked as read."""
    unread = visible_to(actor).where(Notification.read_at.is_(None)).with_only_columns(func.count())
    return await connection.scalar(unread) or 0


def system_whom_to_tell() -> Select[int, int]:
    """(event, person) of the events `:event_ids`: whose ticket it concerns, unless it was their own doing.

    That is who was made responsible, or else who is responsible now; the latter learns nothing of an act (one
    transaction, one version) by which they were made so, because they are told of that.
    """
    event, other = StoredEvent, aliased(StoredEvent)
    assigning = event.type == TicketAssigneeChanged.type
    same_act = (
        other.xid == event.xid,
        other.ticket_id == event.ticket_id,
        other.data["version"] == event.data["version"],
    )
    assigned_with = exists().where(*same_act, other.type == TicketAssigneeChanged.type)
    ticket = visible_tickets(SYSTEM).with_only_columns(Ticket.id, Ticket.assignee_id).subquery("ticket")
    chosen = cast(event.data["after"].as_string(), BigInteger)
    told = case((assigning, chosen), (not_(assigned_with), ticket.c.assignee_id)).label("user_id")
    return (
        select(event.id, told)
        .outerjoin(ticket, ticket.c.id == event.ticket_id)
        .where(
            event.id == func.any(bindparam("event_ids", type_=ARRAY(BigInteger))),
            told.is_not(None),
            told.is_distinct_from(event.actor_id),
        )
    )


async def own_settings(connection: AsyncConnection | AsyncSession, actor: Actor) -> NotificationSettingsRead:
    """Of what the actor is told by mail."""
    chosen = select(*NotificationSettings.__table__.c).where(NotificationSettings.user_id == actor.account_id)
    row = (await connection.execute(chosen)).mappings().one_or_none()
    return NotificationSettingsRead(
        mail_on_assignment=row is None or row["mail_on_assignment"],
        mail_on_message=row is not None and row["mail_on_message"],
    )


def system_whom_to_mail() -> Select[*tuple[Any, ...]]:
    """Of the notifications `:notification_ids`, those that their person wants by mail, the oldest first.

    Agents who can sign in, at their primary address. Notes are never mailed: an answer goes to the customer.
    """
    event, wishes = StoredEvent, NotificationSettings
    wanted = case(
        (Notification.type == TicketAssigneeChanged.type, func.coalesce(wishes.mail_on_assignment, true())),
        (Notification.type == TicketMessageAdded.type, func.coalesce(wishes.mail_on_message, false())),
        else_=false(),
    )
    return (
        select(
            Notification.user_id,
            Notification.event_id,
            Notification.type,
            Notification.ticket_id,
            Notification.actor_id,
            cast(event.data["message_id"].as_string(), BigInteger).label("message_id"),
            User.name,
            UserAddress.address,
        )
        .join(event, event.id == Notification.event_id)
        .join(User, User.id == Notification.user_id)
        .join(UserAddress, (UserAddress.user_id == User.id) & UserAddress.is_primary)
        .outerjoin(wishes, wishes.user_id == User.id)
        .where(
            Notification.id == func.any(bindparam("notification_ids", type_=ARRAY(BigInteger))),
            Notification.ticket_id.is_not(None),
            User.level >= literal_column(str(int(Level.agent))),
            User.disabled_at.is_(None),
            wanted,
        )
        .order_by(Notification.id)
    )


def _tickets(actor: Actor) -> Subquery:
    return visible_tickets(actor).with_only_columns(Ticket.id, Ticket.subject).subquery("ticket")


def _with_tickets(statement: Chosen, actor: Actor, ticket: Subquery) -> Chosen:
    shown = or_(Notification.ticket_id.is_(None), ticket.c.id.is_not(None))
    joined = statement.select_from(Notification).outerjoin(ticket, ticket.c.id == Notification.ticket_id)
    return joined.where(Notification.user_id == actor.account_id, shown)


def _read(row: Row[Any]) -> NotificationRead:
    return NotificationRead(
        id=row.id,
        type=row.type,
        at=row.created_at,
        read_at=row.read_at,
        ticket=NotifiedTicket(id=row.ticket_id, subject=row.subject) if row.ticket_id is not None else None,
        actor=Ref(id=row.actor_id, name=row.actor_name) if row.actor_id is not None else None,
    )
