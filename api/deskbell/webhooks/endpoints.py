"""Webhooks over the API."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId, QueryId, Text
from deskbell.core.idempotency import IdempotentRoute, keeps_no_answer
from deskbell.core.pagination import BadCursor, Cursor, Limit, Page, whole
from deskbell.core.preconditions import SeenVersion
from deskbell.core.problems import NotFound, StaleVersion, problems
from deskbell.webhooks import queries
from deskbell.webhooks.actions import change, create, delete, replay, resume, rotate, send_test
from deskbell.webhooks.models import DeliveryState
from deskbell.webhooks.problems import DeliveryUnderWay, TooManyWebhooks, WebhookNotPaused
from deskbell.webhooks.schemas import (
    DeliveryDetail,
    DeliveryRead,
    SecretRotate,
    WebhookCreate,
    WebhookEventTypeRead,
    WebhookRead,
    WebhookReplayCreate,
    WebhookReplayRead,
    WebhookUpdate,
    WebhookWithSecret,
)

router = APIRouter(prefix="/v1", route_class=IdempotentRoute, tags=["webhooks"])

CanView = Annotated[Actor, requires(Act.settings_view, scope="admin")]
CanChange = Annotated[Actor, requires(Act.settings_change, scope="admin")]


@router.get("/webhook-event-types")
async def list_webhook_event_types(actor: CanView) -> Page[WebhookEventTypeRead]:
    """Every type of event that a webhook may ask for, by name."""
    return whole(queries.all_event_types(actor))


@router.get("/webhooks")
async def list_webhooks(actor: CanView, reader: Reader) -> Page[WebhookRead]:
    """Every webhook, the oldest first."""
    return whole(await queries.all_webhooks(reader, actor))


@router.post("/webhooks", status_code=201, responses=problems(TooManyWebhooks))
@keeps_no_answer
async def create_webhook(
    body: WebhookCreate, actor: CanChange, session: Session, request: Request
) -> WebhookWithSecret:
    """Have events sent to an address from now on, signed as Standard Webhooks are.

    Each event is sent at least once, the same bytes with the same `webhook-id` each time. Events of one
    ticket come in order: the next is sent when the one before was taken or, after three days of refusals,
    given up; `sequence` grows along them. Any 2xx within 10 s takes a delivery. Whoever does not answer at
    all is tried ever less often, loses nothing, and is paused after three days. The secret is shown now and
    never again.
    """
    number, secret = await create.create_webhook(session, actor, body, request.app.state.sealer)
    return _with(secret, await queries.one_webhook(session, actor, number))


@router.get("/webhooks/{webhook_id}", responses=problems(NotFound))
async def get_webhook(webhook_id: PathId, actor: CanView, reader: Reader) -> WebhookRead:
    """One webhook."""
    return await queries.one_webhook(reader, actor, webhook_id)


@router.patch("/webhooks/{webhook_id}", responses=problems(NotFound, StaleVersion))
async def update_webhook(
    webhook_id: PathId, body: WebhookUpdate, actor: CanChange, session: Session, seen: SeenVersion
) -> WebhookRead:
    """Change a webhook; what is left out stays. What waits for it is sent to the new address."""
    await change.change_webhook(session, actor, webhook_id, body, seen)
    return await queries.one_webhook(session, actor, webhook_id)


@router.delete("/webhooks/{webhook_id}", status_code=204, responses=problems(NotFound, StaleVersion))
async def delete_webhook(webhook_id: PathId, actor: CanChange, session: Session, seen: SeenVersion) -> None:
    """Delete a webhook, and the record of what was delivered to it."""
    await delete.delete_webhook(session, actor, webhook_id, seen)


@router.post("/webhooks/{webhook_id}/secret", responses=problems(NotFound))
@keeps_no_answer
async def refresh_webhook_secret(
    webhook_id: PathId, body: SecretRotate, actor: CanChange, session: Session, request: Request
) -> WebhookWithSecret:
    """Make a new signing secret, which is shown now and never again; meanwhile both sign."""
    overlap = timedelta(hours=body.overlap_hours)
    secret = await rotate.rotate_secret(session, actor, webhook_id, overlap, request.app.state.sealer)
    return _with(secret, await queries.one_webhook(session, actor, webhook_id))


@router.delete("/webhooks/{webhook_id}/pause", responses=problems(NotFound, WebhookNotPaused))
async def end_webhook_pause(webhook_id: PathId, actor: CanChange, session: Session) -> WebhookRead:
    """Send to a paused webhook again: first, in order, all that was kept for it."""
    await resume.resume(session, actor, webhook_id)
    return await queries.one_webhook(session, actor, webhook_id)


@router.post("/webhooks/{webhook_id}/tests", status_code=201, responses=problems(NotFound))
async def create_webhook_test(webhook_id: PathId, actor: CanChange, session: Session) -> DeliveryDetail:
    """Send a signed message of type `webhook.test` at once, also where the webhook is off or paused.

    It is tried once; read the delivery again to see what was answered.
    """
    number = await send_test.order_test(session, actor, webhook_id)
    return await queries.one_delivery(session, actor, webhook_id, number)


@router.get("/webhooks/{webhook_id}/deliveries", responses=problems(NotFound, BadCursor))
async def list_webhook_deliveries(
    webhook_id: PathId,
    actor: CanView,
    reader: Reader,
    state: Annotated[
        list[DeliveryState] | None, Query(description="Only those in one of these states.")
    ] = None,
    event_type: Annotated[Text | None, Query(max_length=100, description="Only events of this type.")] = None,
    ticket_id: Annotated[QueryId | None, Query(description="Only those about this ticket.")] = None,
    cursor: Cursor = None,
    limit: Limit = 25,
) -> Page[DeliveryRead]:
    """What was sent to a webhook, and what is to be sent, the newest first; kept for 30 days."""
    chosen = queries.DeliveryFilter(state or (), event_type, ticket_id)
    return await queries.page_of_deliveries(reader, actor, webhook_id, chosen, cursor=cursor, limit=limit)


@router.get("/webhooks/{webhook_id}/deliveries/{delivery_id}", responses=problems(NotFound))
async def get_webhook_delivery(
    webhook_id: PathId, delivery_id: PathId, actor: CanView, reader: Reader
) -> DeliveryDetail:
    """One delivery: what is sent, and each attempt with its answer."""
    return await queries.one_delivery(reader, actor, webhook_id, delivery_id)


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", responses=problems(NotFound, DeliveryUnderWay)
)
async def replay_webhook_delivery(
    webhook_id: PathId, delivery_id: PathId, actor: CanChange, session: Session
) -> DeliveryDetail:
    """Send a delivery now that was taken, was given up, or waits for its next attempt."""
    await replay.replay(session, actor, webhook_id, delivery_id)
    return await queries.one_delivery(session, actor, webhook_id, delivery_id)


@router.post("/webhooks/{webhook_id}/replays", status_code=202, responses=problems(NotFound))
async def create_webhook_replay(
    webhook_id: PathId, body: WebhookReplayCreate, actor: CanChange, session: Session
) -> WebhookReplayRead:
    """Send events of a time once more: what failed, what was never sent, and, if asked for, all else.

    Also those from before the webhook was made or asked for their types. `webhook-id` and `sequence` are the
    same as ever. It is done in the background; the list of deliveries shows how far it is.
    """
    until = await replay.replay_since(session, actor, webhook_id, body)
    return WebhookReplayRead(since=body.since, until=until)


def _with(secret: str, webhook: WebhookRead) -> WebhookWithSecret:
    return WebhookWithSecret(**webhook.model_dump(), secret=secret)
