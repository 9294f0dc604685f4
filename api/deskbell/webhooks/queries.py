"""Reading webhooks and what was delivered to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, false, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased

from deskbell.core.auth import Actor, Level
from deskbell.core.pagination import Page, decode_cursor, encode_cursor
from deskbell.core.prepared import Prepared, Source
from deskbell.core.problems import NotFound
from deskbell.events.event import TYPES
from deskbell.webhooks.models import ENDED, DeliveryState, Webhook, WebhookAttempt, WebhookDelivery
from deskbell.webhooks.payloads import event_types, message_id
from deskbell.webhooks.schemas import (
    AttemptRead,
    DeliveryDetail,
    DeliveryRead,
    WebhookEventTypeRead,
    WebhookRead,
)

MOST_ATTEMPTS_SHOWN = 50
_LISTENING = Prepared(select(Webhook.id, Webhook.event_types).where(Webhook.enabled).order_by(Webhook.id))
_OPEN = WebhookDelivery.state.not_in([each.value for each in ENDED])


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries are wanted."""

    states: Sequence[DeliveryState] = ()
    event_type: str | None = None
    ticket_id: int | None = None


def may(actor: Actor) -> ColumnElement[bool]:
    """Which webhooks an actor may know of: admins all, nobody else any."""
    return true() if actor.level >= Level.admin else false()


async def all_webhooks(connection: AsyncConnection, actor: Actor) -> list[WebhookRead]:
    """Every webhook, the oldest first."""
    rows = await connection.execute(_shown(actor).order_by(Webhook.id))
    return [_read(row) for row in rows]


async def one_webhook(source: AsyncConnection | AsyncSession, actor: Actor, webhook_id: int) -> WebhookRead:
    """One webhook. Raises `NotFound`."""
    row = (await source.execute(_shown(actor).where(Webhook.id == webhook_id))).one_or_none()
    if row is None:
        raise NotFound
    return _read(row)


async def page_of_deliveries(
    connection: AsyncConnection,
    actor: Actor,
    webhook_id: int,
    chosen: DeliveryFilter,
    *,
    cursor: str | None,
    limit: int,
) -> Page[DeliveryRead]:
    """A page of a webhook's deliveries, the newest first. Raises `NotFound` without such a webhook."""
    await one_webhook(connection, actor, webhook_id)
    statement = _deliveries(actor, webhook_id)
    if chosen.states:
        statement = statement.where(WebhookDelivery.state.in_(chosen.states))
    if chosen.event_type is not None:
        statement = statement.where(WebhookDelivery.event_type == chosen.event_type)
    if chosen.ticket_id is not None:
        statement = statement.where(WebhookDelivery.ticket_id == chosen.ticket_id)
    if cursor is not None:
        statement = statement.where(WebhookDelivery.id < decode_cursor(cursor, int)[0])
    newest = statement.order_by(WebhookDelivery.id.desc()).limit(limit + 1)
    rows = (await connection.execute(newest)).all()
    more = encode_cursor(rows[limit - 1].id) if len(rows) > limit else None
    items = [DeliveryRead.model_validate(_delivery(row)) for row in rows[:limit]]
    return Page[DeliveryRead](items=items, next_cursor=more, total=None)


async def one_delivery(
    source: AsyncConnection | AsyncSession, actor: Actor, webhook_id: int, delivery_id: int
) -> DeliveryDetail:
    """A delivery of this webhook with its attempts. Raises `NotFound`."""
    statement = _deliveries(actor, webhook_id).add_columns(WebhookDelivery.body)
    row = (await source.execute(statement.where(WebhookDelivery.id == delivery_id))).one_or_none()
    if row is None:
        raise NotFound
    columns = [WebhookAttempt.__table__.c[name] for name in AttemptRead.model_fields]
    attempts = (
        select(*columns)
        .where(WebhookAttempt.delivery_id == delivery_id)
        .order_by(WebhookAttempt.id.desc())
        .limit(MOST_ATTEMPTS_SHOWN)
    )
    log = [dict(each) for each in (await source.execute(attempts)).mappings()]
    return DeliveryDetail.model_validate(_delivery(row) | {"body": row.body, "log": log})


def all_event_types(actor: Actor) -> list[WebhookEventTypeRead]:
    """Every type of event, by name."""
    names = event_types() if actor.level >= Level.admin else []
    return [
        WebhookEventTypeRead(
            type=name,
            internal=TYPES[name].internal,
            description=" ".join((TYPES[name].__doc__ or name).split()),
        )
        for name in names
    ]


async def system_listening(source: Source) -> list[tuple[int, frozenset[str]]]:
    """The webhooks that are on, and the types that they ask for."""
    return [(row["id"], frozenset(row["event_types"])) for row in await _LISTENING.all(source, {})]


async def system_webhook_for_update(session: AsyncSession, webhook_id: int) -> Webhook | None:
    """A webhook as it is now, locked against other changes."""
    return await session.get(Webhook, webhook_id, with_for_update=True, populate_existing=True)


async def system_webhooks(connection: AsyncConnection, webhook_ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Where to send, and with which secrets."""
    statement = select(
        Webhook.id, Webhook.url, Webhook.secret_sealed, Webhook.old_secret_sealed, Webhook.rotation_ends_at
    ).where(Webhook.id.in_(webhook_ids))
    rows: list[Row[Any]] = [*await connection.execute(statement)]
    return {row.id: row for row in rows}


def _shown(actor: Actor) -> Select[Any]:
    waiting = select(func.count()).where(WebhookDelivery.webhook_id == Webhook.id, _OPEN)
    columns = [Webhook.__table__.c[name] for name in WebhookRead.model_fields if hasattr(Webhook, name)]
    next_attempt = case(((Webhook.failures > 0) & Webhook.paused_at.is_(None), Webhook.next_at))
    return select(
        *columns, next_attempt.label("next_attempt_at"), waiting.scalar_subquery().label("waiting")
    ).where(may(actor))


def _read(row: Row[Any]) -> WebhookRead:
    over = row.rotation_ends_at is None or row.rotation_ends_at <= datetime.now(UTC)
    return WebhookRead.model_validate(row._asdict() | ({"rotation_ends_at": None} if over else {}))


def _deliveries(actor: Actor, webhook_id: int) -> Select[Any]:
    newer = aliased(WebhookAttempt)
    last = ~exists().where(newer.delivery_id == WebhookDelivery.id, newer.id > WebhookAttempt.id)
    names = [*DeliveryRead.model_fields, "event_id"]
    columns = [WebhookDelivery.__table__.c[name] for name in names if hasattr(WebhookDelivery, name)]
    next_attempt = case((WebhookDelivery.state.in_(["queued", "waiting"]), WebhookDelivery.next_at))
    return (
        select(
            *columns,
            next_attempt.label("next_attempt_at"),
            WebhookAttempt.status.label("last_status"),
            WebhookAttempt.error.label("last_error"),
        )
        .outerjoin(WebhookAttempt, (WebhookAttempt.delivery_id == WebhookDelivery.id) & last)
        .where(may(actor), WebhookDelivery.webhook_id == webhook_id)
    )


def _delivery(row: Row[Any]) -> dict[str, Any]:
    return row._asdict() | {"message_id": message_id(row.event_id, row.id)}
