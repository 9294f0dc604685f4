"""The bell: what a person was told of."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskbell.core.auth import Act, Actor, requires
from deskbell.core.db import Reader, Session
from deskbell.core.fields import PathId
from deskbell.core.idempotency import IdempotentRoute
from deskbell.core.pagination import Cursor, Limit, Page
from deskbell.core.problems import NotFound, problems
from deskbell.notifications import actions, queries
from deskbell.notifications.schemas import (
    NotificationRead,
    NotificationSettingsRead,
    NotificationSettingsUpdate,
    UnreadCount,
)

router = APIRouter(prefix="/v1/notifications", tags=["notifications"], route_class=IdempotentRoute)

ForOwnAccount = Annotated[Actor, requires(Act.own_account, scope="agent")]
Unread = Annotated[
    bool | None, Query(description="Only those that are not marked as read, or only those that are.")
]


@router.get("")
async def list_notifications(
    actor: ForOwnAccount, reader: Reader, unread: Unread = None, cursor: Cursor = None, limit: Limit = 25
) -> Page[NotificationRead]:
    """List what you were told of, the newest first."""
    return await queries.page_of_notifications(reader, actor, unread=unread, cursor=cursor, limit=limit)


@router.get("/unread-count")
async def count_unread_notifications(actor: ForOwnAccount, reader: Reader) -> UnreadCount:
    """The number on your bell."""
    return UnreadCount(unread=await queries.count_unread(reader, actor))


@router.get("/settings")
async def get_notification_settings(actor: ForOwnAccount, reader: Reader) -> NotificationSettingsRead:
    """Of what you are told by mail."""
    return await queries.own_settings(reader, actor)


@router.patch("/settings")
async def update_notification_settings(
    body: NotificationSettingsUpdate, actor: ForOwnAccount, session: Session
) -> NotificationSettingsRead:
    """Be told of more, or of less, by mail."""
    await actions.change_settings(session, actor, body)
    return await queries.own_settings(session, actor)


@router.put("/{notification_id}/read", status_code=204, responses=problems(NotFound))
async def read_notification(notification_id: PathId, actor: ForOwnAccount, session: Session) -> None:
    """Mark one notification as read."""
    await actions.read(session, actor, notification_id)


@router.post("/read-all", status_code=204)
async def read_all_notifications(actor: ForOwnAccount, session: Session) -> None:
    """Mark all your notifications as read."""
    await actions.read_all(session, actor)
