"""Getting to know somebody by an address: an account that nobody has claimed yet."""

from typing import cast

from sqlalchemy import String, Table, bindparam, func, insert, true
from sqlalchemy import select as rows_of
from sqlalchemy.ext.asyncio import AsyncSession

from deskbell.core.auth import Actor, Level
from deskbell.core.prepared import Prepared
from deskbell.events.record import record
from deskbell.settings.models import SettingsSection
from deskbell.settings.schemas import HelpdeskSettings
from deskbell.users.events import UserCreated
from deskbell.users.models import User, UserAddress, WaitsFor

_PEOPLE, _ADDRESSES = cast("Table", User.__table__), cast("Table", UserAddress.__table__)
_HELPDESK = rows_of(SettingsSection.document).where(SettingsSection.section == HelpdeskSettings.key)
_USUAL = {
    member: func.coalesce(_HELPDESK.scalar_subquery()[member].astext, fallback)
    for member, fallback in HelpdeskSettings().model_dump(include={"language", "time_zone"}).items()
}
_MADE = (
    insert(_PEOPLE)
    .values(name=bindparam("name", type_=String), waits_for=bindparam("waits_for", type_=String), **_USUAL)
    .returning(_PEOPLE.c.id)
    .cte("made")
)
_MEET = Prepared(
    insert(_ADDRESSES)
    .from_select(
        ["user_id", "address", "is_primary"],
        rows_of(_MADE.c.id, bindparam("address", type_=String), true()),
    )
    .returning(_ADDRESSES.c.user_id)
)


async def meet(
    session: AsyncSession, actor: Actor, *, name: str, address: str, waits_for: WaitsFor | None = None
) -> int:
    """Make a customer's account without a password, in one statement; its number.

    The caller has looked: an address that is taken in the meantime is an `IntegrityError`.
    """
    row = await _MEET.one_or_none(session, {"name": name, "address": address, "waits_for": waits_for})
    user_id = int(row["user_id"]) if row else 0
    await record(session, actor, UserCreated(user_id=user_id, level=Level.user))
    return user_id
