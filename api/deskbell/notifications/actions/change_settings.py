"""Choosing of what one is told by mail."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor
from deskbell.events.record import record
from deskbell.notifications.events import NotificationSettingsChanged
from deskbell.notifications.models import NotificationSettings
from deskbell.notifications.queries import own_settings
from deskbell.notifications.schemas import NotificationSettingsUpdate


async def change_settings(session: AsyncSession, actor: Actor, wanted: NotificationSettingsUpdate) -> None:
    """Take over what is given and differs, for the actor's own account."""
    before = (await own_settings(session, actor)).model_dump()
    given = wanted.model_dump(exclude_none=True)
    changed = {field: value for field, value in given.items() if value != before[field]}
    if not changed:
        return
    row = insert(NotificationSettings).values(user_id=actor.account_id, **before | changed)
    await session.execute(row.on_conflict_do_update(index_elements=["user_id"], set_=changed))
    fact = NotificationSettingsChanged(user_id=actor.account_id, fields=sorted(changed))
    await record(session, actor, fact)
